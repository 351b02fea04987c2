"""Each week of a season as a request, without what came before it."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

from pydantic import JsonValue

from catalog import Catalog
from catalog.models import PHASES, Level
from optimizer.building.athlete_of import tested_athlete
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.reading import validated
from optimizer.documents.request import Athlete, Request, Run, Week, Window
from optimizer.documents.running import PlannedRun
from optimizer.documents.season import SeasonException, SeasonRequest
from optimizer.documents.wording import quoted
from optimizer.documents.written_times import WEEKDAY_TIME, WEEKDAYS
from optimizer.seasons.outline import OutlineWeek

_DAYS_THAT_BEAR = 3
"""Of the week before: what a run asks of other runs and of sessions is over by then."""


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


def windows_of(request: SeasonRequest, week: OutlineWeek) -> tuple[Window, ...]:
    """When strength may be done in this week, by weekday or dated."""
    override = week.override
    usual = request.week.availability
    if override is not None and override.availability is not None:
        usual = override.availability
    days = [week.start + timedelta(days=index) for index in range(7)]
    special = {day: one for day in days if (one := _exception_on(request, day)) is not None}
    found = [
        window
        for window in usual
        if (day := day_of(window, days)) is not None and day not in special
    ]
    for day, exception in special.items():
        for window in exception.availability or ():
            if day_of(window, [day]) == day:
                at = window.start[4:9] if WEEKDAY_TIME.match(window.start) else window.start[11:16]
                found.append(_dated(window, day, at))
    return tuple(_one_id_each(found))


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


def _exception_on(request: SeasonRequest, day: date) -> SeasonException | None:
    """The first one of that day that says when strength may be done."""
    return next(
        (one for one in request.exceptions if one.availability is not None and one.holds(day)), None
    )


def day_of(window: Window, days: list[date]) -> date | None:
    """On which of ``days`` a window starts."""
    match = WEEKDAY_TIME.match(window.start)
    if match is not None:
        weekday = WEEKDAYS.index(match[1])
        return next((day for day in days if day.weekday() == weekday), None)
    try:
        dated = date.fromisoformat(window.start[:10])
    except ValueError:
        raise UnusableInput(
            Problem("week.availability", quoted(window.start), "is no time; write it as Tue 18:00")
        ) from None
    return dated if dated in days else None


def _dated(window: Window, day: date, at: str) -> Window:
    """A window of an exception, on its day."""
    start = datetime.fromisoformat(f"{day.isoformat()}T{at}")
    fields: dict[str, JsonValue] = {"id": window.id, "start": start.isoformat(timespec="minutes")}
    if window.place is not None:
        fields["place"] = window.place
    if window.minutes is not None:
        fields["minutes"] = window.minutes
    else:
        assert window.end is not None
        fields["end"] = _end_on(window.start, window.end, day)
    return validated(Window, json.dumps(fields), "exceptions")


def _end_on(start: str, end: str, day: date) -> str:
    """The end of a weekly window whose day is ``day``."""
    match = WEEKDAY_TIME.match(end)
    if match is None:
        return end
    begins = WEEKDAY_TIME.match(start)
    shift = 0 if begins is None else (WEEKDAYS.index(match[1]) - WEEKDAYS.index(begins[1])) % 7
    if begins is not None and shift == 0 and end[4:9] <= start[4:9]:
        shift = 7
    return f"{(day + timedelta(days=shift)).isoformat()}T{end[4:9]}"


def _one_id_each(windows: list[Window]) -> list[Window]:
    taken: set[str] = set()
    found = []
    for window in windows:
        name, number = window.id, 1
        while name in taken:
            number += 1
            name = f"{window.id[:60]}-{number}"
        taken.add(name)
        found.append(window if name == window.id else window.model_copy(update={"id": name}))
    return found


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


def with_runs_before(request: Request, before: tuple[PlannedRun, ...]) -> Request:
    """A week with the last runs before it, whose recovery reaches into its first days."""
    since = request.week.first_day - timedelta(days=_DAYS_THAT_BEAR)
    known = [_run(run.model_copy(update={"when": ()})) for run in before if run.day >= since]
    fixed = tuple(validated(Run, json.dumps(run), "runs") for run in known)
    return request.model_copy(update={"runs": (*fixed, *request.runs)})
