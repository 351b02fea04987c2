"""What our calendars have in common, whatever their events are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from icalendar import Event

from api.calendars.identity import revision, stamp
from api.calendars.published import published
from api.calendars.vtimezone import is_utc
from optimizer.case.timeline import timeline_of
from optimizer.documents.request import Request


class WeekCalendar:
    """Makes the events and the file of one request's week."""

    def __init__(self, request: Request) -> None:
        """Raises ``UnusableInput`` for a request whose times cannot be read."""
        self.request = request
        self.timeline = timeline_of(request)
        self._sequence = revision(request, self.timeline)
        self._stamp = stamp(self.timeline, self._sequence)
        self._zone = request.week.zone

    def event(self, uid: str, start: datetime, end: datetime) -> Event:
        """An event with what every event needs."""
        zone = UTC if is_utc(self._zone) else self._zone
        event = Event()
        event.add("UID", uid)
        event.add("DTSTAMP", self._stamp)
        event.add("SEQUENCE", self._sequence)
        event.add("DTSTART", start.astimezone(zone))
        event.add("DTEND", end.astimezone(zone))
        event.add("TRANSP", "OPAQUE")
        return event

    def file(self, name: str, events: Iterable[Event]) -> bytes:
        """A calendar with the week's time zone; the same bytes for the same events."""
        return published(name, self._zone, self.request.week.start, events)
