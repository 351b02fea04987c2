"""Places of a document, as messages name them, also where parts of it are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import JsonValue

Location = tuple[int | str, ...]
"""The steps of ``runs[0].start``."""


class Places:
    """Where what is left of a document stood when it was written: a tree of the same shape, whose
    lists tell the first place of each member."""

    def __init__(self, value: JsonValue) -> None:
        self.members: dict[str | int, tuple[str | int, Places]] = {
            step: (step, Places(part)) for step, part in _steps(value)
        }

    def remove(self, location: Location) -> None:
        *path, last = location
        node = self
        for step in path:
            node = node.members[step][1]
        found = node.members.pop(last)
        assert found
        if isinstance(last, int):
            # Those behind it move up.
            following = {
                step - 1 if isinstance(step, int) and step > last else step: one
                for step, one in node.members.items()
            }
            node.members = following

    def written(self, location: Location) -> Location:
        node: Places | None = self
        found: list[int | str] = []
        for step in location:
            at, node = (step, None) if node is None else node.members.get(step, (step, None))
            found.append(at)
        return tuple(found)


def _steps(value: JsonValue) -> Iterator[tuple[str | int, JsonValue]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


def location_of(path: str) -> Location:
    """The steps of ``runs[0].start``."""
    return tuple(
        int(index) if index else name
        for name, index in re.findall(r"([^.\[\]]+)(?!\])|\[([0-9]+)\]", path)
    )


def path_of(location: Location) -> str:
    """``runs[0].start`` of its steps."""
    return "".join(
        f"[{step}]" if isinstance(step, int) else f".{step}" for step in location
    ).removeprefix(".")


def by_place(location: Location) -> tuple[tuple[int, int, str], ...]:
    return tuple((0, step, "") if isinstance(step, int) else (1, 0, step) for step in location)
