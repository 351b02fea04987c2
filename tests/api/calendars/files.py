"""Small calendars as the programs of runners write them, drawn for these tests."""

from __future__ import annotations

from api.calendars.documents import CalendarReading, EventReading
from api.calendars.reading import Upload
from optimizer.documents.request import Athlete, Request, Run, Week, Window
from optimizer.documents.strength import Place

WEEK = "2026-11-23"
"""A Monday."""


def calendar(*parts: str, name: str = "", product: str = "-//Somebody//Calendar//EN") -> bytes:
    """An iCalendar file; ``parts`` are its components, with any ends of lines."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{product}"]
    if name:
        head.append(f"X-WR-CALNAME:{name}")
    lines = [*head, *(line.strip() for part in parts for line in part.strip().splitlines())]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def event(title: str, start: str, *lines: str, end: str | None = None, uid: str = "") -> str:
    """One VEVENT; ``start`` and ``end`` are what follows DTSTART and DTEND, with its parameters.

    A plain ``20261124T180000`` is a floating time.
    """
    found = [
        "BEGIN:VEVENT",
        f"UID:{uid or f'{title} {start}'.replace(' ', '-')}",
        "DTSTAMP:20261101T000000Z",
        f"SUMMARY:{title}",
        f"DTSTART{_value(start)}",
    ]
    if end is not None:
        found.append(f"DTEND{_value(end)}")
    return "\n".join([*found, *lines, "END:VEVENT"])


def _value(text: str) -> str:
    return text if text.startswith((";", ":")) else f":{text}"


def request(*windows: Window, runs: tuple[Run, ...] = (), zone: str = "Europe/Berlin") -> Request:
    """A beginner's week with two windows at home, unless told otherwise."""
    return Request(
        athlete=Athlete(id="ana", level="beginner"),
        week=Week(start=WEEK, timezone=zone),
        runs=runs,
        availability=windows
        or (
            Window(id="tue", start="Tue 18:00", minutes=120, place="home"),
            Window(id="thu", start="Thu 18:00", minutes=60, place="home"),
        ),
        places={"home": Place(equipment=("chair",))},
    )


def file(data: bytes, name: str = "runs.ics") -> Upload:
    return Upload(name, data)


def event_titled(reading: CalendarReading, title: str) -> EventReading:
    """What the one event called ``title`` was taken for."""
    [found] = [event for event in reading.events if event.title == title]
    return found


def starts(reading: CalendarReading) -> list[str]:
    """Starts of all runs of the request."""
    return [run.start for run in reading.request.runs if run.start is not None]
