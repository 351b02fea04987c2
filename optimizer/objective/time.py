"""What is left to decide among equals: the time of the sessions, then a fixed order."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.week.case import Case
from optimizer.week.model import Linear, WeekModel, weighted_sum
from optimizer.week.reviewed import ReviewedWeek

_MOST_SESSIONS = 7


class SessionTime(PlanTier):
    """Seconds of all sessions in the time model, see ``optimizer/week/doses.py``."""

    name = "session_time"
    unit = "seconds"
    kind: ClassVar[Kind] = "week"

    def expression(self, week: WeekModel) -> Expression:
        terms: list[tuple[Linear, int]] = [
            (week.held[slot.index], slot.warm_up.seconds) for slot in week.problem.slots
        ]
        for exercise, dose in week.problem.doses.items():
            for cell in week.planned_of(exercise):
                terms.append((cell.sessions, dose.charged_seconds(0)))
                terms.append((cell.sets, dose.charged_seconds_per_set))
        budgets = (slot.budget_seconds for slot in week.problem.slots)
        return Expression(weighted_sum(terms), _MOST_SESSIONS * max(budgets, default=0))

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:  # noqa: ARG002
        return sum(session.charged_seconds(week.case) for session in week.ahead.sessions)


class TieBreak(PlanTier):
    """The sum of the ranks of the exercises that are done."""

    name = "tie_break"
    unit = "ranks"
    kind: ClassVar[Kind] = "week"
    settles: ClassVar[bool] = True

    def expression(self, week: WeekModel) -> Expression:
        ranks = tie_break_ranks(week.problem.case)
        terms = [(week.present[exercise], ranks[exercise]) for exercise in week.problem.doses]
        return Expression(weighted_sum(terms), sum(weight for _, weight in terms))

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:  # noqa: ARG002
        ranks = tie_break_ranks(week.case)
        return sum(ranks[exercise] for exercise in week.sets())


def tie_break_ranks(case: Case) -> dict[str, int]:
    """A rank for every exercise: those an article names first, then by id."""
    ordered = sorted(case.catalog.exercises.values(), key=lambda e: (not e.articles, e.id))
    return {exercise.id: rank for rank, exercise in enumerate(ordered, start=1)}
