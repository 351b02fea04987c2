"""The words by which runs are understood, from ``run_words.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from optimizer.documents.request import RunKind

_WORDS = Path(__file__).with_name("run_words.toml")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class KindWords(_Part):
    """Words of one kind of run; ``is_weak``: something else may say more."""

    id: RunKind
    words: list[str]
    is_weak: bool = False


class AmountWords(_Part):
    """Words that tell the length of a whole run from that of a part of it."""

    before: list[str]
    """May stand before the amount of a whole run, beside the words of runs and kinds."""
    structure: list[str]
    """Begin the parts of a workout: no amount after them is of the whole."""
    aside: list[str]
    """Make a length one of something else than the run."""
    totals: list[str]
    """Before or behind an amount: it adds up all parts."""
    in_words: dict[str, list[str]]
    """Amounts that people spell out, by how they are written in figures."""


class RunWords(_Part):
    """Each list as the file explains it."""

    run: list[str]
    not_running: list[str]
    other: list[str]
    rest: list[str]
    not_held: list[str]
    not_held_marks: list[str]
    negations: list[str]
    gatherings: list[str]
    uncertain: list[str]
    meeting_places: list[str]
    training: list[str]
    label: list[str]
    neutral: list[str]
    kind: list[KindWords]
    amounts: AmountWords


@cache
def run_words() -> RunWords:
    return RunWords.model_validate(tomllib.loads(_WORDS.read_text(encoding="utf-8")))
