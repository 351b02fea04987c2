"""Outgrown: what the log has at the top of its range twice gives way to a harder variant."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalog import load_catalog
from optimizer import read_request
from optimizer.building.case_of import case_of
from optimizer.building.findings import findings_of, reviewed
from optimizer.building.problem_of import problem_of
from optimizer.documents.written_plan import WrittenPlan, WrittenSession
from optimizer.operations.completed import completed

RULE = "outgrown"
CATALOG = load_catalog()


def request(
    *days: tuple[str, list[int], float], level: str = "intermediate", **changes: Any
) -> Any:
    """A log of split squats: day, repetitions, and what was left."""
    log = [
        {
            "date": day,
            "exercise": "split_squat",
            "sets": [{"reps": count, "rir": left} for count in reps],
        }
        for day, reps, left in days
    ]
    document = {
        "athlete": {"id": "ana", "level": level},
        "week": {"start": "2026-11-23", "phase": "off_season"},
        "availability": [{"id": "tue", "start": "Tue 18:00", "minutes": 60, "place": "home"}],
        "places": {"home": ["chair"]},
        "previous": {"plan": {"sessions": []}, "log": log},
        **changes,
    }
    return read_request(json.dumps(document))


TWICE = (("2026-11-17", [12, 12], 3.0), ("2026-11-20", [12, 12], 2.0))


@pytest.mark.parametrize(
    ("days", "stays"),
    [
        (TWICE, False),
        (TWICE[1:], True),
        ((TWICE[0], ("2026-11-20", [12, 11], 2.0)), True),
        ((TWICE[0], ("2026-11-20", [12, 12], 1.0)), True),
        ((("2026-07-10", [12, 12], 3.0), ("2026-07-14", [12, 12], 3.0)), True),
    ],
)
def test_both_readings_ask_for_the_harder_variant(
    days: tuple[tuple[str, list[int], float], ...], stays: bool
) -> None:
    """Twelve in every set of two workouts, with two left: on to the rear foot on a chair."""
    case = case_of(request(*days), CATALOG)
    assert ("split_squat" in problem_of(case).doses) is stays
    assert "bulgarian_split_squat" in problem_of(case).doses
    session = WrittenSession(window="tue", start="Tue 18:00", exercises={"split_squat": 2})
    plan = completed(case, WrittenPlan(sessions=(session,)))
    told = [f.subject for f in findings_of(reviewed(case, plan)) if f.rule == RULE]
    assert told == ([] if stays else ["split_squat"])


def test_model_keeps_what_has_no_harder_variant_here() -> None:
    """A beginner may not raise the rear foot; what is pinned stays too."""
    beginner = case_of(request(*TWICE, level="beginner"), CATALOG)
    pinned = case_of(request(*TWICE, pinned=[{"exercise": "split_squat"}]), CATALOG)
    assert "split_squat" in problem_of(beginner).doses
    assert "split_squat" in problem_of(pinned).doses
