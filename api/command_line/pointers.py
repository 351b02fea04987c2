"""Where to look after a fault, in commands."""

from __future__ import annotations

from optimizer.documents.pointers import Chosen, Listed, Operation, Pointer, Taken

_TAKES: dict[Operation, str] = {
    "runs": "'runstrong runs' reads it",
    "season": "'runstrong season' reads it",
    "next": "'runstrong next' goes on from it",
    "assess": "'runstrong assess' reads it",
    "club": "plan all of it with 'runstrong club'",
}


def in_commands(pointer: Pointer) -> str:
    match pointer:
        case Listed(table):
            return f"'runstrong catalog {table}' lists them"
        case Taken(operation):
            return _TAKES[operation]
        case Chosen(option, values):
            return f"say {' or '.join(f'--{option} {value}' for value in values)}"
