"""A plan of runs as an iCalendar file: importing a later one again updates its events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from icalendar import Event

from api.calendars.identity import RUN_ENDING
from api.calendars.published import published
from api.calendars.runs_out import DISTANCE_KM, RUN_ID, RUN_KIND
from api.calendars.vtimezone import is_utc
from api.words.rows import in_rows
from optimizer.documents.running import Bout, PlannedRun, RunsPlan, RunsRequest


def planned_run_uid(request: RunsRequest, run_id: str) -> str:
    """Of a run of the plan that begins on the request's first day."""
    parts = (request.athlete.id, request.start, "planned run", run_id)
    name = "".join(f"{len(part)}:{part}" for part in parts)
    return f"{uuid5(NAMESPACE_URL, name)}{RUN_ENDING}"


def run_plan_calendar(request: RunsRequest, answer: RunsPlan) -> bytes:
    """Every run of the plan, with its bouts; the same bytes for the same plan."""
    zone = ZoneInfo(request.timezone)
    events = _events(request, answer, zone)
    return published(f"Runs from {request.start}", zone, request.start, events)


def _events(request: RunsRequest, answer: RunsPlan, zone: ZoneInfo) -> Iterator[Event]:
    # Reports only ever get more, so a plan that follows them is a later revision.
    sequence = len(request.running.reports)
    first = datetime.combine(request.first_day, time(), UTC)
    for week in answer.weeks:
        for run in week.runs:
            start = run.starts_at.astimezone(UTC if is_utc(zone) else zone)
            event = Event()
            event.add("UID", planned_run_uid(request, run.id))
            event.add("DTSTAMP", first + timedelta(minutes=sequence))
            event.add("SEQUENCE", sequence)
            event.add("DTSTART", start)
            event.add("DTEND", _end(start, run.minutes))
            event.add("TRANSP", "OPAQUE")
            event.add("SUMMARY", run.name)
            text = run_text(run)
            if text:
                event.add("DESCRIPTION", text)
            event.add("CATEGORIES", ["Running"])
            event.add(RUN_KIND, run.kind)
            event.add(RUN_ID, run.id)
            if run.kind == "race" and run.distance_km is not None:
                event.add(DISTANCE_KM, repr(run.distance_km))
            yield event


def _end(start: datetime, minutes: int) -> datetime:
    """So many minutes later, also over a change of the clocks."""
    return (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(start.tzinfo)


def run_text(run: PlannedRun) -> str:
    """The bouts of a run, a line each, equal ones in a row together; and why it is so."""
    lines = [_line(bout, count) for bout, count in in_rows(run.bouts)]
    return "\n".join([*lines, *([run.why] if run.why else [])])


def _line(bouts: tuple[Bout, ...], count: int) -> str:
    parts = " + ".join(f"{_length(bout.seconds)} {_WORDS[bout.kind]}" for bout in bouts)
    times = f"{count} × ({parts})" if count > 1 else parts
    effort = next((b.effort for b in bouts if b.kind in ("run", "work", "strides")), None)
    return f"{times}: {effort}" if effort else times


_WORDS = {
    "warm_up": "warm-up", "walk": "walk", "run": "run", "work": "hard", "recovery": "recovery",
    "strides": "stride", "cool_down": "cool-down",
}  # fmt: skip


def _length(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest} s"
    return f"{minutes}:{rest:02d} min" if rest else f"{minutes} min"
