"""Prices are exact and never negative, and ``check`` reads what the solver says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from hypothesis import Phase, given

from catalog import Catalog, load_catalog
from optimizer import SolveOptions, check, diff, plan, read_request
from optimizer.building.case_of import case_of
from optimizer.building.findings import reviewed
from optimizer.building.problem_of import problem_of
from optimizer.case.case import Case
from optimizer.documents.explanation import WhatIf
from optimizer.documents.request import Request
from optimizer.documents.result import Plan, Result
from optimizer.operations.best_week import best_week as best_week_under
from optimizer.operations.what_if import what_if
from optimizer.solving import budgets
from optimizer.solving.clock import Clock
from optimizer.week.conditions import (
    Condition,
    DoExercise,
    HoldWindow,
    LeaveOutExercise,
    LeaveOutWindow,
)
from optimizer.week.reviewed import ReviewedWeek
from tests.drawn import drawn
from tests.optimizer.athletes import Document, athletes
from tests.optimizer.exhaustive import best_week
from tests.optimizer.test_exhaustive import small_worlds
from tests.optimizer.worlds import planned, sets_of

QUICK = SolveOptions(deterministic_limit=0.2)

Keeps = Callable[[ReviewedWeek], bool]


def what_if_of(case: Case, result: Result, *conditions: Condition) -> WhatIf:
    return what_if(case, result, "something else", conditions, Clock(QUICK))


def first_difference(found: WhatIf) -> int:
    """Of the first tier that differs; 0: none does."""
    return next((tier.difference for tier in found.price if tier.difference), 0)


def read(request: Request, found: Plan, catalog: Catalog) -> dict[str, int]:
    """Every tier by its name, without the solver."""
    objective = check(request, found, catalog=catalog).objective
    return {tier.name: tier.value for tier in objective}


def other_weeks(request: Request, catalog: Catalog) -> Iterator[tuple[Condition, Keeps]]:
    """Everything that may be asked of a small world, with what a week must then be."""

    def does(exercise: str) -> Keeps:
        return lambda week: exercise in week.sets()

    def holds(window: str) -> Keeps:
        return lambda week: window in {s.session.window for s in week.sessions}

    def not_so(keeps: Keeps) -> Keeps:
        return lambda week: not keeps(week)

    for name in (e.id for e in catalog.exercises.values() if e.counts_toward_volume):
        yield DoExercise(name), does(name)
        yield LeaveOutExercise(name), not_so(does(name))
    for window in request.availability:
        yield HoldWindow(window.id), holds(window.id)
        yield LeaveOutWindow(window.id), not_so(holds(window.id))


@drawn(6)
@given(small_worlds())
def test_every_price_is_that_of_trying_every_week(world: tuple[Request, Catalog]) -> None:
    request, catalog = world
    case, result = case_of(request, catalog), planned(request, catalog)
    if result.plan is None:
        return
    for condition, _ in other_weeks(request, catalog):
        if condition.met_by(reviewed(case, result.plan)):
            # The solver too finds that such a week is as good as the plan.
            again = best_week_under(case, Clock(QUICK), [condition])
            assert again.objective == result.objective, condition
    if problem_of(case).doses.keys() != problem_of(case, relaxed=True).doses.keys():
        return  # the search of the tests does not count what only a tired session could hold
    for condition, keeps in other_weeks(request, catalog):
        found = what_if_of(case, result, condition)
        best = None
        if result.status == "optimal":
            best = best_week(request, catalog, keeps=keeps)
        best = best or best_week(request, catalog, relaxed=True, keeps=keeps)
        assert (found.plan is None) == (best is None), condition
        if best is None:
            assert found.status == "infeasible"
            continue
        assert found.proven
        assert first_difference(found) >= 0, condition
        assert found.plan is not None
        # ``check`` reads the other week's tiers without the solver, as the search has them.
        values = read(request, found.plan, catalog)
        assert {name: values[name] for name in best.tiers} == best.tiers, condition
        paid = {tier.name: tier.difference for tier in found.price}
        now = read(request, result.plan, catalog)
        if found.price and (found.status == "relaxed") == (result.status == "relaxed"):
            assert paid == {n: values[n] - now[n] for n in values if values[n] != now[n]}, condition


@drawn(6, phases=(Phase.explicit, Phase.generate))
@given(athletes())
def test_any_athlete_is_told_true_prices(document: Document) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(budgets, "LEAST", 0.02)
        examine(document)


def examine(document: Document) -> None:
    request = read_request(json.dumps(document))
    result = plan(request, options=QUICK)
    same = diff(result, result)
    assert (same.same, same.sessions, same.objective) == (True, (), ())
    if result.plan is None:
        return
    # Proven or not, every tier is what the plan reads.
    values = read(request, result.plan, load_catalog())
    tiers = {tier.name: tier.value for tier in result.objective}
    assert values == dict.fromkeys(values, 0) | tiers
    if any(tier.value != tier.bound for tier in result.objective):
        return
    case = case_of(request, load_catalog())
    done = sets_of(result)
    used = {session.window for session in result.plan.sessions}
    unused = next((e for e in sorted(case.catalog.exercises) if e not in done), None)
    assert unused is not None
    free = what_if_of(case, result, LeaveOutExercise(unused))
    assert first_difference(free) == 0
    for condition in (
        *(LeaveOutExercise(exercise) for exercise in sorted(done)[:1]),
        *(HoldWindow(w.id) for w in case.timeline.windows[:2] if w.id not in used),
        DoExercise(unused),
    ):
        found = what_if_of(case, result, condition)
        assert first_difference(found) >= 0, condition
        assert found.plan is None or check(request, found.plan).holds == (found.status != "relaxed")
