"""The three weekly times of the couch to 5 km: which stand too close, and what would part them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time
from itertools import combinations

from optimizer.documents.errors import Problem
from optimizer.documents.wording import hours, listed
from optimizer.documents.written_times import WEEKDAYS
from optimizer.running.times import WeeklyTime, gaps_between, hours_apart, spread

_DAY_MINUTES = 24 * 60
_WEEK_MINUTES = 7 * _DAY_MINUTES
_EARLIEST, _LATEST = 5 * 60, 21 * 60
"""Of a day, in minutes: nobody is sent out by night."""


def too_close(times: Sequence[WeeklyTime], least_hours: float) -> Iterator[Problem]:
    """Every two that start less than ``least_hours`` apart, with where either could go."""
    in_order = sorted(times, key=lambda one: one.minute)
    gaps = gaps_between(in_order)
    for one, other, apart in zip(in_order, [*in_order[1:], *in_order[:1]], gaps, strict=False):
        if apart >= least_hours:
            continue
        moves = [
            f"{_in_words(moved)} to {_in_words(there)}"
            for moved, sign in ((other, 1), (one, -1))
            if (there := _moved(moved, sign, times, least_hours, apart)) is not None
        ]
        usual = listed(map(_in_words, spread(3)))
        cure = f"move {', or '.join(moves)}" if moves else f"take {usual}, or other times so apart"
        yield Problem(
            "running.times",
            f"{_in_words(one)!r} and {_in_words(other)!r}",
            f"are {hours(60 * apart)} apart, start to start, and {hours(60 * least_hours)} are the"
            f" least between two sessions; {cure}",
        )


def most_apart(times: Sequence[WeeklyTime], count: int) -> tuple[WeeklyTime, ...]:
    """``count`` of them on days of their own, with the largest least gap; all, where fewer are."""
    in_order = sorted(times, key=lambda one: one.minute)
    ways = [
        way for way in combinations(in_order, count) if len({one.weekday for one in way}) == count
    ]
    return max(ways, key=lambda way: min(gaps_between(way)), default=tuple(times))


def _moved(
    moved: WeeklyTime, sign: int, times: Sequence[WeeklyTime], least_hours: float, apart: float
) -> WeeklyTime | None:
    """The nearest time away from its neighbour at which ``moved`` is clear of all the others.

    By what is missing, by the clock; else at the same time of other days.
    """
    others = [one for one in times if one != moved]
    missing = round(60 * (least_hours - apart))
    days = [sign * _DAY_MINUTES * count for count in range(1, 4)]
    for shift in sorted((sign * missing, *days), key=abs):
        day, minute = divmod((moved.minute + shift) % _WEEK_MINUTES, _DAY_MINUTES)
        there = WeeklyTime(day, time(*divmod(minute, 60)))
        is_by_day = not shift % _DAY_MINUTES or _EARLIEST <= minute <= _LATEST
        if is_by_day and all(
            one.weekday != day and hours_apart(one, there) >= least_hours for one in others
        ):
            return there
    return None


def _in_words(one: WeeklyTime) -> str:
    return f"{WEEKDAYS[one.weekday]} {one.at:%H:%M}"
