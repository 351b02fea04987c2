"""Each way to choose the slots that hold a session by itself gives the best week of all slots."""

from __future__ import annotations

from itertools import combinations

import pytest

from optimizer.building.problem_of import problem_of
from optimizer.documents.request import Window
from optimizer.solving.clock import Clock
from optimizer.solving.cuts import straight_seconds
from optimizer.solving.lexicographic import Solution, finished, lexicographic
from optimizer.solving.occupied_slots import best_of_ways, ways_to_hold
from optimizer.solving.options import SolveOptions
from optimizer.solving.realising import Outcome, Realiser, built
from optimizer.week.problem import WeekProblem
from tests.optimizer.worlds import (
    a_case,
    a_catalog,
    a_leg_lift,
    a_muscle,
    a_request,
    a_window,
    an_exercise,
)

MUSCLES = [a_muscle("quadriceps", neglected=True), a_muscle("hamstrings", neglected=True)]
EXERCISES = [
    an_exercise("plank_x", "core", pattern="anti_extension", rest_seconds=30),
    a_leg_lift("hinge_a", "hamstrings", pattern="hinge", setup_seconds=40),
    a_leg_lift("hinge_b", "hamstrings", pattern="hinge", setup_seconds=20),
    a_leg_lift("squat_a", pattern="squat", setup_seconds=40),
    a_leg_lift("squat_b", pattern="squat", setup_seconds=25),
]
WINDOWS = (
    a_window("w1", "Tue 07:00", 15),
    a_window("w2", "Tue 18:00", 20),
    a_window("w3", "Wed 18:00", 20),
    a_window("w4", "Sat 09:00", 25),
)


def a_problem(*windows: Window) -> WeekProblem:
    return problem_of(a_case(a_request(*windows), a_catalog(*EXERCISES, muscles=MUSCLES)))


def bounded(problem: WeekProblem) -> Solution:
    found = lexicographic(*built(problem, "weekly"), Clock(SolveOptions()))
    assert found is not None
    return found


def values(outcome: Outcome | None) -> list[tuple[str, int]]:
    assert outcome is not None
    assert outcome.proven
    return [(tier.name, tier.value) for tier in outcome.tiers]


def test_a_way_holds_one_session_a_day_and_a_window() -> None:
    problem = a_problem(*WINDOWS)
    day = problem.case.timeline.day
    possible = {
        frozenset(slot.index for slot in chosen)
        for count in range(problem.most_sessions + 1)
        for chosen in combinations(problem.slots, count)
        if len({slot.window.id for slot in chosen}) == count
        and len({day(slot.start) for slot in chosen}) == count
    }
    ways = ways_to_hold(problem)
    assert set(ways) == possible
    assert len(ways) == len(possible)
    assert frozenset() in ways


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_the_best_of_all_ways_is_the_best_of_all_slots_at_once(count: int) -> None:
    problem = a_problem(*WINDOWS[-count:])
    by_week = bounded(problem)
    by_ways = best_of_ways(problem, Clock(SolveOptions()), by_week, ways_to_hold(problem))
    at_once = finished(Realiser(problem, Clock(SolveOptions()), by_week).own_optimum())
    assert values(by_ways) == values(at_once)


def test_where_the_limit_has_come_no_bound_is_above_the_best_week() -> None:
    problem = a_problem(*WINDOWS)
    by_week = bounded(problem)
    found = best_of_ways(problem, Clock(SolveOptions(0.0)), by_week, ways_to_hold(problem))
    best = best_of_ways(problem, Clock(SolveOptions()), by_week, ways_to_hold(problem))
    assert found is not None
    assert not found.infeasible
    bounds = {tier.name: tier.bound for tier in found.tiers}
    assert [bounds[name] for name, _ in values(best)] <= [value for _, value in values(best)]


def test_where_the_limit_comes_before_any_way_is_asked_the_week_has_its_sessions() -> None:
    """All bounds are alike then, and the week without a session, which keeps the most, is poor."""
    relaxed = problem_of(
        a_case(a_request(*WINDOWS), a_catalog(*EXERCISES, muscles=MUSCLES)), relaxed=True
    )
    by_week = bounded(relaxed)
    found = best_of_ways(relaxed, Clock(SolveOptions(0.0)), by_week, ways_to_hold(relaxed))
    assert found is not None
    assert found.sessions is not None
    assert set(found.sessions) == by_week.occupied_slots
    assert len(by_week.occupied_slots) > 1


def test_the_last_resort_fits_whichever_heavy_lift_a_session_begins_with() -> None:
    """Two heavy lifts with ramp sets of other lengths, in windows that leave little over."""
    heavy = {"load_class": "heavy", "loaded": True, "leg_load": 3, "equipment": (("barbell",),)}
    squat = an_exercise(
        "heavy_squat", "rectus_femoris", pattern="squat", main_lift="knee", seconds_per_rep=15.0,
        least_load_kg=(4, 8, 12), sets=(2, 4), **heavy,
    )  # fmt: skip
    hinge = an_exercise(
        "heavy_hinge", "hamstrings", pattern="hinge", main_lift="hip", sets=(2, 4),
        least_load_kg=(4, 8, 12), **heavy,
    )  # fmt: skip
    curl = an_exercise("curl_x", "biceps_brachii", sets=(1, 4))
    catalog = a_catalog(squat, hinge, curl)
    for minutes in range(20, 32):
        request = a_request(
            a_window("tue", "Tue 18:00", minutes, "gym"), places={"gym": ("barbell",)},
            preferences={"style": "supersets"},
        )  # fmt: skip
        problem = problem_of(a_case(request, catalog), relaxed=True)
        realiser = Realiser(problem, Clock(SolveOptions()), bounded(problem))
        sessions = realiser.without_supersets().sessions
        assert sessions
        for index, sets in sessions.items():
            assert straight_seconds(problem.doses, sets) <= problem.slots[index].work_seconds
