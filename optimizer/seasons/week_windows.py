"""When strength may be done in a week of a season."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.reading import validated
from optimizer.documents.request import Week, Window
from optimizer.documents.season import SeasonException, SeasonRequest
from optimizer.documents.wording import quoted
from optimizer.documents.written_times import WEEKDAY_TIME, WEEKDAYS
from optimizer.running.times import that_exists
from optimizer.seasons.outline import OutlineWeek


def windows_of(request: SeasonRequest, week: OutlineWeek) -> tuple[Window, ...]:
    """When strength may be done in this week, by weekday or dated."""
    override = week.override
    usual = request.week.availability
    if override is not None and override.availability is not None:
        usual = override.availability
    zone = Week(start=request.start, timezone=request.timezone).zone
    days = [week.start + timedelta(days=index) for index in range(7)]
    special = {day: one for day in days if (one := _exception_on(request, day)) is not None}
    found = [
        that_is_there
        for window in usual
        if (day := day_of(window, days)) is not None
        and day not in special
        and (that_is_there := _by_the_clock(window, day, zone)) is not None
    ]
    for day, exception in special.items():
        for window in exception.availability or ():
            if day_of(window, [day]) == day and (cut := _by_the_clock(window, day, zone)):
                if cut is not window:
                    found.append(cut)
                    continue
                at = window.start[4:9] if WEEKDAY_TIME.match(window.start) else window.start[11:16]
                found.append(_dated(window, day, at))
    return tuple(_one_id_each(found))


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


def _by_the_clock(window: Window, day: date, zone: ZoneInfo) -> Window | None:
    """A weekly window without the hour that the clocks of ``day`` leave out; None: it is all."""
    if WEEKDAY_TIME.fullmatch(window.start) is None:
        return window
    start = datetime.combine(day, time.fromisoformat(window.start[4:9]))
    opens = that_exists(start, zone).replace(tzinfo=None)
    if window.end is None:
        assert window.minutes is not None
        closes = start + timedelta(minutes=window.minutes)
        if opens == start:
            return window
    else:
        try:
            end = datetime.fromisoformat(_end_on(window.start, window.end, day))
        except ValueError:
            return window
        closes = that_exists(end, zone).replace(tzinfo=None)
        if (opens, closes) == (start, end):
            return window
    if opens >= closes:
        return None
    times = {
        name: at.isoformat(timespec="minutes") for name, at in (("start", opens), ("end", closes))
    }
    return window.model_copy(update={**times, "minutes": None})


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
