"""Small words for messages that both the catalog and the optimizer say."""

from __future__ import annotations


def counted(number: float, one: str, several: str | None = None) -> str:
    """``1 session``, ``2 sessions``, ``0.5 sets``; ``several`` where it is not ``one`` and an s."""
    return f"{number:,g} {one if number == 1 else several or f'{one}s'}"
