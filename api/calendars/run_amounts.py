"""How long and how far a run is by its text: ``1:05:00``, ``1h5m - 1h15m``, ``10 km``.

What counts is the whole run: a labelled line, the title, then prose that speaks of all of it.  A
part of the workout, such as its warm-up, or what happens beside it is no length of the run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from math import ceil
from typing import TypeVar

from api.calendars.events import CalendarEvent
from api.calendars.plain_words import found as found_in
from api.calendars.plain_words import plain_text
from api.calendars.run_word_lists import run_words

KM_OF_A_MILE = 1.609344
_MARATHON_KM, _HALF_KM = 42.195, 21.0975
_MOST_MINUTES, _MOST_KM = 2880, 400.0
_LEAST_PROSE_MINUTES, _LEAST_PROSE_KM = 10, 1.5
"""Less, in prose, is a part of a run."""
_LEAST_METRES = 3_000
"""Less is a repetition; a run is told in kilometres."""
_MOST_SEGMENTS = 60
"""Of a text that are looked at; the whole run is told at its beginning."""
_MOST_WORDS_BEFORE = 8
_MOST_M_MINUTES = 90
"""``25m`` is minutes, ``400m`` is metres."""

Amount = TypeVar("Amount", int, float)

_TIME_LABEL = re.compile(
    r"^[^\S\n]*[-*•]?[^\S\n]*"
    r"(?:(?:planned|total|estimated|est\.?|moving|elapsed|target|workout|run|geplante|geschätzte)"
    r"[^\S\n]+)?"
    r"(?:time|duration|dauer|zeit|laufzeit|durée|duración|duracion|tiempo|durata|duur|tijd|duração"
    r"|total|gesamt|insgesamt)[^\S\n]*"
    r"(?:[:=][^\S\n]*|(?=~?\d))(?P<value>[^\n]{1,60})$",
    re.IGNORECASE | re.MULTILINE,
)
_DISTANCE_LABEL = re.compile(
    r"^[^\S\n]*[-*•]?[^\S\n]*"
    r"(?:(?:planned|total|estimated|est\.?|target|run|geplante|geschätzte)[^\S\n]+)?"
    r"(?:distance|distanz|strecke|umfang|länge|distancia|distanza|afstand|distância"
    r"|total|gesamt|insgesamt)[^\S\n]*"
    r"(?:[:=][^\S\n]*|(?=~?\d))(?P<value>[^\n]{1,60})$",
    re.IGNORECASE | re.MULTILINE,
)
# "Planned: 6.00 mi in 54:00"
_PLANNED = re.compile(
    r"^[^\S\n]*(?:planned|plan|geplant)[^\S\n]*:[^\S\n]*(?P<value>[^\n]{1,60})$",
    re.IGNORECASE | re.MULTILINE,
)

_HOUR = r"(?:h|hrs?|hours?|std\.?|stunden?|heures?|horas?|ore|ora|uur|uren)"
_MINUTE = r"(?:min(?:s|\.)?|minutes?|minuten?|minutos?|minuti|minuut|mn|['’′])"  # noqa: RUF001  (people write them)
_OF_PACE = r"(?!\s?(?:/|per\b|pro\b|a\s(?:km|mile)))"
_HOURS_MINUTES = re.compile(
    rf"(?<![\w:.,])([0-9]{{1,2}})(?:[.,]([0-9]))?\s?{_HOUR}"
    rf"(?:\s?(?:and|und|et|y|e|en)?\s?([0-9]{{1,2}})\s?(?:m|{_MINUTE})?(?!\s?[x×*]))?(?![\w:])",
    re.IGNORECASE,
)
# "1:15 h"; "7:30 h" may be a time of day, which "7:30 hours" is not.
_CLOCK_HOURS = re.compile(rf"(?<![\w:.,@])([0-9]):([0-5][0-9])\s?({_HOUR})(?![\w:])", re.IGNORECASE)
_MOST_HOURS_BY_H = 4
_NO_TIME_OF_DAY = ("std", "stunde", "hour", "heures", "horas", "uren")
_MINUTES = re.compile(
    rf"(?<![\w:.,x×*@])(?<![x×*@]\s)([0-9]{{1,3}})\s?-?{_MINUTE}(?!\w){_OF_PACE}", re.IGNORECASE
)
_MINUTES_BY_M = re.compile(r"(?<![\w:.,x×*])(?<![x×*]\s)([0-9]{1,3})\s?m(?!\w)", re.IGNORECASE)
_CLOCK = re.compile(
    rf"(?<![\w:.@])(?<!@\s)([0-9]{{1,3}}):([0-9]{{2}})(?::([0-9]{{2}}))?(?![\w:]){_OF_PACE}"
    r"(?!\s?(?:[ap]\.?m\b|uhr|pace|min\s?/))",
    re.IGNORECASE,
)
_FAR = re.compile(
    r"(?<![\w:.,x×*])(?<![x×*]\s)([0-9]{1,3}(?:[.,][0-9]{1,2})?)\s?-?"
    r"(km|kms|k|kilometers?|kilometres?|kilometern?|kilómetros?|chilometri|quilómetros?|mi|miles?"
    r"|meilen?|millas?|miglia)(?!\w)"
    # "5k pace" is no distance, and neither is "12 km/h".
    r"(?!\s(?:pace|effort|tempo)\b)(?!/)",
    re.IGNORECASE,
)
_METRES = re.compile(
    r"(?<![\w:.,x×*])(?<![x×*]\s)([0-9]{1,2})[.,  ]?([0-9]{3})\s?"
    r"(?:m|meters?|metres?|metern?)(?!\w)",
    re.IGNORECASE,
)
_AN_AMOUNT = re.compile(
    rf"[0-9]+(?:[.,:][0-9]+)*\s?-?(?:km|kms|k|mi|miles?|meilen?|m|{_HOUR}|{_MINUTE})?(?![^\W\d_])",
    re.IGNORECASE,
)
_SEGMENT_ENDS = re.compile(
    r"[•|;()\[\]+]|,(?![0-9])|[.!](?=\s+[^\W\d_a-z])|[.!]\s*$|\s[–—-]\s(?![0-9])", re.MULTILINE
)
_WITH = re.compile(
    r"\b(?:with|w/|incl(?:uding|\.)?|inkl(?:usive|\.)?|mit|davon|dont|avec|con|com|met)(?!\w)",
    re.IGNORECASE,
)
_REPEATED = re.compile(r"\b[0-9]{1,2}\s?[x×*](?:\s?\(?[0-9]|\b)", re.IGNORECASE)


def planned_minutes(event: CalendarEvent) -> int | None:
    """The run's planned length: of a range the longest; None: its text does not say."""
    description = _in_figures(_squeezed(event.description))
    for text in _labelled(description, _TIME_LABEL):
        if found := [*_lengths(text, is_time=True)]:
            return max(found)
    if found := [*_of_title(_in_figures(event.title), _title_lengths)]:
        return max(found)
    return _of_prose(description, _prose_lengths, _LEAST_PROSE_MINUTES)


def planned_km(event: CalendarEvent) -> float | None:
    """The run's planned distance: of a range the longest; None: its text does not say."""
    description = _squeezed(event.description)
    for text in _labelled(description, _DISTANCE_LABEL):
        if found := [*_distances(text)]:
            return max(found)
    if found := [*_of_title(event.title, _distances)]:
        return max(found)
    if (km := _of_prose(description, _distances, _LEAST_PROSE_KM)) is not None:
        return km
    title = event.title.casefold()
    if "pace" in title or "training" in title or "tempo" in title or "effort" in title:
        return None
    if re.search(r"\b(?:half[ -]?marathon|halbmarathon)\b", title):
        return _HALF_KM
    return _MARATHON_KM if re.search(r"(?<!ultra)(?<!ultra )marathon\b", title) else None


def _squeezed(description: str) -> str:
    """With one blank for many: a line of thousands would be looked through from each of them."""
    return re.sub(r"[^\S\n]+", " ", description)


def _in_figures(text: str) -> str:
    """With ``30 min`` for half an hour, in any language of the list."""
    pattern, amounts = _amounts_in_words()
    return pattern.sub(lambda found: amounts[found.group().casefold().replace("’", "'")], text)


@cache
def _amounts_in_words() -> tuple[re.Pattern[str], dict[str, str]]:
    amounts = {
        phrase: amount
        for amount, phrases in run_words().amounts.in_words.items()
        for phrase in phrases
    }
    longest_first = sorted(amounts, key=len, reverse=True)
    phrases = "|".join(re.escape(one).replace("'", "['’]") for one in longest_first)
    return re.compile(rf"(?<!\w)(?:{phrases})(?!\w)", re.IGNORECASE), amounts


def _labelled(description: str, pattern: re.Pattern[str]) -> Iterator[str]:
    for labels in (pattern, _PLANNED):
        yield from (found.group("value") for found in labels.finditer(description))


def _of_title(title: str, amounts: Callable[[str], Iterator[Amount]]) -> Iterator[Amount]:
    """The amounts of a title, without those of parts of the workout."""
    for segment in _segments(title):
        if not _is_part(segment) and not found_in(_aside_of_title(), plain_text(segment)):
            yield from amounts(segment)


def _of_prose(
    description: str, amounts: Callable[[str], Iterator[Amount]], least: float
) -> Amount | None:
    """What prose says of the whole run; None: nothing, or only of its parts."""
    wholes: list[Amount] = []
    others: list[Amount] = []
    segments = (segment for line in description.split("\n") for segment in _segments(line))
    are_parts = False
    for segment in islice(segments, _MOST_SEGMENTS):
        found = [one for one in amounts(segment) if one >= least]
        if found and _is_total(segment):
            return max(found)
        are_parts = are_parts or _is_part(segment)
        if found and not are_parts:
            (wholes if _speaks_of_the_whole(segment) else others).append(max(found))
    return _the_whole(wholes, others)


def _is_total(segment: str) -> bool:
    """``Total 55 min``, ``55 min in total``: it adds up the parts, wherever it stands."""
    words = plain_text(segment).strip()
    is_said = any(
        words.startswith(f"{one} ") or words.endswith(f" {one}")
        for one in run_words().amounts.totals
    )
    return (
        is_said
        and not _is_part(segment)
        and not found_in(run_words().amounts.aside, plain_text(segment))
    )


def _the_whole(wholes: list[Amount], others: list[Amount]) -> Amount | None:
    """The first of several, unless they are parts one after another."""
    if not wholes or wholes[0] < sum(wholes[1:]) + sum(others):
        return None
    return wholes[0]


def _segments(line: str) -> Iterator[str]:
    """What a line says, one thing after another; what comes with something is a part of it."""
    for segment in _SEGMENT_ENDS.split(line):
        head = _WITH.split(segment, maxsplit=1)[0]
        if head.strip():
            yield head


def _is_part(segment: str) -> bool:
    return bool(
        found_in(run_words().amounts.structure, plain_text(segment)) or _REPEATED.search(segment)
    )


def _aside_of_title() -> tuple[str, ...]:
    # "Tempo 20 min" is the title of a run of 20 minutes.
    kinds = {word for kind in run_words().kind for word in kind.words}
    return tuple(word for word in run_words().amounts.aside if word not in kinds)


def _speaks_of_the_whole(segment: str) -> bool:
    """True: it begins with the amount, or with words that only say what run it is."""
    if found_in(run_words().amounts.aside, plain_text(segment)):
        return _is_only_amounts(segment)
    first = _AN_AMOUNT.search(segment)
    before = plain_text(segment[: first.start()] if first else segment).split()
    if len(before) > _MOST_WORDS_BEFORE:
        return False
    known, endings = _known_before()
    at = 0
    while at < len(before):
        length = next(
            (n for n in (3, 2, 1) if " ".join(before[at : at + n]) in known),
            1 if before[at].endswith(endings) else 0,
        )
        if not length:
            return False
        at += length
    return True


@cache
def _known_before() -> tuple[frozenset[str], tuple[str, ...]]:
    """Words and phrases that may stand before the amount of a whole run, and ends of such."""
    words = run_words()
    known = {*words.run, *words.amounts.before, *(w for kind in words.kind for w in kind.words)}
    return (
        frozenset(word.casefold() for word in known if not word.startswith("*")),
        tuple(word[1:] for word in known if word.startswith("*")),
    )


def _is_only_amounts(segment: str) -> bool:
    return not _AN_AMOUNT.sub("", segment).strip(" \t~≈<>–—-")


def _title_lengths(text: str) -> Iterator[int]:
    yield from _lengths(text, is_time=False)
    for found in _CLOCK_HOURS.finditer(text):
        hours, minutes, unit = int(found.group(1)), int(found.group(2)), found.group(3).lower()
        if hours <= _MOST_HOURS_BY_H or unit.startswith(_NO_TIME_OF_DAY):
            yield from _sensible(60 * hours + minutes)
    for found in _CLOCK.finditer(text):
        first, second, third = (int(part or 0) for part in found.groups())
        if found.group(3) is not None or first == 0:
            yield from _sensible(60 * first + second + ceil(third / 60))
        elif first > 23:
            # No time of day: "10 km in 54:00".
            yield from _sensible(first + ceil(second / 60))


def _prose_lengths(text: str) -> Iterator[int]:
    yield from _title_lengths(text)
    if _is_only_amounts(text):
        for found in _MINUTES_BY_M.finditer(_HOURS_MINUTES.sub(" ", text)):
            if int(found.group(1)) <= _MOST_M_MINUTES:
                yield from _sensible(int(found.group(1)))


def _lengths(text: str, *, is_time: bool) -> Iterator[int]:
    text = text.replace("½", ".5")
    for found in _HOURS_MINUTES.finditer(text):
        hours, tenths, minutes = found.groups()
        yield from _sensible(60 * int(hours) + 6 * int(tenths or 0) + int(minutes or 0))
    rest = _HOURS_MINUTES.sub(" ", text)
    patterns = (_MINUTES, _MINUTES_BY_M) if is_time else (_MINUTES,)
    for pattern in patterns:
        for found in pattern.finditer(rest):
            yield from _sensible(int(found.group(1)))
    if is_time:
        for found in _CLOCK.finditer(rest):
            first, second, third = (int(part or 0) for part in found.groups())
            if found.group(3) is not None:
                yield from _sensible(60 * first + second + ceil(third / 60))
            elif first <= 9:
                yield from _sensible(60 * first + second)
            else:
                # Nobody plans a run of ten hours; "54:00" is minutes and seconds.
                yield from _sensible(first + ceil(second / 60))


def _distances(text: str) -> Iterator[float]:
    for found in _FAR.finditer(text):
        amount = float(found.group(1).replace(",", "."))
        in_miles = found.group(2).lower().startswith("m")
        km = round(amount * KM_OF_A_MILE, 2) if in_miles else amount
        if 0 < km <= _MOST_KM:
            yield km
    for found in _METRES.finditer(text):
        metres = int(found.group(1) + found.group(2))
        if metres >= _LEAST_METRES:
            yield metres / 1000


def _sensible(minutes: int) -> Iterator[int]:
    if 0 < minutes <= _MOST_MINUTES:
        yield minutes
