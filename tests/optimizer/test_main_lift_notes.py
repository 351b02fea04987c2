"""What the reader is told of main lifts: how many sets, why so many, and the ways out."""

from __future__ import annotations

from typing import Any

import pytest

from catalog import Catalog
from catalog.models import Exercise
from optimizer import plan
from optimizer.documents.request import Request
from tests.optimizer.worlds import (
    a_catalog,
    a_leg_lift,
    a_request,
    a_run,
    a_window,
    an_exercise,
    an_injury,
)

GYM = {"gym": ("dumbbell",)}


def a_main_lift(exercise_id: str, muscle: str, family: str, **changes: object) -> Exercise:
    """A lift with a dumbbell that is the main lift of ``family``."""
    entry = {
        "load_class": "external", "main_lift": family, "least_load_kg": (1.0, 1.0, 1.0),
        "equipment": (("dumbbell",),),
    }  # fmt: skip
    return a_leg_lift(exercise_id, muscle, **(entry | changes))


SQUAT = a_main_lift("squat_x", "quadriceps", "knee", pattern="squat")
CALF = a_main_lift("calf_x", "soleus", "calf", pattern="calf")
BODY_SQUAT = a_leg_lift(
    "body_squat_x", "quadriceps", loaded=False, load_class="body", main_lift="knee", pattern="squat"
)
ROW = an_exercise("row_x", "back", pattern="pull_horizontal")


def a_gym_week(*, minutes: int = 60, **changes: Any) -> Request:
    """One session on Tuesday in a gym that has dumbbells."""
    window = a_window("tue", "Tue 18:00", minutes, "gym")
    return a_request(window, **({"places": GYM} | changes))


def notes_of(request: Request, catalog: Catalog) -> list[str]:
    answer = plan(request, catalog=catalog)
    assert answer.status == "optimal"
    return [one.sentence for one in answer.warnings if one.code == "main_lifts"]


def test_each_family_says_its_sets_and_its_exercises() -> None:
    """In season an intermediate runner wants three sets of each, and one session holds them."""
    assert notes_of(a_gym_week(), a_catalog(SQUAT, CALF)) == [
        "Main lifts: squat or lunge 3 sets (Squat x), calf raise 3 sets (Calf x)."
        " An intermediate runner wants 3 sets of each in season."
    ]


def test_too_little_time_is_told_with_the_sets_that_it_holds() -> None:
    """Half an hour counts two sets of a family, and two families."""
    [sentence] = notes_of(a_gym_week(minutes=30), a_catalog(SQUAT))
    assert sentence.startswith("Main lifts: squat or lunge 3 sets (Squat x).")
    assert sentence.endswith(
        "wants 3 sets of each in season; 1 session of 30 min has room for 2 sets of each."
    )


def test_sets_that_no_rule_leaves_are_said_to_be_proven() -> None:
    """The weekly most of the thigh leaves room for two sets."""
    catalog = a_catalog(SQUAT, evidence={"sets_major_in": (1, 2, 2)})
    [sentence] = notes_of(a_gym_week(), catalog)
    assert "squat or lunge 2 sets" in sentence
    assert sentence.endswith("No week that keeps every rule holds more of them.")


def test_a_lighter_week_wants_half() -> None:
    catalog = a_catalog(SQUAT)
    [sentence] = notes_of(a_gym_week(week={"number": 4}), catalog)
    assert "wants 3 sets of each in season, and 2 in a lighter week." in sentence


def test_without_a_weight_the_body_stands_in() -> None:
    request = a_request()
    first, second = notes_of(request, a_catalog(SQUAT, BODY_SQUAT))
    assert first.startswith("Main lifts: squat or lunge 3 sets (Body squat x).")
    assert second.startswith("No place has a weight: the hardest forms with the body alone")


def test_an_injury_that_shuts_a_family_out_is_named() -> None:
    catalog = a_catalog(
        SQUAT.model_copy(update={"contraindications": ("sore_knee",)}),
        CALF,
        injuries=[an_injury("sore_knee")],
    )
    _, missing = notes_of(a_gym_week(athlete={"injuries": ("sore_knee",)}), catalog)
    assert missing == (
        "No main lift for squat or lunge: Sore knee shuts out all that level and places leave."
    )


def test_a_family_without_its_equipment_says_so() -> None:
    squat = SQUAT.model_copy(update={"equipment": (("barbell",),)})
    _, missing = notes_of(a_gym_week(), a_catalog(squat, CALF))
    assert missing == "No main lift for squat or lunge: level and places leave none."


def test_a_race_that_leaves_light_work_is_the_reason() -> None:
    """Three days before a race no leg load above one is left."""
    request = a_gym_week(runs=[a_run("Fri 18:00", 50, "race", 10)])
    [missing] = notes_of(request, a_catalog(SQUAT, ROW))
    assert missing == (
        "No main lift for squat or lunge: runs and races around the sessions leave light work for"
        " the legs only."
    )


def test_a_phase_or_first_weeks_that_want_none_are_told() -> None:
    catalog = a_catalog(SQUAT, ROW)
    assert notes_of(a_gym_week(week={"phase": "post_race"}), catalog) == [
        "No main lifts: an intermediate runner wants none after a race."
    ]
    beginner = {"level": "beginner", "weeks_of_strength": 1}
    assert notes_of(a_gym_week(athlete=beginner), catalog) == [
        "No main lifts: a beginner's first four weeks of strength want none in season."
    ]


@pytest.mark.parametrize(
    ("athlete", "week", "role"),
    [
        ({"level": "beginner", "weeks_of_strength": 1}, {}, "accessory"),
        ({"level": "beginner", "weeks_of_strength": 5}, {}, "main_lift"),
        ({"level": "advanced"}, {"phase": "post_race"}, "accessory"),
    ],
)
def test_a_week_that_wants_no_main_lifts_names_none(
    athlete: dict[str, Any], week: dict[str, Any], role: str
) -> None:
    # A race that is told, short and some days ago, so that nothing but the phase speaks.
    raced = [a_run("2026-11-21T09:00", 25, "race", 5)] if week else []
    request = a_gym_week(athlete=athlete, week=week, runs=raced)
    answer = plan(request, catalog=a_catalog(SQUAT, CALF))
    assert answer.plan is not None
    blocks = [block for session in answer.plan.sessions for block in session.blocks]
    assert {item.role for block in blocks if block.is_work for item in block.items} == {role}
