"""How long exercises take together: straight sets and supersets.

In a superset a round is one set of each member with a change between them.  A member's rest is the
rest of the round, and a partner's work counts as rest for the muscles it does not use.  So a round
lasts at least the work of all with the changes, and at least any member's work, its whole rest and
the work of partners that use its muscles.  A member with fewer sets than the block has rounds does
them in the first rounds, and the later ones are those of the others.

A lift with a long rest may have partners that work in it: their set-up is part of it too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.documents.result import Block, Item
from optimizer.documents.wording import counted
from optimizer.dosing.doses import (
    MOST_MEMBERS,
    rests_long,
    stands_alone,
    work_seconds,
)
from optimizer.week.superset_interference import interference_reasons
from optimizer.week.superset_partners import superset_conflict


@dataclass(frozen=True)
class Lift:
    """The sets of one exercise in one block; ``machines`` are the stations it occupies."""

    exercise: Exercise
    sets: int
    work_seconds: int
    machines: frozenset[str]
    leads: bool = False
    """True for a main lift: in its block it goes first, and no other has more sets."""


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


@dataclass(frozen=True)
class BlockFault:
    exercise: str
    required: float
    actual: float
    unit: str
    sentence: str


def block_faults(case: Case, block: Block, place: str | None) -> Iterator[BlockFault]:
    """What is wrong with the rests or the partners of a finished block, read from its items."""
    read = _Read(case, block)
    for exercise, rest, needed in read.rests():
        if rest < needed:
            yield BlockFault(
                exercise.id, needed, rest, "seconds",
                f"{exercise.name} rests {rest} s between sets; it needs {needed} s.",
            )  # fmt: skip
    if len(block.items) > MOST_MEMBERS:
        yield BlockFault(
            block.items[0].exercise, MOST_MEMBERS, len(block.items), "exercises",
            f"{counted(len(block.items), 'exercises')} in one superset;"
            f" the most is {MOST_MEMBERS}.",
        )  # fmt: skip
    if len(block.items) < 2:
        return
    for before, item in zip(block.items, block.items[1:], strict=False):
        if item.sets > before.sets:
            yield BlockFault(
                item.exercise, before.sets, item.sets, "sets",
                f"{item.name}: {counted(item.sets, 'sets')} after {before.name} with"
                f" {before.sets}; who has more goes first.",
            )  # fmt: skip
    exercises = read.exercises
    heavy = [exercise for exercise in exercises if exercise.leg_loading]
    if len(heavy) > 1:
        yield BlockFault(
            heavy[1].id, 1, len(heavy), "leg-loading lifts",
            f"{heavy[0].name} and {heavy[1].name} both load the legs.",
        )  # fmt: skip
    beside = [one for one in exercises if one not in heavy and machines_of(case, one, place)]
    most = 1 if heavy else 2
    if len(beside) > most:
        whose = f"the partners of {heavy[0].name}" if heavy else "the exercises of one superset"
        yield BlockFault(
            beside[-1].id, most, len(beside), "stations",
            f"{whose} need {counted(len(beside), 'stations')}; {most} at the most.",
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
            pairs = ((exercise, other_exercise), (other_exercise, exercise))
            whys = (why for lift, partner in pairs for why in interference_reasons(lift, partner))
            for why in islice(whys, 1):
                yield BlockFault(exercise.id, 0, 1, "partners that do not fit", f"{why}.")
        if rests_long(exercise):
            yield from _faults_in_a_long_rest(case, exercises, index, place)


def _faults_in_a_long_rest(
    case: Case, exercises: list[Exercise], index: int, place: str | None
) -> Iterator[BlockFault]:
    """``exercises[index]`` rests long: it goes first, and its partners spare what it uses."""
    main = exercises[index]
    if index:
        yield BlockFault(
            main.id, 1, index + 1, "turns",
            f"{main.name} rests long and goes first; others work in its rest.",
        )  # fmt: skip
    for partner in exercises[:index] + exercises[index + 1 :]:
        if not may_work_in_the_rest_of(main, partner):
            yield BlockFault(
                partner.id, 0, 1, "partners",
                f"{partner.name} is no work for the rest of {main.name}: it uses the legs, a muscle"
                " of it or what a hinge is held with, or rests as long.",
            )  # fmt: skip
    stations = [e for e in exercises if machines_of(case, e, place)]
    if len(stations) > 1:
        yield BlockFault(
            main.id, 1, len(stations), "stations",
            f"{stations[0].name} and {stations[1].name} need a station each, and"
            f" {main.name} rests long.",
        )  # fmt: skip


def items_too_short(case: Case, block: Block) -> Iterator[tuple[Item, int]]:
    """Items whose seconds are fewer than their set-up, sets and rests, with those needed.

    The set-up of a partner in a long rest is part of that rest.
    """
    read = _Read(case, block)
    for index, item in enumerate(block.items):
        needed = read.sets_and_rests_seconds(index) + (
            read.setup_seconds(index) if block.is_work else 0
        )
        if item.seconds < needed:
            yield item, needed


class _Read:
    """A finished block as its items tell it: who works when, and how long each rests."""

    def __init__(self, case: Case, block: Block) -> None:
        self.items = block.items
        self.exercises = [case.catalog.exercises[item.exercise] for item in block.items]
        self.works = [
            work_seconds(exercise, item.reps, item.hold_seconds)
            for exercise, item in zip(self.exercises, block.items, strict=True)
        ]
        self.change = change_seconds(case)
        self.rounds = [
            [index for index, item in enumerate(block.items) if item.sets > number]
            for number in range(max((item.sets for item in block.items), default=0))
        ]
        """Of each round, who works in it."""

    def setup_seconds(self, index: int) -> int:
        """Seconds of set-up that are told on top of sets and rests."""
        return self.exercises[index].setup_seconds - self._setup_in_rest_seconds(index)

    def _setup_in_rest_seconds(self, index: int) -> int:
        """Seconds of its set-up that are part of a long rest."""
        in_rest = index > 0 and rests_long(self.exercises[0])
        return self.exercises[index].setup_seconds if in_rest else 0

    def sets_and_rests_seconds(self, index: int) -> int:
        """Seconds of all its sets and the rests after them."""
        return sum(self._turn(index, active) for active in self.rounds if index in active)

    def _turn(self, index: int, active: Sequence[int]) -> int:
        return self.works[index] + self._rest_after(index, active)

    def _rest_after(self, index: int, active: Sequence[int]) -> int:
        item = self.items[index]
        is_left = index == active[-1] and index < len(self.items) - 1
        later = item.later_rest_seconds if is_left else None
        return item.rest_seconds if later is None else later

    def rests(self) -> Iterator[tuple[Exercise, int, int]]:
        """(exercise, the rest it has between two sets, the rest it needs)."""
        for number, active in enumerate(self.rounds[:-1]):
            if number and active == self.rounds[number - 1]:
                continue
            pauses = sum(self._rest_after(index, active) for index in active)
            for index in active:
                if index in self.rounds[number + 1]:
                    exercise = self.exercises[index]
                    yield exercise, pauses + self._others(index, active), exercise.rest_seconds
        late = self._set_up_beyond_rest()
        summed_seconds = sum(item.seconds for item in self.items)
        spare = summed_seconds - sum(
            self.setup_seconds(i) + self.sets_and_rests_seconds(i) for i in range(len(self.items))
        )
        if spare < late:
            main = self.exercises[0]
            yield main, max(0, main.rest_seconds - late + spare), main.rest_seconds

    def _others(self, index: int, active: Sequence[int], *, resting: bool = True) -> int:
        """Seconds of the others' work; ``resting``: that is rest for it, or that is none."""
        return sum(
            self.works[other]
            for other in active
            if other != index
            and uses_muscles_of(self.exercises[other], self.exercises[index]) != resting
        )

    def _set_up_beyond_rest(self) -> int:
        """Seconds by which the first round lasts longer than its sets and rests, because partners
        are set up in it."""
        active = self.rounds[0] if self.rounds else []
        late, needed = 0, [0]
        for index in active:
            late += self._setup_in_rest_seconds(index)
            no_rest = self._others(index, active, resting=False)
            needed.append(late + self.works[index] + self.exercises[index].rest_seconds + no_rest)
        needed.append(late + sum(self.works[index] + self.change for index in active))
        turns = sum(self._turn(index, active) for index in active)
        return max(0, max(needed) - turns) if late else 0

    def times(self) -> tuple[int, list[tuple[int, int]], int]:
        """Seconds before its first set; from there the start of each exercise's first set and the
        end of its last one, and the end of the last round."""
        spans: dict[int, tuple[int, int]] = {}
        now = 0
        for number, active in enumerate(self.rounds):
            at = now
            for index in active:
                at += self._setup_in_rest_seconds(index) if number == 0 else 0
                spans[index] = (spans.get(index, (at, 0))[0], at + self.works[index])
                at += self._turn(index, active)
            now += sum(self._turn(index, active) for index in active)
            now += self._set_up_beyond_rest() if number == 0 else 0
        summed_seconds = sum(item.seconds for item in self.items)
        return max(0, summed_seconds - now), [spans[index] for index in sorted(spans)], now


def short_rests_between_blocks(
    case: Case, blocks: Sequence[Block]
) -> Iterator[tuple[str, str, int, int]]:
    """(exercise, muscle, rest needed, rest had), where a block works a muscle again too early.

    Read from the items: what their seconds hold beyond sets and rests is set-up and waiting, which
    comes before a block's first round, as ramp sets do.
    """
    now = 0
    last: dict[str, tuple[int, int]] = {}
    for block in blocks:
        if block.kind == "ramp":
            now += sum(item.seconds for item in block.items)
        if not block.is_work or not block.items:
            continue
        read = _Read(case, block)
        before, spans, lasts = read.times()
        now += before
        ends: dict[str, tuple[int, int]] = {}
        for exercise, (start, end) in zip(read.exercises, spans, strict=True):
            for muscle in exercise.primary:
                had = now + start - last[muscle][0] if muscle in last else 0
                if muscle in last and had < last[muscle][1]:
                    yield exercise.id, muscle, last[muscle][1], had
                ends[muscle] = (now + end, exercise.rest_seconds)
        last.update(ends)
        now += lasts
