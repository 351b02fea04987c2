"""Held-out weeks as a coach reads them: the athletes are drawn alike, and every fault is found."""

from __future__ import annotations

import json
from typing import Any

import pytest

from benchmarks.coaching.athletes import athletes
from benchmarks.coaching.criteria import CRITERIA
from benchmarks.coaching.reading import Week
from catalog import load_catalog
from optimizer import read_request

Document = dict[str, Any]


def an_item(exercise: str, role: str, sets: int = 3, **fields: Any) -> Document:
    usual = {
        "exercise": exercise, "role": role, "sets": sets, "reps": [6, 10], "hold_seconds": None,
        "seconds": 300, "effort": {"rir": [2, 3]}, "load": {"why": "60 kg last week"},
    }  # fmt: skip
    return usual | fields


def a_block(kind: str, label: str, *items: Document) -> Document:
    return {"kind": kind, "label": label, "items": list(items)}


def a_session(*blocks: Document, window: str = "tue", day: int = 24) -> Document:
    warm_up = a_block("warm_up", "warm_up", an_item("brisk_walk", "warm_up"))
    return {
        "id": window, "window": window, "start": f"2026-11-{day}T18:00:00+01:00",
        "minutes": 45.0, "hours_since_run": 30.0,
        "blocks": [warm_up, *blocks],
    }  # fmt: skip


def a_week(*sessions: Document, **athlete: str) -> Week:
    request = {
        "athlete": {"id": "ana", "level": "intermediate"} | athlete,
        "week": {"phase": "in_season"},
        "availability": [{"id": day, "minutes": 60} for day in ("tue", "fri")],
        "places": {"here": ["kit:gym"]},
    }
    result = {"status": "optimal", "plan": {"sessions": list(sessions)}, "objective": []}
    return Week(request, result, load_catalog())


RAMP = a_block("ramp", "ramp", an_item("back_squat", "ramp", 1))
SQUAT = a_block("straight", "1", an_item("back_squat", "main_lift"))
HINGE = a_block("straight", "2", an_item("dumbbell_romanian_deadlift", "main_lift"))
HEAVY_HINGE = a_block("straight", "2", an_item("romanian_deadlift", "main_lift"))
NO_EFFORT = a_block("straight", "4", an_item("side_plank", "circuit", effort=None))
CALF = a_block("straight", "3", an_item("standing_calf_raise_loaded", "main_lift"))


def broken(week: Week) -> set[str]:
    return {one.name for one in CRITERIA if one.applies(week) and one.faults(week)}


def test_a_coach_s_week_breaks_nothing() -> None:
    assert broken(a_week(a_session(RAMP, SQUAT, HINGE, CALF))) == set()


MAIN_LIFTS = "main lifts as wanted (45 min and more, a load)"


@pytest.mark.parametrize(("day", "is_broken"), [(27, True), (25, False)])
def test_a_family_is_lifted_as_often_as_sessions_stand_two_days_apart(
    day: int, is_broken: bool
) -> None:
    """Before the season six sets are wanted: of two days in a row one has the legs, three sets."""
    once = a_session(RAMP, SQUAT, HINGE, CALF)
    week = a_week(once, a_session(window="fri", day=day))
    week.request["week"]["phase"] = "pre_season"
    assert (MAIN_LIFTS in broken(week)) is is_broken


@pytest.mark.parametrize(
    ("blocks", "criterion"),
    [
        ([RAMP, SQUAT, HINGE], MAIN_LIFTS),
        (
            [a_block("straight", "1", an_item("bodyweight_squat", "accessory"))],
            "leg sets with a load (half, advanced 60 %)",
        ),
        ([RAMP, SQUAT, HINGE, CALF, SQUAT | {"label": "4"}], "no exercise in two blocks"),
        (
            [a_block("straight", "0", an_item("side_plank", "circuit")), RAMP, SQUAT, HINGE, CALF],
            "jumps, main lifts, accessories, small muscles",
        ),
        (
            [RAMP, SQUAT, HINGE, CALF, a_block("straight", "4", an_item("pogo_hop", "plyometric"))],
            "no jumps after leg work",
        ),
        ([SQUAT, HINGE, CALF], "ramp sets before a heavy lift"),
        ([RAMP, SQUAT, HEAVY_HINGE, CALF], "ramp sets before a heavy lift"),
        ([RAMP, HINGE, CALF], "ramp sets before a heavy lift"),
        (
            [RAMP, SQUAT, HINGE, CALF]
            + [a_block("straight", str(n), an_item(name, "accessory")) for n, name in
               enumerate(("push_up", "single_arm_row", "face_pull"), start=4)],
            "at most two accessories a session",
        ),
        (
            [RAMP, SQUAT, HINGE, CALF, NO_EFFORT],
            "effort on every working item",
        ),
    ],
)  # fmt: skip
def test_each_fault_is_found(blocks: list[Document], criterion: str) -> None:
    assert criterion in broken(a_week(a_session(*blocks)))


def test_what_opens_the_warm_up_and_the_eve_are_read() -> None:
    cold = a_session(RAMP, SQUAT, HINGE, CALF)
    cold["blocks"][0]["items"][0]["exercise"] = "dead_bug"
    assert broken(a_week(cold)) == {"the warm-up raises the pulse first"}
    hard = a_session(RAMP, SQUAT, HINGE, CALF) | {"hours_to_key_run": 20}
    assert broken(a_week(hard)) == {"lighter legs on the eve of a key run"}


def test_an_advanced_runner_s_preparation_wants_something_springy() -> None:
    week = a_week(a_session(RAMP, SQUAT, HINGE, CALF), level="advanced")
    week.request["week"]["phase"] = "pre_season"
    assert any(name.startswith("something springy") for name in broken(week))


def test_athletes_are_drawn_alike_and_can_be_read() -> None:
    drawn = list(athletes(12))
    assert drawn == list(athletes(12))
    read = [read_request(json.dumps(one).encode()) for one in drawn]
    assert len({request.athlete.id for request in read}) == 12
