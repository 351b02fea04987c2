"""The two readings of a rule share nothing that shapes the problem."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given

from api.catalog.example_requests import examples
from catalog import load_catalog
from catalog.models import Exercise
from optimizer import InternalFault, UnusableInput, read_request
from optimizer.building import problem_of as problem_of_module
from optimizer.building import slots_of as slots_of_module
from optimizer.building.case_of import case_of
from optimizer.building.findings import reviewed
from optimizer.building.problem_of import problem_of
from optimizer.case.case import Case
from optimizer.documents.result import Plan
from optimizer.rules.base import Rule
from optimizer.rules.level import Level
from optimizer.rules.pattern_variety import FAMILIES
from optimizer.rules.registry import RULES
from tests.answers import answer_to, by_example, request_of
from tests.drawn import drawn
from tests.optimizer.athletes import Document, athletes
from tests.optimizer.worlds import a_catalog, a_muscle, a_request, an_exercise, planned

_SHAPING = (
    "moments", "options", "open_options", "needs", "sets_needed", "names",
    "refuses", "refused_for", "refuses_at", "may_refuse", "ends", "spacings_minutes", "add",
    "point_terms",
)  # fmt: skip


def test_a_rule_that_refuses_too_much_is_found_out_by_the_review_of_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The week lacks a calf pattern only because one rule wrongly refuses all calf work."""
    lifts = [
        an_exercise(name, f"{name}_muscle", pattern=pattern)
        for name, pattern in (("squat", "squat"), ("raise", "calf"))
    ]
    muscles = [a_muscle(f"{lift.id}_muscle", own_dose=False) for lift in lifts]
    catalog = a_catalog(*lifts, muscles=muscles)
    assert planned(a_request(), catalog).status == "optimal"

    def refuses(self: Rule, case: Case, exercise: Exercise) -> str | None:  # noqa: ARG001
        return "is wrongly refused" if exercise.pattern in FAMILIES["calf"] else None

    monkeypatch.setattr(Level, "refuses", refuses)
    with pytest.raises(InternalFault, match="pattern_variety"):
        planned(a_request(), catalog)


@pytest.mark.parametrize("name", by_example(example.id for example in examples()))
def test_no_review_asks_what_shapes_the_problem(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every review and closest edge of a plan is read without slots, problem or refusals."""
    request = request_of(name)
    week_plan = answer_to(request).plan
    assert week_plan is not None
    case = case_of(request, load_catalog())

    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("a review asks what shapes the problem")

    for module, function in (
        (problem_of_module, "problem_of"), (problem_of_module, "open_problem"),
        (slots_of_module, "slots_of"), (slots_of_module, "warm_up_of"),
    ):  # fmt: skip
        monkeypatch.setattr(module, function, forbidden)
    for rule in RULES:
        for method in _SHAPING:
            monkeypatch.setattr(type(rule), method, forbidden)
    readings: list[Callable[[], object]] = []
    for thinned in (week_plan, Plan(sessions=week_plan.sessions[:1]), Plan(sessions=())):
        week = reviewed(case, thinned)
        readings += [lambda w=week, r=rule: list(r.review(w)) for rule in RULES]  # type: ignore[misc]
        readings += [lambda w=week, r=rule: r.closest(w) for rule in RULES]  # type: ignore[misc]
    for reading in readings:
        reading()


@drawn(12)
@given(document=athletes())
def test_a_review_never_asks_for_what_the_problem_does_not_have(document: Document) -> None:
    """What the reviews think possible, some slot admits: else an optimal week would be a fault."""
    try:
        case = case_of(read_request(json.dumps(document)), load_catalog())
    except UnusableInput:
        return
    week = reviewed(case, Plan(sessions=()))
    for relaxed in (False, True):
        doses = problem_of(case, relaxed=relaxed).doses
        possible = {
            exercise.id
            for exercise in case.catalog.exercises.values()
            if exercise.counts_toward_volume
            and week.possibilities.admits(exercise, relaxed=relaxed)
        }
        assert possible <= doses.keys()
