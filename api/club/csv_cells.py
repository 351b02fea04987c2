"""How the cells of a roster are written: what people type, turned into the request's fields.

Several things in one cell are parted by ``;`` or stand on lines of their own.  A run is ``Mon 18:00
45 long``, one that may move ``Wed 06:00-20:00 50 tempo``, a window ``tue: Tue 18:00-21:00 at gym``,
a place ``gym=kit:gym dumbbell``, an injury with its stage and its site ``hamstring_strain:late``,
``bone_stress_injury@foot``.  Times may be written as people do, and ``none`` or ``-`` say that
there is nothing.  Only the form is judged here; what the words mean is judged where the request is
read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal

from pydantic import JsonValue

from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.reading import read_json
from optimizer.documents.wording import quoted, says_nothing
from optimizer.documents.written_times import NoTime, end_after, moment_at, written_moment

Cell = Literal[
    "text", "whole number", "number", "true or false",
    "ids", "injuries", "runs", "windows", "places", "json",
]  # fmt: skip
CellReader = Callable[[str, str], JsonValue]
"""From a column's name and a cell's text, which is not empty; raises ``UnusableInput``."""

_NAMED = re.compile(r"(?P<id>\S.*?):\s+")
_MINUTES = (
    r"(?:(?P<hours>[0-9]{1,2})\s?h\s?(?P<and>[0-9]{2})?"
    r"|(?P<minutes>[0-9]+)(?:\s*(?:min\w*\.?|['’′]))?)"  # noqa: RUF001  (people write them)
)
_RUN_REST = re.compile(
    rf"\s+{_MINUTES}(?:\s+(?P<kind>[^\W\d_]+))?(?:\s+run)?(?:\s+(?P<km>[0-9]+(?:[.,][0-9]+)?)\s*km)?",
    re.IGNORECASE,
)
_TO = re.compile(r"\s*[-–—]\s*|\s+(?:to|until|till|bis|à|jusqu'à|a|hasta|fino a|tot|até)\s+")
_OR = re.compile(r"(?:or|oder|ou|o)\s+", re.IGNORECASE)
_WINDOW_LENGTH = re.compile(rf"\s+{_MINUTES}(?=\s|$)")
_PLACE = re.compile(r"(?:\s+at\s+|\s*@\s*)(?P<place>\S.*)")
# "7-9pm", "19-21 Uhr", "19-21": the first hour takes what the second says.
_HOURS = re.compile(
    r"(?<=\s)(?P<first>[0-9]{1,2})(?P<dash>\s*[-–—]\s*)(?P<second>[0-9]{1,2})"
    r"(?P<rest>[:.][0-9]{2})?(?P<says>\s?(?:[ap]\.?m\.?|uhr|uur|h))?(?=\s|$)",
    re.IGNORECASE,
)
_LONGEST_NUMBER = 6
_INJURY = re.compile(r"(?P<id>[^:@]+)(?::(?P<stage>[^:@]+))?(?:@(?P<site>[^:@]+))?")
_WHOLE = re.compile(r"([+-]?[0-9]+)(?:\.0+)?")
_DECIMAL = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,9})?")


def _text(_: str, cell: str) -> JsonValue:
    return cell


def _whole_number(column: str, cell: str) -> JsonValue:
    found = _WHOLE.fullmatch(cell)
    if found is None or len(cell) > 20:
        raise _unread(column, cell, "is no whole number; write digits only, such as 45")
    return int(found[1])


def _number(column: str, cell: str) -> JsonValue:
    found = _DECIMAL.fullmatch(cell)
    if found is None:
        raise _unread(column, cell, "is no number; write digits only, such as 36 or 36.5")
    return float(found[0].replace(",", "."))


def _true_or_false(column: str, cell: str) -> JsonValue:
    """As spreadsheets write it, in whatever capitals."""
    if cell.casefold() not in ("true", "false"):
        raise _unread(column, cell, "is neither true nor false; write one of them")
    return cell.casefold() == "true"


def _ids(_: str, cell: str) -> JsonValue:
    return [*_pieces(cell)]


def _injuries(column: str, cell: str) -> JsonValue:
    injuries: list[JsonValue] = []
    for piece in _pieces(cell):
        found = _read(
            _INJURY,
            column,
            piece,
            "is no injury; write it as in 'ankle_sprain; hamstring_strain:late;"
            " bone_stress_injury@foot'",
        )
        fields = {name: value.strip() for name, value in found.groupdict().items() if value}
        injuries.append(fields["id"] if len(fields) == 1 else dict(fields))
    return injuries


def _runs(column: str, cell: str) -> JsonValue:
    runs: list[JsonValue] = []
    for piece in _pieces(cell):
        name, moment, end = _named_moment(piece)
        found = _RUN_REST.fullmatch(piece, end)
        run: dict[str, JsonValue] = {"start": moment}
        if moment is None or found is None:
            name, windows, rest = _run_windows(_HOURS.sub(_with_hours_in_full, piece))
            found = _RUN_REST.fullmatch(f" {rest}") if windows else None
            run = {"when": windows}
        if found is None:
            raise _unread(
                column,
                piece,
                _fault_of_time(piece)
                or "is no run; write start, minutes and kind as in 'Mon 18:00 45; Sat 08:00 110"
                " long', or when it may be run as in 'Wed 06:00-20:00 50 tempo'",
            )
        run["minutes"] = _minutes(found)
        if name:
            run["id"] = name
        if found["kind"]:
            run["kind"] = found["kind"].lower()
        if found["km"]:
            run["distance_km"] = float(found["km"].replace(",", "."))
        runs.append(run)
    return runs


def _run_windows(piece: str) -> tuple[str | None, list[JsonValue], str]:
    """The name of a run that may move, the times in which it may be run and what stands after
    them; no times: it is none."""
    name, moment, at = _named_moment(piece)
    windows: list[JsonValue] = []
    rest = piece
    while moment is not None and (to := _TO.match(rest, at)):
        found = _end_of(moment, rest[to.end() :])
        if found is None:
            return name, [], piece
        end, rest = found
        windows.append({"start": moment, "end": end})
        another = _OR.match(rest)
        if another is None:
            break
        rest = rest[another.end() :]
        moment, at = moment_at(rest) or (None, 0)
    return name, windows, rest


def _end_of(start: str, text: str) -> tuple[str, str] | None:
    """The end of a time that begins ``text``, which may name its day, and what follows it."""
    words = text.split()
    for count in (2, 1):
        try:
            return end_after(start, " ".join(words[:count])), " ".join(words[count:])
        except NoTime:
            continue
    return None


def _windows(column: str, cell: str) -> JsonValue:
    windows: list[JsonValue] = []
    for piece in _pieces(cell):
        window = _window(_HOURS.sub(_with_hours_in_full, piece))
        if window is None:
            raise _unread(
                column,
                piece,
                _fault_of_time(piece)
                or "is no window; write it as in 'tue: Tue 18:00-21:00 at gym; Fri 06:30 60 at"
                " home'",
            )
        windows.append(window)
    return windows


def _window(piece: str) -> dict[str, JsonValue] | None:
    name, moment, at = _named_moment(piece)
    if moment is None:
        return None
    window: dict[str, JsonValue] = {"start": moment}
    if name:
        window["id"] = name
    if to := _TO.match(piece, at):
        rest = piece[to.end() :]
        place = _PLACE.search(rest)
        try:
            window["end"] = end_after(moment, rest[: place.start()] if place else rest)
        except NoTime:
            return None
    else:
        length = _WINDOW_LENGTH.match(piece, at)
        if length is None:
            return None
        window["minutes"] = _minutes(length)
        place = _PLACE.fullmatch(piece, length.end())
        if place is None and piece[length.end() :].strip():
            return None
    if place is not None:
        window["place"] = place["place"]
    return window


def _named_moment(piece: str) -> tuple[str | None, str | None, int]:
    """The name before a time, if there is one, the time, and where it ends; None: no time."""
    if (found := moment_at(piece)) is not None:
        return None, *found
    named = _NAMED.match(piece)
    if named is not None and (found := moment_at(piece[named.end() :])) is not None:
        return named["id"], found[0], named.end() + found[1]
    return None, None, 0


def _fault_of_time(piece: str) -> str | None:
    """What is wrong with the time of a piece, where that tells more than what a piece is."""
    words = piece.split()
    for count in (2, 1):
        try:
            written_moment(" ".join(words[:count]))
        except NoTime as fault:
            if "is no time;" not in str(fault):
                return str(fault)
    return None


def _minutes(found: re.Match[str]) -> int:
    """Of a length; one that is far too long is told as such where the request is read."""
    if found["hours"]:
        return 60 * int(found["hours"]) + int(found["and"] or 0)
    return int(found["minutes"][:_LONGEST_NUMBER])


def _with_hours_in_full(found: re.Match[str]) -> str:
    first, second = int(found["first"]), int(found["second"])
    says = (found["says"] or "").strip().lower()
    rest = found["rest"] or ""
    if says[:1] in ("a", "p"):
        half = says[0]
        if 1 <= first <= 12 and first % 12 > second % 12:
            half = "a" if half == "p" else "p"
        return f"{first}{half}m{found['dash']}{second}{rest}{says[0]}m"
    if says or rest or max(first, second) > 12:
        return f"{first}:00{found['dash']}{second}{rest or ':00'}"
    return found.group()


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
        # With commas, names may be of several words.
        parts = re.split(r"[+,]" if re.search(r"[+,]", equipment) else r"\s+", equipment)
        places[name] = [part.strip() for part in parts if part.strip()]
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


def _list(read: CellReader) -> CellReader:
    """A list, or JSON for what the short form has no words for, or a word for nothing."""

    def reader(column: str, cell: str) -> JsonValue:
        if says_nothing(cell):
            return []
        return (_json if cell[0] in "[{" else read)(column, cell)

    return reader


def _places_or_json(column: str, cell: str) -> JsonValue:
    if says_nothing(cell):
        return {}
    return (_json if cell[0] in "[{" else _places)(column, cell)


READERS: dict[Cell, CellReader] = {
    "text": _text,
    "whole number": _whole_number,
    "number": _number,
    "true or false": _true_or_false,
    "ids": _list(_ids),
    "injuries": _list(_injuries),
    "runs": _list(_runs),
    "windows": _list(_windows),
    "places": _places_or_json,
    "json": _json,
}


def _pieces(cell: str) -> Iterator[str]:
    return (piece.strip() for piece in re.split(r"[;\n]", cell) if piece.strip())


def _unread(column: str, value: str, message: str) -> UnusableInput:
    return UnusableInput(Problem(column, quoted(value), message))


def _read(pattern: re.Pattern[str], column: str, piece: str, message: str) -> re.Match[str]:
    """Raises ``UnusableInput`` with ``message`` where ``pattern`` is not all of ``piece``."""
    found = pattern.fullmatch(piece)
    if found is None:
        raise _unread(column, piece, message)
    return found
