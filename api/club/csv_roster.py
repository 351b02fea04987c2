"""Rosters from a spreadsheet: CSV with a header, one row an athlete.

A column is called as the request's field, ``athlete.level``, or by its last word, ``level``, or as
its reader is told.  An empty cell is the field's default.  Columns may be parted by commas,
semicolons or tabs.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from pydantic import JsonValue

from api.club.csv_cells import READERS, Cell, CellReader
from api.club.entries import Entry, athlete_id_of
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.reading import MAX_DOCUMENT_BYTES
from optimizer.documents.wording import counted, listed, nearest, quoted

COLUMNS: dict[str, Cell] = {
    "athlete.id": "text",
    "athlete.level": "text",
    "athlete.injuries": "injuries",
    "athlete.weeks_of_strength": "whole number",
    "athlete.lifts": "json",
    "athlete.units": "text",
    "athlete.tests": "json",
    "athlete.screen": "json",
    "athlete.sex": "text",
    "athlete.age_years": "whole number",
    "athlete.body_mass_kg": "json",
    "week.start": "text",
    "week.timezone": "text",
    "week.phase": "text",
    "week.number": "whole number",
    "runs": "runs",
    "run_rules.max_a_day": "whole number",
    "run_rules.hours_between_key_runs": "number",
    "run_rules.long_after_key_run": "true or false",
    "run_rules.grid_minutes": "whole number",
    "run_rules.minutes_between": "whole number",
    "run_rules.order": "ids",
    "availability": "windows",
    "places": "places",
    "limits.min_sessions": "whole number",
    "limits.max_sessions": "whole number",
    "limits.max_session_minutes": "whole number",
    "emphasis": "text",
    "recovery": "text",
    "preferences.avoid": "ids",
    "preferences.prefer": "ids",
    "preferences.style": "text",
    "rules": "json",
    "previous": "json",
    "current": "json",
    "pinned": "json",
    "on_conflict": "text",
}
"""Every column and how its cells are read."""

REQUIRED = ("athlete.id", "athlete.level", "week.start", "availability")
_SHORT = {path.rsplit(".", maxsplit=1)[-1]: path for path in COLUMNS}
_SEPARATORS = (",", ";", "\t", "|")
_SEPARATOR_LINE = re.compile(r"\A\s*\"?sep=.\"?[,;\t|]*[^\S\n]*\n", re.IGNORECASE)
_ROWS_LOOKED_AT = 10
MAX_COLUMNS = 200
_BEGINNING = 2_000
"""Characters of a line that is too long."""
_CELLS_SHOWN = 20
_QUOTE = '"'
_WIDE = "".join(f"{separator} " * MAX_COLUMNS for separator in _SEPARATORS)
"""More cells than a row may have, by whatever separator."""


def _plain(name: str) -> str:
    """A column's name without regard to capitals, blanks and the signs that part its words."""
    return "_".join(re.findall(r"[^\W_]+", name.casefold()))


_PATHS = {
    _plain(name): path
    for names in (_SHORT, {path: path for path in COLUMNS})
    for name, path in names.items()
}
"""Fields by the plain names of their columns."""


@dataclass(frozen=True)
class _Column:
    """``path`` None: a column without a name, whose cells have to be empty; empty: left out."""

    path: str | None
    read: CellReader | None


def own_columns(columns: Iterable[str], field: str) -> dict[str, str]:
    """``NAME=FIELD`` as a mapping; an empty field leaves the column out.

    Raises ``UnusableInput`` naming ``field``.
    """
    own: dict[str, str] = {}
    problems: list[Problem] = []
    for text in columns:
        name, sign, path = (part.strip() for part in text.rpartition("="))
        if not sign or not _plain(name):
            message = "names no column and field; write 'Athlete=athlete.id', or 'Notes='"
            problems.append(Problem(field, quoted(text), message))
        elif path and _PATHS.get(_plain(path)) is None:
            message = f"is no field of a roster{nearest(path, COLUMNS)}"
            problems.append(Problem(field, quoted(path), message))
        else:
            own[name] = _PATHS[_plain(path)] if path else ""
    if problems:
        raise UnusableInput(*problems)
    return own


def csv_entries(text: str, own: Mapping[str, str]) -> Iterator[Entry]:
    """The rows below the header; raises ``UnusableInput`` for a header that cannot be used.

    ``text`` has plain ends of lines.  ``own``: by the name of a column the field that it holds, or
    an empty text for one that is left out.  A title above the header and the ``sep=;`` of
    spreadsheets are passed over.
    """
    csv.field_size_limit(MAX_DOCUMENT_BYTES)
    names = {_plain(name): path for name, path in own.items()}
    # Spreadsheets do not show this line, so their rows are counted from the next.
    text = _SEPARATOR_LINE.sub("", text)
    header = _header_of(text, names)
    rows = csv.reader(_lines(text), delimiter=header.separator, strict=True)
    columns: list[_Column] = []
    number = 0
    while True:
        number += 1
        try:
            cells = next(rows, None)
        except csv.Error as error:
            raise UnusableInput(
                Problem(
                    f"row {number}",
                    "",
                    f"cannot be read as CSV ({error}); a cell that holds a quotation mark, the"
                    ' separator or a new line needs quotation marks around it, and "" for each'
                    " inside",
                )
            ) from None
        if cells is None:
            return
        cells = [cell.strip() for cell in cells]
        if number < header.row or not any(cells):
            continue
        if columns and len(cells) > MAX_COLUMNS:
            yield _too_wide(number, cells)
        elif columns:
            yield _entry(number, columns, cells)
        else:
            columns = _columns(cells, names)


def _lines(text: str) -> Iterator[str]:
    """One line after another; one that is longer than any document is cut to cells that are.

    So a row takes no more memory than its document may, however many cells it has.
    """
    lines = io.StringIO(text, newline="")
    while line := lines.readline():
        if len(line) > MAX_DOCUMENT_BYTES:
            line = f"{line[:_BEGINNING].replace(_QUOTE, '')}{_WIDE}\n"
        yield line


def _too_wide(row: int, cells: Sequence[str]) -> Entry:
    beginning = [*cells[:_CELLS_SHOWN]]
    message = (
        f"has more than {counted(MAX_COLUMNS, 'columns')}, or is longer than"
        f" {MAX_DOCUMENT_BYTES:,} characters; give one row an athlete"
    )
    return Entry(row, json.dumps(beginning, ensure_ascii=False), None, (Problem("", "", message),))


@dataclass(frozen=True)
class _Header:
    """In which row the columns are named, from 1, and what parts them."""

    row: int
    separator: str


def _header_of(text: str, own: Mapping[str, str]) -> _Header:
    """The row among the first ones that has the most known columns, by whichever separator."""
    begin = "".join(islice(_lines(text), _ROWS_LOOKED_AT))
    best, most = _Header(1, _SEPARATORS[0]), 0
    for separator in _SEPARATORS:
        for row, cells in enumerate(_first_rows(begin, separator), start=1):
            known = sum(_path(cell, own) is not None for cell in cells)
            if known > most:
                best, most = _Header(row, separator), known
    if most == 0:
        raise UnusableInput(
            Problem(
                "",
                "",
                f"none of the first {_ROWS_LOOKED_AT} rows of the roster names its columns; give"
                f" them a row with {listed(REQUIRED)}, or map columns of your own"
                " (--column 'Athlete=athlete.id')",
            )
        )
    return best


def _first_rows(text: str, separator: str) -> Iterator[list[str]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    while True:
        try:
            cells = next(rows, None)
        except csv.Error:
            return
        if cells is None:
            return
        yield cells


def _path(name: str, own: Mapping[str, str]) -> str | None:
    """The field that a column holds; empty: it is left out; None: it is not known."""
    plain = _plain(name)
    return own.get(plain, _PATHS.get(plain))


def _columns(header: Sequence[str], own: Mapping[str, str]) -> list[_Column]:
    problems: list[Problem] = []
    columns: list[_Column] = []
    for index, name in enumerate(header, start=1):
        path = _path(name, own)
        where = f"column {index}"
        if not name:
            columns.append(_Column(None, None))
        elif path == "":
            columns.append(_Column("", None))
        elif path is None:
            hint = nearest(name.lower(), (*COLUMNS, *_SHORT)) or (
                f"; take it out, map it, or have it left out (--column {quoted(name + '=')})"
            )
            problems.append(Problem(where, quoted(name), f"is no known column{hint}"))
        elif any(path == column.path for column in columns):
            problems.append(Problem(where, quoted(name), "stands there twice; remove one"))
        else:
            columns.append(_Column(path, READERS[COLUMNS[path]]))
    if not problems:
        found = {column.path for column in columns}
        problems = [
            Problem(path, "", "is no column of the first row; add it")
            for path in REQUIRED
            if path not in found
        ]
    if problems:
        raise UnusableInput(*problems)
    return columns


def _entry(row: int, columns: Sequence[_Column], cells: Sequence[str]) -> Entry:
    document: dict[str, JsonValue] = {}
    problems: list[Problem] = []
    for index, cell in enumerate(cells):
        column = columns[index] if index < len(columns) else None
        if not cell or (column is not None and column.path == ""):
            continue
        if column is None or column.path is None or column.read is None:
            problems.append(
                Problem(
                    f"column {index + 1}",
                    quoted(cell),
                    "stands in a column without a name; name the column, or put quotation marks"
                    " around a cell that holds the separator",
                )
            )
            continue
        try:
            _put(document, column.path, column.read(column.path, cell))
        except UnusableInput as error:
            problems += error.problems
    text = json.dumps(document, ensure_ascii=False)
    return Entry(row, text, athlete_id_of(document), tuple(problems))


def _put(document: dict[str, JsonValue], path: str, value: JsonValue) -> None:
    first, _, second = path.partition(".")
    if not second:
        document[first] = value
        return
    part = document.setdefault(first, {})
    assert isinstance(part, dict)
    part[second] = value
