"""All that is wrong with a request for an assessment or for runs is told in one answer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalog import load_catalog
from optimizer import UnusableInput, read_assessment_request, read_runs_request

CATALOG = load_catalog()


def assessment_faults(**changes: Any) -> list[str]:
    result = {"test": "single_leg_heel_raise", "date": "2026-11-20", "value": 20, "side": "left"}
    document = {
        "athlete": {"injuries": ["knee"]},
        "screen": {"heart_condition": "maybe"},
        "tests": [{**result, "value": "many"}, {**result, "test": "hopping"}],
        "kit": "hoome",
    }
    with pytest.raises(UnusableInput) as error:
        read_assessment_request(json.dumps(document | changes), CATALOG)
    return [problem.field for problem in error.value.problems]


def test_an_assessment_tells_shape_names_and_results_at_once() -> None:
    assert sorted(assessment_faults()) == [
        "athlete.injuries[0]", "kit", "screen.heart_condition", "tests[0].value", "tests[1].test",
    ]  # fmt: skip


def test_what_may_come_of_a_part_that_cannot_be_read_is_not_told() -> None:
    # Of the screen only what is wrong with its answer, not that one is missing.
    faults = assessment_faults(tests="none")
    assert sorted(faults) == ["athlete.injuries[0]", "kit", "screen.heart_condition", "tests"]


def test_places_stay_those_of_the_document_where_a_member_before_is_left_out() -> None:
    result = {"date": "2026-11-20", "value": 20, "side": "left"}
    named = [{**result}, {**result, "test": "hopping"}]
    faults = assessment_faults(tests=named, screen={}, athlete={}, kit="home")
    assert faults[0] == "tests[0].test"
    assert "tests[1].test" in faults


def test_runs_tell_shape_and_what_does_not_fit_at_once() -> None:
    document = {
        "athlete": {"id": "ana"},
        "start": "2026-11-23",
        "running": {"plan": "couch_to_5k", "times": ["Mon 18:00", "Foo 07:00"], "heavier": "yes"},
        "races": [{"date": "2027-01-10", "distance_km": 5, "priority": "B"}],
    }
    with pytest.raises(UnusableInput) as error:
        read_runs_request(json.dumps(document), CATALOG)
    fields = [problem.field for problem in error.value.problems]
    assert "running.heavier" in fields
    assert "races" in fields
    assert len(fields) > 2
