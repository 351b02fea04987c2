"""Small words for messages: quoting, near misses, lists, hours."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Literal

from catalog.near_names import nearest_name
from catalog.wording import counted, noun
from optimizer.documents.errors import MAX_PROBLEMS, Problem
from optimizer.documents.pointers import Listed, Table

__all__ = [
    "Hints",
    "counted",
    "did_you_mean",
    "each_hand",
    "hours",
    "listed",
    "nearest",
    "noun",
    "quoted",
    "says_nothing",
    "short",
    "unlisted",
    "weight_in_words",
]


_NOTHING = frozenset(
    ("none", "no", "nil", "nothing", "n/a", "na", "-", "–", "—", "/", "keine", "keiner", "kein",
     "aucun", "aucune", "rien", "ninguno", "ninguna", "nada", "nessuno", "nessuna", "geen",
     "nenhum", "nenhuma")
)  # fmt: skip
"""What people write where they have nothing to say."""


def says_nothing(text: str) -> bool:
    """True of ``none``, ``-`` and what other languages write so."""
    return text.strip().casefold() in _NOTHING


def quoted(value: object, limit: int = 60) -> str:
    """``value`` as a person would recognise it in a message, cut to ``limit`` characters."""
    if value is None or isinstance(value, bool):
        # As the person wrote it, in JSON.
        return json.dumps(value)
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def nearest(name: str, known: Iterable[str]) -> str:
    """``; did you mean 'x'?`` where one known name is surely meant, else a hint at a few."""
    names = sorted(known)
    close = nearest_name(name, {one: (one,) for one in names}) or _only_beginning(name, names)
    if close is not None:
        return did_you_mean(close)
    if 0 < len(names) <= 8:
        return f"; known: {', '.join(names)}"
    return ""


class Hints:
    """``nearest`` for the first faults of a document alone: of more nobody is told, and each name
    is sought among all that are known."""

    def __init__(self) -> None:
        self._left = MAX_PROBLEMS

    def nearest(self, name: str, known: Iterable[str]) -> str:
        self._left -= 1
        return nearest(name, known) if self._left >= 0 else ""


def did_you_mean(name: str | None) -> str:
    """``; did you mean 'x'?``, or nothing for None."""
    return "" if name is None else f"; did you mean {name!r}?"


def unlisted(field: str, value: str, message: str, hint: str, table: Table) -> Problem:
    """A name that ``table`` does not have: with the ``hint`` at a near one, else with what lists
    them all."""
    return Problem(field, value, f"{message}{hint}", None if hint else Listed(table))


def _only_beginning(name: str, names: Sequence[str]) -> str | None:
    """``tue`` of ``tu`` or of ``tuesday``, where no other does."""
    found = [
        one
        for one in names
        if (len(name) >= 2 and one.startswith(name)) or (len(one) >= 3 and name.startswith(one))
    ]
    return found[0] if len(found) == 1 else None


def listed(items: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    words = list(items)
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def short(name: str) -> str:
    """``Hip adductors`` of ``Hip adductors (longus, brevis, …)``."""
    return name.split(" (", maxsplit=1)[0]


def hours(minutes: float) -> str:
    """``23 h 50 min``."""
    whole = round(minutes)
    h, m = divmod(abs(whole), 60)
    sign = "-" if whole < 0 else ""
    if h == 0:
        return f"{sign}{m} min"
    return f"{sign}{h} h" if m == 0 else f"{sign}{h} h {m:02d} min"


def each_hand(at_once: int | None) -> str:
    """What follows a weight of which one is in each hand."""
    return " each hand" if at_once == 2 else ""


_WHOLE_FROM = 10


def weight_in_words(
    amount: float, unit: Literal["kg", "lb"], in_other_unit: float | None = None
) -> str:
    """``62.5 kg``; ``44 lb (20 kg)`` for who counts in the other unit than is marked on it.

    What is in brackets is near enough to choose by: whole numbers from ten up.
    """
    marked = f"{amount:g} {unit}"
    if in_other_unit is None:
        return marked
    near = int(in_other_unit + 0.5) if in_other_unit >= _WHOLE_FROM else round(in_other_unit, 1)
    return f"{marked} ({near:g} {'lb' if unit == 'kg' else 'kg'})"
