"""Lifts, weights and logs that cannot be used: one sentence each, nothing guessed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalog import load_catalog
from optimizer import UnusableInput, read_request
from optimizer.building.case_of import case_of

CATALOG = load_catalog()
SESSION = {
    "id": "s1", "window": "tue", "place": "gym", "start": "2026-11-17T18:00:00+00:00",
    "end": "2026-11-17T18:40:00+00:00", "minutes": 40.0, "blocks": [],
}  # fmt: skip


def said(**changes: Any) -> list[str]:
    document: dict[str, Any] = {
        "athlete": {"id": "ana", "level": "intermediate"},
        "week": {"start": "2026-11-23"},
        "availability": [{"id": "tue", "start": "Tue 18:00", "minutes": 45, "place": "gym"}],
        "places": {"gym": ["kit:gym"]},
    }
    for name, value in changes.items():
        document[name] = document[name] | value if name == "athlete" else value
    with pytest.raises(UnusableInput) as refused:
        case_of(read_request(json.dumps(document)), CATALOG)
    return [str(problem) for problem in refused.value.problems]


def a_lift(**changes: Any) -> dict[str, Any]:
    return {"lifts": [{"exercise": "back_squat", "kg": 100, "reps": 5} | changes]}


def a_log(**changes: Any) -> dict[str, Any]:
    entry = {"date": "2026-11-17", "exercise": "back_squat", "sets": [{"reps": 5, "kg": 60}]}
    return {"plan": {"sessions": [SESSION]}, "log": [entry | changes]}


@pytest.mark.parametrize(
    ("lift", "sentence"),
    [
        (a_lift(kg=0), "lifts nothing; give the load"),
        (a_lift(kg=500), "athlete.lifts[0].kg: 500 is too much; at most 400 kg are read"),
        (a_lift(reps=200), "athlete.lifts[0].reps: 200 is too large; give 30 or less"),
        (a_lift(rir=-1), "athlete.lifts[0].rir: -1 is too small; give 0 or more"),
        (a_lift(lb=220), "give either kg or lb, and not both"),
        (a_lift(kg=None), "athlete.lifts[0]: has no load; give kg or lb"),
        (a_lift(stone=15), "athlete.lifts[0].stone: is no known field"),
        (a_lift(kg="70 kg"), "is no number; write 70, without quotes or a unit"),
        (a_lift(exercise="back_squad"), "is no known exercise; did you mean 'back_squat'?"),
        (a_lift(exercise="side_plank"), "is done without a load; leave it out"),
        (
            {
                "lifts": [
                    *a_lift(kg=60, rir=2)["lifts"],
                    *a_lift(exercise="barbell squat", rir=2)["lifts"],
                ]
            },
            "athlete.lifts[1]: 100 kg × 5 with 2 left is another lift of 'back_squat' than"
            " athlete.lifts[0], 60 kg × 5 with 2 left; keep the one that holds now",
        ),
        ({"units": "st"}, "athlete.units: 'st' is not one of 'kg' or 'lb'"),
    ],
)
def test_a_lift_that_is_none_is_one_sentence(lift: dict[str, Any], sentence: str) -> None:
    [fault] = said(athlete=lift)
    assert sentence in fault


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({"sets": [{"reps": 200}]}, "previous.log[0].sets[0].reps: 200 is too large"),
        ({"sets": [{"reps": 5, "rir": -1}]}, "previous.log[0].sets[0].rir: -1 is too small"),
        ({"sets": [{"reps": 5, "kg": 500}]}, "500 is too much; at most 400 kg are read"),
        ({"sets": [{"reps": 5, "kg": 50, "lb": 110}]}, "give either kg or lb, and not both"),
        (
            {"sets": [{"reps": 5, "hold_seconds": 30}]},
            "previous.log[0].sets[0]: give either reps or hold_seconds, and not both",
        ),
        (
            {"sets": [{"reps": 5, "rir": 5, "rpe": 10}]},
            "previous.log[0].sets[0]: rir 5 and rpe 10 contradict each other; an rpe of 10 leaves"
            " 0, so give one of them",
        ),
        ({"sets": [{}]}, "previous.log[0].sets[0]: is empty; give reps or hold_seconds"),
        ({"sets": []}, "previous.log[0]: tells nothing; give sets, pain or a note"),
        ({"exercise": "squatt"}, "previous.log[0].exercise: 'squatt' is no known exercise"),
        ({"exercise": None}, "names no exercise; give exercise, or name as the log has it"),
        (
            {"session": "s9"},
            "is no session of the previous plan; known: s1; is this the log of another plan?",
        ),
        (
            {"session": "s1", "date": "2026-11-10"},
            "previous.log[0].date: '2026-11-10' is 7 days from session 's1' of the previous plan,"
            " which is on 2026-11-17; is this the log of another plan?",
        ),
        ({"date": "2026-12-24"}, "is after the week that is planned; a log tells what was done"),
        ({"date": "24.11.26"}, "previous.log[0].date: '24.11.26' is no date"),
        ({"pain": 11}, "previous.log[0].pain: 11 is too large; give 10 or less"),
    ],
)
def test_a_log_that_is_none_is_one_sentence(entry: dict[str, Any], sentence: str) -> None:
    [fault] = said(previous=a_log(**entry))
    assert sentence in fault


def test_a_session_is_not_both_missed_and_logged() -> None:
    [fault] = said(previous=a_log(session="s1") | {"missed": ["s1"]})
    assert "is in previous.missed too" in fault


def an_item_of_last_week(**changes: Any) -> dict[str, Any]:
    item = {
        "label": "1", "exercise": "back_squat", "name": "Back squat", "sets": 3, "reps": [4, 6],
        "rest_seconds": 120, "seconds": 600, "effort": {"rir": [1, 2]},
    }  # fmt: skip
    block = {"label": "1", "kind": "straight", "rounds": 3, "items": [item | changes]}
    return a_log() | {"plan": {"sessions": [SESSION | {"blocks": [block]}]}}


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        ({"reps": [0, 3]}, "reps[0]: 0 is too small; give 1 or more"),
        ({"reps": [-5, 3]}, "reps[0]: -5 is too small; give 1 or more"),
        ({"reps": [6, 4]}, "reps: goes from 6 down to 4; write the least before the most"),
        ({"reps": None, "hold_seconds": [0, 30]}, "hold_seconds[0]: 0 is too small"),
        ({"sets": 0}, "sets: 0 is too small; give 1 or more"),
        ({"effort": {"rir": [-1, 2]}}, "effort.rir[0]: -1 is too small; give 0 or more"),
        ({"effort": {"reserve_seconds": [9, 5]}}, "effort.reserve_seconds: goes from 9 down to 5"),
    ],
)
def test_a_dose_of_last_week_that_is_none_is_one_sentence(
    item: dict[str, Any], sentence: str
) -> None:
    fault = said(previous=an_item_of_last_week(**item))[0]
    assert fault.startswith(f"previous.plan.sessions[0].blocks[0].items[0].{sentence}")


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        ({"barbel": {"kg": [20]}}, "'barbel' is no known equipment; did you mean 'barbell'?"),
        ({"mini_band": {"kg": [5]}}, "'mini_band' is no weight; leave it out"),
        ({"kettlebell": {"kg": [8]}}, "is not among the equipment of 'gym'; add it there"),
        ({"barbell": ["20kg"]}, 'write the weights with their unit, as {"kg": [4, 6]}'),
        ({"barbell": {"st": [5]}}, "has 'st', which is no known unit; write kg or lb as a list"),
        ({"barbell": {"kg": []}}, "is empty; give at least one entry"),
        ({"barbell": {"kg": [0, 20]}}, "has a weight of 0; leave it out"),
        ({"barbell": {"bar_kg": 20, "step_kg": 2.5}}, "step_kg and most_kg go together"),
        ({"barbell": {"kg": [20], "lb": [45]}}, "write one of: kg as a list, lb as a list"),
        ({"barbell": {"step_kg": 2.5, "most_kg": 600}}, "is too much; at most 400 kg"),
    ],
)
def test_weights_that_are_none_are_one_sentence(weights: dict[str, Any], sentence: str) -> None:
    [fault] = said(places={"gym": {"equipment": ["barbell"], "weights": weights}})
    assert sentence in fault


def test_a_place_comes_back_as_it_was_written() -> None:
    """As a list where it was one, so that a request without weights stays as it is."""
    places = {
        "home": ["chair"],
        "gym": {"equipment": ["dumbbell"], "weights": {"dumbbell": {"kg": [8.0, 4.0]}}},
    }
    request = read_request(
        json.dumps(
            {
                "athlete": {"id": "ana", "level": "beginner"},
                "week": {"start": "2026-11-23"},
                "availability": [],
                "places": places,
            }
        )
    )
    assert request.model_dump(mode="json")["places"] == places
    assert read_request(request.model_dump_json()) == request


def test_a_log_needs_no_plan_of_last_week() -> None:
    """Who begins has a log of another program, and no plan yet."""
    entry = {"date": "2026-11-17", "exercise": "back_squat", "sets": [{"reps": 5, "kg": 60}]}
    document = {
        "athlete": {"id": "ana", "level": "beginner"},
        "week": {"start": "2026-11-23"},
        "availability": [],
        "previous": {"log": [entry]},
    }
    [session] = case_of(read_request(json.dumps(document)), CATALOG).past
    assert session.sets == {"back_squat": 1}


def test_what_a_log_does_not_know_by_name_is_kept() -> None:
    """It is no fault: another program may call an exercise what the catalog does not have."""
    entry = {"date": "2026-11-17", "name": "Hip Airplane", "sets": [{"reps": 8}]}
    previous = {"plan": {"sessions": []}, "log": [entry]}
    document = {
        "athlete": {"id": "ana", "level": "beginner"},
        "week": {"start": "2026-11-23"},
        "availability": [],
        "previous": previous,
    }
    case = case_of(read_request(json.dumps(document)), CATALOG)
    assert case.request.previous is not None
    assert case.request.previous.log[0].name == "Hip Airplane"


@pytest.mark.parametrize("start", ["0001-01-01", "9999-12-31"])
def test_a_week_at_an_end_of_the_calendar_is_told_beside_its_log(start: str) -> None:
    """Days before and after it are counted without leaving the calendar."""
    document = {
        "athlete": {"id": "ana", "level": "beginner"},
        "week": {"start": start},
        "availability": [],
        "previous": {
            "log": [{"date": "2026-11-17", "exercise": "goblet_squat", "sets": [{"reps": 8}]}]
        },
    }
    with pytest.raises(UnusableInput) as raised:
        case_of(read_request(json.dumps(document)), load_catalog())
    assert "week.start" in [problem.field for problem in raised.value.problems]


def test_a_week_without_a_real_day_is_told_beside_its_log() -> None:
    """The log is held against the end of the week, which then has none."""
    document = {
        "athlete": {"id": "ana"},
        "week": {"start": "2026-63-85"},
        "availability": [],
        "previous": {"log": [{"date": "2026-11-17", "exercise": "goblet_squat", "note": "ok"}]},
    }
    with pytest.raises(UnusableInput) as raised:
        read_request(json.dumps(document), load_catalog())
    fields = [problem.field for problem in raised.value.problems]
    assert fields == ["athlete.level", "week.start"]
    document["athlete"] = {"id": "ana", "level": "beginner"}
    with pytest.raises(UnusableInput) as raised:
        read_request(json.dumps(document), load_catalog())
    assert [problem.field for problem in raised.value.problems] == ["week.start"]
