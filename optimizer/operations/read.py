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
from optimizer.documents.reading import parsed_object, problems_of, read_text, validation_of
from optimizer.documents.request import Request
from optimizer.documents.wording import quoted

_LISTS = ("runs", "availability", "pinned")
_OBJECTS = ("athlete", "week", "limits", "preferences", "places", "rules")
_STAND_INS: dict[tuple[str, ...], JsonValue] = {
    ("athlete", "id"): "athlete",
    ("athlete", "level"): "advanced",
    ("week", "start"): "2026-11-23",
    ("availability",): [],
}
"""For what a request cannot do without; nothing is said of what depends on them."""
_MOST_ROUNDS = 5

Location = tuple[int | str, ...]


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
    marked = {problem.field for problem in repeated}
    shape = [] if error is None else problems_of(error, Request)
    of_shape = [*repeated, *(problem for problem in shape if problem.field not in marked)]
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
    places: dict[str, list[int]] = field(default_factory=dict)
    """By list, where each member that is left stood in the document as it was written."""
    stood_in: set[tuple[str, ...]] = field(default_factory=set)

    def __post_init__(self) -> None:
        for name in _LISTS:
            members = self.document.get(name)
            if isinstance(members, list):
                self.places[name] = [*range(len(members))]

    def request(self, error: ValidationError | None, gathered: Gathered) -> Request | None:
        """The request without the faults of ``error``; None: nothing helps."""
        for _ in range(_MOST_ROUNDS):
            if error is not None:
                parts = {_part_of(one) for one in error.errors(include_url=False) if one["loc"]}
                # Members of lists from the last on, so that the places before stay as they are.
                for location in sorted(parts, key=_by_place, reverse=True):
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
        part: JsonValue = self.document
        for step in location[:-1]:
            part = _member(part, step)
        last = location[-1]
        if isinstance(part, dict) and isinstance(last, str):
            part.pop(last, None)
        elif isinstance(part, list) and isinstance(last, int) and last < len(part):
            del part[last]
            if len(location) == 2 and location[0] in _LISTS:
                del self.places[str(location[0])][last]
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
        path = tuple(re.findall(r"\w+", problem.field))
        if any(path[: len(stand_in)] == stand_in for stand_in in self.stood_in):
            return True
        if ("week", "start") in self.stood_in and _is_of_time(problem.field):
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

        def place(found: re.Match[str]) -> str:
            name, index = found.group(1), int(found.group(2))
            places = self.places.get(name, [])
            return f"{name}[{places[index] if index < len(places) else index}]"

        pattern = re.compile(rf"\b({'|'.join(_LISTS)})\[([0-9]+)\]")
        return replace(
            problem,
            field=pattern.sub(place, problem.field),
            message=pattern.sub(place, problem.message),
        )


def _part_of(detail: ErrorDetails) -> Location:
    """What has to be left out so that a fault is gone: as little as that takes."""
    location: Location = detail["loc"]
    if detail["type"] == "extra_forbidden":
        return location
    if len(location) > 1 and (
        location[0] in _LISTS or (location[0] in _OBJECTS and isinstance(location[1], str))
    ):
        return location[:2]
    return location[:1]


def _by_place(location: Location) -> tuple[tuple[int, int, str], ...]:
    return tuple((0, step, "") if isinstance(step, int) else (1, 0, step) for step in location)


def _member(part: JsonValue, step: int | str) -> JsonValue:
    if isinstance(part, dict) and isinstance(step, str):
        return part.get(step)
    if isinstance(part, list) and isinstance(step, int) and step < len(part):
        return part[step]
    return None


def _is_of_time(name: str) -> bool:
    return (
        name.endswith((".start", ".end", ".now"))
        or re.fullmatch(r"availability\[[0-9]+\]", name) is not None
    )
