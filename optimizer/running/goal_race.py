"""The race of the goal among runs that were not planned for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from catalog import Catalog
from optimizer.documents.running import RaceOnTheWay, RunsRequest, RunWeek
from optimizer.running.races import race_as_run


def with_race(
    request: RunsRequest,
    weeks: Sequence[RunWeek],
    zone: ZoneInfo,
    catalog: Catalog,
    *,
    leads_to_it: bool = True,
) -> tuple[RunWeek, ...]:
    """The weeks with the race in its own, unless a run is on its day.

    ``leads_to_it``: the runs are there for the race, so there is none on its day, on the day before
    or after it.
    """
    goal = request.goal
    if goal is None or goal.race is None or goal.distance_km is None:
        return tuple(weeks)
    day = goal.race_day
    assert day is not None
    found = []
    for week in weeks:
        runs = week.runs
        if leads_to_it:
            runs = tuple(run for run in runs if run.day < day - timedelta(days=1))
        is_of_week = week.first_day <= day < week.first_day + timedelta(days=7)
        if is_of_week and all(run.day != day for run in runs):
            race = RaceOnTheWay(date=goal.race, distance_km=goal.distance_km)
            pace = request.running.easy_seconds_per_km
            own = race_as_run(race, pace, week.number, zone, catalog)
            own = own.model_copy(update={"id": f"w{week.number}race"})
            runs = tuple(sorted((*runs, own), key=lambda run: run.start))
        plain = [run.minutes for run in runs if run.kind != "race"]
        changes = {"runs": runs, "minutes": sum(plain), "longest_minutes": max(plain, default=0)}
        found.append(week.model_copy(update=changes))
    return tuple(found)


def race_notes(request: RunsRequest, weeks: Sequence[RunWeek]) -> Iterator[str]:
    """Where the race is not among the runs, why."""
    goal = request.goal
    if goal is None or goal.race is None or goal.race_day is None or not weeks:
        return
    runs = [run for week in weeks for run in week.runs if run.day == goal.race_day]
    if any(run.kind == "race" for run in runs):
        return
    if runs:
        yield (
            f"A run that is no race is given for {goal.race}, the day of the race; give it the kind"
            " race, or leave it out."
        )
    elif goal.race_day >= weeks[-1].first_day + timedelta(days=7):
        end = weeks[-1].first_day + timedelta(days=6)
        yield (
            f"The race of {goal.race} is after the last of these weeks, which ends on"
            f" {end.isoformat()}; do that week again until then, with a day without a run before"
            " the race."
        )
