"""How many exercises a session holds beyond what a person can keep in mind."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from optimizer.case.case import Case
from optimizer.case.timeline import TimedWindow
from optimizer.dosing.roles import helps
from optimizer.dosing.worth import main_lift_room
from optimizer.objective.main_lifts import by_family, picked_lifts
from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.week.model import Cell, Linear, Variable, WeekModel, weighted_sum
from optimizer.week.reviewed import ReviewedWeek
from optimizer.week.slot import Slot


class ExercisesAboveCap(PlanTier):
    """Distinct exercises of the sessions ahead above a cap that goes by a session's length.

    Accessories, large exercises that are no main lift of the session, have a cap of their own.
    """

    name = "exercises_above_cap"
    unit = "exercises"
    kind: ClassVar[Kind] = "week"

    def expression(self, week: WeekModel) -> Expression:
        case = week.problem.case
        exercises = case.catalog.exercises
        above: list[tuple[Linear, int]] = []
        for group in week.groups:
            # Pools overlap: of a weekly model the whole week alone says how many there are.
            is_counted = (
                group.is_slot if week.slotted else len(group.slots) == len(week.problem.slots)
            )
            if not group.slots or not is_counted:
                continue
            slots = group.slots
            caps = [(week.has_session[s.index], most_exercises(case, s.window)) for s in slots]
            above.append((_above(week, group.cells, caps), 1))
            large = [cell for cell in group.cells if helps(case, exercises[cell.exercise])]
            above.append((_above(week, large, _most_large(week, slots)), 1))
        largest = 2 * len(week.problem.doses) * week.problem.most_sessions
        return Expression(weighted_sum(above), largest)

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:  # noqa: ARG002
        case = week.case
        above = 0
        for session in week.ahead.sessions:
            window = case.timeline.window(session.session.window)
            done = [case.catalog.exercises[name] for name in session.sets()]
            large = [exercise.id for exercise in done if helps(case, exercise)]
            above += max(0, len(done) - most_exercises(case, window))
            families = len(by_family(case, large))
            main_lifts = min(families, _families_in(case, window))
            above += max(0, len(large) - main_lifts - _most_accessories(case, window))
        return above


def _above(week: WeekModel, cells: Sequence[Cell], caps: Sequence[tuple[Linear, int]]) -> Variable:
    """How many more than all ``caps`` the cells are done."""
    done = weighted_sum((cell.sessions, 1) for cell in cells)
    above = week.cp.new_int_var(0, len(week.problem.doses) * week.problem.most_sessions, "above")
    week.cp.add(done <= weighted_sum(caps) + above)
    return above


def _most_large(week: WeekModel, slots: Sequence[Slot]) -> list[tuple[Linear, int]]:
    """The most main lifts and accessories of sessions in ``slots``.

    A weekly model does not tell which main lifts a session holds, only how many it has room for.
    """
    case = week.problem.case
    picked = picked_lifts(week)
    families = len(by_family(case, week.problem.doses))
    caps: list[tuple[Linear, int]] = []
    for slot in slots:
        room = 0 if week.slotted else min(families, _families_in(case, slot.window))
        accessories = _most_accessories(case, slot.window)
        caps.append((week.has_session[slot.index], room + accessories))
        caps += [(literal, 1) for literal in picked.get(slot.index, {}).values()]
    return caps


def _families_in(case: Case, window: TimedWindow) -> int:
    return main_lift_room(case, window).most_families


def _most_accessories(case: Case, window: TimedWindow) -> int:
    """Beside main lifts; a beginner's first weeks have none, and learn what later ones have."""
    learned = _families_in(case, window) if case.in_first_weeks else 0
    return learned + round(case.catalog.number("session_accessories_wish"))


def most_exercises(case: Case, window: TimedWindow) -> int:
    """The cap of a session in ``window``, by its length; below the first length, the first cap."""
    caps = case.catalog.numbers("session_exercise_wish")
    lengths = case.catalog.numbers("session_exercise_wish_minutes")
    minutes = case.longest_session_minutes(window.start, window.end)
    found = [cap for cap, length in zip(caps, lengths, strict=True) if length <= minutes]
    return round(found[-1] if found else caps[0])
