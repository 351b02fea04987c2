"""The coach's tiers on the smallest weeks that show them, in the model and on the finished plan.

That both readings agree is checked whenever a proven week is answered: a difference is a fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from catalog import Catalog
from catalog.models import PHASES, STAGES, Exercise, Stage
from catalog.strength import SecondChoice, WantedMovement
from optimizer.documents.request import Request, Run
from optimizer.documents.result import Result
from tests.optimizer.worlds import (
    a_catalog,
    a_muscle,
    a_request,
    a_run,
    a_session,
    a_window,
    an_exercise,
    last_week,
    planned,
    sets_by_window,
    sets_of,
    starts,
)

GYM = {"gym": ("dumbbell",)}
TUESDAY = a_window("tue", "Tue 18:00", 60, "gym")


def a_light_squat() -> Exercise:
    return an_exercise("light", "rectus_femoris", pattern="squat", load_class="drill", sets=(2, 3))


def a_loaded_squat() -> Exercise:
    return an_exercise(
        "loaded", "rectus_femoris", pattern="squat", load_class="external", main_lift="knee",
        least_load_kg=(4, 8, 12), loaded=True, leg_load=2, equipment=(("dumbbell",),), sets=(2, 3),
        rest_seconds=120,
    )  # fmt: skip


def tiers(result: Result) -> dict[str, int]:
    return {tier.name: tier.value for tier in result.objective}


def in_a_gym(*runs: Run) -> Request:
    return a_request(TUESDAY, places=GYM, runs=runs)


def test_a_main_lift_is_taken_although_a_light_one_is_quicker() -> None:
    """An intermediate wants three sets for the knee in season; the drill is worth none."""
    catalog = a_catalog(a_light_squat(), a_loaded_squat())
    result = planned(in_a_gym(), catalog)
    assert (result.status, sets_of(result)) == ("optimal", {"loaded": 3})
    assert tiers(result)["main_lift_sets_missing"] == 0


def test_a_set_counts_for_what_it_is_worth() -> None:
    """A drill is worth nothing to an intermediate's thigh with a weight at hand, else a half."""
    light = a_light_squat()
    catalog = a_catalog(light)
    with_weight, without = planned(in_a_gym(), catalog), planned(a_request(), catalog)
    assert tiers(with_weight)["minimum_dose_missed"] > tiers(without)["minimum_dose_missed"]
    assert without.plan is not None
    (thigh,) = [one for one in without.plan.coverage if one.muscle == "rectus_femoris"]
    assert (thigh.sets, thigh.effective_sets) == (3, 1.5)


def test_main_lifts_are_spread_over_the_sessions_of_the_week() -> None:
    """In pre-season six sets for the knee, and a session of an hour counts three: both have some,
    although all of them would fit into one."""
    squat = a_loaded_squat().model_copy(update={"sets": (2, 4)})
    lunge = squat.model_copy(update={"id": "lunge", "pattern": "lunge"})
    windows = (TUESDAY, a_window("fri", "Fri 18:00", 60, "gym"))
    request = a_request(
        *windows, places=GYM, week={"phase": "pre_season"}, limits={"min_sessions": 1}
    )
    result = planned(request, a_catalog(squat, lunge))
    assert tiers(result)["main_lift_sets_missing"] == 0
    assert sorted(sets_by_window(result)) == ["fri", "tue"]
    of_one_day = planned(
        a_request(TUESDAY, places=GYM, week={"phase": "pre_season"}), a_catalog(squat, lunge)
    )
    # Wanted are three by then, and one of the two lifts has them.
    assert max(sets_of(of_one_day).values()) >= 3


def test_every_family_of_main_lifts_comes_before_more_sets_of_one() -> None:
    """In half an hour there is room for two families of two sets: both are held."""
    knee = a_loaded_squat().model_copy(update={"sets": (2, 4)})
    hip = an_exercise(
        "hinge", "gluteus_maximus", pattern="hinge", load_class="external", main_lift="hip",
        least_load_kg=(4, 8, 12), loaded=True, leg_load=2, equipment=(("dumbbell",),), sets=(2, 4),
        rest_seconds=120,
    )  # fmt: skip
    result = planned(
        a_request(a_window("tue", "Tue 18:00", 35, "gym"), places=GYM), a_catalog(knee, hip)
    )
    assert set(sets_of(result)) == {"loaded", "hinge"}
    assert tiers(result)["main_lift_families_missing"] == 0


def test_legs_that_lack_recovery_are_not_tired_on_the_eve_of_a_key_run() -> None:
    """Both days lack the 24 hours after a run; only Tuesday is a day away from the intervals."""
    catalog = a_catalog(a_loaded_squat())
    request = a_request(
        TUESDAY, a_window("thu", "Thu 18:00", 60, "gym"), places=GYM,
        runs=[a_run("Tue 07:00"), a_run("Thu 06:00"), a_run("Fri 10:00", kind="interval")],
        limits={"min_sessions": 1, "max_sessions": 1},
    )  # fmt: skip
    result = planned(request, catalog)
    assert (result.status, starts(result)) == ("relaxed", ["tue 2026-11-24T18:00"])
    assert tiers(result)["recovery_short_before_key_run"] == 0


def test_heavy_work_keeps_off_the_eve_of_a_key_run() -> None:
    """Tuesday evening ends 12 hours before the intervals, Thursday is free: the lift goes there."""
    catalog = a_catalog(a_loaded_squat().model_copy(update={"leg_load": 3}))
    request = a_request(
        TUESDAY, a_window("thu", "Thu 18:00", 60, "gym"), places=GYM,
        runs=[a_run("Wed 07:00", kind="interval")], limits={"max_sessions": 1},
    )  # fmt: skip
    result = planned(request, catalog)
    assert starts(result) == ["thu 2026-11-26T18:00"]
    assert tiers(result)["heavy_before_key_run"] == 0
    only_tuesday = in_a_gym(a_run("Wed 07:00", kind="interval"))
    assert tiers(planned(only_tuesday, catalog))["heavy_before_key_run"] == 1


def test_a_week_in_season_has_jumps_for_a_seasoned_athlete() -> None:
    """An intermediate wants 40 contacts: two sets of twenty, though they count for no dose."""
    hop = an_exercise(
        "hop", "calf", kind="plyometric", pattern="jump", impact=2, load_class="plyo",
        foot_contacts_per_rep=1, reps=(20, 20), sets=(2, 3),
    )  # fmt: skip
    catalog = a_catalog(hop, muscles=[a_muscle("calf", own_dose=False)])
    assert sets_of(planned(a_request(), catalog)) == {"hop": 2}
    beginner = a_request(athlete={"level": "beginner", "weeks_of_strength": 30})
    assert sets_of(planned(beginner, catalog)) == {}


def test_jumps_come_before_the_minimum_dose() -> None:
    """Of 12 minutes the warm-up leaves time for the hops or for the lift: it is the hops, although
    the lift's muscle has nothing then."""
    hop = an_exercise(
        "hop", "calf", kind="plyometric", pattern="jump", impact=2, load_class="plyo",
        foot_contacts_per_rep=1, reps=(20, 20), sets=(2, 3), rest_seconds=60,
    )  # fmt: skip
    muscles = [a_muscle("calf", own_dose=False), a_muscle("rectus_femoris")]
    catalog = a_catalog(hop, an_exercise("lift", sets=(2, 2)), muscles=muscles)
    short = a_request(a_window("tue", "Tue 18:00", 10))
    assert sets_of(planned(short, catalog)) == {"hop": 2}
    assert sets_of(planned(a_request(), catalog)) == {"hop": 2, "lift": 2}


@pytest.mark.parametrize(
    ("days", "chosen"),
    [
        (("Tue", "Wed", "Thu"), ["thu", "tue"]),
        (("Mon", "Sat", "Sun"), ["mon", "sat"]),
    ],
)
def test_sessions_are_not_on_days_in_a_row(days: tuple[str, ...], chosen: list[str]) -> None:
    """Two sessions of three possible ones: those that leave a day between them, the Sunday and the
    next Monday included."""
    lifts = [an_exercise(f"lift_{n}", f"muscle_{n}", sets=(4, 4)) for n in range(2)]
    muscles = [a_muscle(f"muscle_{n}") for n in range(2)]
    windows = [a_window(day.lower(), f"{day} 18:00", 14) for day in days]
    result = planned(
        a_request(*windows, limits={"max_sessions": 2}), a_catalog(*lifts, muscles=muscles)
    )
    assert sorted(sets_by_window(result)) == chosen
    assert tiers(result)["strength_on_neighbouring_days"] == 0


def test_a_session_is_not_dropped_for_a_day_between() -> None:
    """Three days in a row are all there is, and each holds one of the three lifts: two pairs."""
    lifts = [an_exercise(f"lift_{n}", f"muscle_{n}", sets=(4, 4)) for n in range(3)]
    muscles = [a_muscle(f"muscle_{n}") for n in range(3)]
    windows = [a_window(day.lower(), f"{day} 18:00", 14) for day in ("Tue", "Wed", "Thu")]
    request = a_request(*windows, week={"phase": "off_season"})
    result = planned(request, a_catalog(*lifts, muscles=muscles))
    assert sorted(sets_by_window(result)) == ["thu", "tue", "wed"]
    assert tiers(result)["strength_on_neighbouring_days"] == 2


def test_a_sunday_that_was_is_the_day_before_this_monday() -> None:
    """Last week ended with a session on Sunday: this week's is not on Monday."""
    catalog = a_catalog(an_exercise("lift"), an_exercise("other", "calf"))
    sunday = a_session(catalog, "sun", "2026-11-22T18:00:00+00:00", {"other": 2})
    request = a_request(
        a_window("mon", "Mon 18:00"), a_window("wed", "Wed 18:00"), limits={"max_sessions": 1},
        previous=last_week(sunday),
    )  # fmt: skip
    assert sorted(sets_by_window(planned(request, catalog))) == ["wed"]


def test_a_session_holds_no_more_exercises_than_its_length_wants() -> None:
    """Of ten lifts two sessions of 30 minutes hold eight at the most each, where both have room."""
    lifts = [
        an_exercise(f"lift_{n}", f"muscle_{n}", sets=(1, 1), reps=(5, 5), rest_seconds=15)
        for n in range(10)
    ]
    muscles = [a_muscle(f"muscle_{n}", neglected=False) for n in range(10)]
    windows = (a_window("tue", "Tue 18:00", 30), a_window("fri", "Fri 18:00", 30))
    result = planned(a_request(*windows), a_catalog(*lifts, muscles=muscles))
    assert tiers(result)["exercises_above_cap"] == 0
    assert max(len(sets) for sets in sets_by_window(result).values()) <= 8


def pulls_with(*better: str, stages: tuple[Stage, ...] = STAGES, sets: int = 4) -> Catalog:
    """A short pull on the floor and a long row, and which of them is the better one."""
    choice = SecondChoice(
        id="pulls", name="Pulls", stages=stages, exercises=("floor_x",), better=better, source="x",
        basis="coach default",
    )  # fmt: skip
    floor = an_exercise("floor_x", "back", sets=(sets, sets))
    row = an_exercise("row_x", "back", sets=(sets, sets), rest_seconds=90)
    found = a_catalog(floor, row)
    return replace(found, second_choices={choice.id: choice})


def test_a_second_choice_is_not_given_beside_a_better_one() -> None:
    """Four sets of either are the whole target: the row is given, although it takes longer.  Where
    it is not named as better, the quicker one is."""
    assert sets_of(planned(a_request(), pulls_with("row_x"))) == {"row_x": 4}
    assert sets_of(planned(a_request(), pulls_with("elsewhere"))) == {"floor_x": 4}


@pytest.mark.parametrize(("sets", "given"), [(3, {"row_x": 3}), (2, {"floor_x": 2, "row_x": 2})])
def test_a_second_choice_stays_where_the_target_lacks_more_than_its_price(
    sets: int, given: dict[str, int]
) -> None:
    """Three sets of the row lack one of the target, two half sets, and the price is three; two
    sets lack four half sets."""
    assert sets_of(planned(a_request(), pulls_with("row_x", sets=sets))) == given


def test_a_second_choice_is_one_of_its_stages_alone_and_never_a_wish() -> None:
    """An intermediate is given what is the second choice of beginners alone, and what is wished
    for."""
    of_beginners = pulls_with("row_x", stages=("beginner",))
    assert sets_of(planned(a_request(), of_beginners)) == {"floor_x": 4}
    wish = a_request(preferences={"prefer": ("floor_x",)})
    assert "floor_x" in sets_of(planned(wish, pulls_with("row_x")))


@pytest.mark.parametrize(
    ("free", "price", "given", "counted"),
    [
        (1, 3, {"press_x": 3}, 2), (1, 1, {"fly_x": 2, "press_x": 2}, 1),
        (2, 3, {"fly_x": 2, "press_x": 2}, 0),
    ],
)  # fmt: skip
def test_one_more_different_exercise_is_given_for_no_less_than_its_price(
    free: int, price: int, given: dict[str, int], counted: int
) -> None:
    """Three sets of the press lack two half sets of the target, which the fly would fill: not at a
    price of three half sets, but at one of one, or where two exercises are free."""
    catalog = a_catalog(
        an_exercise("press_x", "chest", sets=(2, 3)), an_exercise("fly_x", "chest", sets=(2, 2)),
        evidence={"different_exercises_free": (free,), "different_exercise_price": (price,)},
    )  # fmt: skip
    result = planned(a_request(), catalog)
    assert sets_of(result) == given
    assert tiers(result)["target_dose_shortfall"] == counted + OF_THE_DRILL


def test_a_drill_is_a_second_choice_beside_its_harder_variant_above_a_beginner() -> None:
    """The easier rung of a ladder is the quicker one: a beginner is given it."""
    knees = an_exercise("side_plank_knees", "obliques", load_class="drill", sets=(4, 4))
    whole = an_exercise("side_plank", "obliques", sets=(4, 4), rest_seconds=90)
    catalog = a_catalog(knees, whole)
    assert sets_of(planned(a_request(), catalog)) == {"side_plank": 4}
    beginner = a_request(athlete={"level": "beginner"})
    assert sets_of(planned(beginner, catalog)) == {"side_plank_knees": 4}


@pytest.mark.parametrize(
    ("phase", "known", "is_given"),
    [
        ("post_race", False, False), ("taper", False, False), ("in_season", False, True),
        ("post_race", True, True),
    ],
)  # fmt: skip
def test_no_new_load_is_looked_for_in_a_taper_and_after_a_race(
    phase: str, known: bool, is_given: bool
) -> None:
    """The body stands in for it, although the lift is quicker; a load that is known is none."""
    press = an_exercise(
        "press_x", "deltoid", load_class="external", loaded=True, sets=(2, 2),
        equipment=(("dumbbell",),), rest_seconds=30,
    )  # fmt: skip
    push = an_exercise("push_x", "deltoid", sets=(2, 2), rest_seconds=90)
    lifts = ({"exercise": "press_x", "kg": 10, "reps": 8},) if known else ()
    request = a_request(
        a_window("tue", "Tue 18:00", 60, "home"), week={"phase": phase},
        athlete={"lifts": lifts}, places={"home": ("dumbbell",)},
    )  # fmt: skip
    given = sets_of(planned(request, a_catalog(press, push)))
    assert ("press_x" in given) is is_given
    assert ("push_x" in given) is not known


def test_a_running_drill_brings_none_of_the_contacts_that_are_wanted() -> None:
    """The skip is quicker and has as many; the hop is given, and the skip is not."""
    skip, hop = (
        an_exercise(
            name, muscle, kind="plyometric", pattern="hop", impact=1, reps=(20, 20), sets=(2, 3),
            foot_contacts_per_rep=1, rest_seconds=rest, traits=traits,
        )
        for name, muscle, rest, traits in (
            ("skip_x", "calf", 30, ("running_drill",)), ("hop_x", "calf", 90, ()),
        )
    )  # fmt: skip
    catalog = a_catalog(skip, hop, muscles=[a_muscle("calf", own_dose=False)])
    result = planned(a_request(), catalog)
    assert sets_of(result).keys() == {"hop_x"}
    assert tiers(result)["contacts_missing"] == 0


OF_THE_DRILL = 8
"""Half sets that the muscle of the warm-up drill lacks of its target: nothing trains it."""


def kinds_of_a_lift(price: int) -> Catalog:
    """A straight lift of two muscles and a bent one of the first alone, to stand beside it."""
    choice = SecondChoice(
        id="alone", name="Alone", exercises=("straight_x",), better=("bent_x",), beside=True,
        price=price, source="x", basis="coach default",
    )  # fmt: skip
    straight = an_exercise("straight_x", "soleus", "gastrocnemius", sets=(2, 4))
    bent = an_exercise("bent_x", "soleus", sets=(2, 4))
    return replace(a_catalog(straight, bent), second_choices={choice.id: choice})


@pytest.mark.parametrize(
    ("price", "given", "counted"),
    [(5, {"bent_x": 2, "straight_x": 2}, 4), (3, {"straight_x": 4}, 3)],
)
def test_two_kinds_of_a_lift_stand_beside_each_other_for_a_price(
    price: int, given: dict[str, int], counted: int
) -> None:
    """Time is for four sets.  Two of each kind lack four half sets of one muscle; four of the
    straight kind lack nothing, and stand alone."""
    short = a_request(a_window("tue", "Tue 18:00", 12))
    result = planned(short, kinds_of_a_lift(price))
    assert sets_of(result) == given
    assert tiers(result)["target_dose_shortfall"] == counted + OF_THE_DRILL


def test_kinds_of_a_lift_that_are_wished_for_stand_alone_at_no_price() -> None:
    """With time for both a week has both; who wishes for the straight one may have it alone."""
    assert sets_of(planned(a_request(), kinds_of_a_lift(3))).keys() == {"bent_x", "straight_x"}
    wish = a_request(preferences={"prefer": ("straight_x",), "avoid": ("bent_x",)})
    assert tiers(planned(wish, kinds_of_a_lift(3)))["target_dose_shortfall"] == OF_THE_DRILL


def test_beside_its_main_lifts_a_session_has_two_accessories() -> None:
    """Of seven rows one session of an hour would hold all; two sessions share them, five at most
    each."""
    rows = [
        an_exercise(
            f"row_{n}", f"muscle_{n}", pattern="pull_horizontal", sets=(1, 1), reps=(5, 5),
            rest_seconds=15,
        )
        for n in range(7)
    ]  # fmt: skip
    muscles = [a_muscle(f"muscle_{n}", neglected=False) for n in range(7)]
    windows = (a_window("tue", "Tue 18:00", 60), a_window("fri", "Fri 18:00", 60))
    result = planned(a_request(*windows), a_catalog(*rows, muscles=muscles))
    assert tiers(result)["exercises_above_cap"] == 0
    assert max(len(sets) for sets in sets_by_window(result).values()) <= 5


def test_a_beginner_s_first_weeks_learn_what_later_ones_have_as_main_lifts() -> None:
    """They have none: five large exercises stand in an hour that later has three main lifts."""
    rows = [
        an_exercise(
            f"row_{n}", f"muscle_{n}", pattern=pattern, sets=(1, 1), reps=(5, 5), rest_seconds=15
        )
        for n, pattern in enumerate(("pull_horizontal",) * 2 + ("push_horizontal",) * 2
                                    + ("pull_vertical",) * 2)
    ]  # fmt: skip
    muscles = [a_muscle(f"muscle_{n}", neglected=False) for n in range(6)]
    hour = a_window("tue", "Tue 18:00", 60)
    large = {
        weeks: len(
            sets_of(
                planned(
                    a_request(hour, athlete={"level": "beginner", "weeks_of_strength": weeks}),
                    a_catalog(*rows, muscles=muscles),
                )
            )
        )
        for weeks in (3, 20)
    }
    assert large == {3: 5, 20: 2}


def with_movements(*exercises: Exercise, **changes: object) -> Catalog:
    """A catalog that wants a row of the back, where nothing else asks for one."""
    row = WantedMovement(
        id="row", name="A row", patterns=("pull_horizontal",), load_classes=("body",),
        stages=STAGES, phases=PHASES, source="x", basis="coach default",
    ).model_copy(update=changes)  # fmt: skip
    return replace(a_catalog(*exercises), wanted_movements={row.id: row})


LIFT = an_exercise("lift_x", "back", sets=(4, 4))
ROW = an_exercise("row_x", "back", pattern="pull_horizontal", sets=(4, 4), setup_seconds=90)


def test_a_wanted_movement_is_given_although_another_is_quicker() -> None:
    """Both are four sets of the back, the whole target; the row takes longer."""
    nothing_wanted = replace(a_catalog(LIFT, ROW), wanted_movements={})
    assert sets_of(planned(a_request(), nothing_wanted)) == {"lift_x": 4}
    result = planned(a_request(), with_movements(LIFT, ROW))
    assert sets_of(result) == {"row_x": 4}
    assert tiers(result)["movements_missing"] == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"load_classes": ("heavy",)},
        {"muscles": ("calf",)},
        {"phases": ("taper",)},
        {"stages": ("beginner_first4",)},
        {"from_sessions": 2},
    ],
)
def test_a_movement_is_wanted_only_of_its_kind_stage_phase_and_room(
    changes: dict[str, object],
) -> None:
    one_window = a_request(a_window("tue", "Tue 18:00"))
    result = planned(one_window, with_movements(LIFT, ROW, **changes))
    assert sets_of(result) == {"lift_x": 4}
    assert "movements_missing" not in tiers(result)


def test_a_week_of_one_session_has_no_room_for_two() -> None:
    """Two windows, and the athlete wants one session."""
    once = a_request(
        a_window("tue", "Tue 18:00"), a_window("fri", "Fri 18:00"), limits={"max_sessions": 1}
    )
    result = planned(once, with_movements(LIFT, ROW, from_sessions=2))
    assert "movements_missing" not in tiers(result)


def test_a_movement_that_somebody_avoids_is_not_asked_for() -> None:
    avoiding = a_request(preferences={"avoid": ("row_x",)})
    assert sets_of(planned(avoiding, with_movements(LIFT, ROW))) == {"lift_x": 4}


def two_rows(**changes: object) -> Result:
    """Two windows with time for one row each; by two different ones each muscle has its sets."""
    rows = (
        an_exercise("row_x", "back", "arm", pattern="pull_horizontal", sets=(2, 2)),
        an_exercise("row_y", "back", "neck", pattern="pull_horizontal", sets=(2, 2)),
    )
    windows = (a_window("tue", "Tue 18:00", 10), a_window("fri", "Fri 18:00", 10))
    muscles = [a_muscle(name, neglected=False) for name in ("back", "arm", "neck")]
    movements = with_movements(*rows, **changes).wanted_movements
    catalog = replace(a_catalog(*rows, muscles=muscles), wanted_movements=movements)
    return planned(a_request(*windows), catalog)


def test_a_movement_may_be_wanted_in_two_sessions_by_one_exercise() -> None:
    """What a beginner learns comes again, although another row would train one muscle more."""
    once = two_rows()
    assert sets_of(once) == {"row_x": 2, "row_y": 2}
    again = two_rows(from_sessions=2, in_sessions=2)
    assert len(sets_of(again)) == 1
    assert list(sets_of(again).values()) == [4]
    assert tiers(again)["movements_missing"] == 0


def test_a_movement_in_one_session_of_two_is_missing() -> None:
    """Three sessions of one exercise have no room in two windows."""
    assert tiers(two_rows(from_sessions=2, in_sessions=3))["movements_missing"] == 1


def test_a_neglected_muscle_comes_before_a_wanted_movement() -> None:
    """Time is for one of them: the week says what it lacks."""
    needed = an_exercise("lift_x", "calf", sets=(4, 4))
    row = an_exercise("row_x", "back", pattern="pull_horizontal", sets=(4, 4))
    muscles = [a_muscle("calf", neglected=True), a_muscle("back", neglected=False)]
    wanted = with_movements(row).wanted_movements
    catalog = replace(a_catalog(needed, row, muscles=muscles), wanted_movements=wanted)
    result = planned(a_request(a_window("tue", "Tue 18:00", 12)), catalog)
    assert sets_of(result) == {"lift_x": 4}
    assert tiers(result)["movements_missing"] == 1


def heavy_day(result: Result) -> list[str]:
    return [window for window, sets in sets_by_window(result).items() if "heavy_x" in sets]


HEAVY = an_exercise(
    "heavy_x", "rectus_femoris", pattern="squat", load_class="heavy", loaded=True, leg_load=3,
    equipment=(("barbell",),), sets=(3, 3),
)  # fmt: skip
LIGHT = an_exercise("light_x", "back", sets=(4, 4))


def two_days(
    *windows: str, runs: tuple[Run, ...], rules: Mapping[str, object] | None = None
) -> Result:
    """A heavy lift and a light one, each in a window of its own."""
    request = a_request(
        *(a_window(start[:3].lower(), start, 17, "gym") for start in windows),
        places={"gym": ("barbell",)}, runs=runs, rules=rules or {},
    )  # fmt: skip
    return planned(request, a_catalog(HEAVY, LIGHT))


LONG_SUNDAY = a_run("Sun 18:00", 110, "long")
MONDAY_INTERVALS = a_run("Mon 07:00", 45, "interval")


def test_last_week_is_taken_to_have_ended_as_this_one_does() -> None:
    """On Monday at 12:00 heavy work would stand 16 hours after Sunday's long run."""
    result = two_days("Mon 12:00", "Tue 12:00", runs=(LONG_SUNDAY,))
    assert heavy_day(result) == ["tue"]
    assert tiers(result)["heavy_across_weeks"] == 0


def test_the_day_after_a_long_run_is_the_lighter_one() -> None:
    """The long run ends on Tuesday at 07:50: on Wednesday at 12:00 its 24 hours are over."""
    long_run = a_run("Tue 06:00", 110, "long")
    result = two_days("Wed 12:00", "Thu 12:00", runs=(long_run,))
    assert heavy_day(result) == ["thu"]
    assert tiers(result)["heavy_across_weeks"] == 0
    assert tiers(two_days("Wed 12:00", runs=(long_run,)))["heavy_across_weeks"] == 1


@pytest.mark.parametrize(
    ("run", "window"),
    [
        (a_run("Tue 06:00", 89, "easy"), "Wed 12:00"),
        (a_run("Tue 06:00", 110, "long"), "Thu 08:00"),
    ],
    ids=["a short run", "48 hours after it"],
)
def test_other_runs_and_later_days_tire_no_heavy_day(run: Run, window: str) -> None:
    assert "heavy_across_weeks" not in tiers(two_days(window, runs=(run,)))


def test_who_asks_for_no_recovery_has_no_lighter_day_after_a_long_run() -> None:
    off = {"recovery_after_run": {"enforcement": "preferred", "hours": 0}}
    result = two_days("Wed 12:00", runs=(a_run("Tue 06:00", 110, "long"),), rules=off)
    assert "heavy_across_weeks" not in tiers(result)


def test_next_week_is_taken_to_begin_as_this_one_does() -> None:
    """On Sunday at 19:00 heavy work would stand on the eve of Monday's intervals."""
    result = two_days("Sat 19:00", "Sun 19:00", runs=(MONDAY_INTERVALS,))
    assert heavy_day(result) == ["sat"]


@pytest.mark.parametrize(
    ("window", "run"), [("Mon 12:00", LONG_SUNDAY), ("Sun 19:00", MONDAY_INTERVALS)]
)
def test_where_no_day_is_better_the_week_says_so(window: str, run: Run) -> None:
    assert tiers(two_days(window, runs=(run,)))["heavy_across_weeks"] == 1


@pytest.mark.parametrize(
    "run", [a_run("2026-11-22T08:00", 40), a_run("Mon 05:00", 40)], ids=["last week", "this week"]
)
def test_what_is_told_is_not_guessed(run: Run) -> None:
    """A run before the window is told, so that Sunday's is not taken for last week's too."""
    at_noon = two_days("Tue 12:00", "Wed 12:00", runs=(run, LONG_SUNDAY))
    assert "heavy_across_weeks" not in tiers(at_noon)


def test_the_hours_at_the_seam_are_those_of_the_rules() -> None:
    """Twelve hours after a run are enough for who asks for twelve."""
    shorter = {"recovery_after_run": {"hours": 12}}
    assert "heavy_across_weeks" not in tiers(
        two_days("Mon 12:00", runs=(LONG_SUNDAY,), rules=shorter)
    )
    off = {"before_key_run": {"enforcement": "off"}}
    assert "heavy_across_weeks" not in tiers(
        two_days("Sun 19:00", runs=(MONDAY_INTERVALS,), rules=off)
    )


def test_a_run_that_the_plan_places_is_taken_to_stand_there_in_other_weeks_too() -> None:
    """At 12:00 Sunday's long run would end 22 hours before Monday noon."""
    when = [{"start": "Sun 12:00", "end": "Sun 20:00"}]
    moving = Run.model_validate({"when": when, "minutes": 110, "kind": "long"}, strict=False)
    assert tiers(two_days("Mon 12:00", runs=(moving,)))["heavy_across_weeks"] == 1
    when.append({"start": "Sat 12:00", "end": "Sat 20:00"})
    moving = Run.model_validate({"when": when, "minutes": 110, "kind": "long"}, strict=False)
    result = two_days("Mon 12:00", runs=(moving,))
    assert tiers(result).get("heavy_across_weeks", 0) == 0
    assert result.plan is not None
    assert [run.start[:10] for run in result.plan.runs] == ["2026-11-28"]
