"""Two answers are the same where their documents are, but for what says who answered and when."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from benchmarks.against.same_answers import differences


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 2}, [("a", "changed", "1", "2")]),
        ({"a": 1}, {}, [("a", "only then", "1", "")]),
        ({}, {"a": {"b": None}}, [("a", "only now", "", '{"b": null}')]),
        ({"a": [{"b": "x"}, 2]}, {"a": [{"b": "y"}, 2]}, [("a[0].b", "changed", '"x"', '"y"')]),
        ({"a": [1]}, {"a": [1, 2]}, [("a[1]", "only now", "", "2")]),
        ({"a": [1, 2]}, {"a": [1]}, [("a[1]", "only then", "2", "")]),
        ({"a": [1]}, {"a": {"0": 1}}, [("a", "changed", "[1]", '{"0": 1}')]),
        # Equal for Python, other bytes in a document.
        ({"a": 1}, {"a": 1.0}, [("a", "changed", "1", "1.0")]),
        ({"a": 1}, {"a": True}, [("a", "changed", "1", "true")]),
    ],
)
def test_every_place_is_told(
    then: JsonValue, now: JsonValue, expected: list[tuple[str, str, str, str]]
) -> None:
    found = [(one.path, one.kind, one.then, one.now) for one in differences(then, now)]
    assert found == expected


@pytest.mark.parametrize("key", ["stats", "versions", "fingerprint"])
def test_who_answered_and_how_fast_is_not_compared_at_any_depth(key: str) -> None:
    assert not list(differences({"result": [{key: 1, "a": 0}]}, {"result": [{"a": 0, key: 2}]}))


def test_entries_of_a_list_are_one_place() -> None:
    places = {one.place for one in differences({"a": [{"b": 1}, {"b": 1}]}, {"a": [{}, {}]})}
    assert places == {"a[].b"}


def test_long_values_are_cut_short() -> None:
    (one,) = differences({"a": "x" * 1000}, {"a": "y"})
    assert len(one.then) == 60
    assert one.then.endswith("…")
