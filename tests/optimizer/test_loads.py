"""How heavy: from a lift, from the log, else how to find it, in weights that the place has."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalog import load_catalog
from optimizer import plan, read_request
from optimizer.building.case_of import case_of
from optimizer.case.case import Case
from optimizer.documents.result import Load
from optimizer.dosing.doses import dose_of
from optimizer.dosing.loads import load_of, ramp_load
from optimizer.dosing.roles import main_lifts_of
from optimizer.dosing.start_loads import finding_steps
from optimizer.dosing.weights import weights_at
from optimizer.dosing.worth import has_load, main_lift_of

CATALOG = load_catalog()


def a_case(place: Any, level: str = "intermediate", **changes: Any) -> Case:
    athlete = {"id": "ana", "level": level, **changes.pop("athlete", {})}
    document: dict[str, Any] = {
        "athlete": athlete,
        "week": {"start": "2026-11-23", "phase": "pre_season"},
        "availability": [{"id": "tue", "start": "Tue 18:00", "minutes": 60, "place": "here"}],
        "places": {"here": place},
        **changes,
    }
    return case_of(read_request(json.dumps(document)), CATALOG)


def load(case: Case, exercise: str, place: str = "here") -> Load:
    found = load_of(case, CATALOG.exercises[exercise], place, step_waits=False)
    assert found is not None
    return found


def squats(kg: float, reps: int, **more: Any) -> dict[str, Any]:
    return {"lifts": [{"exercise": "back_squat", "kg": kg, "reps": reps, **more}]}


def test_a_lift_gives_a_first_load_with_its_error() -> None:
    """100 kg x 5 is 117 kg by Epley; seven to failure are 81.1 % of it, and 95 % of that begins."""
    found = load(a_case(["kit:gym"], athlete=squats(100, 5)), "back_squat")
    assert found.kg == 90
    assert found.why.startswith("100 kg × 5 is a maximum of about 117 kg (± 5 %): begin with 90 kg")


@pytest.mark.parametrize(("reps", "rir"), [(12, 0), (8, 3), (5, 4)])
def test_no_formula_is_trusted_beyond_its_range(reps: int, rir: int) -> None:
    found = load(a_case(["kit:gym"], athlete=squats(100, reps, rir=rir)), "back_squat")
    assert found.kg is None
    assert found.why.startswith("No formula is trusted with 100 kg")


def test_without_a_lift_the_load_is_found() -> None:
    found = load(a_case(["kit:gym"]), "back_squat")
    assert found.kg is None
    assert found.how == "go on from the ramp set"
    assert found.why.startswith(
        "Begin with 25 kg in the ramp set before it and go on from there: the first load with which"
        " 4 repetitions leave about 2–3 is yours."
    )
    squat = load(a_case(["kit:gym"]), "goblet_squat")
    assert squat.how == "begin with 8 kg"
    assert squat.why.startswith("Begin with 8 kg and do 6:")


def test_a_load_says_whether_it_is_a_band() -> None:
    bands = a_case(["mini_band", "dumbbell"])
    for exercise, is_band in (("lateral_band_walk", True), ("goblet_squat", False)):
        found = load(bands, exercise)
        assert (found.kg, json.loads(found.model_dump_json())["is_band"]) == (None, is_band)


@pytest.mark.parametrize("phase", ["taper", "post_race"])
def test_no_load_is_tried_out_in_a_taper_or_after_a_race(phase: str) -> None:
    case = a_case(["kit:gym"], week={"start": "2026-11-23", "phase": phase})
    found = load(case, "leg_press")
    assert found.method is None
    assert found.how == "what you know, or 40 kg"
    assert found.why.endswith("where you know none, 40 kg, and stay with it.")
    ramp = ramp_load(case, CATALOG.exercises["leg_press"], "here", 0, step_waits=False)
    assert ramp is not None
    assert ramp.how == "lighter than the work"


@pytest.mark.parametrize(
    ("athlete", "exercise", "words"),
    [
        ({"body_mass_kg": 70, "sex": "m"}, "goblet_squat", "14 kg"),
        ({"body_mass_kg": 70}, "goblet_squat", "12 kg"),
        ({"body_mass_kg": 70, "sex": "m"}, "single_arm_row", "14 kg"),
        ({"body_mass_kg": 70, "sex": "m"}, "overhead_press", "7 kg each hand"),
        ({"body_mass_kg": 45, "sex": "f"}, "back_squat", "20 kg"),
        ({"body_mass_kg": 70}, "machine_seated_calf_raise", "20 kg"),
        ({}, "single_arm_row", "8 kg"),
        ({}, "goblet_squat", "8 kg"),
        ({}, "leg_curl_machine", "what feels very easy"),
        ({"level": "beginner", "weeks_of_strength": 20}, "goblet_squat", "8 kg"),
        ({"level": "beginner", "weeks_of_strength": 0}, "goblet_squat", "4 kg"),
    ],
)
def test_finding_begins_by_the_body_mass_where_it_is_told(
    athlete: dict[str, Any], exercise: str, words: str
) -> None:
    """The lightest weight from the share on; both hands together; the lesser share without a sex;
    what has no share begins as the level does, and who tells no mass as somebody light does."""
    place = ["barbell", "rack", "dumbbell", "seated_calf_machine", "leg_curl_machine"]
    found = load(a_case(place, athlete=athlete), exercise)
    assert found.kg is None
    assert found.why.startswith(f"Begin with {words} ")


@pytest.mark.parametrize(
    ("weights", "kg", "lb"),
    [
        ({"bar_kg": 20, "step_kg": 2.5, "most_kg": 120}, 90, None),
        ({"bar_kg": 20, "step_kg": 10, "most_kg": 120}, 90, None),
        ({"bar_kg": 20, "step_kg": 15, "most_kg": 120}, 80, None),
        ({"bar_kg": 20, "step_kg": 2.5, "most_kg": 60}, 60, None),
        ({"bar_lb": 45, "step_lb": 5, "most_lb": 300}, 90.72, 200),
    ],
)
def test_a_load_is_a_weight_that_the_place_has(
    weights: dict[str, float], kg: float, lb: float | None
) -> None:
    place = {"equipment": ["barbell", "rack"], "weights": {"barbell": weights}}
    found = load(a_case(place, athlete=squats(100, 5)), "back_squat")
    assert (found.kg, found.lb) == (kg, lb)


def test_pounds_are_shown_to_who_counts_in_them() -> None:
    athlete = {"units": "lb", "lifts": [{"exercise": "back_squat", "lb": 225, "reps": 5}]}
    found = load(a_case(["kit:gym"], athlete=athlete), "back_squat")
    assert (found.lb, found.kg) == (205, 92.99)
    assert found.why.startswith("225 lb × 5 is a maximum of about 262 lb")


POUNDS = {"equipment": ["dumbbell"], "weights": {"dumbbell": {"lb": [22, 33, 44, 55]}}}
KILOGRAMS = {"equipment": ["dumbbell"], "weights": {"dumbbell": {"kg": [10, 15, 20, 25]}}}


@pytest.mark.parametrize(
    ("place", "athlete", "words"),
    [
        (POUNDS, {"units": "kg"}, "44 lb (20 kg)"),
        (POUNDS, {"units": "lb"}, "44 lb"),
        (KILOGRAMS, {"units": "lb"}, "20 kg (44 lb)"),
        (KILOGRAMS, {"units": "kg"}, "20 kg"),
    ],
)
def test_a_weight_is_said_as_it_is_marked_and_beside_it_as_the_athlete_counts(
    place: dict[str, Any], athlete: dict[str, Any], words: str
) -> None:
    """In the load, in its reason, in the reason of a ramp set and in how to find one."""
    lifts = [{"exercise": "goblet_squat", "kg": 24, "reps": 8}]
    case = a_case(place, athlete={**athlete, "lifts": lifts})
    found = load(case, "goblet_squat")
    assert found.in_words == words
    assert f": begin with {words}, and" in found.why
    ramp = ramp_load(case, CATALOG.exercises["goblet_squat"], "here", 0, step_waits=False)
    assert ramp is not None
    assert f"50 % of {words}," in ramp.why
    unknown = load(a_case(place, athlete=athlete), "goblet_squat")
    assert f"Begin with {words.replace('44', '22').replace('20', '10')} and do" in unknown.why


@pytest.mark.parametrize(
    ("logged", "words"),
    [
        ({"lb": 44}, "44 lb (20 kg) × 8"),
        ({"kg": 19.96}, "44 lb (20 kg) × 8"),
        ({"kg": 21}, "21 kg × 8"),
    ],
)
def test_a_logged_load_is_said_as_the_weight_of_the_place_or_as_it_was_written(
    logged: dict[str, float], words: str
) -> None:
    entry = {
        "date": "2026-11-18", "exercise": "goblet_squat",
        "sets": [{"reps": 8, "rir": 2, **logged}] * 2,
    }  # fmt: skip
    found = load(a_case(POUNDS, previous={"log": [entry]}), "goblet_squat")
    assert found.why.startswith(words)
    assert "19.96" not in found.why
    later = a_case(POUNDS, previous={"log": [{**entry, "date": "2026-11-01"}]})
    assert load(later, "goblet_squat").why.startswith(f"22 days since {words.split(' ×')[0]}:")


@pytest.mark.parametrize(
    ("exercise", "kg", "at_once"),
    [
        # 100 kg × 5 is 116.7 kg; 81.1 % of it for 4 to 6 with 2 left, and 95 % of that, is 89.9 kg.
        # Of it 60 % is 53.9 kg, and a weight up to 2 % above that is taken.
        ("front_squat", 55, None),
        # A dose of 6 to 10, 10.5 to failure: 72.8 %, so 80.7 kg; of it 45 % in both hands.
        ("split_squat_loaded", 18, 2),
    ],
)
def test_a_load_is_led_over_from_a_lift_of_its_kin(
    exercise: str, kg: float, at_once: int | None
) -> None:
    found = load(a_case(["kit:gym"], athlete=squats(100, 5)), exercise)
    assert (found.kg, found.at_once) == (kg, at_once)
    assert found.why.startswith(
        "Barbell back squat, 100 kg × 5, is a maximum of about 117 kg (± 5 %), of which this takes"
    )


def test_a_log_of_its_kin_decides_before_a_lift_and_only_for_a_while() -> None:
    def entry(day: str) -> dict[str, Any]:
        sets = [{"reps": 5, "kg": 80, "rir": 1}]
        return {"date": day, "exercise": "back_squat", "sets": sets}

    def words(**changes: Any) -> str:
        return load(a_case(["kit:gym"], **changes), "front_squat").why

    lately = {"log": [entry("2026-11-18")]}
    assert words(athlete=squats(100, 5), previous=lately).startswith(
        "Barbell back squat, 80 kg × 5 with 1"
    )
    long_ago = {"log": [entry("2026-10-18")]}
    assert words(athlete=squats(100, 5), previous=long_ago).startswith(
        "Barbell back squat, 100 kg × 5,"
    )
    assert words(previous=long_ago).startswith("Begin with")
    assert words(athlete=squats(100, 12)).startswith("Begin with")


def test_the_median_of_its_recent_workouts_leads_over_and_a_slip_of_the_pen_does_not() -> None:
    def log(*loads: float) -> dict[str, Any]:
        days = ("2026-11-12", "2026-11-16", "2026-11-19", "2026-11-21")
        entries = [
            {"date": day, "exercise": "back_squat", "sets": [{"reps": 5, "kg": kg, "rir": 1}]}
            for day, kg in zip(days, loads, strict=False)
        ]
        return {"log": entries}

    def words(*loads: float) -> str:
        return load(a_case(["kit:gym"], previous=log(*loads)), "front_squat").why

    assert words(80, 82.5, 77.5).startswith("Barbell back squat, 80 kg × 5 with 1 left,")
    # Of two the lesser.
    assert words(80, 82.5).startswith("Barbell back squat, 80 kg × 5 with 1 left,")
    slip = words(80, 82.5, 77.5, 180)
    assert slip.startswith("Barbell back squat, 80 kg × 5 with 1 left,")
    assert slip.endswith(
        "180 kg × 5 with 1 left is far off what was done just before, and not used: check the"
        " entry."
    )


@pytest.mark.parametrize("done", [{"lb": 0.001}, {"lb": 880}, {"kg": 400}, {"kg": 0}])
def test_any_load_that_a_log_may_have_is_read(done: dict[str, float]) -> None:
    sets = [{"reps": 5, "rir": 1, **done}]
    log = [{"date": "2026-11-18", "exercise": "back_squat", "sets": sets}]
    found = load(a_case(["kit:gym"], previous={"log": log}), "front_squat")
    assert (found.kg is None) is (sum(done.values()) < 1)


def test_a_goblet_squat_is_led_over_from_nothing() -> None:
    found = load(a_case(["kit:gym"], athlete=squats(100, 5)), "goblet_squat")
    assert found.kg is None


def test_what_is_in_each_hand_says_so() -> None:
    place = {"equipment": ["dumbbell"], "weights": {"dumbbell": {"kg": [8, 12, 16]}}}
    lifts = [
        {"exercise": name, "kg": 16, "reps": 8} for name in ("split_squat_loaded", "goblet_squat")
    ]
    case = a_case(place, athlete={"lifts": lifts})
    lunge, squat = load(case, "split_squat_loaded"), load(case, "goblet_squat")
    assert (lunge.at_once, lunge.in_words) == (2, "12 kg each hand")
    assert (squat.at_once, squat.in_words) == (1, "12 kg")
    unknown = a_case(place)
    assert load(unknown, "split_squat_loaded").why.startswith("Begin with 8 kg each hand and do")
    assert load(unknown, "goblet_squat").why.startswith("Begin with 8 kg and do")


def test_two_dumbbells_and_one_backpack_are_not_counted_as_the_same_weight() -> None:
    """Those come first that the exercise names first, unless they are too light for it."""
    weights = {"dumbbell": {"kg": [4, 8, 12]}, "backpack": {"kg": [5, 10]}}
    case = a_case({"equipment": ["dumbbell", "backpack"], "weights": weights})
    lunge = CATALOG.exercises["split_squat_loaded"]
    assert [one.kg for one in weights_at(case, lunge, "here")] == [4, 8, 12]
    light = {**weights, "dumbbell": {"kg": [1, 2]}}
    case = a_case({"equipment": ["dumbbell", "backpack"], "weights": light})
    assert [one.kg for one in weights_at(case, lunge, "here")] == [5, 10]
    assert load(case, "split_squat_loaded").at_once is None


def test_a_list_of_weights_is_read_in_any_order() -> None:
    place = {"equipment": ["dumbbell"], "weights": {"dumbbell": {"kg": [10, 4, 8, 6, 16]}}}
    lifts = [{"exercise": "goblet_squat", "kg": 16, "reps": 8}]
    assert load(a_case(place, athlete={"lifts": lifts}), "goblet_squat").kg == 10


def test_ramp_sets_are_half_and_three_quarters() -> None:
    case = a_case(["kit:gym"], athlete=squats(100, 5))
    squat = CATALOG.exercises["back_squat"]
    ramps = [ramp_load(case, squat, "here", number, step_waits=False) for number in (0, 1)]
    assert [ramp.kg for ramp in ramps if ramp is not None] == [45, 67.5]


def test_ramp_sets_of_a_load_that_is_not_known_are_where_finding_begins() -> None:
    """Nothing before the work is heavier than it: it goes on from the ramp sets."""
    case = a_case(["kit:gym"])
    squat = CATALOG.exercises["back_squat"]
    alone, second = (
        ramp_load(case, squat, "here", 1, is_first=first, step_waits=False)
        for first in (True, False)
    )
    assert alone is not None
    assert second is not None
    assert (alone.how, second.how) == (
        "begin with 25 kg",
        "go up by what the set before left, or stay",
    )
    assert (alone.kg, second.kg) == (None, None)
    assert load(case, "back_squat").how == "go on from the ramp set"


def test_two_kilograms_make_no_main_lift() -> None:
    """The class falls by one, and the body alone stands in for the load."""
    light = {"equipment": ["dumbbell", "chair"], "weights": {"dumbbell": {"kg": [1, 2]}}}
    case = a_case(light)
    assert not has_load(case)
    lunge = case.catalog.exercises["split_squat_loaded"]
    assert lunge.load_class == "body"
    heavy = a_case({**light, "weights": {"dumbbell": {"kg": [2, 20]}}})
    assert has_load(heavy)
    assert main_lift_of(heavy, heavy.catalog.exercises["split_squat_loaded"]) == "knee"
    assert "split_squat_loaded" in main_lifts_of(heavy, {"split_squat_loaded": 3})


def test_a_lift_is_done_where_the_weights_reach_it() -> None:
    """At home 2 kg are too light for what the gym can load: no session at home has it."""
    document = {
        "athlete": {"id": "ana", "level": "intermediate"},
        "week": {"start": "2026-11-23", "phase": "pre_season"},
        "availability": [
            {"id": "mon", "start": "Mon 07:00", "minutes": 30, "place": "home"},
            {"id": "thu", "start": "Thu 18:00", "minutes": 30, "place": "gym"},
        ],
        "places": {
            "home": {"equipment": ["dumbbell"], "weights": {"dumbbell": {"kg": [2]}}},
            "gym": ["dumbbell"],
        },
    }
    found = plan(read_request(json.dumps(document)), explain_conflict=False).plan
    assert found is not None
    at = {
        (session.place, item.exercise)
        for session in found.sessions
        for block in session.blocks
        if block.is_work
        for item in block.items
    }
    lifts = {e.id for e in CATALOG.exercises.values() if e.least_load_kg is not None}
    assert not {exercise for place, exercise in at if place == "home"} & lifts
    assert {exercise for place, exercise in at if place == "gym"} & lifts


def test_a_wide_step_ahead_costs_time_in_the_plan() -> None:
    """At the top of its range with 20 % to the next dumbbell: more repetitions are charged."""
    log = [
        {"date": day, "exercise": "goblet_squat", "sets": [{"reps": 10, "kg": 10, "rir": 2}] * 3}
        for day in ("2026-11-17", "2026-11-20")
    ]
    place = {"equipment": ["dumbbell"], "weights": {"dumbbell": {"kg": [8, 10, 12]}}}
    previous = {"plan": {"sessions": []}, "log": log}
    squat = CATALOG.exercises["goblet_squat"]
    before = dose_of(a_case(place), squat)
    after = dose_of(a_case(place, previous=previous), squat)
    assert (before.reps, after.reps) == ((6, 10), (6, 12))
    assert after.work_seconds > before.work_seconds


def test_a_first_load_goes_up_by_no_more_than_the_curve_leaves_room_for() -> None:
    """Three repetitions with so many left, then so much more load: some are left all the same."""
    curve = CATALOG.numbers("percent_by_reps_to_failure")
    for left, percent in finding_steps(CATALOG):
        now = curve[min(3 + round(left), len(curve)) - 1] * (1 + percent / 100)
        assert now <= curve[4 - 1], left
