"""Alarms of a calendar: a device reminds of each event in time (RFC 5545, 3.6.6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from icalendar import Alarm, Calendar


def with_alarms(data: bytes, minutes: int) -> bytes:
    """The same calendar with an alarm so many minutes before each event that is not cancelled."""
    calendar = Calendar.from_ical(data)
    for event in calendar.walk("VEVENT"):
        if event.get("STATUS") != "CANCELLED":
            event.add_component(_alarm(event, minutes))
    found: bytes = calendar.to_ical()
    return found


def _alarm(event: Mapping[str, object], minutes: int) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", str(event["SUMMARY"]))
    alarm.add("TRIGGER", -timedelta(minutes=minutes))
    return alarm
