"""The first week after a lighter one: a set less of what the week before that had."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalog import load_catalog
from optimizer import plan, read_request
from optimizer.building.case_of import case_of
from optimizer.case.case import Case
from optimizer.dosing.doses import dose_of
from optimizer.dosing.loads import progress_of
from optimizer.dosing.worth import main_lift_room
from optimizer.rules.progression import most_sets

CATALOG = load_catalog()
SQUAT = CATALOG.exercises["back_squat"]


def a_plan(day: str, sets: int) -> dict[str, Any]:
    """One session with one exercise."""
    item = {
        "label": "1", "exercise": "back_squat", "name": "Back squat", "sets": sets, "reps": [4, 6],
        "rest_seconds": 180, "seconds": 600, "effort": {"rir": [1, 2]},
    }  # fmt: skip
    block = {"label": "1", "kind": "straight", "rounds": sets, "items": [item]}
    session = {
        "id": "s1", "window": "tue", "place": "here", "start": f"{day}T18:00:00+00:00",
        "end": f"{day}T18:40:00+00:00", "minutes": 40.0, "blocks": [block],
    }  # fmt: skip
    return {"sessions": [session]}


def a_week(sets_before: int, *, lighter: bool = True, **week: Any) -> Case:
    """After a lighter week with two sets, which ``sets_before`` came before."""
    one = {"reps": 5, "kg": 100, "rir": 2}
    last = a_plan("2026-11-17", 2 if lighter else sets_before)
    previous: dict[str, Any] = {
        "plan": last,
        "log": [
            {"date": day, "exercise": "back_squat", "sets": [one] * 2}
            for day in ("2026-11-10", "2026-11-17")
        ],
    }
    if lighter:
        previous["base"] = a_plan("2026-11-10", sets_before)
    document = {
        "athlete": {"id": "ana", "level": "intermediate"},
        "week": {"start": "2026-11-23", "phase": "pre_season", **week},
        "availability": [{"id": "tue", "start": "Tue 18:00", "minutes": 60, "place": "here"}],
        "places": {"here": ["kit:gym"]},
        "previous": previous,
    }
    return case_of(read_request(json.dumps(document)), CATALOG)


@pytest.mark.parametrize(("before", "now", "is_told"), [(4, 3, True), (3, 2, True), (2, 2, False)])
def test_an_exercise_has_a_set_less_and_says_so(before: int, now: int, is_told: bool) -> None:
    case = a_week(before)
    assert dose_of(case, SQUAT).sets_most == now
    progress = progress_of(case, SQUAT, "here", step_waits=False)
    assert progress is not None
    assert progress.rule == "after_deload"
    assert progress.sentence.endswith("as before it, 1 set less.") == is_told


def test_what_hurt_before_a_lighter_week_does_not_come_back_with_its_load() -> None:
    document = a_week(3).request.model_dump(mode="json", exclude_none=True)
    hurt, lighter = document["previous"]["log"]
    hurt["pain"] = 4
    for one in lighter["sets"]:
        one["kg"] = 80
    case = case_of(read_request(json.dumps(document)), CATALOG)
    progress = progress_of(case, SQUAT, "here", step_waits=False)
    assert progress is not None
    assert progress.rule == "after_deload"
    assert "80 kg, down from before it" in progress.sentence


def test_other_weeks_have_all_their_sets() -> None:
    assert dose_of(a_week(3, lighter=False), SQUAT).sets_most == 4
    # A lighter week of its own has fewer anyhow, and what is new to the athlete has its own.
    assert dose_of(a_week(3, number=4), SQUAT).sets_most == 4
    assert dose_of(a_week(3), CATALOG.exercises["leg_press"]).sets_most == 4


def test_nothing_takes_the_place_of_the_missing_sets() -> None:
    """No other lift of the family is wanted, and the week is no larger than before."""
    case, usual = a_week(3), a_week(3, lighter=False)
    [window] = case.timeline.windows
    assert main_lift_room(case, window).most_sets == 2
    assert main_lift_room(usual, window).most_sets == 3
    assert most_sets(a_week(10)) == 10
    assert most_sets(a_week(10, lighter=False)) == 12


@pytest.mark.parametrize(
    ("lighter", "number", "is_told"), [(False, 5, True), (True, 5, False), (False, 6, False)]
)
def test_a_lighter_week_that_is_taken_for_a_usual_one_is_told(
    lighter: bool, number: int, is_told: bool
) -> None:
    found = plan(a_week(3, lighter=lighter, number=number).request, catalog=CATALOG)
    sentences = [one.sentence for one in found.warnings if one.code == "base_untold"]
    assert bool(sentences) == is_told
    if is_told:
        assert "give the plan of week 3 as previous.base" in sentences[0]
