"""Where to look after a fault, in tools."""

from __future__ import annotations

from optimizer.documents.pointers import Chosen, Listed, Operation, Pointer, Taken, saying

_TAKES: dict[Operation, str] = {
    "runs": "the tool runs takes it",
    "season": "the tool season takes it",
    "next": "the tool next goes on from it",
    "assess": "the tool assess takes it",
    "club": "call plan with each request",
}


def in_tools(pointer: Pointer) -> str:
    match pointer:
        case Listed(table):
            return f"the tool look_up lists them, section {table}"
        case Taken(operation):
            return _TAKES[operation]
        case Chosen():
            return saying(pointer)
