"""The packaged data: complete, consistent, and true to what it says of its sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from catalog import Catalog, UnknownName, load_catalog
from catalog.models import (
    EMPHASES,
    LEVELS,
    NEGLECT_STATUSES,
    PHASES,
    Exercise,
    WatchExercise,
)
from catalog.watch_profile import WATCH_CATEGORIES, watch_names

A000 = "000_173082a12d622e6f"
A001 = "001_94f899cc2150dbc6"
A002 = "002_408b131f013ec9aa"
A003 = "003_0da4dc960c58a41b"
A004 = "004_138065bd19e35847"
ARTICLES = (A000, A001, A002, A003, A004)

CATALOG: Catalog = load_catalog()
BALANCED = CATALOG.neglected("balanced")

# What 003 prescribes: label, least and most sets (None: not said), repetitions, one-sided.
DOSES_OF_003: dict[str, tuple[str, tuple[int, int] | None, tuple[int, int] | None, bool]] = {
    "dead_bug": ("1A", None, (6, 6), True),
    "passive_leg_lowering": ("1B", None, (10, 10), True),
    "hip_extension_pause": ("1C", None, (10, 10), False),
    "spiderman_rotation": ("1D", None, (6, 6), True),
    "inchworm": ("1E", None, (6, 6), False),
    "goblet_squat": ("1A", (2, 3), (8, 12), False),
    "single_leg_hip_thrust": ("1B", (2, 3), (8, 8), True),
    "half_kneeling_pallof_press": ("1C", (2, 2), (12, 12), True),
    "sprinter_step_up": ("2A", (2, 3), (8, 12), True),
    "stability_ball_leg_curl": ("2B", (2, 3), (10, 16), False),
    "stability_ball_plank": ("2C", (2, 2), None, False),
}
# What 002 names without a dose.
NAMED_BY_002 = (
    "ball_squeeze", "ball_wall_squat", "donkey_kick", "foam_roll_lateral_thigh",
    "hip_adduction_machine", "itb_crossover_stretch", "knee_lift", "knee_to_chest_glute_stretch",
    "leg_curl_machine", "leg_raise", "piriformis_ball_release", "popliteus_self_massage",
    "reverse_crunch", "side_lying_hip_adduction", "standing_quad_stretch",
    "supine_hamstring_stretch",
)  # fmt: skip


def texts() -> Iterator[tuple[str, str]]:
    """Every text that a person may read, with the entry it stands in."""
    for table in (
        CATALOG.muscles, CATALOG.structures, CATALOG.exercises, CATALOG.equipment, CATALOG.kits,
        CATALOG.injuries, CATALOG.sources, CATALOG.contradictions, CATALOG.evidence,
        CATALOG.effects, CATALOG.main_lift_families, CATALOG.main_lift_weeks,
        CATALOG.main_lift_sessions, CATALOG.rankings, CATALOG.second_choices,
    ):  # fmt: skip
        for name, entry in table.items():
            yield name, entry.model_dump_json()


def doing(muscle: str) -> list[Exercise]:
    """The volume-counting exercises with ``muscle`` as a primary one."""
    return [
        exercise
        for exercise in CATALOG.exercises.values()
        if exercise.counts_toward_volume and muscle in exercise.primary and not exercise.only_for
    ]


def test_the_catalog_has_its_promised_size() -> None:
    assert len(CATALOG.muscles) == 34
    assert len(CATALOG.structures) == 3
    assert len(CATALOG.exercises) >= 130
    assert len(CATALOG.injuries) == 23
    assert set(CATALOG.kits) == {"bodyweight", "home_basic", "gym"}
    assert set(ARTICLES) <= set(CATALOG.sources)


def test_mappings_are_in_reading_order() -> None:
    assert list(CATALOG.exercises) == sorted(CATALOG.exercises)
    assert list(CATALOG.contradictions) == [f"C{number}" for number in range(1, 11)]


def test_muscles_and_structures_share_no_id() -> None:
    assert not set(CATALOG.muscles) & set(CATALOG.structures)


# --- Muscles and claims ---------------------------------------------------------------------------


def test_balanced_counts_the_claims_of_every_source() -> None:
    assert set(BALANCED) == {
        name
        for name, muscle in CATALOG.muscles.items()
        if any(claim.status in NEGLECT_STATUSES for claim in muscle.claims)
    }
    assert len(BALANCED) == 24


def test_quads_first_leaves_out_the_hamstrings_alone() -> None:
    assert set(BALANCED) - set(CATALOG.neglected("quads_first")) == {
        "biceps_femoris",
        "medial_hamstrings",
    }


def test_posterior_chain_leaves_out_the_quadriceps_but_what_000_neglects() -> None:
    assert set(BALANCED) - set(CATALOG.neglected("posterior_chain")) == {
        "rectus_femoris",
        "vastus_lateralis",
        "vastus_intermedius",
    }
    claims = CATALOG.neglecting_claims("vastus_medialis", "posterior_chain")
    assert [claim.source for claim in claims] == [A000]


def test_no_emphasis_adds_a_muscle_and_all_are_sorted() -> None:
    for emphasis in EMPHASES:
        neglected = CATALOG.neglected(emphasis)
        assert set(neglected) <= set(BALANCED)
        assert list(neglected) == sorted(neglected)


def test_soleus_is_neglected_by_004_alone() -> None:
    claims = CATALOG.neglecting_claims("soleus", "balanced")
    assert [(claim.source, claim.status) for claim in claims] == [(A004, "overlooked")]


@pytest.mark.parametrize("muscle", CATALOG.muscles)
def test_no_source_says_the_same_of_a_muscle_twice(muscle: str) -> None:
    said = [(claim.source, claim.status) for claim in CATALOG.muscles[muscle].claims]
    assert len(said) == len(set(said))


def test_antagonists_name_each_other_and_never_themselves() -> None:
    for name, muscle in CATALOG.muscles.items():
        for other in muscle.antagonists:
            assert other != name
            assert name in CATALOG.muscles[other].antagonists, f"{name} and {other}"


def test_breathing_muscles_and_the_tensor_fasciae_latae_have_no_dose_of_their_own() -> None:
    without = [name for name, muscle in CATALOG.muscles.items() if not muscle.own_dose]
    assert without == ["diaphragm", "intercostals", "tensor_fasciae_latae"]


# --- Exercises ------------------------------------------------------------------------------------


@pytest.mark.parametrize("muscle", BALANCED)
def test_a_neglected_muscle_can_be_trained_by_anyone(muscle: str) -> None:
    """Four ways, two of them without equipment, one of these for a beginner."""
    exercises = doing(muscle)
    without_equipment = [exercise for exercise in exercises if not exercise.equipment]
    assert len(exercises) >= 4
    assert len(without_equipment) >= 2
    assert any(exercise.level == "beginner" for exercise in without_equipment)


@pytest.mark.parametrize("muscle", CATALOG.muscles)
def test_every_muscle_can_be_trained_or_eased(muscle: str) -> None:
    assert any(muscle in exercise.primary for exercise in CATALOG.exercises.values())


@pytest.mark.parametrize("name", DOSES_OF_003)
def test_an_exercise_of_003_allows_the_dose_of_003(name: str) -> None:
    label, sets, reps, per_side = DOSES_OF_003[name]
    exercise = CATALOG.exercises[name]
    (dose,) = [dose for dose in exercise.articles if dose.source == A003]
    assert dose.label is not None
    assert dose.label.endswith(label)
    assert dose.dose is not None
    assert exercise.per_side is per_side
    if sets is not None:
        assert exercise.sets == sets
    if reps is not None:
        assert exercise.reps is not None
        assert exercise.reps[0] <= reps[0] <= reps[1] <= exercise.reps[1]
        assert str(reps[1]) in dose.dose


def test_the_bridge_of_003_holds_three_seconds() -> None:
    assert CATALOG.exercises["hip_extension_pause"].hold_seconds == (3, 3)


def test_the_drills_of_003_are_warm_ups_and_count_no_volume() -> None:
    for name in list(DOSES_OF_003)[:5]:
        exercise = CATALOG.exercises[name]
        assert exercise.kind == "warm_up"
        assert not exercise.counts_toward_volume


@pytest.mark.parametrize("name", NAMED_BY_002)
def test_an_exercise_of_002_is_there_and_says_so(name: str) -> None:
    assert A002 in [dose.source for dose in CATALOG.exercises[name].articles]


def test_doses_are_round_numbers() -> None:
    """Holds and rests by fives, unless the hold is a pause inside each repetition."""
    for exercise in CATALOG.exercises.values():
        seconds = [exercise.rest_seconds, exercise.setup_seconds]
        if exercise.reps is None:
            seconds += exercise.hold_seconds or ()
        assert not [one for one in seconds if one % 5], exercise.id


def test_the_set_up_goes_by_the_tool() -> None:
    for bar, dumbbells in (
        ("romanian_deadlift", "dumbbell_romanian_deadlift"),
        ("barbell_overhead_press", "overhead_press"),
    ):
        assert CATALOG.exercises[bar].setup_seconds == 120
        assert CATALOG.exercises[dumbbells].setup_seconds == 45


@pytest.mark.parametrize(
    ("exercise", "muscle"),
    [
        ("donkey_kick", "iliopsoas"),
        ("side_lying_hip_abduction", "hip_adductors"),
        ("piriformis_ball_release", "hip_adductors"),
        ("leg_curl_machine", "rectus_femoris"),
    ],
)
def test_an_error_of_an_article_is_not_repeated(exercise: str, muscle: str) -> None:
    entry = CATALOG.exercises[exercise]
    assert muscle not in entry.primary
    assert muscle not in entry.secondary


def test_the_quadriceps_never_bend_the_knee() -> None:
    for exercise in CATALOG.exercises.values():
        if exercise.pattern == "knee_flexion":
            assert not [m for m in exercise.primary if "quadriceps" in groups_of(m)], exercise.id


@pytest.mark.parametrize("name", CATALOG.exercises)
def test_a_watch_knows_every_exercise_by_category_and_some_by_name(name: str) -> None:
    watch = CATALOG.exercises[name].watch
    assert watch is not None
    assert watch.category in WATCH_CATEGORIES
    assert watch.name is None or watch.name in watch_names(watch.category)
    # Those of strength and warm-up, which watches have had from the first; the later categories
    # are for yoga, Pilates and single machines.
    assert WATCH_CATEGORIES[watch.category] <= WATCH_CATEGORIES["warm_up"] or (
        watch.category == "unknown" and watch.name is None
    )


def test_a_watch_name_fits_the_exercise_whatever_is_used() -> None:
    """A name with a thing in it is only given to an exercise that is always done with it."""
    things = {
        "barbell": {"barbell"}, "dumbbell": {"dumbbell", "kettlebell"}, "box": {"plyo_box"},
        "kettlebell": {"kettlebell"}, "swiss_ball": {"stability_ball"}, "cable": {"cable_machine"},
        "weighted": None, "(?<!it_)band": {"mini_band", "long_band"}, "bench": {"bench", "chair"},
    }  # fmt: skip
    for exercise in CATALOG.exercises.values():
        assert exercise.watch is not None
        for thing, allowed in things.items():
            if exercise.watch.name and re.search(rf"(^|_){thing}(_|$)", exercise.watch.name):
                assert any(
                    allowed is None or set(group) <= allowed for group in exercise.equipment
                ), exercise.id


def test_a_watch_name_speaks_of_one_leg_where_the_exercise_does() -> None:
    for exercise in CATALOG.exercises.values():
        if exercise.watch and re.search(
            r"single_leg|one_arm|single_arm", exercise.watch.name or ""
        ):
            assert exercise.per_side, exercise.id


@pytest.mark.parametrize(
    ("exercise", "category", "name"),
    [
        ("goblet_squat", "squat", "goblet_squat"),
        ("nordic_curl", "leg_curl", None),
        # The profile has split squats with a barbell or dumbbells only.
        ("split_squat", "lunge", None),
        ("split_squat_loaded", "lunge", None),
        ("trap_bar_deadlift", "deadlift", "trap_bar_deadlift"),
        ("front_squat", "squat", "barbell_front_squat"),
        ("step_up_loaded", "squat", "weighted_step_up"),
        ("bent_knee_calf_raise_loaded", "calf_raise", "weighted_single_leg_bent_knee_calf_raise"),
        ("straight_knee_calf_stretch", "warm_up", "stretch_calf"),
        ("inspiratory_muscle_training", "unknown", None),
    ],
)
def test_what_a_watch_calls_it(exercise: str, category: str, name: str | None) -> None:
    assert CATALOG.exercises[exercise].watch == WatchExercise(category=category, name=name)


def groups_of(muscle: str) -> tuple[str, ...]:
    return CATALOG.muscles[muscle].groups if muscle in CATALOG.muscles else ()


def test_a_passive_structure_is_only_eased() -> None:
    for exercise in CATALOG.exercises.values():
        if set(exercise.primary) & set(CATALOG.structures):
            assert exercise.kind in ("mobility", "release"), exercise.id


# --- Injuries, sources, contradictions ------------------------------------------------------------


@pytest.mark.parametrize("injury", CATALOG.injuries)
def test_an_injury_says_when_to_see_a_clinician(injury: str) -> None:
    refer = CATALOG.injuries[injury].refer
    assert re.fullmatch(r"[A-Z].{30,}\.", refer), refer
    assert re.search(r"clinician|medical care|urgent care|examined|emergency", refer)


def test_a_stretch_rule_that_forbids_names_its_muscles() -> None:
    for name, injury in CATALOG.injuries.items():
        forbids = "offers none" in injury.stretch_rule or re.match(
            r"No (calf|hamstring|adductor|hip-flexor) stretch|No stretch that", injury.stretch_rule
        )
        assert bool(forbids) is bool(injury.avoid_stretching), name


def test_the_wrist_is_capped_by_its_exercises_only() -> None:
    injury = CATALOG.injuries["wrist_pain"]
    assert (injury.max_impact, injury.max_leg_load, injury.emphasise) == (3, 3, ())
    assert any("wrist_pain" in one.cautions for one in CATALOG.exercises.values())


@pytest.mark.parametrize("name", CATALOG.contradictions)
def test_a_contradiction_has_sides_sources_and_a_judge(name: str) -> None:
    contradiction = CATALOG.contradictions[name]
    assert len(contradiction.positions) >= 2
    sources = {source for position in contradiction.positions for source in position.sources}
    assert sources <= set(ARTICLES)
    # C2 is one article against itself.
    assert len(sources) >= (1 if name == "C2" else 2)
    assert re.match(
        r"No field|emphasis:|recovery:|rules\.|athlete\.|limits\.|preferences\.",
        contradiction.decided_by,
    )


def test_every_article_lists_what_is_not_carried_over() -> None:
    for article in ARTICLES:
        assert CATALOG.sources[article].errors, article
        assert CATALOG.sources[article].short == article[:3]


def test_short_names_of_sources_are_unique() -> None:
    shorts = [source.short for source in CATALOG.sources.values()]
    assert len(shorts) == len(set(shorts))


def test_nothing_promises_that_injuries_stay_away() -> None:
    promise = re.compile(
        r"prevent|injury[- ](free|proof)|bulletproof|protects? (you|against|from)|avoids? injur"
        r"|reduces? (your |the )?(risk|injur)|keeps? injur",
        re.IGNORECASE,
    )
    assert [(name, promise.findall(text)) for name, text in texts() if promise.search(text)] == []


# --- Equipment and kits ---------------------------------------------------------------------------


def test_every_exercise_says_how_many_dumbbells_and_kettlebells_it_takes() -> None:
    for exercise in CATALOG.exercises.values():
        tools = {thing for group in exercise.equipment for thing in group}
        in_hands = tools & {"dumbbell", "kettlebell"}
        assert set(exercise.weights_at_once) == in_hands, exercise.id
    two = {e.id for e in CATALOG.exercises.values() if 2 in e.weights_at_once.values()}
    assert {"farmer_carry", "walking_lunge", "overhead_press"} <= two
    assert not two & {"goblet_squat", "suitcase_carry", "single_arm_row", "kettlebell_swing"}
    for name in two:
        words = CATALOG.exercises[name].how_to + CATALOG.exercises[name].name
        assert re.search("each hand|weights|curl", words), name


def test_bodyweight_means_no_equipment_at_all() -> None:
    assert CATALOG.equipment_of(["kit:bodyweight"]) == frozenset()


def test_kits_and_ids_add_up() -> None:
    gym = CATALOG.equipment_of(["kit:gym"])
    assert {"barbell", "rack", "wall", "chair", "bench"} <= gym
    assert not {"partner", "breathing_trainer", "frozen_bottle", "basketball"} & gym
    assert CATALOG.equipment_of(["kit:gym", "partner"]) == gym | {"partner"}
    assert CATALOG.equipment_of(["mini_band", "mini_band"]) == {"mini_band"}
    home = CATALOG.equipment_of(["kit:home_basic"])
    assert {"dumbbell", "kettlebell", "backpack"} <= home < set(CATALOG.equipment)
    assert {"standing_calf_machine", "seated_calf_machine", "smith_machine", "trap_bar"} <= gym


@pytest.mark.parametrize(
    ("name", "near"), [("mini_bnad", "mini_band"), ("gym", "kit:gym"), ("kit:gim", "kit:gym")]
)
def test_an_unknown_name_offers_a_near_one(name: str, near: str) -> None:
    with pytest.raises(UnknownName) as raised:
        CATALOG.equipment_of(["wall", name])
    assert raised.value.name == name
    assert raised.value.near[0] == near
    assert near in str(raised.value)


def test_every_thing_is_needed_by_some_exercise() -> None:
    used = {
        thing
        for exercise in CATALOG.exercises.values()
        for group in exercise.equipment
        for thing in group
    }
    assert used == set(CATALOG.equipment)


def test_machines_and_racks_are_exclusive_and_household_is_not() -> None:
    for thing in CATALOG.equipment.values():
        if thing.group == "machine":
            assert thing.exclusive, thing.id
        if thing.group in ("surroundings", "household", "small"):
            assert not thing.exclusive, thing.id


# --- Numbers --------------------------------------------------------------------------------------


def test_numbers_come_in_order() -> None:
    assert CATALOG.numbers("sets_major_offpre") == (4.0, 6.0, 26.0)
    assert CATALOG.number("same_muscle_gap") == 48.0
    assert CATALOG.numbers("claim") == ()


# Values that are no range, in the order that their statement tells.
NO_RANGES = frozenset(
    {"percent_by_reps_to_failure", "e1rm_sets", "progression_step", "big_step", "rounding",
     "missed_load", "too_easy", "time_off_load", "plateau", "finding_steps", "finding_sets",
     "slower", "time_off_dose", "after_deload", "working_maximum", "of_age",
     "test_warm_up", "c25k_before", "c25k_pass", "c25k_pain", "run_longest_step", "run_cutback",
     "run_first_key", "run_key_gap", "run_minutes", "run_long_share", "run_work",
     "run_interval", "run_strides", "run_rest_days", "season_sessions_beginner", "season_deload",
     "season_without_race"}
)  # fmt: skip


def test_minimum_target_and_maximum_rise() -> None:
    for name in CATALOG.evidence.keys() - NO_RANGES:
        values = CATALOG.numbers(name)
        assert list(values) == sorted(values), name


def test_a_beginner_s_exercises_fit_the_cap_on_sets() -> None:
    exercises = CATALOG.numbers("session_exercise_cap")[0]
    assert CATALOG.number("beginner_first4_exercises") <= exercises
    sets = CATALOG.numbers("beginner_first4_sets")[1]
    assert exercises * sets <= CATALOG.numbers("session_set_cap")[0]


def test_the_most_of_a_major_muscle_holds_the_workout_of_003() -> None:
    """The gluteus maximus is primary in four of its six exercises, three sets each, plain."""
    of_003 = [CATALOG.exercises[name] for name in list(DOSES_OF_003)[5:]]
    sets: dict[str, float] = dict.fromkeys(CATALOG.muscles, 0)
    for exercise in of_003:
        for muscle in exercise.primary:
            sets[muscle] += exercise.sets[1]
        for muscle in exercise.secondary:
            sets[muscle] += exercise.sets[1] / 2
    majors = [m.id for m in CATALOG.muscles.values() if m.volume_class == "major"]
    most = max(sets[muscle] for muscle in majors)
    assert most <= CATALOG.numbers("sets_major_in")[2]
    assert 2 * most <= CATALOG.numbers("sets_major_offpre")[2]


def test_longer_sessions_may_hold_more_exercises() -> None:
    minutes = CATALOG.numbers("session_exercise_wish_minutes")
    assert dict(zip(minutes, CATALOG.numbers("session_exercise_wish"), strict=True)) == {
        30: 8, 45: 10, 60: 11, 75: 12,
    }  # fmt: skip


@pytest.mark.parametrize("level", LEVELS)
def test_contacts_of_a_phase_stay_within_those_of_the_level(level: str) -> None:
    for phase in PHASES:
        wanted, most = CATALOG.numbers(f"contacts_{level}_{phase}")
        assert wanted <= most <= CATALOG.numbers(f"contacts_{level}")[1]
        if phase == "taper":
            assert most <= 20
        if phase == "post_race":
            assert most == 0


def test_one_number_is_not_read_out_of_several() -> None:
    with pytest.raises(ValueError, match=r"session_set_cap.*3 values"):
        CATALOG.number("session_set_cap")


def test_an_unknown_number_or_muscle_offers_a_near_one() -> None:
    with pytest.raises(UnknownName, match="same_muscle_gap"):
        CATALOG.number("same_muscle_gpa")
    with pytest.raises(UnknownName, match="soleus"):
        CATALOG.neglecting_claims("soleu", "balanced")


def test_bounding_needs_a_ground_that_no_kit_has() -> None:
    assert CATALOG.exercises["bounding"].equipment == (("open_ground",),)
    assert not any("open_ground" in kit.equipment for kit in CATALOG.kits.values())
