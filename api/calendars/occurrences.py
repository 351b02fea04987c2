"""When the events of a calendar take place: series, exceptions and moved occurrences on one clock.

Past this room an occurrence has an instant, or a day where it lasts the whole of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TypeGuard

from icalendar import vRecur

from api.calendars.events import Added, CalendarEvent, CalendarFile, Moment
from api.calendars.identity import RUN_ENDING
from api.calendars.recurrence import Steps, TooMuchRepeated, UnreadableRule, occurrences
from api.calendars.zones import Zones, known_zone
from optimizer.documents.errors import Problem, UnusableInput

MAX_OCCURRENCES = 2_000
"""Of one calendar in the weeks that are looked at."""
_DAY = timedelta(days=1)
_LONGEST = timedelta(days=60)
"""No event that began longer ago than this is still going on, as far as anybody plans a week."""


@dataclass(frozen=True)
class Period:
    """The days that matter, on the clock of ``zone``; ``last`` is one of them."""

    first: date
    last: date
    zone: tzinfo

    @property
    def start(self) -> datetime:
        return datetime(self.first.year, self.first.month, self.first.day, tzinfo=self.zone)

    @property
    def end(self) -> datetime:
        after = self.last + _DAY
        return datetime(after.year, after.month, after.day, tzinfo=self.zone)


@dataclass(frozen=True)
class Occurrence:
    """One time that an event takes place."""

    event: CalendarEvent
    start: datetime
    """In UTC; for an event of whole days, midnight of the period's zone."""
    end: datetime | None
    """None: the event does not say."""
    day: date | None = None
    """The first day of an event of whole days."""
    is_moved: bool = False


@dataclass(frozen=True)
class NotRead:
    """An event of which no occurrence can be told."""

    event: CalendarEvent
    reason: str


@dataclass(frozen=True)
class Dated:
    """What a calendar has in a period, in the order of time."""

    occurrences: tuple[Occurrence, ...]
    cancelled: tuple[Occurrence, ...]
    not_read: tuple[NotRead, ...]
    replaced: tuple[CalendarEvent, ...]
    """Events of which the file has a later revision."""
    outside: int
    """Events with no occurrence in the period."""
    unknown_zones: tuple[str, ...]


def dated(file: CalendarFile, period: Period, where: str) -> Dated:
    """Every occurrence in ``period``; raises ``UnusableInput`` for more than anybody has."""
    steps = Steps()
    default = (known_zone(file.zone) if file.zone else None) or period.zone
    middle = datetime.combine(period.first, datetime.min.time())
    reader = _Reader(period, Zones(file.zones, default, middle, steps), steps)
    found: list[Occurrence] = []
    not_read: list[NotRead] = []
    replaced: list[CalendarEvent] = []
    outside = 0
    for series in _series(file.events, replaced):
        try:
            of_series = [*reader.occurrences(series)]
        except UnreadableRule as error:
            not_read.append(NotRead(series[0], str(error)))
            continue
        except OverflowError:
            not_read.append(NotRead(series[0], "its times are at the end of all calendars"))
            continue
        except TooMuchRepeated:
            raise UnusableInput(
                Problem(where, "", "repeats more than can be followed; export fewer weeks")
            ) from None
        found += of_series
        outside += not of_series
        if len(found) > MAX_OCCURRENCES:
            raise UnusableInput(
                Problem(
                    where,
                    "",
                    f"has more than {MAX_OCCURRENCES:,} events from {period.first} to"
                    f" {period.last}; leave calendars out of the export",
                )
            )
    found.sort(key=lambda one: (one.start, one.event.place))
    return Dated(
        occurrences=tuple(one for one in found if not one.event.is_cancelled),
        cancelled=tuple(one for one in found if one.event.is_cancelled),
        not_read=tuple(not_read),
        replaced=tuple(replaced),
        outside=outside,
        unknown_zones=tuple(reader.zones.unknown),
    )


def _series(
    events: Sequence[CalendarEvent], replaced: list[CalendarEvent]
) -> Iterator[list[CalendarEvent]]:
    """Each event with what stands for its occurrences; events that are alone stand alone.

    Of several revisions of one event the latest counts; ``replaced`` takes the others.
    """
    by_uid: dict[str, list[CalendarEvent]] = {}
    for event in events:
        by_uid.setdefault(event.uid or f"\n{event.place}", []).append(event)
    for same in by_uid.values():
        masters = [event for event in same if event.instead_of is None]
        latest = max((event.sequence for event in masters), default=0)
        replaced += [event for event in masters if event.sequence < latest]
        current = [event for event in masters if event.sequence == latest]
        instead = _latest_of_each([event for event in same if event.instead_of], replaced)
        if not current:
            yield from ([replace(event, instead_of=None)] for event in instead)
        for index, master in enumerate(current):
            # Some programs give one UID to several events: only the first is the series.
            yield [master, *(instead if index == 0 else [])]


def _latest_of_each(
    events: Iterable[CalendarEvent], replaced: list[CalendarEvent]
) -> list[CalendarEvent]:
    latest: dict[Moment | None, CalendarEvent] = {}
    for event in events:
        before = latest.get(event.instead_of)
        if before is not None:
            older, event = sorted((before, event), key=lambda one: one.sequence)
            replaced.append(older)
        latest[event.instead_of] = event
    return list(latest.values())


def _is_day(moment: Moment | None) -> TypeGuard[Moment]:
    return moment is not None and moment.is_day


class _Reader:
    """Puts the events of one calendar on the clock of a period."""

    def __init__(self, period: Period, zones: Zones, steps: Steps) -> None:
        self.period = period
        self.zones = zones
        self.steps = steps

    def occurrences(self, series: Sequence[CalendarEvent]) -> Iterator[Occurrence]:
        """The occurrences in the period; raises ``UnreadableRule`` and ``TooMuchRepeated``."""
        master, *instead = series
        start = self._start(master)
        changed = {self._key(event.instead_of, start) for event in instead}
        changed_days = {m.wall.date() for m in (e.instead_of for e in instead) if _is_day(m)}
        for event in instead:
            yield from self._instead(event, start)
        later = sorted(
            (event for event in instead if event.and_later_ones),
            key=lambda event: self._key(event.instead_of, start),
        )
        later_keys = [self._key(event.instead_of, start) for event in later]
        for moment, own_end in self._moments(master, start):
            key = self._key(moment, start)
            if key in changed or moment.wall.date() in changed_days:
                continue
            over = bisect_left(later_keys, key)
            if over:
                moment, event = self._shifted(moment, later[over - 1])
                yield from self._within(self._occurrence(event, moment, None, is_moved=True))
            else:
                yield from self._within(self._occurrence(master, moment, own_end))

    def _instead(self, event: CalendarEvent, like: Moment) -> Iterator[Occurrence]:
        start = self._start(event)
        is_moved = self._key(start, like) != self._key(event.instead_of, like)
        yield from self._within(self._occurrence(event, start, None, is_moved=is_moved))

    def _start(self, event: CalendarEvent) -> Moment:
        if event.start is None:
            raise UnreadableRule("it has no start that can be read")
        return event.start

    def _moments(
        self, event: CalendarEvent, start: Moment
    ) -> Iterator[tuple[Moment, Added | None]]:
        """Every start of the series that may matter, without those that are left out."""
        # Each is put on the clock of its zone, which takes as long as a step of a rule.
        self.steps.begin_rule()
        self.steps.take(len(event.left_out))
        out = {self._key(moment, start) for moment in event.left_out}
        days_out = {moment.wall.date() for moment in event.left_out if moment.is_day}
        seen: set[datetime] = set()
        # The length is looked at by ``_within``; a long event may have begun before the period.
        reach = min(self._length(event, start) or timedelta(0), _LONGEST) + 2 * _DAY
        first = self.period.start.replace(tzinfo=None) - reach
        last = self.period.end.replace(tzinfo=None) + 2 * _DAY
        single: list[tuple[Moment, Added | None]] = [(start, None)]
        single += [(one.start, one) for one in event.added]
        repeated = (
            (replace(start, wall=wall), None)
            for rule in event.rules
            for wall in occurrences(rule, start.wall, first, last, self.steps)
            if self._before_end(rule, replace(start, wall=wall))
        )
        for moment, own in (*single, *repeated):
            self.steps.take(1)
            if not first <= moment.wall <= last:
                continue
            key = self._key(moment, start)
            if key in seen or key in out or moment.wall.date() in days_out:
                continue
            seen.add(key)
            yield moment, own

    def _before_end(self, rule: vRecur, moment: Moment) -> bool:
        """Whether ``moment`` is not after the rule's UNTIL, a day of which counts as a whole."""
        given = rule.get("UNTIL")
        until = given[0] if isinstance(given, list) and given else given
        if not isinstance(until, date):
            return True
        if not isinstance(until, datetime):
            return moment.wall.date() <= until
        if until.tzinfo is None or moment.is_day:
            return moment.wall <= until.replace(tzinfo=None)
        return self._instant(moment) <= until

    def _shifted(self, moment: Moment, by: CalendarEvent) -> tuple[Moment, CalendarEvent]:
        """A later occurrence of a series that goes on otherwise from one of them on."""
        start = self._start(by)
        assert by.instead_of is not None
        return replace(start, wall=moment.wall + (start.wall - by.instead_of.wall)), by

    def _occurrence(
        self, event: CalendarEvent, start: Moment, own: Added | None, *, is_moved: bool = False
    ) -> Occurrence:
        begin = self._instant(start)
        day = start.wall.date() if start.is_day else None
        length = self._length(event, self._start(event))
        end: datetime | None
        if own is not None and own.end is not None:
            end = self._instant(own.end)
        elif own is not None and own.duration is not None:
            end = begin + own.duration
        elif length is None:
            end = None
        elif start.is_day:
            end = self._instant(replace(start, wall=start.wall + length))
        else:
            end = begin + length
        if day is None and (days := self._whole_days(event, start, begin, end)) is not None:
            day, count = days
            begin = self._instant(Moment(datetime.combine(day, time()), is_day=True))
            end = self._instant(Moment(datetime.combine(day + count * _DAY, time()), is_day=True))
        return Occurrence(event, begin, end, day, is_moved)

    def _whole_days(
        self, event: CalendarEvent, start: Moment, begin: datetime, end: datetime | None
    ) -> tuple[date, int] | None:
        """The first day and their number of an event of whole days that is written with times.

        Some programs write midnight to midnight, or to the minute before, or midnight alone, and
        may say so beside; our own runs are written as they are.
        """
        if event.uid.endswith(RUN_ENDING):
            return None
        own = self.zones.of(None if start.zone == "UTC" else start.zone)
        if (end is None or end == begin) and begin.astimezone(own).time() == time():
            return begin.astimezone(own).date(), 1
        for zone in (own, self.period.zone):
            first = begin.astimezone(zone)
            last = first + _DAY if end is None or end <= begin else end.astimezone(zone)
            is_midnight = (first.hour, first.minute) in ((0, 0), (0, 1))
            ends_a_day = (last.hour, last.minute) in ((0, 0), (23, 59)) and last > first
            if not (is_midnight and ends_a_day and (end is not None or event.takes_whole_days)):
                continue
            days = ((last + timedelta(minutes=1)).date() - first.date()).days
            if days >= 1:
                return first.date(), days
        if not event.takes_whole_days:
            return None
        # Of another zone's days: the day that it covers most of.
        first = begin.astimezone(own) + _DAY / 2
        return first.date(), 1 if end is None else max(1, round((end - begin) / _DAY))

    def _length(self, event: CalendarEvent, start: Moment) -> timedelta | None:
        """From start to end: elapsed for a time, days for whole days; None: it is not told."""
        if event.end is not None:
            if start.is_day or event.end.is_day:
                return max(event.end.wall - start.wall, timedelta(0))
            return max(self._instant(event.end) - self._instant(start), timedelta(0))
        if event.duration is not None:
            return max(event.duration, timedelta(0))
        return _DAY if start.is_day else None

    def _within(self, occurrence: Occurrence) -> Iterator[Occurrence]:
        end = occurrence.end or occurrence.start
        if occurrence.start < self.period.end and (
            end > self.period.start or occurrence.start >= self.period.start
        ):
            yield occurrence

    def _key(self, moment: Moment | None, like: Moment) -> datetime:
        """What makes two mentions of one occurrence equal: its instant, or its day."""
        assert moment is not None
        if like.is_day or moment.is_day:
            return datetime(moment.wall.year, moment.wall.month, moment.wall.day, tzinfo=UTC)
        return self._instant(moment)

    def _instant(self, moment: Moment) -> datetime:
        zone = self.period.zone if moment.is_day else self.zones.of(moment.zone)
        try:
            return moment.wall.replace(tzinfo=zone).astimezone(UTC)
        except OverflowError:
            raise UnreadableRule("its time is at the end of all calendars") from None
