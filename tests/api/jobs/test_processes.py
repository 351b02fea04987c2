"""Processes that may die: each task gets its answer, or what became of it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import wait

import pytest

from api.jobs.processes import Closed, Crashed, Processes

_LONGEST_SECONDS = 20.0


def begin() -> Callable[[int], int]:
    return _work


def _work(task: int) -> int:
    if task < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    if task > 1_000:
        time.sleep(task)
    if task == 0:
        raise ValueError("none of this")
    return 10 * task


@pytest.fixture(scope="module")
def processes() -> Iterator[Processes[int, int]]:
    found: Processes[int, int] = Processes(2, begin, _LONGEST_SECONDS)
    yield found
    found.close()


def test_every_task_has_its_answer(processes: Processes[int, int]) -> None:
    futures = [processes.submit(task) for task in range(1, 20)]
    assert [future.result() for future in futures] == [10 * task for task in range(1, 20)]


def test_a_task_that_ends_its_process_harms_no_other(processes: Processes[int, int]) -> None:
    tasks = [1, -1, 2, 3, -1, 4, 5]
    futures = [processes.submit(task) for task in tasks]
    for task, future in zip(tasks, futures, strict=True):
        if task < 0:
            with pytest.raises(Crashed, match="-9"):
                future.result()
        else:
            assert future.result() == 10 * task


def test_what_a_task_raises_is_its_own(processes: Processes[int, int]) -> None:
    first, second = processes.submit(0), processes.submit(7)
    with pytest.raises(ValueError, match="none of this"):
        first.result()
    assert second.result() == 70


def test_a_task_that_takes_too_long_is_ended() -> None:
    processes: Processes[int, int] = Processes(1, begin, longest_seconds=6.0)
    try:
        stuck, fine = processes.submit(9_999), processes.submit(1)
        with pytest.raises(Crashed, match="no answer in 6 s"):
            stuck.result()
        assert fine.result() == 10
    finally:
        processes.close()


def test_closing_answers_everything_that_waits() -> None:
    processes: Processes[int, int] = Processes(1, begin, _LONGEST_SECONDS)
    futures = [processes.submit(9_999) for _ in range(3)]
    processes.close()
    done, waiting = wait(futures, timeout=5)
    assert not waiting
    assert all(isinstance(future.exception(), Closed) for future in done)
    assert isinstance(processes.submit(1).exception(), Closed)


def test_a_task_that_is_cancelled_in_time_is_not_done() -> None:
    processes: Processes[int, int] = Processes(0, begin, _LONGEST_SECONDS)
    future = processes.submit(1)
    assert future.cancel()
    processes.close()
    assert future.cancelled()
