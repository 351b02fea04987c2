"""As many solves at once as may, the next in turn, and no queue without end."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

import pytest

from api.service.problems import ProblemError
from api.service.solving import ClientLeft, Solved
from optimizer.solving.options import SolveOptions
from tests.api.service.client import Client, serving
from tests.waiting import wait_until

PATIENCE = 60


class TakenWork:
    """Work that goes on until it is let go or asked to stop."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.go = threading.Event()
        self.stopped = False

    def __call__(self, options: SolveOptions) -> str:
        self.begun.set()
        assert options.stop is not None
        while not self.go.wait(0.01):
            if options.stop.requested:
                self.stopped = True
                return "the best so far"
        return "answer"


@pytest.fixture
def one_at_a_time() -> Iterator[Client]:
    with serving(solves=1, waiting=1, waiting_seconds=PATIENCE) as client:
        yield client


def run(client: Client, work: Callable[[SolveOptions], Any], **rest: Any) -> Future[Solved[Any]]:
    return client.later(client.service.solving.run("test", work, **rest))


def depth(client: Client) -> float:
    return client.metric("runstrong_queue_depth")


def test_the_next_waits_and_the_one_after_it_is_refused(one_at_a_time: Client) -> None:
    first, second = TakenWork(), TakenWork()
    running = run(one_at_a_time, first)
    assert first.begun.wait(PATIENCE)
    waiting = run(one_at_a_time, second)
    wait_until(lambda: depth(one_at_a_time) == 1)
    assert not second.begun.is_set()

    with pytest.raises(ProblemError) as no:
        run(one_at_a_time, TakenWork()).result(PATIENCE)
    assert (no.value.kind.status, no.value.kind.code) == (503, "busy")
    assert int(no.value.headers["Retry-After"]) >= 1

    first.go.set()
    assert running.result(PATIENCE).answer == "answer"
    assert second.begun.wait(PATIENCE)
    second.go.set()
    assert waiting.result(PATIENCE).answer == "answer"
    assert depth(one_at_a_time) == 0
    assert one_at_a_time.metric("runstrong_refused_total", {"code": "busy"}) == 1


def test_who_has_waited_long_enough_is_refused() -> None:
    # Longer than a solve is expected to take before the first one, so that the second waits.
    with serving(solves=1, waiting=5, waiting_seconds=0.6) as client:
        first = TakenWork()
        running = run(client, first)
        assert first.begun.wait(PATIENCE)
        waiting = run(client, TakenWork())
        wait_until(lambda: depth(client) == 1)
        with pytest.raises(ProblemError) as no:
            waiting.result(PATIENCE)
        assert no.value.kind.code == "busy"
        assert depth(client) == 0
        first.go.set()
        running.result(PATIENCE)
        # The thread that nobody waited for is there for the next.
        third = TakenWork()
        third.go.set()
        assert run(client, third).result(PATIENCE).answer == "answer"


def test_who_would_wait_in_vain_is_refused_at_once(one_at_a_time: Client) -> None:
    async def late() -> float:
        """The depth of the queue when the refusal comes, without any turn of the loop between."""
        with pytest.raises(ProblemError):
            await one_at_a_time.service.solving.run("test", TakenWork(), seconds=0.01)
        return depth(one_at_a_time)

    first = TakenWork()
    running = run(one_at_a_time, first)
    assert first.begun.wait(PATIENCE)
    assert one_at_a_time.later(late()).result(PATIENCE) == 0
    first.go.set()
    running.result(PATIENCE)


def test_a_deadline_that_passes_in_the_queue_is_a_refusal(one_at_a_time: Client) -> None:
    first = TakenWork()
    running = run(one_at_a_time, first)
    assert first.begun.wait(PATIENCE)
    with pytest.raises(ProblemError):
        run(one_at_a_time, TakenWork(), seconds=0.6).result(PATIENCE)
    first.go.set()
    running.result(PATIENCE)


def test_a_client_that_leaves_stops_its_solve(one_at_a_time: Client) -> None:
    leave = threading.Event()
    taken = TakenWork()

    async def left() -> None:
        while not leave.is_set():
            await asyncio.sleep(0.005)

    running = run(one_at_a_time, taken, left=left())
    assert taken.begun.wait(PATIENCE)
    leave.set()
    with pytest.raises(ClientLeft):
        running.result(PATIENCE)
    labels = {"operation": "test", "status": "left"}
    wait_until(lambda: one_at_a_time.metric("runstrong_solves_total", labels) == 1)
    assert taken.stopped
    assert one_at_a_time.metric("runstrong_solves_running") == 0


def test_a_client_that_leaves_the_queue_gives_its_place_away(one_at_a_time: Client) -> None:
    first, second, third = TakenWork(), TakenWork(), TakenWork()
    running = run(one_at_a_time, first)
    assert first.begun.wait(PATIENCE)
    waiting = run(one_at_a_time, second)
    wait_until(lambda: depth(one_at_a_time) == 1)
    waiting.cancel()
    wait_until(lambda: depth(one_at_a_time) == 0)
    after = run(one_at_a_time, third)
    wait_until(lambda: depth(one_at_a_time) == 1)
    first.go.set()
    third.go.set()
    assert running.result(PATIENCE).answer == "answer"
    assert after.result(PATIENCE).answer == "answer"
    assert not second.begun.is_set()


def test_a_stop_lets_what_runs_give_its_best_and_refuses_the_rest(one_at_a_time: Client) -> None:
    taken = TakenWork()
    running = run(one_at_a_time, taken)
    assert taken.begun.wait(PATIENCE)
    waiting = run(one_at_a_time, TakenWork())
    wait_until(lambda: depth(one_at_a_time) == 1)

    async def stop() -> None:
        one_at_a_time.service.solving.stop()

    one_at_a_time.later(stop()).result(PATIENCE)
    assert running.result(PATIENCE).answer == "the best so far"
    for late in (waiting, run(one_at_a_time, TakenWork())):
        with pytest.raises(ProblemError) as no:
            late.result(PATIENCE)
        assert no.value.kind.code == "stopping"


def test_work_that_keeps_its_thread_is_not_waited_for_and_told(one_at_a_time: Client) -> None:
    """Whoever asked is answered in time, and whatever watches hears of it until it has ended."""
    end = threading.Event()
    solving = one_at_a_time.service.solving

    def hangs(_: SolveOptions) -> str:
        end.wait(PATIENCE)
        return "answer"

    with pytest.raises(ProblemError) as no:
        run(one_at_a_time, hangs, seconds=0.1).result(PATIENCE)
    assert no.value.kind.code == "timed_out"
    wait_until(lambda: solving.stuck)
    answer = one_at_a_time.get("/health/ready")
    assert answer.json()["code"] == "not_ready"
    assert answer.headers["Retry-After"] == "5"
    assert one_at_a_time.get("/health/live").status_code == 200
    end.set()
    wait_until(lambda: not solving.stuck)
    assert one_at_a_time.get("/health/ready").status_code == 200
    assert run(one_at_a_time, lambda _: "answer").result(PATIENCE).answer == "answer"


def test_a_fault_frees_its_thread(one_at_a_time: Client) -> None:
    def breaks(_: SolveOptions) -> str:
        raise RuntimeError("broken")

    for _ in range(3):
        with pytest.raises(RuntimeError):
            run(one_at_a_time, breaks).result(PATIENCE)
    labels = {"operation": "test", "status": "fault"}
    wait_until(lambda: one_at_a_time.metric("runstrong_solves_total", labels) == 3)
