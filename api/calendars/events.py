"""The events of an iCalendar file, as they stand there: no zone, rule or meaning is applied yet.

The lines are read by ``icalendar``.  Two things that its ready-made reader does are left out here,
since a file may come from anybody: it keeps the time zones of each file for all later ones, and
follows their rules to the end, which some have not.  A broken line of an event costs that line, not
the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from math import ceil

from icalendar import Component, ComponentFactory, Timezone, TypesFactory, vRecur
from icalendar.parser import Contentline, Contentlines
from icalendar.parser.ical import ComponentIcalParser
from icalendar.prop import vCategory, vDDDLists, vDDDTypes, vDuration, vPeriod, vText

from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.file_text import text_of

MAX_CALENDAR_BYTES = 5_000_000
MAX_EVENTS = 20_000
_MOST_PARTS = 3 * MAX_EVENTS
"""Events with their reminders, to-dos and all else."""
_MOST_LINES = 200_000
_MOST_LISTED = 20_000
"""Dates, periods and categories of all lists of one file together."""
_MOST_CATEGORIES = 30
"""Of one event that are looked at."""
_LONGEST_CATEGORY = 300
_LONGEST_LINE = 100_000
_LONGEST_TITLE = 300
_LONGEST_DESCRIPTION = 5_000

# All else, from attendees to pictures, is not even parsed.
_OWN = ("X-RUNSTRONG-KIND", "X-RUNSTRONG-ID", "X-RUNSTRONG-DISTANCE-KM")
_READ = frozenset(
    (
        *("BEGIN", "END", "PRODID", "METHOD", "X-WR-CALNAME", "X-WR-TIMEZONE", "FREEBUSY"),
        *("TZID", "X-LIC-LOCATION", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"),
        *("UID", "SEQUENCE", "SUMMARY", "DESCRIPTION", "CATEGORIES", "STATUS", "TRANSP"),
        *("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"),
        *("X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-CDO-ALLDAYEVENT", *_OWN),
        *("X-FUNAMBOL-ALLDAY", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT"),
    )
)
_LISTS = ("CATEGORIES", "EXDATE", "RDATE", "FREEBUSY")
_WHOLE_DAYS = (
    "X-MICROSOFT-CDO-ALLDAYEVENT", "X-FUNAMBOL-ALLDAY", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT",
)  # fmt: skip
# X-WORKOUT-ESTIMATED-DURATION and its like; never the way there or an alarm.
_ESTIMATE = re.compile(
    r"X-(?!.*(?:TRAVEL|SNOOZE|ALARM|REFRESH|TTL))"
    r"(?=.*(?:WORKOUT|ESTIMATED|PLANNED|EXPECTED|MOVING|TOTAL|TRAINING))[A-Z0-9-]*DURATION"
    r"(?P<unit>-MIN(?:UTE)?S|-SEC(?:OND)?S)?",
)
_LEAST_ESTIMATE_SECONDS = 600
"""Below, a bare number is minutes: nobody plans a run of less."""
_TIMED = re.compile(r"[ \t]*(?:DTSTART|DTEND|RECURRENCE-ID|EXDATE|RDATE)[;:]", re.IGNORECASE)
_EXTENDED = re.compile(
    r"(?P<day>[0-9]{4}(?P<sign>[-/.])[0-9]{2}(?P=sign)[0-9]{2})"
    r"(?:[T ](?P<clock>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]{1,6})?"
    r"(?P<offset>[+-][0-9]{2}:?[0-9]{2})?)?"
)
_WITHOUT_SECONDS = re.compile(r"(?<=[0-9]{8}T)[0-9]{4}(?![0-9])")
_CALLED_DAY = re.compile(r";VALUE=DATE(?![\w-])", re.IGNORECASE)
_MIDNIGHT = re.compile(r"(?<=[0-9]{8})T000000Z?")
_DECLINED = re.compile(r";PARTSTAT=\"?DECLINED(?![\w-])", re.IGNORECASE)
_NAME = re.compile(r"[ \t]*([A-Za-z0-9-]+)")


@dataclass(frozen=True)
class Moment:
    """A day, or a clock time on it, before its zone is looked up."""

    wall: datetime
    """Without a zone; midnight for a day."""
    zone: str | None = None
    """As the file calls it; ``UTC`` for a time with Z; None: a floating time."""
    is_day: bool = False


@dataclass(frozen=True)
class Added:
    """A further occurrence (RDATE), with an end or length of its own where it is a period."""

    start: Moment
    end: Moment | None = None
    duration: timedelta | None = None


@dataclass(frozen=True)
class CalendarEvent:
    """One VEVENT: a single event, a series, or what is different in one occurrence of a series."""

    place: int
    """Its place among the events of the file, from 1."""
    uid: str
    title: str
    description: str = ""
    categories: tuple[str, ...] = ()
    start: Moment | None = None
    """None: the file gives none that can be read."""
    end: Moment | None = None
    duration: timedelta | None = None
    rules: tuple[vRecur, ...] = ()
    added: tuple[Added, ...] = ()
    left_out: tuple[Moment, ...] = ()
    instead_of: Moment | None = None
    """The occurrence of the series that this stands for."""
    and_later_ones: bool = False
    sequence: int = 0
    is_cancelled: bool = False
    is_declined: bool = False
    """True: whose calendar it is has declined to come; it counts as cancelled."""
    is_free: bool | None = None
    """Whether its time stays free; None: it does not say."""
    is_tentative: bool = False
    """True: it may not take place."""
    estimated_minutes: int | None = None
    """How long a training program expects it to take, in a property of its own."""
    takes_whole_days: bool = False
    """True: its program says so, though it is written with times."""
    own: Mapping[str, str] = field(default_factory=dict)
    """Properties that this software wrote."""
    faults: tuple[str, ...] = ()

    @property
    def has_no_length(self) -> bool:
        """True: it is at a time, and neither goes on from there nor is said to be of whole days."""
        if self.start is None or self.start.is_day or self.takes_whole_days:
            return False
        return self.end in (None, self.start) and not self.duration


@dataclass(frozen=True)
class BusyTime:
    """One period of a VFREEBUSY, in UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class CalendarFile:
    name: str
    product: str
    zone: str | None
    """The zone that the file has for all of its floating times (X-WR-TIMEZONE)."""
    zones: Mapping[str, Timezone]
    """The zones that it defines, by TZID."""
    events: tuple[CalendarEvent, ...]
    busy: tuple[BusyTime, ...] = ()
    not_events: int = 0
    """To-dos and journal entries."""


def read_calendar(data: bytes, where: str) -> CalendarFile:
    """The calendar in ``data``, or several as one; raises ``UnusableInput`` naming ``where``."""
    text = _text(data, where)
    if "BEGIN:VCALENDAR" not in text[:100_000].upper():
        raise _unusable(where, "is no calendar: it has no BEGIN:VCALENDAR; export it as iCalendar")
    unfolded: list[Contentline] = Contentlines.from_ical(text)  # type: ignore[no-untyped-call]
    lines = [
        _with_basic_times(line)
        for line in unfolded
        if len(line) <= _LONGEST_LINE and _is_read(line)
    ]
    if len(lines) > _MOST_LINES or sum(_listed(line) for line in lines) > _MOST_LISTED:
        raise _unusable(where, "has more lines or dates than anybody's weeks; export fewer weeks")
    if sum(line[:6].upper() == "BEGIN:" for line in lines) > _MOST_PARTS:
        raise _unusable(where, f"has more than {_MOST_PARTS:,} parts; export fewer weeks")
    try:
        found = _Parser(lines, ComponentFactory(), TypesFactory.instance()).parse()
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
        reason = " ".join(str(error).split())[:200]
        raise _unusable(where, f"cannot be read as a calendar: {reason}") from None
    calendars = [one for one in found if one.name == "VCALENDAR"]
    parts = [part for calendar in calendars for part in calendar.subcomponents]
    if not calendars:
        raise _unusable(where, "is no calendar: its VCALENDAR has no end; export it again")
    events = [part for part in parts if part.name == "VEVENT"]
    if len(events) > MAX_EVENTS:
        raise _unusable(
            where,
            f"has {len(events):,} events; at most {MAX_EVENTS:,} are read, so export fewer weeks",
        )
    first = calendars[0]
    cancelled = _said(first, "METHOD").upper() == "CANCEL"
    # A calendar that has the address of its owner as its name says whose answers count.
    owner = _said(first, "X-WR-CALNAME").casefold()
    return CalendarFile(
        name=_said(first, "X-WR-CALNAME"),
        product=_said(first, "PRODID"),
        zone=_said(first, "X-WR-TIMEZONE") or None,
        zones={
            _said(part, "TZID"): part
            for part in parts
            if isinstance(part, Timezone) and _said(part, "TZID")
        },
        events=tuple(
            _event(part, place, cancelled, owner) for place, part in enumerate(events, start=1)
        ),
        busy=tuple(
            busy for part in parts if part.name == "VFREEBUSY" for busy in _busy_times(part)
        ),
        not_events=sum(part.name in ("VTODO", "VJOURNAL") for part in parts),
    )


class _Parser(ComponentIcalParser):
    """Keeps no zone, takes times as they are written, and goes on after a broken line."""

    # Named here, a time is put into the zone of its TZID at once.
    datetime_names = ()

    def handle_line_parse_error(self, exception: Exception) -> None:
        if self.component is None:
            raise exception
        self.component.errors.append((None, str(exception)))

    def handle_end_component(self, vals: str) -> None:
        if not self._stack:
            raise ValueError(f"END:{vals[:40]} without a BEGIN")
        ended = self._stack.pop()
        if self._stack:
            self._stack[-1].add_component(ended)
        else:
            self._components.append(ended)

    def handle_property_parse_error(self, exception: Exception, name: str, *_: object) -> None:
        assert self.component is not None
        self.component.errors.append((name, str(exception)))


def _text(data: bytes, where: str) -> str:
    if len(data) > MAX_CALENDAR_BYTES:
        raise _unusable(where, f"is longer than {MAX_CALENDAR_BYTES:,} bytes; export fewer weeks")
    return text_of(data, "calendar", where)


def _is_read(line: str) -> bool:
    name = _NAME.match(line)
    if name is None:
        return False
    found = name.group(1).upper()
    if found == "ATTENDEE":
        return _DECLINED.search(line) is not None
    return found in _READ or _ESTIMATE.fullmatch(found) is not None


def _with_basic_times(line: Contentline) -> Contentline:
    """Times as iCalendar has them of ``2026-11-24T07:00``, ``20261124T0700`` and midnights of days.

    Some programs write the extended form of ISO 8601, leave the seconds out, or call a time a date.
    """
    if _TIMED.match(line) is None:
        return line
    head, _, value = line.partition(":")
    if '"' in head:
        return line  # A quoted parameter may hold a colon itself.
    value = _EXTENDED.sub(_basic, value)
    value = _WITHOUT_SECONDS.sub(r"\g<0>00", value)
    if _CALLED_DAY.search(head):
        value = _MIDNIGHT.sub("", value)
        if "T" in value.upper():
            head = _CALLED_DAY.sub("", head)
    return Contentline(f"{head}:{value}")  # type: ignore[no-untyped-call]


def _basic(found: re.Match[str]) -> str:
    """``20261124T070000``; with an offset from UTC the same moment in UTC."""
    day = re.sub(r"[-/.]", "", found.group("day"))
    if found.group("clock") is None:
        return day
    clock = found.group("clock").replace(":", "").ljust(6, "0")
    if (offset := found.group("offset")) is None:
        return f"{day}T{clock}"
    try:
        moment = datetime.strptime(f"{day}T{clock}{offset}", "%Y%m%dT%H%M%S%z")
        return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    except (ValueError, OverflowError):
        return found.group()


def _listed(line: str) -> int:
    """How many things a line lists; one is none."""
    name = _NAME.match(line)
    is_list = name is not None and name.group(1).upper() in _LISTS
    return line.count(",") if is_list else 0


def _event(part: Component, place: int, cancelled: bool, owner: str) -> CalendarEvent:
    is_declined = bool(owner) and owner in _decliners(part)
    faults = [f"its {name or 'text'} cannot be read" for name, _ in part.errors]
    given = _first(part, "RECURRENCE-ID")
    return CalendarEvent(
        place=place,
        uid=_said(part, "UID"),
        title=_said(part, "SUMMARY")[:_LONGEST_TITLE],
        description=_said(part, "DESCRIPTION")[:_LONGEST_DESCRIPTION],
        categories=tuple(islice(_categories(part), _MOST_CATEGORIES)),
        start=_moment(_first(part, "DTSTART")),
        end=_moment(_first(part, "DTEND")),
        duration=_duration(_first(part, "DURATION")),
        rules=tuple(rule for rule in _all(part, "RRULE") if isinstance(rule, vRecur)),
        added=tuple(_added(part)),
        left_out=tuple(_moments(part, "EXDATE")),
        instead_of=_moment(given),
        and_later_ones=_parameter(given, "RANGE").upper() == "THISANDFUTURE",
        sequence=_whole(part, "SEQUENCE"),
        is_cancelled=cancelled or is_declined or _said(part, "STATUS").upper() == "CANCELLED",
        is_declined=is_declined,
        is_free=_is_free(part),
        is_tentative=_is_tentative(part),
        estimated_minutes=_estimated_minutes(part),
        takes_whole_days=any(_said(part, name).upper() in ("TRUE", "1") for name in _WHOLE_DAYS),
        own={name: _said(part, name) for name in _OWN if _said(part, name)},
        faults=tuple(dict.fromkeys(faults)),
    )


def _busy_times(part: Component) -> Iterator[BusyTime]:
    for period in _all(part, "FREEBUSY"):
        if isinstance(period, vPeriod) and _parameter(period, "FBTYPE").upper() != "FREE":
            start, end = period.start, period.end
            if start.tzinfo is not None and end.tzinfo is not None:
                yield BusyTime(start, end)


def _is_free(part: Component) -> bool | None:
    outlook = _said(part, "X-MICROSOFT-CDO-BUSYSTATUS").upper()
    if outlook in ("BUSY", "OOF", "TENTATIVE"):
        return False
    transparency = _said(part, "TRANSP").upper()
    if outlook == "FREE" or transparency == "TRANSPARENT":
        return True
    return False if transparency == "OPAQUE" else None


def _estimated_minutes(part: Component) -> int | None:
    """Seconds, minutes or an ISO 8601 duration, by whatever name a program has for it."""
    for name in part:
        found = _ESTIMATE.fullmatch(str(name).upper())
        if found is None:
            continue
        length = _length(_said(part, name), found.group("unit") or "")
        if length is not None and timedelta(0) < length <= timedelta(days=2):
            return ceil(length / timedelta(minutes=1))
    return None


def _length(text: str, unit: str) -> timedelta | None:
    if re.fullmatch(r"[0-9]{1,6}(?:\.[0-9]+)?", text):
        number = float(text)
        is_minutes = unit.startswith("-MIN") or (not unit and number < _LEAST_ESTIMATE_SECONDS)
        return timedelta(minutes=number) if is_minutes else timedelta(seconds=number)
    if clock := re.fullmatch(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?", text):
        hours, minutes, seconds = (int(one or 0) for one in clock.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    try:
        found: object = vDuration.from_ical(text)  # type: ignore[no-untyped-call]
    except (ValueError, TypeError, OverflowError):
        return None
    return found if isinstance(found, timedelta) else None


def _is_tentative(part: Component) -> bool:
    status = _said(part, "X-MICROSOFT-CDO-BUSYSTATUS").upper()
    return "TENTATIVE" in (status, _said(part, "STATUS").upper())


def _decliners(part: Component) -> set[str]:
    """Addresses of those who have said that they do not come."""
    attendees = (str(one).casefold() for one in _all(part, "ATTENDEE"))
    return {one.removeprefix("mailto:") for one in attendees}


def _categories(part: Component) -> Iterator[str]:
    for found in _all(part, "CATEGORIES"):
        if isinstance(found, vCategory):
            names = (str(name).strip()[:_LONGEST_CATEGORY] for name in found.cats)
            yield from (name for name in names if name)


def _added(part: Component) -> Iterator[Added]:
    for found in _all(part, "RDATE"):
        if not isinstance(found, vDDDLists):
            continue
        zone = _parameter(found, "TZID")
        for one in found.dts:
            if isinstance(one.dt, tuple):
                start, rest = one.dt
                begin = _moment_of(start, zone)
                if begin is None:
                    continue
                if isinstance(rest, timedelta):
                    yield Added(begin, duration=rest)
                else:
                    yield Added(begin, end=_moment_of(rest, zone))
            elif (moment := _moment_of(one.dt, zone)) is not None:
                yield Added(moment)


def _moments(part: Component, name: str) -> Iterator[Moment]:
    for found in _all(part, name):
        if isinstance(found, vDDDLists):
            for one in found.dts:
                if (moment := _moment_of(one.dt, _parameter(found, "TZID"))) is not None:
                    yield moment


def _moment(value: object) -> Moment | None:
    if not isinstance(value, vDDDTypes):
        return None
    return _moment_of(value.dt, _parameter(value, "TZID"))


def _moment_of(value: object, zone: str) -> Moment | None:
    if isinstance(value, datetime):
        wall = value.replace(tzinfo=None, microsecond=0)
        return Moment(wall, "UTC" if value.tzinfo else zone or None)
    if isinstance(value, date):
        return Moment(datetime(value.year, value.month, value.day), zone or None, is_day=True)  # noqa: DTZ001  (a day)
    return None


def _duration(value: object) -> timedelta | None:
    found = value.dt if isinstance(value, vDDDTypes) else None
    return found if isinstance(found, timedelta) else None


def _whole(part: Component, name: str) -> int:
    value = _first(part, name)
    return int(value) if isinstance(value, int) else 0


def _said(part: Component, name: str) -> str:
    value = _first(part, name)
    return str(value).strip() if isinstance(value, str) else ""


def _first(part: Component, name: str) -> object:
    return next(iter(_all(part, name)), None)


def _all(part: Component, name: str) -> list[object]:
    value: object = part.get(name)
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _parameter(value: object, name: str) -> str:
    parameters = getattr(value, "params", None)
    found: object = None if parameters is None else parameters.get(name)
    return str(found).strip() if isinstance(found, (str, vText)) else ""


def _unusable(where: str, message: str) -> UnusableInput:
    return UnusableInput(Problem(where, "", message))
