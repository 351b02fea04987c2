"""How the cells of a roster are written: what people type, turned into the request's fields.

Several things in one cell are parted by ``;``.  A run is ``Mon 18:00 45 long``, a window
``tue: Tue 18:00-21:00 at gym``, a place ``gym=kit:gym dumbbell``, an injury with its stage and its
site ``hamstring_strain:late``, ``bone_stress_injury@foot``.  Only the form is judged here;
what the words mean is judged where the request is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal

from pydantic import JsonValue

from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.reading import read_json
from optimizer.documents.wording import quoted

Cell = Literal["text", "whole number", "ids", "injuries", "runs", "windows", "places", "json"]
CellReader = Callable[[str, str], JsonValue]
"""From a column's name and a cell's text, which is not empty; raises ``UnusableInput``."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_CLOCK = r"\d{1,2}:\d{2}"
_MOMENT = rf"(?:[A-Za-z]+|\d{{4}}-\d{{2}}-\d{{2}})(?:\s+|T){_CLOCK}"
_NAMED = r"(?:(?P<id>\S.*?):\s+)?"
_MINUTES = r"(?P<minutes>\d+)(?:\s*min)?"
_RUN = re.compile(
    rf"{_NAMED}(?P<start>{_MOMENT})\s+{_MINUTES}(?:\s+(?P<kind>[A-Za-z]+))?"
    r"(?:\s+(?P<km>\d+(?:\.\d+)?)\s*km)?"
)
_WINDOW = re.compile(
    rf"{_NAMED}(?P<start>{_MOMENT})(?:\s*[-–]\s*(?P<end>{_MOMENT}|{_CLOCK})|\s+{_MINUTES})"
    r"(?:\s+at\s+(?P<place>\S.*))?"
)
_INJURY = re.compile(r"(?P<id>[^:@]+)(?::(?P<stage>[^:@]+))?(?:@(?P<site>[^:@]+))?")
_WHOLE = re.compile(r"([+-]?\d+)(?:\.0+)?")


def _text(_: str, cell: str) -> JsonValue:
    return cell


def _whole_number(column: str, cell: str) -> JsonValue:
    found = _WHOLE.fullmatch(cell)
    if found is None or len(cell) > 20:
        raise _unread(column, cell, "is no whole number; write digits only, such as 45")
    return int(found[1])


def _ids(_: str, cell: str) -> JsonValue:
    return [name for name in re.split(r"[;,\s]+", cell) if name]


def _injuries(column: str, cell: str) -> JsonValue:
    injuries: list[JsonValue] = []
    for piece in re.split(r"[;,\s]+", cell):
        if not piece:
            continue
        found = _read(
            _INJURY,
            column,
            piece,
            "is no injury; write it as in 'ankle_sprain; hamstring_strain:late;"
            " bone_stress_injury@foot'",
        )
        fields = {name: value for name, value in found.groupdict().items() if value}
        injuries.append(fields["id"] if len(fields) == 1 else dict(fields))
    return injuries


def _runs(column: str, cell: str) -> JsonValue:
    runs: list[JsonValue] = []
    for piece in _pieces(cell):
        found = _read(
            _RUN,
            column,
            piece,
            "is no run; write start, minutes and kind as in 'Mon 18:00 45; Sat 08:00 110 long'",
        )
        run: dict[str, JsonValue] = {
            "start": _moment(found["start"]),
            "minutes": int(found["minutes"]),
        }
        if found["id"]:
            run["id"] = found["id"]
        if found["kind"]:
            run["kind"] = found["kind"].lower()
        if found["km"]:
            run["distance_km"] = float(found["km"])
        runs.append(run)
    return runs


def _windows(column: str, cell: str) -> JsonValue:
    windows: list[JsonValue] = []
    for piece in _pieces(cell):
        found = _read(
            _WINDOW,
            column,
            piece,
            "is no window; write it as in 'tue: Tue 18:00-21:00 at gym; Fri 06:30 60 at home'",
        )
        start = _moment(found["start"])
        window: dict[str, JsonValue] = {"id": found["id"] or start, "start": start}
        if found["minutes"]:
            window["minutes"] = int(found["minutes"])
        else:
            window["end"] = _end(start, found["end"])
        if found["place"]:
            window["place"] = found["place"]
        windows.append(window)
    return windows


def _places(column: str, cell: str) -> JsonValue:
    places: dict[str, JsonValue] = {}
    for piece in _pieces(cell):
        name, equals, equipment = (part.strip() for part in piece.partition("="))
        if not (name and equals):
            raise _unread(
                column,
                piece,
                "is no place; write it as in 'gym=kit:gym; home=mini_band chair'",
            )
        if name in places:
            raise _unread(column, name, "stands there twice; put its equipment together")
        places[name] = [word for word in re.split(r"[+,\s]+", equipment) if word]
    return places


def _json(column: str, cell: str) -> JsonValue:
    try:
        return read_json(cell)
    except UnusableInput as error:
        raise UnusableInput(
            *(
                replace(p, field=f"{column}.{p.field}" if p.field else column)
                for p in error.problems
            )
        ) from None


def _or_json(read: CellReader) -> CellReader:
    """The fields that the short form has no words for can be had as JSON, as in a request."""
    return lambda column, cell: (_json if cell[0] in "[{" else read)(column, cell)


READERS: dict[Cell, CellReader] = {
    "text": _text,
    "whole number": _whole_number,
    "ids": _or_json(_ids),
    "injuries": _or_json(_injuries),
    "runs": _or_json(_runs),
    "windows": _or_json(_windows),
    "places": _or_json(_places),
    "json": _json,
}


def _pieces(cell: str) -> Iterator[str]:
    return (piece.strip() for piece in re.split(r"[;\n]", cell) if piece.strip())


def _moment(text: str) -> str:
    """``Mon 09:00`` of ``monday 9:00``, ``2026-11-28T08:00`` of ``2026-11-28 8:00``."""
    day, clock = re.split(r"\s+|(?<=\d)T", text, maxsplit=1)
    if day[0].isdigit():
        return f"{day}T{clock:0>5}"
    short = day[:3].capitalize()
    return f"{short if short in _DAYS else day} {clock:0>5}"


def _end(start: str, text: str) -> str:
    """An end that says only a time is on the day of ``start``."""
    return f"{start[:-5]}{text:0>5}" if re.fullmatch(_CLOCK, text) else _moment(text)


def _unread(column: str, value: str, message: str) -> UnusableInput:
    return UnusableInput(Problem(column, quoted(value), message))


def _read(pattern: re.Pattern[str], column: str, piece: str, message: str) -> re.Match[str]:
    """Raises ``UnusableInput`` with ``message`` where ``pattern`` is not all of ``piece``."""
    found = pattern.fullmatch(piece)
    if found is None:
        raise _unread(column, piece, message)
    return found
