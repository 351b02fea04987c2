"""The CSV files that Hevy and Strong write.

Columns are known by their names, in any order.  Hevy writes the unit into the name of the column;
Strong writes it there, into a column of its own, or nowhere, and then it has to be told.  Sets that
led up to the work are Hevy's ``warmup`` and Strong's ``W``.  Rows without an amount hold notes or a
distance, which are kept as notes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from api.training_log.cells import day_in, number_in
from api.training_log.documents import Source
from api.training_log.rows import SetRow
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.strength import Units
from optimizer.documents.wording import quoted

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
_PAUSES = frozenset({"rest timer", "rest"})


@dataclass(frozen=True)
class _Table:
    """A file's rows by column name, each with its number in the file."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    header: tuple[str, ...]
    """The columns as the file writes them."""


def rows_of_csv(text: str, units: Units | None) -> tuple[Source, list[SetRow]]:
    """Whose file it is, and its rows; raises ``UnusableInput`` for any other file."""
    table = _table(text)
    columns = set(table.columns)
    if columns >= _HEVY:
        return "hevy", list(_hevy(table))
    if columns >= _STRONG:
        return "strong", list(_strong(table, units))
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


def _hevy(table: _Table) -> Iterator[SetRow]:
    unit: Units = "lb" if "weight_lbs" in table.columns else "kg"
    weight = "weight_lbs" if unit == "lb" else "weight_kg"
    far = next((name for name in table.columns if name.startswith("distance_")), "")
    for number, cells in table.rows:
        where = f"line {number}"
        kind = cells.get("set_type", "").strip().lower()
        rpe = _number(cells, "rpe", where)
        if rpe is None and kind == "failure":
            rpe = 10.0
        notes = [cells.get("title", ""), cells.get("exercise_notes", ""), _far(cells, far)]
        notes += [kind] if kind not in ("", "normal", "warmup", "warm_up") else []
        yield SetRow(
            where=where,
            day=_day(cells, "start_time", where),
            workout=f"{cells['start_time']} {cells.get('title', '')}",
            exercise=_name(cells, "exercise_title", where),
            weight=_number(cells, weight, where),
            unit=unit,
            reps=_number(cells, "reps", where),
            seconds=_number(cells, "duration_seconds", where),
            rpe=rpe,
            is_warm_up=kind in ("warmup", "warm_up"),
            notes=notes,
        )


def _strong(table: _Table, default_unit: Units | None) -> Iterator[SetRow]:
    weight = next((name for name in table.columns if name.split(" (")[0] == "weight"), "weight")
    in_name = _UNITS.get(weight.partition("(")[2].strip(" )"))
    has_column = "weight unit" in table.columns
    for number, cells in table.rows:
        where = f"line {number}"
        name = _name(cells, "exercise name", where)
        order = cells.get("set order", "").strip()
        if name.lower() in _PAUSES or order.lower() in _PAUSES:
            continue
        kilos = _number(cells, weight, where)
        unit = in_name
        if unit is None and has_column:
            unit = _unit(cells["weight unit"], where) if kilos else None
        unit = unit or default_unit
        if kilos and unit is None:
            raise UnusableInput(
                Problem(
                    "units",
                    "",
                    "are not told by this file: its weights may be kilograms or pounds; say which"
                    " (--units kg or --units lb)",
                )
            )
        notes = [cells.get("workout name", ""), cells.get("notes", ""), _far(cells, "distance")]
        notes += [order] if order.upper() in ("D", "F") else []
        rpe = _number(cells, "rpe", where)
        yield SetRow(
            where=where,
            day=_day(cells, "date", where),
            workout=f"{cells['date']} {cells.get('workout name', '')}",
            exercise=name,
            weight=kilos,
            unit=unit,
            reps=_number(cells, "reps", where),
            seconds=_number(cells, "seconds", where),
            # Strong writes 0 where there is none.
            rpe=10.0 if not rpe and order.upper() == "F" else rpe or None,
            is_warm_up=order.upper() == "W",
            notes=notes,
        )


def _name(cells: Mapping[str, str], column: str, where: str) -> str:
    name = cells.get(column, "").strip()
    if not name:
        raise UnusableInput(Problem(f"{where}, {column}", "", "is empty; name the exercise"))
    return name


def _number(cells: Mapping[str, str], column: str, where: str) -> float | None:
    cell = cells.get(column, "").strip()
    if not cell:
        return None
    found = number_in(cell)
    if found is None:
        raise UnusableInput(
            Problem(f"{where}, {column}", quoted(cell), "is no number; write it as 82.5")
        )
    return found


def _day(cells: Mapping[str, str], column: str, where: str) -> date:
    cell = cells.get(column, "").strip()
    found = day_in(cell)
    if found is None:
        raise UnusableInput(
            Problem(
                f"{where}, {column}",
                quoted(cell),
                "is no date that is sure; write it as 2026-11-23, or export with the program's"
                " language set to English",
            )
        )
    return found


def _unit(cell: str, where: str) -> Units:
    found = _UNITS.get(cell.strip().lower())
    if found is None:
        raise UnusableInput(
            Problem(f"{where}, weight unit", quoted(cell), "is no known unit; write kg or lbs")
        )
    return found


def _far(cells: Mapping[str, str], column: str) -> str:
    found = number_in(cells.get(column, "")) if column else None
    return f"{column.replace('_', ' ')} {found:g}" if found else ""
