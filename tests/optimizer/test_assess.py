"""The fitness test: the screen, which tests, and what results say."""

from __future__ import annotations

import json
import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import load_catalog
from optimizer import Assessment, UnusableInput, assess, read_assessment_request
from optimizer.operations.assess import dated_on

CATALOG = load_catalog()
SCREEN = dict.fromkeys(CATALOG.screen_questions, False)
DAY = "2026-11-23"


def result(test: str, value: float, side: str | None = None, **more: Any) -> dict[str, Any]:
    found = {"test": test, "date": DAY, "value": value, **more}
    return found if side is None else {**found, "side": side}


def both(test: str, left: float, right: float, **more: Any) -> list[dict[str, Any]]:
    return [result(test, left, "left", **more), result(test, right, "right", **more)]


SOUND = [
    *both("single_leg_sit_to_stand", 15, 14),
    *both("single_leg_hamstring_bridge", 24, 24),
    *both("single_leg_heel_raise", 26, 25),
    *both("side_plank", 50, 52),
]


def assessed(**fields: Any) -> Assessment:
    document = {"athlete": {"weeks_of_strength": 40}, "screen": SCREEN, **fields}
    return assess(read_assessment_request(json.dumps(document)))


def problems(**fields: Any) -> list[str]:
    with pytest.raises(UnusableInput) as raised:
        assessed(**fields)
    return [str(problem) for problem in raised.value.problems]


# --- The screen comes first -----------------------------------------------------------------------


def test_without_the_screen_there_are_questions_and_no_tests() -> None:
    found = assessed(screen=None)
    assert (found.status, found.battery) == ("screen_first", None)
    assert found.screen[0].question == "heart_condition"
    assert all(one.asks.endswith("?") for one in found.screen)


def test_results_without_the_screen_are_refused() -> None:
    [problem] = problems(screen=None, tests=SOUND)
    assert problem.startswith("screen: is required before any test; answer true or false to")


def test_a_yes_means_no_test_and_says_what_to_do() -> None:
    found = assessed(screen={**SCREEN, "chest_pain": True}, tests=SOUND)
    assert found.status == "refused"
    assert (found.level, found.battery, found.weak) == (None, None, ())
    assert "beginner's dose" in found.sentence
    assert "See a doctor" in found.sentence


def test_a_missing_answer_is_no_answer() -> None:
    part = dict.fromkeys(list(SCREEN)[:-2], False)
    assert assessed(screen=part).status == "screen_first"
    [problem] = problems(screen=part, tests=SOUND)
    assert "lacks 2 answers" in problem


# --- Which tests in which order -------------------------------------------------------------------


def names(found: Assessment) -> list[str]:
    assert found.battery is not None
    return [step.test for step in found.battery.tests]


def test_at_home_the_tests_go_from_range_to_fatigue() -> None:
    assert names(assessed(kit="home")) == [
        "knee_to_wall", "single_leg_balance_eyes_closed", "lateral_step_down",
        "single_leg_sit_to_stand", "push_up", "single_leg_hamstring_bridge",
        "single_leg_heel_raise", "side_plank",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kit", "minutes"), [("home", 25 + 4 * 2), ("gym", 22 + 3 * 2), ("short", 17.5 + 3 * 2)]
)
def test_a_battery_says_how_long_it_takes_and_when_to_stop(kit: str, minutes: float) -> None:
    """With its warm-up, and two minutes of rest between tests that tire."""
    found = assessed(kit=kit)
    assert found.battery is not None
    assert found.battery.minutes == minutes
    assert all("pain of 3 of 10" in step.stop_rules[0] for step in found.battery.tests)
    assert "24 hours after any run" in found.battery.when[0]


def test_an_injury_takes_out_what_it_excludes_and_asks_for_caution() -> None:
    found = assessed(athlete={"injuries": ["calf strain", "low_back_pain"]}, kit="home")
    assert found.battery is not None
    assert "single_leg_heel_raise" not in names(found)
    [out] = found.battery.left_out
    assert (out.test, out.why) == ("single_leg_heel_raise", "It is not for Calf strain.")
    cautions = {step.test: step.caution for step in found.battery.tests if step.caution}
    assert cautions.keys() == {"single_leg_hamstring_bridge", "side_plank"}


def test_what_is_not_there_is_left_out() -> None:
    found = assessed(kit="short", equipment=["wall"])
    assert names(found) == ["single_leg_heel_raise", "side_plank"]


def test_a_hard_set_asks_for_weeks_of_strength() -> None:
    found = assessed(kit="gym", athlete={"weeks_of_strength": 6})
    assert "five_rm_estimate" not in names(found)
    assert "five_rm_estimate" in names(assessed(kit="gym"))


def test_single_tests_may_be_chosen() -> None:
    assert names(assessed(only=["side_plank", "knee_to_wall"])) == ["knee_to_wall", "side_plank"]


@pytest.mark.parametrize("phase", ["taper", "post_race"])
def test_no_test_in_a_taper_or_after_a_race(phase: str) -> None:
    assert assessed(phase=phase).status == "not_now"


def test_no_two_tests_in_a_row_tire_the_same_part_where_that_can_be() -> None:
    chosen = ["front_plank", "side_plank", "single_leg_heel_raise"]
    found = assessed(only=chosen)
    assert names(found) == ["side_plank", "single_leg_heel_raise", "front_plank"]
    assert found.battery is not None
    assert not any(step.caution for step in found.battery.tests)
    both_trunk = assessed(only=chosen[:2]).battery
    assert both_trunk is not None
    assert [step.caution for step in both_trunk.tests] == [
        None, "Side plank, hold before it tires the same part: rest 5 minutes first.",
    ]  # fmt: skip
    # The rest takes time, beside the two tests and the warm-up.
    assert both_trunk.minutes == 3 + sum(step.minutes for step in both_trunk.tests) + 5


# --- The level ------------------------------------------------------------------------------------


def test_the_level_is_the_median_of_the_tests() -> None:
    found = assessed(tests=SOUND)
    assert found.level is not None
    assert found.level.level == "intermediate"
    assert found.level.by_tests == dict.fromkeys(
        ("single_leg_sit_to_stand", "single_leg_hamstring_bridge", "single_leg_heel_raise",
         "side_plank"),
        "intermediate",
    )  # fmt: skip
    assert found.level.source


STRONG = [
    *both("single_leg_sit_to_stand", 30, 30),
    *both("single_leg_hamstring_bridge", 30, 30),
    *both("single_leg_heel_raise", 38, 38),
    *both("side_plank", 80, 80),
]


@pytest.mark.parametrize(
    ("weeks", "level"),
    [
        (None, "beginner"),
        (3, "beginner"),
        (4, "intermediate"),
        (25, "intermediate"),
        (26, "advanced"),
    ],
)
def test_weeks_of_strength_cap_the_level(weeks: int | None, level: str) -> None:
    found = assessed(athlete={"weeks_of_strength": weeks}, tests=STRONG)
    assert found.level is not None
    assert found.level.level == level


def test_two_tests_are_too_few_for_a_level() -> None:
    found = assessed(tests=SOUND[:4])
    assert found.level is None
    assert "a level needs 3 tests of legs and trunk" in found.sentence


def test_a_test_done_with_caution_never_sets_the_level() -> None:
    found = assessed(athlete={"injuries": ["achilles_tendinopathy"]}, tests=SOUND)
    assert found.level is not None
    assert "single_leg_heel_raise" not in found.level.by_tests


def test_a_lift_is_read_by_the_body_mass() -> None:
    lift = result("five_rm_estimate", 80, exercise="back_squat", reps=5, rir=1)
    athlete = {"weeks_of_strength": 40, "sex": "m", "body_mass_kg": 70}
    others = [*both("single_leg_heel_raise", 26, 25), *both("side_plank", 50, 52)]
    found = assessed(athlete=athlete, tests=[lift, *others])
    assert found.level is not None
    assert found.level.by_tests["five_rm_estimate"] == "advanced"  # 96 kg of 70
    [start] = found.lifts
    assert (start.lift.kg, start.lift.reps, start.lift.rir) == (80, 5, 1)
    assert found.athlete.lifts == (start.lift,)


# --- Weak muscles ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "is_weak"), [(7, False), (6, True), (0, True)])
def test_a_muscle_is_weak_only_beyond_threshold_and_noise(value: int, is_weak: bool) -> None:
    """Below 10 by more than 3."""
    found = assessed(tests=both("single_leg_sit_to_stand", 12, value))
    assert bool(found.weak) is is_weak
    if is_weak:
        assert found.weak[0].side == "right"
        assert "vastus_medialis" in found.weak[0].muscles
        assert "below 10 repetitions by more than the 3 repetitions" in found.weak[0].why


POOR = {
    "knee_to_wall": 1, "single_leg_balance_eyes_closed": 0, "lateral_step_down": 6,
    "single_leg_hop": 20,
}  # fmt: skip


@pytest.mark.parametrize("test", POOR)
def test_what_says_nothing_of_strength_marks_no_muscle(test: str) -> None:
    found = assessed(tests=both(test, POOR[test], POOR[test]))
    assert found.weak == ()
    assert found.level is None
    if test != "single_leg_hop":
        [start] = found.starts
        assert start.exercises


def test_the_three_farthest_below_are_weak_at_most() -> None:
    tests = [
        *both("single_leg_sit_to_stand", 0, 0),
        *both("single_leg_hamstring_bridge", 8, 8),
        *both("single_leg_heel_raise", 2, 2),
        *both("side_plank", 5, 5),
        *both("hip_flexor_hold", 1, 1),
    ]
    weak = [one.test for one in assessed(tests=tests).weak]
    assert weak == ["single_leg_sit_to_stand", "hip_flexor_hold", "single_leg_heel_raise"]


def test_norms_go_by_age_and_sex() -> None:
    tests = both("single_leg_heel_raise", 16, 16)
    assert assessed(tests=tests).weak == ()
    young = {"sex": "m", "age_years": 25, "weeks_of_strength": 40}
    assert assessed(athlete=young, tests=tests).weak[0].threshold == 27.75


@pytest.mark.parametrize(("variant", "sex", "is_weak"), [("toes", "m", True), ("toes", "f", False)])
def test_push_ups_are_read_only_where_there_is_a_norm(
    variant: str, sex: str, is_weak: bool
) -> None:
    athlete = {"sex": sex, "age_years": 30}
    found = assessed(athlete=athlete, tests=[result("push_up", 2, variant=variant)])
    assert bool(found.weak) is is_weak


# --- The weaker side ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right", "side"),
    [
        (25, 20, None),  # 80 %, within the noise of 6
        (70, 63, None),  # 90 %, beyond the noise
        (30, 23, "right"),
        (20, 30, "left"),
    ],
)
def test_sides_differ_only_by_share_and_noise(left: int, right: int, side: str | None) -> None:
    found = assessed(tests=both("single_leg_heel_raise", left, right)).first_side
    assert [one.side for one in found] == ([] if side is None else [side])


@pytest.mark.parametrize(
    ("test", "left", "right", "side"),
    [
        ("knee_to_wall", 11, 9, "right"),
        ("knee_to_wall", 10, 9, None),
        ("lateral_step_down", 4, 1, "left"),
        ("single_leg_balance_eyes_closed", 25, 12, "right"),
    ],
)
def test_sides_of_range_and_quality_differ_beyond_the_noise(
    test: str, left: int, right: int, side: str | None
) -> None:
    """It is advice to the runner, to begin drills with it; no muscle is weak for it."""
    found = assessed(tests=both(test, left, right))
    assert [(one.side, one.muscles) for one in found.first_side] == (
        [] if side is None else [(side, ())]
    )
    assert found.weak == ()


@pytest.mark.parametrize(("points", "waits"), [(3, False), (4, True)])
def test_a_poor_step_down_lets_hard_work_on_one_leg_wait(points: int, waits: bool) -> None:
    found = assessed(tests=both("lateral_step_down", 1, points)).single_leg
    assert (found is not None) is waits
    if found is not None:
        assert (found.side, found.value) == ("right", points)
        assert "on one leg with a weight only a beginner's exercises" in found.why
        assert found.source


# --- Jumps ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("worse", "ready"), [(14, False), (15, True)])
def test_jumps_want_fifteen_heel_raises_on_either_leg(worse: int, ready: bool) -> None:
    found = assessed(tests=both("single_leg_heel_raise", 30, worse)).ready_for_impact
    assert found is not None
    assert found.ready is ready


def test_after_too_few_heel_raises_jumps_wait_for_twenty() -> None:
    before = both("single_leg_heel_raise", 12, 20)
    for one in before:
        one["date"] = "2026-10-05"
    found = assessed(tests=[*before, *both("single_leg_heel_raise", 18, 20)]).ready_for_impact
    assert found is not None
    assert not found.ready


def test_without_a_test_of_it_the_level_decides_alone() -> None:
    found = assessed(tests=both("side_plank", 40, 40)).ready_for_impact
    assert found is not None
    assert found.ready is None


# --- What changed since ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "is_real", "word"), [(25, False, "no change"), (30, True, "better")]
)
def test_a_change_counts_beyond_the_noise(now: int, is_real: bool, word: str) -> None:
    before = result("single_leg_heel_raise", 20, "left")
    before["date"] = "2026-09-28"
    found = assessed(tests=[before, result("single_leg_heel_raise", now, "left")])
    [change] = found.changes
    assert (change.before, change.after, change.is_real) == (20, now, is_real)
    assert word in change.why
    assert [one.date for one in found.athlete.tests] == ["2026-09-28", DAY]


# --- What cannot be a result ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (result("single_leg_heel_raise", 20), "side: single_leg_heel_raise is done on each side"),
        (result("push_up", 20, "left", variant="toes"), "side: 'left' push_up has no sides"),
        (result("push_up", 20), "variant: is required for push_up: one of toes and knees"),
        (result("push_up", 20.5, variant="toes"), "20.5 is no whole number of repetitions"),
        (result("push_up", 400, variant="toes"), "is outside what push_up can have, 0 to 150"),
        (result("heel_raise", 20), "is no known test"),
        (result("five_rm_estimate", 60, reps=5), "exercise: is required for five_rm_estimate"),
        (result("five_rm_estimate", 60, exercise="back_squat"), "reps: is required"),
        (
            result("side_plank", 30, "left", exercise="side_plank"),
            "exercise: 'side_plank' side_plank has none; leave it out",
        ),
    ],
)
def test_what_is_no_result_is_told_in_one_sentence(bad: dict[str, Any], words: str) -> None:
    [problem] = problems(tests=[bad])
    assert problem.startswith("tests[0]")
    assert words in problem


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"lb": 200}, "tests[0].lb: 200 a result is in kilograms; write value 90.7 instead"),
        ({"kg": 60}, "tests[0].kg: is no field of a result: write value, in the unit of its test"),
        ({"unit": "minutes"}, "tests[0].unit: is no field of a result"),
    ],
)
def test_another_unit_has_a_cure(more: dict[str, Any], words: str) -> None:
    bad = {"test": "five_rm_estimate", "date": DAY, "exercise": "back_squat", "reps": 5, **more}
    assert any(problem.startswith(words) for problem in problems(tests=[bad]))


def test_more_than_ten_repetitions_tell_no_maximum() -> None:
    """Thirty with ten left were a maximum of more than twice the load."""
    many = result("five_rm_estimate", 60, exercise="back_squat", reps=30, rir=10)
    found = assessed(athlete={"weeks_of_strength": 40, "body_mass_kg": 60}, tests=[many])
    assert (found.lifts, found.level) == ((), None)
    assert "30 repetitions tell no maximum, 10 at most do" in found.uncounted[0].why
    left = [
        assessed(tests=[result("five_rm_estimate", 60, exercise="back_squat", reps=5, rir=rir)])
        for rir in (3, 10)
    ]
    assert left[0].lifts[0].lift == left[1].lifts[0].lift
    assert "× 5 with 10 left (read as 3: no formula holds for more) on" in left[1].lifts[0].why


def test_loads_are_told_in_the_athlete_s_units() -> None:
    lift = result("five_rm_estimate", 60, exercise="back_squat", reps=5, rir=1)
    earlier = {**lift, "date": "2026-09-28", "value": 50}
    athlete = {"weeks_of_strength": 40, "units": "lb"}
    found = assessed(athlete=athlete, tests=[earlier, lift])
    assert found.lifts[0].why.startswith("132.3 lb × 5 with 1 left on 2026-11-23: a maximum of")
    assert " kg" not in found.lifts[0].why + found.changes[0].why


def test_an_injury_takes_out_exercises_that_a_result_would_add() -> None:
    """No calf stretches where the tendon's insertion hurts."""
    tests = both("knee_to_wall", 4, 5)
    injured = assessed(athlete={"injuries": ["achilles_tendinopathy_insertional"]}, tests=tests)
    [start] = injured.starts
    assert start.exercises == ()
    assert (
        start.says
        == "Nothing for now: its exercises are not for Achilles tendinopathy, insertional."
    )
    assert "bent_knee_calf_stretch" in assessed(tests=tests).starts[0].exercises


def test_work_to_begin_with_is_only_as_far_as_an_injury_goes() -> None:
    injured = {"weeks_of_strength": 40, "injuries": ["low_back_pain"]}
    tests = both("single_leg_hamstring_bridge", 20, 21)
    [start] = assessed(athlete=injured, tests=tests).starts
    assert start.says.startswith("A hinge with a load. Only as far as it goes with Low back pain")


def test_without_a_day_of_asking_the_sentence_says_by_which_it_is_read() -> None:
    found = assessed(tests=SOUND)
    assert found.date == DAY
    assert "Read as of 2026-11-23, the day of the last result" in found.sentence
    answer = assessed(tests=SOUND, date=DAY)
    assert "Read as of" not in answer.sentence
    assert assessed().date is None


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 11, 23), "2026-11-23"),
        (date(2026, 11, 22), "2026-11-23"),  # tomorrow, somewhere already
        (date(2026, 11, 21), "2026-11-21"),
        (date(2029, 11, 23), "2029-11-23"),
    ],
)
def test_the_doors_fill_in_the_day_of_asking(today: date, day: str) -> None:
    document = {"screen": SCREEN, "tests": SOUND}
    request = read_assessment_request(json.dumps(document))
    assert dated_on(request, today).date == day
    known = request.model_copy(update={"date": "2026-12-01"})
    assert dated_on(known, today) is known
    assert dated_on(request.model_copy(update={"tests": ()}), today).date is None


def test_a_result_of_the_future_and_a_double_one() -> None:
    [problem] = problems(tests=[result("side_plank", 30, "left")], date="2026-11-01")
    assert "is after 2026-11-01" in problem
    twice = [result("side_plank", 30, "left"), result("side_plank", 31, "left")]
    [problem] = problems(tests=twice)
    assert "has a result of the left side on 2026-11-23 already in tests[0]; keep one" in problem


def test_one_leg_says_nothing_yet() -> None:
    found = assessed(tests=[result("single_leg_heel_raise", 3, "left")])
    assert (found.weak, found.first_side) == ((), ())
    [why] = [one.why for one in found.uncounted]
    assert "on the left side alone" in why
    assert "until the right side is tested too" in why


def test_a_result_of_years_ago_is_history() -> None:
    found = assessed(tests=SOUND, date="2029-01-01")
    assert found.level is None
    tests = [one["test"] for one in SOUND]
    assert [(one.test, one.side) for one in found.uncounted] == [
        (test, None)
        for test in sorted({*tests}, key=lambda name: CATALOG.fitness_tests[name].place)
    ]
    assert "is history: a result counts for 26 weeks" in found.uncounted[0].why


def test_a_result_of_an_injured_part_does_not_count() -> None:
    found = assessed(
        athlete={"injuries": ["calf_strain"]}, tests=both("single_leg_heel_raise", 1, 1)
    )
    assert found.weak == ()
    assert "it is not for Calf strain" in found.uncounted[0].why


def test_a_result_with_pain_does_not_count() -> None:
    found = assessed(tests=both("single_leg_heel_raise", 1, 1, pain=4))
    assert found.weak == ()
    assert "it ends above a pain of 3 of 10, and it had 4" in found.uncounted[0].why


def test_a_result_with_pain_is_no_measure_of_what_changed() -> None:
    before = [{**one, "date": "2026-09-28"} for one in both("single_leg_heel_raise", 20, 20)]
    left, right = both("single_leg_heel_raise", 30, 30)
    found = assessed(tests=[*before, left, {**right, "pain": 6}])
    assert [change.side for change in found.changes] == ["left"]


def test_what_is_kept_to_measure_from_needs_no_word() -> None:
    """A result that a later one stands for is neither counted nor complained of."""
    old = [{**one, "date": "2024-09-28"} for one in SOUND]
    found = assessed(tests=[*old, *SOUND])
    assert found.uncounted == ()
    assert len(found.changes) == len(SOUND)


def test_sides_of_other_months_are_not_held_against_each_other() -> None:
    left, right = both("single_leg_heel_raise", 12, 22)
    found = assessed(tests=[left, {**right, "date": "2026-09-28"}])
    assert (found.weak, found.first_side) == ((), ())
    [one] = found.uncounted
    assert one.side == "right"
    assert "its right side of 2026-09-28 and its left side of 2026-11-23" in one.why
    assert "test the right side again" in one.why


def test_a_test_with_caution_is_named_where_it_sets_no_level() -> None:
    injured = {"weeks_of_strength": 40, "injuries": ["achilles_tendinopathy"]}
    few = assessed(athlete=injured, tests=both("single_leg_heel_raise", 26, 25))
    assert "and none counts; Single-leg heel raise to fatigue does not set it" in few.sentence
    found = assessed(athlete=injured, tests=SOUND).level
    assert found is not None
    assert "Single-leg heel raise to fatigue does not set it, because of Achilles" in found.why


def test_a_battery_says_what_a_result_has_to_name() -> None:
    steps = {step.test: step for step in assessed(kit="gym").battery.tests}  # type: ignore[union-attr]
    assert steps["push_up"].variants == ("toes", "knees")
    assert "back_squat" in steps["five_rm_estimate"].exercises
    assert steps["side_plank"].variants == steps["side_plank"].exercises == ()


@given(st.permutations(SOUND + STRONG[:2]))
def test_the_order_of_results_changes_nothing(order: list[dict[str, Any]]) -> None:
    dated = [{**one, "date": "2026-09-01"} if one in STRONG[:2] else one for one in order]
    ordered = sorted(dated, key=lambda one: (one["date"], one["test"], one["side"]))
    verdicts = [
        assessed(tests=tests).model_dump(exclude={"athlete", "changes"})
        for tests in (dated, ordered)
    ]
    assert verdicts[0] == verdicts[1]


@st.composite
def any_results(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Results that can be, of any tests, sides and days of two years; none twice."""
    found: dict[tuple[object, ...], dict[str, Any]] = {}
    for _ in range(draw(st.integers(0, 12))):
        test = CATALOG.fitness_tests[draw(st.sampled_from(sorted(CATALOG.fitness_tests)))]
        one: dict[str, Any] = {
            "test": test.id,
            "date": draw(st.dates(date(2024, 12, 1), date(2026, 11, 22))).isoformat(),
            "value": draw(st.integers(math.ceil(test.least), int(test.most))),
        }
        if test.per_side:
            one["side"] = draw(st.sampled_from(["left", "right"]))
        if test.variants:
            one["variant"] = draw(st.sampled_from(test.variants))
        if test.with_exercise:
            one["exercise"] = draw(st.sampled_from(test.with_exercise))
        if test.sets_lift:
            one |= {"reps": draw(st.integers(1, 12)), "rir": draw(st.integers(0, 6))}
        found[tuple(one.get(name) for name in ("test", "date", "side", "variant", "exercise"))] = (
            one
        )
    return [*found.values()]


ATHLETES = st.fixed_dictionaries(
    {},
    optional={
        "sex": st.sampled_from(["f", "m"]),
        "age_years": st.integers(15, 80),
        "body_mass_kg": st.integers(40, 110),
        "weeks_of_strength": st.integers(0, 60),
        "injuries": st.lists(st.sampled_from(sorted(CATALOG.injuries)), max_size=2, unique=True),
    },
)


@given(any_results(), ATHLETES)
def test_whatever_was_tested_every_verdict_has_a_sentence_and_a_source(
    tests: list[dict[str, Any]], athlete: dict[str, Any]
) -> None:
    found = assessed(tests=tests, athlete=athlete, date="2026-11-23")
    kinds = (found.weak, found.first_side, found.lifts, found.starts, found.changes)
    reasons = [(one.why, one.source) for kind in kinds for one in kind]
    assert all(why.endswith(".") and source for why, source in reasons)
    for weak in found.weak:
        test = CATALOG.fitness_tests[weak.test]
        assert test.speaks_for == "strength"
        assert weak.threshold - weak.value > weak.detectable_change
    for side in found.first_side:
        symmetry = CATALOG.fitness_tests[side.test].symmetry_percent
        assert symmetry is not None
        assert side.percent < symmetry + 0.1
    injuries = set(athlete.get("injuries", ()))
    for name in [w.test for w in found.weak] + [s.test for s in found.first_side]:
        assert injuries.isdisjoint(CATALOG.fitness_tests[name].contraindications)
    again = assessed(tests=json.loads(found.athlete.model_dump_json())["tests"], athlete=athlete,
                  date="2026-11-23")  # fmt: skip
    assert again == found
