"""Work in processes: one that does not end is ended, and the next has a fresh one."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from api.service.logs import ReportedFault
from api.service.workers import Broke, Overran, Workers
from catalog import load_catalog
from optimizer.documents.errors import UnusableInput
from optimizer.solving.options import SolveOptions
from optimizer.solving.stopping import Stop
from tests.api.service import work
from tests.waiting import wait_until

OPTIONS = SolveOptions(wall_seconds=60.0)


@pytest.fixture
def workers() -> Iterator[Workers]:
    workers = Workers((), load_catalog().version)
    yield workers
    workers.close()


def is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_process_is_used_again(workers: Workers) -> None:
    first = workers.call(work.own_process, OPTIONS)
    assert first != os.getpid()
    assert workers.call(work.own_process, OPTIONS) == first


def test_work_hears_the_stop_of_whoever_waits(workers: Workers) -> None:
    stop = Stop()
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(workers.call, work.hears_a_stop, SolveOptions(stop=stop))
        stop.ask(30.0)
        assert answer.result(60) == "the best so far"


def test_what_hears_no_stop_is_ended(workers: Workers) -> None:
    before = workers.call(work.own_process, OPTIONS)
    stop = Stop()
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(workers.call, work.spins, SolveOptions(stop=stop))
        stop.ask()
        with pytest.raises(Overran):
            answer.result(60)
    assert is_gone(before)
    assert workers.call(work.own_process, OPTIONS) != before


def test_what_goes_on_after_its_limit_is_ended(workers: Workers) -> None:
    before = workers.call(work.own_process, OPTIONS)
    with pytest.raises(Overran):
        workers.call(work.spins, SolveOptions(wall_seconds=0.1))
    assert is_gone(before)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot halt a process so")
def test_a_process_that_takes_nothing_any_more_is_ended(workers: Workers) -> None:
    """It is halted, and what it is to do is larger than what lies between it and us."""
    halted = workers.call(work.own_process, OPTIONS)
    os.kill(halted, signal.SIGSTOP)
    with pytest.raises(Overran):
        workers.call(partial(work.takes, "x" * 5_000_000), SolveOptions(wall_seconds=0.3))
    assert is_gone(halted)
    assert workers.call(partial(work.takes, "x" * 5_000_000), OPTIONS) == "answer"


def test_a_process_that_dies_takes_nothing_with_it(workers: Workers) -> None:
    with pytest.raises(Broke):
        workers.call(work.dies, OPTIONS)
    assert workers.call(work.own_process, OPTIONS)


def test_a_process_that_could_not_start_is_not_asked_again() -> None:
    workers = Workers((), "another version")
    try:
        for _ in range(2):
            with pytest.raises(ReportedFault) as fault:
                workers.call(work.own_process, OPTIONS)
            assert "start it again" in str(fault.value.account["reason"])
        assert workers.idle == 0
    finally:
        workers.close()


def test_an_answer_that_cannot_leave_is_a_fault_and_the_process_stays(
    workers: Workers, capfd: pytest.CaptureFixture[str]
) -> None:
    first = workers.call(work.own_process, OPTIONS)
    with pytest.raises(ReportedFault) as fault:
        workers.call(work.answers_what_no_process_can_hand_on, OPTIONS)
    assert fault.value.account["exception"] == "RecursionError"
    assert workers.call(work.own_process, OPTIONS) == first
    assert capfd.readouterr().err == ""


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is set on Linux only")
@pytest.mark.skipif(sys.platform == "win32", reason="no signals to others there")
def test_a_process_that_died_while_it_waited_is_nobodys_fault(workers: Workers) -> None:
    first = workers.call(work.own_process, OPTIONS)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: is_gone(first))
    assert workers.call(work.own_process, OPTIONS) != first


@pytest.mark.skipif(sys.platform == "win32", reason="no signals to others there")
def test_what_is_sent_to_the_whole_group_does_not_end_the_work(workers: Workers) -> None:
    first = workers.call(work.own_process, OPTIONS)
    for one in (signal.SIGTERM, signal.SIGINT):
        os.kill(first, one)
    assert workers.call(work.own_process, OPTIONS) == first


def test_more_memory_than_anybody_needs_is_refused(workers: Workers) -> None:
    before = workers.call(work.own_process, OPTIONS)
    with pytest.raises(UnusableInput, match="needs more memory"):
        workers.call(work.takes_memory, OPTIONS)
    assert workers.call(work.own_process, OPTIONS) == before


def test_closing_ends_what_runs() -> None:
    workers = Workers((), load_catalog().version)
    before = workers.call(work.own_process, OPTIONS)
    ended = threading.Event()

    def ask() -> None:
        with pytest.raises(Broke):
            workers.call(work.spins, OPTIONS)
        ended.set()

    thread = threading.Thread(target=ask)
    thread.start()
    wait_until(lambda: workers.busy == 1, "it runs")
    workers.close()
    assert ended.wait(60)
    thread.join()
    assert is_gone(before)
