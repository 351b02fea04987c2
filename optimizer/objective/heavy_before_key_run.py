"""Heavy work on the eve of a key run."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.rules.registry import RULES
from optimizer.week.model import WeekModel, weighted_sum
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek
from optimizer.week.worth import is_heavy


class HeavyBeforeKeyRun(PlanTier):
    """Sessions with heavy work that end within the preferred hours before a key run."""

    name = "heavy_before_key_run"
    unit = "sessions"
    kind: ClassVar[Kind] = "week"

    def counts_in(self, problem: WeekProblem) -> bool:
        return any(slot.admission.ends_late for slot in problem.slots)

    def expression(self, week: WeekModel) -> Expression:
        late = {slot.index for slot in week.problem.slots if slot.admission.ends_late}
        doses = week.problem.doses
        heavy = []
        for group in week.groups:
            is_late = bool(group.slots) and {slot.index for slot in group.slots} <= late
            does = [c.does[0] for c in group.cells if is_heavy(doses[c.exercise].exercise)]
            if is_late and does and (group.is_slot or not week.slotted):
                heavy.append(week.any_of(does, f"heavy late @{group.slots[0].index}"))
        if not week.slotted and heavy:
            # Pools of late slots overlap: each only says that one session at least is heavy.
            heavy = [week.any_of(heavy, "heavy late")]
        return Expression(weighted_sum((literal, 1) for literal in heavy), len(late))

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:  # noqa: ARG002
        return sum(
            any(rule.ends_late(week.case, session) for rule in RULES)
            for session in week.ahead.sessions
            if any(is_heavy(entry.exercise) for entry in session.training)
        )
