"""Second choices: exercises that a coach would not give beside what else can be done."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.week.choices import second_choices
from optimizer.week.model import WeekModel, weighted_sum
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek


class SecondChoices(PlanTier):
    """Distinct exercises of the week that are second choices, see ``optimizer/week/choices.py``.

    The shortest way to a muscle is often the lightest: without this tier the time would decide.
    """

    name = "second_choices"
    unit = "exercises"
    kind: ClassVar[Kind] = "week"

    def counts_in(self, problem: WeekProblem) -> bool:
        return bool(second_choices(problem.case, problem.doses.keys()))

    def expression(self, week: WeekModel) -> Expression:
        found = sorted(second_choices(week.problem.case, week.problem.doses.keys()))
        return Expression(weighted_sum((week.present[e], 1) for e in found), len(found))

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:
        done = week.sets()
        return len(second_choices(week.case, {*possible, *done}) & done.keys())
