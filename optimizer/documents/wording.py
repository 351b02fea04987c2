"""Small words for messages: quoting, near misses, lists, hours."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable

from catalog.wording import counted, noun

__all__ = ["counted", "hours", "listed", "nearest", "noun", "quoted", "short"]


def quoted(value: object, limit: int = 60) -> str:
    """``value`` as a person would recognise it in a message, cut to ``limit`` characters."""
    if value is None or isinstance(value, bool):
        # As the person wrote it, in JSON.
        return json.dumps(value)
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def nearest(name: str, known: Iterable[str]) -> str:
    """``; did you mean 'x'?`` where a known name is close, else a hint at a few known ones."""
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if not close:
        # "achilles" for "achilles_tendinopathy"
        close = [known_name for known_name in names if known_name.startswith(name[:5])]
    if close:
        return f"; did you mean {close[0]!r}?"
    if 0 < len(names) <= 8:
        return f"; known: {', '.join(names)}"
    return ""


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
