"""Which events are runs, and of which kind: by the words of their titles, categories and labels.

The words are data, in ``run_words.toml``.  Every answer says on which words it rests.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from api.calendars.events import CalendarEvent, CalendarFile
from optimizer.documents.request import RunKind
from optimizer.documents.wording import quoted

_WORDS = Path(__file__).with_name("run_words.toml")
NOTHING_NAMED = "no word in it names a run"
_LABELLED = re.compile(r"^([^:\n]{2,30}):[ \t]*([^\n]{1,80})$", re.MULTILINE)
_LEADING = re.compile(r"^\W*([^:–—|-]{2,20}?)\s*(?::|\s[-–—|]\s)")
_REPEATED = re.compile(r"\b\d{1,2}\s?[x×*]\s?\(?\d")
_AMOUNT = re.compile(r"\b\d+(?:[.,]\d+)?\s?(?:km|k|mi|miles?|meilen|min|mins|minuten|h|')(?!\w)")


class _KindWords(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: RunKind
    words: list[str]
    is_weak: bool = False


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    run: list[str]
    not_running: list[str]
    other: list[str]
    rest: list[str]
    training: list[str]
    label: list[str]
    neutral: list[str]
    kind: list[_KindWords]


@dataclass(frozen=True)
class Recognised:
    """What an event was taken for; ``kind`` None: not for a run."""

    kind: RunKind | None
    reason: str
    """A clause, such as "its title has 'tempo'"."""
    is_doubtful: bool = False
    """True: it might as well be otherwise; a person should look."""


def is_training_calendar(file: CalendarFile) -> bool:
    """True: its name or the program behind it say that its events are training."""
    return any(_found(_words().training, _plain(text)) for text in (file.name, file.product))


def recognised(event: CalendarEvent, *, in_training: bool) -> Recognised:
    """Whether ``event`` is a run; ``in_training``: its calendar holds training."""
    if own := _own(event):
        return own
    words = _words()
    title = _plain(event.title)
    if title.strip() in words.rest:
        return Recognised(None, f"its title {quoted(event.title)} means no run")
    leading = _leading(event.title)
    labels = [*_labels(event.description)]
    running = _without(title, words.not_running)
    run, other = _found(words.run, running), _found(words.other, title)
    if leading is not None:
        begins_with_run = _found(words.run, _without(leading, words.not_running))
        begins_with_other = _found(words.other, leading)
        if begins_with_other and not begins_with_run:
            return Recognised(None, f"its title begins with {quoted(begins_with_other)}")
        if begins_with_run:
            other = None
    if run:
        kind, why = _kind(event, running)
        if other:
            return Recognised(
                kind, f"its title has {quoted(run)}, but also {quoted(other)}; {why}", True
            )
        return Recognised(kind, f"its title has {quoted(run)}; {why}")
    if other:
        return Recognised(None, f"its title has {quoted(other)}")
    for where, texts in (("category", event.categories), ("description", labels)):
        for text in texts:
            plain = _plain(text)
            if _found(words.run, _without(plain, words.not_running)):
                kind, why = _kind(event, running)
                return Recognised(kind, f"its {where} says {quoted(text)}; {why}")
            if _found(words.other, plain):
                return Recognised(None, f"its {where} says {quoted(text)}")
    return _by_kind_alone(event, running, in_training=in_training)


def _by_kind_alone(event: CalendarEvent, title: str, *, in_training: bool) -> Recognised:
    """An event that names a kind of training, but no sport."""
    named = _named_kind(event.title, title)
    has_amount = bool(_AMOUNT.search(event.title.casefold()) or _REPEATED.search(event.title))
    if named is not None and (in_training or has_amount):
        where = "its calendar is of training" if in_training else "it says how far or how long"
        reason = f"{where}; {_as(named)}"
        return Recognised(named.kind, reason, not in_training)
    if in_training and has_amount:
        return Recognised("easy", "its calendar is of training, and it says how far or long", True)
    if named is not None:
        reason = f"{named.words} could be of a run, but nothing says that it is one"
        return Recognised(None, reason, True)
    return Recognised(None, NOTHING_NAMED)


def _own(event: CalendarEvent) -> Recognised | None:
    """What this software wrote down itself."""
    for kind in KIND_WORDS:
        if event.own.get("X-RUNSTRONG-KIND") == kind:
            return Recognised(kind, f"runstrong exported it as {KIND_WORDS[kind]}")
    return None


@dataclass(frozen=True)
class _Named:
    """A kind, the words for it as they are told, and whether something else may say more."""

    kind: RunKind
    words: str
    is_weak: bool = False


def _kind(event: CalendarEvent, title: str) -> tuple[RunKind, str]:
    """The kind of a run and a clause that says by what."""
    first_line = event.description.strip().partition("\n")[0]
    named = _named_kind(event.title, title)
    if named is None:
        named = next((kind for text in event.categories for kind in _kinds_in(_plain(text))), None)
    if named is None:
        named = next(_kinds_in(_plain(first_line)), None)
    if named is None and _REPEATED.search(event.description):
        named = _Named("interval", "repetitions in its description")
    if named is None:
        return "easy", "nothing names a kind, so it is taken as easy"
    return named.kind, _as(named)


def _named_kind(title: str, plain: str) -> _Named | None:
    named = next(_kinds_in(plain), None)
    if (named is None or named.is_weak) and _REPEATED.search(title):
        return _Named("interval", "repetitions in its title")
    return named


def _kinds_in(text: str) -> Iterator[_Named]:
    """Kinds that ``text`` names, the most telling first."""
    words = _words()
    text = _without(text, words.neutral)
    # "Race pace" is no race: a word inside a phrase counts with the phrase only.
    alone = _without(text, [word for kind in words.kind for word in kind.words if " " in word])
    for kind in words.kind:
        phrases = [word for word in kind.words if " " in word]
        single = [word for word in kind.words if " " not in word]
        if word := _found(phrases, text) or _found(single, alone):
            yield _Named(kind.id, quoted(word), kind.is_weak)


def _leading(title: str) -> str | None:
    """``Run`` of ``Run: 10 km`` and of ``Run - 10 km``."""
    found = _LEADING.match(title)
    return None if found is None else _plain(found.group(1))


def _labels(description: str) -> Iterator[str]:
    for name, value in _LABELLED.findall(description):
        if _plain(name).strip() in _words().label:
            yield value.strip()


def _plain(text: str) -> str:
    """Small letters between single blanks, so that whole words can be looked for."""
    normal = unicodedata.normalize("NFKC", text).casefold()
    spaced = "".join(sign if sign.isalnum() else _sign(sign) for sign in normal)
    return f" {' '.join(spaced.split())} "


def _sign(sign: str) -> str:
    """A picture stands for itself, other signs part words."""
    return f" {sign} " if unicodedata.category(sign) == "So" else " "


def _found(words: Iterable[str], text: str) -> str | None:
    """The first of ``words`` that ``text`` has, as it stands there."""
    for word in words:
        if word.startswith("*"):
            if whole := next((one for one in text.split() if one.endswith(word[1:])), None):
                return whole
        elif _has(text, word):
            return word
    return None


def _has(text: str, word: str) -> bool:
    if not any(sign.isalnum() for sign in word):
        return word in text
    return f" {word.casefold()} " in text


def _without(text: str, phrases: Sequence[str]) -> str:
    for phrase in sorted(phrases, key=len, reverse=True):
        if _has(text, phrase):
            text = text.replace(f" {phrase} ", "  ")
    return text


def _as(named: _Named) -> str:
    return f"{KIND_WORDS[named.kind]} by {named.words}"


KIND_WORDS: dict[RunKind, str] = {
    "easy": "an easy run",
    "long": "a long run",
    "tempo": "a tempo run",
    "interval": "an interval run",
    "race": "a race",
}


@cache
def _words() -> _Words:
    return _Words.model_validate(tomllib.loads(_WORDS.read_text(encoding="utf-8")))
