"""Where to look after a fault: each door names its own way there."""

from __future__ import annotations

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

_TABLES: dict[Table, str] = {
    "exercises": "load_catalog().exercises",
    "muscles": "load_catalog().muscles",
    "injuries": "load_catalog().injuries",
    "equipment": "load_catalog().equipment",
    "rules": "docs/rules.md",
    "tests": "load_catalog().fitness_tests",
}
_READERS: dict[Operation, str] = {
    "runs": "read_runs_request reads it",
    "season": "read_season_request reads it",
    "next": "next_week goes on from it",
    "assess": "read_assessment_request reads it",
    "club": "read each request on its own",
}


def saying(pointer: Chosen) -> str:
    """The option by its name alone, where a door has no other way to give one."""
    return f"say {pointer.option} {' or '.join(pointer.values)}"


def in_python(pointer: Pointer) -> str:
    """As a caller of the package goes on."""
    match pointer:
        case Listed(table):
            return f"{_TABLES[table]} lists them"
        case Taken(operation):
            return _READERS[operation]
        case Chosen():
            return saying(pointer)


def in_a_file(pointer: Pointer) -> str:
    """In what is kept and read anywhere."""
    match pointer:
        case Listed(table):
            return f"the catalog lists all {table}"
        case Taken("club"):
            return "plan all of it as a club"
        case Taken(operation):
            return f"{operation} takes it"
        case Chosen():
            return saying(pointer)
