"""From the bytes of a roster to its rows.

Three forms: JSON Lines (one request a line), a JSON array of requests, and CSV (one row an
athlete, see ``api/club/csv_roster.py``).  A bad row spoils no other; only what makes all rows
unreadable, such as an unknown column, is an error of the whole.

A row is counted as a person would: the line of JSON Lines, the place in an array, both from 1, and
the row of a spreadsheet, where the header is row 1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Literal

from pydantic import JsonValue

from api.club.csv_roster import csv_entries
from api.club.entries import Entry, Kind, athlete_id_of, weeks_of, with_one_id_each
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.file_text import refuse_another_kind_of_file, text_of
from optimizer.documents.kinds import ROSTER, refuse_another_format
from optimizer.documents.reading import MAX_DOCUMENT_BYTES, read_text
from optimizer.documents.season import MOST_SEASON_BYTES
from optimizer.documents.wording import quoted

Form = Literal["json lines", "json array", "csv"]

MAX_ROSTER_BYTES = 500_000_000
_FORMS: dict[str, Form] = {
    ".jsonl": "json lines",
    ".ndjson": "json lines",
    ".csv": "csv",
    ".tsv": "csv",
}
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LINE_END = re.compile(rb"\r\r\n|\r\n?")
_BLANK = b" \t\r\n"


def roster_form(data: bytes, name: str = "") -> Form:
    """The form of a roster, by the ending of its file's ``name``, else by how it begins."""
    known = _FORMS.get(PurePath(name).suffix.lower())
    if known is not None:
        return known
    begin = data[:MAX_DOCUMENT_BYTES].removeprefix(_BYTE_ORDER_MARK).lstrip(_BLANK)
    if begin.startswith(b"["):
        return "json array"
    return "json lines" if begin.startswith(b"{") else "csv"


def read_roster(
    data: bytes, form: Form, columns: Mapping[str, str] | None = None, kind: Kind = "plan"
) -> Iterator[Entry]:
    """The rows of a roster in their order; blank ones are left out.

    ``columns``: what columns of a coach's own mean, see ``csv_entries``.  ``kind``: what each row
    asks.
    Raises ``UnusableInput`` for what makes the whole unreadable, before or at the row where it
    stands.
    """
    if len(data) > MAX_ROSTER_BYTES:
        raise UnusableInput(
            Problem(
                "",
                "",
                f"the roster has {len(data):,} bytes; at most {MAX_ROSTER_BYTES:,} are read, so"
                " split it",
            )
        )
    refuse_another_kind_of_file(data, "roster", "")
    if data.startswith(_UTF_16_MARKS):
        data = text_of(data, "roster").encode()
    data = data.removeprefix(_BYTE_ORDER_MARK)
    if not data.strip(_BLANK):
        raise UnusableInput(Problem("", "", "the roster is empty; give one row an athlete"))
    if form == "csv":
        if kind != "plan":
            message = (
                "is CSV, which has columns for weeks alone; write seasons as JSON Lines, one a line"
            )
            raise UnusableInput(Problem("", "the roster", message))
        text = text_of(data, "roster")
        refuse_another_format(text, ROSTER)
        found = csv_entries(text, columns or {})
    elif form == "json array":
        found = _array_entries(text_of(data, "roster"), kind)
    else:
        found = _line_entries(data, kind)
    yield from with_one_id_each(found)


def _line_entries(data: bytes, kind: Kind) -> Iterator[Entry]:
    if b"\r" in data:
        data = _LINE_END.sub(b"\n", data)
    if _is_one_object(data):
        yield _line_entry(1, data, kind)
        return
    _refuse_many_lines_each(data)
    begin = number = 0
    while begin < len(data):
        end = data.find(b"\n", begin)
        end = len(data) if end < 0 else end
        line, begin, number = data[begin:end].strip(_BLANK), end + 1, number + 1
        if line:
            yield _line_entry(number, line, kind)


def _is_one_object(data: bytes) -> bool:
    """A single request that is written over several lines."""
    first, _, rest = data.strip(_BLANK).partition(b"\n")
    return (
        bool(rest)
        and len(data) <= MAX_DOCUMENT_BYTES
        and not _is_object(first)
        and _is_object(data)
    )


def _refuse_many_lines_each(data: bytes) -> None:
    """JSON that is written over several lines, under the name of JSON Lines."""
    begin = data[:MAX_DOCUMENT_BYTES].decode("utf-8", "replace").lstrip()
    if begin[:1] not in ("{", "["):
        return
    try:
        _, end = json.JSONDecoder().raw_decode(begin)
    except (ValueError, RecursionError):
        # The first of them may be longer than is looked at.
        is_one_of_many = begin.partition("\n")[0].strip() in ("{", "[", "[{")
    else:
        is_one_of_many = "\n" in begin[:end]
    if is_one_of_many:
        raise UnusableInput(
            Problem(
                "",
                "",
                "the roster is JSON over several lines, and JSON Lines has one athlete on each;"
                " put the athletes into [ ] with commas between them and name the file .json, or"
                " write each on one line",
            )
        )


def _is_object(data: bytes) -> bool:
    try:
        return isinstance(json.loads(data), dict)
    except (ValueError, RecursionError):
        return False


def _line_entry(row: int, line: bytes, kind: Kind) -> Entry:
    try:
        text = _text(line, kind)
    except UnusableInput as error:
        # Kept as far as it can be, so that a changed row is told from the same one.
        text = line.decode("utf-8", "backslashreplace")
        return Entry(row, text, problems=error.problems, kind=kind)
    return _entry(row, text, kind)


def _text(data: bytes | str, kind: Kind) -> str:
    """A row as text, within the size that its kind may have."""
    return read_text(data, MOST_SEASON_BYTES if kind == "next" else MAX_DOCUMENT_BYTES)


def _entry(row: int, text: str, kind: Kind) -> Entry:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        # What is wrong is said where the request is read.
        return Entry(row, text, kind=kind)
    return Entry(
        row, text, athlete_id_of(document, kind), kind=kind, weeks=weeks_of(document, kind)
    )


def _array_entries(text: str, kind: Kind) -> Iterator[Entry]:
    """Each element in the words of its own text: its faults are told as if it stood alone."""
    decoder = json.JSONDecoder()
    at = _past_blanks(text, 0)
    if text[at] != "[":
        raise UnusableInput(
            Problem("", quoted(text[at : at + 20]), "is no JSON array; put the athletes into []")
        )
    at, row, expected = at + 1, 0, "]"
    while True:
        at = _past_blanks(text, at)
        if text[at : at + 1] == "]" and expected == "]":
            break
        row += 1
        try:
            value, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            raise _unreadable(row, error.msg, error.lineno, error.colno) from None
        except RecursionError:
            raise UnusableInput(Problem(f"row {row}", "", "is nested too deeply")) from None
        yield _array_entry(row, text[at:end], athlete_id_of(value, kind), kind, value)
        at = _past_blanks(text, end)
        if text[at : at + 1] == ",":
            at, expected = at + 1, "athlete"
        elif text[at : at + 1] == "]":
            break
        else:
            line = text.count("\n", 0, at) + 1
            raise _unreadable(row, "expected ',' or ']'", line, at - text.rfind("\n", 0, at))
    rest = text[at + 1 :].strip()
    if rest:
        raise UnusableInput(
            Problem("", quoted(rest), "follows the array of athletes; put all into one array")
        )


def _array_entry(row: int, text: str, name: str | None, kind: Kind, document: JsonValue) -> Entry:
    try:
        text = _text(text, kind)
    except UnusableInput as error:
        return Entry(row, text, name, error.problems, kind=kind)
    return Entry(row, text, name, kind=kind, weeks=weeks_of(document, kind))


def _past_blanks(text: str, at: int) -> int:
    while text[at : at + 1] in (" ", "\t", "\r", "\n"):
        at += 1
    return at


def _unreadable(row: int, what: str, line: int, column: int) -> UnusableInput:
    return UnusableInput(
        Problem(
            f"row {row}",
            "",
            f"is not JSON: {what} at line {line}, column {column}; nothing after it can be read."
            " Mend it, or give one request a line (JSON Lines)",
        )
    )
