"""Last week's exercises that are not kept."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.week.model import WeekModel, weighted_sum
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek


class ExercisesNotKept(PlanTier):
    """Exercises of last week that this week could hold and does not."""

    name = "exercises_not_kept"
    unit = "exercises"
    kind: ClassVar[Kind] = "week"

    def counts_in(self, problem: WeekProblem) -> bool:
        return bool(_possible_of_last_week(problem))

    def expression(self, week: WeekModel) -> Expression:
        before = _possible_of_last_week(week.problem)
        staying = weighted_sum((week.present[exercise], -1) for exercise in before)
        return Expression(staying + len(before), len(before))

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:
        return len(set(week.case.sets_before).intersection(possible).difference(week.sets()))


def _possible_of_last_week(problem: WeekProblem) -> list[str]:
    return [exercise for exercise in problem.case.sets_before if exercise in problem.doses]
