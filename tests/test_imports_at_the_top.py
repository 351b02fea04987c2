"""An import stands at the top, unless it would load a package that the module does without.

`--help`, completion and whoever wants one name of a face load no solver, no models, no formats:
for their sake, and for that of systems that lack a module, some imports stand inside functions or
under ``TYPE_CHECKING``.  Any other that stands there hides what a module depends on.
"""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parent.parent
OURS: Final = ("api", "benchmarks", "catalog", "optimizer")
FACES: Final = ("catalog", "optimizer")
"""Packages that load each of their names when it is first used."""
OF_SOME_SYSTEMS: Final = {"fcntl", "resource"}


class Import(NamedTuple):
    module: str
    """What is loaded by it, as exactly as its words tell."""
    line: int
    is_at_top: bool


def file_of(module: str) -> Path | None:
    path = ROOT / module.replace(".", "/")
    found = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return found if found.is_file() else None


def loaded_by(module: str, name: str) -> str:
    """What ``from module import name`` loads."""
    if module in FACES:
        homes: dict[str, str] = importlib.import_module(module)._HOMES
        return homes.get(name, module)
    inside = f"{module}.{name}"
    return inside if module.startswith(OURS) and file_of(inside) else module


def walked(node: ast.AST, *, is_at_top: bool = True) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for name in child.names:
                yield Import(name.name, child.lineno, is_at_top)
        elif isinstance(child, ast.ImportFrom):
            for name in child.names:
                module = loaded_by(str(child.module), name.name)
                yield Import(module, child.lineno, is_at_top)
        else:
            is_typing = isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
            is_later = is_typing or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from walked(child, is_at_top=is_at_top and not is_later)


@cache
def imports_of(file: Path) -> tuple[Import, ...]:
    return tuple(walked(ast.parse(file.read_text(encoding="utf-8"))))


@cache
def foreign(module: str) -> frozenset[str]:
    """The packages of others that are loaded with it, by what stands at the top of ours."""
    seen: set[str] = set()
    found: set[str] = set()
    to_see = [module]
    while to_see:
        name = to_see.pop()
        if name in seen:
            continue
        seen.add(name)
        package, *inner = name.split(".")
        if package not in OURS:
            found |= {package} - sys.stdlib_module_names
            continue
        if inner:
            to_see.append(name.rpartition(".")[0])
        file = file_of(name)
        if file is not None:
            to_see += [one.module for one in imports_of(file) if one.is_at_top]
    return frozenset(found)


def test_an_import_that_loads_no_further_package_stands_at_the_top() -> None:
    wrong = [
        f"{file.relative_to(ROOT)}:{one.line}: {one.module}"
        for top in OURS
        for file in sorted((ROOT / top).rglob("*.py"))
        if file.relative_to(ROOT).parts[:2] not in [(face, "__init__.py") for face in FACES]
        for one in imports_of(file)
        if not one.is_at_top
        and one.module not in OF_SOME_SYSTEMS
        and foreign(one.module) <= foreign(module_of(file))
    ]
    assert wrong == []


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
