"""Outgrown: what the log has at the top of its range twice gives way to a harder variant."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog import load_catalog
from optimizer import read_request
from optimizer.building.case_of import case_of
from optimizer.building.findings import findings_of, reviewed
from optimizer.building.problem_of import problem_of
from optimizer.case.case import Case
from optimizer.documents.written_plan import WrittenPlan, WrittenSession
from optimizer.dosing import progress
from optimizer.operations.completed import completed
from optimizer.rules import outgrown
from optimizer.rules.outgrown import Outgrown
from tests.drawn import drawn

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
        # Across a long break it is not twice in a row.
        ((("2026-10-20", [12, 12], 3.0), ("2026-11-20", [12, 12], 3.0)), True),
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
    subjects = [f.subject for f in findings_of(reviewed(case, plan)) if f.rule == RULE]
    assert subjects == ([] if stays else ["split_squat"])


def test_model_keeps_what_has_no_harder_variant_here() -> None:
    """A beginner may not raise the rear foot; what is pinned stays too."""
    beginner = case_of(request(*TWICE, level="beginner"), CATALOG)
    pinned = case_of(request(*TWICE, pinned=[{"exercise": "split_squat"}]), CATALOG)
    assert "split_squat" in problem_of(beginner).doses
    assert "split_squat" in problem_of(pinned).doses


def breaches(case: Case, *exercises: str) -> set[str]:
    session = WrittenSession(window="tue", start="Tue 18:00", exercises=dict.fromkeys(exercises, 2))
    plan = completed(case, WrittenPlan(sessions=(session,)))
    return {f.subject for f in findings_of(reviewed(case, plan)) if f.rule == RULE}


@pytest.mark.parametrize("due", [True, False])
def test_the_review_asks_nothing_of_what_shapes_the_problem(
    due: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a reading for the problem that is blind, or sees too much, the review says the same."""
    blind: dict[str, str] = {} if due else {"split_squat": "Anything"}
    for module in (outgrown, progress):
        monkeypatch.setattr(module, "harder_variants", lambda _case: blind)
    case = case_of(request(*(TWICE if due else TWICE[1:])), CATALOG)
    assert breaches(case, "split_squat") == ({"split_squat"} if due else set())


WORKOUT = st.tuples(
    st.integers(1, 20),
    st.lists(st.integers(8, 22), min_size=1, max_size=3),
    st.none() | st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0]),
    st.none() | st.sampled_from([5.0, 10.0]),
)
RUNGS = ("bodyweight_squat", "split_squat", "bulgarian_split_squat", "front_plank", "hollow_hold")


@drawn(60)
@given(
    logs=st.dictionaries(st.sampled_from(RUNGS), st.lists(WORKOUT, max_size=4), max_size=5),
    level=st.sampled_from(["beginner", "intermediate", "advanced"]),
    phase=st.sampled_from(["off_season", "pre_season", "in_season", "taper"]),
    long_run_days_ago=st.none() | st.integers(1, 14),
    has_chair=st.booleans(),
)
@example(
    logs={"split_squat": [(9, [14, 14], 3.0, None), (6, [11], 3.0, None), (3, [14], 3.0, None)]},
    level="intermediate", phase="off_season", long_run_days_ago=7, has_chair=True,
)  # fmt: skip
@example(
    logs={
        "split_squat": [(18, [14], 3.0, None), (14, [14], 3.0, None)],
        "bulgarian_split_squat": [(9, [1, 1], 0.0, None), (3, [1], 0.0, None)],
    },
    level="intermediate", phase="off_season", long_run_days_ago=None, has_chair=True,
)  # fmt: skip
def test_both_readings_agree_on_any_log(
    logs: dict[str, list[tuple[int, list[int], float | None, float | None]]],
    level: str,
    phase: str,
    long_run_days_ago: int | None,
    has_chair: bool,
) -> None:
    """What the model may not hold is what the review finds, whatever was logged."""
    monday = date(2026, 11, 23)
    log = [
        {
            "date": str(monday - timedelta(days=days_ago)),
            "exercise": name,
            "sets": [
                {
                    **(
                        {"hold_seconds": 2 * n}
                        if CATALOG.exercises[name].reps is None
                        else {"reps": n}
                    ),
                    **({} if left is None else {"rir": left}),
                    **({} if kg is None else {"kg": kg}),
                }
                for n in amounts
            ],
        }
        for name, workouts in logs.items()
        for days_ago, amounts, left, kg in workouts
    ]
    run_day = None if long_run_days_ago is None else monday - timedelta(days=long_run_days_ago)
    runs = (
        [] if run_day is None else [{"start": f"{run_day}T07:00", "minutes": 120, "kind": "long"}]
    )
    case = case_of(
        request(
            level=level,
            week={"start": "2026-11-23", "phase": phase},
            places={"home": ["chair"] if has_chair else ["mini_band"]},
            previous={"plan": {"sessions": []}, "log": log},
            runs=runs,
        ),
        CATALOG,
    )
    shaped = {name for name in RUNGS if Outgrown().refuses(case, CATALOG.exercises[name])}
    assert breaches(case, *RUNGS) == shaped
