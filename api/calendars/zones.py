"""Which time zone an event means, whatever its calendar calls it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from icalendar import Component, Timezone, TimezoneDaylight, TimezoneStandard, vRecur
from icalendar.prop import vDDDLists

from api.calendars.recurrence import Steps, occurrences
from optimizer.documents.zone_names import zone_called

_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?\Z")
_MOST_PARTS = 60
"""Of a zone that a file defines: far more changes of the clocks than any place has a rule for."""


_LOOKED_BACK = 4
"""Changes whose skipped hour may still matter."""


class Zones:
    """Looks up the zones of one calendar."""

    def __init__(
        self, defined: Mapping[str, Timezone], default: tzinfo, around: datetime, steps: Steps
    ) -> None:
        """``default``: for floating times and zones that nobody knows.

        ``around``: the clock time near which a zone that the file defines has to be right.
        """
        self.unknown: list[str] = []
        """Names that are neither known nor defined, in the order in which they were met."""
        self._defined = defined
        self._default = default
        self._around = around
        self._steps = steps
        self._found: dict[str, tzinfo] = {}

    def of(self, name: str | None) -> tzinfo:
        """The zone called ``name``; the calendar's own for a floating time (None)."""
        if name is None:
            return self._default
        if name not in self._found:
            zone = known_zone(name) or self._own(name)
            if zone is None:
                self.unknown.append(name)
            self._found[name] = zone or self._default
        return self._found[name]

    def _own(self, name: str) -> tzinfo | None:
        """What the file itself says of a zone."""
        definition = self._defined.get(name)
        if definition is None:
            return None
        place: object = definition.get("X-LIC-LOCATION")
        known = known_zone(str(place)) if place is not None else None
        return known or _zone_of(definition, self._around, self._steps)


def known_zone(name: str) -> tzinfo | None:
    """The zone of an IANA name, also inside a longer one, of a Windows name or of an offset."""
    name = name.strip().strip('"').strip("/")
    if name.upper() in ("UTC", "GMT", "Z"):
        return UTC
    parts = name.split("/")
    # "/mozilla.org/20050126_1/Europe/Berlin" ends with the name that is meant.
    ends = ["/".join(parts[first:]) for first in range(min(len(parts), 8))]
    for candidate in ends:
        if (key := zone_called(candidate)) is not None:
            return ZoneInfo(key)
    if offset := _OFFSET.match(name.upper().replace(" ", "")):
        sign, hours, minutes = offset.groups()
        length = timedelta(hours=int(hours), minutes=int(minutes or 0))
        if length < timedelta(hours=24):
            return timezone(length if sign == "+" else -length)
    return None


class _DefinedZone(tzinfo):
    """A zone by its changes: when each comes, on the clock before it, and the offsets around it."""

    def __init__(self, changes: Sequence[_Change]) -> None:
        self._changes = tuple(changes)
        self._onsets = [change.onset for change in changes]

    def utcoffset(self, moment: datetime | None) -> timedelta:
        """Twice the same hour: the first; an hour that is left out: as on the clock before."""
        first = self._changes[0]
        offset = first.offset_from
        if moment is not None:
            wall = moment.replace(tzinfo=None)
            # By far the most are long past.
            at = max(bisect_right(self._onsets, wall) - _LOOKED_BACK, 0)
            offset = self._changes[at - 1].offset_to if at else first.offset_from
            for change in self._changes[at : at + 2 * _LOOKED_BACK]:
                skipped = max(change.offset_to - change.offset_from, timedelta(0))
                if wall >= change.onset + skipped:
                    offset = change.offset_to
        return offset

    def fromutc(self, moment: datetime) -> datetime:
        wall = moment.replace(tzinfo=None)
        offset = self._changes[0].offset_from
        for change in self._changes:
            if wall >= change.onset - change.offset_from:
                offset = change.offset_to
        return (wall + offset).replace(tzinfo=self)

    def dst(self, _: datetime | None) -> None:
        return None

    def tzname(self, _: datetime | None) -> str:
        return "defined"


@dataclass(frozen=True, order=True)
class _Change:
    onset: datetime
    offset_from: timedelta
    offset_to: timedelta


def _zone_of(definition: Timezone, around: datetime, steps: Steps) -> tzinfo | None:
    """The zone that a VTIMEZONE defines, right for a year around; None: it makes no sense."""
    components: Sequence[Component] = definition.subcomponents
    parts = [part for part in components if isinstance(part, (TimezoneStandard, TimezoneDaylight))]
    try:
        changes = [
            change for part in parts[:_MOST_PARTS] for change in _changes(part, around, steps)
        ]
    except (ValueError, TypeError, AttributeError, KeyError, OverflowError):
        return None
    return _DefinedZone(sorted(changes)) if changes else None


def _changes(
    part: TimezoneStandard | TimezoneDaylight, around: datetime, steps: Steps
) -> Iterator[_Change]:
    start = _wall(part.DTSTART)
    before, after = _offset(part.TZOFFSETFROM), _offset(part.TZOFFSETTO)
    year = timedelta(days=366)
    yield _Change(start, before, after)
    rules, dates = part.get("RRULE"), part.get("RDATE")
    for rule in rules if isinstance(rules, list) else [rules]:
        if isinstance(rule, vRecur):
            end = _until(rule, before)
            for onset in occurrences(rule, start, around - 2 * year, around + year, steps):
                if end is None or onset <= end:
                    yield _Change(onset, before, after)
            if end is not None and end < around - year:
                # What held when the rule ended holds until another part takes over.
                for onset in occurrences(rule, start, end - 2 * year, end, steps):
                    yield _Change(onset, before, after)
    for listed in dates if isinstance(dates, list) else [dates]:
        if isinstance(listed, vDDDLists):
            steps.begin_rule()
            steps.take(len(listed.dts))
            for one in listed.dts:
                yield _Change(_wall(one.dt), before, after)


def _until(rule: vRecur, offset: timedelta) -> datetime | None:
    """The end of a rule on the clock that has ``offset``."""
    given = rule.get("UNTIL")
    end = given[0] if isinstance(given, list) and given else given
    if isinstance(end, datetime) and end.tzinfo is not None:
        return end.astimezone(UTC).replace(tzinfo=None) + offset
    return None if end is None else _wall(end)


def _offset(value: object) -> timedelta:
    if not isinstance(value, timedelta) or abs(value) >= timedelta(days=1):
        raise ValueError("no offset")
    return value


def _wall(moment: object) -> datetime:
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    if isinstance(moment, date):
        return datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001  (a clock time)
    raise TypeError("no time")
