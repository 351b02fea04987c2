"""The sessions of a plan as an iCalendar file: importing it again updates them."""

from __future__ import annotations

from collections.abc import Iterator

from icalendar import Event

from api.calendars.identity import session_uid
from api.calendars.session_text import session_text
from api.calendars.week_calendar import WeekCalendar
from api.words.phrases import whole_minutes
from catalog import Catalog
from optimizer.documents.request import Request
from optimizer.documents.result import Result, Session


def sessions_calendar(request: Request, result: Result, catalog: Catalog) -> bytes:
    """The sessions of a result that has a plan; those of ``current`` not in it are cancelled."""
    calendar = WeekCalendar(request)
    name = f"Strength, week of {request.week.start}"
    return calendar.file(name, _events(calendar, result, catalog))


def _events(calendar: WeekCalendar, result: Result, catalog: Catalog) -> Iterator[Event]:
    assert result.plan is not None
    for session in result.plan.sessions:
        event = _event(calendar, session)
        event.add("DESCRIPTION", session_text(session, catalog, result.plan.next_week))
        event.add("STATUS", "CONFIRMED")
        yield event
    if calendar.request.current is None:
        return
    still_there = {session.id for session in result.plan.sessions}
    for session in calendar.request.current.plan.sessions:
        if session.id not in still_there:
            # A calendar keeps an event that a later file does not mention.
            event = _event(calendar, session)
            event.add("STATUS", "CANCELLED")
            yield event


def _event(calendar: WeekCalendar, session: Session) -> Event:
    start, end = session.starts_at, session.ends_at_whole_minute
    event = calendar.event(session_uid(calendar.request, session.id), start, end)
    event.add("SUMMARY", f"Strength {session.id}, {whole_minutes(session.minutes)}")
    event.add("LOCATION", session.place)
    event.add("CATEGORIES", ["Strength"])
    return event
