"""Which lifts may share a superset, and who may work in a long rest."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.models import Exercise
from optimizer.dosing.doses import MOST_MEMBERS, rests_long, stands_alone
from optimizer.week.lift import Lift
from optimizer.week.superset_partners import superset_conflict


def can_superset(lifts: Sequence[Lift]) -> bool:
    """True: these lifts may be one superset."""
    if len(lifts) > MOST_MEMBERS or any(stands_alone(lift.exercise) for lift in lifts):
        return False
    if sum(lift.exercise.leg_loading for lift in lifts) > 1:
        return False
    for index, lift in enumerate(lifts):
        for other in lifts[index + 1 :]:
            if set(lift.exercise.primary) & set(other.exercise.primary):
                return False
            if lift.machines & other.machines or superset_conflict(lift.exercise, other.exercise):
                return False
    led = max((lift.sets for lift in lifts if not lift.leads), default=0)
    if any(lift.leads and lift.sets < led for lift in lifts):
        return False
    if _stations_beyond(lifts) > 0:
        return False
    long_rest = [lift for lift in lifts if rests_long(lift.exercise)]
    if not long_rest:
        return True
    if len(long_rest) > 1 or sum(bool(lift.machines) for lift in lifts) > 1:
        return False
    (main,) = long_rest
    return all(
        lift.sets <= main.sets and may_work_in_the_rest_of(main.exercise, lift.exercise)
        for lift in lifts
        if lift is not main
    )


def _stations_beyond(lifts: Sequence[Lift]) -> int:
    """How many stations more than the partners may occupy, in whatever order they work.

    One beside a lift on the legs, which is the first; where there is none, two in all.
    """
    partners = [lift for lift in lifts if not lift.exercise.leg_loading]
    most = 1 if len(partners) < len(lifts) else 2
    return max(0, sum(bool(lift.machines) for lift in partners) - most)


_PULLS = frozenset({"pull_horizontal", "pull_vertical"})


def may_work_in_the_rest_of(main: Exercise, partner: Exercise) -> bool:
    """True: ``partner`` spares the legs and every muscle of ``main``, which rests long.

    A hinge is as safe as the hands that hold it are fresh, so no pull stands between its sets; what
    holds for short rests too is told by ``superset_conflict``.
    """
    return (
        partner.leg_load <= 1
        and not (main.pattern == "hinge" and partner.pattern in _PULLS)
        and partner.impact == 0
        and not rests_long(partner)
        and not {*main.primary, *main.secondary} & {*partner.primary, *partner.secondary}
    )
