"""What stands where the limit of the search has come."""

from __future__ import annotations

from optimizer.building.problem_of import problem_of
from optimizer.documents.request import Window
from optimizer.solving.clock import Clock
from optimizer.solving.cuts import straight_seconds
from optimizer.solving.lexicographic import Solution, lexicographic
from optimizer.solving.options import SolveOptions
from optimizer.solving.realising import Realiser, built
from optimizer.solving.solve import solve
from optimizer.week.problem import WeekProblem
from tests.optimizer.worlds import (
    a_case,
    a_catalog,
    a_leg_lift,
    a_muscle,
    a_request,
    a_window,
    an_exercise,
    planned,
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


def test_where_the_limit_has_come_no_bound_is_above_the_best_week() -> None:
    problem = a_problem(*WINDOWS)
    found = solve(problem, Clock(SolveOptions(0.0)))
    best = solve(problem, Clock(SolveOptions()))
    assert best.proven
    assert not found.infeasible
    assert [tier.bound for tier in found.tiers] <= [tier.value for tier in best.tiers]


def test_where_the_limit_comes_before_any_choice_the_week_has_its_sessions() -> None:
    """The week without a session, which keeps the most where all is relaxed, is poor."""
    relaxed = problem_of(
        a_case(a_request(*WINDOWS), a_catalog(*EXERCISES, muscles=MUSCLES)), relaxed=True
    )
    found = solve(relaxed, Clock(SolveOptions(0.0)))
    assert found.sessions is not None
    assert len(found.sessions) > 1


def test_a_week_of_many_windows_is_no_better_in_the_windows_that_it_uses() -> None:
    """Ten windows, of which the best week uses two, that leave little over."""
    windows = [
        a_window(f"{day}_{hour[:2]}".lower(), f"{day} {hour}", 13)
        for day in ("Mon", "Tue", "Wed", "Thu", "Fri")
        for hour in ("07:00", "18:00")
    ]
    catalog = a_catalog(*EXERCISES, muscles=MUSCLES)
    many = planned(a_request(*windows), catalog)
    assert many.status == "optimal"
    used = {session.window for session in many.plan.sessions} if many.plan else set()
    alone = planned(a_request(*(one for one in windows if one.id in used)), catalog)
    values = {tier.name: tier.value for tier in many.objective}
    assert values.items() >= {tier.name: tier.value for tier in alone.objective}.items()


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
