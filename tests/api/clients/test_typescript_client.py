"""The types that ``openapi-typescript`` makes of docs/openapi.json carry a program that calls every
operation: it is read by ``tsc --strict`` and then run."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.api.clients.generators import NODE_MODULES, run_node
from tests.api.clients.service import DOCUMENT, FILE, bodies, service

pytestmark = pytest.mark.clients
_PROGRAM = Path(__file__).parent / "every_operation.ts"
_STRICT = ("--strict", "--noUncheckedIndexedAccess", "--target", "es2022", "--lib", "es2022,dom")
_MODULES = ("--module", "nodenext", "--outDir", "out")


def test_every_operation_is_called_by_its_types(tmp_path: Path) -> None:
    (tmp_path / "node_modules").symlink_to(NODE_MODULES)
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    shutil.copy(_PROGRAM, tmp_path)
    # What has a default may be left out of a request.
    settings = ("--default-non-nullable", "false", "-o", "schema.d.ts")
    run_node("openapi-typescript/bin/cli.js", FILE, *settings, cwd=tmp_path)
    (tmp_path / "bodies.ts").write_text(typed_bodies(), encoding="utf-8")
    (tmp_path / "node.d.ts").write_text("declare const process: { argv: string[] };\n")
    files = (_PROGRAM.name, "node.d.ts")
    run_node("typescript/bin/tsc", *_STRICT, *_MODULES, *files, cwd=tmp_path)
    with service(tmp_path) as (url, hook):
        said = run_node(tmp_path / "out" / "every_operation.js", url, hook, cwd=tmp_path)
    calls = {tuple(line.split()) for line in said.splitlines()}
    good = {(method, path) for method, path, status in calls if status in ("200", "202")}
    assert good == {(one, path) for path, methods in DOCUMENT["paths"].items() for one in methods}
    assert calls - {(*one, status) for one in good for status in ("200", "202")} == {
        ("post", "/v1/plans", "422")
    }


def typed_bodies() -> str:
    """The example of every body as a constant of the type that its operation takes."""
    lines = ['import type { operations } from "./schema.js";']
    for name, example in bodies().items():
        kind = f'operations["{name}"]["requestBody"]["content"]["application/json"]'
        lines.append(f"export const {name}: {kind} = {json.dumps(example)};")
    return "\n".join([*lines, ""])
