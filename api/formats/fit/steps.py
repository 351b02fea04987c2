"""One session as the steps that a watch counts down: drills, sets, rests and rounds.

A watch does one step after another.  A step ends after its repetitions or its seconds; a step of
rounds goes back to an earlier one.  Nothing here knows the file format.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from api.words.phrases import sides
from optimizer.documents.result import Block, BlockKind, Item, Session
from optimizer.dosing.doses import CHANGE_OF_SIDE_SECONDS

Part = Literal["warm_up", "main", "cool_down"]

_PARTS: dict[BlockKind, Part] = {
    "warm_up": "warm_up",
    "ramp": "main",
    "straight": "main",
    "superset": "main",
    "weaker_side": "main",
    "mobility": "cool_down",
}

MOST_STEPS = 50
"""What Garmin's own editor of workouts allows; whether a watch takes more is not known."""


@dataclass(frozen=True)
class SetStep:
    """One set, or one side of a hold.

    ``reps`` and ``seconds`` are the top of the range, as the plan charges time; ``reps`` holds
    both sides.  Neither: the set ends when the person says so.
    """

    item: Item
    part: Part
    reps: int | None
    seconds: int | None
    words: str
    """The dose in words, with the side."""


@dataclass(frozen=True)
class RestStep:
    """A rest after a set, or the change to the other side."""

    seconds: int
    changes_side: bool = False


@dataclass(frozen=True)
class RoundsStep:
    """Everything from the step numbered ``first``, ``rounds`` times in all."""

    first: int
    rounds: int


Step = SetStep | RestStep | RoundsStep


def steps_of(session: Session) -> tuple[Step, ...]:
    """The session in order; a rest that nothing follows is left out.

    So are the changes between warm-up drills, where there would be too many steps.  A drill ends
    when the person says so, and the change can well come before.
    """
    steps = _steps(session, with_changes=True)
    return steps if len(steps) <= MOST_STEPS else _steps(session, with_changes=False)


def _steps(session: Session, with_changes: bool) -> tuple[Step, ...]:
    steps: list[Step] = []
    for block in session.blocks:
        for rounds, items in _rounds_of(block):
            first = len(steps)
            for item, rest_seconds in items:
                is_drill = block.kind == "warm_up" and item.reps is not None
                steps.extend(_sets(item, _PARTS[block.kind]))
                if rest_seconds > 0 and (with_changes or not is_drill):
                    steps.append(RestStep(rest_seconds))
            if rounds > 1:
                steps.append(RoundsStep(first, rounds))
    if steps and isinstance(steps[-1], RestStep):
        steps.pop()
    return tuple(steps)


def _rounds_of(block: Block) -> Iterator[tuple[int, tuple[tuple[Item, int], ...]]]:
    """What is done together, how often, each with the rest after it.

    An item with fewer sets is done in the first rounds.  One by one where a plan by hand has more
    sets after fewer.
    """
    items = block.items
    if any(before.sets < item.sets for before, item in pairwise(items)):
        yield from ((item.sets, ((item, item.rest_seconds),)) for item in items)
        return
    done = 0
    for last in range(len(items) - 1, -1, -1):
        rounds = items[last].sets - done
        if rounds:
            rest = items[last].rest_seconds
            if last < len(items) - 1:
                rest = items[last].later_rest_seconds or rest
            together = [(item, item.rest_seconds) for item in items[:last]]
            yield rounds, (*together, (items[last], rest))
        done = items[last].sets


def _sets(item: Item, part: Part) -> Iterator[Step]:
    """One set of ``item``, without the rest after it.

    Repetitions are counted over both sides, since many exercises change sides with each; a hold is
    counted down for each side by itself.
    """
    if item.reps is not None:
        reps = item.reps[1] * (2 if item.per_side else 1)
        yield SetStep(item, part, reps, None, _reps_in_words(item, item.reps))
    elif item.hold_seconds is not None:
        hold = f"{_range(item.hold_seconds)} s"
        seconds = item.hold_seconds[1]
        if item.per_side:
            first = "first" if item.first_side is None else item.first_side
            yield SetStep(item, part, None, seconds, f"{hold}, {first} side")
            yield RestStep(CHANGE_OF_SIDE_SECONDS, changes_side=True)
            second = {"first": "second", "left": "right", "right": "left"}[first]
            yield SetStep(item, part, None, seconds, f"{hold}, {second} side")
        else:
            yield SetStep(item, part, None, seconds, f"{hold}{sides(item)}")
    else:
        yield SetStep(item, part, None, None, "each side" if item.per_side else "one set")


def _reps_in_words(item: Item, reps: tuple[int, int]) -> str:
    words = f"{_range(reps)} {'rep' if reps[1] == 1 else 'reps'}{sides(item)}"
    if item.hold_seconds is not None:
        words += f", hold {_range(item.hold_seconds)} s"
    return words


def _range(bounds: tuple[int, int]) -> str:
    """``8-12``, with the plain hyphen that every watch can show."""
    return str(bounds[0]) if bounds[0] == bounds[1] else f"{bounds[0]}-{bounds[1]}"
