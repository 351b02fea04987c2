"""Coach rank: of equals, what a coach would take first."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.week.model import WeekModel, weighted_sum
from optimizer.week.reviewed import ReviewedWeek


class CoachRank(PlanTier):
    """The sum of the ranks of the exercises that are done, in the order that a coach wrote."""

    name = "coach_rank"
    unit = "ranks"
    kind: ClassVar[Kind] = "week"

    def expression(self, week: WeekModel) -> Expression:
        ranks = week.problem.case.catalog.coach_ranks()
        terms = [(week.present[exercise], ranks[exercise]) for exercise in week.problem.doses]
        return Expression(weighted_sum(terms), sum(weight for _, weight in terms))

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:  # noqa: ARG002
        ranks = week.case.catalog.coach_ranks()
        return sum(ranks[exercise] for exercise in week.sets())
