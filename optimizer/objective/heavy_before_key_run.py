"""Heavy work on the eve of a key run."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from optimizer.dosing.worth import is_heavy
from optimizer.objective.heavy_sessions import heavy_sessions_in
from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.rules.registry import RULES
from optimizer.week.model import WeekModel
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek


class HeavyBeforeKeyRun(PlanTier):
    """Sessions with heavy work that end within the preferred hours before a key run."""

    name = "heavy_before_key_run"
    unit = "sessions"
    kind: ClassVar[Kind] = "week"

    def counts_in(self, problem: WeekProblem) -> bool:
        return any(slot.admission.ends_late for slot in problem.slots)

    def expression(self, week: WeekModel) -> Expression:
        late = {slot.index for slot in week.problem.slots if slot.admission.ends_late}
        return heavy_sessions_in(week, late, "heavy late")

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:  # noqa: ARG002
        return sum(
            any(rule.ends_late(week.case, session) for rule in RULES)
            for session in week.ahead.sessions
            if any(is_heavy(entry.exercise) for entry in session.training)
        )
