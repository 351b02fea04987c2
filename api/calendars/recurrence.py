"""Recurring rules, within bounds that no calendar of a person meets.

The rules themselves are read by ``python-dateutil``.  A rule that names no day at all would keep it
searching up to the year 9999, and one that repeats each second would never end, so every step that
it takes is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import prod

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from icalendar import vRecur

_WORK_OF_A_PERIOD = {"YEARLY": 16, "MONTHLY": 3, "WEEKLY": 2, "DAILY": 1}
"""What one step of each frequency costs, as often as one day does.  Only these are read."""
_MOST_WORK_OF_A_RULE = 50_000
_MOST_WORK = 300_000
_DATES_OF_A_STEP_OF_WORK = 2
_MOST_PERIODS_BETWEEN = 5_000
_MOST_TIMES_A_DAY = 24
_MOST_ENTRIES = 100
_READ = frozenset(
    ("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO")
) | frozenset(("BYMONTH", "BYSETPOS", "BYHOUR", "BYMINUTE", "BYSECOND"))


class UnreadableRule(ValueError):
    """A rule that cannot be followed; the message says why."""


class TooMuchRepeated(ValueError):
    """All rules of one calendar together take too long to follow."""


class Steps:
    """The work that the rules of one calendar may still take."""

    def __init__(self) -> None:
        self.left = _MOST_WORK
        self._left_of_rule = _MOST_WORK_OF_A_RULE

    def begin_rule(self) -> None:
        self._left_of_rule = _MOST_WORK_OF_A_RULE

    def take(self, work: int) -> None:
        self.left -= work
        self._left_of_rule -= work
        if self.left < 0:
            raise TooMuchRepeated
        if self._left_of_rule < 0:
            raise UnreadableRule("its rule repeats too often, or names no day")


class _CountedInterval(int):
    """The interval of a rule, which counts each time that the library moves on by it."""

    steps: Steps
    work: int

    @classmethod
    def of(cls, interval: int, steps: Steps, work: int) -> _CountedInterval:
        counted = cls(interval)
        counted.steps, counted.work = steps, work
        return counted

    def __radd__(self, other: int) -> int:
        self.steps.take(self.work)
        return other + int(self)

    def __mul__(self, other: int) -> int:
        self.steps.take(self.work)
        return int(self) * other


def occurrences(
    rule: vRecur, start: datetime, first: datetime, last: datetime, steps: Steps
) -> Iterator[datetime]:
    """The times from ``first`` to ``last`` that ``rule`` gives to an event that began at ``start``.

    All of them are clock times without a zone.  UNTIL is not looked at: the caller knows in which
    zone it is meant.  Raises ``UnreadableRule`` and ``TooMuchRepeated``.
    """
    frequency, interval, dates_of_a_step = _checked(rule)
    without_end = vRecur({name: value for name, value in rule.items() if name.upper() != "UNTIL"})
    if "COUNT" not in rule:
        start = _nearer(start, frequency, interval, first)
    steps.begin_rule()
    work = _WORK_OF_A_PERIOD[frequency] + dates_of_a_step // _DATES_OF_A_STEP_OF_WORK
    counted = _CountedInterval.of(interval, steps, work)
    text: bytes = without_end.to_ical()  # type: ignore[no-untyped-call]
    try:
        found = rrulestr(text.decode(), dtstart=start).replace(interval=counted)
        for moment in found:
            steps.take(1)
            if moment > last:
                return
            if moment >= first:
                assert isinstance(moment, datetime)
                yield moment
    except (UnreadableRule, TooMuchRepeated):
        raise
    except (ValueError, TypeError, IndexError, KeyError, OverflowError) as error:
        raise UnreadableRule(f"its rule cannot be followed ({error})") from None


def _checked(rule: vRecur) -> tuple[str, int, int]:
    """The frequency and the interval of a rule that is fit to be followed.

    With it, how much is looked at in each step beside its days: positions and times of the day.
    """
    parts = {name.upper(): value for name, value in rule.items()}
    lists = {
        name: list(value) if isinstance(value, (list, tuple)) else [value]
        for name, value in parts.items()
    }
    if unknown := sorted(set(lists) - _READ):
        raise UnreadableRule(f"its rule has {unknown[0]}, which is not read")
    if any(len(entries) > _MOST_ENTRIES for entries in lists.values()):
        raise UnreadableRule("its rule is too long")
    frequency = str(lists.get("FREQ", [""])[0]).upper()
    if frequency not in _WORK_OF_A_PERIOD:
        raise UnreadableRule(
            "its rule repeats more than daily"
            if frequency in ("HOURLY", "MINUTELY", "SECONDLY")
            else "its rule does not say how often it repeats"
        )
    times = prod(len(lists.get(f"BY{unit}", [0])) for unit in ("HOUR", "MINUTE", "SECOND"))
    if times > _MOST_TIMES_A_DAY:
        raise UnreadableRule("its rule repeats more than hourly")
    interval = lists.get("INTERVAL", [1])[0]
    if not isinstance(interval, int) or interval < 1:
        raise UnreadableRule("its rule repeats at no interval")
    if interval > _MOST_PERIODS_BETWEEN:
        raise UnreadableRule("its rule repeats too seldom")
    by = sum(len(entries) for name, entries in lists.items() if name.startswith("BY"))
    return frequency, int(interval), by + times


def _nearer(start: datetime, frequency: str, interval: int, first: datetime) -> datetime:
    """A start of the same rule shortly before ``first``: an old series need not be walked through.

    Two periods are kept before ``first``, since a period may begin before the start that it has.
    """
    away = first - start
    if away <= timedelta(0):
        return start
    if frequency in ("DAILY", "WEEKLY"):
        period = timedelta(days=interval * (7 if frequency == "WEEKLY" else 1))
        return start + max(away // period - 2, 0) * period
    if start.day > 28:
        # Not every month has that day.
        return start
    months = (first.year - start.year) * 12 + first.month - start.month
    of_period = interval * (12 if frequency == "YEARLY" else 1)
    ahead = start.month - 1 + max(months // of_period - 2, 0) * of_period
    return start.replace(year=start.year + ahead // 12, month=ahead % 12 + 1)
