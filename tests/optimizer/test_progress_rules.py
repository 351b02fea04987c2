"""What comes next of one exercise, rule by rule: the first that has something to say decides."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from catalog import load_catalog
from optimizer.dosing.prescription import Prescribed
from optimizer.dosing.progress_rules import decide
from optimizer.dosing.standing import PROGRESS_RULES, Decision, Standing
from optimizer.dosing.weights import Weight
from optimizer.dosing.workouts import Workout

CATALOG = load_catalog()
LOADS = Path(__file__).parents[2] / "docs" / "loads.md"
TODAY = date(2026, 11, 23)
DOSE = Prescribed("main_lift", 4, (4, 6), None, (1, 2))
WANTS_TWO = Prescribed("main_lift", 4, (4, 6), None, (2, 3))
PLATES = tuple(Weight(kg, kg, "kg") for kg in (20 + 2.5 * n for n in range(60)))
DUMBBELLS = tuple(Weight(float(kg), kg, "kg") for kg in (4, 6, 8, 10, 12, 16, 20, 24))


def done(
    days_ago: int, kg: float | None, *reps: int, left: float | None = 2, **more: Any
) -> Workout:
    reserves = () if left is None else (left,) * len(reps)
    day = TODAY - timedelta(days=days_ago)
    return Workout(day, kg, tuple(reps), reserves=reserves, **more)


def a_hold(days_ago: int, *seconds: int) -> Workout:
    return Workout(TODAY - timedelta(days=days_ago), None, (), tuple(seconds))


def standing(*workouts: Workout, exercise: str = "back_squat", **changes: Any) -> Standing:
    found = Standing(
        catalog=CATALOG,
        exercise=CATALOG.exercises[exercise],
        level="intermediate",
        phase="pre_season",
        dose=DOSE,
        before=DOSE,
        workouts=workouts,
        weights=PLATES,
        today=TODAY,
    )
    return replace(found, **changes)


def rule_and_load(decision: Decision) -> tuple[str, float | None]:
    return decision.rule, None if decision.weight is None else decision.weight.kg


TOP = (done(6, 60, 6, 6, 6), done(3, 60, 6, 6, 6))


@pytest.mark.parametrize(
    ("workouts", "changes", "expected"),
    [
        # Double progression: twice at the top, for a beginner once.
        (TOP, {}, ("step_up", 62.5)),
        (TOP[1:], {}, ("more_reps", 60)),
        (TOP[1:], {"level": "beginner"}, ("step_up", 62.5)),
        ((TOP[0], done(3, 60, 6, 6, 5)), {}, ("more_reps", 60)),
        ((TOP[0], done(3, 60, 6, 6, 6, left=None)), {}, ("more_reps", 60)),
        # In season only with the most of the reserve.
        ((done(6, 60, 6, 6, left=1), done(3, 60, 6, 6, left=1)), {}, ("step_up", 62.5)),
        (
            (done(6, 60, 6, 6, left=1), done(3, 60, 6, 6, left=1)),
            {"phase": "in_season"},
            ("more_reps", 60),
        ),
        # Twice a repetition less than wanted: what is lacking, one weight at least; once: the same.
        (
            (done(6, 60, 4, 4, left=0.5), done(3, 60, 4, 4, left=0.5)),
            {"dose": WANTS_TWO, "before": WANTS_TWO},
            ("too_hard", 55),
        ),
        (
            (done(6, 60, 4, 4, left=1.5), done(3, 60, 4, 4, left=0.5)),
            {"dose": WANTS_TWO, "before": WANTS_TWO},
            ("more_reps", 60),
        ),
        (
            (done(6, 62.5, 4, 4, left=0.5), done(3, 60, 4, 4, left=0.5)),
            {"dose": WANTS_TWO, "before": WANTS_TWO},
            ("more_reps", 60),
        ),
        # Nothing is twice in a row across a long break: too hard, missed, or at the top.
        (
            (done(60, 60, 4, 4, left=0.5), done(3, 60, 4, 4, left=0.5)),
            {"dose": WANTS_TWO, "before": WANTS_TWO},
            ("more_reps", 60),
        ),
        ((done(60, 60, 5, 3, left=0), done(3, 60, 4, 3, left=0)), {}, ("missed_once", 60)),
        ((done(60, 60, 6, 6, 6), done(3, 60, 6, 6, 6)), {}, ("more_reps", 60)),
        # Too easy: as many repetitions as were left too many, at most 10 %, while finding 30 %.
        ((*TOP[:1] * 4, done(3, 60, 6, 6, left=5)), {}, ("too_easy", 65)),
        ((*TOP[:1] * 4, done(3, 60, 6, 6, left=9)), {}, ("too_easy", 65)),
        ((done(3, 60, 6, 6, left=9),), {}, ("too_easy", 72.5)),
        # Missed once: the same; twice: 5 % down; three times: 10 %.
        ((done(3, 60, 5, 3, left=0),), {}, ("missed_once", 60)),
        ((done(6, 60, 5, 3, left=0), done(3, 60, 4, 3, left=0)), {}, ("missed_again", 55)),
        (
            (*(done(n, 60, 3, 3, left=0) for n in (9, 6, 3)),),
            {},
            ("missed_again", 52.5),
        ),
        # Who stopped early with enough left missed nothing.
        ((done(3, 60, 3, 3, left=4),), {}, ("too_easy", 62.5)),
        # Pain comes before all, and what was not judged raises nothing.
        ((*TOP, done(2, 60, 6, 6, pain=4)), {}, ("pain", 47.5)),
        ((*TOP, done(2, 60, 6, 6, pain=6)), {}, ("pain", None)),
        ((TOP[0], done(3, 60, 6, 6, is_judged=False)), {}, ("more_reps", 60)),
        (TOP, {"is_ill": True}, ("illness", 55)),
        # Time off, by its rows.
        ((done(10, 60, 6),), {}, ("more_reps", 60)),
        ((done(14, 60, 6),), {}, ("time_off", 57.5)),
        ((done(20, 60, 6),), {}, ("time_off", 55)),
        ((done(35, 60, 6),), {}, ("time_off", 50)),
        ((done(60, 60, 6),), {}, ("time_off", 45)),
        ((done(100, 60, 6),), {}, ("time_off", 37.5)),
        ((done(112, 60, 6),), {}, ("time_off", None)),
        # From 65 years on each row counts as the next.
        ((done(10, 60, 6),), {"age_years": 70}, ("more_reps", 60)),
        ((done(14, 60, 6),), {"age_years": 64}, ("time_off", 57.5)),
        ((done(14, 60, 6),), {"age_years": 65}, ("time_off", 55)),
        ((done(100, 60, 6),), {"age_years": 65}, ("time_off", None)),
        # Nothing rises on a taper, after a race or in a lighter week.
        (TOP, {"phase": "taper"}, ("taper", 60)),
        (TOP, {"phase": "post_race"}, ("after_race", 60)),
        (TOP, {"is_deload": True}, ("deload", 60)),
        # The week after a lighter one begins where the one before it ended.
        (
            (TOP[0], done(3, 55, 4, 4, left=4, is_judged=False, in_lighter_week=True)),
            {},
            ("after_deload", 60),
        ),
        # No gain in three workouts.
        ((*(done(n, 60, 5, 5) for n in (12, 9, 6, 3)),), {}, ("plateau", 60)),
        # The heaviest weight, and a log without loads.
        (TOP, {"weights": PLATES[:17]}, ("heaviest", 60)),
        ((done(3, None, 6, 6),), {}, ("load_untold", None)),
    ],
)
def test_the_first_rule_that_speaks_decides(
    workouts: tuple[Workout, ...], changes: dict[str, Any], expected: tuple[str, float | None]
) -> None:
    assert rule_and_load(decide(standing(*workouts, **changes))) == expected


def test_a_step_up_says_what_was_done_and_where_to_begin() -> None:
    assert decide(standing(*TOP)).sentence == (
        "60 kg × 6 with 2 left last week: one step up to 62.5 kg, from 4 repetitions on."
    )


@pytest.mark.parametrize(
    ("workout", "changes", "then"),
    [
        (done(3, 60, 6, 6, 6), {}, "once more like this and it goes up."),
        (
            done(3, 60, 6, 6, 6, left=0),
            {},
            "with 1 or more left in every set twice in a row it goes up.",
        ),
        (
            done(3, 60, 6, 6, 6, left=None),
            {},
            "write down how many are left: with 1 or more twice in a row it goes up.",
        ),
        (
            done(3, 60, 6, 6, 6, left=1),
            {"phase": "in_season"},
            "with 2 or more left in every set twice in a row it goes up.",
        ),
    ],
)
def test_at_the_top_of_the_range_it_is_told_what_the_load_waits_for(
    workout: Workout, changes: dict[str, Any], then: str
) -> None:
    found = decide(standing(workout, **changes))
    assert rule_and_load(found) == ("more_reps", 60)
    assert found.sentence.endswith(
        f": the same load, as the top of the range, 6, is reached; {then}"
    )


def test_before_a_wide_step_more_repetitions_are_done() -> None:
    """From 10 to 12 kg is 20 %: seven repetitions more, by two a workout, and then the step."""
    dose = Prescribed("external_lift", 3, (8, 10), None, (2, 3))
    changes: dict[str, Any] = {
        "exercise": "goblet_squat", "weights": DUMBBELLS, "dose": dose, "before": dose,
    }  # fmt: skip
    ten = (done(6, 10, 10, 10), done(3, 10, 10, 10))
    first = decide(standing(*ten, **changes))
    assert (rule_and_load(first), first.reps) == (("more_reps", 10), (8, 12))
    assert first.sentence.endswith(
        ": the same load, up to 12 repetitions, and 15 before the load goes up, as the next weight"
        " is 20 % heavier."
    )
    thirteen = decide(standing(done(6, 10, 12, 12), done(3, 10, 14, 13), **changes))
    assert (rule_and_load(thirteen), thirteen.reps) == (("more_reps", 10), (8, 15))
    assert "up to 15 repetitions, as the next weight" in thirteen.sentence
    fifteen = (done(6, 10, 15, 15), done(3, 10, 15, 15))
    after = decide(standing(*fifteen, **changes))
    assert (rule_and_load(after), after.reps) == (("step_up", 12), None)


def test_in_season_repetitions_above_the_range_wait_for_the_most_of_the_reserve() -> None:
    dose = Prescribed("external_lift", 3, (8, 10), None, (2, 3))

    def found(left: float | None) -> Decision:
        return decide(
            standing(
                done(3, 10, 10, 10, left=left),
                exercise="goblet_squat", weights=DUMBBELLS, dose=dose, before=dose,
                phase="in_season",
            )
        )  # fmt: skip

    for left in (2, None):
        assert (rule_and_load(found(left)), found(left).reps) == (("more_reps", 10), None)
    assert found(2).sentence.endswith(
        ": the same load, as the top of the range, 10, is reached; with 3 or more left in every set"
        " repetitions go up, as the next weight is 20 % heavier."
    )
    assert found(3).reps == (8, 12)


def test_repetitions_above_the_range_are_held_where_they_are_not_earned_anew() -> None:
    """Back to 8 to 10 the same load would leave five."""
    dose = Prescribed("external_lift", 3, (8, 10), None, (2, 3))

    def found(*reps: int, left: float) -> Decision:
        return decide(
            standing(
                done(3, 10, *reps, left=left),
                exercise="goblet_squat", weights=DUMBBELLS, dose=dose,
                before=replace(dose, reps=(8, 14)), phase="in_season",
            )
        )  # fmt: skip

    progress = found(14, 14, left=2)
    assert (rule_and_load(progress), progress.reps) == (("more_reps", 10), (8, 14))
    assert "as the top of the range, 14, is reached; with 3 or more left" in progress.sentence
    less = found(11, 9, left=2)
    assert (less.rule, less.reps) == ("more_reps", (8, 14))
    assert less.sentence.endswith(": the same load, repetitions up within 8–14.")
    assert found(14, 14, left=3).reps == (8, 15)
    assert found(12, 11, left=0).reps == (8, 14)
    missed = found(7, 6, left=0)
    assert (missed.rule, missed.reps) == ("missed_once", None)


def test_while_a_load_is_found_repetitions_take_the_place_of_a_weight_that_is_not_there() -> None:
    """9 more left than wanted are 28 %; the next weight is a third more: five more, not two."""
    dose = Prescribed("accessory", 3, (8, 10), None, (2, 3))
    stack = tuple(Weight(float(kg), kg, "kg") for kg in (15, 20, 25))

    def found(workouts: int, left: float) -> Decision:
        days = range(3 * workouts, 0, -3)
        return decide(
            standing(
                *(done(n, 15, 10, 10, left=left) for n in days), phase="in_season",
                exercise="leg_curl_machine", weights=stack, dose=dose, before=dose,
            )
        )  # fmt: skip

    first = found(1, 12)
    assert (rule_and_load(first), first.reps) == (("too_easy", 15), (8, 15))
    assert first.sentence == (
        "15 kg × 10 with 12 left last week, 9 more than wanted: the same load, up to 15"
        " repetitions, as the next weight is 33 % heavier."
    )
    assert found(1, 6).reps == (8, 13)
    assert (found(1, 5).rule, found(1, 5).reps) == ("more_reps", (8, 12))
    assert (found(4, 12).rule, found(4, 12).reps) == ("more_reps", (8, 12))


def test_a_step_that_is_far_too_wide_is_not_taken() -> None:
    dose = Prescribed("external_lift", 3, (8, 10), None, (2, 3))
    found = decide(
        standing(
            *(done(n, 4, 20, 20) for n in (6, 3)),
            exercise="goblet_squat", weights=DUMBBELLS, dose=dose, before=dose,
        )
    )  # fmt: skip
    assert rule_and_load(found) == ("next_too_heavy", 4)


def test_another_range_moves_the_load_along_the_curve() -> None:
    """From 8 to 10 repetitions with two to three left to 4 to 6 with one to two: 15 % at most."""
    before = Prescribed("main_lift", 3, (8, 10), None, (2, 3))
    up = decide(standing(done(3, 60, 8, 8, left=3), before=before))
    assert rule_and_load(up) == ("new_range", 70)
    missed = decide(standing(done(3, 60, 7, 6, left=0), before=before))
    assert rule_and_load(missed) == ("new_range", 60)


def test_another_range_goes_by_the_median_of_recent_maxima() -> None:
    """8 to 12 before: 60 kg × 8 with 2 left is 80 kg, and 4 with 2 left are 83.7 % of it."""
    before = Prescribed("main_lift", 4, (8, 12), None, (2, 3))
    done_so_far = (done(13, 60, 8), done(9, 59, 8), done(3, 61, 8))
    found = decide(standing(*done_so_far, before=before))
    assert rule_and_load(found) == ("new_range", 67.5)
    assert "by a maximum of about 80 kg (± 10 %)" in found.sentence
    slip = decide(standing(*done_so_far, done(2, 80, 8), before=before))
    assert "80 kg × 8 with 2 left last week is far off what was done just before" in slip.sentence
    assert "by a maximum of about 80 kg" in slip.sentence
    # A change that is not too fast counts.
    later = decide(standing(*done_so_far[:2], done(1, 80, 8), before=before))
    assert "check the entry" not in later.sentence
    # Of twelve repetitions no formula is trusted: the load moves along the curve.
    assert "maximum" not in decide(standing(done(3, 60, 12), before=before)).sentence


HURT = done(10, 62.5, 5, 5, pain=4)


def in_lighter_week(kg: float, *reps: int, **more: Any) -> Workout:
    return done(3, kg, *reps, is_judged=False, in_lighter_week=True, **more)


@pytest.mark.parametrize(
    ("workouts", "expected"),
    [
        # Before it: what hurt, was missed twice, or was too hard twice.
        ((HURT, in_lighter_week(50, 4, 4)), ("after_deload", 50)),
        (
            (done(12, 60, 3, 3, left=0), done(10, 60, 3, 3, left=0), in_lighter_week(60, 4)),
            ("after_deload", 55),
        ),
        # In it: what was missed is not followed by more, and what hurt by less.
        ((done(10, 62.5, 5, 5), in_lighter_week(55, 5, 1, left=0)), ("after_deload", 55)),
        ((HURT, in_lighter_week(50, 4, 4, pain=4)), ("pain", 40)),
        # Sets of a lighter week end two repetitions earlier: that is no miss.
        ((done(10, 60, 5, 5), in_lighter_week(55, 2, 2, left=None)), ("after_deload", 60)),
        # Missed before it and in it is missed twice in a row; in it alone, or then and after, once.
        ((done(10, 60, 3, 3, left=0), in_lighter_week(60, 1, 1, left=0)), ("after_deload", 55)),
        ((done(10, 60, 5, 5), in_lighter_week(60, 1, 1, left=0)), ("after_deload", 60)),
        (
            (done(10, 60, 3, 3, left=0), in_lighter_week(60, 1), in_lighter_week(60, 3, left=4)),
            ("after_deload", 60),
        ),
        # Missed once is no less.
        ((done(10, 60, 5, 3, left=0), in_lighter_week(55, 4, 4)), ("after_deload", 60)),
    ],
)
def test_after_a_lighter_week_no_more_than_the_log_left(
    workouts: tuple[Workout, ...], expected: tuple[str, float]
) -> None:
    assert rule_and_load(decide(standing(*workouts))) == expected


def test_holds_with_a_load_that_a_lighter_week_missed_are_no_heavier_after_it() -> None:
    """Only repetitions were looked at."""
    hold = Prescribed("core", 3, None, (30, 45), None, (15, 45))
    carry: dict[str, Any] = {"exercise": "farmer_carry", "dose": hold, "before": hold}
    before = replace(a_hold(10, 40, 40), kg=30.0)
    in_it = replace(a_hold(3, 20, 20), kg=25.0, is_judged=False, in_lighter_week=True)
    assert rule_and_load(decide(standing(before, in_it, **carry))) == ("after_deload", 25)
    long_enough = replace(in_it, holds_seconds=(30, 30))
    assert rule_and_load(decide(standing(before, long_enough, **carry))) == ("after_deload", 30)


def test_a_break_after_a_lighter_week_begins_from_what_the_log_left() -> None:
    workouts = (HURT, in_lighter_week(50, 4, 4))
    found = decide(standing(*workouts, today=TODAY + timedelta(days=20)))
    assert found.rule == "time_off"
    assert found.weight is not None
    assert found.weight.kg <= 50


def test_after_a_lighter_week_a_missing_set_is_told() -> None:
    workouts = (done(10, 60, 6), done(3, 60, 4, is_judged=False, in_lighter_week=True))
    assert "1 set less" in decide(standing(*workouts, is_reduced_after_deload=True)).sentence
    found = decide(standing(*workouts))
    assert rule_and_load(found) == ("after_deload", 60)
    assert "less" not in found.sentence


def test_beyond_both_ends_of_the_curve_its_ends_are_read() -> None:
    """Below one repetition to failure, as above the most of the curve, nothing is extrapolated."""
    less = Prescribed("main_lift", 3, (0, 0), None, (0, 0))
    found = decide(standing(done(3, 60, 1, left=None), before=less))
    assert rule_and_load(found) == ("new_range", 52.5)


def test_after_time_off_the_old_load_comes_back_in_steps_of_ten_percent() -> None:
    log = (done(60, 80, 6, 6), done(6, 60, 4, 4), done(3, 60, 4, 4))
    assert rule_and_load(decide(standing(*log))) == ("regain", 65)


def test_holds_and_bands_and_bodies_go_on_without_a_load() -> None:
    hold = Prescribed("core", 3, None, (30, 45), None, (15, 45))
    plank: dict[str, Any] = {"exercise": "side_plank", "weights": (), "dose": hold, "before": hold}
    assert decide(standing(a_hold(3, 30, 30), **plank)).sentence.endswith(": 35 s next.")
    assert rule_and_load(decide(standing(a_hold(3, 25, 30), **plank)))[0] == "missed_once"
    at_top = standing(a_hold(6, 45, 45), a_hold(3, 45, 45), **plank)
    at_the_end = decide(at_top).sentence
    assert at_the_end.endswith(": the same again, as the top of the range, 45 s, is reached.")
    assert (
        rule_and_load(decide(replace(at_top, harder="Side-plank hip dip")))[0] == "harder_variant"
    )
    band = Prescribed("circuit", 3, (10, 15), None, (2, 3))
    walk: dict[str, Any] = {
        "exercise": "lateral_band_walk",
        "weights": (),
        "dose": band,
        "before": band,
    }
    twice = (done(6, None, 15, 15), done(3, None, 15, 15))
    assert rule_and_load(decide(standing(*twice, **walk)))[0] == "next_band"


def test_only_what_is_lowered_is_made_slower() -> None:
    """Jumps, holds and walks by the clock were to be lowered for 3 to 4 s."""
    jumps = Prescribed("plyometric", 3, (15, 25), None)
    hops: dict[str, Any] = {"exercise": "pogo_hop", "weights": (), "dose": jumps, "before": jumps}
    hopped = (done(6, None, 25, 25), done(3, None, 25, 25))
    found = decide(standing(*hopped, **hops))
    assert found.rule == "same_jumps"
    assert "25 with 2 left last week: the same again; no more or higher ones" in found.sentence
    rope = decide(standing(*hopped, harder="Jump rope", **hops))
    assert rope.sentence == "25 repetitions in every set twice: on to Jump rope."
    walk = Prescribed("circuit", 2, None, (20, 40))
    for name in ("heel_walk", "lateral_edge_walk"):
        walks: dict[str, Any] = {"exercise": name, "weights": (), "dose": walk, "before": walk}
        again = decide(standing(a_hold(6, 40, 40), a_hold(3, 40, 50), **walks))
        assert again.rule == "hold_longer", again
        assert "lower for" not in again.sentence
    body = Prescribed("circuit", 2, (8, 12), None, (2, 3))
    lunges: dict[str, Any] = {
        "exercise": "reverse_lunge", "weights": (), "dose": body, "before": body,
    }  # fmt: skip
    lunged = decide(standing(done(6, None, 12, 12), done(3, None, 14, 14), **lunges))
    assert lunged.rule == "slower"
    assert lunged.sentence.startswith("12 repetitions or more in every set twice: lower for 3 to 4")


def test_a_hold_against_a_band_goes_on_with_seconds() -> None:
    seconds = Prescribed("circuit", 3, None, (30, 45))
    spanish: dict[str, Any] = {
        "exercise": "spanish_squat", "weights": (), "dose": seconds, "before": seconds,
    }  # fmt: skip
    found = decide(standing(a_hold(6, 45, 45), a_hold(3, 45, 45), **spanish))
    assert found.sentence == (
        "45 s in every set twice: the next stronger band; 30 s with it are enough at first."
    )


def test_pounds_are_told_in_pounds() -> None:
    weights = tuple(Weight(lb * 0.45359237, lb, "lb") for lb in range(45, 400, 5))
    log = (done(6, 135 * 0.45359237, 6, 6), done(3, 135 * 0.45359237, 6, 6))
    found = decide(standing(*log, weights=weights, units="lb"))
    assert found.sentence.startswith("135 lb × 6 with 2 left last week: one step up to 140 lb")


def test_the_table_of_the_documentation_has_every_rule_once() -> None:
    section = LOADS.read_text(encoding="utf-8").split("## What next week")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    named = [rule for row in rows for rule in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert tuple(named) == PROGRESS_RULES


def test_another_reserve_is_told_where_the_repetitions_stay() -> None:
    found = decide(standing(done(3, 60, 5, 5), before=replace(DOSE, rir=(2, 3))))
    assert found.rule == "new_range"
    assert ": now 1–2 left instead of 2–3, so" in found.sentence
