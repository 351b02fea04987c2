"""Where to look after a fault: each door names its own way there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Table = Literal["exercises", "muscles", "injuries", "equipment", "rules", "tests"]
Operation = Literal["runs", "season", "next", "assess", "club"]
Choice = Literal["units"]


@dataclass(frozen=True)
class Listed:
    """What lists the names that are known."""

    table: Table


@dataclass(frozen=True)
class Taken:
    """What takes the document that was given instead."""

    operation: Operation


@dataclass(frozen=True)
class Chosen:
    """Which option says what the document leaves open, and as what."""

    option: Choice
    values: tuple[str, ...]


Pointer = Listed | Taken | Chosen


def saying(pointer: Chosen) -> str:
    """The option by its name alone, where a door has no other way to give one."""
    return f"say {pointer.option} {' or '.join(pointer.values)}"


@dataclass(frozen=True)
class Ways:
    """How one door says where to look; called with a pointer, it does."""

    lists: Callable[[Table], str]
    takes: Mapping[Operation, str]
    says: Callable[[Chosen], str] = saying

    def __call__(self, pointer: Pointer) -> str:
        match pointer:
            case Listed(table):
                return self.lists(table)
            case Taken(operation):
                return self.takes[operation]
            case Chosen():
                return self.says(pointer)


_TABLES: dict[Table, str] = {
    "exercises": "load_catalog().exercises",
    "muscles": "load_catalog().muscles",
    "injuries": "load_catalog().injuries",
    "equipment": "load_catalog().equipment",
    "rules": "docs/rules.md",
    "tests": "load_catalog().fitness_tests",
}
in_python = Ways(
    lists=lambda table: f"{_TABLES[table]} lists them",
    takes={
        "runs": "read_runs_request reads it",
        "season": "read_season_request reads it",
        "next": "next_week goes on from it",
        "assess": "read_assessment_request reads it",
        "club": "read each request on its own",
    },
)
"""As a caller of the package goes on."""
in_a_file = Ways(
    lists=lambda table: f"the catalog lists all {table}",
    takes={
        "runs": "runs takes it",
        "season": "season takes it",
        "next": "next takes it",
        "assess": "assess takes it",
        "club": "plan all of it as a club",
    },
)
"""In what is kept and read anywhere."""
