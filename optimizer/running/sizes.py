"""How large each week of a plan is: its phase, its minutes, its longest run.

The longest run and the week grow side by side, each within its own cap; a lighter week comes every
so many weeks, and the taper has shares of the largest week.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from catalog import Catalog
from catalog.models import Phase
from catalog.run_plans import RaceDistance
from optimizer.running.caps import Caps
from optimizer.running.races import WayRace

_WITHOUT_RACE: tuple[Phase, ...] = ("off_season", "pre_season", "in_season", "post_race")


def phase_without_race(catalog: Catalog, number: int) -> Phase:
    """Of a season without a race, whose phases come again and again."""
    lengths = [round(weeks) for weeks in catalog.numbers("season_without_race")]
    left = (number - 1) % max(1, sum(lengths))
    for phase, weeks in zip(_WITHOUT_RACE, lengths, strict=True):
        if left < weeks:
            return phase
        left -= weeks
    return _WITHOUT_RACE[0]


@dataclass(frozen=True)
class Sought:
    """What a plan is asked for, in plain numbers."""

    start: date
    weeks: int
    days: int
    days_now: int
    minutes_a_week: int
    longest_minutes: int
    is_beginner: bool
    race: RaceDistance | None
    race_day: date | None
    taper_shares: tuple[float, ...]
    growth_percent: float
    cutback_every: int
    most_long_minutes: int
    peak_minutes: int
    races: tuple[WayRace, ...] = ()
    """On the way."""

    @property
    def taper_weeks(self) -> int:
        return min(len(self.taper_shares), self.weeks)

    def weeks_left(self, number: int) -> int:
        """The week of the race is 1."""
        return self.weeks - number + 1

    def start_of(self, number: int) -> date:
        return self.start + timedelta(weeks=number - 1)

    def is_taper(self, number: int) -> bool:
        return self.race is not None and self.weeks_left(number) <= self.taper_weeks

    def is_cutback(self, catalog: Catalog, number: int) -> bool:
        """Every so many weeks, but not before a taper, which is one itself."""
        if self.is_taper(number) or number % self.cutback_every:
            return False
        if self.race is None:
            return True
        free = round(catalog.numbers("run_cutback")[2])
        return self.weeks_left(number) > self.taper_weeks + free

    def phase(self, catalog: Catalog, number: int) -> Phase:
        if self.race is None:
            return phase_without_race(catalog, number)
        if self.is_taper(number):
            return "taper"
        assert self.race is not None
        if self.weeks_left(number) <= self.race.in_season_from_weeks:
            return "in_season"
        return (
            "pre_season"
            if self.weeks_left(number) <= self.race.pre_season_from_weeks
            else "off_season"
        )

    def days_in(self, catalog: Catalog, number: int) -> int:
        """Running days of a week: one more at most every so many weeks."""
        every = round(catalog.number("run_days_growth"))
        return min(self.days, self.days_now + (number - 1) // every)

    @property
    def long_goal(self) -> int:
        """The longest run that the plan wants to reach; without a race the one of now."""
        if self.race is None:
            return self.longest_minutes
        return min(
            self.most_long_minutes, max(round(self.race.finish_long_minutes), self.longest_minutes)
        )


@dataclass(frozen=True)
class Size:
    """Of one week, before it is dealt out to runs."""

    most_minutes: int
    most_long: int
    phase: Phase
    is_cutback: bool
    is_taper: bool


class Sizes:
    """Goes from week to week; ``done`` tells it what a week came to."""

    def __init__(self, sought: Sought, catalog: Catalog) -> None:
        self.sought = sought
        self.catalog = catalog
        self.caps = Caps.of(catalog)
        self.history: list[tuple[date, int]] = [
            (sought.start - timedelta(days=1), sought.longest_minutes)
        ]
        """Dates and minutes of runs; the longest so far is taken to be of yesterday."""
        self.weeks = [sought.minutes_a_week] * self.caps.growth_weeks
        self.last_week = sought.minutes_a_week
        """Of the last week, races on the way counted."""
        self.last_long = sought.longest_minutes
        self.peak = 0
        self.peak_long = 0
        self.most_keys = 0

    def size(self, number: int, long_day: date) -> Size:
        """The most that week ``number`` may have; ``long_day``: of its longest run."""
        sought, catalog = self.sought, self.catalog
        week_share, long_share = (v / 100 for v in catalog.numbers("run_cutback")[:2])
        is_taper = sought.is_taper(number)
        before = self.weeks[-1]
        # After a week without a run there is nothing to cut back from.
        is_cutback = sought.is_cutback(catalog, number) and before > 0
        grown = self.caps.week_after(self.weeks, sought.growth_percent)
        if is_taper:
            index = sought.taper_weeks - sought.weeks_left(number)
            share = sought.taper_shares[len(sought.taper_shares) - sought.taper_weeks + index]
            peak = self.peak or sought.minutes_a_week
            # After weeks that races made small, a share of the peak may be more than they grow.
            minutes = min(int(share * peak), self.last_week - 1, grown)
            most_long = int(share * (self.peak_long or sought.longest_minutes))
        elif is_cutback:
            minutes, most_long = int(week_share * before), int(long_share * self.last_long)
        else:
            most = max(sought.minutes_a_week, sought.peak_minutes)
            minutes = sought.minutes_a_week if number == 1 else min(grown, most)
            most_long = max(sought.long_goal, self._long_of(minutes, number))
        most_long = min(most_long, self.caps.longest_on(long_day, self.history))
        race, race_day = sought.race, sought.race_day
        is_late = (
            race is not None
            and race_day is not None
            and (race_day - long_day).days < race.last_long_days
        )
        if is_late and self.peak_long:
            most_long = min(most_long, int(long_share * self.peak_long))
        return Size(minutes, most_long, sought.phase(catalog, number), is_cutback, is_taper)

    def _long_of(self, minutes: int, number: int) -> int:
        """The longest run of a week of ``minutes`` whose other runs are shorter by the spread."""
        if self.sought.race is None:
            return 0
        spread = self.catalog.numbers("run_alternate")[1] / 100
        others = self.sought.days_in(self.catalog, number) - 1
        longest = ceil(minutes * spread / (others + spread))
        return min(longest, self.sought.most_long_minutes)

    @property
    def recent_week(self) -> int:
        """The most minutes of the last weeks, from which growth is counted."""
        return max(self.weeks[-self.caps.growth_weeks :])

    def recent_longest(self, day: date) -> int:
        """Of the last days before ``day``."""
        since = day - timedelta(days=self.caps.longest_days)
        return max((minutes for when, minutes in self.history if when >= since), default=0)

    def done(
        self, size: Size, runs: list[tuple[date, int]], keys: int, race_minutes: int = 0
    ) -> None:
        """What the week came to, races left out; ``race_minutes``: of those on the way."""
        minutes = sum(minutes for _, minutes in runs)
        longest = max((minutes for _, minutes in runs), default=0)
        self.history += runs
        self.weeks.append(minutes)
        self.last_week = minutes + race_minutes
        if not size.is_taper:
            self.peak = max(self.peak, minutes)
            self.peak_long = max(self.peak_long, longest)
            self.most_keys = max(self.most_keys, keys)
        if not size.is_taper and not size.is_cutback:
            self.last_long = longest
