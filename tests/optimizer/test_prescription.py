"""How hard: the dose of each exercise by role, level and phase, from the catalog's one table."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalog import load_catalog
from catalog.models import LOADED_CLASSES, PHASES, STAGES, Stage
from catalog.prescription import DOSE_ROLES
from optimizer import read_request
from optimizer.building.case_of import case_of
from optimizer.case.case import Case
from optimizer.dosing.doses import dose_of
from optimizer.dosing.prescription import prescribed
from tests.answers import answer_to, by_example, request_of

CATALOG = load_catalog()
GYM = {"gym": ["kit:gym"]}


def a_case(level: str = "intermediate", phase: str = "pre_season", **changes: Any) -> Case:
    document: dict[str, Any] = {
        "athlete": {
            "id": "ana",
            "level": level,
            "weeks_of_strength": changes.pop("weeks", 20),
            "lifts": changes.pop("lifts", []),
        },
        "week": {"start": "2026-11-23", "phase": phase},
        "availability": [{"id": "tue", "start": "Tue 18:00", "minutes": 60, "place": "gym"}],
        "places": GYM,
        **changes,
    }
    return case_of(read_request(json.dumps(document)), CATALOG)


def test_every_role_and_stage_has_a_dose_in_every_phase() -> None:
    cells = {(one.role, one.stage) for one in CATALOG.prescriptions.values()}
    assert cells == {(role, stage) for role in DOSE_ROLES for stage in STAGES}


@pytest.mark.parametrize(
    ("exercise", "level", "phase", "reps", "rir", "percent"),
    [
        ("back_squat", "intermediate", "off_season", (6, 10), (2, 3), (68, 79)),
        ("back_squat", "intermediate", "pre_season", (4, 6), (1, 2), (79, 86)),
        ("back_squat", "advanced", "pre_season", (3, 5), (1, 2), (81, 89)),
        ("back_squat", "advanced", "taper", (3, 3), (3, 3), (84, 84)),
        # No range of the exercise meets 3 to 5: the nearest end.
        ("romanian_deadlift", "intermediate", "in_season", (5, 5), (2, 3), (79, 81)),
        ("goblet_squat", "intermediate", "pre_season", (6, 10), (1, 2), (70, 81)),
        ("machine_seated_calf_raise", "intermediate", "pre_season", (6, 10), (1, 2), (70, 81)),
        ("leg_extension", "intermediate", "pre_season", (8, 12), (2, 3), None),
        ("single_leg_squat_to_chair", "intermediate", "pre_season", (5, 10), (2, 2), None),
        ("bird_dog", "intermediate", "pre_season", (6, 10), (2, 4), None),
    ],
)
def test_an_exercise_takes_its_role_s_dose_as_far_as_it_allows(
    exercise: str,
    level: str,
    phase: str,
    reps: tuple[int, int],
    rir: tuple[int, int],
    percent: tuple[int, int] | None,
) -> None:
    found = prescribed(a_case(level, phase, **known(exercise)), CATALOG.exercises[exercise])
    assert (found.reps, found.rir, found.percent_1rm) == (reps, rir, percent)


@pytest.mark.parametrize(
    ("level", "phase", "rir"),
    [
        ("intermediate", "pre_season", (2, 3)),
        ("advanced", "off_season", (2, 3)),
        # A beginner's first load is a step less, and a taper leaves more anyway.
        ("beginner", "pre_season", (2, 3)),
        ("advanced", "taper", (3, 3)),
    ],
)
def test_a_load_that_is_not_known_leaves_one_repetition_more(
    level: str, phase: str, rir: tuple[int, int]
) -> None:
    assert prescribed(a_case(level, phase), CATALOG.exercises["leg_press"]).rir == rir


def test_a_load_of_its_kin_or_last_week_s_plan_is_known() -> None:
    split_squat = CATALOG.exercises["split_squat_loaded"]
    usual = prescribed(a_case(**known("split_squat_loaded")), split_squat)
    assert prescribed(a_case(), split_squat) != usual
    assert prescribed(a_case(**known("back_squat")), split_squat) == usual


def known(exercise: str) -> dict[str, Any]:
    is_loaded = CATALOG.exercises[exercise].load_class in LOADED_CLASSES
    return {"lifts": [{"exercise": exercise, "kg": 40, "reps": 5}]} if is_loaded else {}


def test_holds_have_seconds_and_how_much_longer_they_could_last() -> None:
    found = prescribed(a_case(), CATALOG.exercises["side_plank"])
    assert (found.hold_seconds, found.reserve_seconds, found.rir) == ((30, 45), (15, 30), None)
    first = prescribed(a_case("beginner", weeks=0), CATALOG.exercises["side_plank"])
    assert first.hold_seconds == (20, 20)


def test_jumps_breathing_and_stretches_have_no_effort() -> None:
    case = a_case()
    for name in ("pogo_hop", "crocodile_breathing", "calf_stretch_straight"):
        exercise = CATALOG.exercises.get(name)
        if exercise is not None:
            assert prescribed(case, exercise).effort(is_main_lift=False) is None


def test_a_lighter_week_leaves_two_repetitions_more() -> None:
    week = {"start": "2026-11-23", "phase": "pre_season", "number": 4}
    found = prescribed(a_case(week=week), CATALOG.exercises["leg_press"])
    assert (found.reps, found.rir) == ((3, 4), (3, 4))


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("stage", STAGES)
def test_every_dose_stays_within_the_exercise(stage: Stage, phase: str) -> None:
    level = "beginner" if stage == "beginner_first4" else stage
    case = a_case(level, phase, weeks=0 if stage == "beginner_first4" else 20)
    for exercise in CATALOG.exercises.values():
        if not exercise.counts_toward_volume:
            continue
        dose, prescription = dose_of(case, exercise), prescribed(case, exercise)
        assert dose.sets_most <= exercise.sets[1]
        for own, now in ((exercise.reps, dose.reps), (exercise.hold_seconds, dose.hold_seconds)):
            if own is not None and now is not None:
                assert own[0] <= now[0] <= now[1] <= own[1], exercise.id
        has_effort = prescription.rir is not None or prescription.reserve_seconds is not None
        assert has_effort is (exercise.kind != "plyometric" and exercise.pattern != "breathing")
        if stage in ("beginner_first4", "beginner") and prescription.rir is not None:
            assert prescription.rir[0] >= 2, exercise.id


@pytest.mark.parametrize("name", by_example(f"p{number}" for number in range(1, 9)))
def test_every_working_item_says_how_hard_and_every_loaded_one_why(name: str) -> None:
    found = answer_to(request_of(name)).plan
    assert found is not None
    for session in found.sessions:
        for block in session.blocks:
            for item in block.items:
                exercise = CATALOG.exercises[item.exercise]
                if not block.is_work:
                    assert item.effort is None
                    continue
                if exercise.kind == "plyometric" or exercise.pattern == "breathing":
                    assert item.effort is None
                    continue
                assert item.effort is not None, item.exercise
                reserve = item.effort.reserve_seconds
                assert (item.effort.rir is None) is (reserve is not None)
                if exercise.load_class in ("external", "heavy"):
                    assert item.load is not None, item.exercise
                    assert item.load.why
                is_lift = item.role == "main_lift" and exercise.load_class in ("external", "heavy")
                assert (item.effort.percent_1rm is not None) is is_lift, item.exercise
