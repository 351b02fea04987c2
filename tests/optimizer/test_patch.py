"""A patch gives a changed request, validated like any other, or one clear sentence."""

from __future__ import annotations

import json

import pytest

from api.catalog.example_requests import example
from optimizer.documents.errors import UnusableInput
from optimizer.documents.patch import Patch, patched, read_patch
from optimizer.documents.reading import read_request
from optimizer.documents.request import Request


@pytest.fixture
def request_p1() -> Request:
    return read_request(example("p1").path.read_bytes())


def test_operations_change_what_they_name_and_nothing_else(request_p1: Request) -> None:
    changed = patched(
        request_p1, [{"op": "replace", "path": "/runs/0/start", "value": "Mon 17:30"}]
    )
    assert changed.runs[0].start == "Mon 17:30"
    assert changed.runs[1:] == request_p1.runs[1:]
    assert changed.model_copy(update={"runs": request_p1.runs}) == request_p1


def test_a_merge_patch_changes_single_fields_and_null_gives_the_default(
    request_p1: Request,
) -> None:
    changed = patched(request_p1, {"limits": {"max_sessions": 1}, "emphasis": "quads_first"})
    assert (changed.limits.max_sessions, changed.emphasis) == (1, "quads_first")
    assert changed.limits.max_session_minutes == request_p1.limits.max_session_minutes
    assert patched(changed, {"emphasis": None}).emphasis == "balanced"


def test_an_empty_patch_of_either_kind_changes_nothing(request_p1: Request) -> None:
    assert patched(request_p1, []) == patched(request_p1, {}) == request_p1


@pytest.mark.parametrize(
    ("patch", "sentence"),
    [
        ([{"op": "remove", "path": "/runs/9"}], "patch[0]: '/runs/9' is no place of this request"),
        ([{"op": "move", "path": "/runs/9"}], "patch[0]: '/runs/9' is no operation"),
        ([{"op": "test", "path": "/emphasis", "value": "x"}], "is not what this request has"),
        ([{"path": "/emphasis"}], "patch[0]: '/emphasis' is no operation"),
        (["emphasis"], "patch[0]: 'emphasis' is no operation"),
        ([{"op": "add", "path": "emphasis", "value": 1}], "patch[0]: 'emphasis' is no"),
        ([{"op": "remove", "path": "/athlete"}], "athlete: is required"),
        ({"runs": 3}, "runs: 3 is no list"),
        ({"emphasys": "balanced"}, "emphasys: is no known field; did you mean 'emphasis'?"),
    ],
)
def test_what_does_not_apply_is_told(request_p1: Request, patch: Patch, sentence: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        patched(request_p1, patch)
    assert sentence in str(caught.value)


@pytest.mark.parametrize("text", ["3", '"runs"', "null", "", "[", '{"a": 1, "a": 2}'])
def test_what_is_no_patch_is_told(text: str) -> None:
    with pytest.raises(UnusableInput):
        read_patch(text)


def test_patches_are_read_from_json() -> None:
    operations = [{"op": "remove", "path": "/runs/0"}]
    assert read_patch(json.dumps(operations).encode()) == operations
    assert read_patch('{"emphasis": null}') == {"emphasis": None}
