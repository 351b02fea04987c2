"""The CSV files that Hevy and Strong write.

Columns are known by their names, in any order.  Hevy writes the unit into the name of the column;
Strong writes it there, into a column of its own, or nowhere, and then it has to be told.  Sets that
led up to the work are Hevy's ``warmup`` and Strong's ``W``.  A set of 0 was tried and failed.  Rows
without an amount hold notes, a run or a ride, which are kept as notes.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from api.training_log.cells import day_in, number_in
from api.training_log.documents import Source
from api.training_log.rows import SetRow
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.pointers import Chosen
from optimizer.documents.strength import MOST_HOLD_SECONDS, Units
from optimizer.documents.wording import quoted

Value = TypeVar("Value")

_SEPARATORS = (",", ";", "\t")
_UNITS: Mapping[str, Units] = {"kg": "kg", "kgs": "kg", "lb": "lb", "lbs": "lb"}

_HEVY = frozenset({"exercise_title", "start_time", "reps"})
_STRONG = frozenset({"date", "exercise name", "set order"})
# Strong writes its columns in the language of the phone.
_STRONG_NAMES = {
    "datum": "date", "workout-name": "workout name", "name der übung": "exercise name",
    "reihenfolge festlegen": "set order", "gewicht": "weight", "wiederh.": "reps",
    "sekunden": "seconds", "notizen": "notes", "workout-notizen": "workout notes",
    "entfernung": "distance", "gewichtseinheit": "weight unit",
}  # fmt: skip
_SET_ORDER = re.compile(r"[1-9][0-9]{0,8}|[WDF]", re.IGNORECASE)
_PAUSES = frozenset({"rest timer", "rest"})


@dataclass(frozen=True)
class _Table:
    """A file's rows by column name, each with its number in the file."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    header: tuple[str, ...]
    """The columns as the file writes them."""


def rows_of_csv(
    text: str, units: Units | None, problems: list[Problem]
) -> tuple[Source, list[SetRow]]:
    """Whose file it is, and its rows, whose faults go to ``problems``.

    Raises ``UnusableInput`` for any other file.
    """
    table = _table(text)
    columns = set(table.columns)
    if columns >= _HEVY:
        return "hevy", list(_hevy(table, problems))
    if columns >= _STRONG:
        return "strong", list(_strong(table, units, problems))
    shown = ", ".join(quoted(name) for name in table.header[:4])
    raise UnusableInput(
        Problem(
            "columns",
            shown,
            "are those of neither Hevy nor Strong; export the workouts of one of them as CSV, or"
            " write the log as JSON or by hand",
        )
    )


def _table(text: str) -> _Table:
    first = text.lstrip("\r\n").split("\n", maxsplit=1)[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    columns: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    rows: list[tuple[int, Mapping[str, str]]] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                header = tuple(cell.strip() for cell in cells)
                names = (name.lower() for name in header)
                columns = tuple(_STRONG_NAMES.get(name, name) for name in names)
                continue
            if len(cells) > len(columns):
                raise UnusableInput(
                    Problem(
                        f"line {reader.line_num}",
                        "",
                        f"has {len(cells)} cells under {len(columns)} columns; was the file edited"
                        " by hand? export it anew",
                    )
                )
            rows.append((reader.line_num, dict(zip(columns, cells, strict=False))))
    except csv.Error as error:
        raise UnusableInput(
            Problem(f"line {reader.line_num}", "", f"cannot be read as CSV ({error})")
        ) from None
    return _Table(columns, tuple(rows), header)


def _hevy(table: _Table, problems: list[Problem]) -> Iterator[SetRow]:
    unit: Units = "lb" if "weight_lbs" in table.columns else "kg"
    weight = "weight_lbs" if unit == "lb" else "weight_kg"
    far = next((name for name in table.columns if name.startswith("distance_")), "")
    for number, cells in table.rows:
        row = _Row(f"line {number}", cells, problems)
        kind = row.text("set_type").lower()
        rpe = row.number("rpe")
        if rpe is None and kind == "failure":
            rpe = 10.0
        notes = [row.text("title"), row.text("exercise_notes")]
        notes += [kind] if kind not in ("", "normal", "warmup", "warm_up") else []
        yield SetRow(
            where=row.where,
            day=row.day("start_time"),
            workout=f"{row.text('start_time')} {row.text('title')}",
            exercise=row.name("exercise_title"),
            weight=row.number(weight),
            unit=unit,
            reps=row.reps("duration_seconds"),
            seconds=row.hold("duration_seconds", notes),
            rpe=rpe,
            is_warm_up=kind in ("warmup", "warm_up"),
            notes=notes,
            far=row.far(far),
        )


def _strong(table: _Table, default_unit: Units | None, problems: list[Problem]) -> Iterator[SetRow]:
    weight = next((name for name in table.columns if name.split(" (")[0] == "weight"), "weight")
    in_name = _UNITS.get(weight.partition("(")[2].strip(" )"))
    unit_is_untold = False
    for number, cells in table.rows:
        row = _Row(f"line {number}", cells, problems)
        order = row.text("set order")
        if row.text("exercise name").lower() in _PAUSES or order.lower() in _PAUSES:
            continue
        load = row.number(weight)
        unit = in_name or (row.unit("weight unit") if load else None) or default_unit
        unit_is_untold |= bool(load) and unit is None and not row.text("weight unit")
        notes = [row.text("workout name"), row.text("notes")]
        notes += [order] if order.upper() in ("D", "F") else []
        rpe = row.number("rpe")
        reps, seconds = row.reps("seconds"), row.hold("seconds", notes)
        if not _SET_ORDER.fullmatch(order):
            # The row of a note has 0 in every column.
            reps, seconds = reps or None, seconds or None
        yield SetRow(
            where=row.where,
            day=row.day("date"),
            workout=f"{row.text('date')} {row.text('workout name')}",
            exercise=row.name("exercise name"),
            # Strong writes 0 where there is none.
            weight=load or None,
            unit=unit,
            reps=reps,
            seconds=seconds,
            rpe=10.0 if not rpe and order.upper() == "F" else rpe or None,
            is_warm_up=order.upper() == "W",
            notes=notes,
            far=row.far("distance"),
        )
    if unit_is_untold:
        what = "are not told by this file: its weights may be kilograms or pounds"
        problems.append(Problem("units", "", what, Chosen("units", ("kg", "lb"))))


@dataclass(frozen=True)
class _Row:
    """One row's cells by column; what cannot be read goes to ``problems``, and the rest is read."""

    where: str
    cells: Mapping[str, str]
    problems: list[Problem]

    def text(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def name(self, column: str) -> str:
        return self.text(column) or self._refuse(column, "", "is empty; name the exercise", "?")

    def number(self, column: str) -> float | None:
        cell = self.text(column)
        if not cell:
            return None
        found = number_in(cell)
        if found is None:
            self._refuse(column, quoted(cell), "is no number; write it as 82.5", None)
        return found

    def reps(self, time: str) -> float | None:
        """None for 0 beside a time in the column ``time``: such a set is not counted."""
        found = self.number("reps")
        return found or None if number_in(self.text(time)) else found

    def hold(self, column: str, notes: list[str]) -> float | None:
        """In seconds; a time of hours, as of a run or a ride, goes to ``notes``."""
        found = self.number(column)
        if found is None or found <= MOST_HOLD_SECONDS:
            return found
        notes.append(f"{found:g} s")
        return None

    def day(self, column: str) -> date:
        cell = self.text(column)
        found = day_in(cell)
        if found is not None:
            return found
        return self._refuse(
            column,
            quoted(cell),
            "is no date that is sure; write it as 2026-11-23, or export with the program's language"
            " set to English",
            date.min,
        )

    def unit(self, column: str) -> Units | None:
        cell = self.text(column)
        found = _UNITS.get(cell.lower())
        if cell and found is None:
            self._refuse(column, quoted(cell), "is no known unit; write kg or lbs", None)
        return found

    def far(self, column: str) -> str:
        found = number_in(self.text(column)) if column else None
        return f"{column.replace('_', ' ')} {found:g}" if found else ""

    def _refuse(self, column: str, value: str, what: str, instead: Value) -> Value:
        self.problems.append(Problem(f"{self.where}, {column}", value, what))
        return instead
