"""When runs start: weekly times, as they were given or spread over the week."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations
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


def weekly_time(text: str) -> WeeklyTime | None:
    """``Tue 18:00``; None: it is no time of every week."""
    match = _WEEKLY.match(text)
    if match is None or int(match[2]) > 23 or int(match[3]) > 59:
        return None
    return WeeklyTime(WEEKDAYS.index(match[1]), time(int(match[2]), int(match[3])))


def times_of(running: Running, days: int) -> tuple[tuple[WeeklyTime, ...], list[Problem]]:
    """The weekly times, one a day in order of the week, and what is wrong with them."""
    if not running.times:
        found = spread(days)
        if running.long_day is not None:
            longest = _usual(WEEKDAYS.index(running.long_day))
            if longest not in found:
                found = days_chosen([*map(_usual, range(7))], longest, days)
        return found, []
    problems: list[Problem] = []
    by_day: dict[int, WeeklyTime] = {}
    for index, text in enumerate(running.times):
        where = f"running.times[{index}]"
        known = weekly_time(text)
        if known is None:
            problems.append(
                Problem(where, quoted(text), "is no weekly time; write it as Tue 18:00")
            )
            continue
        if known.weekday in by_day:
            day = WEEKDAYS[known.weekday]
            problems.append(Problem(where, quoted(text), f"{day} is there twice; keep one"))
        by_day[known.weekday] = known
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


def days_chosen(
    times: Sequence[WeeklyTime], longest: WeeklyTime, count: int
) -> tuple[WeeklyTime, ...]:
    """``count`` of the times, the longest run's among them, as far apart as they can be."""
    others = [one for one in times if one != longest]
    best = max(
        combinations(others, count - 1),
        key=lambda chosen: (
            # The shortest gap first, then the next one, so that no three stand in a row.
            sorted(gaps_between((longest, *chosen))),
            # Of equal ones the first of the week.
            [-one.minute for one in chosen],
        ),
    )
    return tuple(sorted((longest, *best), key=lambda one: one.minute))


def gaps_between(times: Sequence[WeeklyTime]) -> tuple[float, ...]:
    """Hours from each to the next, in order of the week and around it; of one alone none."""
    in_order = sorted(times, key=lambda one: one.minute)
    if len(in_order) < 2:
        return ()
    return tuple(
        (other.minute - one.minute) % (7 * 24 * 60) / 60
        for one, other in zip(in_order, [*in_order[1:], in_order[0]], strict=True)
    )
