"""The example requests that ``runstrong demo`` plans.

They stand in the project's ``examples`` folder, beside ``api`` in a working copy and inside it when
installed.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

_API = Path(__file__).resolve().parents[1]
_PLACES = (_API / "examples", _API.parent / "examples")
_INDEX = "index.toml"
_ROSTER = "club.csv"


class NoExamples(Exception):
    """The examples are not part of this installation, or no example has that name."""


@dataclass(frozen=True)
class Example:
    id: str
    title: str
    about: str
    path: Path


def examples() -> tuple[Example, ...]:
    """All examples in the order of their index; raises ``NoExamples``."""
    folder = _folder()
    index = tomllib.loads((folder / _INDEX).read_text(encoding="utf-8"))
    return tuple(
        Example(name, entry["title"], entry["about"], folder / f"{name}.json")
        for name, entry in index.items()
    )


def example_roster() -> Path:
    """A small club as CSV; raises ``NoExamples``."""
    return _folder() / _ROSTER


def _folder() -> Path:
    folder = next((place for place in _PLACES if (place / _INDEX).is_file()), None)
    if folder is None:
        raise NoExamples(
            "examples: none came with this installation; run the command in a copy of the project,"
            " or give your own request to 'runstrong plan'"
        )
    return folder


def example(name: str) -> Example:
    """The example called ``name``, of which any unmistakable beginning will do."""
    known = examples()
    found = [one for one in known if one.id == name] or [
        one for one in known if name and one.id.startswith(name)
    ]
    if len(found) == 1:
        return found[0]
    raise NoExamples(
        f"example: {name!r} is {'no example' if not found else 'the beginning of several'};"
        f" known: {', '.join(one.id for one in known)}"
    )
