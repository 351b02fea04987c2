"""How long exercises take together: straight sets and supersets.

In a superset a round is one set of each member with a change between them.  A member's rest is the
rest of the round, and a partner's work counts as rest for the muscles it does not use.  So a round
lasts at least the work of all with the changes, and at least any member's work, its whole rest and
the work of partners that use its muscles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.models import Exercise
from optimizer.documents.result import Block
from optimizer.documents.wording import counted
from optimizer.week.case import Case
from optimizer.week.doses import stands_alone, work_seconds

MOST_MEMBERS = 3


@dataclass(frozen=True)
class Lift:
    """Some sets of one exercise in one block; ``machines`` are the stations it occupies."""

    exercise: Exercise
    sets: int
    work_seconds: int
    machines: frozenset[str]


def change_seconds(case: Case) -> int:
    return round(case.catalog.number("superset_transition"))


def machines_of(case: Case, exercise: Exercise, place: str | None) -> frozenset[str]:
    """The stations the exercise occupies at ``place``, where it cannot do without them."""
    there = case.equipment_at(place)
    occupied = set()
    for any_of in exercise.equipment:
        usable = sorted(there.intersection(any_of))
        if usable and all(case.catalog.equipment[thing].exclusive for thing in usable):
            occupied.add(usable[0])
    return frozenset(occupied)


def may_share(lifts: Sequence[Lift]) -> bool:
    """True: these lifts may be one superset."""
    if len(lifts) > MOST_MEMBERS or len({lift.sets for lift in lifts}) > 1:
        return False
    if any(stands_alone(lift.exercise) for lift in lifts):
        return False
    if sum(lift.exercise.leg_loading for lift in lifts) > 1:
        return False
    for index, lift in enumerate(lifts):
        for other in lifts[index + 1 :]:
            if set(lift.exercise.primary) & set(other.exercise.primary):
                return False
            if lift.machines & other.machines:
                return False
    return True


def round_seconds(lifts: Sequence[Lift], change: int) -> int:
    """The shortest round of a superset, or one set with its rest where there is one lift."""
    work = sum(lift.work_seconds for lift in lifts)
    together = work + change * len(lifts) if len(lifts) > 1 else work
    return max(together, *(needed_cycle_seconds(lift, lifts) for lift in lifts))


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


def block_seconds(lifts: Sequence[Lift], change: int) -> int:
    """All rounds of a block, without the set-up of its lifts."""
    return lifts[0].sets * round_seconds(lifts, change)


@dataclass(frozen=True)
class BlockFault:
    exercise: str
    required: float
    actual: float
    unit: str
    sentence: str


def block_faults(case: Case, block: Block, place: str | None) -> Iterator[BlockFault]:
    """What is wrong with the rests or the partners of a finished block, read from its items."""
    exercises = [case.catalog.exercises[item.exercise] for item in block.items]
    works = [
        work_seconds(exercise, item.reps, item.hold_seconds)
        for exercise, item in zip(exercises, block.items, strict=True)
    ]
    for index, (exercise, item) in enumerate(zip(exercises, block.items, strict=True)):
        rest = item.rest_seconds
        for other, other_item in enumerate(block.items):
            if other != index:
                rest += other_item.rest_seconds
                if not uses_muscles_of(exercises[other], exercise):
                    rest += works[other]
        if item.sets > 1 and rest < exercise.rest_seconds:
            yield BlockFault(
                exercise.id, exercise.rest_seconds, rest, "seconds",
                f"{exercise.name} rests {rest} s between sets; it needs {exercise.rest_seconds} s.",
            )  # fmt: skip
    if len(block.items) > MOST_MEMBERS:
        yield BlockFault(
            block.items[0].exercise, MOST_MEMBERS, len(block.items), "exercises",
            f"{counted(len(block.items), 'exercises')} in one superset;"
            f" the most is {MOST_MEMBERS}.",
        )  # fmt: skip
    if len(block.items) < 2:
        return
    for item in block.items:
        if item.sets != block.rounds:
            yield BlockFault(
                item.exercise, block.rounds, item.sets, "sets",
                f"{item.name}: {counted(item.sets, 'sets')} in a superset of"
                f" {counted(block.rounds, 'rounds')}.",
            )  # fmt: skip
    heavy = [exercise for exercise in exercises if exercise.leg_loading]
    if len(heavy) > 1:
        yield BlockFault(
            heavy[1].id, 1, len(heavy), "leg-loading lifts",
            f"{heavy[0].name} and {heavy[1].name} both load the legs.",
        )  # fmt: skip
    for index, exercise in enumerate(exercises):
        if stands_alone(exercise):
            yield BlockFault(
                exercise.id, 1, len(exercises), "exercises", f"{exercise.name} is to stand alone."
            )
        for other_exercise in exercises[index + 1 :]:
            shared = set(exercise.primary) & set(other_exercise.primary)
            machines = machines_of(case, exercise, place) & machines_of(case, other_exercise, place)
            for thing in sorted(shared | machines):
                yield BlockFault(
                    exercise.id, 0, 1, "shared muscles or machines",
                    f"{exercise.name} and {other_exercise.name} share {thing}.",
                )  # fmt: skip


def short_rests_between_blocks(
    case: Case, blocks: Sequence[Block]
) -> Iterator[tuple[str, str, int, int]]:
    """(exercise, muscle, rest needed, rest had), where a block works a muscle again too early.

    Read from the items: what their seconds hold beyond sets and rests is set-up and waiting, which
    comes before a block's first round.
    """
    now = 0
    last: dict[str, tuple[int, int]] = {}
    for block in blocks:
        if not block.is_work:
            continue
        exercises = [case.catalog.exercises[item.exercise] for item in block.items]
        works = [
            work_seconds(exercise, item.reps, item.hold_seconds)
            for exercise, item in zip(exercises, block.items, strict=True)
        ]
        turns = [w + item.rest_seconds for w, item in zip(works, block.items, strict=True)]
        told = sum(item.seconds for item in block.items)
        worked = sum(item.sets * turn for item, turn in zip(block.items, turns, strict=True))
        now += max(0, told - worked)
        ends: dict[str, tuple[int, int]] = {}
        for index, exercise in enumerate(exercises):
            start = now + sum(turns[:index])
            for muscle in exercise.primary:
                if muscle in last and start - last[muscle][0] < last[muscle][1]:
                    yield exercise.id, muscle, last[muscle][1], start - last[muscle][0]
                rounds_before = (block.items[index].sets - 1) * sum(turns)
                ends[muscle] = (start + rounds_before + works[index], exercise.rest_seconds)
        last.update(ends)
        now += worked
