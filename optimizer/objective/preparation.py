"""Something heavy and something springy: what an advanced runner's preparation lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import ClassVar

from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.week.case import Case
from optimizer.week.model import WeekModel, weighted_sum
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek
from optimizer.week.worth import main_lift_of


class PreparationWorkMissing(PlanTier):
    """Kinds of work, heavy main lifts and jumps, of which the week holds nothing.

    Asked of the advanced without an injury, off season and before it, as far as some exercise of
    the week is of the kind.
    """

    name = "preparation_work_missing"
    unit = "kinds"
    kind: ClassVar[Kind] = "week"

    def counts_in(self, problem: WeekProblem) -> bool:
        return bool(_kinds(problem.case, problem.doses))

    def expression(self, week: WeekModel) -> Expression:
        kinds = _kinds(week.problem.case, week.problem.doses)
        missing = []
        for number, exercises in enumerate(kinds):
            lacks = week.cp.new_bool_var(f"kind of preparation {number} missing")
            week.cp.add_bool_or([lacks, *(week.present[exercise] for exercise in exercises)])
            missing.append((lacks, 1))
        return Expression(weighted_sum(missing), len(kinds))

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:
        sets = week.sets()
        kinds = _kinds(week.case, {*possible, *sets})
        return sum(sets.keys().isdisjoint(exercises) for exercises in kinds)


def _kinds(case: Case, exercises: Iterable[str]) -> list[list[str]]:
    """The exercises of each kind among some; kinds that none is of are left out."""
    athlete, phase = case.request.athlete, case.request.week.phase
    if athlete.level != "advanced" or athlete.injuries:
        return []
    if phase not in ("off_season", "pre_season"):
        return []
    known = [case.catalog.exercises[name] for name in sorted(exercises)]
    heavy = [
        exercise.id
        for exercise in known
        if exercise.load_class == "heavy" and main_lift_of(case, exercise) is not None
    ]
    springy = [exercise.id for exercise in known if exercise.kind == "plyometric"]
    return [kind for kind in (heavy, springy) if kind]
