"""From a session's exercises to a session a person can do: blocks, order, labels, seconds.

The blocks are the fastest that give every muscle its whole rest, found exactly over all ways to
partition the session's lifts into supersets.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from catalog.models import Exercise, Muscle, Structure
from optimizer.building.case_of import refusal
from optimizer.documents.result import Block, Item, Session
from optimizer.week.case import Case
from optimizer.week.doses import Dose, dose_of, work_seconds
from optimizer.week.problem import WeekProblem
from optimizer.week.rests import (
    MOST_MEMBERS,
    Lift,
    block_seconds,
    change_seconds,
    machines_of,
    may_share,
    round_seconds,
)
from optimizer.week.slot import Slot
from optimizer.week.timeline import hours_around

_TRUNK = frozenset(
    {
        "anti_extension", "anti_rotation", "anti_lateral_flexion", "trunk_flexion",
        "trunk_extension", "rotation", "carry", "breathing",
    }
)  # fmt: skip
_MULTI_JOINT = frozenset(
    {
        "squat", "lunge", "lunge_lateral", "hinge", "pull_horizontal", "pull_vertical",
        "push_horizontal", "push_vertical",
    }
)  # fmt: skip
_LETTERS = "ABC"

Blocks = tuple[tuple[Lift, ...], ...]


def lifts_of(
    case: Case, doses: Mapping[str, Dose], place: str | None, sets: Mapping[str, int]
) -> tuple[Lift, ...]:
    """The lifts of one session, by exercise id, in units of two sets and of one.

    An exercise of three or four sets can so change partners half way.
    """
    return tuple(
        Lift(
            doses[exercise].exercise,
            unit,
            doses[exercise].work_seconds,
            machines_of(case, doses[exercise].exercise, place),
        )
        for exercise, count in sorted(sets.items())
        for unit in _units(count)
    )


def _units(sets: int) -> list[int]:
    return [2] * (sets // 2) + [1] * (sets % 2)


def fastest_blocks(case: Case, lifts: Sequence[Lift]) -> tuple[int, Blocks]:
    """The least seconds in which ``lifts`` can be done, set-up included, and the blocks.

    Exact by dynamic programming over subsets; a session has at most a dozen lifts.  Lifts with
    different set counts never share a block, so each count is a problem of its own.  Blocks of the
    same exercises are joined: their rounds add up.
    """
    change = change_seconds(case)
    setup = {lift.exercise.id: lift.exercise.setup_seconds for lift in lifts}
    straight = case.request.preferences.style == "straight"
    seconds = sum(setup.values())
    blocks: list[tuple[Lift, ...]] = []
    for count in sorted({lift.sets for lift in lifts}):
        alike = [lift for lift in lifts if lift.sets == count]
        chosen = [(lift,) for lift in alike] if straight else _partition(alike, change)
        seconds += sum(block_seconds(block, change) for block in chosen)
        blocks += chosen
    return seconds, _joined(blocks)


def _joined(blocks: Sequence[tuple[Lift, ...]]) -> Blocks:
    """Blocks of the same exercises as one, with the rounds of all of them."""
    alike: dict[tuple[str, ...], list[tuple[Lift, ...]]] = {}
    for block in blocks:
        alike.setdefault(tuple(sorted(lift.exercise.id for lift in block)), []).append(block)
    return tuple(
        tuple(replace(lift, sets=sum(block[0].sets for block in same)) for lift in same[0])
        for same in alike.values()
    )


def _partition(lifts: Sequence[Lift], change: int) -> list[tuple[Lift, ...]]:
    """The fastest blocks for lifts of the same set count."""
    count = len(lifts)
    cost: dict[int, tuple[int, tuple[Lift, ...]]] = {}
    for size in range(1, MOST_MEMBERS + 1):
        for members in combinations(range(count), size):
            block = tuple(lifts[i] for i in members)
            if size == 1 or may_share(block):
                cost[sum(1 << i for i in members)] = (block_seconds(block, change), block)
    by_first: list[list[int]] = [[] for _ in range(count)]
    for mask in cost:
        by_first[(mask & -mask).bit_length() - 1].append(mask)

    @functools.cache
    def best(left: int) -> tuple[int, int]:
        """Least seconds for the lifts of ``left``, and the block that holds the first of them."""
        if left == 0:
            return 0, 0
        first = (left & -left).bit_length() - 1
        return min(
            (cost[mask][0] + best(left & ~mask)[0], mask)
            for mask in by_first[first]
            if mask & ~left == 0
        )

    left = (1 << count) - 1
    blocks = []
    while left:
        mask = best(left)[1]
        blocks.append(cost[mask][1])
        left &= ~mask
    return blocks


@dataclass(frozen=True)
class Arranged:
    """A session's blocks in order, with the wait before each, and all its seconds."""

    blocks: Blocks
    waits_seconds: tuple[int, ...]
    seconds_without_waits: int

    @property
    def seconds(self) -> int:
        return self.seconds_without_waits + sum(self.waits_seconds)


def arranged(
    case: Case, doses: Mapping[str, Dose], place: str | None, sets: Mapping[str, int]
) -> Arranged:
    """The fastest blocks, in the order of a good session, with whole rests across blocks too.

    A member whose muscles the next block works again goes first, so that its partners' sets are
    part of its rest; what is still lacking is waited for.
    """
    seconds, blocks = fastest_blocks(case, lifts_of(case, doses, place, sets))
    ordered = sorted(
        (tuple(sorted(block, key=lambda lift: _stage(lift.exercise))) for block in blocks),
        key=lambda block: _stage(block[0].exercise),
    )
    for index, block in enumerate(ordered[:-1]):
        again = {m for lift in ordered[index + 1] for m in lift.exercise.primary}
        ordered[index] = tuple(
            sorted(block, key=lambda lift: not again & set(lift.exercise.primary))
        )
    return Arranged(tuple(ordered), tuple(_waits(case, ordered)), seconds)


def _waits(case: Case, blocks: Sequence[Sequence[Lift]]) -> Iterator[int]:
    """Seconds to wait before each block, until every muscle it works has had its rest."""
    change = change_seconds(case)
    now = 0
    rested_at: dict[str, int] = {}
    set_up: set[str] = set()
    for block in blocks:
        now += sum(lift.exercise.setup_seconds for lift in block if lift.exercise.id not in set_up)
        set_up.update(lift.exercise.id for lift in block)
        starts = [
            now + sum(lift.work_seconds + change for lift in block[:index])
            for index in range(len(block))
        ]
        wait = max(
            0,
            *(
                rested_at.get(muscle, 0) - start
                for lift, start in zip(block, starts, strict=True)
                for muscle in lift.exercise.primary
            ),
        )
        yield wait
        now += wait + block_seconds(block, change)
        last_round = now - round_seconds(block, change)
        for index, lift in enumerate(block):
            end = last_round + sum(other.work_seconds + change for other in block[:index])
            for muscle in lift.exercise.primary:
                rested_at[muscle] = end + lift.work_seconds + lift.exercise.rest_seconds


def session_blocks(
    case: Case, doses: Mapping[str, Dose], slot: Slot, sets: Mapping[str, int]
) -> tuple[Block, ...]:
    """Warm-up, work in the order of a good session, then stretching in the time that is left."""
    session = arranged(case, doses, slot.window.place, sets)
    set_up: set[str] = set()
    work = []
    for number, (block, wait) in enumerate(
        zip(session.blocks, session.waits_seconds, strict=True), start=1
    ):
        work.append(_block(case, doses, block, number, set_up, wait))
        set_up.update(lift.exercise.id for lift in block)
    warm_up = Block(label="warm_up", kind="warm_up", rounds=1, items=slot.warm_up.items)
    mobility = _mobility(case, slot, slot.work_seconds - session.seconds)
    return (warm_up, *work, *([mobility] if mobility is not None else []))


def session_of(
    case: Case, doses: Mapping[str, Dose], slot: Slot, sets: Mapping[str, int], session_id: str
) -> Session:
    """A session in ``slot`` with its blocks, its times and the hours to the runs around it."""
    timeline = case.timeline
    blocks = session_blocks(case, doses, slot, sets)
    seconds = sum(item.seconds for block in blocks for item in block.items)
    since_run, to_key_run = hours_around(timeline, slot.start)
    return Session(
        id=session_id,
        window=slot.window.id,
        place=case.place_name(slot.window.place),
        start=timeline.iso(slot.start),
        end=timeline.iso(slot.start, seconds),
        minutes=round(seconds / 60, 2),
        hours_since_run=since_run,
        hours_to_key_run=to_key_run,
        blocks=blocks,
    )


def sessions_of(
    problem: WeekProblem, sessions: Mapping[int, Mapping[str, int]]
) -> tuple[Session, ...]:
    """The sessions of a week, given by slot index as the sets of each exercise."""
    return tuple(
        session_of(problem.case, problem.doses, problem.slots[index], sets, f"s{number}")
        for number, (index, sets) in enumerate(sorted(sessions.items()), start=1)
    )


def _stage(exercise: Exercise) -> tuple[int, int, str]:
    """Plyometric, heavy multi-joint, single-joint, trunk; the heavier first."""
    if exercise.kind == "plyometric":
        stage = 0
    elif exercise.leg_load == 3 or exercise.pattern in _MULTI_JOINT:
        stage = 1
    elif exercise.pattern in _TRUNK:
        stage = 3
    else:
        stage = 2
    return (stage, -exercise.leg_load, exercise.id)


def _block(
    case: Case,
    doses: Mapping[str, Dose],
    lifts: tuple[Lift, ...],
    number: int,
    set_up: Collection[str],
    wait_seconds: int,
) -> Block:
    """One block as a person reads it; exercises in ``set_up`` need no set-up again.

    The wait before the block is part of its first item's seconds.
    """
    change = change_seconds(case)
    rounds = lifts[0].sets
    spare = round_seconds(lifts, change) - sum(lift.work_seconds for lift in lifts)
    items = []
    for index, lift in enumerate(lifts):
        is_last = index == len(lifts) - 1
        rest = spare - change * (len(lifts) - 1) if is_last else change
        dose = doses[lift.exercise.id]
        setup = 0 if lift.exercise.id in set_up else lift.exercise.setup_seconds
        setup += wait_seconds if index == 0 else 0
        items.append(
            Item(
                label=f"{number}{_LETTERS[index]}" if len(lifts) > 1 else str(number),
                exercise=lift.exercise.id,
                name=lift.exercise.name,
                sets=rounds,
                reps=dose.reps,
                hold_seconds=dose.hold_seconds,
                per_side=lift.exercise.per_side,
                rest_seconds=rest,
                seconds=setup + rounds * (lift.work_seconds + rest),
            )
        )
    return Block(
        label=str(number),
        kind="superset" if len(lifts) > 1 else "straight",
        rounds=rounds,
        items=tuple(items),
    )


def _mobility(case: Case, slot: Slot, seconds_left: int) -> Block | None:
    """Stretches and releases for what the sources call tight, in the time that is left."""
    per_session = round(case.catalog.numbers("stretch_week")[1] * 60) // 2
    left = min(seconds_left, per_session)
    owners: Iterable[Muscle | Structure] = (
        *case.catalog.muscles.values(),
        *case.catalog.structures.values(),
    )
    tight = {
        owner.id
        for owner in owners
        if any(claim.prescribe in ("stretch", "release") for claim in owner.claims)
    }
    equipment = case.equipment_at(slot.window.place)
    candidates = [
        exercise
        for exercise in case.catalog.exercises.values()
        if exercise.kind in ("mobility", "release")
        and tight.intersection(exercise.primary)
        and slot.admission.admits(exercise)
        and all(equipment.intersection(any_of) for any_of in exercise.equipment)
        and refusal(case, exercise) is None
        and not set(exercise.cautions).intersection(case.request.athlete.injuries)
        and exercise.id not in case.request.preferences.avoid
    ]
    items: list[Item] = []
    stretched: set[str] = set()
    for exercise in sorted(candidates, key=lambda e: (not e.articles, e.id)):
        if tight.intersection(exercise.primary) <= stretched:
            continue
        dose = dose_of(case, exercise)
        seconds = (
            exercise.setup_seconds
            + work_seconds(exercise, dose.reps, dose.hold_seconds)
            + exercise.rest_seconds
        )
        if seconds > left:
            continue
        left -= seconds
        stretched.update(exercise.primary)
        items.append(
            Item(
                label=f"M{len(items) + 1}",
                exercise=exercise.id,
                name=exercise.name,
                sets=1,
                reps=dose.reps,
                hold_seconds=dose.hold_seconds,
                per_side=exercise.per_side,
                rest_seconds=exercise.rest_seconds,
                seconds=seconds,
            )
        )
    if not items:
        return None
    return Block(label="mobility", kind="mobility", rounds=1, items=tuple(items))
