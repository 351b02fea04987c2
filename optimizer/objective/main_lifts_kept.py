"""A main lift stays for a block of weeks: those of last week that the week could hold and does not.

A block ends where another phase asks for other repetitions; a lighter week is part of it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from optimizer.case.case import Case
from optimizer.dosing.prescription import prescribed
from optimizer.dosing.progress import planned_before
from optimizer.dosing.worth import main_lift_of
from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.week.model import WeekModel, weighted_sum
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek


class MainLiftsNotKept(PlanTier):
    """Only with ``previous``, in the weeks of one block."""

    name = "main_lifts_not_kept"
    unit = "main lifts"
    kind: ClassVar[Kind] = "week"

    def counts_in(self, problem: WeekProblem) -> bool:
        return bool(lifts_of_the_block(problem.case) & problem.doses.keys())

    def expression(self, week: WeekModel) -> Expression:
        lifts = sorted(lifts_of_the_block(week.problem.case) & week.problem.doses.keys())
        staying = weighted_sum((week.present[exercise], -1) for exercise in lifts)
        return Expression(staying + len(lifts), len(lifts))

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:
        lifts = lifts_of_the_block(week.case).intersection(possible)
        return len(lifts.difference(week.sets()))


def lifts_of_the_block(case: Case) -> frozenset[str]:
    """Ids of last week's main lifts that are dosed alike this week."""
    return case.once("lifts of the block", lambda: _lifts_of_the_block(case))


def _lifts_of_the_block(case: Case) -> frozenset[str]:
    previous = case.request.previous
    if previous is None or not case.past:
        return frozenset()
    plan = previous.base or previous.plan
    names = {
        item.exercise
        for session in plan.sessions
        for block in session.blocks
        if block.is_work
        for item in block.items
        if item.role == "main_lift"
    }
    return frozenset(name for name in names if _is_in_the_block(case, name))


def _is_in_the_block(case: Case, name: str) -> bool:
    exercise = case.catalog.exercises.get(name)
    if exercise is None or main_lift_of(case, exercise) is None:
        return False
    before, now = planned_before(case, exercise), prescribed(case, exercise)
    if case.is_deload or before is None or before.reps is None or now.reps is None:
        return True
    return (before.reps[0], before.rir) == (now.reps[0], now.rir)
