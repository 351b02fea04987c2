"""Days of a season that are different: races on the way, holidays, other times for runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

from catalog import Catalog
from optimizer.documents.request import Week
from optimizer.documents.running import PlannedRun
from optimizer.documents.season import SeasonRequest
from optimizer.documents.written_times import WEEKDAYS
from optimizer.running.races import WayRace, race_as_run, way_race
from optimizer.running.times import local


def around_races(
    request: SeasonRequest, by_week: dict[int, list[PlannedRun]], catalog: Catalog
) -> None:
    """Puts the races on the way into ``by_week`` where they are not yet: no run on their day, and
    the days around them as their priority and length ask for."""
    start = request.first_day
    most_easy = round(catalog.numbers("run_minutes")[1])
    zone = Week(start=request.start, timezone=request.timezone).zone
    pace = request.running.easy_seconds_per_km
    for race in sorted(request.races, key=lambda one: one.date):
        known = way_race(race, pace, catalog)
        for number, own in by_week.items():
            by_week[number] = [*_easier_around(own, known, most_easy)]
        number = (known.day - start).days // 7 + 1
        # The goal's own day holds one race.
        if not any(one.kind == "race" and one.day == known.day for one in by_week[number]):
            by_week[number].append(race_as_run(race, pace, number, zone, catalog))


def _easier_around(own: list[PlannedRun], race: WayRace, most_easy: int) -> Iterator[PlannedRun]:
    for run in own:
        moment = run.starts_at.replace(tzinfo=None)
        may_be_hard = race.may_be_long(moment) if run.kind == "long" else race.may_be_key(moment)
        before = race.most_minutes(run.day)
        if run.kind == "race":
            yield run
        elif not race.may_run(run.day):
            continue
        elif run.kind != "easy" and not may_be_hard:
            yield easy(run, most_easy if before is None else min(most_easy, before))
        elif before is not None and run.minutes > before:
            yield easy(run, before)
        else:
            yield run


def easy(run: PlannedRun, most_minutes: int) -> PlannedRun:
    """The same run without anything hard, and no longer than so much."""
    return run.model_copy(
        update={
            "kind": "easy", "name": "Easy run", "bouts": (),
            "minutes": min(run.minutes, most_minutes), "distance_km": None,
            "why": "A race is near.",
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
            moved = local(run.day, at, zone)
            # On such days it stands: its own windows are those of other ones.
            moved_run = run.model_copy(update={"start": moved, "when": ()})
            yield run if moved == run.start and not run.when else moved_run
