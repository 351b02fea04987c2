"""Faults of a request, and what no week of it can keep, without a search."""

from __future__ import annotations

from collections.abc import Iterator

from catalog import Catalog, load_catalog
from optimizer.building.case_of import case_of
from optimizer.building.problem_of import problem_of
from optimizer.conflict.pins import what_pins_meet
from optimizer.documents.request import Request
from optimizer.documents.result import Member
from optimizer.documents.validation import Validation
from optimizer.documents.versions import fingerprint, versions_of
from optimizer.operations.runs_conflict import runs_conflict
from optimizer.operations.window_uses import window_uses
from optimizer.placing.candidates import runs_to_place
from optimizer.placing.placement import runs_can_stand
from optimizer.rules.registry import RULES
from optimizer.week.problem import WeekProblem


def validate(request: Request, *, catalog: Catalog | None = None) -> Validation:
    """What no week of a request can keep, as far as that is seen without solving anything.

    Raises ``UnusableInput`` with everything that is wrong with the request.
    """
    catalog = load_catalog() if catalog is None else catalog
    case = case_of(request, catalog)
    strict = problem_of(case)
    conflicts = tuple(_unmeetable(strict))
    if case.timeline.to_place and not runs_can_stand(runs_to_place(case)):
        conflicts = (*conflicts, *runs_conflict(case)[0].rules)
    return Validation(
        status="conflict" if conflicts else "usable",
        conflicts=conflicts,
        windows=tuple(window_uses(case, strict, (), proven=None)),
        versions=versions_of(catalog),
        fingerprint=fingerprint(request, catalog),
    )


def _unmeetable(strict: WeekProblem) -> Iterator[Member]:
    for rule in RULES:
        if rule.enforced(strict.case) != "required":
            continue
        for subject, sentence in rule.unmeetable(strict):
            yield Member(rule=rule.id, subject=subject, sentence=sentence)
            yield from what_pins_meet(strict.case, [rule.claim(subject)])
