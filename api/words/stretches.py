"""A stretch on one line."""

from __future__ import annotations

from optimizer.documents.result import Item


def stretch_in_words(item: Item) -> str:
    """``Standing quad stretch: 30–60 s a side``."""
    least, most = item.hold_seconds or item.reps or (1, 1)
    amount = f"{least}" if least == most else f"{least}–{most}"
    unit = " s" if item.hold_seconds is not None else " times"
    return f"{item.name}: {amount}{unit}{' a side' if item.per_side else ''}"
