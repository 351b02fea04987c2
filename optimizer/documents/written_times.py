"""Times as people write them: ``Tue 7pm``, ``Tuesday 19:00``, ``di 19 Uhr``, ``24.11.2026 19:00``.

Dates too: ``24.11.2026``, ``Tue 24 Nov 2026``, ``11/24/2026``; not ``03/04/2026``, which is two.
Only what is unmistakable is understood; past this room a time is ``Tue 19:00`` or
``2026-11-24T19:00``.  Weekdays are known by name and usual abbreviation in English, German, French,
Spanish, Italian, Dutch and Portuguese.  Digits are ASCII.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from optimizer.documents.month_names import month_called

YEARS = (1900, 2199)
"""Of first days: clocks are odd before, and the calendar has an end after."""
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAY_TIME = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([0-9]{2}):([0-9]{2})")
LOCAL_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")

# Without accents and the s of "Tuesdays" and "dienstags".
_NAMES: dict[str, tuple[str, ...]] = {
    "Mon": ("mon", "mo", "monday", "montag", "lu", "lun", "lundi", "lune", "lunedi", "maandag",
            "seg", "segunda", "segunda-feira"),
    "Tue": ("tue", "tu", "tues", "tuesday", "di", "dienstag", "mar", "mardi", "marte", "martedi",
            "din", "dinsdag", "ter", "terca", "terca-feira"),
    "Wed": ("wed", "we", "weds", "wednesday", "mi", "mittwoch", "me", "mer", "mercredi", "mie",
            "miercole", "mercoledi", "wo", "woe", "woensdag", "qua", "quarta", "quarta-feira"),
    "Thu": ("thu", "th", "thur", "thurs", "thursday", "do", "don", "donnerstag", "je", "jeu",
            "jeudi", "ju", "jue", "jueve", "gi", "gio", "giovedi", "donderdag", "qui", "quinta",
            "quinta-feira"),
    "Fri": ("fri", "fr", "friday", "freitag", "ve", "ven", "vendredi", "vi", "vie", "vierne",
            "venerdi", "vr", "vrij", "vrijdag", "sex", "sexta", "sexta-feira"),
    "Sat": ("sat", "sa", "saturday", "sam", "samstag", "sonnabend", "samedi", "sab", "sabado",
            "sabato", "za", "zat", "zaterdag"),
    "Sun": ("sun", "su", "sunday", "so", "son", "sonntag", "dim", "dimanche", "dom", "domingo",
            "domenica", "zo", "zon", "zondag"),
}  # fmt: skip
_DAY_OF = {name: day for day, names in _NAMES.items() for name in names}
_MISTAKABLE = {"ma": "Monday in Dutch and Tuesday in French and Spanish; write Mon or Tue"}

_WORD = r"[^\W\d_]+(?:-[^\W\d_]+)*"
_MONTH = r"[^\W\d_]{3,10}"
_OF = r"(?:\s+de\s+|\s+|\s?-\s?)"
_NTH = r"(?:\.|st|nd|rd|th|er|\u00ba|\u00aa)?"
_DAY = re.compile(
    r"(?:(?:on|am|le|el|il|op|na)\s+)?"
    # "Mar 24, 2026" begins with no weekday.
    rf"(?:(?!{_MONTH}\.?\s+[0-9]{{1,2}}{_NTH},?\s+[0-9]{{4}})"
    rf"(?P<word>{_WORD})\.?(?:\s*,)?(?:\s+|$|(?=:))|:)?"
    r"(?P<date>\s*(?P<ymd>[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2})(?![-/.0-9])"
    r"|\s*(?P<dmy>[0-9]{1,2}\.\s?[0-9]{1,2}\.\s?[0-9]{4})(?![-/.0-9])"
    r"|\s*(?P<either>[0-9]{1,2}[-/][0-9]{1,2}[-/][0-9]{4})(?![-/.0-9])"
    rf"|\s*(?P<day>[0-9]{{1,2}}){_NTH}{_OF}(?P<month>{_MONTH})\.?,?{_OF}(?P<year>[0-9]{{4}})"
    r"(?![-/.0-9])"
    rf"|\s*(?P<month_first>{_MONTH})\.?\s+(?P<its_day>[0-9]{{1,2}}){_NTH},?\s+"
    r"(?P<its_year>[0-9]{4})(?![-/.0-9]))?",
    re.IGNORECASE,
)
# Small words between a day and a time.
_BETWEEN = re.compile(
    r"(?:\s*[,:T@]|\s)\s*(?:(?:at|um|ab|from|a las?|(?:alle\s+|dalle\s+)?ore"
    r"|alle|dalle|à|às|as|om|vanaf|de|desde|le)\s+)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?P<hour>[0-9]{1,2})"
    r"(?:[:.hu](?P<minute>[0-9]{2})(?::00|min\b)?(?![0-9])|(?<=[0-9]{2})(?P<joined>[0-9]{2})(?![0-9]))?"
    r"(?:\s?(?P<half>[ap])\.?\s?m\b\.?"
    r"|\s?(?P<o_clock>uhr|o'?clock|hrs?|heures?|horas?|uur|h|u)(?![^\W_])\.?)?"
    r"(?:\s(?:(?P<late>in the (?:evening|afternoon)|abends|nachmittags|du soir|de l'après-midi"
    r"|de la (?:tarde|noche)|di sera|del pomeriggio|'?s avonds|'?s middags|da (?:tarde|noite))"
    r"|(?P<early>in the morning|morgens|vormittags|früh|du matin|de la mañana|di mattina"
    r"|'?s (?:ochtends|morgens)|da manhã))(?!\w))?"
    r"(?![0-9:])",
    re.IGNORECASE,
)
_NOON = re.compile(
    r"(?:12(?:[:.]00)?\s)?(?:noon|midday|midi|mezzogiorno|mediodía|meio-dia)(?!\w)", re.IGNORECASE
)
# "19:00 on Tuesday"
_DAY_BEHIND = re.compile(
    rf"(?:\s*,)?\s+(?:(?:on|am|le|el|il|op|na)\s+)?(?P<word>{_WORD})\b\.?", re.IGNORECASE
)
# "lundi 18 h 30", which in the cell of a roster could be 30 minutes from 18:00 on.
_SPACED = re.compile(
    r"(?<![0-9])(?P<hour>[0-9]{1,2}) ?(?:h|uhr) (?P<minute>[0-9]{2})\Z", re.IGNORECASE
)
# None is further behind than 12 hours; what is, is the end of something.
_OFFSET = re.compile(
    r"[0-9]{2}:[0-9]{2}(?::[0-9.]+)?\s?(?:Z|\+[0-9]{2}:?[0-9]{2}"
    r"|(?<=[0-9]{4}-[0-9]{2}-[0-9]{2}.[0-9]{2}:[0-9]{2})-(?:0[0-9]|1[0-2]):?[0-9]{2})\Z"
)
_UNTIL = re.compile(
    r"[0-9mhru]\.?(?:\s*[-\u2013\u2014]\s*|\s+(?:to|until|till|bis|à|hasta|fino a|tot|até)\s+)"
    r"[0-9]{1,2}(?:[:.hu][0-9]{2}|\s?[ap]\.?m|\s?(?:h|u|uhr|uur)\b)",
    re.IGNORECASE,
)


class NoTime(ValueError):
    """A text that is no time; its message reads on from the text and ends with a cure."""


@dataclass(frozen=True)
class Clock:
    """A time of day; ``hour`` 24 is the midnight that ends it."""

    hour: int
    minute: int

    def __str__(self) -> str:
        return f"{self.hour:02}:{self.minute:02}"


def written_moment(text: str, *, as_end: bool = False) -> str:
    """``text`` as ``Tue 19:00`` or ``2026-11-24T19:00``; raises ``NoTime``.

    ``as_end``: 24:00 is the midnight that ends the day.
    """
    stripped = text.strip(" \t")
    for way in (stripped, _with_minutes_joined(stripped)):
        found = moment_at(way, as_end=as_end)
        if found is not None and found[1] == len(way):
            return found[0]
    raise NoTime(_fault(text))


def _with_minutes_joined(text: str) -> str:
    return _SPACED.sub(r"\g<hour>:\g<minute>", text)


def is_moment(text: str) -> bool:
    """Whether ``text`` is written in full, as above."""
    return bool(WEEKDAY_TIME.fullmatch(text) or LOCAL_TIME.fullmatch(text))


def moment_at(text: str, *, as_end: bool = False) -> tuple[str, int] | None:
    """The moment with which ``text`` begins, as above, and where it ends there; None: none."""
    if known := WEEKDAY_TIME.match(text) or LOCAL_TIME.match(text):
        rest = text[known.end() :]
        hour, minute = int(known.group()[-5:-3]), int(known.group()[-2:])
        if _ends(rest) and hour < 24 and minute < 60:
            return known.group(), known.end()
    day = _DAY.match(text)
    if day is None or not day.group():
        return _time_first(text)
    word, on = _weekday(day["word"]), _date(day)
    is_known = (word is not None or not day["word"]) and (on is not None or not day["date"])
    if not is_known or (word is None and on is None) or _contradicts(word, on):
        return None
    between = _BETWEEN.match(text, len(text[: day.end()].rstrip()))
    clock = None if between is None else clock_at(text, between.end())
    if clock is None or (clock[0].hour == 24 and not as_end):
        return None
    time, end = clock
    return _on(word, on, time), end


def _time_first(text: str) -> tuple[str, int] | None:
    """As ``moment_at`` for a weekday behind its time."""
    if (clock := clock_at(text)) is None or clock[0].hour == 24:
        return None
    behind = _DAY_BEHIND.match(text, clock[1])
    word = None if behind is None else _weekday(behind["word"])
    if behind is None or word is None:
        return None
    return _on(word, None, clock[0]), behind.end()


def clock_at(text: str, at: int = 0) -> tuple[Clock, int] | None:
    """The time of day that stands in ``text`` at ``at``, and where it ends; None: none."""
    if noon := _NOON.match(text, at):
        return Clock(12, 0), noon.end()
    found = _CLOCK.match(text, at)
    clock_parts = ("minute", "joined", "half", "o_clock", "late", "early")
    # A number alone could be anything.
    if found is None or not any(found[name] for name in clock_parts):
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or found["joined"] or 0)
    half = found["half"]
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    elif found["late"] is not None and 1 <= hour < 12:
        hour += 12
    elif found["early"] is not None and hour > 12:
        return None
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return None
    return Clock(hour, minute), found.end()


def end_after(start: str, text: str) -> str:
    """The end ``text`` of a window from ``start``; one that says only a time is the next such.

    Raises ``NoTime``.
    """
    stripped = _with_minutes_joined(text.strip(" \t"))
    clock = clock_at(stripped)
    if clock is None or clock[1] != len(stripped):
        return written_moment(text, as_end=True)
    time, days = clock[0], 0
    if (time.hour, time.minute) <= (int(start[-5:-3]), int(start[-2:])):
        days = 1
    if WEEKDAY_TIME.fullmatch(start):
        return _on(WEEKDAYS[(WEEKDAYS.index(start[:3]) + days) % 7], None, time)
    return _on(None, date.fromisoformat(start[:10]) + timedelta(days=days), time)


def written_date(text: str) -> str:
    """``text`` as ``2026-11-23``; raises ``NoTime``.

    A date may stand with its weekday.
    """
    found = _DAY.fullmatch(text.strip())
    on = None if found is None else _date(found)
    if found is None or on is None:
        raise NoTime(_two_readings(found) or "is no date; write it as 2026-11-23")
    word = _weekday(found["word"])
    if found["word"] and word is None:
        raise NoTime("is no date; write it as 2026-11-23")
    if _contradicts(word, on):
        raise NoTime(_contradiction(on))
    return on.isoformat()


def year_fault(day: date) -> str:
    """What is wrong with the year of a first day, in words; empty where nothing is."""
    first, last = YEARS
    if first <= day.year <= last:
        return ""
    return f"is outside the years {first} to {last}; write 2026-11-23"


def window_id(start: str) -> str:
    """``tue-1900`` for a window from ``start``, as above."""
    day = start[:3]
    if LOCAL_TIME.fullmatch(start):
        try:
            day = WEEKDAYS[date.fromisoformat(start[:10]).weekday()]
        except ValueError:
            return "window"  # What is wrong with it is said where the times are read.
    elif not WEEKDAY_TIME.fullmatch(start):
        return "window"
    return f"{day.lower()}-{start[-5:-3]}{start[-2:]}"


def _on(word: str | None, on: date | None, time: Clock) -> str:
    days, hour = divmod(time.hour, 24)
    clock = Clock(hour, time.minute)
    if on is not None:
        return f"{on + timedelta(days=days)}T{clock}"
    assert word is not None
    return f"{WEEKDAYS[(WEEKDAYS.index(word) + days) % 7]} {clock}"


def _weekday(word: str | None) -> str | None:
    if word is None:
        return None
    plain = "".join(
        sign
        for sign in unicodedata.normalize("NFKD", word.casefold())
        if not unicodedata.combining(sign)
    )
    return _DAY_OF.get(plain) or _DAY_OF.get(plain.removesuffix("s"))


def _date(found: re.Match[str]) -> date | None:
    if found["ymd"]:
        year, month, day = (int(part) for part in re.split("[-/]", found["ymd"]))
    elif found["dmy"]:
        day, month, year = (int(part) for part in found["dmy"].split("."))
    elif found["either"]:
        ways = _ways(found["either"])
        return ways[0] if len(ways) == 1 else None
    elif found["date"]:
        name = found["month"] or found["month_first"]
        day = int(found["day"] or found["its_day"])
        year = int(found["year"] or found["its_year"])
        month = month_called(name) or 0
    else:
        return None
    return _existing(year, month, day)


def _ways(text: str) -> list[date]:
    """The dates that ``03/04/2026`` may mean, day first and month first."""
    first, second, year = (int(part) for part in re.split("[-/]", text))
    ways = {_existing(year, second, first), _existing(year, first, second)}
    return sorted(way for way in ways if way is not None)


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _two_readings(day: re.Match[str] | None) -> str:
    """What is wrong with a date of numbers that could be two; empty where it is not that."""
    ways = _ways(day["either"]) if day is not None and day["either"] else []
    if len(ways) < 2:
        return ""
    return f"could be {ways[0]} or {ways[1]}; write the one that is meant like that"


def _contradiction(on: date) -> str:
    return f"contradicts itself: {on} is a {WEEKDAYS[on.weekday()]}; leave the weekday out"


def _contradicts(word: str | None, on: date | None) -> bool:
    return word is not None and on is not None and WEEKDAYS[on.weekday()] != word


def _ends(rest: str) -> bool:
    """Whether a time written in full ends here, and no ``:30`` or ``pm`` follows."""
    return not re.match(r"[0-9:+]|Z|\s?[ap]\.?\s?m\b", rest, re.IGNORECASE)


def _fault(text: str) -> str:
    word = re.match(_WORD, text.strip())
    plain = word.group().casefold() if word else ""
    if plain in _MISTAKABLE:
        return f"could be {_MISTAKABLE[plain]}"
    if any(sign.isdigit() and not sign.isascii() for sign in text):
        return "has digits that are not 0 to 9; write 'Mon 18:00' or 2026-11-23T18:00"
    if _OFFSET.search(text.strip()):
        return "says an offset; times are those of week.timezone, so leave it out"
    if _UNTIL.search(text):
        return "is no time; it is two: write the first alone, and the length as minutes"
    if day := _DAY.match(text.strip()):
        on = _date(day)
        if on is not None and _contradicts(_weekday(day["word"]), on):
            return _contradiction(on)
        if readings := _two_readings(day):
            return readings
    if re.search(r"(?:2[4-9]|[3-9][0-9])[:.h][0-9]{2}|[0-9]{1,2}:[6-9][0-9]", text):
        return "is no time of day; write hours 00 to 23 and minutes 00 to 59"
    return "is no time; write 'Mon 18:00' or 2026-11-23T18:00"
