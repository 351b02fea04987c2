"""Logged sets in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optimizer.documents.strength import LogEntry, LoggedSet


def sets_in_words(entry: LogEntry) -> str:
    """``60 kg × 6, 6, 5 (2 left)``, with pain and note where they are told."""
    groups: list[tuple[str, list[str]]] = []
    for one in entry.sets:
        load = _load(one)
        amount = "–" if one.reps is None and one.hold_seconds is None else _amount(one)
        if groups and groups[-1][0] == load:
            groups[-1][1].append(amount)
        else:
            groups.append((load, [amount]))
    parts = [
        f"{load} × {', '.join(amounts)}" if load else ", ".join(amounts) for load, amounts in groups
    ]
    if entry.pain is not None:
        parts.append(f"pain {entry.pain}")
    return "; ".join(parts) or "no sets"


def _load(one: LoggedSet) -> str:
    warm_up = "warm-up " if one.warm_up else ""
    if one.kg is not None:
        return f"{warm_up}{one.kg:g} kg"
    return f"{warm_up}{one.lb:g} lb" if one.lb is not None else warm_up.strip()


def _amount(one: LoggedSet) -> str:
    amount = f"{one.hold_seconds} s" if one.reps is None else str(one.reps)
    return amount if one.reserve is None else f"{amount} ({one.reserve:g} left)"
