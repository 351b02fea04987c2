"""Text without regard to capitals and punctuation, so that whole words can be looked for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence


def plain_text(text: str) -> str:
    """Small letters between single blanks."""
    normal = unicodedata.normalize("NFKC", text).casefold()
    spaced = "".join(sign if sign.isalnum() else _sign(sign) for sign in normal)
    return f" {' '.join(spaced.split())} "


def found(words: Iterable[str], text: str) -> str | None:
    """The first of ``words`` that the plain ``text`` has, as it stands there.

    One that begins with ``*`` stands for every word with that ending.
    """
    for word in words:
        if word.startswith("*"):
            if whole := next((one for one in text.split() if one.endswith(word[1:])), None):
                return whole
        elif has(text, word):
            return word
    return None


def has(text: str, word: str) -> bool:
    """Whether the plain ``text`` has a word, a phrase or a picture."""
    if not any(sign.isalnum() for sign in word):
        return word in text
    return f" {word.casefold()} " in text


def without(text: str, phrases: Sequence[str]) -> str:
    """The plain ``text`` without some phrases, the longest first."""
    for phrase in sorted(phrases, key=len, reverse=True):
        if has(text, phrase):
            text = text.replace(f" {phrase} ", "  ")
    return text


def _sign(sign: str) -> str:
    """A picture stands for itself, other signs part words."""
    return f" {sign} " if unicodedata.category(sign) == "So" else " "
