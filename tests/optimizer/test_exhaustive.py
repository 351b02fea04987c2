"""The optimum is the optimum: in tiny worlds every week is tried, and none is better.

The search of ``tests/optimizer/exhaustive.py`` uses no solver.  It tries every start on the
five-minute grid and every number of sets; its best week has to equal the planner's tier by tier.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import Catalog
from catalog.models import PHASES, STAGES
from catalog.strength import WantedMovement
from optimizer.documents.request import Pin, Request
from tests.drawn import drawn
from tests.optimizer.exhaustive import best_week
from tests.optimizer.worlds import (
    a_catalog,
    a_leg_lift,
    a_muscle,
    a_request,
    a_run,
    a_session,
    a_window,
    an_exercise,
    an_injury,
    last_week,
    planned,
    starts,
)

SLOW = partial(pytest.param, marks=pytest.mark.slow)
"""Of a grid, what only ``make test-all`` tries."""
SQUAT = a_leg_lift("squat_x", "quadriceps", pattern="squat")
HINGE = a_leg_lift("hinge_x", "hamstrings", pattern="hinge")
PLANK = an_exercise("plank_x", "core", pattern="anti_extension", rest_seconds=30)
CALF = a_leg_lift("calf_x", "calf", pattern="calf", leg_load=1, per_side=True)
HOP = a_leg_lift("hop_x", "calf", pattern="hop", kind="plyometric", impact=2, sets=(2, 2),
                 foot_contacts_per_rep=1)  # fmt: skip
THIGHS = (
    a_muscle("quadriceps", neglected=True, groups=("quadriceps",)),
    a_muscle("hamstrings", neglected=True, groups=("hamstrings",)),
)
THREE = a_catalog(SQUAT, HINGE, PLANK, muscles=THIGHS)
SUPERSETS = {"style": "supersets"}


def agree(request: Request, catalog: Catalog) -> None:
    """The planner's answer is the best of all weeks, in every tier, and proven."""
    result = planned(request, catalog)
    tiers = {tier.name: (tier.value, tier.bound) for tier in result.objective}
    strict = best_week(request, catalog)
    assert (result.status == "optimal") == (strict is not None), strict
    best = strict or best_week(request, catalog, relaxed=True)
    assert (best is None) == (result.status == "infeasible"), best
    if best is not None:
        named = {name: tiers.get(name, (0, 0)) for name in best.tiers}
        assert named == {name: (value, value) for name, value in best.tiers.items()}, best


# --- One mechanism each ---------------------------------------------------------------------------


@pytest.mark.parametrize("style", ["straight", "supersets"])
@pytest.mark.parametrize("minutes", [10, SLOW(12), 15, SLOW(17), 20, SLOW(25)])
def test_one_window_of_any_length(minutes: int, style: str) -> None:
    request = a_request(a_window("tue", "Tue 18:00", minutes), preferences={"style": style})
    agree(request, a_catalog(SQUAT, HINGE, PLANK, CALF, muscles=THIGHS))


def test_partners_who_share_a_muscle_do_not_save_time() -> None:
    help_each_other = an_exercise("bridge_x", "hamstrings", secondary=("quadriceps",))
    wall_sit = an_exercise("wall_sit_x", "quadriceps", secondary=("hamstrings",), rest_seconds=90)
    catalog = a_catalog(help_each_other, wall_sit, PLANK, muscles=THIGHS)
    for minutes in (12, 13, 15, 16):
        agree(a_request(a_window("tue", "Tue 18:00", minutes), preferences=SUPERSETS), catalog)


@pytest.mark.parametrize("slack_minutes", [0, 5, 10, 15])
def test_spacing_waits_where_the_window_has_room(slack_minutes: int) -> None:
    """The windows start 47 h 50 min apart; waiting ten minutes allows the same muscle again."""
    windows = a_window("tue", "Tue 18:00", 12), a_window("thu", "Thu 17:50", 12 + slack_minutes)
    agree(a_request(*windows), THREE)


def test_spacing_over_three_windows() -> None:
    windows = (
        a_window("mon", "Mon 18:00", 10),
        a_window("wed", "Wed 17:55", 20),
        a_window("fri", "Fri 17:55", 20),
    )
    agree(a_request(*windows, week={"phase": "off_season"}), a_catalog(SQUAT, HINGE))


@pytest.mark.parametrize("thursday", ["Thu 17:00", "Thu 18:00"])
def test_one_lunge_in_two_sessions(thursday: str) -> None:
    """47 hours after the first session no loaded lunge may come again."""
    lunge = a_leg_lift("lunge_x", "hamstrings", pattern="lunge", sets=(2, 2))
    again = WantedMovement(
        id="again", name="Again", patterns=("squat", "lunge"), load_classes=("body",),
        stages=STAGES, phases=PHASES, from_sessions=2, in_sessions=2, source="x",
        basis="coach default",
    )  # fmt: skip
    catalog = replace(
        a_catalog(SQUAT, lunge, PLANK, muscles=THIGHS), wanted_movements={again.id: again}
    )
    agree(a_request(a_window("tue", "Tue 18:00", 13), a_window("thu", thursday, 13)), catalog)


def test_the_lighter_day_after_a_long_run() -> None:
    heavy = a_leg_lift(
        "heavy_x", "quadriceps", pattern="squat", load_class="heavy", leg_load=3, sets=(2, 2),
        equipment=(("barbell",),),
    )  # fmt: skip
    windows = (a_window(day[:3].lower(), day, 12, "gym") for day in ("Wed 12:00", "Thu 12:00"))
    request = a_request(
        *windows, places={"gym": ("barbell",)}, runs=(a_run("Tue 06:00", 110, "long"),)
    )
    agree(request, a_catalog(heavy, PLANK, muscles=THIGHS))


def test_an_injury_spaces_its_muscles_wider() -> None:
    catalog = a_catalog(
        SQUAT, HINGE, muscles=THIGHS,
        injuries=[an_injury("knee_x", emphasise=("quadriceps",), hours_between_loading=72)],
    )  # fmt: skip
    windows = a_window("mon", "Mon 18:00", 15), a_window("thu", "Thu 17:50", 25)
    agree(a_request(*windows, athlete={"injuries": ("knee_x",)}), catalog)


@pytest.mark.parametrize("enforcement", ["required", "preferred", "off"])
@pytest.mark.parametrize("run_at", [SLOW("Wed 18:00"), "Wed 18:12", SLOW("Wed 18:20")])
def test_a_key_run_next_evening(run_at: str, enforcement: str) -> None:
    agree(
        a_request(
            a_window("tue", "Tue 18:00", 20),
            a_window("fri", "Fri 18:00", 15),
            runs=[a_run(run_at, 60, "tempo")],
            rules={"before_key_run": {"enforcement": enforcement}},
        ),
        THREE,
    )


def test_recovery_ends_inside_the_window() -> None:
    agree(
        a_request(
            a_window("tue", "Tue 18:30", 25),
            a_window("sat", "Sat 10:00", 15),
            runs=[a_run("Mon 18:02", 40)],
        ),
        THREE,
    )


@pytest.mark.parametrize("required_hours", [0, 12, 24.5])
def test_recovery_as_a_preference(required_hours: float) -> None:
    rule = {"enforcement": "preferred", "hours": required_hours}
    agree(
        a_request(
            a_window("tue", "Tue 18:30", 20),
            a_window("fri", "Fri 10:00", 12),
            runs=[a_run("Mon 18:00", 40)],
            rules={"recovery_after_run": rule},
        ),
        THREE,
    )


@pytest.mark.parametrize("enforcement", ["required", SLOW("preferred")])
@pytest.mark.parametrize("level", [SLOW("intermediate"), "advanced"])
@pytest.mark.parametrize(
    "runs",
    [
        [("Tue 11:40", 30, "interval")],
        [("Tue 11:40", 30, "tempo"), ("Thu 17:50", 30, "interval")],
        [("Mon 20:00", 100, "long"), ("Tue 09:00", 30, "tempo")],
        [("Tue 06:00", 30, "interval"), ("Tue 14:20", 30, "easy"), ("Fri 14:10", 30, "easy")],
        [("Tue 06:00", 30, "easy"), ("Fri 06:00", 30, "easy")],
    ],
)
def test_recovery_by_hard_days(
    runs: list[tuple[str, int, str]], level: str, enforcement: str
) -> None:
    agree(
        a_request(
            a_window("tue", "Tue 18:00", 20),
            a_window("fri", "Fri 17:00", 15),
            runs=[a_run(*run) for run in runs],
            recovery="hard_days_hard",
            athlete={"level": level},
            rules={"recovery_after_run": {"enforcement": enforcement}},
        ),
        THREE,
    )


def test_recovery_by_hard_days_over_midnight() -> None:
    agree(
        a_request(
            a_window("tue", "Tue 23:40", 50),
            a_window("thu", "Thu 12:00", 10),
            runs=[a_run("Tue 17:30", 30, "tempo"), a_run("Fri 20:00", 30, "interval")],
            recovery="hard_days_hard",
        ),
        THREE,
    )


def test_places_differ() -> None:
    press = a_leg_lift("press_x", "quadriceps", pattern="squat", equipment=(("dumbbell",),))
    catalog = a_catalog(press, SQUAT, HINGE, muscles=THIGHS)
    agree(
        a_request(
            a_window("tue", "Tue 18:00", 12, "gym"),
            a_window("fri", "Fri 18:00", 12, "park"),
            places={"gym": ("dumbbell",), "park": ()},
            preferences={"style": "straight", "prefer": ("press_x",)},
        ),
        catalog,
    )


def test_one_machine_serves_one_partner_at_a_time() -> None:
    machine = next(
        e.id for e in sorted(THREE.equipment.values(), key=lambda e: e.id) if e.exclusive
    )
    pull = an_exercise("pull_x", "latissimus_dorsi", equipment=((machine,),))
    push = an_exercise("push_x", "deltoid", equipment=((machine,),))
    for minutes in (11, 12, 13, 14):
        agree(
            a_request(
                a_window("tue", "Tue 18:00", minutes, "gym"),
                places={"gym": (machine,)},
                preferences=SUPERSETS,
            ),
            a_catalog(pull, push),
        )


@pytest.mark.parametrize("most", [0, 1, 2])
def test_no_more_sessions_than_asked(most: int) -> None:
    windows = a_window("tue", "Tue 18:00", 12), a_window("fri", "Fri 18:00", 15)
    agree(a_request(*windows, limits={"max_sessions": most}), THREE)


@pytest.mark.parametrize("minutes", [4, 9, 11, 13, 30])
def test_a_limit_shorter_than_the_window(minutes: int) -> None:
    agree(a_request(a_window("tue", "Tue 18:00"), limits={"max_session_minutes": minutes}), THREE)


@pytest.mark.parametrize(
    "wishes",
    [
        {"avoid": ("squat_x",)},
        {"prefer": ("lunge_x",)},
        {"prefer": ("lunge_x", "plank_x"), "avoid": ("hinge_x",)},
    ],
)
def test_wishes_decide_among_equals(wishes: dict[str, Any]) -> None:
    lunge = a_leg_lift("lunge_x", "quadriceps", pattern="lunge")
    agree(
        a_request(a_window("tue", "Tue 18:00", 17), preferences={"style": "straight"} | wishes),
        a_catalog(SQUAT, lunge, HINGE, PLANK, muscles=THIGHS),
    )


def test_hops_keep_their_distance() -> None:
    windows = a_window("tue", "Tue 18:00", 15), a_window("thu", "Thu 17:55", 20)
    agree(a_request(*windows), a_catalog(HOP, PLANK, SQUAT))


def test_balance_between_two_muscles() -> None:
    rows = [
        an_exercise("row_x", "latissimus_dorsi", sets=(2, 4)),
        an_exercise("press_x", "deltoid", sets=(2, 4)),
    ]
    agree(a_request(a_window("tue", "Tue 18:00", 18)), a_catalog(*rows, SQUAT, HINGE))


@pytest.mark.parametrize("level", ["beginner", "intermediate", "advanced"])
@pytest.mark.parametrize("phase", ["off_season", "in_season", "taper", "post_race"])
def test_phases_and_levels(phase: str, level: str) -> None:
    agree(
        a_request(
            a_window("tue", "Tue 18:00", 17),
            a_window("sat", "Sat 10:00", 12),
            athlete={"id": "test", "level": level, "weeks_of_strength": 0},
            week={"start": "2026-11-23", "phase": phase},
        ),
        THREE,
    )


@pytest.mark.parametrize("minutes", [30, SLOW(100), 200])
@pytest.mark.parametrize("race_at", ["2026-11-22T09:00", "Wed 09:00", "Fri 09:00"])
def test_around_a_race(race_at: str, minutes: int) -> None:
    agree(
        a_request(
            a_window("thu", "Thu 18:00", 15),
            a_window("sat", "Sat 23:50", 20),
            runs=[a_run(race_at, minutes, "race")],
        ),
        a_catalog(SQUAT, CALF, PLANK),
    )


def test_pins_hold() -> None:
    windows = a_window("tue", "Tue 18:00", 20), a_window("fri", "Fri 18:00", 15)
    for pin in (
        Pin(window="fri"),
        Pin(exercise="plank_x", sets=2),
        Pin(window="fri", exercise="squat_x", sets=3),
    ):
        agree(a_request(*windows, pinned=[pin]), THREE)


def test_a_pin_that_cannot_hold() -> None:
    hard = a_leg_lift("hard_x", "quadriceps", level="advanced")
    catalog = a_catalog(SQUAT, hard)
    agree(a_request(a_window("tue", "Tue 18:00", 15), pinned=[Pin(exercise="hard_x")]), catalog)


def test_last_week_is_kept_and_raised_slowly() -> None:
    before = a_session(
        THREE, "old", "2026-11-19T18:00:00+00:00", {"squat_x": 2, "hinge_x": 2, "plank_x": 3}
    )
    for number in (3, 4):
        agree(
            a_request(
                a_window("tue", "Tue 18:00", 25),
                previous=last_week(before),
                week={"start": "2026-11-23", "number": number},
            ),
            THREE,
        )


# --- The least relaxation -------------------------------------------------------------------------


@pytest.mark.parametrize("minutes", [8, 9, 10, 12, 13])
def test_too_short_for_every_neglected_muscle(minutes: int) -> None:
    muscles = (
        a_muscle("quadriceps", neglected=True),
        a_muscle("hamstrings", neglected=True, volume_class="minor"),
        a_muscle("core", neglected=True, volume_class="accessory"),
    )
    catalog = a_catalog(SQUAT, HINGE, PLANK, muscles=muscles)
    agree(a_request(a_window("tue", "Tue 18:00", minutes)), catalog)


def test_too_few_windows_for_the_least_sessions() -> None:
    agree(
        a_request(a_window("tue", "Tue 18:00", 20), limits={"min_sessions": 2, "max_sessions": 3}),
        THREE,
    )


@pytest.mark.parametrize("gap_hours", [1, 4, 8, 23])
@pytest.mark.parametrize("kind", ["easy", "tempo", "long"])
def test_recovery_is_given_up_by_the_minute(kind: str, gap_hours: int) -> None:
    run = a_run(f"Tue {18 - 1 - gap_hours:02d}:00" if gap_hours < 18 else "Mon 18:00", 60, kind)
    catalog = a_catalog(SQUAT, PLANK, muscles=[THIGHS[0]])
    agree(
        a_request(
            a_window("tue", "Tue 18:00", 15),
            a_window("sat", "Sat 12:00", 15),
            runs=[run, a_run("Sat 06:00", 30)],
            limits={"max_session_minutes": 15},
        ),
        catalog,
    )


def test_a_session_that_lacks_recovery_starts_as_late_as_its_limit_allows() -> None:
    request = a_request(
        a_window("thu", "Thu 10:00", 30),
        runs=[a_run("Wed 18:30")],
        limits={"max_session_minutes": 20},
    )
    agree(request, THREE)
    assert starts(planned(request, THREE)) == ["thu 2026-11-26T10:10"]


# --- Once found wanting ---------------------------------------------------------------------------


def test_a_window_over_midnight_serves_the_next_day() -> None:
    agree(a_request(a_window("early", "Mon 08:00", 15), a_window("late", "Mon 23:50", 30)), THREE)


def test_a_pinned_start_holds() -> None:
    pin = Pin(window="tue", start="Tue 18:05")
    agree(a_request(a_window("tue", "Tue 18:00", 20), pinned=[pin]), THREE)


def test_a_wish_that_only_a_relaxed_week_could_grant() -> None:
    agree(
        a_request(
            a_window("thu", "Thu 10:00", 12),
            runs=[a_run("Wed 18:30")],
            preferences={"style": "straight", "prefer": ("plank_x",)},
        ),
        THREE,
    )


def test_what_only_a_relaxed_week_could_keep() -> None:
    before = a_session(
        THREE, "old", "2026-11-19T18:00:00+00:00", {"squat_x": 2, "hinge_x": 2, "plank_x": 3}
    )
    agree(
        a_request(
            a_window("thu", "Thu 10:00", 12),
            runs=[a_run("Wed 18:30")],
            previous=last_week(before),
        ),
        THREE,
    )


def test_recovery_for_leg_loading_alone_leaves_light_legs_free() -> None:
    light = an_exercise("light_x", "core", leg_load=1)
    agree(
        a_request(
            a_window("wed", "Wed 20:00", 15),
            runs=[a_run("Wed 18:30")],
            rules={"recovery_after_run": {"applies_to": "leg_loading"}},
        ),
        a_catalog(light, muscles=[a_muscle("core", neglected=True)]),
    )


def test_minutes_lost_to_the_grid_have_a_reason() -> None:
    result = planned(a_request(a_window("tue", "Tue 18:02", 30)), THREE)
    assert not any("None" in warning.sentence for warning in result.warnings)


# --- Any small world ------------------------------------------------------------------------------

_MUSCLES = ("quadriceps", "hamstrings", "core")


@st.composite
def small_worlds(draw: st.DrawFn) -> tuple[Request, Catalog]:
    """Two or three exercises, one or two windows and some runs."""
    exercises = []
    for name in ("a_x", "b_x", "c_x")[: draw(st.integers(2, 3))]:
        primary = draw(st.sampled_from(_MUSCLES))
        others = [muscle for muscle in _MUSCLES if muscle != primary]
        leg_load = draw(st.integers(0, 2))
        exercises.append(
            an_exercise(
                name,
                primary,
                secondary=tuple(draw(st.lists(st.sampled_from(others), max_size=1))),
                pattern=draw(st.sampled_from(["squat", "hinge", "anti_extension", "shin"])),
                leg_load=leg_load,
                loaded=leg_load > 0,
                rest_seconds=draw(st.sampled_from([30, 60, 90, 150])),
                sets=draw(st.sampled_from([(1, 2), (2, 3), (2, 2)])),
                level=draw(st.sampled_from(["beginner", "intermediate"])),
                per_side=draw(st.booleans()),
            )
        )
    muscles = [
        a_muscle(
            muscle,
            neglected=draw(st.booleans()),
            groups=(muscle,),
            volume_class=draw(st.sampled_from(["major", "minor", "accessory"])),
        )
        for muscle in sorted({m for e in exercises for m in (*e.primary, *e.secondary)})
    ]
    windows = [a_window("tue", "Tue 18:00", draw(st.integers(9, 20)))]
    if draw(st.booleans()):
        later = draw(st.sampled_from(["Wed 18:10", "Thu 17:50", "Thu 18:00", "Fri 07:00"]))
        windows.append(a_window("second", later, draw(st.integers(9, 25))))
    run_starts = ["Mon 17:05", "Mon 17:15", "Tue 06:00", "Wed 17:00", "Wed 18:30", "Thu 06:00",
                  "Sat 09:00"]  # fmt: skip
    runs = [
        a_run(start, draw(st.sampled_from([30, 60])), draw(st.sampled_from(["easy", "tempo"])))
        for start in draw(st.lists(st.sampled_from(run_starts), max_size=2, unique=True))
    ]
    wish = draw(st.lists(st.sampled_from([e.id for e in exercises]), max_size=1))
    request = a_request(
        *windows,
        runs=runs,
        week={"start": "2026-11-23", "phase": draw(st.sampled_from(["in_season", "off_season"]))},
        preferences={
            "style": draw(st.sampled_from(["straight", "supersets"])),
            draw(st.sampled_from(["avoid", "prefer"])): tuple(wish),
        },
        limits=draw(st.sampled_from([{}, {}, {"max_sessions": 1}, {"min_sessions": 1}])),
    )
    return request, a_catalog(*exercises, muscles=muscles)


@drawn(100)
@given(small_worlds())
def test_any_small_world(world: tuple[Request, Catalog]) -> None:
    request, catalog = world
    result = planned(request, catalog)
    strict = best_week(request, catalog)
    assert (result.status == "optimal") == (strict is not None)
    tiers = {tier.name: tier.value for tier in result.objective}
    if strict is not None:
        assert {name: tiers.get(name, 0) for name in strict.tiers} == strict.tiers
        return
    best = best_week(request, catalog, relaxed=True)
    assert (best is None) == (result.status == "infeasible")
    if best is not None:
        assert {name: tiers.get(name, 0) for name in best.tiers} == best.tiers
