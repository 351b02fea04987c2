"""A season as an iCalendar file: runs and strength; a later one updates its events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from icalendar import Event

from api.calendars.identity import RUN_ENDING, session_uid, session_uid_of
from api.calendars.published import published
from api.calendars.run_plans_out import run_text
from api.calendars.session_text import session_text
from api.calendars.vtimezone import is_utc
from api.words.phrases import whole_minutes
from api.words.stretches import stretch_in_words
from catalog import Catalog
from optimizer.documents.result import Session
from optimizer.documents.running import PlannedRun
from optimizer.documents.season import FlexibilitySession, Season, SeasonWeek

_CATEGORIES = {"run": "Running", "session": "Strength", "flexibility": "Flexibility"}


def season_calendar(season: Season, catalog: Catalog) -> bytes:
    """Every run and the sessions of planned weeks; the same bytes for one season."""
    zone = ZoneInfo(season.request.timezone)
    events = (
        *(event for week in season.weeks for event in _events(season, week, zone, catalog)),
        *_cancelled(season, zone),
    )
    return published(f"Season from {season.request.start}", zone, season.request.start, events)


def _events(season: Season, week: SeasonWeek, zone: ZoneInfo, catalog: Catalog) -> Iterator[Event]:
    for run in week.runs:
        end = run.ends_at.astimezone(UTC)
        found = _event(season, zone, _run_uid(season, run.id), run.starts_at, end)
        yield _run(found, run)
    for one in week.flexibility:
        end = one.ends_at.astimezone(UTC)
        found = _event(season, zone, _stretches_uid(season, one.id), one.starts_at, end)
        yield _stretches(found, one)
    plan = None if week.result is None else week.result.plan
    for session in () if plan is None else plan.sessions:
        assert week.request is not None
        uid = session_uid(week.request, session.id)
        found = _event(season, zone, uid, session.starts_at, session.ends_at_whole_minute)
        yield _session(found, session, catalog)


def _cancelled(season: Season, zone: ZoneInfo) -> Iterator[Event]:
    """A calendar keeps an event that a later file does not mention."""
    for one in season.dropped:
        if one.kind == "run":
            uid = _run_uid(season, one.id)
        elif one.kind == "flexibility":
            uid = _stretches_uid(season, one.id)
        else:
            uid = session_uid_of(season.athlete_id, one.week, one.id)
        event = _event(season, zone, uid, one.starts_at, one.ends_at)
        event.add("SUMMARY", one.name)
        event.add("CATEGORIES", [_CATEGORIES[one.kind]])
        event.add("STATUS", "CANCELLED")
        yield event


def _event(season: Season, zone: ZoneInfo, uid: str, start: datetime, end: datetime) -> Event:
    sequence = season.revision
    first = datetime.combine(season.request.first_day, time(), UTC)
    found = Event()
    found.add("UID", uid)
    found.add("DTSTAMP", first + timedelta(minutes=sequence))
    found.add("SEQUENCE", sequence)
    found.add("DTSTART", start.astimezone(UTC if is_utc(zone) else zone))
    found.add("DTEND", end.astimezone(UTC if is_utc(zone) else zone))
    return found


def _run(event: Event, run: PlannedRun) -> Event:
    event.add("TRANSP", "OPAQUE")
    event.add("SUMMARY", run.name)
    text = run_text(run)
    if text:
        event.add("DESCRIPTION", text)
    event.add("CATEGORIES", ["Running"])
    return event


def _stretches(event: Event, session: FlexibilitySession) -> Event:
    event.add("TRANSP", "OPAQUE")
    event.add("SUMMARY", f"Flexibility, {session.minutes} min")
    lines = [stretch_in_words(item) for item in session.items]
    event.add("DESCRIPTION", "\n".join([*lines, "", session.why]))
    event.add("CATEGORIES", [_CATEGORIES["flexibility"]])
    return event


def _session(event: Event, session: Session, catalog: Catalog) -> Event:
    event.add("TRANSP", "OPAQUE")
    event.add("SUMMARY", f"Strength {session.id}, {whole_minutes(session.minutes)}")
    event.add("LOCATION", session.place)
    event.add("CATEGORIES", ["Strength"])
    event.add("DESCRIPTION", session_text(session, catalog))
    return event


def _run_uid(season: Season, run_id: str) -> str:
    return _uid(season, "season run", run_id)


def _stretches_uid(season: Season, session_id: str) -> str:
    return _uid(season, "season flexibility", session_id)


def _uid(season: Season, what: str, name_in_season: str) -> str:
    parts = (season.athlete_id, season.request.start, what, name_in_season)
    name = "".join(f"{len(part)}:{part}" for part in parts)
    return f"{uuid5(NAMESPACE_URL, name)}{RUN_ENDING}"
