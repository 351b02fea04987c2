"""The warm-up: of a known length, with a drill for the day's first lift, not always the same."""

from __future__ import annotations

from itertools import pairwise

import pytest

from catalog import load_catalog
from optimizer.building.case_of import case_of
from optimizer.building.warm_up_of import warm_up_of
from optimizer.case.claims import ANYTHING, Admission
from optimizer.week.warm_up import WarmUp
from tests.optimizer.worlds import (
    a_catalog,
    a_drill,
    a_request,
    a_window,
    an_exercise,
    broken_in,
    planned,
)

CATALOG = load_catalog()


def packaged(minutes: int = 60) -> WarmUp:
    case = case_of(a_request(a_window("tue", "Tue 18:00", minutes)), CATALOG)
    found = warm_up_of(case, case.timeline.windows[0], ANYTHING)
    assert found is not None
    return found


@pytest.mark.parametrize(("minutes", "seconds"), [(24, 180), (25, 300), (60, 300)])
def test_three_minutes_are_enough_below_twenty_five(minutes: int, seconds: int) -> None:
    assert packaged(minutes).seconds == seconds


@pytest.mark.parametrize("minutes", [24, 60])
def test_the_drills_take_just_that_long_whatever_follows(minutes: int) -> None:
    """The time model knows the length before the work: other drills never change it."""
    warm_up = packaged(minutes)
    for turn in range(8):
        for first in (None, *CATALOG.exercises.values()):
            items = warm_up.items(first, turn)
            assert sum(item.seconds for item in items) == warm_up.seconds
            for item in items[1:]:
                drill = CATALOG.exercises[item.exercise]
                if drill.reps is None:
                    continue
                assert item.reps is not None
                assert drill.reps[0] <= item.reps[0] == item.reps[1] <= drill.reps[1]
                assert (item.reps[0] - drill.reps[0]) % 2 == 0


@pytest.mark.parametrize(("minutes", "least"), [(24, 60), (60, 90)])
def test_the_first_minutes_raise_the_pulse(minutes: int, least: int) -> None:
    """Not always the same way, in round numbers of seconds, and with nothing but the body."""
    first = CATALOG.exercises["back_squat"]
    openers = [packaged(minutes).items(first, turn)[0] for turn in range(4)]
    for item in openers:
        assert CATALOG.exercises[item.exercise].pattern == "pulse"
        assert item.hold_seconds is not None
        assert item.hold_seconds[0] == item.hold_seconds[1] >= least
        assert item.hold_seconds[0] % 15 == 0
    assert {item.exercise for item in openers} == {"brisk_walk", "easy_jog"}


def test_no_rope_raises_the_pulse() -> None:
    """Skipping for a minute and a half has more contacts than a session may have."""
    request = a_request(a_window("tue", "Tue 18:00", 60, "home"), places={"home": ("jump_rope",)})
    case = case_of(request, CATALOG)
    found = warm_up_of(case, case.timeline.windows[0], ANYTHING)
    assert found is not None
    names = {found.items(None, turn)[0].exercise for turn in range(3)}
    assert names == {"brisk_walk", "easy_jog"}


def test_small_hops_lead_up_to_jumps() -> None:
    """Right before them, on both feet, and only where more than small hops follow."""
    first = CATALOG.exercises["back_squat"]
    assert packaged().items(first, 0, contacts=60)[-1].exercise == "small_hops"
    assert sum(item.seconds for item in packaged().items(first, 0, contacts=60)) == 300
    assert "small_hops" not in {item.exercise for item in packaged().items(first, 0)}


@pytest.mark.parametrize(("left", "least", "most"), [(9, 0, 0), (10, 10, 10), (60, 10, 20)])
def test_small_hops_are_within_the_foot_contacts_that_jumps_leave(
    left: int, least: int, most: int
) -> None:
    items = packaged().items(CATALOG.exercises["back_squat"], 0, contacts=left)
    hops = sum(item.reps[1] for item in items if item.exercise == "small_hops" and item.reps)
    assert least <= hops <= most


def test_an_injury_asks_for_drills_of_its_own() -> None:
    """A sprained ankle gets its rocker and a stand on one leg while it is fresh, and no hop; who
    may not stand raises the pulse seated."""

    def drills(injury: str) -> list[str]:
        case = case_of(a_request(athlete={"injuries": (injury,)}), CATALOG)
        found = warm_up_of(case, case.timeline.windows[0], Admission(max_impact=0))
        assert found is not None
        return [item.exercise for item in found.items(CATALOG.exercises["back_squat"], contacts=60)]

    assert {"ankle_rock", "one_leg_stand"} < {*drills("ankle_sprain")}
    assert drills("ankle_sprain")[0] == "brisk_walk"
    assert "small_hops" not in drills("ankle_sprain")
    assert drills("bone_stress_injury")[0] == "seated_fast_arms"


@pytest.mark.parametrize(
    ("first", "drill"),
    [
        ("back_squat", "walking_lunge_rotation"),
        ("seated_calf_raise", "ankle_rock"),
        ("reverse_lunge", "walking_lunge_rotation"),
    ],
)
def test_the_last_drill_prepares_for_the_first_lift(first: str, drill: str) -> None:
    """It moves alike, or works what the lift trains."""
    assert packaged().items(CATALOG.exercises[first])[-1].exercise == drill


def test_not_the_same_drills_stand_every_time() -> None:
    """Of five sessions with one first lift, each drill of article 003 stands in some, in no two
    all alike one after the other."""
    first = CATALOG.exercises["back_squat"]
    days = [[item.exercise for item in packaged().items(first, turn)] for turn in range(5)]
    assert all(before != after for before, after in pairwise(days))
    from_article = {e.id for e in packaged().drills if e.articles}
    assert from_article <= {drill for day in days for drill in day}


def test_a_drill_that_is_too_long_for_a_short_warm_up_is_left_out() -> None:
    """The drill of 285 s for the quadriceps comes near the lift, but does not fit into 180."""
    drills = (
        a_drill("lunge", pattern="lunge"),
        a_drill("march", primary=("core",), hold_seconds=(75, 75)),
        a_drill("swing", primary=("core",), hold_seconds=(75, 75)),
    )
    catalog = a_catalog(an_exercise("lift"), *drills)
    result = planned(a_request(a_window("tue", "Tue 18:00", 10)), catalog)
    assert result.plan is not None
    warm_up = result.plan.sessions[0].blocks[0]
    assert {item.exercise for item in warm_up.items} == {"march", "swing"}
    assert sum(item.seconds for item in warm_up.items) == 180


def test_a_short_window_has_more_time_for_work() -> None:
    """Eight minutes hold three of warm-up and three sets; five of warm-up would leave two."""
    drills = (a_drill("march", hold_seconds=(75, 75)), a_drill("swing", hold_seconds=(75, 75)))
    catalog = a_catalog(an_exercise("lift"), *drills)
    for minutes, seconds in ((8, 180), (25, 300)):
        request = a_request(a_window("tue", "Tue 18:00", minutes))
        result = planned(request, catalog)
        assert result.plan is not None
        (session,) = result.plan.sessions
        assert sum(item.seconds for item in session.blocks[0].items) == seconds
        assert broken_in(request, catalog, result) == []
