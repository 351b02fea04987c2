"""The weeks of a season before any of them is planned: phase, lighter weeks and runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from catalog import Catalog
from catalog.models import Level, Phase
from catalog.run_plans import RaceDistance
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.request import RunWindow, Week
from optimizer.documents.running import (
    MOST_WEEKS,
    ChosenOption,
    Goal,
    PlannedRun,
    RaceOnTheWay,
    RunCure,
    Running,
    RunningAthlete,
    RunsPlan,
    RunsRequest,
    RunWeek,
)
from optimizer.documents.season import SeasonRequest, WeekOverride
from optimizer.documents.wording import counted, quoted
from optimizer.operations.runs import runs
from optimizer.running.dates import start_of, weeks_to
from optimizer.running.program_times import most_apart
from optimizer.running.races import neighbour_notes, race_as_run
from optimizer.running.times import local, that_exists, weekly_time
from optimizer.seasons.dated_windows import times_left_out
from optimizer.seasons.phases import Phases
from optimizer.seasons.special_days import around_races, runs_by_exceptions
from optimizer.seasons.weeks_after import runs_after_race

_LONGEST_ID = 64
"""Of a run; the number of the week before one that was given may make it longer."""
_PROGRAM_SESSIONS = 3


@dataclass(frozen=True)
class OutlineWeek:
    """One week; ``weeks_left``: to the race, whose week is 1."""

    number: int
    start: date
    phase: Phase
    is_deload: bool
    weeks_left: int | None
    runs: tuple[PlannedRun, ...]
    note: str | None
    override: WeekOverride | None

    @property
    def end(self) -> date:
        """The first day after it."""
        return self.start + timedelta(days=7)

    @property
    def running_minutes(self) -> int:
        return sum(run.minutes for run in self.runs if run.kind != "race")


@dataclass(frozen=True)
class Outline:
    """``reason``: why there is no such season; then ``cures`` say what could be."""

    weeks: tuple[OutlineWeek, ...]
    level: Level
    sentence: str
    reason: str | None
    cures: tuple[RunCure, ...]
    choices: tuple[ChosenOption, ...]
    notes: tuple[str, ...]


def outline_of(request: SeasonRequest, level: Level, catalog: Catalog) -> Outline:
    """Every week of the season; raises ``UnusableInput``.

    ``level``: of the athlete, as it was given or as the tests tell it.
    """
    race = _race(request, catalog)
    answer = _runs_plan(request, level, race, catalog)
    start = request.first_day
    race_week = None
    if request.goal is not None and request.goal.race_day is not None:
        race_week = (request.goal.race_day - start).days // 7 + 1
    if race_week is not None and race_week > MOST_WEEKS:
        assert request.goal is not None
        message = f"is not within the {counted(MOST_WEEKS, 'weeks')} after start; change one"
        raise UnusableInput(Problem("goal.race", quoted(request.goal.race), message))
    total = _total(request, answer, race, race_week)
    _refuse_beyond(request, start, total)
    phases = Phases(
        catalog=catalog, level=level, race=race, race_week=race_week,
        is_couch_to_5k=request.running.plan == "couch_to_5k",
        deload_every=request.choices.deload_every,
    )  # fmt: skip
    run_weeks = {week.number: week for week in answer.weeks}
    by_week = _all_runs(request, answer, total, race, race_week, catalog)
    overrides = {(one.day - start).days // 7 + 1: one for one in request.overrides}
    weeks = []
    for number in range(1, total + 1):
        first = start + timedelta(weeks=number - 1)
        override, known = overrides.get(number), run_weeks.get(number)
        # Only a plan that is made here has lighter weeks of its own.
        runs_less = known.deload if known is not None and answer.plan == "custom" else None
        is_deload, phase = phases.is_deload(number, runs_less), phases.phase(number)
        own = by_week[number]
        if override is not None:
            phase = override.phase or phase
            is_deload = is_deload if override.deload is None else override.deload
            if override.runs is not None:
                own = _overridden(request, override, number, first, catalog)
        weeks.append(
            OutlineWeek(
                number=number, start=first, phase=phase, is_deload=is_deload,
                weeks_left=phases.weeks_left(number), runs=own,
                note=None if known is None else known.note, override=override,
            )
        )  # fmt: skip
    is_planned = answer.status == "planned"
    return Outline(
        weeks=tuple(weeks),
        level=level,
        sentence=answer.sentence,
        reason=None if is_planned else answer.sentence,
        cures=answer.cures,
        choices=answer.choices,
        notes=(*answer.notes, *_notes(request, weeks, race, catalog)),
    )


def _race(request: SeasonRequest, catalog: Catalog) -> RaceDistance | None:
    """What the goal is read as; beyond all known lengths the longest."""
    goal = request.goal
    if goal is None or goal.distance_km is None:
        return None
    longest = max(catalog.race_distances.values(), key=lambda race: race.most_km)
    return catalog.race_of(goal.distance_km) or longest


def _runs_plan(
    request: SeasonRequest, level: Level, race: RaceDistance | None, catalog: Catalog
) -> RunsPlan:
    running, goal = request.running, request.goal
    times_of_windows = not running.times and bool(request.week.run_windows)
    if times_of_windows and running.plan != "given":
        starts = [window.start for window in request.week.run_windows]
        if running.plan == "couch_to_5k":
            starts = _three_apart(starts)
        running = running.model_copy(update={"times": tuple(dict.fromkeys(starts))})
    runs_goal = goal
    if running.plan == "given" and goal is not None and race is not None:
        first = RunsRequest(start=request.start, goal=goal, running=running)
        # Weekly runs go on after the race.
        weeks = weeks_to(first, start_of(first)) + race.weeks_after
        runs_goal = Goal(weeks=min(MOST_WEEKS, weeks))
    question = RunsRequest(
        athlete=RunningAthlete(id=request.athlete.id, level=level),
        start=request.start, timezone=request.timezone, goal=runs_goal, running=running,
        choices=request.choices, races=_on_the_way(request),
    )  # fmt: skip
    try:
        return runs(question, catalog=catalog)
    except UnusableInput as error:
        if not times_of_windows:
            raise
        renamed = (
            replace(one, field=one.field.replace("running.times", "week.run_windows"))
            for one in error.problems
        )
        raise UnusableInput(*renamed) from None


def _on_the_way(request: SeasonRequest) -> tuple[RaceOnTheWay, ...]:
    """The races around which a custom plan is made: those before its own end."""
    goal = request.goal
    if request.running.plan != "custom" or goal is None:
        return ()
    if goal.race is not None:
        return tuple(one for one in request.races if request.start <= one.date < goal.race)
    # In days, since no calendar may have the day of the end.
    start, days = request.first_day, 7 * (goal.weeks or 0)
    return tuple(one for one in request.races if 0 <= (one.day - start).days < days)


def _three_apart(starts: list[str]) -> list[str]:
    """Three weekly times, as far apart as they can be; what is no weekly time is told later."""
    by_time = {known: text for text in starts if (known := weekly_time(text)) is not None}
    if len(by_time) < len(set(starts)):
        return starts
    return [by_time[one] for one in most_apart([*by_time], _PROGRAM_SESSIONS)]


def _total(
    request: SeasonRequest, answer: RunsPlan, race: RaceDistance | None, race_week: int | None
) -> int:
    if race is not None and race_week is not None:
        return race_week + race.weeks_after
    if request.goal is not None and request.goal.weeks is not None:
        return request.goal.weeks
    return max(1, len(answer.weeks))


def _refuse_beyond(request: SeasonRequest, start: date, total: int) -> None:
    """Raises ``UnusableInput`` for days, and times of windows, that the season does not have."""
    end = start + timedelta(weeks=total)
    problems = times_left_out(request)
    for index, override in enumerate(request.overrides):
        if not start <= override.day < end:
            last = (end - timedelta(days=1)).isoformat()
            message = f"is no day of the season, {request.start} to {last}; correct it"
            problems.append(Problem(f"overrides[{index}].week", quoted(override.week), message))
    numbers = [(one.day - start).days // 7 for one in request.overrides]
    for index, number in enumerate(numbers):
        if number in numbers[:index]:
            message = "is in a week that has an override already; put both together"
            problems.append(
                Problem(f"overrides[{index}].week", quoted(request.overrides[index].week), message)
            )
    for index, race in enumerate(request.races):
        if not start <= race.day < end:
            message = "is not within the season; change it, or the goal"
            problems.append(Problem(f"races[{index}].date", quoted(race.date), message))
    if problems:
        raise UnusableInput(*problems)


def _all_runs(
    request: SeasonRequest,
    answer: RunsPlan,
    total: int,
    race: RaceDistance | None,
    race_week: int | None,
    catalog: Catalog,
) -> dict[int, tuple[PlannedRun, ...]]:
    """The runs by week, with those after the race, races on the way and exceptions."""
    by_number = {week.number: week for week in answer.weeks}
    goal = request.goal
    found: dict[int, list[PlannedRun]] = {}
    start = request.first_day
    for number in range(1, total + 1):
        first = start + timedelta(weeks=number - 1)
        week = by_number.get(number)
        if week is not None:
            found[number] = list(week.runs)
        elif race_week is not None and number > race_week and race is not None:
            found[number] = runs_after_race(request, answer.weeks, race, race_week, number, catalog)
        else:
            found[number] = _like_the_last(request, answer.weeks, number, first)
    if goal is not None and goal.race is not None and race_week is not None:
        day = goal.race_day
        if not any(run.kind == "race" and run.day == day for run in found[race_week]):
            assert day is not None
            assert goal.distance_km is not None
            zone = Week(start=request.start, timezone=request.timezone).zone
            last = RaceOnTheWay(date=goal.race, distance_km=goal.distance_km)
            pace = request.running.easy_seconds_per_km
            run = race_as_run(last, pace, race_week, zone, catalog)
            run = run.model_copy(update={"id": f"w{race_week}race"})
            before = [one for one in found[race_week] if one.day < day - timedelta(days=1)]
            goes_on_after = answer.plan == "given"
            after = [one for one in found[race_week] if goes_on_after and one.day > day]
            found[race_week] = [*before, run, *after]
    around_races(request, found, catalog)
    return {
        number: tuple(
            run if len(run.id) <= _LONGEST_ID else run.model_copy(update={"id": f"w{number}x{i}"})
            for i, run in enumerate(
                sorted(runs_by_exceptions(request, own), key=lambda run: run.start)
            )
        )
        for number, own in found.items()
    }


def _like_the_last(
    request: SeasonRequest, weeks: tuple[RunWeek, ...], number: int, first: date
) -> list[PlannedRun]:
    """Between the program and the race, or a goal of more weeks: its last week again."""
    if not weeks:
        return []
    last = weeks[-1]
    later = timedelta(weeks=number - last.number)
    zone = Week(start=request.start, timezone=request.timezone).zone
    found = []
    for index, run in enumerate(last.runs, 1):
        at = run.starts_at
        # The same time by the clock, which may have changed since.
        moved = local(at.date() + later, at.time(), zone)
        when = tuple(
            RunWindow(**{
                name: that_exists(datetime.fromisoformat(at) + later, zone)
                .replace(tzinfo=None)
                .isoformat(timespec="minutes")
                for name, at in (("start", window.start), ("end", window.end))
            })
            for window in run.when
        )  # fmt: skip
        changes = {"id": f"w{number}r{index}", "start": moved, "when": when}
        found.append(run.model_copy(update=changes))
    assert all(first <= run.day < first + timedelta(days=7) for run in found)
    return found


def _overridden(
    request: SeasonRequest, override: WeekOverride, number: int, first: date, catalog: Catalog
) -> tuple[PlannedRun, ...]:
    """The runs that were given for this week alone."""
    if not override.runs:
        return ()
    running = Running(plan="given", runs=override.runs)
    question = RunsRequest(
        start=first.isoformat(), timezone=request.timezone, goal=Goal(weeks=1), running=running
    )
    [week] = runs(question, catalog=catalog).weeks
    return tuple(
        run.model_copy(update={"id": f"w{number}{run.id.removeprefix('w1')}"}) for run in week.runs
    )


def _notes(
    request: SeasonRequest,
    weeks: list[OutlineWeek],
    race: RaceDistance | None,
    catalog: Catalog,
) -> Iterator[str]:
    before_race = sum(week.weeks_left is not None for week in weeks)
    short = round(catalog.number("season_short"))
    if race is not None and race.weeks_after > 1 and before_race < short:
        yield (
            f"With {counted(before_race, 'weeks')} to the race strength only maintains: nothing"
            " new is begun, and no load is tested."
        )
    if request.running.plan != "custom":
        yield from neighbour_notes(request.races, request.goal)
    for one in request.exceptions:
        if one.availability == ():
            days = f"From {one.since} to {one.to}" if one.to != one.since else f"On {one.since}"
            what = f" ({one.note})" if one.note else ""
            yield f"{days}{what} there is no time for strength."
