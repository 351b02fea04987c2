"""What each exercise is for in its session, and so when its turn comes.

Plyometrics are done fresh, then the main lifts, one of a family, then what helps them, then the
small muscles; what a fitness test found weak comes first among its like.
"""

from __future__ import annotations

from collections.abc import Mapping

from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.documents.result import Role
from optimizer.dosing.prescription import MULTI_JOINT, TRUNK
from optimizer.dosing.worth import lift_family_of, main_lift_of

LiftOrder = tuple[bool, bool, bool, int, int, str]
Turn = tuple[int, bool, bool, LiftOrder]
_TURNS: tuple[Role, ...] = ("plyometric", "main_lift", "accessory", "circuit")


def roles_of(case: Case, sets: Mapping[str, int]) -> dict[str, Role]:
    """The role of each exercise of a session, by id; ``sets`` are those that count in it."""
    exercises = case.catalog.exercises
    jumps = [name for name in sets if exercises[name].kind == "plyometric"]
    rest = sets.keys() - jumps
    main = [name for name in main_lifts_of(case, sets) if name in rest]
    helping = [name for name in rest.difference(main) if helps(case, exercises[name])]
    found: dict[str, Role] = dict.fromkeys(sets, "circuit")
    found |= dict.fromkeys(jumps, "plyometric")
    found |= dict.fromkeys(main, "main_lift")
    return found | dict.fromkeys(helping, "accessory")


def helps(case: Case, exercise: Exercise) -> bool:
    """True: it works several joints or loads the legs; where it is no main lift, an accessory."""
    is_large = exercise.leg_loading or exercise.pattern in MULTI_JOINT
    return is_large or lift_family_of(case, exercise) is not None


def main_lifts_of(case: Case, sets: Mapping[str, int]) -> tuple[str, ...]:
    """The main lifts of a session in their order, one of each family, the calf raise last."""
    found: dict[str, str] = {}
    for exercise in sorted(sets, key=lambda name: lift_order(case.catalog.exercises[name], sets)):
        family = main_lift_of(case, case.catalog.exercises[exercise])
        if family is not None:
            found.setdefault(family, exercise)
    return tuple(found.values())


def lift_order(exercise: Exercise, sets: Mapping[str, int]) -> LiftOrder:
    """By which a session's main lifts are sorted: the large joints first, heavy before light, what
    squats before what hinges."""
    is_calf = exercise.main_lift == "calf"
    is_light = exercise.load_class != "heavy"
    is_hip = exercise.main_lift == "hip"
    return (is_calf, is_light, is_hip, -exercise.leg_load, -sets[exercise.id], exercise.id)


def turn_of(case: Case, exercise: Exercise, role: Role, sets: Mapping[str, int]) -> Turn:
    """By which the exercises of a session are sorted.

    After the main lifts what a test found weak comes first among its like, while it is fresh.
    Jumps go from two legs to one, and from small to hard.
    """
    if role == "plyometric":
        one_leg, impact = exercise.per_side, exercise.impact
        hardness = (one_leg, False, False, impact, exercise.leg_load, exercise.id)
        return (_TURNS.index(role), False, False, hardness)
    order = lift_order(exercise, sets)
    is_usual = True
    if role != "main_lift":
        order = (False, False, False, *order[3:])
        is_usual = case.fitness.weak_muscles.isdisjoint(exercise.primary)
    return (_TURNS.index(role), exercise.pattern in TRUNK, is_usual, order)
