"""Races on the way: the days around them, and the races as runs.

A B race has easy days before and after it, a C race only takes the place of a key run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from catalog import Catalog
from catalog.run_plans import RaceDistance
from optimizer.documents.errors import Problem
from optimizer.documents.running import Goal, PlannedRun, RaceOnTheWay
from optimizer.documents.wording import quoted
from optimizer.running.times import RACE_TIME, local

MOST_RACE_MINUTES = 2880


@dataclass(frozen=True)
class WayRace:
    """One race with what its length asks for."""

    race: RaceOnTheWay
    read_as: RaceDistance
    minutes: int
    key_gap: timedelta
    long_gap: timedelta
    easy_days_before: int
    """With the day before it, which has no run."""
    most_easy_minutes: int
    """Of a run on these days."""

    @property
    def day(self) -> date:
        return self.race.day

    @property
    def start(self) -> datetime:
        """By the clock on the wall."""
        return datetime.combine(self.day, RACE_TIME)

    def may_run(self, day: date) -> bool:
        after = (day - self.day).days
        if self.race.priority == "C":
            return after != 0
        return not -1 <= after <= self.read_as.days_without_run_after

    def may_be_key(self, moment: datetime) -> bool:
        """Far enough from the race for a run of intervals, tempo or race pace."""
        return abs(moment - self.start) >= self.key_gap and not self._is_easy(moment.date())

    def may_be_long(self, moment: datetime) -> bool:
        return abs(moment - self.start) >= self.long_gap and not self._is_easy(moment.date())

    def most_minutes(self, day: date) -> int | None:
        """Of a run in the days before it; None: as ever."""
        if self.race.priority == "B" and 0 < (self.day - day).days <= self.easy_days_before:
            return self.most_easy_minutes
        return None

    def _is_easy(self, day: date) -> bool:
        after = (day - self.day).days
        least, most = -self.easy_days_before, self.read_as.days_without_key_run_after
        return self.race.priority == "B" and least <= after <= most


def way_race(race: RaceOnTheWay, seconds_per_km: int | None, catalog: Catalog) -> WayRace:
    """By the easy pace where its minutes are not told; beyond all known lengths the longest."""
    pace = seconds_per_km or round(catalog.number("run_pace"))
    longest = max(catalog.race_distances.values(), key=lambda one: one.most_km)
    key_gap, long_gap = (timedelta(hours=hours) for hours in catalog.numbers("run_key_gap"))
    minutes = min(MOST_RACE_MINUTES, race.minutes or ceil(race.distance_km * pace / 60))
    read_as = catalog.race_of(race.distance_km) or longest
    easy_days, most_easy = (round(value) for value in catalog.numbers("run_before_race"))
    return WayRace(race, read_as, minutes, key_gap, long_gap, easy_days, most_easy)


_USUAL_KM = {"five_km": 5.0, "ten_km": 10.0, "half_marathon": 21.0975, "marathon": 42.195}
_AS_LONG = 0.02


def usual_km(race: RaceDistance) -> float:
    """The length that a race has its name from; of one of your own catalog its longest."""
    return _USUAL_KM.get(race.id, race.most_km)


def race_name(km: float, catalog: Catalog) -> str:
    """``Marathon``, or the length of a race that has no name of its own, as 50 km has none."""
    known = catalog.race_of(km)
    if known is None or abs(km - usual_km(known)) > _AS_LONG * usual_km(known):
        return f"{km:g} km"
    return known.name


def neighbour_notes(races: Iterable[RaceOnTheWay], goal: Goal | None) -> Iterator[str]:
    """Races on neighbouring days are the runner's own, but nobody gets over one in a night."""
    days = {one.day for one in races}
    if goal is not None and goal.race_day is not None and days:
        days.add(goal.race_day)
    for day in sorted(days):
        following = day + timedelta(days=1)
        if following in days:
            yield (
                f"The races of {day.isoformat()} and {following.isoformat()} are on neighbouring"
                " days: both stand as they were given, with no day to recover between them; drop"
                " one, or take one of them easy."
            )


def race_as_run(
    race: RaceOnTheWay, seconds_per_km: int | None, number: int, zone: ZoneInfo, catalog: Catalog
) -> PlannedRun:
    """The race as a run of week ``number``."""
    return PlannedRun(
        id=f"w{number}race-{race.date[-2:]}",
        start=local(race.day, RACE_TIME, zone),
        minutes=way_race(race, seconds_per_km, catalog).minutes,
        kind="race",
        name=f"Race: {race_name(race.distance_km, catalog)}",
        distance_km=race.distance_km,
        why=None
        if race.minutes
        else "The minutes are those of the easy pace; the race will be faster.",
    )


def race_problems(
    races: tuple[RaceOnTheWay, ...], start: date, end: date, goal: Goal | None
) -> Iterator[Problem]:
    """Races that no week from ``start`` to before ``end`` can have beside the goal."""
    seen: set[str] = set()
    for index, race in enumerate(races):
        where = f"races[{index}].date"
        if not start <= race.day < end:
            last = (end - timedelta(days=1)).isoformat()
            message = f"is no day from {start.isoformat()} to {last}; change it, or the goal"
            yield Problem(where, quoted(race.date), message)
        elif goal is not None and goal.race is not None and race.date >= goal.race:
            message = f"is not before {goal.race}, the race that it is on the way to; change one"
            yield Problem(where, quoted(race.date), message)
        if race.date in seen:
            yield Problem(where, quoted(race.date), "has a race already; keep one")
        seen.add(race.date)
