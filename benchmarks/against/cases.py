"""The weeks that two versions are asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from api.catalog.example_requests import examples
from benchmarks.draw import club
from benchmarks.instances import FAMILIES, PLACED_RUNS, path_of
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.wording import nearest, quoted

EXAMPLES, CLUB = "examples", "club"
GROUPS = (EXAMPLES, *FAMILIES, PLACED_RUNS, CLUB)
CLUB_SIZE, QUICK_CLUB_SIZE = 100, 10
_QUICK_WEEKS = 2


@dataclass(frozen=True)
class Case:
    """One week.  ``questions``: its plan is replanned, explained, checked and compared as well."""

    group: str
    id: str
    request: JsonValue
    questions: bool = False

    @property
    def key(self) -> str:
        return f"{self.group} {self.id}"


def cases_of(groups: Sequence[str] = (), *, quick: bool = False) -> tuple[Case, ...]:
    """The cases of some groups (none named: of all), the examples first.

    ``quick``: every example, but only a few weeks of each other group.  Raises ``UnusableInput``
    for an unknown group.
    """
    for group in groups:
        if group not in GROUPS:
            raise UnusableInput(
                Problem("--family", quoted(group), f"is no family{nearest(group, GROUPS)}")
            )
    return tuple(
        case for group in GROUPS if not groups or group in groups for case in _cases(group, quick)
    )


def _cases(group: str, quick: bool) -> Iterator[Case]:
    if group == EXAMPLES:
        for example in examples():
            request = json.loads(example.path.read_text(encoding="utf-8"))
            yield Case(EXAMPLES, example.id, request, questions=True)
    elif group == CLUB:
        for request in club(QUICK_CLUB_SIZE if quick else CLUB_SIZE):
            yield Case(CLUB, request["athlete"]["id"], request)
    else:
        # Requests as they stand: the other version reads them for itself.
        lines = path_of(group).read_text(encoding="utf-8").splitlines()
        documents = [json.loads(line) for line in lines]
        found = [document for document in documents if document["catalog_times"] == 1]
        for document in found[:_QUICK_WEEKS] if quick else found:
            yield Case(group, document["id"], document["request"])
