"""A time zone as an iCalendar file carries it: every change of the clocks around a week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

_YEARS_AROUND = 2
"""Before and after: a calendar program may look up other days of the same event."""
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class _Change:
    """A change of the offset; ``onset`` is on the clock as it was before."""

    onset: datetime
    offset_from: timedelta
    offset_to: timedelta
    name: str

    @property
    def is_daylight(self) -> bool:
        # Not what the zone calls it: Dublin's winter is "daylight" in some copies of the database.
        return self.offset_to > self.offset_from

    @property
    def kind(self) -> tuple[timedelta, timedelta, str]:
        return self.offset_from, self.offset_to, self.name


def is_utc(zone: ZoneInfo) -> bool:
    """True: times need no definition, they are written with a Z."""
    return zone.key in ("UTC", "Etc/UTC", "Zulu", "Etc/Zulu", "Etc/UCT", "UCT", "Universal")


def time_zone(zone: ZoneInfo, year: int) -> Timezone:
    """The definition of ``zone``, right for two years before and after ``year``.

    The library's own conversion puts the onset of a change on the clock as it is after it; RFC 5545
    wants it on the clock as it was before.
    """
    first = datetime(max(year - _YEARS_AROUND, 2), 1, 1, tzinfo=UTC)
    end = datetime(min(year + _YEARS_AROUND + 1, 9998), 1, 1, tzinfo=UTC)
    definition = Timezone()
    definition.add("TZID", zone.key)
    definition.add_component(_part([_state(zone, first)]))
    changes = list(_changes(zone, first, end))
    years = end.year - first.year
    for kind in dict.fromkeys(change.kind for change in changes):
        of_kind = [change for change in changes if change.kind == kind]
        definition.add_component(_part(of_kind, _rule(of_kind, years)))
    return definition


def _state(zone: ZoneInfo, moment: datetime) -> _Change:
    local = moment.astimezone(zone)
    offset = _offset(local)
    return _Change(local.replace(tzinfo=None), offset, offset, _name(local))


def _changes(zone: ZoneInfo, first: datetime, end: datetime) -> Iterator[_Change]:
    moment = first
    while moment < end:
        later = moment + timedelta(days=1)
        # Some zones have two changes within weeks, none has two within a day.
        if _offset(moment.astimezone(zone)) != _offset(later.astimezone(zone)):
            yield _change_between(zone, moment, later)
        moment = later


def _change_between(zone: ZoneInfo, before: datetime, after: datetime) -> _Change:
    old = _offset(before.astimezone(zone))
    while after - before > timedelta(minutes=1):
        middle = before + timedelta(minutes=(after - before) // timedelta(minutes=2))
        if _offset(middle.astimezone(zone)) == old:
            before = middle
        else:
            after = middle
    local = after.astimezone(zone)
    onset = (after + old).replace(tzinfo=None)
    return _Change(onset, old, _offset(local), _name(local))


def _rule(changes: Sequence[_Change], years: int) -> vRecur | None:
    """The yearly rule that all of ``changes`` follow, where there is one each year."""
    onsets = [change.onset for change in changes]
    if len(onsets) != years or len({(o.month, o.weekday(), o.time()) for o in onsets}) != 1:
        return None
    from_start = {(o.day - 1) // 7 + 1 for o in onsets}
    from_end = {-((_days_of_month(o) - o.day) // 7 + 1) for o in onsets}
    which = from_start if len(from_start) == 1 else from_end
    if len(which) != 1:
        return None
    return vRecur(
        FREQ="YEARLY",
        BYMONTH=onsets[0].month,
        BYDAY=f"{which.pop()}{_WEEKDAYS[onsets[0].weekday()]}",
    )


def _part(
    changes: Iterable[_Change], rule: vRecur | None = None
) -> TimezoneStandard | TimezoneDaylight:
    first, *others = changes
    part = TimezoneDaylight() if first.is_daylight else TimezoneStandard()
    part.add("DTSTART", first.onset)
    if rule is not None:
        part.add("RRULE", rule)
    elif others:
        part.add("RDATE", [change.onset for change in others])
    part.add("TZNAME", first.name)
    part.add("TZOFFSETFROM", first.offset_from)
    part.add("TZOFFSETTO", first.offset_to)
    return part


def _days_of_month(moment: datetime) -> int:
    next_month = moment.replace(day=28) + timedelta(days=4)
    return (next_month.replace(day=1) - timedelta(days=1)).day


def _offset(local: datetime) -> timedelta:
    offset = local.utcoffset()
    assert offset is not None
    return offset


def _name(local: datetime) -> str:
    name = local.tzname()
    assert name is not None
    return name
