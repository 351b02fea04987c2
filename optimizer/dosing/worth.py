"""What a set is worth for this athlete, and which main lifts this week wants.

The numbers stand in the catalog (``effects`` and ``main_lift_*``); here they meet one case.  Worth
is counted in eighths of a set, so that it stays whole: 8 is a full set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.models import LIFT_FAMILIES, LOADED_CLASSES, Exercise, LiftFamily, Stage
from optimizer.case.case import Case
from optimizer.case.timeline import TimedWindow
from optimizer.dosing.after_lighter_week import main_lift_sets_on_the_way_back

EIGHTHS_OF_A_SET = 8


def stage_of(case: Case) -> Stage:
    """How far the athlete is: the level, a beginner's first four weeks told apart."""
    return "beginner_first4" if case.in_first_weeks else case.level


def has_load(case: Case) -> bool:
    """True: some place that a window names has a weight, heavy enough where its weights are told.

    It is heavy enough if some main lift is of a loaded class with it.
    """
    return case.once("has load", lambda: _has_load(case))


def _has_load(case: Case) -> bool:
    places = {window.place for window in case.timeline.windows}
    equipment = case.catalog.equipment
    there = {p: {t for t in case.equipment_at(p) if equipment[t].is_weight} for p in places}
    if not any(there.values()) or not any(p.weights for p in case.request.places.values()):
        return any(there.values())
    return any(
        exercise.least_load_kg is not None and not things.isdisjoint(any_of)
        for exercise in case.catalog.exercises.values()
        for any_of in exercise.equipment
        for things in there.values()
    )


def worth_of(case: Case) -> Mapping[str, Mapping[str, int]]:
    """By exercise and muscle, what one set is worth, in eighths of a set."""
    return case.once("worth", lambda: _worth_of(case))


def half_sets_of(case: Case) -> Mapping[str, Mapping[str, int]]:
    """``worth_of`` in whole half sets, as doses and balance are measured.

    Three quarters of a set count as one, three eighths as a half, less as nothing: with finer steps
    few weeks can be proven, and no coach tells a quarter of a set apart.
    """
    return case.once("half sets", lambda: _half_sets_of(case))


def _half_sets_of(case: Case) -> dict[str, dict[str, int]]:
    return {
        exercise: {
            muscle: (eighths + 1) // 4 if eighths < 6 else 2 for muscle, eighths in by.items()
        }
        for exercise, by in worth_of(case).items()
    }


def _worth_of(case: Case) -> dict[str, dict[str, int]]:
    stage, phase, with_load = stage_of(case), case.request.week.phase, has_load(case)
    share = case.catalog.number("secondary_weight")
    effects = {muscle: case.catalog.effects_on(muscle) for muscle in case.catalog.muscles}
    found: dict[str, dict[str, int]] = {}
    for exercise in case.catalog.exercises.values():
        load_class = exercise.load_class
        if load_class is None:
            continue
        found[exercise.id] = {
            muscle: round(2 * quarters * (1 if muscle in exercise.primary else share))
            for muscle in (*exercise.secondary, *exercise.primary)
            for quarters in [
                effects[muscle].quarters(load_class, stage, phase, with_load=with_load)
            ]
        }
    return found


def lift_family_of(case: Case, exercise: Exercise) -> LiftFamily | None:
    """The family whose doses the exercise is given; None: it is no lift of one.

    Where some place has a weight, a main lift needs one; elsewhere the body is the load.
    """
    wanted = LOADED_CLASSES if has_load(case) else {"body"}
    return exercise.main_lift if exercise.load_class in wanted else None


def main_lift_of(case: Case, exercise: Exercise) -> LiftFamily | None:
    """The family in which the exercise is a main lift this week; None: it is none.

    A week that wants no sets of main lifts has none; its lifts are there to help.
    """
    return lift_family_of(case, exercise) if main_lift_sets_wanted(case) else None


def is_heavy(exercise: Exercise) -> bool:
    """True: work that legs still feel the day after."""
    return exercise.leg_load == 3 or (
        exercise.leg_loading and exercise.main_lift is not None and exercise.load_class == "heavy"
    )


def most_contacts(case: Case) -> int:
    """Foot contacts that one session may hold, by level and phase."""
    return round(case.catalog.numbers(f"contacts_{stage_of(case)}_{case.request.week.phase}")[1])


def least_contacts(case: Case) -> int:
    """Foot contacts that a session with any should hold, by level and phase."""
    return round(case.catalog.numbers(f"contacts_{stage_of(case)}_{case.request.week.phase}")[0])


def main_lift_sets_wanted(case: Case) -> int:
    """Sets of each family that this week wants, before its sessions limit them."""
    wanted = case.catalog.main_lift_sets_wanted(stage_of(case), case.request.week.phase)
    return -(-wanted // 2) if case.is_deload else wanted


@dataclass(frozen=True)
class MainLiftRoom:
    """What one session can hold: sets of a family, and families."""

    most_sets: int
    most_families: int

    @property
    def most_in_all(self) -> int:
        return self.most_sets * self.most_families


def main_lift_room(case: Case, window: TimedWindow) -> MainLiftRoom:
    """What a session in ``window`` has room for, by its length."""
    return _main_lift_room(case, case.longest_session_minutes(window.start, window.end))


def _main_lift_room(case: Case, minutes: int) -> MainLiftRoom:
    session = case.catalog.main_lift_session(minutes)
    most_sets = main_lift_sets_on_the_way_back(case, session.most_sets.of(stage_of(case)))
    return MainLiftRoom(most_sets, min(session.most_families, len(LIFT_FAMILIES)))


def _longest_rooms(case: Case, most_sessions: int) -> list[MainLiftRoom]:
    return [_main_lift_room(case, m) for m in longest_sessions_minutes(case, most_sessions)]


def main_lift_families_possible(case: Case, most_sessions: int) -> int:
    """How many families the week's longest sessions can hold, each as often as it is in one."""
    return sum(room.most_families for room in _longest_rooms(case, most_sessions))


def longest_sessions_minutes(case: Case, most_sessions: int) -> tuple[int, ...]:
    """How long the week's longest sessions can be, the longest first."""
    windows = case.timeline.windows
    minutes = sorted((case.longest_session_minutes(w.start, w.end) for w in windows), reverse=True)
    return tuple(minutes[:most_sessions])


def main_lift_sets_possible(case: Case, most_sessions: int) -> tuple[int, int]:
    """What the week's longest sessions can hold: sets of one family, and of all together."""
    longest = _longest_rooms(case, most_sessions)
    return sum(room.most_sets for room in longest), sum(room.most_in_all for room in longest)
