"""Changed doses in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from optimizer.documents.difference import Dose, DoseChange
from optimizer.documents.result import Bounds
from optimizer.documents.wording import short

_MOST_REASONS = 3


def doses_in_words(changes: Sequence[DoseChange]) -> Iterator[str]:
    """``Doses: Back squat 62.5 kg instead of 60 kg; Plank 25 s instead of 20 s.``, if any."""
    if changes:
        yield f"Doses: {'; '.join(map(_change, changes))}."


def reasons_for_doses(changes: Sequence[DoseChange]) -> Iterator[str]:
    """Where the new loads come from, each exercise by its name; of many the first ones."""
    known = [
        f"{short(one.name)}: {one.after.load.why_of_item}"
        for one in changes
        if one.after.load is not None and one.after.load != one.before.load
    ]
    yield from known[:_MOST_REASONS]
    if len(known) > _MOST_REASONS:
        yield f"And {len(known) - _MOST_REASONS} more."


def _change(change: DoseChange) -> str:
    before, after = _parts(change.before), _parts(change.after)
    differing = [(was, now) for was, now in zip(before, after, strict=True) if was != now]
    if not differing:
        return f"{short(change.name)} otherwise"
    return f"{short(change.name)} " + ", ".join(
        f"{now or 'none'} instead of {was or 'none'}" for was, now in differing
    )


def _parts(dose: Dose) -> tuple[str, str, str]:
    """The load, the amount of a set, and what is left after it."""
    load = "" if dose.load is None else dose.load.in_words or "a load to find"
    amount = f"{_range(dose.hold_seconds)} s" if dose.hold_seconds else ""
    if dose.reps is not None:
        amount = f"{_range(dose.reps)} repetitions"
    effort = dose.effort
    left = ""
    if effort is not None and effort.rir is not None:
        left = f"{_range(effort.rir)} left"
    elif effort is not None and effort.reserve_seconds is not None:
        left = f"{_range(effort.reserve_seconds)} s left"
    return load, amount, left


def _range(bounds: Bounds) -> str:
    return str(bounds[0]) if bounds[0] == bounds[1] else f"{bounds[0]}–{bounds[1]}"
