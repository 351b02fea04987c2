"""The runs of a request as an iCalendar file, which ``--runs`` reads back as the same runs."""

from __future__ import annotations

from collections.abc import Iterator

from icalendar import Event

from api.calendars.identity import run_uid
from api.calendars.week_calendar import WeekCalendar
from api.words.phrases import number
from optimizer.case.timeline import MAX_DAYS_AWAY, instant_of
from optimizer.documents.request import Request, RunKind

RUN_KIND, RUN_ID, DISTANCE_KM = "X-RUNSTRONG-KIND", "X-RUNSTRONG-ID", "X-RUNSTRONG-DISTANCE-KM"
"""Properties of our own: what no standard property says exactly."""

TITLES: dict[RunKind, str] = {
    "easy": "Easy run",
    "long": "Long run",
    "tempo": "Tempo run",
    "interval": "Interval run",
    "race": "Race",
}


def runs_calendar(request: Request) -> bytes:
    """The request's runs as events, in its order; raises ``UnusableInput`` as ``plan`` does."""
    calendar = WeekCalendar(request)
    return calendar.file(f"Runs, week of {request.week.start}", _events(calendar))


def _events(calendar: WeekCalendar) -> Iterator[Event]:
    for index, run in enumerate(calendar.request.runs):
        if run.start is None:
            continue  # No plan says yet when it is.
        start = instant_of(calendar.request, run.start, f"runs[{index}].start", MAX_DAYS_AWAY)
        times = (calendar.timeline.local(start + minutes) for minutes in (0, run.minutes))
        event = calendar.event(run_uid(calendar.request, index), *times)
        distance = "" if run.distance_km is None else f", {number(run.distance_km)} km"
        event.add("SUMMARY", f"{TITLES[run.kind]}{distance}")
        event.add("CATEGORIES", ["Running"])
        event.add(RUN_KIND, run.kind)
        if run.id is not None:
            event.add(RUN_ID, run.id)
        if run.distance_km is not None:
            event.add(DISTANCE_KM, repr(run.distance_km))
        yield event
