"""A solve that is asked to stop answers with the best it has, and says that it was cut short."""

from __future__ import annotations

import math
import threading

import pytest

from catalog import load_catalog
from optimizer import Result, SolveOptions, check, plan, replan
from optimizer.building.case_of import case_of
from optimizer.building.problem_of import problem_of
from optimizer.objective.session_size import ExercisesAboveCap
from optimizer.objective.tiers import tiers_of
from optimizer.solving.clock import Clock
from optimizer.solving.lexicographic import lexicographic
from optimizer.solving.modelling import modelled
from optimizer.solving.progress import Progress
from optimizer.solving.stopping import Stop
from tests.answers import answer_to, request_of

RELAXED = request_of("p7")
EASY = request_of("p1")


def planned(stop: Stop, ask_at: int, grace_seconds: float) -> Result:
    """The week that has to be relaxed, stopped when the tier ``ask_at`` is to be decided."""
    reports: list[Progress] = []

    def tell(progress: Progress) -> None:
        if len(reports) == ask_at:
            stop.ask(grace_seconds)
        reports.append(progress)

    return plan(RELAXED, options=SolveOptions(stop=stop), on_progress=tell)


def test_a_stop_that_nobody_asks_for_changes_nothing() -> None:
    stop = Stop()
    answer = plan(EASY, options=SolveOptions(stop=stop))
    assert answer.model_copy(update={"stats": None}) == plan(EASY).model_copy(
        update={"stats": None}
    )
    assert not stop.cut_short


@pytest.mark.parametrize("ask_at", [0, 2])
def test_without_grace_the_search_is_over(ask_at: int) -> None:
    stop = Stop()
    answer = planned(stop, ask_at, 0.0)
    assert stop.cut_short
    assert answer.status != "optimal"
    assert "stopped" in [warning.code for warning in answer.warnings]


@pytest.mark.parametrize("name", ["p3", "p8"])
def test_stopped_among_the_later_tiers_there_is_a_week_that_holds(name: str) -> None:
    """Without time to spread the best week of the bound, one of its exercises is spread."""
    request = request_of(name)
    stop = Stop()

    def tell(progress: Progress) -> None:
        # The week that has to be relaxed: of one that keeps every rule this tier is the first.
        if progress.stage == ExercisesAboveCap.name and progress.index:
            stop.ask(0.0)

    options = SolveOptions(stop=stop)
    answer = plan(request, options=options, on_progress=tell, explain_conflict=False)
    assert stop.cut_short
    assert answer.status == "relaxed"
    assert check(request, answer).holds


def test_a_replan_without_time_keeps_to_the_exercises_so_far() -> None:
    request = request_of("p7")
    stop = Stop()
    answer = replan(
        request,
        answer_to(request),
        patch=[{"op": "remove", "path": "/availability/0"}],
        options=SolveOptions(stop=stop),
        on_progress=lambda _: stop.ask(0.0),
        explain_conflict=False,
    )
    assert stop.cut_short
    assert answer.result.status == "relaxed"
    assert check(answer.request, answer.result).holds


def test_with_grace_the_best_so_far_is_a_week_that_holds() -> None:
    stop = Stop()
    answer = planned(stop, 1, 600.0)
    assert answer.plan is not None
    assert check(RELAXED, answer).holds


def test_a_wall_limit_is_noted_too() -> None:
    stop = Stop()
    plan(EASY, options=SolveOptions(wall_seconds=0.0, stop=stop))
    assert stop.cut_short
    assert not stop.requested


class Search:
    """Runs until it is ended."""

    def __init__(self) -> None:
        self.ended = threading.Event()

    def stop_search(self) -> None:
        self.ended.set()


def test_asked_again_it_ends_no_search_of_the_grace() -> None:
    stop, first, second = Stop(), Search(), Search()
    with stop.ends(first):
        stop.ask(600.0)
        assert first.ended.is_set()
        first.ended.clear()
        stop.ask(600.0)
        # One that had not begun to search did not hear the first.
        assert first.ended.is_set()
    with stop.ends(second):
        stop.ask(600.0)
        assert not second.ended.is_set()
        stop.ask(0.0)
        assert second.ended.is_set()


def test_the_grace_is_shared_and_the_nearer_end_counts() -> None:
    stop = Stop()
    assert stop.seconds_left() == math.inf
    stop.ask(1000.0)
    assert stop.seconds_left(0.5) <= 500.0 < stop.seconds_left()
    stop.ask(10.0)
    assert stop.seconds_left() <= 10.0
    stop.ask(1000.0)
    assert stop.seconds_left() <= 10.0


class OverAfterOneSearch(Clock):
    """A clock whose wall limit is over as soon as anything was searched."""

    @property
    def wall_left(self) -> float:
        return 0.0 if self.spent else math.inf


def test_a_tier_that_was_met_is_not_told_again_when_the_time_is_over() -> None:
    """The week found for the first tiers meets some of the later ones at once: each is told once,
    as proven."""
    problem = problem_of(case_of(EASY, load_catalog()))
    week = modelled(problem, "weekly")
    tiers = tiers_of(week)
    found = lexicographic(week, tiers, OverAfterOneSearch(SolveOptions()))
    assert found is not None
    assert [tier.name for tier in found.tiers] == [tier.name for tier in tiers]


def test_progress_never_goes_back() -> None:
    """A relaxed week is asked from the first tier on after a strict one; told is what is new."""
    reports: list[Progress] = []
    plan(RELAXED, on_progress=reports.append, explain_conflict=False)
    shares = [progress.index / progress.count for progress in reports]
    assert shares
    assert shares == sorted(set(shares))
