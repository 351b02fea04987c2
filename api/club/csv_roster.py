"""Rosters from a spreadsheet: CSV with a header, one row an athlete.

A column is called as the request's field, ``athlete.level``, or by its last word, ``level``.  An
empty cell is the field's default.  Columns may be parted by commas, semicolons or tabs.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from api.club.csv_cells import READERS, Cell, CellReader
from api.club.entries import Entry, athlete_id_of
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.reading import MAX_DOCUMENT_BYTES
from optimizer.documents.wording import nearest, quoted

COLUMNS: dict[str, Cell] = {
    "athlete.id": "text",
    "athlete.level": "text",
    "athlete.injuries": "injuries",
    "athlete.weeks_of_strength": "whole number",
    "week.start": "text",
    "week.timezone": "text",
    "week.phase": "text",
    "week.number": "whole number",
    "runs": "runs",
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
_SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True)
class _Column:
    """``path`` None: a column without a name, whose cells have to be empty."""

    path: str | None
    read: CellReader | None


def csv_entries(text: str) -> Iterator[Entry]:
    """The rows below the header; raises ``UnusableInput`` for a header that cannot be used."""
    csv.field_size_limit(MAX_DOCUMENT_BYTES)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
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
        if not any(cells):
            continue
        if columns:
            yield _entry(number, columns, cells)
        else:
            columns = _columns(cells)


def _separator(text: str) -> str:
    """The one by which the first line has the most known columns."""
    first = text.lstrip("\r\n").split("\n", maxsplit=1)[0]

    def known(separator: str) -> int:
        return sum(
            _path(cell) is not None for cell in next(csv.reader([first], delimiter=separator))
        )

    return max(_SEPARATORS, key=known)


def _path(name: str) -> str | None:
    name = name.strip().lower()
    return name if name in COLUMNS else _SHORT.get(name)


def _columns(header: Sequence[str]) -> list[_Column]:
    problems: list[Problem] = []
    columns: list[_Column] = []
    for index, name in enumerate(header, start=1):
        path = _path(name)
        where = f"column {index}"
        if not name:
            columns.append(_Column(None, None))
        elif path is None:
            hint = nearest(name.lower(), (*COLUMNS, *_SHORT))
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
        if not cell:
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
    text = json.dumps(list(cells) if problems else document, ensure_ascii=False)
    return Entry(row, text, athlete_id_of(document), tuple(problems))


def _put(document: dict[str, JsonValue], path: str, value: JsonValue) -> None:
    first, _, second = path.partition(".")
    if not second:
        document[first] = value
        return
    part = document.setdefault(first, {})
    assert isinstance(part, dict)
    part[second] = value
