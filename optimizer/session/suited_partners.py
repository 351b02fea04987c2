"""Partners that suit the lift in whose rest they work: they use none of its muscles.

What may not be put together at all is told elsewhere (``week/supersets.py`` and
``week/superset_partners.py``); this is what a coach would rather not, where there is time to do
without.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalog.models import LOADED_CLASSES, Exercise
from optimizer.dosing.roles import Turn
from optimizer.week.lift import Lift

_SIDES_OF_THE_HIP = frozenset(
    {"gluteus_medius", "gluteus_minimus", "tensor_fasciae_latae", "hip_adductors"}
)
"""They hold the pelvis of who stands on one leg."""


def unsuited_seconds(
    seconds: int, session: Sequence[Lift], turns: Mapping[str, Turn], block: Sequence[Lift]
) -> int:
    """``seconds`` for each time that a partner of a block uses muscles of a lift beside it, or of a
    main lift to come.

    ``turns``: of all exercises of the session, by id.
    """
    if len(block) == 1:
        return 0
    first = min(turns[lift.exercise.id] for lift in block)
    to_come = {
        muscle
        for lift in session
        if lift.leads and lift not in block and turns[lift.exercise.id] > first
        for muscle in lift.exercise.primary
    }
    found = 0
    for partner in block:
        if partner.leads:
            continue
        found += not to_come.isdisjoint(partner.exercise.primary)
        found += sum(
            _tires(lift.exercise, partner.exercise)
            for lift in block
            if lift is not partner and _is_lift(lift)
        )
    return seconds * found


def _is_lift(lift: Lift) -> bool:
    return lift.leads or (lift.exercise.leg_loading and lift.exercise.load_class in LOADED_CLASSES)


def _tires(lift: Exercise, partner: Exercise) -> bool:
    """True: ``partner`` uses a muscle of ``lift``, or what steadies it on one leg: the sides of
    the hip, balance."""
    uses = {*partner.primary, *partner.secondary}
    if uses & {*lift.primary, *lift.secondary}:
        return True
    steadies = not _SIDES_OF_THE_HIP.isdisjoint(partner.primary) or "balances" in partner.traits
    return lift.per_side and lift.leg_loading and steadies
