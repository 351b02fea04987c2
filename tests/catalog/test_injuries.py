"""What an injury shuts out, cautions against and asks for, at which stage and site."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog import CatalogError, load_catalog
from catalog.models import LEVELS, Exercise, Injury

CATALOG = load_catalog()
INJURIES = CATALOG.injuries
COUNTING = [one for one in CATALOG.exercises.values() if one.counts_toward_volume]


def is_lawful(exercise: Exercise, injury: Injury) -> bool:
    return not (
        (exercise.only_for and injury.id not in exercise.only_for)
        or injury.shuts_out(exercise)
        or exercise.pattern in injury.avoid_patterns
        or exercise.impact > injury.max_impact
        or exercise.leg_load > injury.max_leg_load
    )


def read(injury: str, exercise: str, stage: str | None = None, site: str | None = None) -> str:
    """``out``, ``caution`` or ``free``."""
    now, entry = INJURIES[injury].at(stage, site), CATALOG.exercises[exercise]
    if not is_lawful(entry, now):
        return "out"
    return "caution" if now.cautions_against(entry) else "free"


@pytest.mark.parametrize(
    ("injury", "exercise", "reading"),
    [
        ("proximal_hamstring_tendinopathy", "romanian_deadlift", "out"),
        ("proximal_hamstring_tendinopathy", "single_leg_rdl", "out"),
        ("proximal_hamstring_tendinopathy", "deadlift", "out"),
        ("proximal_hamstring_tendinopathy", "kettlebell_swing", "out"),
        ("proximal_hamstring_tendinopathy", "nordic_curl", "caution"),
        ("proximal_hamstring_tendinopathy", "barbell_hip_thrust", "free"),
        ("gluteal_tendinopathy", "hip_hike", "out"),
        ("gluteal_tendinopathy", "floor_hip_hike", "out"),
        ("gluteal_tendinopathy", "side_plank", "out"),
        ("gluteal_tendinopathy", "cossack_squat", "caution"),
        ("gluteal_tendinopathy", "lateral_lunge", "caution"),
        ("posterior_tibial_tendinopathy", "banded_inversion", "free"),
        ("posterior_tibial_tendinopathy", "ball_squeeze_heel_raise", "free"),
        ("posterior_tibial_tendinopathy", "lateral_edge_walk", "caution"),
        ("achilles_tendinopathy", "single_leg_calf_raise", "free"),
        ("achilles_tendinopathy", "standing_calf_raise_loaded", "free"),
        ("achilles_tendinopathy_insertional", "single_leg_calf_raise", "free"),
        ("achilles_tendinopathy_insertional", "seated_calf_raise", "caution"),
        ("achilles_tendinopathy_insertional", "soleus_wall_sit", "caution"),
        ("achilles_tendinopathy_insertional", "eccentric_heel_drop", "out"),
        ("adductor_strain", "hip_adduction_machine", "caution"),
        ("adductor_strain", "copenhagen_short", "caution"),
        ("adductor_strain", "copenhagen_adduction", "out"),
        ("adductor_strain", "ball_squeeze", "free"),
        ("bone_stress_injury", "goblet_squat", "out"),
        ("bone_stress_injury", "calf_raise", "out"),
        ("bone_stress_injury", "clamshell", "free"),
        ("hip_impingement", "single_leg_hop", "out"),
        ("hip_impingement", "front_squat", "caution"),
        ("deep_gluteal_pain", "drop_jump", "out"),
        ("deep_gluteal_pain", "figure_four_stretch", "caution"),
        ("medial_tibial_stress_syndrome", "back_squat", "free"),
        ("medial_tibial_stress_syndrome", "box_jump", "out"),
        ("ankle_sprain", "barbell_hip_thrust", "free"),
        ("ankle_sprain", "squat_jump", "out"),
        ("patellofemoral_pain", "leg_press", "free"),
        ("patellofemoral_pain", "back_squat", "out"),
        ("patellofemoral_pain", "pogo_hop", "out"),
        ("low_back_pain", "deadlift", "caution"),
        ("low_back_pain", "kettlebell_swing", "out"),
        ("hip_flexor_strain", "leg_raise", "out"),
        ("hip_flexor_strain", "standing_hip_flexor_hold", "free"),
        ("shoulder_pain", "overhead_press", "out"),
        ("shoulder_pain", "push_up", "caution"),
        ("intercostal_strain", "chop", "out"),
        ("intercostal_strain", "side_plank", "caution"),
        ("posterior_knee_pain", "reverse_nordic", "out"),
        ("posterior_knee_pain", "cossack_squat", "caution"),
        ("posterior_knee_pain", "seated_tibial_rotation", "free"),
    ],
)
def test_an_injury_reads_an_exercise_at_first(injury: str, exercise: str, reading: str) -> None:
    assert read(injury, exercise) == reading


@pytest.mark.parametrize(
    ("injury", "stage", "exercise", "reading"),
    [
        ("hamstring_strain", "late", "romanian_deadlift", "free"),
        ("hamstring_strain", "late", "nordic_curl", "caution"),
        ("hamstring_strain", "late", "squat_jump", "free"),
        ("hamstring_strain", "late", "bounding", "out"),
        ("adductor_strain", "late", "copenhagen_adduction", "caution"),
        ("adductor_strain", "late", "lateral_lunge", "caution"),
        ("adductor_strain", "late", "skater_hop", "out"),
        ("proximal_hamstring_tendinopathy", "late", "romanian_deadlift", "free"),
        ("patellofemoral_pain", "late", "back_squat", "caution"),
        ("bone_stress_injury", "cleared", "goblet_squat", "free"),
        ("bone_stress_injury", "cleared", "back_squat", "out"),
        ("bone_stress_injury", "cleared", "pogo_hop", "out"),
    ],
)
def test_what_is_shut_out_early_is_the_work_of_later(
    injury: str, stage: str, exercise: str, reading: str
) -> None:
    assert read(injury, exercise) == "out"
    assert read(injury, exercise, stage) == reading


def test_a_later_stage_shuts_out_nothing_more() -> None:
    for injury in INJURIES.values():
        for stage in injury.stages:
            now = injury.at(stage.id)
            for exercise in CATALOG.exercises.values():
                assert not is_lawful(exercise, injury) or is_lawful(exercise, now), exercise.id


def test_a_stage_allows_only_what_was_contraindicated() -> None:
    for injury in INJURIES.values():
        for stage in injury.stages:
            for name in stage.allows:
                assert injury.id in CATALOG.exercises[name].contraindications, name


@pytest.mark.parametrize(
    ("site", "exercise"),
    [("foot", "short_foot"), ("lower_leg", "seated_toe_raise"), ("hip_or_pelvis", "glute_bridge")],
)
def test_a_site_shuts_out_what_pulls_on_its_bone_until_it_is_cleared(
    site: str, exercise: str
) -> None:
    assert read("bone_stress_injury", exercise) == "free"
    assert read("bone_stress_injury", exercise, site=site) == "out"
    assert read("bone_stress_injury", exercise, stage="cleared", site=site) == "free"


def test_without_clearance_nothing_standing_is_left() -> None:
    injury = INJURIES["bone_stress_injury"]
    for exercise in CATALOG.exercises.values():
        if is_lawful(exercise, injury) and exercise.pattern != "stretch":
            stands = exercise.how_to.startswith(("Stand ", "Stand,", "Walk ", "Hop ", "March "))
            arms_only = exercise.leg_load == 0
            assert not stands or arms_only, exercise.id


def test_an_unknown_stage_or_site_is_no_stage() -> None:
    with pytest.raises(KeyError):
        INJURIES["hamstring_strain"].at("cleared")
    with pytest.raises(KeyError):
        INJURIES["hamstring_strain"].at(site="foot")


def test_gentle_work_of_the_injured_is_not_for_everyone() -> None:
    only = {one.id: one for one in COUNTING if one.only_for}
    assert set(only) == {"quad_set", "seated_heel_raise", "self_resisted_inversion"}
    for exercise in only.values():
        assert exercise.leg_load == 0
        assert "bone_stress_injury" in exercise.only_for


# --- Told apart -----------------------------------------------------------------------------------


def shape(injury: Injury) -> tuple[frozenset[str], frozenset[str]]:
    """What is lawful and what is cautioned against."""
    return (
        frozenset(one.id for one in COUNTING if is_lawful(one, injury)),
        frozenset(one.id for one in COUNTING if injury.cautions_against(one)),
    )


def test_injuries_of_different_muscles_differ_in_what_they_allow() -> None:
    seen: dict[tuple[frozenset[str], frozenset[str]], Injury] = {}
    for injury in INJURIES.values():
        other = seen.setdefault(shape(injury), injury)
        assert set(other.emphasise) == set(injury.emphasise), (other.id, injury.id)


def test_every_injury_but_that_of_the_wrist_says_what_to_train_and_how_often() -> None:
    for injury in INJURIES.values():
        assert bool(injury.emphasise) is (injury.id != "wrist_pain")
        assert injury.loading_sessions == (2, 3)
        # Two sessions of a week can lie so far apart.
        assert 48 <= injury.hours_between_loading <= 72


@pytest.mark.parametrize("kit", ["bodyweight", "gym"])
def test_an_emphasised_muscle_has_work_without_a_caution(kit: str) -> None:
    there = CATALOG.equipment_of([f"kit:{kit}"])
    for injury in INJURIES.values():
        for muscle in injury.emphasise:
            assert any(
                muscle in one.primary
                and is_lawful(one, injury)
                and not injury.cautions_against(one)
                and all(there.intersection(group) for group in one.equipment)
                for one in COUNTING
            ), (injury.id, muscle)


@pytest.mark.parametrize("kit", ["bodyweight", "home_basic", "gym"])
@pytest.mark.parametrize("injury", INJURIES)
def test_an_injured_beginner_can_train_every_neglected_muscle(injury: str, kit: str) -> None:
    """Otherwise no week of theirs keeps every rule."""
    there = CATALOG.equipment_of([f"kit:{kit}"])
    for muscle in CATALOG.neglected("balanced"):
        assert any(
            muscle in one.primary
            and one.level == LEVELS[0]
            and one.impact < 2
            and is_lawful(one, INJURIES[injury])
            and all(there.intersection(group) for group in one.equipment)
            for one in COUNTING
        ), muscle


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("loading_sessions = [0, 2]", "both from 1 to 7"),
        ("loading_sets = [3, 9]", "both from 1 to 6"),
        ('allows = ["nordic_crul"]', "did you mean 'nordic_curl'"),
        (
            'stages = [{ id = "b", name = "B", cautions = ["x"], source = "x", basis = "x" }]',
            "stages[0].cautions: 'x' is no known exercise",
        ),
        (
            "stages = [" + '{ id = "late", name = "x", source = "x", basis = "x" },' * 2 + "]",
            "stages has an id twice",
        ),
        ('sites = [{ id = "a", name = "x", avoid_patterns = ["sqat"] }]', "squat"),
    ],
)
def test_a_bad_stage_or_site_is_refused_with_a_cure(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "mine.toml").write_text(f'[[injury]]\nid = "hamstring_strain"\n{text}\n')
    with pytest.raises(CatalogError) as raised:
        load_catalog(tmp_path)
    assert words in str(raised.value)


def test_an_exercise_that_is_removed_leaves_the_stages_by_itself(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('[[exercise]]\nid = "nordic_curl"\nremove = true\n')
    stage = load_catalog(tmp_path).injuries["hamstring_strain"].stages[0]
    assert "nordic_curl" in stage.allows
