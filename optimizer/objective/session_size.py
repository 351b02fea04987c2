"""How many exercises a session holds beyond what a person can keep in mind."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from catalog.models import Exercise
from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.week.case import Case
from optimizer.week.model import Linear, WeekModel, weighted_sum
from optimizer.week.reviewed import ReviewedWeek
from optimizer.week.roles import helps
from optimizer.week.timeline import TimedWindow
from optimizer.week.worth import main_lift_room


class ExercisesAboveCap(PlanTier):
    """Distinct exercises of the sessions ahead above a cap that goes by a session's length.

    Main lifts and accessories have a cap of their own: a main lift of each family that the session
    has room for, and two accessories.
    """

    name = "exercises_above_cap"
    unit = "exercises"
    kind: ClassVar[Kind] = "week"

    def expression(self, week: WeekModel) -> Expression:
        case = week.problem.case
        most = len(week.problem.doses)
        exercises = case.catalog.exercises
        above = []
        for group in week.groups:
            # Pools overlap: of a weekly model the whole week alone says how many there are.
            is_counted = (
                group.is_slot if week.slotted else len(group.slots) == len(week.problem.open_slots)
            )
            if not group.slots or not is_counted:
                continue
            large = [c for c in group.cells if _is_large(case, exercises[c.exercise])]
            for cells, cap in ((group.cells, most_exercises), (large, most_large)):
                amount = week.cp.new_int_var(0, most, f"above cap {group.slots[0].index}")
                allowed: list[tuple[Linear, int]] = [
                    (week.has_session[slot.index], cap(case, slot.window)) for slot in group.slots
                ]
                done = weighted_sum((cell.sessions, 1) for cell in cells)
                week.cp.add(done <= weighted_sum(allowed) + amount)
                above.append((amount, 1))
        largest = 2 * most * week.problem.most_sessions
        return Expression(weighted_sum(above), largest)

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:  # noqa: ARG002
        case = week.case
        windows = {window.id: window for window in case.timeline.windows}
        above = 0
        for session in week.ahead.sessions:
            window = windows[session.session.window]
            held = session.sets().keys()
            large = [name for name in held if _is_large(case, case.catalog.exercises[name])]
            above += max(0, len(held) - most_exercises(case, window))
            above += max(0, len(large) - most_large(case, window))
        return above


def _is_large(case: Case, exercise: Exercise) -> bool:
    return exercise.kind != "plyometric" and helps(case, exercise)


def most_large(case: Case, window: TimedWindow) -> int:
    """The most main lifts and accessories of a session in ``window``."""
    accessories = round(case.catalog.number("session_accessories_wish"))
    return main_lift_room(case, window).most_families + accessories


def most_exercises(case: Case, window: TimedWindow) -> int:
    """The cap of a session in ``window``, by its length; below the first length, the first cap."""
    caps = case.catalog.numbers("session_exercise_wish")
    lengths = case.catalog.numbers("session_exercise_wish_minutes")
    minutes = case.longest_session_minutes(window.start, window.end)
    found = [cap for cap, length in zip(caps, lengths, strict=True) if length <= minutes]
    return round(found[-1] if found else caps[0])
