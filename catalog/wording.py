"""Small words for messages that both the catalog and the optimizer say."""

from __future__ import annotations


def counted(number: float, several: str, one: str | None = None) -> str:
    """``1 session``, ``2 sessions``, ``0.5 sets``; ``one`` where it is not ``several`` less an s.

    ``several`` may be a unit as results have it, such as ``half sets``.
    """
    amount = str(number) if isinstance(number, int) else f"{number:g}"
    word = (one or several.removesuffix("s")) if abs(number) == 1 else several
    return f"{amount} {word}"
