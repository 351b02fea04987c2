"""A plan of runs to a race, or for so many weeks: every week dealt out and named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import permutations
from math import ceil
from zoneinfo import ZoneInfo

from catalog import Catalog
from catalog.run_plans import KeyRunKind
from optimizer.documents.request import RunKind
from optimizer.documents.running import Bout, Goal, PlannedRun, RunWeek
from optimizer.running.bouts import key_bouts, key_minutes, pace_bouts, stride_bouts
from optimizer.running.dealing import Dealing, Dealt, key_times
from optimizer.running.races import WayRace, race_as_run, race_name
from optimizer.running.sizes import Size, Sizes, Sought
from optimizer.running.times import RACE_TIME, WeeklyTime, days_chosen, local

_NAMES: dict[KeyRunKind, str] = {
    "interval": "Intervals",
    "tempo": "Tempo run",
    "race_pace": "Race-pace run",
}


@dataclass(frozen=True)
class Mixes:
    """Shares of easy, moderate and hard minutes; a time-poor one is for small weeks alone."""

    chosen: tuple[float, ...]
    usual: tuple[float, ...]
    most_time_poor_minutes: float

    def of(self, minutes: int) -> tuple[float, ...]:
        is_small = minutes <= self.most_time_poor_minutes
        return self.chosen if is_small or self.chosen[0] >= self.usual[0] else self.usual


class CustomPlan:
    """Makes the weeks of one plan."""

    def __init__(
        self,
        sought: Sought,
        catalog: Catalog,
        times: tuple[WeeklyTime, ...],
        longest: WeeklyTime,
        zone: ZoneInfo,
        mixes: Mixes,
        goal: Goal | None,
        seconds_per_km: int | None,
    ) -> None:
        self.sought = sought
        self.catalog = catalog
        self.times = times
        self.longest = longest
        self.zone = zone
        self.mixes = mixes
        self.goal = goal
        self.seconds_per_km = seconds_per_km
        self.dealing = Dealing.of(catalog)
        self.easy_days, self.most_before_race = (
            round(value) for value in catalog.numbers("run_before_race")
        )
        self.sizes = Sizes(sought, catalog)
        self.last_key: datetime | None = None

    def weeks(self) -> tuple[RunWeek, ...]:
        return tuple(self._week(number) for number in range(1, self.sought.weeks + 1))

    def _week(self, number: int) -> RunWeek:
        sought = self.sought
        start = sought.start_of(number)
        size = self.sizes.size(number, self.longest.date_from(start))
        dealt = [*self._dealt(number, start, size)]
        counted = [(one.time.date_from(start), one.minutes) for one in dealt]
        minutes = sum(minutes for _, minutes in counted)
        runs = [self._run(number, index, one, size, minutes) for index, one in enumerate(dealt, 1)]
        own_races = self._races_in(start)
        on_the_way = sum(race.minutes for race in own_races)
        keys = sum(one.key is not None for one in dealt) + len(own_races)
        self.sizes.done(size, counted, keys, on_the_way)
        runs += [
            race_as_run(one.race, self.seconds_per_km, number, self.zone, self.catalog)
            for one in own_races
        ]
        race = self._race(number, start)
        if race is not None:
            runs.append(race)
        runs.sort(key=lambda run: run.start)
        return RunWeek(
            number=number,
            start=start.isoformat(),
            phase=size.phase,
            deload=size.is_cutback,
            minutes=minutes,
            longest_minutes=max((minutes for _, minutes in counted), default=0),
            runs=tuple(runs),
            note=self._note(size),
        )

    def _note(self, size: Size) -> str | None:
        if size.is_cutback:
            return "A lighter week: less of everything, and one key run less."
        if size.is_taper:
            return "Taper: shorter runs, the same kinds."
        return None

    def _dealt(self, number: int, start: date, size: Size) -> Iterator[Dealt]:
        """The runs of a week, by their times."""
        sought, dealing = self.sought, self.dealing
        free = [one for one in self.times if self._is_free(one.date_from(start))]
        races = self._races_in(start)
        days = min(sought.days_in(self.catalog, number) - len(races), len(free))
        if days <= 0 or size.most_long <= 0:
            return
        longest_time = self._longest_time(free, start)
        most_long = min(
            size.most_long,
            self.sizes.caps.longest_on(longest_time.date_from(start), self.sizes.history),
        )
        if not self._may_be_long(longest_time, start):
            most_long = min(most_long, self._most_on(longest_time, start) or dealing.easy_most)
        # Nothing but the longest run may be longer than all of the last days.
        recent = min(most_long, self.sizes.recent_longest(start + timedelta(days=6)))
        # A race on the way is part of what its week asks for.
        minutes = max(0, size.most_minutes - sum(race.minutes for race in races))
        keys_wanted = self._keys_wanted(number, size) if recent >= dealing.key_least else 0
        keys_wanted = max(0, keys_wanted - len(races))
        if keys_wanted > self.sizes.most_keys and number > 1:
            # More key runs or more minutes in one week, not both.
            minutes = min(minutes, self.sizes.recent_week)
        count = dealing.runs(days, minutes, most_long, recent)
        if self._race_is_in(start):
            most_long = min(most_long, -(-minutes // count))
        chosen = days_chosen(free, longest_time, count)
        longest = dealing.longest(count, minutes, most_long, recent)
        if longest < dealing.easy_least:
            return
        at_keys = key_times(dealing, chosen, longest_time, keys_wanted)
        at_keys = tuple(time for time in at_keys if self._may_be_hard(time, start))
        kinds = self._kinds(number, size, len(at_keys))
        wanted = [
            key_minutes(self.catalog, kind, self._most_work(kind, size, minutes)) for kind in kinds
        ]
        lengths, keys = dealing.others(count, minutes, longest, min(longest, recent), wanted)
        of_keys = dict(zip(at_keys[:keys], zip(lengths[:keys], kinds, strict=False), strict=False))
        in_order = sorted(chosen, key=lambda one: one.date_from(start))
        others = [one for one in in_order if one != longest_time and one not in of_keys]
        fixed = {longest_time: longest, **{time: length for time, (length, _) in of_keys.items()}}
        of_easy = self._easy_minutes(others, lengths[keys:], start, fixed)
        dealt = []
        for time in in_order:
            if time == longest_time:
                dealt.append(Dealt(time, longest, is_longest=True))
            elif time in of_keys:
                length, kind = of_keys[time]
                self.last_key = datetime.combine(time.date_from(start), time.at)
                dealt.append(Dealt(time, length, key=kind))
            else:
                dealt.append(Dealt(time, of_easy[time]))
        yield from dealing.in_share(dealt)

    def _longest_time(self, free: list[WeeklyTime], start: date) -> WeeklyTime:
        """The usual one; near a race the nearest to it on which a run may be long, or any other
        that is not in the days before the race."""
        usual = self.longest

        def away(time: WeeklyTime) -> tuple[bool, bool, float]:
            return (
                not self._may_be_long(time, start),
                self._most_on(time, start) is not None,
                abs(time.date_from(start) - usual.date_from(start)) / timedelta(days=1),
            )

        # Of two as near the later one, as the longest run ends a week.
        in_order = sorted(free, key=lambda one: one.date_from(start), reverse=True)
        return usual if usual in free and not away(usual)[1] else min(in_order, key=away)

    def _easy_minutes(
        self,
        times: list[WeeklyTime],
        lengths: list[int],
        start: date,
        fixed: dict[WeeklyTime, int],
    ) -> dict[WeeklyTime, int]:
        """In turn, beside the ``fixed`` ones too; the shortest are in the days before a race."""
        near = [one for one in times if self._most_on(one, start) is not None]
        ordinary = [one for one in times if one not in near]
        shortest = sorted(lengths)[: len(near)][::-1]
        left = list(lengths)
        for minutes in shortest:
            left.remove(minutes)
        ways = (dict(zip(ordinary, way, strict=True)) for way in permutations(left))
        first = dict(zip(ordinary, left, strict=True))

        def is_in_turn(way: dict[WeeklyTime, int]) -> bool:
            by_day = {time.date_from(start): each for time, each in {**fixed, **way}.items()}
            return self.dealing.is_in_turn(by_day)

        found = next(filter(is_in_turn, ways), first)
        for time, minutes in zip(near, shortest, strict=True):
            most = self._most_on(time, start)
            found[time] = minutes if most is None else min(minutes, most)
        return found

    def _most_on(self, time: WeeklyTime, start: date) -> int | None:
        """Minutes of a run in the days before a race that counts; None: as ever."""
        day, race = time.date_from(start), self.sought.race_day
        found = [one.most_minutes(day) for one in self.sought.races]
        if race is not None and 0 < (race - day).days <= self.easy_days:
            found.append(self.most_before_race)
        return min((minutes for minutes in found if minutes is not None), default=None)

    def _race_is_in(self, start: date) -> bool:
        race = self.sought.race_day
        return race is not None and start <= race < start + timedelta(days=7)

    def _races_in(self, start: date) -> list[WayRace]:
        """On the way, in the week from ``start``."""
        end = start + timedelta(days=7)
        return [race for race in self.sought.races if start <= race.day < end]

    def _is_free(self, day: date) -> bool:
        """Not on the day of the race, the day before it, nor after it; nor by one on the way."""
        if not all(one.may_run(day) for one in self.sought.races):
            return False
        race = self.sought.race_day
        return race is None or day < race - timedelta(days=1)

    def _may_be_long(self, time: WeeklyTime, start: date) -> bool:
        moment = datetime.combine(time.date_from(start), time.at)
        race = self.sought.race_day
        is_eve = race is not None and 0 < (race - moment.date()).days <= self.easy_days
        return not is_eve and all(race.may_be_long(moment) for race in self.sought.races)

    def _may_be_hard(self, time: WeeklyTime, start: date) -> bool:
        """Far enough from the race, and from the last key run of the week before."""
        day, race = time.date_from(start), self.sought.race_day
        if race is not None and (race - day).days <= self.easy_days:
            return False
        gap = timedelta(hours=self.dealing.key_gap_hours)
        moment = datetime.combine(day, time.at)
        if not all(race.may_be_key(moment) for race in self.sought.races):
            return False
        return self.last_key is None or moment - self.last_key >= gap

    def _keys_wanted(self, number: int, size: Size) -> int:
        """Key runs beside the longest one."""
        least_minutes, weeks_more = self.catalog.numbers("run_first_key")
        if size.phase in ("off_season", "post_race") or size.most_minutes < least_minutes:
            return 0
        if self.sought.is_beginner and number <= weeks_more:
            return 0
        days = self.sought.days_in(self.catalog, number)
        by_days = self.catalog.numbers("run_key_runs")
        keys = round(by_days[min(days, 7) - 2]) if days >= 2 else 0
        keys -= self.sought.is_beginner
        keys -= size.is_cutback
        return max(0, keys)

    def _kinds(self, number: int, size: Size, keys: int) -> list[KeyRunKind]:
        """In turn from week to week; a marathon's race pace lies in its longest run."""
        known: tuple[KeyRunKind, ...] = ("tempo", "interval")
        if self.sought.race is not None and size.phase in ("in_season", "taper"):
            known = self.sought.race.key_runs
            if self.sought.race.id == "marathon":
                known = tuple(kind for kind in known if kind != "race_pace") or known
        return [known[(number + index) % len(known)] for index in range(keys)]

    def _most_work(self, kind: KeyRunKind, size: Size, minutes: int) -> float:
        """Minutes of work of a kind in a week of ``minutes``."""
        _, moderate, hard = self.mixes.of(minutes)
        interval, tempo, pace = (v / 100 for v in self.catalog.numbers("run_work_share"))
        share = min(interval, hard)
        if kind != "interval":
            # Tempo and race pace of one week share the moderate minutes.
            share = min(tempo, pace, moderate) / 2
        if not size.is_taper:
            return share * minutes
        of_peak = self.catalog.number("run_taper_work") / 100 * self.sizes.peak
        return share * min(minutes, of_peak)

    def _run(self, number: int, index: int, one: Dealt, size: Size, minutes: int) -> PlannedRun:
        """``minutes``: of its week, of which work is a share."""
        day = one.time.date_from(self.sought.start_of(number))
        kind: RunKind = "easy"
        name = "Easy run"
        bouts: tuple[Bout, ...] = ()
        if one.key is not None:
            share = self.catalog.number("run_taper_work") / 100 if size.is_taper else 1.0
            most_work = self._most_work(one.key, size, minutes)
            bouts = key_bouts(self.catalog, one.key, one.minutes, most_work, share)
            if bouts:
                kind = "interval" if one.key == "interval" else "tempo"
                name = _NAMES[one.key]
        elif (
            one.is_longest
            and one.minutes >= self.dealing.long_from
            and self._may_be_long(one.time, self.sought.start_of(number))
        ):
            kind, name = "long", "Long run"
            bouts = self._pace_in(size, one.minutes, minutes)
            name = "Long run with race pace" if bouts else name
        elif self._has_strides(number, index, size):
            bouts = stride_bouts(self.catalog, one.minutes)
            name = "Easy run with strides"
        return PlannedRun(
            id=f"w{number}r{index}",
            start=local(day, one.time.at, self.zone),
            minutes=one.minutes,
            kind=kind,
            name=name,
            distance_km=self._kilometres(one.minutes),
            bouts=bouts,
        )

    def _pace_in(self, size: Size, minutes: int, week: int) -> tuple[Bout, ...]:
        race = self.sought.race
        if race is None or race.id != "marathon" or size.phase not in ("in_season", "taper"):
            return ()
        if size.is_cutback:
            return ()
        return pace_bouts(self.catalog, minutes, self._most_work("race_pace", size, week))

    def _has_strides(self, number: int, index: int, size: Size) -> bool:
        weeks = self.catalog.numbers("run_strides")[2] if self.sought.is_beginner else 0
        return index == 1 and number > weeks and size.phase != "post_race"

    def _kilometres(self, minutes: int) -> float | None:
        if self.seconds_per_km is None:
            return None
        return round(60 * minutes / self.seconds_per_km, 1)

    def _race(self, number: int, start: date) -> PlannedRun | None:
        day = self.sought.race_day
        if day is None or not self._race_is_in(start):
            return None
        assert self.goal is not None
        assert self.goal.distance_km is not None
        pace = self.seconds_per_km or round(self.catalog.number("run_pace"))
        assert self.sought.race is not None
        return PlannedRun(
            id=f"w{number}race",
            start=local(day, RACE_TIME, self.zone),
            minutes=ceil(self.goal.distance_km * pace / 60),
            kind="race",
            name=f"Race: {race_name(self.goal.distance_km, self.catalog)}",
            distance_km=self.goal.distance_km,
            why="The minutes are those of the easy pace; the race will be faster.",
        )
