"""Sessions with heavy work in some of a week's slots or windows."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet

from optimizer.case.timeline import TimedWindow
from optimizer.dosing.worth import is_heavy
from optimizer.objective.tier import Expression
from optimizer.week.model import WeekModel, weighted_sum
from optimizer.week.reviewed import ReviewedWeek


def heavy_sessions_in(week: WeekModel, slots: AbstractSet[int], name: str) -> Expression:
    """How many of ``slots``, by index, hold heavy work; ``name``: of its variables."""
    doses = week.problem.doses
    heavy = []
    for group in week.groups:
        is_among = bool(group.slots) and {slot.index for slot in group.slots} <= slots
        does = [c.does[0] for c in group.cells if is_heavy(doses[c.exercise].exercise)]
        if is_among and does and (group.is_slot or not week.slotted):
            heavy.append(week.any_of(does, f"{name} @{group.slots[0].index}"))
    if not week.slotted and heavy:
        # Pools of such slots overlap: each only says that one session at least is heavy.
        heavy = [week.any_of(heavy, name)]
    return Expression(weighted_sum((literal, 1) for literal in heavy), len(slots))


def heavy_sessions_of(week: ReviewedWeek, is_among: Callable[[TimedWindow], bool]) -> int:
    """How many sessions ahead in such windows hold heavy work, read from a finished plan."""
    timeline = week.case.timeline
    return sum(
        is_among(timeline.window(session.session.window))
        for session in week.ahead.sessions
        if any(is_heavy(entry.exercise) for entry in session.training)
    )
