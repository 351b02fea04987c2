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
from optimizer.documents.reading import read_json, read_request, read_text
from optimizer.documents.request import Request
from optimizer.documents.wording import quoted

_NO_OPERATION = "is no operation; write op, path and value as RFC 6902 has them"

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

    Raises ``UnusableInput`` where an operation does not apply or the outcome is no request.
    """
    before: JsonValue = request.model_dump(mode="json")
    after = _merged(before, patch) if isinstance(patch, Mapping) else _after(before, patch)
    return read_request(json.dumps(after))


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
    for index, operation in enumerate(operations):
        if not isinstance(operation, dict):
            raise UnusableInput(Problem(f"patch[{index}]", quoted(operation), _NO_OPERATION))
        try:
            document = jsonpatch.apply_patch(document, [operation])
        except (jsonpatch.JsonPatchException, jsonpointer.JsonPointerException) as error:
            path = operation.get("path")
            where = "" if path is None else quoted(path)
            raise UnusableInput(Problem(f"patch[{index}]", where, _reason(error))) from None
    return document


def _reason(error: Exception) -> str:
    if isinstance(error, jsonpatch.JsonPatchTestFailed):
        return "is not what this request has there; make the patch from this very request"
    if isinstance(error, jsonpatch.InvalidJsonPatch):
        return _NO_OPERATION
    return "is no place of this request; name a field and an index that it has"
