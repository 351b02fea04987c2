"""A document with all of its faults in one answer: those of its shape, and of what is left without
them what does not fit together."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel, JsonValue, ValidationError

from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.reading import problems_of, validation_of, with_words_as_listed
from optimizer.operations.document_places import (
    Location,
    Places,
    by_place,
    location_of,
    path_of,
)

Model = TypeVar("Model", bound=BaseModel)
_MOST_ROUNDS = 5


def validated_at_once(model: type[Model], text: str, look: Callable[[Model], object]) -> Model:
    """The document in ``text``; raises ``UnusableInput`` with the faults of its shape.

    Beside them are those for which ``look`` raises ``UnusableInput`` of what is left of it, but for
    what may depend on a part that could not be read.
    """
    found, error = validation_of(model, text)
    if error is None:
        assert found is not None
        return found
    raise UnusableInput(*problems_of(error, model), *_beside(model, text, error, look))


def _beside(
    model: type[Model], text: str, error: ValidationError, look: Callable[[Model], object]
) -> Iterator[Problem]:
    try:
        document: JsonValue = json.loads(with_words_as_listed(model, text))
    except ValueError:
        return
    rest, places = deepcopy(document), Places(document)
    left_out: set[Location] = set()
    found: Model | None = None
    for _ in range(_MOST_ROUNDS):
        parts = {
            one["loc"][:-1] if one["type"] == "missing" else one["loc"]
            for one in error.errors(include_url=False)
        }
        for part in sorted(parts, key=by_place, reverse=True):
            if part and _remove(rest, part):
                left_out.add(places.written(part))
                places.remove(part)
        found, again = validation_of(model, json.dumps(rest))
        if again is None:
            break
        error = again
    if found is None:
        return
    try:
        look(found)
    except UnusableInput as more:
        for problem in more.problems:
            at = places.written(location_of(problem.field))
            if not any(_depends(at, part) for part in left_out):
                yield replace(problem, field=path_of(at))


def _remove(document: JsonValue, location: Location) -> bool:
    *path, last = location
    part = document
    for step in path:
        if not _has(part, step):
            return False
        part = part[step]  # type: ignore[index]
    if not _has(part, last):
        return False
    del part[last]  # type: ignore[arg-type,union-attr]
    return True


def _has(part: JsonValue, step: int | str) -> bool:
    if isinstance(part, list):
        return isinstance(step, int) and step < len(part)
    return isinstance(part, dict) and step in part


def _depends(at: Location, left_out: Location) -> bool:
    """Whether what is said of ``at`` may come of what was left out: it is near to it."""
    near = min(2, len(at), len(left_out))
    return at[:near] == left_out[:near]
