"""How long exercises take together: straight sets and supersets.

In a superset a round is one set of each member with a change between them.  A member's rest is the
rest of the round, and a partner's work counts as rest for the muscles it does not use.  So a round
lasts at least the work of all with the changes, and at least any member's work, its whole rest and
the work of partners that use its muscles.  A member with fewer sets than the block has rounds does
them in the first rounds, and the later ones are those of the others.

A lift with a long rest may have partners that work in it: their set-up is part of it too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.models import Exercise
from optimizer.dosing.doses import rests_long
from optimizer.week.lift import Lift


def round_order(lifts: Sequence[Lift]) -> tuple[Lift, ...]:
    """The lifts in the order of a round: a long rest first, main lifts, those with most sets."""
    return tuple(
        sorted(lifts, key=lambda one: (not rests_long(one.exercise), not one.leads, -one.sets))
    )


@dataclass(frozen=True)
class Timed:
    """When the sets of a block start, in seconds after its first set, and how long rounds last."""

    starts: tuple[tuple[int, ...], ...]
    """Of each lift, a start for each of its sets."""
    rounds_seconds: tuple[int, ...]

    @property
    def seconds(self) -> int:
        return sum(self.rounds_seconds)


def timed(lifts: Sequence[Lift], change: int) -> Timed:
    """The shortest rounds of a block whose lifts are in ``round_order``.

    Partners in a long rest are set up in the first of them; all others before it.
    """
    starts: list[list[int]] = [[] for _ in lifts]
    rounds: list[int] = []
    for number in range(lifts[0].sets):
        active = [lift for lift in lifts if lift.sets > number]
        late = 0
        at = sum(rounds)
        for lift, mine in zip(active, starts, strict=False):
            late += set_up_in_rest(lift, lifts) if number == 0 else 0
            mine.append(at + late)
            at += lift.work_seconds + (change if len(lifts) > 1 else 0)
        rounds.append(_round_seconds(lifts, active, change, set_up=number == 0))
    return Timed(tuple(map(tuple, starts)), tuple(rounds))


def round_seconds(lifts: Sequence[Lift], change: int) -> int:
    """The shortest round of all the lifts of a block, once they are set up."""
    return _round_seconds(lifts, lifts, change, set_up=False)


def _round_seconds(
    lifts: Sequence[Lift], active: Sequence[Lift], change: int, *, set_up: bool
) -> int:
    late = together = 0
    needed = 0
    for lift in active:
        late += set_up_in_rest(lift, lifts) if set_up else 0
        together += lift.work_seconds + (change if len(lifts) > 1 else 0)
        # In the next round its turn comes earlier, by what was set up before it in this one.
        needed = max(needed, late + needed_cycle_seconds(lift, active))
    return max(needed, late + together)


def set_up_in_rest(lift: Lift, lifts: Sequence[Lift]) -> int:
    """Seconds of its set-up that lie between the sets of ``lifts``: in the rest of a long one."""
    first = lifts[0]
    return 0 if lift is first or not rests_long(first.exercise) else lift.exercise.setup_seconds


def needed_cycle_seconds(lift: Lift, lifts: Sequence[Lift]) -> int:
    """From one set of ``lift`` to its next: work, whole rest, and work that is no rest."""
    return (
        lift.work_seconds
        + lift.exercise.rest_seconds
        + sum(
            o.work_seconds
            for o in lifts
            if o is not lift and uses_muscles_of(o.exercise, lift.exercise)
        )
    )


def uses_muscles_of(other: Exercise, exercise: Exercise) -> bool:
    """True: ``other`` works a primary muscle of ``exercise``, so its work is no rest for it."""
    return bool(set(exercise.primary) & (set(other.primary) | set(other.secondary)))


def set_up_before(lifts: Sequence[Lift]) -> int:
    """Seconds of set-up before the first set of a block whose lifts are in ``round_order``."""
    return sum(lift.exercise.setup_seconds - set_up_in_rest(lift, lifts) for lift in lifts)


def block_seconds(lifts: Sequence[Lift], change: int) -> int:
    """Set-up and all rounds of a block, whatever the order of its ``lifts``."""
    ordered = round_order(lifts)
    return set_up_before(ordered) + timed(ordered, change).seconds
