"""What calendars said: each event, what it was taken for and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.words.phrases import day_name, heading, plain, said

if TYPE_CHECKING:
    from api.calendars.documents import CalendarReading, EventReading, FileReading, WindowReading

_RUNS = ("run", "run_already_told")
_NO_RUNS = ("not_a_run", "not_recognised", "own_session", "cancelled", "not_read")


def calendar_view(reading: CalendarReading) -> RenderableType:
    """Every event, runs first, then what became of the windows."""
    parts: list[RenderableType] = [*map(_file, reading.calendars)]
    for title, read_for, taken_as in (
        ("Runs in the calendar", "runs", _RUNS),
        ("Not taken as runs", "runs", _NO_RUNS),
        ("Busy times", "busy", ("busy",)),
        ("Not taken as busy", "busy", ("free", "own_session", "cancelled", "not_read")),
    ):
        events = [
            event
            for event in reading.events
            if event.read_for == read_for and event.taken_as in taken_as
        ]
        if events:
            parts += [heading(title), _events(events)]
    if reading.windows:
        parts += [heading("Windows without the busy times"), _windows(reading.windows)]
    parts += [said(note) for note in reading.notes]
    return Group(*parts)


def calendar_lines(reading: CalendarReading) -> Iterator[str]:
    """The same in few lines: runs, what is doubtful, windows, and how many events are left."""
    shown: set[int] = set()
    for index, event in enumerate(reading.events):
        if event.run is not None or event.is_doubtful or event.assumed:
            shown.add(index)
            yield plain(
                f"{event.calendar}: {event.start} {event.title!r}: {_taken(event)}. {_why(event)}"
            )
    for window in reading.windows:
        yield plain(f"window {window.window}: {_became(window)}")
    for file in reading.calendars:
        yield from (plain(f"{file.calendar}: {note}") for note in file.notes)
        others = [
            event
            for index, event in enumerate(reading.events)
            if index not in shown
            and (event.calendar, event.read_for) == (file.calendar, file.read_for)
        ]
        if others:
            yield plain(f"{file.calendar}: {_counted(others)}")
    yield from map(plain, reading.notes)


def _counted(events: Sequence[EventReading]) -> str:
    counts: dict[str, list[str]] = {}
    for event in events:
        counts.setdefault(_taken(event), []).append(event.title or "without a title")
    return "; ".join(
        f"{len(titles)} {what} ({', '.join(dict.fromkeys(titles))})"
        for what, titles in counts.items()
    )


def _file(file: FileReading) -> RenderableType:
    name = f" ({file.title})" if file.title else ""
    outside = f", {file.outside} of them in other weeks" if file.outside else ""
    lines = [said(f"{file.calendar}{name}: {file.events} events{outside}", "bold")]
    return Group(*lines, *(said(note) for note in file.notes))


def _events(events: Iterable[EventReading]) -> RenderableType:
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", max_width=30)
    table.add_column(overflow="fold", max_width=22)
    table.add_column(overflow="fold")
    shown: set[tuple[str, str]] = set()
    for event in events:
        style = "yellow" if event.is_doubtful else ""
        title = said(event.title or "–", style)
        # A series has one reason, however often it takes place.
        why = "" if (event.title, _why(event)) in shown else _why(event)
        shown.add((event.title, _why(event)))
        table.add_row(_when(event.start), title, Text(_taken(event)), said(why, "dim"))
    return table


def _windows(windows: Iterable[WindowReading]) -> RenderableType:
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for window in windows:
        table.add_row(said(window.window), said(_became(window)))
    return table


def _became(window: WindowReading) -> str:
    because = ", ".join(window.because_of)
    if not window.pieces:
        return f"nothing is left of it ({because})"
    pieces = [
        f"{piece.id} from {_when(piece.start)}, {piece.minutes} min" for piece in window.pieces
    ]
    more = ""
    if len(pieces) > 1:
        more = "; each piece may hold a session, if they are on different days"
    return f"{'; '.join(pieces)} ({because}){more}"


def _taken(event: EventReading) -> str:
    if event.run is not None:
        kind = "race" if event.run.kind == "race" else f"{event.run.kind} run"
        return f"{kind}, {event.run.minutes} min"
    return event.taken_as.replace("_", " ")


def _why(event: EventReading) -> str:
    return " ".join([event.reason, *event.assumed])


def _when(start: str) -> str:
    if not start:
        return "–"
    if len(start) == len("2026-11-23"):
        return f"{day_name(date.fromisoformat(start))}, all day"
    moment = datetime.fromisoformat(start)
    return f"{day_name(moment.date())} {moment:%H:%M}"
