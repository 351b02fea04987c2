"""From bytes to validated documents, with faults that name the field, the value and a cure."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel, JsonValue, ValidationError
from pydantic_core import ErrorDetails

from catalog.near_names import key_of
from optimizer.documents.errors import MAX_PROBLEMS, Inconsistent, Problem, UnusableInput
from optimizer.documents.file_text import text_of
from optimizer.documents.kinds import (
    REPLANNED,
    REQUEST,
    RESULT,
    refuse_another_format,
    refuse_another_kind,
)
from optimizer.documents.replanned import Replanned
from optimizer.documents.request import Request
from optimizer.documents.result import Result
from optimizer.documents.wording import counted, nearest, quoted

MAX_DOCUMENT_BYTES = 1_000_000
_NUMBER = re.compile(r"\s*(-?[0-9]{1,9}(?:[.,][0-9]{1,6})?)(?![0-9.,:])")
_LONGEST_WORD = 40
_MOST_DIGITS = 1_000
_WHOLE_BELOW = 1e6
MAX_LENGTH = 10_000
"""Of any list or object in a document; most have a lower one of their own."""

# pydantic's kinds of fault that a person meets, each with its cure.
_SENTENCES = {
    "greater_than_equal": "is too small; give {ge} or more",
    "greater_than": "is too small; give more than {gt}",
    "less_than_equal": "is too large; give {le} or less",
    "int_parsing": "is no whole number; write digits only",
    "int_parsing_size": "is too large; give a smaller number",
    "float_parsing": "is no number; write it as 2.5",
    "int_from_float": "is no whole number; write it without decimals",
    "finite_number": "is no finite number; write one",
    "string_type": "is no text; put it in quotes",
    "bool_type": "is neither true nor false; write one of them, without quotes",
    "bool_parsing": "is neither true nor false; write one of them",
    "list_type": "is no list; write it in square brackets",
    "string_too_long": "is too long; at most {max_length} characters are read",
    "string_too_short": "is too short; give {min_length} or more characters",
    "too_short": "is empty; give at least one entry",
    "too_long": "has {actual_length} entries; at most {max_length} are read, so leave some out",
    "tuple_type": "is no list; write it in square brackets",
    "dict_type": "is no object; write it in braces",
    "model_type": "is no object; write it in braces",
    "model_attributes_type": "is no object; write it in braces",
    "json_invalid": "cannot be read as JSON: {error}",
}

Model = TypeVar("Model", bound=BaseModel)


def read_result(data: bytes | str) -> Result:
    """Read one result from UTF-8 JSON; raises ``UnusableInput``."""
    text = read_text(data)
    read_json_object(text, RESULT)
    return validated(Result, text)


def read_replanned(data: bytes | str) -> Replanned:
    """Read one answer of ``replan`` from UTF-8 JSON; raises ``UnusableInput``."""
    text = read_text(data)
    read_json_object(text, REPLANNED)
    return validated(Replanned, text)


def read_request(data: bytes | str) -> Request:
    """Read one request from UTF-8 JSON.

    Raises ``UnusableInput`` with every fault that the document's shape has.
    """
    text = read_text(data)
    read_json_object(text, REQUEST)
    return validated(Request, text)


def read_text(data: bytes | str, most_bytes: int = MAX_DOCUMENT_BYTES) -> str:
    """Decode a document, within the size that any request can need, or ``most_bytes``."""
    if len(data) > most_bytes:
        raise UnusableInput(
            Problem(
                "",
                "",
                f"the document has {len(data):,} bytes; at most {most_bytes:,} are read",
            )
        )
    return data if isinstance(data, str) else text_of(data)


def read_json_object(text: str, *wanted: str) -> dict[str, JsonValue]:
    """Parse one JSON object; a repeated key, NaN or an infinity is an error.

    ``wanted``: kinds of document as ``kinds.py`` names them; another is refused.
    """
    value, problems = parsed_object(text, *wanted)
    if problems:
        raise UnusableInput(*problems)
    return value


def parsed_object(text: str, *wanted: str) -> tuple[dict[str, JsonValue], list[Problem]]:
    """One JSON object, and what no JSON should have, each with its path.

    Raises ``UnusableInput`` for what is no object, or of another kind than ``wanted``.
    """
    value, problems = _parsed(text, *wanted)
    if not isinstance(value, dict):
        kind = "an array" if isinstance(value, list) else f"the value {quoted(value)}"
        raise UnusableInput(Problem("", "", f"the document is {kind}; expected one JSON object"))
    return value, problems


def read_json(text: str, *wanted: str) -> JsonValue:
    """Parse one JSON value; a repeated key, NaN, an infinity or another kind is an error."""
    value, problems = _parsed(text, *wanted)
    if problems:
        raise UnusableInput(*problems)
    return value


def _parsed(text: str, *wanted: str) -> tuple[JsonValue, list[Problem]]:
    if not text.strip():
        raise UnusableInput(Problem("", "", "the document is empty; expected one JSON object"))
    marked = False

    def members(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
        nonlocal marked
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        marked = True
        times = Counter(name for name, _ in pairs)
        return _Repeating(found, {name for name, count in times.items() if count > 1})

    def constant(name: str) -> float:
        nonlocal marked
        marked = True
        return _NotFinite(name)

    def integer(digits: str) -> int | float:
        return int(digits) if len(digits) <= _MOST_DIGITS else _Endless()

    try:
        value: JsonValue = json.loads(text, parse_constant=constant, object_pairs_hook=members)
    except json.JSONDecodeError as error:
        if wanted:
            refuse_another_format(text, *wanted)
        raise UnusableInput(
            Problem("", "", f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}")
        ) from None
    except RecursionError:
        raise UnusableInput(Problem("", "", "not readable: nested too deeply")) from None
    except ValueError:
        # The one thing of JSON that Python reads by limits of its own: again, to see where it is.
        value = json.loads(
            text, parse_constant=constant, parse_int=integer, object_pairs_hook=members
        )
        raise UnusableInput(*_marked(value)) from None
    _refuse_wide(value)
    problems = [*_marked(value)] if marked else []
    if wanted and not problems:
        refuse_another_kind(value, *wanted)
    return value, problems


def _refuse_wide(value: JsonValue) -> None:
    """Raise ``UnusableInput`` for a list or an object that is longer than any document needs."""
    parts: list[tuple[str, JsonValue]] = [("", value)]
    while parts:
        where, part = parts.pop()
        if not isinstance(part, (dict, list)):
            continue
        if len(part) > MAX_LENGTH:
            what = (
                f"has {counted(len(part), 'entries')}; at most {MAX_LENGTH:,} are read of any list"
            )
            raise UnusableInput(Problem(where, "", what))
        if isinstance(part, dict):
            parts += ((f"{where}.{key}" if where else key, one) for key, one in part.items())
        else:
            parts += ((f"{where}[{index}]", one) for index, one in enumerate(part))


class _Repeating(dict[str, JsonValue]):
    """An object that has some names several times; the last of each counts."""

    def __init__(self, members: dict[str, JsonValue], repeated: set[str]) -> None:
        super().__init__(members)
        self.repeated = repeated


class _NotFinite(float):
    """NaN or an infinity, by the name that stands there."""

    def __new__(cls, name: str) -> _NotFinite:
        found = super().__new__(cls, name)
        found.name = name
        return found

    name: str


class _Endless(float):
    """Stands for a whole number of more digits than Python reads."""


def _marked(value: JsonValue) -> Iterator[Problem]:
    """What no JSON should have, in the order of the document."""
    waiting: list[tuple[str, JsonValue]] = [("", value)]
    while waiting:
        path, part = waiting.pop()
        inner: list[tuple[str, JsonValue]] = []
        if isinstance(part, dict):
            inner = [(f"{path}.{name}" if path else name, one) for name, one in part.items()]
            if isinstance(part, _Repeating):
                for name in part:
                    if name in part.repeated:
                        where = f"{path}.{name}" if path else name
                        yield Problem(where, "", "is written twice in one object; keep one")
        elif isinstance(part, list):
            inner = [(f"{path}[{index}]", one) for index, one in enumerate(part)]
        elif isinstance(part, _NotFinite):
            message = "is no JSON number; write a finite number or null"
            yield Problem(path, part.name, message)
        elif isinstance(part, _Endless):
            yield Problem(path, "", "has thousands of digits; write a number that means something")
        waiting += reversed(inner)


def validated(model: type[Model], text: str, at: str = "") -> Model:
    """Validate JSON text, with its faults as ``UnusableInput``; ``at`` prefixes the fields."""
    found, error = validation_of(model, text)
    if found is None:
        assert error is not None
        raise UnusableInput(*problems_of(error, model, at))
    return found


def validation_of(model: type[Model], text: str) -> tuple[Model | None, ValidationError | None]:
    """The validated document, or pydantic's error.

    A word of a list is known in any capitals, with blanks and in its plural, as ``Beginner`` is.
    """
    found, error = _validation_of(model, text)
    if error is None or (mended := _with_words_as_listed(text, error)) is None:
        return found, error
    return _validation_of(model, mended)


def with_words_as_listed(model: type[BaseModel], text: str) -> str:
    """``text`` with the words that ``validation_of`` knows as their lists write them."""
    _, error = _validation_of(model, text)
    return text if error is None else _with_words_as_listed(text, error) or text


def _validation_of(model: type[Model], text: str) -> tuple[Model | None, ValidationError | None]:
    try:
        return model.model_validate_json(text), None
    except ValidationError as error:
        return None, error


def _with_words_as_listed(text: str, error: ValidationError) -> str | None:
    """None: there is no such word."""
    found = [
        (detail["loc"], word)
        for detail in _details(error)
        if detail["type"] == "literal_error" and (word := listed_word(detail)) is not None
    ]
    if not found:
        return None
    document = json.loads(text)
    for (*path, last), word in found:
        part = document
        for step in path:
            part = _member(part, step)
        if _member(part, last) is not None:
            part[last] = word
    return json.dumps(document)


def _member(part: JsonValue, step: int | str) -> JsonValue:
    if isinstance(part, dict) and isinstance(step, str):
        return part.get(step)
    if isinstance(part, list) and isinstance(step, int) and step < len(part):
        return part[step]
    return None


def listed_word(detail: ErrorDetails) -> str | None:
    """The word of its list that is meant where another stands; None: none surely is."""
    given = detail["input"]
    if not isinstance(given, str) or len(given) > _LONGEST_WORD:
        return None
    words = re.findall(r"'([^']*)'", str(detail.get("ctx", {}).get("expected", "")))
    # "Long run" is of the kind long.
    meant = {key_of(given), key_of(re.sub(r"\s+runs?\Z", "", given.strip(), flags=re.IGNORECASE))}
    known = [word for word in words if key_of(word) in meant]
    return known[0] if len(known) == 1 else None


def problems_of(error: ValidationError, model: type[BaseModel], at: str = "") -> list[Problem]:
    """The faults of a pydantic error in our words, at most 20 of them."""
    details = _details(error)
    # The nearest known name is sought for those alone that are told.
    found = [
        problem for detail in details[:MAX_PROBLEMS] for problem in _problems(detail, model, at)
    ][:MAX_PROBLEMS]
    if len(details) > MAX_PROBLEMS:
        more = counted(len(details) - MAX_PROBLEMS, "more faults")
        found.append(Problem("", "", f"and {more} of this kind"))
    return found


def _details(error: ValidationError) -> list[ErrorDetails]:
    details = [one for one in error.errors(include_url=False) if not _only_has_bad_entries(one)]
    for detail in details:
        cause = detail.get("ctx", {}).get("error")
        if isinstance(cause, BaseException):
            # Its frames lead back to whoever holds ``error``, through what no collector sees into:
            # all that was read would stay in memory.
            cause.__traceback__ = None
    return details


def _only_has_bad_entries(detail: ErrorDetails) -> bool:
    """True: a list is said to be too short because of entries that are told of themselves."""
    given = detail["input"]
    is_too_short = detail["type"] == "too_short" and isinstance(given, (list, tuple))
    return is_too_short and len(given) >= detail["ctx"]["min_length"]


def _problems(detail: ErrorDetails, model: type[BaseModel], at: str) -> Iterator[Problem]:
    cause = detail.get("ctx", {}).get("error")
    if isinstance(cause, Inconsistent):
        where = _path(detail["loc"], at)
        for problem in cause.problems:
            yield replace(problem, field=f"{where}.{problem.field}" if where else problem.field)
    else:
        yield _problem(detail, model, at)


def _problem(detail: ErrorDetails, model: type[BaseModel], at: str) -> Problem:
    location = detail["loc"]
    field = _path(location, at)
    kind = detail["type"]
    if kind == "extra_forbidden":
        known = _fields_at(model, location[:-1])
        return Problem(field, "", f"is no known field{nearest(str(location[-1]), known)}")
    return Problem(field, value_of(detail), sentence_of(detail))


def value_of(detail: ErrorDetails) -> str:
    """What stands where the fault is, if that is short and tells something."""
    value = detail["input"]
    simple = isinstance(value, (str, int, float, bool)) and detail["type"] != "missing"
    return quoted(value) if simple else ""


def sentence_of(detail: ErrorDetails) -> str:
    """What is wrong and a likely cure, for a fault that pydantic found."""
    kind = detail["type"]
    context = detail.get("ctx", {})
    if kind == "missing":
        return "is required; add it"
    if kind == "literal_error":
        return f"is not one of {context['expected']}"
    if kind == "value_error":
        return str(context["error"])
    if kind in ("int_type", "float_type"):
        return _no_number(kind == "int_type", detail["input"])
    if kind == "string_too_short" and context["min_length"] == 1:
        return "is empty; write something, or leave it out"
    if kind in _SENTENCES:
        return _SENTENCES[kind].format_map({name: _plain(one) for name, one in context.items()})
    return "cannot be read; docs/request.md and the OpenAPI document say what it may be"


def _plain(value: object) -> object:
    """168 of 168.0."""
    return f"{value:g}" if isinstance(value, float) and abs(value) < _WHOLE_BELOW else value


def _no_number(is_whole: bool, value: object) -> str:
    """What is no number, with the number in it: ``write 70`` of ``"70 kg"``."""
    what = "is no whole number" if is_whole else "is no number"
    if not isinstance(value, str):
        return f"{what}; write one"
    found = _NUMBER.match(value)
    if found is None or (is_whole and not found[1].lstrip("-").isdecimal()):
        return f"{what}; write one, without quotes" + (" or decimals" if is_whole else "")
    number = found[1].replace(",", ".")
    return f"{what}; write {number}, without quotes" + (" or a unit" if value != found[1] else "")


def _path(location: tuple[int | str, ...], at: str) -> str:
    path = at
    for part in location:
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            path += f".{part}" if path else str(part)
    return path


def _fields_at(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """The field names of the document that ``location`` points to."""
    current: object = model
    for part in location:
        if isinstance(part, int):
            continue
        if not (isinstance(current, type) and issubclass(current, BaseModel)):
            return []
        field = current.model_fields.get(part)
        if field is None:
            return []
        current = _innermost_model(field.annotation)
    if isinstance(current, type) and issubclass(current, BaseModel):
        return list(current.model_fields)
    return []


def _innermost_model(annotation: object) -> object:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _innermost_model(argument)
        if found is not None:
            return found
    return None
