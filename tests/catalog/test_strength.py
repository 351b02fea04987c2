"""What makes a week strength work: load classes, effects, main lifts and the coach's order."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog import Catalog, CatalogError, UnknownName, load_catalog
from catalog.models import (
    LEVELS,
    LIFT_FAMILIES,
    LOAD_CLASSES,
    LOADED_CLASSES,
    PHASES,
    STAGES,
    Exercise,
    Level,
    LiftFamily,
    LoadClass,
    Phase,
    Stage,
)

CATALOG: Catalog = load_catalog()
COUNTING = [one for one in CATALOG.exercises.values() if one.counts_toward_volume]
TRAINED = (
    "rectus_femoris", "vastus_medialis", "vastus_lateralis", "vastus_intermedius",
    "biceps_femoris", "medial_hamstrings", "gluteus_maximus", "gastrocnemius", "soleus",
)  # fmt: skip


def faults_of(tmp_path: Path, text: str) -> str:
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError) as raised:
        load_catalog(tmp_path)
    return str(raised.value)


def can_be_done(exercise: Exercise, kit: str, level: Level) -> bool:
    there = CATALOG.equipment_of([f"kit:{kit}"])
    return LEVELS.index(exercise.level) <= LEVELS.index(level) and all(
        there.intersection(group) for group in exercise.equipment
    )


# --- Load classes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "load_class"),
    [
        ("bodyweight_squat", "drill"), ("toe_walk", "drill"),
        ("standing_straight_leg_lift", "drill"), ("straight_leg_raise", "drill"),
        ("split_squat", "body"), ("single_leg_calf_raise", "body"), ("lateral_band_walk", "band"),
        ("goblet_squat", "external"), ("seated_calf_raise", "external"), ("back_squat", "heavy"),
        ("machine_seated_calf_raise", "heavy"), ("pogo_hop", "plyo"), ("a_skip", "plyo"),
        ("jump_rope", "plyo"), ("star_hop_and_stick", "plyo"), ("split_squat_jump", "plyo"),
        ("squat_jump", "plyo"),
    ],
)  # fmt: skip
def test_an_exercise_is_as_hard_as_it_can_be_made(name: str, load_class: LoadClass) -> None:
    assert CATALOG.exercises[name].load_class == load_class


def test_what_counts_has_a_class_and_what_does_not_has_none() -> None:
    for exercise in CATALOG.exercises.values():
        assert (exercise.load_class is not None) is exercise.counts_toward_volume, exercise.id
    assert {one.load_class for one in COUNTING} == set(LOAD_CLASSES)


@pytest.mark.parametrize("exercise", COUNTING, ids=lambda one: one.id)
def test_a_lift_with_a_load_goes_down_to_few_repetitions(exercise: Exercise) -> None:
    """Three where it is safe heavy, five else; a swing is thrown, not lifted."""
    if exercise.load_class not in LOADED_CLASSES or exercise.reps is None:
        return
    if exercise.id == "kettlebell_swing":
        return
    assert 3 <= exercise.reps[0] <= 5


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ('id = "pull_up"\nload_class = "external"', "needs a weight or machine whatever is used"),
        ('id = "push_up"\nload_class = "band"', "needs a band whatever is used"),
        ('id = "floor_press"\nload_class = "body"', "always has a resistance"),
        ('id = "floor_press"\nload_class = "band"', "is always done with a weight"),
        ('id = "push_up"\nload_class = "plyo"', "plyo is plyometric"),
        ('id = "pogo_hop"\nload_class = "body"', "plyo is plyometric"),
        ('id = "wide_push_up"\nload_class = "drill"', "a drill is not"),
        ('id = "goblet_squat"\nloaded = false', "write loaded = true"),
        ('id = "inchworm"\nload_class = "drill"', "only for kinds that count"),
        ('id = "push_up"\nload_class = "heavyy"', "is not known"),
        ('id = "pogo_hop"\nfoot_contacts_per_rep = 0', "count the landings"),
        ('id = "back_squat"\nleast_load_kg = [20.0, 10.0, 30.0]', "may not fall by level"),
        ('id = "split_squat"\nleast_load_kg = [2.0, 4.0, 6.0]', "to no others"),
        ('id = "push_up"\nmain_lift = "knee"', "asks for the pattern squat or lunge"),
        ('id = "calf_raise"\nmain_lift = "calf"', "a main lift is body, external or heavy"),
    ],
)
def test_a_class_that_does_not_fit_is_refused_with_a_cure(
    tmp_path: Path, change: str, words: str
) -> None:
    assert words in faults_of(tmp_path, f"[[exercise]]\n{change}\n")


def test_a_tool_that_weighs_nothing_makes_no_loaded_lift(tmp_path: Path) -> None:
    """A goblet squat that a band may replace is no longer an external lift."""
    text = '[[exercise]]\nid = "goblet_squat"\nequipment = [["dumbbell", "long_band"]]\n'
    assert "make an entry for each tool" in faults_of(tmp_path, text)


# --- Effects --------------------------------------------------------------------------------------


@pytest.mark.parametrize("muscle", TRAINED)
@pytest.mark.parametrize(
    ("stage", "phase", "with_load", "quarters"),
    [
        ("beginner_first4", "off_season", True, (4, 4, 4, 4, 4, 0)),
        ("beginner", "in_season", False, (2, 4, 4, 4, 4, 0)),
        ("intermediate", "pre_season", True, (0, 2, 2, 4, 4, 0)),
        ("intermediate", "pre_season", False, (2, 4, 4, 4, 4, 0)),
        ("advanced", "pre_season", True, (0, 1, 1, 3, 4, 0)),
        ("advanced", "in_season", True, (0, 1, 1, 4, 4, 0)),
        ("advanced", "taper", True, (0, 1, 1, 4, 4, 0)),
        ("advanced", "taper", False, (1, 4, 2, 4, 4, 0)),
    ],
)
def test_a_trained_leg_needs_more_than_a_drill(
    muscle: str, stage: Stage, phase: Phase, with_load: bool, quarters: tuple[int, ...]
) -> None:
    found = [
        CATALOG.quarters(muscle, one, stage, phase, with_load=with_load) for one in LOAD_CLASSES
    ]
    assert tuple(found) == quarters


@pytest.mark.parametrize("muscle", ["gluteus_medius", "hip_adductors"])
def test_a_drill_is_worth_half_for_the_side_of_the_hip_above_a_beginner(muscle: str) -> None:
    for stage in STAGES:
        worth = CATALOG.quarters(muscle, "drill", stage, "in_season", with_load=True)
        assert worth == (4 if stage.startswith("beginner") else 2)
        assert CATALOG.quarters(muscle, "body", stage, "in_season", with_load=True) == 4


def test_a_set_is_a_set_for_every_other_muscle_and_a_jump_is_none() -> None:
    named = {muscle for table in CATALOG.effects.values() for muscle in table.muscles}
    for muscle in CATALOG.muscles.keys() - named:
        for stage in STAGES:
            for phase in PHASES:
                worth = [
                    CATALOG.quarters(muscle, one, stage, phase, with_load=True)
                    for one in LOAD_CLASSES
                ]
                assert worth == [4, 4, 4, 4, 4, 0]


def test_an_unknown_muscle_has_no_effects() -> None:
    with pytest.raises(UnknownName, match="soleus"):
        CATALOG.quarters("soleu", "body", "beginner", "taper", with_load=True)


ROWS = """
[[effects.rows]]
stages = ["beginner_first4", "beginner", "intermediate", "advanced"]
quarters = { drill = 1, body = 1, band = 1, external = 1, heavy = 1, plyo = 0 }
"""


def test_a_folder_may_change_what_a_set_is_worth(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(f'[[effects]]\nid = "trained_legs"\n{ROWS}')
    mine = load_catalog(tmp_path)
    assert mine.quarters("soleus", "heavy", "advanced", "taper", with_load=True) == 1
    assert mine.version != CATALOG.version


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f'id = "trained_legs"\n{ROWS}{ROWS}', "2 rows apply to beginner_first4, off_season"),
        (
            f'id = "trained_legs"\n{ROWS}'.replace('"beginner_first4", ', ""),
            "0 rows apply to beginner_first4",
        ),
        (f'id = "trained_legs"\n{ROWS}'.replace("drill = 1", "drill = 5"), "at most 4"),
        ('id = "side_of_the_hip"\nmuscles = ["soleus"]', "'soleus' is also in"),
        ('id = "all_others"\nmuscles = ["deltoid"]', "0 effects are for all other muscles"),
        ('id = "trained_legs"\nmuscles = []', "2 effects are for all other muscles"),
        ('id = "trained_legs"\nmuscles = ["soleu"]', "did you mean 'soleus'"),
        ('id = "all_others"\nremove = true', "0 effects are for all other muscles"),
    ],
)
def test_a_table_of_effects_that_leaves_a_gap_is_refused(
    tmp_path: Path, text: str, words: str
) -> None:
    assert words in faults_of(tmp_path, f"[[effects]]\n{text}\n")


# --- Main lifts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "wanted"),
    [
        ("beginner_first4", (0, 0, 0, 0, 0)), ("beginner", (4, 4, 2, 1, 0)),
        ("intermediate", (6, 6, 3, 2, 0)), ("advanced", (6, 6, 4, 2, 0)),
    ],
)  # fmt: skip
def test_a_week_wants_main_lifts_by_stage_and_phase(stage: Stage, wanted: tuple[int, ...]) -> None:
    assert tuple(CATALOG.main_lift_sets_wanted(stage, phase) for phase in PHASES) == wanted


@pytest.mark.parametrize(
    ("minutes", "families", "sets", "sets_of_the_advanced"),
    [(15, 1, 2, 2), (29.5, 1, 2, 2), (30, 2, 2, 2), (44.5, 2, 2, 2), (45, 3, 3, 4), (120, 3, 3, 4)],
)
def test_a_longer_session_holds_more_main_lifts(
    minutes: float, families: int, sets: int, sets_of_the_advanced: int
) -> None:
    session = CATALOG.main_lift_session(minutes)
    assert session.most_families == families
    assert session.most_sets.of("intermediate") == sets
    assert session.most_sets.of("advanced") == sets_of_the_advanced


@pytest.mark.parametrize("family", LIFT_FAMILIES)
@pytest.mark.parametrize("kit", ["bodyweight", "home_basic", "gym"])
@pytest.mark.parametrize("level", LEVELS)
def test_everyone_has_two_main_lifts_of_each_family(
    family: LiftFamily, kit: str, level: Level
) -> None:
    """With a load where the kit has one, else by body weight; a beginner may have one."""
    classes = {"body"} if kit == "bodyweight" else LOADED_CLASSES
    found = [
        one.id
        for one in COUNTING
        if one.main_lift == family and one.load_class in classes and can_be_done(one, kit, level)
    ]
    assert len(found) >= (1 if level == "beginner" else 2), found


def test_a_trap_bar_deadlift_is_a_squat() -> None:
    exercise = CATALOG.exercises["trap_bar_deadlift"]
    assert (exercise.pattern, exercise.main_lift) == ("squat", "knee")
    assert "vastus_lateralis" in exercise.primary
    assert "trap_bar" not in {t for group in CATALOG.exercises["deadlift"].equipment for t in group}


def test_two_kilograms_make_no_main_lift() -> None:
    for exercise in COUNTING:
        if exercise.main_lift and exercise.load_class in LOADED_CLASSES:
            assert exercise.least_load_kg is not None
            assert min(exercise.least_load_kg) > 2, exercise.id


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[main_lift_family]]\nid = "knee"\nremove = true', "it has to stay"),
        ('[[main_lift_week]]\nid = "advanced"\nremove = true', "it has to stay"),
        ('[[main_lift_session]]\nid = "short"\nremove = true', "none holds from 0 minutes"),
        ('[[main_lift_session]]\nid = "long"\nfrom_minutes = 30', "is also that of"),
        ('[[main_lift_week]]\nid = "advancd"', "is not known"),
        ('[[main_lift_family]]\nid = "hip"\npatterns = ["hip_extension"]', "asks for the pattern"),
    ],
)
def test_main_lifts_that_leave_a_gap_are_refused(tmp_path: Path, text: str, words: str) -> None:
    assert words in faults_of(tmp_path, f"{text}\n")


def test_a_movement_stands_in_no_more_sessions_than_it_is_wanted_from(tmp_path: Path) -> None:
    text = '[[wanted_movement]]\nid = "squat_again"\nin_sessions = 3\n'
    assert "more than from_sessions 2" in faults_of(tmp_path, text)


# --- The coach's order ----------------------------------------------------------------------------


def test_every_exercise_stands_in_the_coach_s_order_once() -> None:
    ranks = CATALOG.coach_ranks()
    assert sorted(ranks.values()) == list(range(len(CATALOG.exercises)))
    listed = [name for part in CATALOG.rankings.values() for name in part.exercises]
    assert sorted(listed) == sorted(CATALOG.exercises)


def test_a_coach_puts_the_loaded_lift_before_the_drill() -> None:
    ranks = CATALOG.coach_ranks()
    for family in LIFT_FAMILIES:
        best = min((ranks[one.id], one) for one in COUNTING if one.main_lift == family)[1]
        assert best.load_class == "heavy"
    drills = [ranks[one.id] for one in COUNTING if one.load_class == "drill"]
    lifts = [ranks[one.id] for one in COUNTING if one.main_lift]
    assert max(lifts) < min(drills)


def test_whoever_has_a_second_choice_could_do_something_better_in_a_gym() -> None:
    """Level by level and from every choice, so that none names what nobody of its stages may do."""
    for choice in CATALOG.second_choices.values():
        for stage in choice.stages:
            level: Level = "beginner" if stage == "beginner_first4" else stage
            better = [CATALOG.exercises[name] for name in choice.better]
            assert any(can_be_done(one, "gym", level) for one in better), (choice.id, stage)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('exercises = ["side_plnk"]', "did you mean 'side_plank'?"),
        ('better = ["lateral_edge_walk"]', "is among the exercises too; keep it in one"),
        ("stages = []", "stages"),
    ],
)
def test_a_second_choice_that_makes_no_sense_is_refused(
    tmp_path: Path, text: str, words: str
) -> None:
    entry = '[[second_choice]]\nid = "edge_walks"'
    assert words in faults_of(tmp_path, f"{entry}\n{text}\n")


def test_an_exercise_of_one_s_own_comes_last_until_it_is_ranked(tmp_path: Path) -> None:
    text = """
[[exercise]]
id = "a_push"
name = "A push"
kind = "strength"
pattern = "push_horizontal"
primary = ["pectoralis_major"]
level = "beginner"
leg_load = 0
impact = 0
loaded = false
load_class = "body"
sets = [2, 3]
reps = [8, 12]
seconds_per_rep = 3.0
rest_seconds = 60
setup_seconds = 30
how_to = "Push."
"""
    (tmp_path / "mine.toml").write_text(text)
    ranks = load_catalog(tmp_path).coach_ranks()
    assert ranks["a_push"] == len(ranks) - 1
    (tmp_path / "mine.toml").write_text(
        f'{text}\n[[ranking]]\nid = "mine"\nname = "First"\nplace = 99\nexercises = ["a_push"]\n'
    )
    assert load_catalog(tmp_path).coach_ranks()["a_push"] == len(ranks) - 1


def test_what_is_removed_leaves_the_order_by_itself(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('[[exercise]]\nid = "back_squat"\nremove = true\n')
    ranks = load_catalog(tmp_path).coach_ranks()
    assert "back_squat" not in ranks
    assert ranks["front_squat"] == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('id = "springs"\nexercises = ["pogo_hop"]', "'jump_rope': ranking: stands in no ranking"),
        (
            'id = "mine"\nname = "Mine"\nplace = 50\nexercises = ["pogo_hop"]',
            "stands in 'springs' already",
        ),
        ('id = "springs"\nplace = 1', "is also that of"),
        (
            'id = "mine"\nname = "Mine"\nplace = 50\nexercises = ["pogohop"]',
            "did you mean 'pogo_hop'",
        ),
    ],
)
def test_an_order_with_a_gap_or_a_double_is_refused(tmp_path: Path, text: str, words: str) -> None:
    assert words in faults_of(tmp_path, f"[[ranking]]\n{text}\n")
