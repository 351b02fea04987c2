"""Fewer sets and more in reserve after time off, and a beginner's first weeks after a long one."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from catalog import load_catalog
from optimizer import read_request
from optimizer.building.case_of import case_of
from optimizer.case.case import Case
from optimizer.dosing import after_time_off
from optimizer.dosing.doses import dose_of
from optimizer.dosing.loads import load_of, progress_of
from optimizer.dosing.prescription import prescribed
from optimizer.session.ramp_blocks import ramp_blocks

CATALOG = load_catalog()
MONDAY = date(2026, 11, 23)
SQUAT = CATALOG.exercises["back_squat"]


def after(*days: int, exercise: str = "back_squat", reps: int = 5, **athlete: Any) -> Case:
    """A week that begins so many days after each workout."""
    one = {"reps": reps, "kg": 100, "rir": 2}
    log = [
        {
            "date": (MONDAY - timedelta(days=count)).isoformat(),
            "exercise": exercise,
            "sets": [one] * 3,
        }
        for count in days
    ]
    document = {
        "athlete": {"id": "ana", "level": "intermediate", **athlete},
        "week": {"start": MONDAY.isoformat(), "phase": "pre_season"},
        "availability": [{"id": "tue", "start": "Tue 18:00", "minutes": 60, "place": "here"}],
        "places": {"here": ["kit:gym"]},
        "previous": {"log": log},
    }
    return case_of(read_request(json.dumps(document)), CATALOG)


def test_every_row_of_the_catalog_has_its_dose() -> None:
    """A row more or less there would give the doses after it to other days."""
    rows = len(CATALOG.numbers("time_off_days"))
    assert len(after_time_off._BY_ROW) == rows + 1
    assert len(CATALOG.numbers("time_off_load")) == rows


@pytest.mark.parametrize(
    ("days", "sets_most", "rir", "reps", "words"),
    [
        (6, 4, (1, 2), (4, 6), None),
        (10, 4, (1, 2), (4, 6), None),
        (11, 3, (1, 2), (4, 6), "1 set less."),
        (27, 3, (1, 2), (4, 6), "1 set less."),
        (28, 2, (1, 2), (4, 6), "at most 2 sets."),
        (42, 2, (2, 3), (4, 6), "at most 2 sets, 1 repetition more left."),
        (70, 2, (3, 4), (8, 10), "for 14 days dosed like a beginner's first weeks."),
        (112, 2, (3, 4), (8, 10), "for 14 days dosed like a beginner's first weeks."),
    ],
)
def test_time_off_leaves_fewer_sets_then_more_in_reserve_then_a_beginner_s_dose(
    days: int, sets_most: int, rir: tuple[int, int], reps: tuple[int, int], words: str | None
) -> None:
    case = after(days)
    dose = prescribed(case, SQUAT)
    assert (dose_of(case, SQUAT).sets_most, dose.rir, dose.reps) == (sets_most, rir, reps)
    load = load_of(case, SQUAT, "here", step_waits=False)
    assert load is not None
    assert words is None or words in load.why


@pytest.mark.parametrize(("days", "is_eased"), [((90, 5), True), ((99, 15, 2), False)])
def test_a_long_time_off_is_felt_for_two_weeks(days: tuple[int, ...], is_eased: bool) -> None:
    assert (prescribed(after(*days), SQUAT).reps == (8, 10)) == is_eased


@pytest.mark.parametrize(("days", "ends"), [(9, False), (12, True), (16, True)])
def test_fewer_sets_are_told_of_what_has_no_load_too(days: int, ends: bool) -> None:
    """What else decides of a push-up goes on; that a set is missing stands with it."""
    case = after(days, exercise="push_up")
    push_up = CATALOG.exercises["push_up"]
    usual = prescribed(after(5, exercise="push_up"), push_up).sets_most
    left = prescribed(case, push_up).sets_most
    assert usual is not None
    assert left == usual - ends
    progress = progress_of(case, push_up, "here", step_waits=False)
    assert progress is not None
    assert progress.rule == "missed_once"
    assert progress.sentence.endswith(f"After {days} days off: 1 set less.") == ends


@pytest.mark.parametrize("level", ["beginner", "advanced"])
def test_a_begin_anew_is_told_as_long_as_it_lasts(level: str) -> None:
    """In its second week another rule decides of the load, and the dose is still a beginner's."""
    for days, is_told in (((90, 5), True), ((99, 15, 2), False)):
        case = after(*days, level=level, weeks_of_strength=40)
        progress = progress_of(case, SQUAT, "here", step_waits=False)
        assert progress is not None
        assert progress.rule != "time_off"
        words = "After 85 days off: for 14 days dosed like a beginner's first weeks."
        assert progress.sentence.endswith(words) == is_told


def test_what_is_held_begins_with_a_shorter_hold() -> None:
    plank = CATALOG.exercises["front_plank"]
    progress = progress_of(after(20, exercise=plank.id), plank, "here", step_waits=False)
    assert progress is not None
    assert "begin with a shorter hold" in progress.sentence


def test_no_set_is_said_to_be_missing_that_is_there() -> None:
    """Of two sets both stay: nothing is told to be less."""
    plank = CATALOG.exercises["front_plank"]
    for days in (12, 20):
        athlete: dict[str, Any] = {"level": "beginner", "weeks_of_strength": 2}
        progress = progress_of(
            after(days, exercise=plank.id, **athlete), plank, "here", step_waits=False
        )
        assert progress is not None
        assert "less" not in progress.sentence


def test_from_an_age_on_it_counts_as_the_next_row() -> None:
    assert dose_of(after(20, age_years=64), SQUAT).sets_most == 3
    assert dose_of(after(20, age_years=65), SQUAT).sets_most == 2


def test_what_has_no_more_than_two_sets_keeps_them() -> None:
    plank = CATALOG.exercises["front_plank"]
    case = after(20, exercise="front_plank", level="beginner", weeks_of_strength=2)
    assert dose_of(case, plank).sets_most == 2


def test_ramp_sets_lead_up_to_the_load_that_waits_too() -> None:
    """A step is due: its ramp sets are shares of what the session really lifts."""
    top = prescribed(after(3), SQUAT).reps
    assert top is not None
    case = after(7, 3, reps=top[1])
    up, same = (load_of(case, SQUAT, "here", step_waits=waits) for waits in (False, True))
    assert up is not None
    assert same is not None
    assert up.kg is not None
    assert same.kg == 100 < up.kg
    ramps = ramp_blocks(case, "here", [SQUAT], SQUAT, {SQUAT.id})[SQUAT.id].items
    assert ramps
    assert all(item.load is not None and "% of 100 kg" in item.load.why for item in ramps)
