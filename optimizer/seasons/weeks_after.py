"""The runs in the weeks after the race: none at first, then few and easy."""

from __future__ import annotations

from datetime import timedelta

from catalog import Catalog
from catalog.run_plans import RaceDistance
from optimizer.documents.request import Week
from optimizer.documents.running import PlannedRun, RunWeek
from optimizer.documents.season import SeasonRequest
from optimizer.running.times import local


def runs_after_race(
    request: SeasonRequest,
    weeks: tuple[RunWeek, ...],
    race: RaceDistance,
    race_week: int,
    number: int,
    catalog: Catalog,
) -> list[PlannedRun]:
    """Easy runs at the times of the fullest week before it."""
    assert request.goal is not None
    assert request.goal.race_day is not None
    if not weeks:
        return []
    fullest = max(weeks, key=lambda week: (len(week.runs), week.number))
    shares = catalog.numbers("season_after_race")
    usual_minutes, most_minutes = catalog.numbers("season_runs_after_race")
    share = shares[min(number - race_week, len(shares)) - 1] / 100
    usual = request.running.minutes_a_week or fullest.minutes
    free_from = request.goal.race_day + timedelta(days=race.days_without_run_after)
    first = request.first_day + timedelta(weeks=number - 1)
    moments = []
    for run in fullest.runs:
        at = run.starts_at
        day = first + timedelta(days=(at.weekday() - first.weekday()) % 7)
        if day > free_from and run.kind != "race":
            moments.append((day, at.time()))
    least = round(catalog.numbers("run_minutes")[0])
    minutes = int(share * usual)
    count = min(len(moments), max(1, int(minutes // max(1, usual_minutes))))
    if not count or minutes < least:
        return []
    each = max(least, min(round(most_minutes), minutes // count))
    # Spread over the days that there are.
    chosen = [moments[index * len(moments) // count] for index in range(count)]
    zone = Week(start=request.start, timezone=request.timezone).zone
    return [
        PlannedRun(
            id=f"w{number}r{index}",
            start=local(day, at, zone),
            minutes=each,
            kind="easy",
            name="Easy run",
            why="After the race: short and easy.",
        )
        for index, (day, at) in enumerate(sorted(chosen), 1)
    ]
