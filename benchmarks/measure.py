"""Runs the tasks in fresh processes and keeps a log, so that a run that was cut off goes on."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO

from benchmarks.log import Log, Record
from benchmarks.task import Task
from benchmarks.tasks import Settings, configuration, jobs_of

LOG = "measurements.jsonl"
_GRACE_SECONDS = 60.0
_LEAST_SECONDS = 2.0
"""With less left of the budget nothing new is started."""

Tell = Callable[[int, int, str], None]
"""Called with tasks done, tasks in all, and what is at work."""


def log_of(folder: Path, settings: Settings, *, resume: bool = True) -> Log:
    return Log(folder / LOG, configuration(settings), resume=resume)


def measure(settings: Settings, log: Log, tell: Tell) -> None:
    """Do every task that the log does not hold yet."""
    begin = time.perf_counter()
    jobs = list(jobs_of(settings))
    total = sum(len(job) for job in jobs)
    done = sum(task.key in log.records for job in jobs for task in job)
    for job in jobs:
        left = [task for task in job if task.key not in log.records]
        while left:
            seconds = _seconds_left(settings, begin)
            if seconds < _LEAST_SECONDS:
                return
            tell(done, total, f"{left[0].family}: {left[0].peer}")
            answered = 0
            # What the budget cuts off leaves no record: half a measurement is none.
            for record in _records_of(left, time.perf_counter() + seconds):
                log.add(record)
                answered += 1
                done += 1
                tell(done, total, f"{left[0].family}: {left[0].peer}")
            if answered == 0 and _seconds_left(settings, begin) >= _LEAST_SECONDS:
                # The process died of this task: a finding too, and the rest goes on without it.
                log.add(_death(left[0]))
                answered, done = 1, done + 1
            left = left[answered:]


def _seconds_left(settings: Settings, begin: float) -> float:
    if settings.budget_seconds is None:
        return float(10**9)
    return settings.budget_seconds - (time.perf_counter() - begin)


def _death(task: Task) -> Record:
    return {
        "key": task.key, "task": asdict(task), "status": "fault", "proven": False,
        "seconds": task.limit, "gap": 1.0, "note": "the process died or hung",
    }  # fmt: skip


def _records_of(tasks: Sequence[Task], end: float) -> Iterator[Record]:
    """What one fresh process answers, until it ends, hangs, or the budget is used up."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(_import_path())},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    lines: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=pump, args=(process.stdout, lines), daemon=True).start()
    try:
        process.stdin.write(json.dumps([asdict(task) for task in tasks]))
        process.stdin.close()
        for task in tasks:
            most = _longest(task)
            try:
                line = lines.get(timeout=max(0.1, min(most, end - time.perf_counter())))
            except queue.Empty:
                return
            if line is None:
                return
            yield json.loads(line)
    finally:
        process.kill()
        process.wait()


def _import_path() -> list[str]:
    """The worker has to find this very code, wherever it is called from."""
    before = os.environ.get("PYTHONPATH")
    return [str(Path(__file__).resolve().parent.parent), *([before] if before else [])]


def _longest(task: Task) -> float:
    if task.kind == "club":
        return task.size * task.limit + _GRACE_SECONDS
    return 2 * task.limit + _GRACE_SECONDS


def pump(stream: IO[str], lines: queue.Queue[str | None]) -> None:
    for line in stream:
        lines.put(line)
    lines.put(None)
