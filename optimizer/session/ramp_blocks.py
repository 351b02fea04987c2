"""Ramp sets as a person reads them: the blocks before a session's heavy lifts."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.documents.result import Block, Item
from optimizer.dosing.doses import ramp_sets_of
from optimizer.dosing.loads import ramp_load


def ramp_blocks(
    case: Case,
    place: str | None,
    exercises: Iterable[Exercise],
    first: Exercise | None,
    waiting: Collection[str],
    *,
    is_eve: bool = False,
) -> dict[str, Block]:
    """By heavy lift among ``exercises``, in their order, the block of its ramp sets.

    ``first`` has all of them; one that follows is warm and has the last alone.  ``waiting``:
    whose step up waits.  ``is_eve``: of a key run.
    """
    blocks: dict[str, Block] = {}
    done = 0
    for exercise in () if first is None else (first, *exercises):
        numbered = list(enumerate(ramp_sets_of(case, exercise)))
        if exercise.id in blocks or not numbered:
            continue
        left = numbered[-1:] if blocks else numbered
        items = tuple(
            Item(
                label=f"R{done + count}",
                exercise=exercise.id,
                name=exercise.name,
                sets=1,
                reps=(ramp.reps, ramp.reps),
                per_side=exercise.per_side,
                rest_seconds=ramp.rest_seconds,
                seconds=ramp.seconds,
                role="ramp",
                load=ramp_load(
                    case,
                    exercise,
                    place,
                    number,
                    step_waits=exercise.id in waiting,
                    is_first=count == 1,
                    is_eve=is_eve,
                ),
            )
            for count, (number, ramp) in enumerate(left, start=1)
        )
        label = f"ramp_{len(blocks) + 1}" if blocks else "ramp"
        blocks[exercise.id] = Block(label=label, kind="ramp", rounds=1, items=items)
        done += len(items)
    return blocks
