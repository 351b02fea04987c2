"""Names of exercises as training logs write them, in any order of words."""

from __future__ import annotations

from catalog.near_names import words_of


def log_key(name: str) -> str:
    """The same for ``Squat (Barbell)`` and ``Barbell squats``."""
    return " ".join(sorted(words_of(name)))
