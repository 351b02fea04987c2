"""Who may not work in whose rests, beside what muscles and machines say.

What an exercise is like stands at it in the catalog (``traits``); what braces the trunk is told by
its pattern as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog.models import LOADED_CLASSES, Exercise
from optimizer.dosing.prescription import TRUNK

_CALVES = frozenset({"calf", "calf_foot"})


def superset_conflict(one: Exercise, other: Exercise) -> str | None:
    """Why neither of two exercises may work in the rests of the other; None: they may."""
    return next((why for pair in ((one, other), (other, one)) for why in _reasons(*pair)), None)


def braces_trunk(exercise: Exercise) -> bool:
    return exercise.pattern in TRUNK or "braces_trunk" in exercise.traits


def _reasons(lift: Exercise, partner: Exercise) -> Iterator[str]:
    """What ``partner`` takes from ``lift`` or its feet, in words."""
    is_loaded = lift.load_class in LOADED_CLASSES
    is_held_by_trunk = lift.pattern == "hinge" or (
        lift.main_lift is not None and "braces_trunk" in lift.traits
    )
    if is_loaded and is_held_by_trunk and braces_trunk(partner):
        yield f"{partner.name} tires the trunk that holds {lift.name}"
    if "tires_grip" in partner.traits and {"held_in_hands", "tires_grip"} & {*lift.traits}:
        yield f"{partner.name} tires the hands that hold {lift.name}"
    if "barefoot" in partner.traits and is_loaded and lift.leg_load:
        yield f"{partner.name} is done barefoot, {lift.name} in shoes"
    if "balances" in partner.traits and lift.pattern in _CALVES:
        yield f"{partner.name} asks for the calves that {lift.name} tires"
