"""Session time: of equally good weeks the shorter one."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from optimizer.dosing.worth import main_lift_of
from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.week.model import Linear, WeekModel, weighted_sum
from optimizer.week.reviewed import ReviewedWeek

_MOST_SESSIONS = 7


class SessionTime(PlanTier):
    """Seconds of all sessions in the time model (``dosing/doses.py``), without their main lifts.

    Saving minutes must never choose the lighter lift.
    """

    name = "session_time"
    unit = "seconds"
    kind: ClassVar[Kind] = "week"

    def expression(self, week: WeekModel) -> Expression:
        terms: list[tuple[Linear, int]] = [
            (week.has_session[slot.index], slot.warm_up.seconds) for slot in week.problem.slots
        ]
        for exercise, dose in week.problem.doses.items():
            if main_lift_of(week.problem.case, dose.exercise) is not None:
                continue
            for cell in week.planned_of(exercise):
                terms.append((cell.sessions, dose.charged_seconds(0)))
                terms.append((cell.sets, dose.charged_seconds_per_set))
        budgets = (slot.budget_seconds for slot in week.problem.slots)
        return Expression(weighted_sum(terms), _MOST_SESSIONS * max(budgets, default=0))

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:  # noqa: ARG002
        exercises = week.case.catalog.exercises
        main_lifts = [e for e in week.sets() if main_lift_of(week.case, exercises[e]) is not None]
        return sum(
            session.charged_seconds(week.case, main_lifts) for session in week.ahead.sessions
        )
