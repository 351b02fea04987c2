"""Loads, repetitions and efforts of the exercises that two plans share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from optimizer.documents.difference import Dose, DoseChange
from optimizer.documents.result import Block, Item, Session

SessionPair = tuple[Session | None, Session | None]

_DOSE: Mapping[str, object] = {
    "reps": None, "hold_seconds": None, "per_side": False, "seconds": 0, "contacts": None,
    "effort": None, "load": None, "progress": None,
}  # fmt: skip
"""The fields of an item that say its dose, or follow from it, with nothing in them."""


def dose_changes(pairs: Iterable[SessionPair]) -> Iterator[DoseChange]:
    """The doses that differ, of each exercise that is in both plans, in the order of the pairs.

    An exercise is compared with itself in the session that its own became; where that has it no
    more, with the first one that has it anew.
    """
    left: list[tuple[Session, Item]] = []
    came: dict[str, list[tuple[Session, Item]]] = {}
    for before, after in pairs:
        old, new = _items(before), _items(after)
        for exercise, item in old.items():
            assert before is not None
            if exercise not in new:
                left.append((before, item))
            elif after is not None:
                yield from _change(before, item, after, new[exercise])
        for exercise in new.keys() - old.keys():
            assert after is not None
            came.setdefault(exercise, []).append((after, new[exercise]))
    for before, item in left:
        if came.get(item.exercise):
            yield from _change(before, item, *came[item.exercise].pop(0))


def undosed(session: Session, without: Mapping[str, object] = _DOSE) -> tuple[Block, ...]:
    """The session's blocks with nothing in those fields of their items."""
    return tuple(
        block.model_copy(
            update={"items": tuple(item.model_copy(update=without) for item in block.items)}
        )
        for block in session.blocks
    )


def _items(session: Session | None) -> dict[str, Item]:
    """The items of work by exercise, each once in a session; none of a plan by hand."""
    return {
        item.exercise: item
        for block in (() if session is None else session.blocks)
        if block.is_work
        for item in block.items
        if item.reps is not None or item.hold_seconds is not None
    }


def _change(before: Session, was: Item, after: Session, now: Item) -> Iterator[DoseChange]:
    one, other = _dose(was), _dose(now)
    if _compared(one) != _compared(other):
        yield DoseChange(
            exercise=now.exercise,
            name=now.name,
            session_before=before.id,
            session_after=after.id,
            before=one,
            after=other,
        )


def _dose(item: Item) -> Dose:
    return Dose(
        reps=item.reps,
        hold_seconds=item.hold_seconds,
        per_side=item.per_side,
        first_side=item.first_side,
        effort=item.effort,
        load=item.load,
    )


def _compared(dose: Dose) -> Dose:
    """Without the reason of a load that is known; how to find one is all that there is of it."""
    if dose.load is None or dose.load.kg is None:
        return dose
    return dose.model_copy(update={"load": dose.load.model_copy(update={"why": ""})})
