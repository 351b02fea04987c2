"""How many exercises a session holds beyond what a person can keep in mind."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.week.case import Case
from optimizer.week.model import Linear, WeekModel, weighted_sum
from optimizer.week.reviewed import ReviewedWeek
from optimizer.week.timeline import TimedWindow
from optimizer.week.worth import session_minutes


class ExercisesAboveCap(PlanTier):
    """Distinct exercises of the sessions ahead above a cap that goes by a session's length."""

    name = "exercises_above_cap"
    unit = "exercises"
    kind: ClassVar[Kind] = "week"

    def expression(self, week: WeekModel) -> Expression:
        case = week.problem.case
        most = len(week.problem.doses)
        above = []
        for group in week.groups:
            # Pools overlap: of a weekly model the whole week alone says how many there are.
            is_counted = (
                group.is_slot if week.slotted else len(group.slots) == len(week.problem.open_slots)
            )
            if not group.slots or not is_counted:
                continue
            amount = week.cp.new_int_var(0, most, f"above cap {group.slots[0].index}")
            allowed: list[tuple[Linear, int]] = [
                (week.held[slot.index], most_exercises(case, slot.window)) for slot in group.slots
            ]
            done = weighted_sum((cell.sessions, 1) for cell in group.cells)
            week.cp.add(done <= weighted_sum(allowed) + amount)
            above.append((amount, 1))
        largest = most * week.problem.most_sessions
        return Expression(weighted_sum(above), largest)

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:  # noqa: ARG002
        windows = {window.id: window for window in week.case.timeline.windows}
        return sum(
            max(0, len(session.sets()) - most_exercises(week.case, windows[session.session.window]))
            for session in week.ahead.sessions
        )


def most_exercises(case: Case, window: TimedWindow) -> int:
    """The cap of a session in ``window``, by its length; below the first length, the first cap."""
    caps = case.catalog.numbers("session_exercise_wish")
    lengths = case.catalog.numbers("session_exercise_wish_minutes")
    minutes = session_minutes(case, window)
    found = [cap for cap, length in zip(caps, lengths, strict=True) if length <= minutes]
    return round(found[-1] if found else caps[0])
