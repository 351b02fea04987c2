"""A week planned again: loads and repetitions are those of the request as it is now, and told."""

from __future__ import annotations

from typing import Any

import pytest

from optimizer import check, replan
from optimizer.documents.patch import Patch
from optimizer.documents.replanned import Replanned
from optimizer.documents.request import Request
from optimizer.documents.result import Item, Result
from tests.optimizer.worlds import (
    a_catalog,
    a_leg_lift,
    a_muscle,
    a_request,
    a_window,
    planned,
)

SQUAT = a_leg_lift(
    "goblet_x", "quadriceps", load_class="external", main_lift="knee", reps=(5, 12),
    equipment=(("dumbbell",),), weights_at_once={"dumbbell": 1}, least_load_kg=(5, 5, 5),
)  # fmt: skip
CATALOG = a_catalog(
    SQUAT, muscles=[a_muscle("quadriceps", neglected=True, volume_class="accessory")]
)
PLACES = {"home": {"equipment": ["dumbbell"], "weights": {"dumbbell": {"kg": [10, 16, 20, 24]}}}}
LIFT: Any = {"exercise": "goblet_x", "kg": 24, "reps": 8, "rir": 0}


def a_week(**changes: Any) -> Request:
    return a_request(
        a_window("tue", "Tue 18:00", place="home"), a_window("sat", "Sat 10:00", place="home"),
        places=PLACES, limits={"max_sessions": 2, "min_sessions": 2}, **changes,
    )  # fmt: skip


def again(patch: Patch, **so_far: Any) -> tuple[Result, Replanned]:
    request = a_week()
    before = planned(request, CATALOG)
    after = replan(request, before, patch=patch, catalog=CATALOG, **so_far)
    assert check(after.request, after.result, catalog=CATALOG).holds
    return before, after


def squats(result: Result) -> list[Item]:
    assert result.plan is not None
    return [
        item
        for session in result.plan.sessions
        for block in session.blocks
        if block.is_work
        for item in block.items
    ]


def loads(result: Result) -> list[float | None]:
    return [item.load.kg if item.load else None for item in squats(result)]


def test_a_lift_that_is_told_later_gives_its_loads_and_says_so() -> None:
    before, after = again({"athlete": {"lifts": [LIFT]}})
    assert loads(before) == [None, None]
    assert loads(after.result) == [20.0, 20.0]
    assert [change.kind for change in after.changes] == ["other_dose"] * 2
    assert after.unchanged == ()
    assert [(one.exercise, one.session_after) for one in after.doses] == [
        ("goblet_x", "s1"), ("goblet_x", "s2"),
    ]  # fmt: skip
    first = after.changes[0]
    assert first.sentence is not None
    assert "Doses: Goblet x 20 kg instead of a load to find" in first.sentence
    assert first.reasons[0].startswith("Goblet x: 24 kg × 8 is a maximum of about 30 kg")
    assert first.before is not None
    assert first.after is not None
    assert (first.before.start, first.before.end) == (first.after.start, first.after.end)


def test_a_done_session_keeps_its_load() -> None:
    _, after = again({"athlete": {"lifts": [LIFT]}}, done=["s1"])
    assert loads(after.result) == [None, 20.0]
    assert [change.session for change in after.changes] == ["s2"]
    assert [one.session_after for one in after.doses] == ["s2"]


@pytest.mark.parametrize(
    "patch", [{"preferences": {"prefer": ["goblet_x"]}}, {"athlete": {"units": "kg"}}]
)
def test_what_changes_no_dose_tells_none(patch: Patch) -> None:
    _, after = again(patch)
    assert (after.changes, after.doses) == ((), ())
    assert after.unchanged == ("s1", "s2")


def test_other_repetitions_make_sessions_that_last_otherwise() -> None:
    before, after = again({"week": {"phase": "off_season"}})
    old, new = (item.reps for result in (before, after.result) for item in squats(result)[:1])
    assert old != new
    assert after.doses
    assert after.doses[0].before.reps == old
    assert after.doses[0].after.reps == new
    sentence = after.changes[0].sentence
    assert sentence is not None
    assert "repetitions instead of" in sentence
