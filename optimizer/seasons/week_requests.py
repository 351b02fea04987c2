"""Each week of a season as a request, without what came before it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from pydantic import JsonValue

from catalog import Catalog
from catalog.models import PHASES, Level
from optimizer.building.athlete_of import tested_athlete
from optimizer.case.runs_before import bears
from optimizer.documents.errors import UnusableInput
from optimizer.documents.reading import validated
from optimizer.documents.request import Athlete, Request, Run, Week, Window
from optimizer.documents.running import PlannedRun
from optimizer.documents.season import SeasonRequest
from optimizer.seasons.outline import OutlineWeek
from optimizer.seasons.week_windows import windows_of


def level_of(request: SeasonRequest, catalog: Catalog) -> Level:
    """As it was given, or as the tests tell it; raises ``UnusableInput``."""
    week = Request(
        athlete=request.athlete,
        week=Week(start=request.start, timezone=request.timezone),
        availability=(),
    )
    named, _, problems = tested_athlete(week, catalog)
    if problems:
        raise UnusableInput(*problems)
    assert named.athlete.level is not None  # a request has one, or tests that tell it
    return named.athlete.level


def numbers_in_block(weeks: tuple[OutlineWeek, ...], catalog: Catalog) -> list[int]:
    """By week its number in a block, so that the lighter weeks are those of the season."""
    lighter = round(catalog.number("deload"))
    found: list[int] = []
    since = 0
    for week in weeks:
        since = lighter if week.is_deload else min(lighter - 1, since % lighter + 1)
        found.append(since)
    return found


def request_of_week(
    request: SeasonRequest,
    week: OutlineWeek,
    number_in_block: int,
    athlete: Athlete,
    level: Level,
    catalog: Catalog,
) -> Request:
    """Without ``previous`` and ``current``; raises ``UnusableInput`` with fields of the season."""
    usual = request.week
    override = week.override
    limits = usual.limits if override is None or override.limits is None else override.limits
    limits_written: dict[str, JsonValue] = {
        name: value for name, value in limits.model_dump(mode="json").items() if value is not None
    }
    if level == "beginner":
        most = round(catalog.numbers("season_sessions_beginner")[PHASES.index(week.phase)])
        limits_written["max_sessions"] = min(most, limits.max_sessions or most)
        if limits.max_sessions == 0:
            limits_written["max_sessions"] = 0
        least = limits_written.get("min_sessions")
        if isinstance(least, int) and least > most:
            limits_written["min_sessions"] = most
    windows = windows_of(request, week)
    known = {window.id for window in windows}
    document: dict[str, JsonValue] = {
        "athlete": athlete.model_dump(mode="json"),
        "week": {
            "start": week.start.isoformat(), "timezone": request.timezone,
            "phase": week.phase, "number": number_in_block,
        },
        "runs": [_run(run) for run in week.runs],
        "availability": [_window(window) for window in windows],
        "places": {**_places(usual), **{
            name: place
            for one in request.exceptions
            if one.first_day < week.end and one.last_day >= week.start
            for name, place in _places(one).items()
        }},
        "limits": limits_written,
        "emphasis": usual.emphasis,
        "recovery": usual.recovery,
        "preferences": usual.preferences.model_dump(mode="json"),
        "rules": dict(usual.rules),
        # A pin of a window that a week does not have counts in the others.
        "pinned": [
            pin.model_dump(mode="json")
            for pin in usual.pinned
            if pin.window is None or pin.window in known
        ],
    }  # fmt: skip
    return validated(Request, json.dumps(document), "week")


def _window(window: Window) -> dict[str, JsonValue]:
    return {
        name: value for name, value in window.model_dump(mode="json").items() if value is not None
    }


def _places(part: object) -> dict[str, JsonValue]:
    places = getattr(part, "places", {})
    return {name: place.model_dump(mode="json") for name, place in places.items()}


def _run(run: PlannedRun) -> dict[str, JsonValue]:
    one: dict[str, JsonValue] = {"id": run.id, "minutes": run.minutes, "kind": run.kind}
    if run.when:
        one["when"] = [window.model_dump(mode="json") for window in run.when]
    else:
        one["start"] = run.starts_at.replace(tzinfo=None).isoformat(timespec="minutes")
    if run.kind == "race" and run.distance_km is not None:
        one["distance_km"] = run.distance_km
    return one


def with_runs_before(request: Request, before: Iterable[PlannedRun]) -> Request:
    """A week with those of the runs ``before`` it that still bear on it."""
    first = request.week.first_day
    known = [
        _run(run.model_copy(update={"when": ()}))
        for run in before
        if bears(run.day, run.kind, first)
    ]
    fixed = tuple(validated(Run, json.dumps(run), "runs") for run in known)
    return request.model_copy(update={"runs": (*fixed, *request.runs)})
