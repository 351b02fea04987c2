"""Days of a season that are different: races on the way, holidays, other times for runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from math import ceil

from catalog import Catalog
from catalog.run_plans import RaceDistance
from optimizer.documents.request import Week
from optimizer.documents.running import PlannedRun
from optimizer.documents.season import SeasonRequest
from optimizer.documents.written_times import WEEKDAYS
from optimizer.running.times import RACE_TIME, local

_EASY_BEFORE_RACE_DAYS = 3
_LONGEST_EASY_MINUTES = 75


def race_run(
    request: SeasonRequest,
    day: date,
    distance_km: float,
    minutes: int | None,
    run_id: str,
    catalog: Catalog,
) -> PlannedRun:
    """A race as a run, by the easy pace where its minutes are not known."""
    pace = request.running.easy_seconds_per_km or round(catalog.number("run_pace"))
    race = catalog.race_of(distance_km)
    zone = Week(start=request.start, timezone=request.timezone).zone
    return PlannedRun(
        id=run_id,
        start=local(day, RACE_TIME, zone),
        minutes=min(2880, minutes or ceil(distance_km * pace / 60)),
        kind="race",
        name=f"Race: {f'{distance_km:g} km' if race is None else race.name}",
        distance_km=distance_km,
        why=None if minutes else "The minutes are those of the easy pace; the race will be faster.",
    )


def around_races(
    request: SeasonRequest, by_week: dict[int, list[PlannedRun]], catalog: Catalog
) -> None:
    """Puts the races on the way into ``by_week``: no run on their day nor the day before, easy days
    around them, and the days after them that their length asks for."""
    start = date.fromisoformat(request.start)
    longest = max(catalog.race_distances.values(), key=lambda race: race.most_km)
    for race in sorted(request.races, key=lambda one: one.date):
        day = date.fromisoformat(race.date)
        read_as = catalog.race_of(race.distance_km) or longest
        for number, own in by_week.items():
            by_week[number] = [*_easier_around(own, day, read_as)]
        number = (day - start).days // 7 + 1
        # The goal's own day holds one race.
        if not any(one.kind == "race" and one.day == day for one in by_week[number]):
            run = race_run(
                request, day, race.distance_km, race.minutes, f"w{number}race-{day:%d}", catalog
            )
            by_week[number].append(run)


def _easier_around(own: list[PlannedRun], day: date, race: RaceDistance) -> Iterator[PlannedRun]:
    for run in own:
        after = (run.day - day).days
        if run.kind == "race":
            yield run
        elif -1 <= after <= race.days_without_run_after:
            continue
        elif -_EASY_BEFORE_RACE_DAYS <= after < 0 or 0 < after <= race.days_without_key_run_after:
            yield easy(run)
        else:
            yield run


def easy(run: PlannedRun) -> PlannedRun:
    """The same run without anything hard, and no longer than an easy one."""
    if run.kind == "easy":
        return run
    minutes = min(run.minutes, _LONGEST_EASY_MINUTES)
    return run.model_copy(
        update={
            "kind": "easy", "name": "Easy run", "bouts": (), "minutes": minutes,
            "distance_km": None, "why": "A race is near.",
        }
    )  # fmt: skip


def runs_by_exceptions(request: SeasonRequest, own: list[PlannedRun]) -> Iterator[PlannedRun]:
    """Runs at the times of days that are different; without one a run is left out."""
    for run in own:
        exception = next(
            (
                one
                for one in request.exceptions
                if one.run_windows is not None and one.holds(run.day)
            ),
            None,
        )
        if exception is None or run.kind == "race":
            yield run
            continue
        assert exception.run_windows is not None
        weekday = WEEKDAYS[run.day.weekday()]
        window = next((w for w in exception.run_windows if w.start[:3] == weekday), None)
        if window is not None:
            at = time.fromisoformat(window.start[4:9])
            zone = Week(start=request.start, timezone=request.timezone).zone
            moved = local(datetime.fromisoformat(run.start).date(), at, zone)
            yield run if moved == run.start else run.model_copy(update={"start": moved})
