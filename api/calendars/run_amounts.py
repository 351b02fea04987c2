"""How long and how far a run is by its text: ``1:05:00``, ``1h5m - 1h15m``, ``10 km``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import ceil

from api.calendars.events import CalendarEvent

KM_OF_A_MILE = 1.609344
_MARATHON_KM, _HALF_KM = 42.195, 21.0975

_TIME_LABEL = re.compile(
    r"^[^\S\n]*[-*•]?[^\S\n]*"
    r"(?:(?:planned|total|estimated|est\.?|moving|target|workout|geplante)[^\S\n]+)?"
    r"(?:time|duration|dauer|zeit)[^\S\n]*[:=][^\S\n]*(?P<value>[^\n]{1,60})$",
    re.IGNORECASE | re.MULTILINE,
)
_DISTANCE_LABEL = re.compile(
    r"^[^\S\n]*[-*•]?[^\S\n]*"
    r"(?:(?:planned|total|estimated|est\.?|target|geplante)[^\S\n]+)?"
    r"(?:distance|distanz|strecke|umfang)[^\S\n]*[:=][^\S\n]*(?P<value>[^\n]{1,60})$",
    re.IGNORECASE | re.MULTILINE,
)
# "Planned: 6.00 mi in 54:00"
_PLANNED = re.compile(
    r"^[^\S\n]*(?:planned|plan|geplant)[^\S\n]*:[^\S\n]*(?P<value>[^\n]{1,60})$",
    re.IGNORECASE | re.MULTILINE,
)
_HOURS_MINUTES = re.compile(
    r"(?<![\w:.,])(\d{1,2})\s?(?:h|hrs?|hours?|std\.?|stunden?)\s?"
    r"(?:(\d{1,2})\s?(?:m|min|mins|minutes?|minuten)?)?(?![\w:])",
    re.IGNORECASE,
)
_MINUTES = re.compile(
    r"(?<![\w:.,x×*])(?<![x×*]\s)(\d{1,3})\s?(?:m(?:in(?:s|\.)?|inutes?|inuten)|['’])(?!\w)",
    re.IGNORECASE,
)
_MINUTES_OR_M = re.compile(_MINUTES.pattern.replace("m(?:in", "m(?:|in"), re.IGNORECASE)
_CLOCK = re.compile(r"(?<![\w:.])(\d{1,3}):(\d{2})(?::(\d{2}))?(?![\w:])")
_FAR = re.compile(
    r"(?<![\w:.,x×*])(?<![x×*]\s)(\d{1,3}(?:[.,]\d{1,2})?)\s?"
    r"(km|k|kilometers?|kilometres?|kilometer|mi|miles?|meilen)(?!\w)"
    # "5k pace" is no distance.
    r"(?!\s(?:pace|effort|tempo)\b)",
    re.IGNORECASE,
)
_MOST_MINUTES, _MOST_KM = 2880, 400.0


def planned_minutes(event: CalendarEvent) -> int | None:
    """The run's planned length: of a range the longest; None: its text does not say."""
    for text in _labelled(event, _TIME_LABEL):
        if found := [*_lengths(text, is_time=True)]:
            return max(found)
    return max(_lengths(event.title, is_time=False), default=None)


def planned_km(event: CalendarEvent) -> float | None:
    """The run's planned distance: of a range the longest; None: its text does not say."""
    for text in _labelled(event, _DISTANCE_LABEL):
        if found := [*_distances(text)]:
            return max(found)
    if found := [*_distances(event.title)]:
        return max(found)
    title = event.title.casefold()
    if "pace" in title or "training" in title or "tempo" in title or "effort" in title:
        return None
    if re.search(r"\b(?:half[ -]?marathon|halbmarathon)\b", title):
        return _HALF_KM
    return _MARATHON_KM if re.search(r"(?<!ultra)(?<!ultra )marathon\b", title) else None


def _labelled(event: CalendarEvent, pattern: re.Pattern[str]) -> Iterator[str]:
    for labels in (pattern, _PLANNED):
        yield from (found.group("value") for found in labels.finditer(event.description))


def _lengths(text: str, *, is_time: bool) -> Iterator[int]:
    rest = text
    for found in _HOURS_MINUTES.finditer(text):
        yield from _sensible(60 * int(found.group(1)) + int(found.group(2) or 0))
        rest = rest.replace(found.group(0), " ", 1)
    # A lone "m" is minutes only where a time is meant.
    for found in (_MINUTES_OR_M if is_time else _MINUTES).finditer(rest):
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


def _sensible(minutes: int) -> Iterator[int]:
    if 0 < minutes <= _MOST_MINUTES:
        yield minutes
