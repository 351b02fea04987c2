"""Exercises that others better are left out of the weekly model, and no week is lost by it."""

from __future__ import annotations

import random

import pytest

from benchmarks.instances import Instance
from benchmarks.peers import OURS, peer_called
from benchmarks.peers.base import Answer
from catalog import Catalog
from catalog.models import Exercise
from optimizer.building.problem_of import problem_of
from optimizer.documents.request import Pin, Request
from optimizer.solving.dominance import undominated
from tests.optimizer.worlds import (
    a_case,
    a_catalog,
    a_leg_lift,
    a_muscle,
    a_request,
    a_session,
    a_window,
    an_exercise,
    last_week,
)

MUSCLES = [a_muscle("quadriceps", neglected=True), a_muscle("hamstrings", neglected=True)]
PLANK = an_exercise("plank_x", "core", pattern="anti_extension", rest_seconds=30)
HINGES = [
    a_leg_lift(f"hinge_{name}", "hamstrings", pattern="hinge", setup_seconds=seconds)
    for name, seconds in (("a", 40), ("b", 30), ("c", 20), ("d", 35))
]


def squats(*setup_seconds: int, **changes: object) -> list[Exercise]:
    """Squats that differ in their set-up only: squat_a, squat_b and so on."""
    return [
        a_leg_lift(f"squat_{name}", pattern="squat", setup_seconds=seconds, **changes)
        for name, seconds in zip("abcdef", setup_seconds, strict=False)
    ]


def names_left(request: Request, *exercises: Exercise) -> set[str]:
    problem = problem_of(a_case(request, a_catalog(*exercises, muscles=MUSCLES)))
    return set(undominated(problem))


WEEK = a_request(a_window("w1", "Tue 18:00", 20), a_window("w2", "Fri 18:00", 15))


def test_a_third_of_a_pattern_that_two_quicker_ones_better_is_left_out() -> None:
    assert names_left(WEEK, *squats(40, 20, 30)) == {"squat_b", "squat_c"}


def test_one_better_is_not_enough_where_a_session_may_hold_two_of_a_pattern() -> None:
    assert names_left(WEEK, *squats(40, 20)) == {"squat_a", "squat_b"}


def test_among_equals_the_rank_decides() -> None:
    assert names_left(WEEK, *squats(30, 30, 30, 30)) == {"squat_a", "squat_b"}


@pytest.mark.parametrize(
    "change",
    [{"secondary": ("hamstrings",)}, {"leg_load": 3}, {"sets": (2, 4)}, {"high_eccentric": True}],
    ids=lambda change: next(iter(change)),
)
def test_what_differs_in_its_content_is_not_compared(change: dict[str, object]) -> None:
    other = a_leg_lift("squat_z", pattern="squat", setup_seconds=60, **change)
    assert "squat_z" in names_left(WEEK, *squats(40, 20, 30), other)


def test_what_only_other_sessions_admit_is_not_compared() -> None:
    """The quicker squats need a band, which only the first window's place has."""
    request = a_request(
        a_window("w1", "Tue 18:00", 20, place="gym"),
        a_window("w2", "Fri 18:00", 15, place="home"),
        places={"gym": ("mini_band",), "home": ("chair",)},
    )
    banded = squats(30, 20, equipment=(("mini_band",),))
    slow = a_leg_lift("squat_z", pattern="squat", setup_seconds=60)
    assert "squat_z" in names_left(request, *banded, slow)


def test_what_the_athlete_names_stays() -> None:
    lifts = squats(40, 20, 30)
    window = a_window("w1", "Tue 18:00", 20)
    done = a_session(a_catalog(*lifts), "w1", "2026-11-17T18:00:00+01:00", {"squat_a": 2})
    for request in (
        a_request(window, pinned=[Pin(exercise="squat_a")]),
        a_request(window, preferences={"prefer": ("squat_a",)}),
        a_request(window, previous=last_week(done)),
    ):
        assert "squat_a" in names_left(request, *lifts)


def test_what_the_athlete_avoids_betters_nothing() -> None:
    request = a_request(a_window("w1", "Tue 18:00", 20), preferences={"avoid": ("squat_b",)})
    assert names_left(request, *squats(40, 20, 30)) == {"squat_a", "squat_b", "squat_c"}


def answer_of(peer: str, request: Request, catalog: Catalog) -> Answer:
    return peer_called(peer).plan(Instance("tiny", "tiny", 1, request), catalog, 60.0)


def test_a_short_set_with_a_long_rest_betters_none_with_a_short_one() -> None:
    """Half a rest is charged, but leg-loading lifts have their whole rests one after the other: of
    these only squat_a fits into the five minutes of work."""
    ease = {"pattern": "squat", "sets": (2, 2), "setup_seconds": 20, "seconds_per_rep": 1.0}
    fits = a_leg_lift("squat_a", **(ease | {"reps": (60, 60), "rest_seconds": 60}))
    others = [
        a_leg_lift(name, **(ease | {"reps": (20, 20), "rest_seconds": 130}))
        for name in ("squat_b", "squat_c")
    ]
    catalog = a_catalog(fits, *others, muscles=MUSCLES[:1])
    request = a_request(a_window("w1", "Tue 18:00", 10), preferences={"style": "supersets"})
    ours, direct = (answer_of(peer, request, catalog) for peer in (OURS, "direct_1"))
    assert ours.status == direct.status == "optimal"
    assert ours.tiers == direct.tiers


@pytest.mark.parametrize("seed", range(12))
def test_the_direct_model_with_every_exercise_finds_none_better(seed: int) -> None:
    draw = random.Random(seed)
    lifts = [*squats(*(draw.choice((20, 25, 30, 45)) for _ in range(5))), *HINGES, PLANK]
    catalog = a_catalog(*lifts, muscles=MUSCLES)
    windows = [
        a_window(name, f"{day} 18:00", draw.randint(11, 24))
        for name, day in (("w1", "Tue"), ("w2", "Thu"), ("w3", "Sat"))
    ]
    style = {"style": draw.choice(("straight", "supersets"))}
    request = a_request(*windows[: draw.randint(1, 3)], preferences=style)
    assert undominated(problem_of(a_case(request, catalog))) < {lift.id for lift in lifts}
    ours, direct = (answer_of(peer, request, catalog) for peer in (OURS, "direct_1"))
    assert ours.proven
    assert direct.proven
    assert (ours.status, ours.tiers) == (direct.status, direct.tiers)
