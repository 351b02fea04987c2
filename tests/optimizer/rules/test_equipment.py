"""Only what the place of the session has: all groups, one thing of each."""

from __future__ import annotations

from typing import Any

import pytest

from tests.optimizer.worlds import (
    a_catalog,
    a_drill,
    a_muscle,
    a_request,
    a_session,
    a_window,
    an_exercise,
    found,
    numbers,
    planned,
    relaxed,
    sets_by_window,
    sets_of,
)

RULE = "equipment"
TUESDAY = "2026-11-24T18:00:00+00:00"
# A bench or a box, and a dumbbell.
CATALOG = a_catalog(
    an_exercise("step_up", "quadriceps", equipment=(("bench", "box"), ("dumbbell",)))
)


def at(*things: str) -> dict[str, Any]:
    return {"places": {"den": things}}


@pytest.mark.parametrize(
    ("things", "possible"),
    [
        ((), False),
        (("bench", "box"), False),
        (("dumbbell",), False),
        (("bench", "dumbbell"), True),
        (("box", "dumbbell", "wall"), True),
    ],
)
def test_both_readings_want_one_thing_of_every_group(
    things: tuple[str, ...], possible: bool
) -> None:
    """All groups must be met, each by any of its things; a second of one group is no help."""
    request = a_request(a_window("tue", "Tue 18:00", 60, "den"), **at(*things))
    assert bool(sets_of(planned(request, CATALOG))) is possible
    session = a_session(CATALOG, "tue", TUESDAY, {"step_up": 2}, place="den")
    assert (found(RULE, request, CATALOG, session) == []) is possible


def test_model_uses_each_place_for_what_it_has() -> None:
    """The band is at home and the dumbbell in the gym: each lift goes to its place."""
    catalog = a_catalog(
        an_exercise("band_walk", "abductors", equipment=(("mini_band",),)),
        an_exercise("curl", "biceps", equipment=(("dumbbell",),)),
    )
    request = a_request(
        a_window("home", "Tue 18:00", 60, "home"),
        a_window("gym", "Thu 18:00", 60, "gym"),
        places={"home": ("mini_band",), "gym": ("dumbbell",)},
    )
    by_window = sets_by_window(planned(request, catalog))
    assert {window: set(sets) for window, sets in by_window.items()} == {
        "home": {"band_walk"},
        "gym": {"curl"},
    }


def test_model_takes_a_window_without_a_place_for_bodyweight_only() -> None:
    """Where the window names no place there is no dumbbell, whatever other places have."""
    catalog = a_catalog(an_exercise("curl", "biceps", equipment=(("dumbbell",),)))
    request = a_request(a_window("tue", "Tue 18:00"), places={"gym": ("kit:gym",)})
    assert sets_of(planned(request, catalog)) == {}


def test_model_is_never_relaxed() -> None:
    """A muscle whose only exercise lacks its thing is left out, not trained with nothing."""
    catalog = a_catalog(
        an_exercise("curl", "biceps", equipment=(("dumbbell",),)),
        muscles=[a_muscle("biceps", neglected=True)],
    )
    assert relaxed(planned(a_request(), catalog)) == [("neglected_coverage", "biceps", 2, 0)]


def test_review_counts_the_groups_that_are_lacking() -> None:
    """Without any of it two things are lacking; with the box one is."""
    session = a_session(CATALOG, "tue", TUESDAY, {"step_up": 2}, place="den")
    for things, lacking in (((), 2), (("box",), 1)):
        request = a_request(a_window("tue", "Tue 18:00", 60, "den"), **at(*things))
        assert numbers(found(RULE, request, CATALOG, session)) == [("step_up", lacking, 0)]


def test_review_reads_the_place_of_the_request_not_of_the_plan() -> None:
    """A plan that calls the living room a gym does not bring the dumbbell there."""
    session = a_session(CATALOG, "tue", TUESDAY, {"step_up": 2}, place="gym")
    request = a_request(
        a_window("tue", "Tue 18:00", 60, "home"),
        places={"home": ("box",), "gym": ("kit:gym",)},
    )
    assert numbers(found(RULE, request, CATALOG, session)) == [("step_up", 1, 0)]


def test_review_reads_the_warm_up_too() -> None:
    """A drill against a wall needs a wall."""
    catalog = a_catalog(an_exercise("lift"), a_drill("leg_swing", equipment=(("wall",),)))
    session = a_session(catalog, "tue", TUESDAY, {"lift": 2}, drill="leg_swing")
    request = a_request(a_window("tue", "Tue 18:00", 60, "den"), **at("dumbbell"))
    assert numbers(found(RULE, request, catalog, session)) == [("leg_swing", 1, 0)]
