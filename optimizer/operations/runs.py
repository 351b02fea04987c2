"""The runs ahead: couch to 5 km, a plan to a race, or runs that were given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from catalog import Catalog, load_catalog
from optimizer.documents.errors import InternalFault, Problem, UnusableInput
from optimizer.documents.kinds import RUNS_REQUEST
from optimizer.documents.reading import read_json_object, read_text
from optimizer.documents.request import Week
from optimizer.documents.running import (
    MOST_WEEKS,
    RunCure,
    RunsPlan,
    RunsRequest,
    RunsStatus,
    RunWeek,
)
from optimizer.documents.versions import versions_of
from optimizer.documents.wording import counted
from optimizer.operations.all_faults import validated_at_once
from optimizer.operations.custom_runs import custom_runs, later_race, run_and_walk
from optimizer.operations.run_requests import with_requests
from optimizer.running.couch_to_5k import CouchTo5k, Progress, weeks_of
from optimizer.running.dates import start_of, weeks_to
from optimizer.running.given import given_weeks, left_out, longer_than_before
from optimizer.running.goal_race import race_notes, with_race
from optimizer.running.program_notes import program_notes
from optimizer.running.program_times import too_close
from optimizer.running.reports import report_problems
from optimizer.running.review import breaches
from optimizer.running.sizes import Sought
from optimizer.running.times import WeeklyTime, times_of

_WHERE_RACES_GO = {
    "given": "put them into running.runs with the kind race",
    "couch_to_5k": "leave them out, or give the race as the goal",
}


def read_runs_request(data: bytes | str, catalog: Catalog | None = None) -> RunsRequest:
    """Read one request for a plan of runs from UTF-8 JSON; raises ``UnusableInput`` with every
    fault."""
    text = read_text(data)
    read_json_object(text, RUNS_REQUEST)
    return runs_request_in(text, catalog)


def runs_request_in(text: str, catalog: Catalog | None = None) -> RunsRequest:
    """The same of text whose size somebody else has looked at."""
    return validated_at_once(RunsRequest, text, lambda request: _planned(request, catalog))


def runs(request: RunsRequest, *, catalog: Catalog | None = None) -> RunsPlan:
    """Every week's runs with their bouts, within the caps of the catalog.

    Raises ``UnusableInput`` for a request that cannot be planned, ``InternalFault`` where a plan of
    ours breaks a cap.
    """
    catalog = load_catalog() if catalog is None else catalog
    answer = _planned(request, catalog)
    broken = next(breaches(request, answer, catalog), None)
    if broken is not None:
        raise InternalFault(f"a plan of runs breaks a cap: {broken}")
    return with_requests(request, answer, catalog)


def _planned(request: RunsRequest, catalog: Catalog | None) -> RunsPlan:
    """Before it is looked over; raises ``UnusableInput``."""
    catalog = load_catalog() if catalog is None else catalog
    ways: dict[str, Callable[[RunsRequest, Catalog], RunsPlan]] = {
        "couch_to_5k": _couch_to_5k, "custom": custom_runs, "given": _given,
    }  # fmt: skip
    problems: list[Problem] = []
    if request.races and request.running.plan != "custom":
        message = f"are for a custom plan; {_WHERE_RACES_GO[request.running.plan]}"
        problems.append(Problem("races", "", message))
    try:
        answer = ways[request.running.plan](request, catalog)
    except UnusableInput as error:
        raise UnusableInput(*problems, *error.problems) from None
    if problems:
        raise UnusableInput(*problems)
    return answer


# --- Couch to 5 km --------------------------------------------------------------------------------


def _couch_to_5k(request: RunsRequest, catalog: Catalog) -> RunsPlan:
    running = request.running
    program = CouchTo5k(catalog, heavier=running.heavier)
    sessions, least_gap = catalog.numbers("c25k_session")
    start = start_of(request)
    times, problems = times_of(running, round(sessions))
    problems += _program_problems(request, times, program, least_gap)
    problems += report_problems(running, start)
    if problems:
        raise UnusableInput(*problems)
    first = running.first_week or program.first_week(running.longest_minutes or 0)
    progress = Progress(step=float(first))
    today = None if running.today is None else date.fromisoformat(running.today)
    zone = Week(start=request.start, timezone=request.timezone).zone
    stopped = program.stop_of(running.reports)
    weeks: tuple[RunWeek, ...] = ()
    if stopped is None:
        weeks = tuple(weeks_of(program, progress, start, times, zone, running.reports, today))
    reported = max((int(one.id[1:-1]) for one in running.reports), default=0)
    notes = [*program_notes(program, is_first=first == 1)]
    cures: tuple[RunCure, ...] = ()
    status: RunsStatus = "planned" if stopped is None else "stopped"
    sentence = stopped or (
        f"{counted(len(weeks), 'weeks')} from week {first} of the program to half an hour of"
        " running."
    )
    if stopped is None and not progress.finished:
        sentence = (
            f"After {counted(len(weeks), 'weeks')} the program is not at its end; begin it anew,"
            " with the minutes that are run at a time now."
        )
    if stopped is None and request.goal is not None:
        wanted = weeks_to(request, start)
        race_day, last = request.goal.race_day, weeks[-1].runs[-1].day
        if wanted < len(weeks) or (race_day is not None and race_day < last):
            status = "not_in_time"
            there = wanted if race_day is None else (race_day - start).days // 7
            sentence = (
                f"Half an hour of running takes {counted(len(weeks), 'weeks')} from here, until"
                f" {last.isoformat()}; {counted(there, 'whole weeks')} are there."
            )
            cures = (later_race(request, last), run_and_walk("5 km"))
            weeks = weeks[:wanted]
        elif request.goal.weeks is not None:
            weeks = weeks[: request.goal.weeks]
        weeks = with_race(request, weeks, zone, catalog)
        notes += race_notes(request, weeks)
    return RunsPlan(
        status=status,
        athlete_id=request.athlete.id,
        plan="couch_to_5k",
        sentence=sentence,
        weeks=weeks,
        cures=cures,
        notes=tuple(notes),
        next_week=reported + 1 if running.reports else None,
        versions=versions_of(catalog),
    )


def _program_problems(
    request: RunsRequest, times: tuple[WeeklyTime, ...], program: CouchTo5k, least_gap: float
) -> Iterator[Problem]:
    running = request.running
    if running.days_a_week not in (None, 3):
        yield Problem(
            "running.days_a_week", str(running.days_a_week), "couch_to_5k has 3; leave it out"
        )
    if len(times) > 3:
        yield Problem("running.times", "", "has more than 3 times; couch_to_5k has 3 sessions")
    else:
        yield from too_close(times, least_gap)
    distance = None if request.goal is None else request.goal.distance_km
    if distance is not None and distance > 5:
        message = "is more than couch_to_5k leads to; take a race of 5 km, or the plan custom"
        yield Problem("goal.distance_km", f"{distance:g}", message)
    longest = running.longest_minutes
    ends = program.longest_bout_in(program.last)
    if longest is not None and longest > ends:
        message = f"is more than the {ends:g} with which couch_to_5k ends; take the plan custom"
        yield Problem("running.longest_minutes", str(longest), message)
    if running.first_week is not None and longest is not None:
        step = program.catalog.numbers("c25k_step")[1]
        begins = program.first_bout_of(running.first_week)
        if begins > longest + step:
            yield Problem(
                "running.first_week",
                str(running.first_week),
                f"begins with {counted(begins, 'minutes')} at a time; after {longest} begin with"
                f" week {program.first_week(longest)}",
            )


# --- Runs that were given -------------------------------------------------------------------------


def _given(request: RunsRequest, catalog: Catalog) -> RunsPlan:
    if not request.running.runs:
        message = "is required for given runs: by weekday, or dated"
        raise UnusableInput(Problem("running.runs", "", message))
    start = start_of(request)
    goal = request.goal
    race = None
    if goal is not None and goal.distance_km is not None:
        race = catalog.race_of(goal.distance_km)
    weeks_wanted = weeks_to(request, start) if goal is not None else _last_given(request, start)
    sought = Sought(
        start=start, weeks=weeks_wanted, days=7, days_now=7, minutes_a_week=0, longest_minutes=0,
        is_beginner=False, race=race,
        race_day=None if goal is None else goal.race_day,
        taper_shares=() if race is None else race.taper_shares, growth_percent=0,
        cutback_every=request.choices.deload_every, most_long_minutes=0, peak_minutes=0,
    )  # fmt: skip
    zone = Week(start=request.start, timezone=request.timezone).zone
    weeks, problems = given_weeks(request, sought, zone, catalog)
    if problems:
        raise UnusableInput(*problems)
    weeks = with_race(request, weeks, zone, catalog, leads_to_it=False)
    notes = (
        *longer_than_before(weeks, catalog, request.running.longest_minutes),
        *left_out(request, weeks),
        *race_notes(request, weeks),
    )
    return RunsPlan(
        status="planned",
        athlete_id=request.athlete.id,
        plan="given",
        sentence=f"{counted(len(weeks), 'weeks')} with the runs as they were given.",
        weeks=weeks,
        notes=notes,
        versions=versions_of(catalog),
    )


def _last_given(request: RunsRequest, start: date) -> int:
    """Weeks up to the last dated run; of weekly ones alone, one."""
    starts = [one.start for one in request.running.runs if one.start is not None]
    dated = [start[:10] for start in starts if start[:1].isdigit()]
    last = max((date.fromisoformat(day) for day in dated), default=start)
    return min(MOST_WEEKS, max(1, (last - start).days // 7 + 1))
