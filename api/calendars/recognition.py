"""Which events are runs, and of which kind: by the words of their titles, categories and labels.

The words are data, in ``run_words.toml``.  Every answer says on which words it rests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from api.calendars.events import CalendarEvent, CalendarFile
from api.calendars.plain_words import found as found_in
from api.calendars.plain_words import plain_text, without
from api.calendars.run_word_lists import run_words
from optimizer.documents.request import RunKind
from optimizer.documents.wording import quoted

NOTHING_NAMED = "no word in it names a run"
_LABELLED = re.compile(r"^([^:\n]{2,30}):[ \t]*([^\n]{1,80})$", re.MULTILINE)
_LEADING = re.compile(r"^\W*([^:–—|-]{2,20}?)\s*(?::|\s[-–—|]\s)")
# "Canceled: Club run", "[Abgesagt] Lauf", "Club run - cancelled", "Run cancelled (injury)"
_SET_OFF = re.compile(r"\s*[:\[\]()|]\s*|\s+[-–—]\s+")
_REPEATED = re.compile(r"\b\d{1,2}\s?[x×*]\s?\(?\d")
_AMOUNT = re.compile(r"\b\d+(?:[.,]\d+)?\s?(?:km|k|mi|miles?|meilen|min|mins|minuten|h|')(?!\w)")


@dataclass(frozen=True)
class Recognised:
    """What an event was taken for; ``kind`` None: not for a run."""

    kind: RunKind | None
    reason: str
    """A clause, such as "its title has 'tempo'"."""
    is_doubtful: bool = False
    """True: it might as well be otherwise; a person should look."""
    is_cancelled: bool = False
    """True: its title says that it does not take place."""


def is_training_calendar(file: CalendarFile) -> bool:
    """True: its name or the program behind it say that its events are training."""
    return any(
        found_in(run_words().training, plain_text(text)) for text in (file.name, file.product)
    )


def recognised(event: CalendarEvent, *, in_training: bool) -> Recognised:
    """Whether ``event`` is a run; ``in_training``: its calendar holds training."""
    if own := _own(event):
        return own
    words = run_words()
    title = plain_text(event.title)
    if (not_held := _not_held(event.title)) is not None:
        return not_held
    if title.strip() in words.rest:
        return Recognised(None, f"its title {quoted(event.title)} means no run")
    leading = _leading(event.title)
    labels = [*_labels(event.description)]
    running = without(title, words.not_running)
    run, other = found_in(words.run, running), found_in(words.other, title)
    if leading is not None:
        begins_with_run = found_in(words.run, without(leading, words.not_running))
        begins_with_other = found_in(words.other, leading)
        if begins_with_other and not begins_with_run:
            return Recognised(None, f"its title begins with {quoted(begins_with_other)}")
        if begins_with_run:
            other = None
    if run and (negation := _negation(running, run)):
        return Recognised(None, f"its title says {quoted(negation)}")
    if run and (gathering := found_in(words.gatherings, without(title, words.meeting_places))):
        reason = f"its title has {quoted(run)}, but also {quoted(gathering)}"
        if not _has_amount(event.title):
            return Recognised(None, reason, is_doubtful=True)
        kind, why = _kind(event, running)
        return Recognised(kind, f"{reason}; {why}", is_doubtful=True)
    if run:
        kind, why = _kind(event, running)
        if other:
            return Recognised(
                kind, f"its title has {quoted(run)}, but also {quoted(other)}; {why}", True
            )
        if doubt := _doubt(event.title):
            reason = f"its title has {quoted(run)}, but also {quoted(doubt)}; {why}"
            return Recognised(kind, reason, is_doubtful=True)
        return Recognised(kind, f"its title has {quoted(run)}; {why}")
    if other:
        return Recognised(None, f"its title has {quoted(other)}")
    for where, texts in (("category", event.categories), ("description", labels)):
        for text in texts:
            plain = plain_text(text)
            if found_in(words.run, without(plain, words.not_running)):
                kind, why = _kind(event, running)
                return Recognised(kind, f"its {where} says {quoted(text)}; {why}")
            if found_in(words.other, plain):
                return Recognised(None, f"its {where} says {quoted(text)}")
    return _by_kind_alone(event, running, in_training=in_training)


def _by_kind_alone(event: CalendarEvent, title: str, *, in_training: bool) -> Recognised:
    """An event that names a kind of training, but no sport."""
    named = _named_kind(event.title, title)
    has_amount = _has_amount(event.title)
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


def cancelled_by_title(title: str) -> str | None:
    """The words by which a title says, apart from all else, that its event is cancelled."""
    words = run_words()
    for mark in words.not_held_marks:
        if title.lstrip().startswith(mark):
            return mark
    parts = {plain_text(part).strip() for part in (title, *_SET_OFF.split(title))}
    return next((word for word in words.not_held if word in parts), None)


def _not_held(title: str) -> Recognised | None:
    """A title that says that its event does not take place, or did not."""
    if word := cancelled_by_title(title):
        return Recognised(None, f"its title says {quoted(word)}", is_cancelled=True)
    word = found_in(run_words().not_held, plain_text(title))
    if word is None:
        return None
    # "Run cancelled" says it as well; "Run with those of the cancelled race" may not.
    parts = [plain_text(part) for part in _SET_OFF.split(title)]
    is_said = any(part.startswith(f" {word} ") or part.endswith(f" {word} ") for part in parts)
    return Recognised(None, f"its title has {quoted(word)}", not is_said, is_cancelled=is_said)


def _negation(title: str, run: str) -> str | None:
    """``no long run`` where the words before a run say that there is none."""
    words = run_words()
    kinds = [word for kind in words.kind for word in kind.words if " " not in word]
    before = title.partition(f" {run} ")[0]
    while (last := before.rpartition(" ")[2]) in kinds:
        run, before = f"{last} {run}", before.rpartition(" ")[0]
    for negation in words.negations:
        if before.endswith(f" {negation}"):
            return f"{negation} {run}"
    return None


def _doubt(title: str) -> str | None:
    """What in a title says that its run may not take place."""
    if found := found_in(run_words().uncertain, plain_text(title)):
        return found
    return "?" if title.rstrip().endswith("?") else None


def _has_amount(title: str) -> bool:
    return bool(_AMOUNT.search(title.casefold()) or _REPEATED.search(title))


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
        named = next(
            (kind for text in event.categories for kind in _kinds_in(plain_text(text))), None
        )
    if named is None:
        named = next(_kinds_in(plain_text(first_line)), None)
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
    words = run_words()
    text = without(text, words.neutral)
    # "Race pace" is no race: a word inside a phrase counts with the phrase only.
    alone = without(text, [word for kind in words.kind for word in kind.words if " " in word])
    for kind in words.kind:
        phrases = [word for word in kind.words if " " in word]
        single = [word for word in kind.words if " " not in word]
        if word := found_in(phrases, text) or found_in(single, alone):
            yield _Named(kind.id, quoted(word), kind.is_weak)


def _leading(title: str) -> str | None:
    """``Run`` of ``Run: 10 km`` and of ``Run - 10 km``."""
    found = _LEADING.match(title)
    return None if found is None else plain_text(found.group(1))


def _labels(description: str) -> Iterator[str]:
    for name, value in _LABELLED.findall(description):
        if plain_text(name).strip() in run_words().label:
            yield value.strip()


def _as(named: _Named) -> str:
    return f"{KIND_WORDS[named.kind]} by {named.words}"


KIND_WORDS: dict[RunKind, str] = {
    "easy": "an easy run",
    "long": "a long run",
    "tempo": "a tempo run",
    "interval": "an interval run",
    "race": "a race",
}
