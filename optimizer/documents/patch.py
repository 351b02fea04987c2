"""Changes of a request as documents: JSON Patch operations, or a merge patch.

A JSON array is read as RFC 6902 operations, which can name one run or window of a list by its
index; a JSON object as an RFC 7386 merge patch, which is easier to write by hand for single fields.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import jsonpatch
import jsonpointer
from pydantic import JsonValue

from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.kinds import PATCH
from optimizer.documents.reading import (
    MAX_DOCUMENT_BYTES,
    read_json,
    read_request,
    read_text,
)
from optimizer.documents.request import Request
from optimizer.documents.wording import quoted

_PUTTING = ("add", "replace")
_NO_OPERATION = "is no operation; write op, path and value as RFC 6902 has them"

MAX_OPERATIONS = 100

Operation = dict[str, JsonValue]
"""One RFC 6902 operation: ``op``, ``path`` and, by kind, ``value`` or ``from``."""

Patch = Mapping[str, JsonValue] | Sequence[JsonValue]


def read_patch(data: bytes | str) -> dict[str, JsonValue] | list[JsonValue]:
    """Read a patch from UTF-8 JSON; raises ``UnusableInput``."""
    document = read_json(read_text(data), PATCH)
    if not isinstance(document, (dict, list)):
        raise UnusableInput(
            Problem(
                "",
                quoted(document),
                "is no patch; write a list of operations, or an object with the changed fields",
            )
        )
    return document


def patched(request: Request, patch: Patch) -> Request:
    """The request after the changes, validated like any other.

    Raises ``UnusableInput`` where an operation does not apply, there are too many, or the outcome
    is no request or larger than one may be.
    """
    return read_request(patched_text(request.model_dump(mode="json"), patch))


def patched_text(before: JsonValue, patch: Patch) -> str:
    """A document after the changes as JSON, whatever it then is; raises as ``patched`` does."""
    try:
        after = _merged(before, patch) if isinstance(patch, Mapping) else _after(before, patch)
        return json.dumps(after)
    except RecursionError:
        raise UnusableInput(Problem("patch", "", "is nested too deeply")) from None


def _merged(document: JsonValue, patch: JsonValue | Mapping[str, JsonValue]) -> JsonValue:
    """RFC 7386: objects are merged, null removes a member, anything else replaces."""
    if not isinstance(patch, Mapping):
        return patch
    merged = dict(document) if isinstance(document, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = _merged(merged.get(name), value)
    return merged


def _after(document: JsonValue, operations: Sequence[JsonValue]) -> JsonValue:
    if len(operations) > MAX_OPERATIONS:
        raise UnusableInput(
            Problem(
                "patch",
                "",
                f"has {len(operations):,} operations; at most {MAX_OPERATIONS} are read",
            )
        )
    size = _size(document)
    for index, operation in enumerate(operations):
        if not isinstance(operation, dict):
            raise UnusableInput(Problem(f"patch[{index}]", quoted(operation), _NO_OPERATION))
        try:
            value = _added(document, operation)
            done: dict[str, object] = {**operation}
            if value is not None:
                if done["op"] == "copy":
                    done["op"] = "add"
                    del done["from"]
                done["value"] = _Fresh(json.loads(value))
            document = jsonpatch.apply_patch(document, [done], in_place=True)
        except (jsonpatch.JsonPatchException, jsonpointer.JsonPointerException) as error:
            path = operation.get("path")
            where = "" if path is None else quoted(path)
            raise UnusableInput(Problem(f"patch[{index}]", where, _reason(error))) from None
        size += len(value or "") + len(str(operation.get("path")))
        if size > MAX_DOCUMENT_BYTES:
            # What was replaced or removed has not been taken off yet.
            size = _size(document)
        if size > MAX_DOCUMENT_BYTES:
            what = f"makes the request larger than the {MAX_DOCUMENT_BYTES:,} bytes that are read"
            raise UnusableInput(Problem(f"patch[{index}]", quoted(operation.get("path")), what))
    return document


class _Fresh:
    """A value of its own: as written and read again, a hundred times as fast as it is copied."""

    def __init__(self, value: JsonValue) -> None:
        self.value = value

    def __deepcopy__(self, _: object) -> JsonValue:
        return self.value


def _added(document: JsonValue, operation: Operation) -> str | None:
    """What an operation puts into the document, as JSON; None: nothing."""
    kind, source = operation.get("op"), operation.get("from")
    if kind == "copy" and isinstance(source, str):
        return json.dumps(jsonpointer.resolve_pointer(document, source))
    return json.dumps(operation["value"]) if kind in _PUTTING and "value" in operation else None


def _size(document: JsonValue) -> int:
    return len(json.dumps(document))


def _reason(error: Exception) -> str:
    if isinstance(error, jsonpatch.JsonPatchTestFailed):
        return "is not what this request has there; make the patch from this very request"
    if isinstance(error, jsonpatch.InvalidJsonPatch):
        return _NO_OPERATION
    return "is no place of this request; name a field and an index that it has"
