"""Small words for messages that both the catalog and the optimizer say."""

from __future__ import annotations


def counted(number: float, several: str, one: str | None = None) -> str:
    """``1 session``, ``2 sessions``, ``0.5 sets``; ``one`` where it is not ``several`` less an s.

    ``several`` may be a unit as results have it, such as ``half sets``.
    """
    amount = str(number) if isinstance(number, int) else f"{number:g}"
    return f"{amount} {noun(number, several, one)}"


def noun(number: float, several: str, one: str | None = None) -> str:
    """The word of ``counted`` alone, for a number that is written in another way."""
    if abs(number) != 1:
        return several
    if one is None and several.endswith("ies"):
        return f"{several.removesuffix('ies')}y"
    if one is None:
        # Of ``pairs of days`` the pair is what is counted.
        first, of, rest = several.partition(" of ")
        one = f"{first.removesuffix('s')}{of}{rest}" if first.endswith("s") else None
    return one or several.removesuffix("s")
