"""A request from its bytes, with all that is wrong with it at once.

A fault of the shape does not hide what else is wrong: what cannot be read is left out, and the rest
is looked at as if it stood alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace

from pydantic import JsonValue, ValidationError
from pydantic_core import ErrorDetails

from catalog import Catalog
from optimizer.documents.errors import Gathered, Problem, UnusableInput
from optimizer.documents.kinds import REQUEST
from optimizer.documents.reading import (
    parsed_object,
    problems_of,
    read_text,
    validation_of,
    with_words_as_listed,
)
from optimizer.documents.request import Request
from optimizer.documents.wording import quoted
from optimizer.operations.document_places import (
    Location,
    Places,
    by_place,
    location_of,
    path_of,
)

_LISTS = ("runs", "availability", "pinned")
_OBJECTS = ("athlete", "week", "limits", "preferences", "places", "rules")
_STAND_INS: dict[tuple[str, ...], JsonValue] = {
    ("athlete", "id"): "athlete",
    ("athlete", "level"): "advanced",
    ("week", "start"): "2026-11-23",
    ("availability",): [],
}
"""For what a request cannot do without; nothing is said of what depends on them."""
_MINUTES: dict[tuple[str, str], int] = {
    ("runs", "minutes"): 30,
    ("availability", "minutes"): 30,
    ("availability", "end"): 30,
}
"""For a length that cannot be read, of a member of a list."""
_MINUTES_AT = frozenset(_MINUTES)
_FINE_ROUNDS = 4
_MOST_ROUNDS = 7
_IN_A_LIST = re.compile(rf"\b(?:{'|'.join(_LISTS)})\[[0-9]+\]")


def read_request(data: bytes | str, catalog: Catalog | None = None) -> Request:
    """Read one request from UTF-8 JSON.

    Raises ``UnusableInput``.  Where the shape is at fault it has every fault: of the shape, of what
    does not fit together, of times and, with a ``catalog``, of names and of rules' parameters.
    """
    return request_in(read_text(data), catalog)


def request_in(text: str, catalog: Catalog | None = None) -> Request:
    """The same of text whose size somebody else has looked at."""
    value, repeated = parsed_object(text, REQUEST)
    request, error = validation_of(Request, text)
    if request is not None and not repeated:
        return request
    if error is not None and not repeated:
        value, _ = parsed_object(with_words_as_listed(Request, text))
    marked = {problem.field for problem in repeated}
    shape = [] if error is None else problems_of(error, Request)
    of_shape = [
        *repeated,
        *(_in_the_form_of(value, one) for one in shape if one.field not in marked),
    ]
    fields = {problem.field for problem in of_shape}
    beside = [p for p in _beside(value, error, catalog) if p.field not in fields]
    raise UnusableInput(*of_shape, *beside)


def _beside(
    value: dict[str, JsonValue], error: ValidationError | None, catalog: Catalog | None
) -> Iterator[Problem]:
    """What else is wrong with a request that cannot be read as a whole."""
    readable = _Readable(deepcopy(value))
    gathered = Gathered()
    request = readable.request(error, gathered)
    if request is None:
        return
    # The rules load the solver, which is not needed to say that a request is a good one.
    from optimizer.building.case_of import faults_of

    problems = [*gathered.problems, *faults_of(request, catalog)]
    for problem in problems:
        if not readable.depends_on_what_is_left_out(problem, value):
            yield readable.as_written(problem)


@dataclass
class _Readable:
    """What is left of a document without the parts that cannot be read."""

    document: dict[str, JsonValue]
    stood_in: set[Location] = field(default_factory=set)
    """Places of the document as it was written."""

    def __post_init__(self) -> None:
        self._places = Places(self.document)

    def request(self, error: ValidationError | None, gathered: Gathered) -> Request | None:
        """The request without the faults of ``error``; None: nothing helps."""
        for number in range(_MOST_ROUNDS):
            if error is not None:
                part_of = _least_part_of if number < _FINE_ROUNDS else _part_of
                parts = {part_of(one) for one in error.errors(include_url=False) if one["loc"]}
                parts = {_reachable(self.document, part) for part in parts}
                # Members of lists from the last on, so that the places before stay as they are,
                # and what lies inside before what it lies in.
                for location in sorted(parts, key=by_place, reverse=True):
                    self._remove(location)
            gathered.problems.clear()
            try:
                return Request.model_validate_json(json.dumps(self.document), context=gathered)
            except ValidationError as again:
                error = again
            except ValueError:
                return None
        return None

    def _remove(self, location: Location) -> None:
        if not location:
            return
        part: JsonValue = self.document
        for step in location[:-1]:
            part = _member(part, step)
        last = location[-1]
        minutes = _MINUTES.get((str(location[0]), str(last))) if len(location) == 3 else None
        if isinstance(part, dict) and minutes is not None:
            # With some length, the rest of it can be looked at.
            self.stood_in.add(self._places.written(location))
            part.pop("end", None)
            part["minutes"] = minutes
        elif _has(part, last):
            assert isinstance(part, dict | list)
            del part[last]  # type: ignore[arg-type]
            self._places.remove(location)
        self._stand_in(location)

    def _stand_in(self, location: Location) -> None:
        for path, value in _STAND_INS.items():
            if path[0] != location[0] or (len(path) > 1 and len(location) > 1 and path != location):
                continue
            if len(location) > len(path):
                continue
            part = self.document
            for step in path[:-1]:
                inner = part.get(step)
                if not isinstance(inner, dict):
                    part[step] = inner = {}
                part = inner
            if path[-1] not in part:
                part[path[-1]] = deepcopy(value)
                self.stood_in.add(path)

    def depends_on_what_is_left_out(self, problem: Problem, value: dict[str, JsonValue]) -> bool:
        """Whether a problem may be there only because something else was left out."""
        path = location_of(problem.field)
        if any(path[: len(stand_in)] == stand_in for stand_in in self.stood_in):
            return True
        if ("week", "start") in self.stood_in and _is_of_time(problem.field):
            return True
        if any(_is_of_length(path, stand_in) for stand_in in self.stood_in):
            return True
        if problem.field.endswith(".place"):
            places = value.get("places")
            return not isinstance(places, dict) or problem.value in map(quoted, places)
        if problem.field.startswith("pinned") and problem.field.endswith(".window"):
            windows = value.get("availability")
            ids = [_member(window, "id") for window in windows] if isinstance(windows, list) else []
            return None in ids or not ids or problem.value in map(quoted, ids)
        return False

    def as_written(self, problem: Problem) -> Problem:
        """With the places of the document as it was written."""

        def written(path: str) -> str:
            return path_of(self._places.written(_in_full(self.document, location_of(path))))

        return replace(
            problem,
            field=written(problem.field),
            message=_IN_A_LIST.sub(lambda found: written(found.group()), problem.message),
        )


def _least_part_of(detail: ErrorDetails) -> Location:
    """What has to be left out at least, so that the rest of the object can be looked at."""
    location: Location = detail["loc"]
    # What is told of last week and this one hangs together.
    if location[0] in ("previous", "current") and location[:2] != ("previous", "log"):
        return _part_of(detail)
    if detail["type"] == "missing" and len(location) > 2 and location[::2] not in _MINUTES_AT:
        return location[:-1]
    return location


def _part_of(detail: ErrorDetails) -> Location:
    """What surely is left out, so that a fault is gone."""
    location: Location = detail["loc"]
    if detail["type"] == "extra_forbidden":
        return location
    if len(location) > 1 and (
        location[0] in _LISTS or (location[0] in _OBJECTS and isinstance(location[1], str))
    ):
        return location[:2]
    return location[:1]


def _reachable(document: JsonValue, location: Location) -> Location:
    """``location`` without the steps that the document has not: those of the longer form of what it
    writes in the short one."""
    part = document
    found: list[int | str] = []
    for number, step in enumerate(location):
        inner = _member(part, step)
        is_there = isinstance(part, dict) and step in part
        is_last = number == len(location) - 1
        if inner is None and not is_there and not (is_last and isinstance(part, dict)):
            continue
        found.append(step)
        part = inner
    return tuple(found)


def _member(part: JsonValue, step: int | str) -> JsonValue:
    if isinstance(part, dict) and isinstance(step, str):
        return part.get(step)
    if isinstance(part, list) and isinstance(step, int) and step < len(part):
        return part[step]
    return None


def _has(part: JsonValue, step: int | str) -> bool:
    if isinstance(part, list):
        return isinstance(step, int) and step < len(part)
    return isinstance(part, dict) and step in part


def _is_of_time(name: str) -> bool:
    return (
        name.endswith((".start", ".end", ".now"))
        or re.fullmatch(r"availability\[[0-9]+\]", name) is not None
    )


def _is_of_length(path: Location, stand_in: Location) -> bool:
    """Whether a problem at ``path`` may come of a length that stands in for another."""
    if len(stand_in) < 3 or path[:1] != stand_in[:1]:
        return False
    # Of a list's member as a whole: it overlaps another.
    return len(path) == 2 or (path[1:2] == stand_in[1:2] and path[2:] in (("end",), ("minutes",)))


def _in_the_form_of(value: JsonValue, problem: Problem) -> Problem:
    """With the path as the document has it, where it writes the short form of something."""
    location = location_of(problem.field)
    if path_of(location) != problem.field:
        return problem  # Some name has a sign of paths in it.
    found = _reachable(value, location)
    return replace(problem, field=path_of(found)) if found else problem


def _in_full(document: JsonValue, location: Location) -> Location:
    """The path of a place's equipment, of which the short form is written in messages."""
    part = document
    found: list[int | str] = []
    for step in location:
        if isinstance(step, int) and isinstance(part, dict) and "equipment" in part:
            found.append("equipment")
            part = part["equipment"]
        found.append(step)
        part = _member(part, step)
    return tuple(found)
