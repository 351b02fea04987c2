"""What an operation may answer, for the OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from api.service.problems import MEDIA_TYPE, Kind

Answers = dict[int | str, dict[str, Any]]

_PROBLEM = {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}
_STATUS_HEADERS: dict[int, dict[str, str]] = {
    401: {"WWW-Authenticate": "The scheme, `Bearer`."},
    405: {"Allow": "The methods that the address takes."},
    503: {"Retry-After": "Whole seconds after which to ask again."},
}


def answers(
    model: type[BaseModel] | None,
    *kinds: Kind,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Answers:
    """The ``responses`` of a route: one of ``model``, and a problem for each kind of no.

    What any operation may answer (a missing key, input that cannot be used, a body that is too
    large, a fault of ours) is added to all of them and need not be named.
    """
    good: dict[str, Any] = {"description": "The answer.", "headers": header_answers(headers or {})}
    if model is not None:
        good["model"] = model
    return {status: good, **problem_answers(kinds)}


def problem_answers(kinds: Iterable[Kind]) -> Answers:
    by_status: dict[int, list[Kind]] = {}
    for kind in kinds:
        by_status.setdefault(kind.status, []).append(kind)
    return {
        status: {
            "description": " ".join(f"`{kind.code}`: {kind.about}" for kind in alike),
            "headers": header_answers(_STATUS_HEADERS.get(status, {})),
            "content": {MEDIA_TYPE: _PROBLEM},
        }
        for status, alike in by_status.items()
    }


def header_answers(descriptions: Mapping[str, str]) -> dict[str, Any]:
    """Headers by name, each with what it says."""
    return {
        name: {"description": about, "schema": {"type": "string"}}
        for name, about in descriptions.items()
    }
