"""From a session's exercises to a session a person can do: blocks, order, labels, seconds.

The blocks are the fastest that give every muscle its whole rest, found exactly over all ways to
partition the session's lifts into supersets.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.case.timeline import DAY_MINUTES, TimedRun, hours_around
from optimizer.documents.result import Block, Item, Role, Session
from optimizer.dosing.doses import (
    MOST_MEMBERS,
    Dose,
    contacts_of,
    rests_long,
)
from optimizer.dosing.eve import effort_of, key_run_after
from optimizer.dosing.loads import load_of, progress_of
from optimizer.dosing.progress import waiting_steps
from optimizer.dosing.roles import Turn, roles_of, turn_of
from optimizer.dosing.weaker_side import first_side_of, most_exercises_with_more
from optimizer.dosing.worth import main_lift_of, most_contacts
from optimizer.session.flexibility import flexibility
from optimizer.session.ramp_blocks import ramp_blocks
from optimizer.session.suited_partners import unsuited_seconds
from optimizer.week.block_time import (
    block_seconds,
    round_order,
    round_seconds,
    set_up_before,
    set_up_in_rest,
    timed,
)
from optimizer.week.lift import Lift, change_seconds, machines_of
from optimizer.week.problem import WeekProblem
from optimizer.week.ramp_sets import first_heavy_lift
from optimizer.week.slot import Slot
from optimizer.week.supersets import can_superset

_LETTERS = "ABC"
_SECONDS_FOR_A_BETTER_PARTNER = (600, 60, 20)
"""Each is tried until the session is short enough: our own choice."""

Blocks = tuple[tuple[Lift, ...], ...]


def lifts_of(
    case: Case, doses: Mapping[str, Dose], place: str | None, sets: Mapping[str, int]
) -> tuple[Lift, ...]:
    """The lifts of one session, by exercise id."""
    return tuple(
        Lift(
            doses[exercise].exercise,
            count,
            doses[exercise].work_seconds,
            machines_of(case, doses[exercise].exercise, place),
            leads=main_lift_of(case, doses[exercise].exercise) is not None,
        )
        for exercise, count in sorted(sets.items())
    )


def fastest_blocks(
    case: Case, lifts: Sequence[Lift], costs: Callable[[Sequence[Lift]], int] = lambda _: 0
) -> tuple[int, Blocks]:
    """The least seconds in which ``lifts`` can be done, set-up included, and the blocks.

    Exact by dynamic programming over subsets; a session has at most a dozen lifts.  ``costs``: what
    a block is worse than its time says, in seconds, which are not counted.
    """
    change = change_seconds(case)
    straight = case.request.preferences.style == "straight"
    blocks = [(lift,) for lift in lifts] if straight else _partition(lifts, change, costs)
    return sum(block_seconds(block, change) for block in blocks), tuple(blocks)


def _partition(
    lifts: Sequence[Lift], change: int, costs: Callable[[Sequence[Lift]], int]
) -> list[tuple[Lift, ...]]:
    """The fastest blocks of ``lifts``; each holds its lifts in turn."""
    count = len(lifts)
    cost: dict[int, tuple[int, tuple[Lift, ...]]] = {}
    for size in range(1, MOST_MEMBERS + 1):
        for members in combinations(range(count), size):
            block = tuple(lifts[i] for i in members)
            if size == 1 or can_superset(block):
                mask = sum(1 << i for i in members)
                cost[mask] = (block_seconds(block, change) + costs(block), round_order(block))
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

    ramp: Exercise | None
    """The first heavy lift, which has all ramp sets right before it."""
    blocks: Blocks
    waits_seconds: tuple[int, ...]
    seconds_without_waits: int
    weaker: tuple[Exercise, ...] = ()
    """What has one more set of the weaker side, after all else."""

    @property
    def seconds(self) -> int:
        return self.seconds_without_waits + sum(self.waits_seconds)


def arranged(
    case: Case,
    doses: Mapping[str, Dose],
    place: str | None,
    sets: Mapping[str, int],
    most_seconds: int | None = None,
) -> Arranged:
    """The fastest blocks, in the order of a good session, with whole rests across blocks too.

    Where waits make that slower than one exercise after the other, it is that.  ``most_seconds``:
    within so many, blocks whose partners suit each other better are worth their time.
    """
    lifts = lifts_of(case, doses, place, sets)
    heavy = first_heavy_lift(doses, sets)
    ramp = 0 if heavy is None else doses[heavy].ramp_seconds
    turns = {
        name: turn_of(case, doses[name].exercise, role, sets)
        for name, role in roles_of(case, sets).items()
    }

    def ordered(seconds: int, blocks: Blocks) -> Arranged:
        in_order = _in_order(blocks, turns)
        exercise = None if heavy is None else doses[heavy].exercise
        weaker = _with_more_of_a_side(case, doses, in_order)
        more = sum(doses[one.id].weaker_side_seconds for one in weaker)
        waits = tuple(_waits(case, in_order, {} if heavy is None else {heavy: ramp}))
        return Arranged(exercise, in_order, waits, ramp + seconds + more, weaker)

    for seconds in _SECONDS_FOR_A_BETTER_PARTNER:
        if most_seconds is None:
            break
        worse = functools.partial(unsuited_seconds, seconds, lifts, turns)
        suited = ordered(*fastest_blocks(case, lifts, worse))
        if suited.seconds <= most_seconds:
            return suited
    fastest = ordered(*fastest_blocks(case, lifts))
    alone = [(lift,) for lift in lifts]
    change = change_seconds(case)
    straight = ordered(sum(block_seconds(block, change) for block in alone), tuple(alone))
    return fastest if fastest.seconds <= straight.seconds else straight


def _with_more_of_a_side(
    case: Case, doses: Mapping[str, Dose], blocks: Blocks
) -> tuple[Exercise, ...]:
    """The exercises with one more set of the weaker side, in the order of the session."""
    in_order = (lift.exercise for block in blocks for lift in block)
    found = [one for one in in_order if doses[one.id].weaker_side_seconds]
    return tuple(found[: most_exercises_with_more(case)])


def _in_order(blocks: Blocks, turns: Mapping[str, Turn]) -> Blocks:
    """Blocks by the first turn of their members; members by theirs, those with more sets first.

    A member whose muscles the next block works again goes first among those of its role, so that
    its partners' sets are part of its rest.
    """

    def turn(lift: Lift) -> Turn:
        return turns[lift.exercise.id]

    ordered = sorted(
        (round_order(sorted(block, key=turn)) for block in blocks),
        key=lambda block: min(map(turn, block)),
    )
    for index, block in enumerate(ordered[:-1]):
        again = {m for lift in ordered[index + 1] for m in lift.exercise.primary}
        if not rests_long(block[0].exercise):
            ordered[index] = round_order(
                sorted(
                    block,
                    key=lambda lift: (turn(lift)[0], not again & set(lift.exercise.primary)),
                )
            )
    return tuple(ordered)


def _waits(
    case: Case, blocks: Sequence[Sequence[Lift]], ramp_seconds: Mapping[str, int]
) -> Iterator[int]:
    """Seconds to wait before each block, until every muscle it works has had its rest.

    ``ramp_seconds``: by exercise, what its ramp sets take beyond its set-up.
    """
    change = change_seconds(case)
    now = 0
    rested_at: dict[str, int] = {}
    for block in blocks:
        now += set_up_before(block)
        now += sum(ramp_seconds.get(lift.exercise.id, 0) for lift in block)
        times = timed(block, change)
        wait = max(
            0,
            *(
                rested_at.get(muscle, 0) - now - starts[0]
                for lift, starts in zip(block, times.starts, strict=True)
                for muscle in lift.exercise.primary
            ),
        )
        yield wait
        now += wait
        for lift, starts in zip(block, times.starts, strict=True):
            for muscle in lift.exercise.primary:
                end = now + starts[-1] + lift.work_seconds
                rested_at[muscle] = end + lift.exercise.rest_seconds
        now += times.seconds


def session_blocks(
    case: Case,
    doses: Mapping[str, Dose],
    slot: Slot,
    sets: Mapping[str, int],
    week: Collection[str] = (),
) -> tuple[Block, ...]:
    """Warm-up, work in the order of a good session with its ramp sets, stretching in the time left.

    ``week``: exercises that the other sessions of the week hold.
    """
    session = arranged(case, doses, slot.window.place, sets, slot.work_seconds)
    roles = roles_of(case, sets)
    in_order = [lift.exercise for block in session.blocks for lift in block]
    waiting = waiting_steps(case, in_order, slot.window.place)
    trained = {m for name in {*sets, *week} for m in case.catalog.exercises[name].primary}
    left = slot.work_seconds - session.seconds
    mobility = flexibility(case, slot, left, sets, trained)
    stretched = 0 if mobility is None else sum(item.seconds for item in mobility.items)
    end = slot.start + (slot.warm_up.seconds + session.seconds + stretched) / 60
    key_run = key_run_after(case, slot.start, end)
    is_eve = key_run is not None
    ramps = ramp_blocks(case, slot.window.place, in_order, session.ramp, waiting, is_eve=is_eve)
    work: list[Block] = []
    for number, (block, wait) in enumerate(
        zip(session.blocks, session.waits_seconds, strict=True), start=1
    ):
        work += [ramps[lift.exercise.id] for lift in block if lift.exercise.id in ramps]
        place = slot.window.place
        work.append(_block(case, doses, place, block, number, roles, wait, waiting, key_run))
    turn = slot.start // DAY_MINUTES
    contacts = _contacts_of_small_hops(case, doses, sets)
    drills = slot.warm_up.items(_first(case, session), turn, contacts=contacts)
    warm_up = Block(label="warm_up", kind="warm_up", rounds=1, items=drills)
    weaker = _weaker_side(case, doses, slot.window.place, session.weaker, roles, waiting, key_run)
    blocks = (warm_up, *work, weaker, mobility)
    return tuple(block for block in blocks if block is not None)


def _contacts_of_small_hops(case: Case, doses: Mapping[str, Dose], sets: Mapping[str, int]) -> int:
    """What is left of a session's foot contacts for small hops before its jumps; 0 without any."""
    if not any(_is_more_than_small_hops(case.catalog.exercises[name]) for name in sets):
        return 0
    done = sum(doses[name].contacts_per_set * count for name, count in sets.items())
    return max(0, most_contacts(case) - done)


def _is_more_than_small_hops(exercise: Exercise) -> bool:
    return exercise.kind == "plyometric" and (exercise.per_side or exercise.impact > 1)


def _first(case: Case, session: Arranged) -> Exercise | None:
    """What the warm-up prepares for: the first main lift, else the first exercise."""
    exercises = [lift.exercise for block in session.blocks for lift in block]
    main = [exercise for exercise in exercises if main_lift_of(case, exercise) is not None]
    return next(iter([*main, *exercises]), None)


def _weaker_side(
    case: Case,
    doses: Mapping[str, Dose],
    place: str | None,
    exercises: tuple[Exercise, ...],
    roles: Mapping[str, Role],
    waiting: Collection[str],
    key_run: TimedRun | None,
) -> Block | None:
    """One more set of the weaker side of each; the rest before it is part of its seconds."""
    if not exercises:
        return None
    items = tuple(
        Item(
            label=f"S{number}",
            exercise=exercise.id,
            name=exercise.name,
            sets=1,
            reps=doses[exercise.id].reps,
            hold_seconds=doses[exercise.id].hold_seconds,
            first_side=first_side_of(case, exercise),
            rest_seconds=0,
            seconds=doses[exercise.id].weaker_side_seconds,
            role=roles[exercise.id],
            effort=effort_of(case, exercise, key_run, is_main_lift=False),
            load=load_of(
                case, exercise, place, step_waits=exercise.id in waiting, is_eve=key_run is not None
            ),
        )
        for number, exercise in enumerate(exercises, start=1)
    )
    return Block(label="weaker_side", kind="weaker_side", rounds=1, items=items)


def session_of(
    case: Case,
    doses: Mapping[str, Dose],
    slot: Slot,
    sets: Mapping[str, int],
    session_id: str,
    week: Collection[str] = (),
) -> Session:
    """A session in ``slot`` with its blocks, its times and the hours to the runs around it.

    ``week``: exercises that the other sessions of the week hold.
    """
    timeline = case.timeline
    blocks = session_blocks(case, doses, slot, sets, week)
    seconds = sum(item.seconds for block in blocks for item in block.items)
    since_run, to_key_run = hours_around(timeline, slot.start)
    key_run = timeline.next_key_run_after(slot.start)
    return Session(
        id=session_id,
        window=slot.window.id,
        place=case.place_name(slot.window.place),
        start=timeline.iso(slot.start),
        end=timeline.iso(slot.start, seconds),
        minutes=round(seconds / 60, 2),
        hours_since_run=since_run,
        hours_to_key_run=to_key_run,
        next_key_run=None if key_run is None else timeline.iso(key_run.start),
        blocks=blocks,
    )


def sessions_of(
    problem: WeekProblem, sessions: Mapping[int, Mapping[str, int]]
) -> tuple[Session, ...]:
    """The sessions of a week, given by slot index as the sets of each exercise."""
    week = {*problem.done_sets, *(exercise for sets in sessions.values() for exercise in sets)}
    return tuple(
        session_of(problem.case, problem.doses, problem.slots[index], sets, f"s{number}", week)
        for number, (index, sets) in enumerate(sorted(sessions.items()), start=1)
    )


def _block(
    case: Case,
    doses: Mapping[str, Dose],
    place: str | None,
    lifts: tuple[Lift, ...],
    number: int,
    roles: Mapping[str, Role],
    wait_seconds: int,
    waiting: Collection[str],
    key_run: TimedRun | None,
) -> Block:
    """One block as a person reads it; the wait before it is part of its first item's seconds.

    ``waiting``: exercises whose step up waits.  ``key_run``: on whose eve it is done.
    """
    change = change_seconds(case)
    together = len(lifts) > 1
    rests = [change] * len(lifts)
    work = sum(lift.work_seconds for lift in lifts)
    rests[-1] = round_seconds(lifts, change) - work - change * (len(lifts) - 1)
    later: list[int | None] = [None] * len(lifts)
    seconds = [
        lift.exercise.setup_seconds
        - set_up_in_rest(lift, lifts)
        - doses[lift.exercise.id].own_ramp_seconds
        for lift in lifts
    ]
    seconds[0] += wait_seconds
    for index, lasts in enumerate(timed(lifts, change).rounds_seconds):
        active = [lift for lift in lifts if lift.sets > index]
        last = len(active) - 1
        for i, lift in enumerate(active[:-1]):
            seconds[i] += lift.work_seconds + rests[i]
            lasts -= lift.work_seconds + rests[i]
        seconds[last] += lasts
        if last < len(lifts) - 1:
            later[last] = lasts - lifts[last].work_seconds
    items = tuple(
        Item(
            label=f"{number}{_LETTERS[index]}" if together else str(number),
            exercise=lift.exercise.id,
            name=lift.exercise.name,
            sets=lift.sets,
            reps=dose.reps,
            hold_seconds=dose.hold_seconds,
            per_side=lift.exercise.per_side,
            first_side=first_side_of(case, lift.exercise),
            rest_seconds=rests[index],
            later_rest_seconds=later[index],
            set_to_set_seconds=(
                lift.exercise.rest_seconds
                if together and roles[lift.exercise.id] == "main_lift"
                else None
            ),
            seconds=seconds[index],
            role=roles[lift.exercise.id],
            contacts=contacts_of(lift.exercise, dose.reps, lift.sets),
            effort=effort_of(
                case,
                lift.exercise,
                key_run,
                is_main_lift=roles[lift.exercise.id] == "main_lift",
            ),
            load=load_of(case, lift.exercise, place, step_waits=waits, is_eve=key_run is not None),
            progress=progress_of(case, lift.exercise, place, step_waits=waits),
        )
        for index, lift in enumerate(lifts)
        for dose in [doses[lift.exercise.id]]
        for waits in [lift.exercise.id in waiting]
    )
    return Block(
        label=str(number),
        kind="superset" if together else "straight",
        rounds=lifts[0].sets,
        items=items,
    )
