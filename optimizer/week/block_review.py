"""Rests, partners and seconds of finished blocks, read from their items without the time model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.documents.result import Block, Item
from optimizer.documents.wording import counted
from optimizer.dosing.doses import MOST_MEMBERS, rests_long, stands_alone, work_seconds
from optimizer.week.block_time import uses_muscles_of
from optimizer.week.lift import change_seconds, machines_of
from optimizer.week.superset_interference import interference_reasons
from optimizer.week.supersets import may_work_in_the_rest_of


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
