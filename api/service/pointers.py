"""Where to look after a fault, over HTTP."""

from __future__ import annotations

from optimizer.documents.pointers import Chosen, Listed, Operation, Pointer, Taken

_TAKES: dict[Operation, str] = {
    "runs": "POST /v1/runs takes it",
    "season": "POST /v1/seasons takes it",
    "next": "POST /v1/seasons/next goes on from it",
    "assess": "POST /v1/assessments takes it",
    "club": "POST /v1/batches plans all of it",
}


def over_http(pointer: Pointer) -> str:
    match pointer:
        case Listed(table):
            return f"GET /v1/catalog/{table} lists them"
        case Taken(operation):
            return _TAKES[operation]
        case Chosen(option, values):
            return f"give options.{option} {' or '.join(values)}"
