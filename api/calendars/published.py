"""A calendar as it is published: its head, its time zone, its events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from api.calendars.identity import PRODUCT
from api.calendars.vtimezone import is_utc, time_zone


def published(name: str, zone: ZoneInfo, first_day: str, events: Iterable[Event]) -> bytes:
    """The file; the same bytes for the same events.

    ``first_day``: ISO 8601; a zone other than UTC is defined around its year.
    """
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", name)
    if not is_utc(zone):
        calendar.add("X-WR-TIMEZONE", zone.key)
        calendar.add_component(time_zone(zone, date.fromisoformat(first_day).year))
    for event in events:
        calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data
