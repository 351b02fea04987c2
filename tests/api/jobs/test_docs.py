"""What docs/jobs.md says, held against the code."""

from __future__ import annotations

import re

from api.jobs.settings import JobSettings, WebhookSettings
from api.service.problems import BODY_TOO_LARGE, KEY_REUSED, Kind
from api.service.routers import batches
from tests.api.shell import ROOT

PAGE = (ROOT / "docs" / "jobs.md").read_text(encoding="utf-8")


def test_every_no_of_batches_is_told_with_its_status() -> None:
    documented = dict(re.findall(r"^\| `([a-z_]+)` \| (\d+) \|", PAGE, re.MULTILINE))
    own = [one for one in vars(batches).values() if isinstance(one, Kind)]
    ours = {one.code: str(one.status) for one in own if f"`{one.code}`" in PAGE}
    assert documented == ours
    for one in (batches.NO_BATCHES, batches.NO_STORAGE, KEY_REUSED, BODY_TOO_LARGE):
        assert one.code in documented


def test_every_address_is_told() -> None:
    documented = set(re.findall(r"^\| `([A-Z]+) (/v1/batches[^`]*)` \|", PAGE, re.MULTILINE))
    ours = {(method, path) for path, methods in _paths().items() for method in methods}
    assert documented == ours


def _paths() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for route in batches.router.routes:
        path, methods = getattr(route, "path", ""), getattr(route, "methods", None)
        found.setdefault(path, set()).update(methods or ())
    return found


def test_the_numbers_are_the_defaults() -> None:
    defaults = {name: field.default for name, field in JobSettings.model_fields.items()}
    for name, words in {
        "most_athletes": "more than 10,000 ",
        "most_bytes": "more than 50,000,000 bytes",
        "most_running": "has 4 unfinished",
        "chunk_athletes": "chunks of 32.",
        "dead_after_seconds": "silent for 20 seconds",
        "kill_after_seconds": "after five minutes",
        "keep_days": "Thirty days",
    }.items():
        assert words in PAGE, name
    assert [defaults[name] for name in ("most_athletes", "most_bytes", "most_running")] == [
        10_000,
        50_000_000,
        4,
    ]
    assert defaults["chunk_athletes"] == 32
    assert (defaults["dead_after_seconds"], defaults["kill_after_seconds"]) == (20.0, 300.0)
    assert defaults["keep_days"] == 30.0
    assert WebhookSettings.model_fields["attempts"].default == 8
