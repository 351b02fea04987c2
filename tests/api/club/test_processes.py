"""Processes that may die: each task gets its answer, or what became of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from functools import partial
from pathlib import Path

import pytest

from api.club.processes import Closed, Crashed, NotStarted, Processes
from tests.api.shell import ROOT
from tests.waiting import PATIENCE_SECONDS, wait_until

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
    found: Processes[int, int] = Processes(2, begin, longest_seconds=_LONGEST_SECONDS)
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
            with pytest.raises(Crashed, match="SIGKILL"):
                future.result()
        else:
            assert future.result() == 10 * task


def begin_counting(folder: Path) -> Callable[[int], int]:
    return partial(_counted, folder)


def _counted(folder: Path, task: int) -> int:
    """Marks when it began and ended; -1 dies, -2 only if another is at work."""
    beside = [one.name for one in folder.glob("*.now")]
    mine = folder / f"{task}-{os.getpid()}.now"
    with (folder / f"{task}.tries").open("a") as tries:
        tries.write("x")
    if task == -1 or (task == -2 and beside):
        os.kill(os.getpid(), signal.SIGKILL)
    mine.touch()
    if task == 9:
        wait_until((folder / "-2.tries").exists, "the other has begun")
    mine.unlink()
    return 10 * task


def test_who_dies_beside_others_is_tried_alone_before_it_is_blamed(tmp_path: Path) -> None:
    with Processes(2, partial(begin_counting, tmp_path)) as processes:
        long = processes.submit(9)
        wait_until(lambda: any(tmp_path.glob("9-*.now")), "it is at work")
        # It dies because of what runs beside it.
        innocent = processes.submit(-2)
        assert innocent.result() == -20
        assert long.result() == 90
        with pytest.raises(Crashed, match="2 times with nothing beside it"):
            processes.submit(-1).result()
    assert (tmp_path / "-2.tries").read_text() == "xx"
    assert (tmp_path / "-1.tries").read_text() == "xxx"


def test_what_a_task_raises_is_its_own(processes: Processes[int, int]) -> None:
    first, second = processes.submit(0), processes.submit(7)
    with pytest.raises(ValueError, match="none of this"):
        first.result()
    assert second.result() == 70


def begin_odd() -> Callable[[int], object]:
    return _odd


def _odd(task: int) -> object:
    """Its process; of another task than 0 what no process can hand on."""
    nested: list[object] = []
    for _ in range(100_000 * task):
        nested = [nested]
    return nested if task else os.getpid()


def test_an_answer_that_cannot_leave_is_no_death(capfd: pytest.CaptureFixture[str]) -> None:
    with Processes(1, begin_odd) as processes:
        first = processes.submit(0).result()
        with pytest.raises(RecursionError):
            processes.submit(1).result()
        assert processes.submit(0).result() == first
    assert "Traceback" not in capfd.readouterr().err


def test_a_process_is_renewed_after_its_lifetime() -> None:
    processes: Processes[int, int] = Processes(1, pid, lifetime=2)
    try:
        first, second, third = [processes.submit(0).result() for _ in range(3)]
        assert first == second != third
        # It is gone when its last answer is told.
        assert not _lives(first)
    finally:
        processes.close()


def test_a_task_that_takes_too_long_is_ended() -> None:
    processes: Processes[int, int] = Processes(1, begin, longest_seconds=2.0)
    try:
        stuck, fine = processes.submit(9_999), processes.submit(1)
        with pytest.raises(Crashed, match="no answer in 2 s"):
            stuck.result()
        assert fine.result() == 10
    finally:
        processes.close()


def begin_slowly() -> Callable[[int], int]:
    return _slow_work


def _slow_work(task: int) -> int:
    time.sleep(1.0)
    return task


def test_a_task_of_several_parts_may_take_as_many_times_as_long() -> None:
    with Processes[int, int](1, begin_slowly, longest_seconds=0.5, parts=abs) as processes:
        with pytest.raises(Crashed, match=r"no answer in 0\.5 s"):
            processes.submit(1).result()
        assert processes.submit(60).result() == 60


def test_a_start_may_take_longer_than_a_task() -> None:
    """No process is ready in so short a time: it is the task that took too long."""
    processes: Processes[int, int] = Processes(1, begin, longest_seconds=0.01)
    try:
        with pytest.raises(Crashed, match=r"no answer in 0\.01 s"):
            processes.submit(9_999).result()
    finally:
        processes.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_a_parent_that_is_killed_leaves_no_process_behind() -> None:
    code = (
        "from tests.api.club.test_processes import begin, pid, Processes\n"
        "if __name__ == '__main__':\n"
        "    processes = Processes(1, pid)\n"
        "    print(processes.submit(0).result(), flush=True)\n"
        "    processes.submit(9_999).result()\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
        parent.wait()
        wait_until(lambda: not _lives(child), "the child ends", seconds=_LONGEST_SECONDS)


def pid() -> Callable[[int], int]:
    return _pid


def _pid(task: int) -> int:
    time.sleep(task)
    return os.getpid()


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    # Ended, and nobody has asked how.
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


def broken() -> Callable[[int], int]:
    raise RuntimeError("the catalog is gone")


@pytest.mark.parametrize("start", [broken, partial(os._exit, 7)], ids=["raises", "dies"])
def test_processes_that_cannot_start_say_why_and_keep_nobody_waiting(
    start: Callable[[], Callable[[int], int]], caplog: pytest.LogCaptureFixture
) -> None:
    why = "the catalog is gone" if start is broken else "ended with status 7"
    processes: Processes[int, int] = Processes(1, start, longest_seconds=_LONGEST_SECONDS)
    try:
        with pytest.raises(NotStarted, match=why):
            processes.submit(1).result(timeout=PATIENCE_SECONDS)
    finally:
        processes.close()
    assert len([one for one in caplog.records if why in one.getMessage()]) == 3


def test_closing_answers_everything_that_waits() -> None:
    processes: Processes[int, int] = Processes(1, begin)
    futures = [processes.submit(9_999) for _ in range(3)]
    processes.close()
    done, waiting = wait(futures, timeout=PATIENCE_SECONDS)
    assert not waiting
    assert all(isinstance(future.exception(), Closed) for future in done)
    assert isinstance(processes.submit(1).exception(), Closed)


def test_a_task_that_is_cancelled_in_time_is_not_done() -> None:
    processes: Processes[int, int] = Processes(0, begin)
    future = processes.submit(1)
    assert future.cancel()
    processes.close()
    assert future.cancelled()
