"""When runs start: weekly times, as they were given or spread over the week."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from optimizer.documents.errors import Problem
from optimizer.documents.running import Running
from optimizer.documents.wording import counted, listed, quoted
from optimizer.documents.written_times import WEEKDAYS

_SPREAD = {
    1: ("Sun",),
    2: ("Wed", "Sun"),
    3: ("Tue", "Thu", "Sun"),
    4: ("Mon", "Wed", "Fri", "Sun"),
    5: ("Mon", "Tue", "Thu", "Fri", "Sun"),
    6: ("Mon", "Tue", "Wed", "Thu", "Sat", "Sun"),
    7: WEEKDAYS,
}
_ON_WEEKDAYS, _ON_WEEKENDS = time(18, 0), time(9, 0)
RACE_TIME = time(9, 0)
_WEEKLY = re.compile(r"^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([0-9]{2}):([0-9]{2})$")


@dataclass(frozen=True)
class WeeklyTime:
    """A weekday, counted from Monday, and a time of day."""

    weekday: int
    at: time

    @property
    def minute(self) -> int:
        """Of the week, from Monday 00:00."""
        return (self.weekday * 24 + self.at.hour) * 60 + self.at.minute

    def date_from(self, start: date) -> date:
        """The first such day from ``start`` on."""
        return start + timedelta(days=(self.weekday - start.weekday()) % 7)


def spread(days: int) -> tuple[WeeklyTime, ...]:
    """So many times over the week, with the longest run at its end."""
    return tuple(_usual(WEEKDAYS.index(name)) for name in _SPREAD[days])


def _usual(weekday: int) -> WeeklyTime:
    return WeeklyTime(weekday, _ON_WEEKENDS if weekday >= 5 else _ON_WEEKDAYS)


def times_of(running: Running, days: int) -> tuple[tuple[WeeklyTime, ...], list[Problem]]:
    """The weekly times, one a day in order of the week, and what is wrong with them."""
    if not running.times:
        found = list(spread(days))
        if running.long_day is not None:
            longest = WEEKDAYS.index(running.long_day)
            if longest not in [one.weekday for one in found]:
                found[-1] = _usual(longest)
        return tuple(sorted(found, key=lambda one: one.minute)), []
    problems: list[Problem] = []
    by_day: dict[int, WeeklyTime] = {}
    for index, text in enumerate(running.times):
        where = f"running.times[{index}]"
        match = _WEEKLY.match(text)
        if match is None or int(match[2]) > 23 or int(match[3]) > 59:
            problems.append(
                Problem(where, quoted(text), "is no weekly time; write it as Tue 18:00")
            )
            continue
        weekday = WEEKDAYS.index(match[1])
        if weekday in by_day:
            problems.append(Problem(where, quoted(text), f"{match[1]} is there twice; keep one"))
        by_day[weekday] = WeeklyTime(weekday, time(int(match[2]), int(match[3])))
    if not problems and len(by_day) < days:
        has = listed(WEEKDAYS[one] for one in sorted(by_day))
        problems.append(
            Problem(
                "running.times",
                "",
                f"has {has}; {counted(days, 'days')} a week need as many, so add some or leave it"
                " out",
            )
        )
    wanted = None if running.long_day is None else WEEKDAYS.index(running.long_day)
    if wanted is not None and wanted not in by_day and not problems:
        message = "is no day of running.times; add it there"
        problems.append(Problem("running.long_day", quoted(running.long_day), message))
    return tuple(by_day[one] for one in sorted(by_day)), problems


def local(day: date, at: time, zone: ZoneInfo) -> str:
    """ISO 8601 with the offset of the zone; as ``that_exists``."""
    return that_exists(datetime.combine(day, at), zone).isoformat()


def that_exists(moment: datetime, zone: ZoneInfo) -> datetime:
    """A time of ``zone``; where the clocks go forward over it, the first one after that."""
    while True:
        found = moment.replace(tzinfo=zone)
        if found.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == moment:
            return found
        moment += timedelta(minutes=1)


def hours_apart(one: WeeklyTime, other: WeeklyTime) -> float:
    """The shorter way around the week, in hours."""
    minutes = abs(one.minute - other.minute)
    return min(minutes, 7 * 24 * 60 - minutes) / 60
