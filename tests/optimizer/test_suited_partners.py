"""Partners use no muscle of the lift in whose rest they work, where there is time for that."""

from __future__ import annotations

import json

import pytest

from catalog import load_catalog
from optimizer import read_request
from optimizer.building.case_of import case_of
from optimizer.dosing.doses import dose_of
from optimizer.session.arrange import arranged

CATALOG = load_catalog()
CASE = case_of(
    read_request(
        json.dumps(
            {
                "athlete": {"id": "ana", "level": "advanced"},
                "week": {"start": "2026-11-23", "phase": "pre_season"},
                "availability": [{"start": "Tue 18:00", "minutes": 75, "place": "gym"}],
                "places": {"gym": ["kit:gym"]},
            }
        )
    ),
    CATALOG,
)
DOSES = {e.id: dose_of(CASE, e) for e in CATALOG.exercises.values() if e.counts_toward_volume}
LONG = 75 * 60


def partners_of(lift: str, sets: dict[str, int], most_seconds: int | None = LONG) -> set[str]:
    blocks = arranged(CASE, DOSES, "gym", sets, most_seconds).blocks
    names = [{one.exercise.id for one in block} for block in blocks]
    return next(block for block in names if lift in block) - {lift}


@pytest.mark.parametrize(
    ("lift", "tires_it"),
    [
        ("split_squat_loaded", "hip_abduction_machine"),
        ("split_squat_loaded", "copenhagen_short"),
        ("split_squat_loaded", "stance_rotation"),
        ("goblet_squat", "seated_leg_lift"),
    ],
)
def test_a_lift_rests_beside_what_uses_none_of_its_muscles(lift: str, tires_it: str) -> None:
    sets = {lift: 3, tires_it: 2, "face_pull": 2}
    assert partners_of(lift, sets) <= {"face_pull"}


def test_a_main_lift_comes_before_a_small_set_of_its_muscle() -> None:
    """Short calf raises wait until the loaded one is done."""
    sets = {"goblet_squat": 3, "machine_standing_calf_raise": 3, "calf_raise": 2, "face_pull": 3}
    in_order = [
        one.exercise.id
        for block in arranged(CASE, DOSES, "gym", sets, LONG).blocks
        for one in block
    ]
    assert in_order.index("machine_standing_calf_raise") < in_order.index("calf_raise")


def test_where_time_is_short_the_fastest_blocks_stand() -> None:
    sets = {"split_squat_loaded": 3, "hip_abduction_machine": 3}
    fastest = arranged(CASE, DOSES, "gym", sets)
    assert arranged(CASE, DOSES, "gym", sets, fastest.seconds) == fastest
