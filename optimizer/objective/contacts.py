"""Something springy: foot contacts that a seasoned athlete's week lacks."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.dosing.doses import Dose, contacts_per_set, dose_of
from optimizer.dosing.worth import least_contacts
from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.week.model import Linear, WeekModel, weighted_sum
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek


class ContactsMissing(PlanTier):
    """Foot contacts below the least of one session of this level and phase, over the week.

    Only of the intermediate and advanced without an injury, and where some exercise has any.  A
    running drill has none of those that are wanted.
    """

    name = "contacts_missing"
    unit = "contacts"
    kind: ClassVar[Kind] = "week"

    def counts_in(self, problem: WeekProblem) -> bool:
        has_any = any(map(_springs, problem.doses.values()))
        return has_any and _wanted(problem.case) > _done(problem.case)

    def expression(self, week: WeekModel) -> Expression:
        wanted = _wanted(week.problem.case) - _done(week.problem.case)
        terms: list[tuple[Linear, int]] = [
            (cell.sets, dose.contacts_per_set)
            for exercise, dose in week.problem.doses.items()
            if _springs(dose)
            for cell in week.planned_of(exercise)
        ]
        missing = week.cp.new_int_var(0, wanted, "contacts missing")
        week.cp.add(missing + weighted_sum(terms) >= wanted)
        return Expression(missing + 0, wanted)

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:
        exercises = week.case.catalog.exercises
        if not any(_springs(dose_of(week.case, exercises[e])) for e in {*possible, *week.sets()}):
            return 0
        done = sum(
            entry.item.sets * contacts_per_set(entry.exercise, entry.item.reps)
            for session in week.sessions
            for entry in session.training
            if not is_running_drill(entry.exercise)
        )
        return max(0, _wanted(week.case) - done)


def _springs(dose: Dose) -> bool:
    """True: its contacts are those of jumps."""
    return bool(dose.contacts_per_set) and not is_running_drill(dose.exercise)


def is_running_drill(exercise: Exercise) -> bool:
    """True: runners skip before their runs; its contacts bring them no spring."""
    return "running_drill" in exercise.traits


def _done(case: Case) -> int:
    """Foot contacts of this week's sessions that are done, as their items tell them."""
    exercises = case.catalog.exercises
    return sum(
        item.sets * contacts_per_set(exercises[item.exercise], item.reps)
        for planned in (() if case.current is None else case.current.done)
        for block in planned.session.blocks
        if block.is_work
        for item in block.items
        if item.exercise in exercises and not is_running_drill(exercises[item.exercise])
    )


def _wanted(case: Case) -> int:
    athlete = case.request.athlete
    if athlete.level == "beginner" or athlete.injuries:
        return 0
    return least_contacts(case)
