"""A log that was read: its days, and the names that are not known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table

from api.words.phrases import Names, day_name, heading, plain, said
from api.words.training_log import sets_in_words
from catalog import Catalog
from optimizer.documents.wording import counted

if TYPE_CHECKING:
    from api.training_log.documents import LogReading

_MOST_ROWS = 40
_SOURCES = {
    "json": "JSON",
    "hand": "a log by hand",
    "hevy": "Hevy",
    "strong": "Strong",
    "fit": "a watch",
}


def log_view(reading: LogReading, catalog: Catalog) -> RenderableType:
    names = Names.of(catalog)
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Day", no_wrap=True)
    table.add_column("Exercise", overflow="fold", min_width=16)
    table.add_column("Sets", overflow="fold")
    for entry in reading.log[-_MOST_ROWS:]:
        exercise = entry.exercise
        name = plain(entry.name or "") if exercise is None else names.exercise(exercise)
        mark = "" if exercise is not None else "? "
        day = day_name(date.fromisoformat(entry.date))
        table.add_row(day, f"{mark}{name}", sets_in_words(entry))
    days = len({entry.date for entry in reading.log})
    read = f"{counted(len(reading.log), 'records')} on {counted(days, 'days')}"
    title = heading(f"Log from {_SOURCES[reading.source]}: {read}")
    return Group(title, table, *(said(line) for line in _lines(reading, catalog, names)))


def _lines(reading: LogReading, catalog: Catalog, names: Names) -> Iterator[str]:
    if len(reading.log) > _MOST_ROWS:
        yield f"Only the last {_MOST_ROWS} are shown; --json has all."
    for unknown in reading.unknown:
        near = catalog.exercise_names.found(unknown.nearest) if unknown.nearest else None
        hint = f" (the nearest is {unknown.nearest}, {near})" if near else ""
        yield (
            f"{unknown.name!r} is no exercise of the catalog{hint}:"
            f" {counted(unknown.entries, 'records')} kept and not used; --name"
            f" '{unknown.name}=ID' says what it means."
        )
    exercises = [one.exercise for one in reading.guessed if "exercise" in one.guessed]
    if exercises:
        shown = ", ".join(names.exercise(one) for one in exercises)
        yield f"Guessed by the watch: {shown}. Look at them before you plan with this log."
    if any("repetitions" in one.guessed for one in reading.guessed):
        yield "Repetitions are as the watch counted them."
    if any("day" in one.guessed for one in reading.guessed):
        yield "The watch does not tell its local time: days are those of UTC."
    if reading.left_out:
        yield (
            f"{counted(reading.left_out, 'records')} before {reading.since} left out; --since"
            " changes that."
        )
    if reading.already_there:
        yield f"{counted(reading.already_there, 'records')} the request had already."
