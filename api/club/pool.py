"""Planning on several cores of one machine: a few processes, one athlete each at a time.

A process that dies takes nothing with it but the athlete it was planning: a fresh one takes its
place and tries that athlete once more.  Who dies twice has a line that says so.

Processes are spawned, as on every platform: a forked solver may hang.  Each loads the catalog once.
They ignore Ctrl-C, which is answered here, and end by themselves when this process is gone.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from api.club.answering import lost, plan_entry
from api.club.entries import Entry
from api.club.lines import Line
from catalog import Catalog, load_catalog
from optimizer.errors import InternalFault
from optimizer.solve import SolveOptions

_TRIES = 2
"""How often an athlete is tried whose process dies: the first time another's memory may be why."""
_MOST_FALSE_STARTS = 3
_SECONDS_TO_DIE = 10.0
_LIFETIME = 1000
"""Athletes after which a process is renewed: a large club takes no more memory than a small one."""

Planner = Callable[..., Line]
"""``plan_entry``, or another function of its signature that a new process can import."""


@dataclass(frozen=True)
class Task:
    """One athlete to plan; ``index`` is given back with the answer."""

    index: int
    entry: Entry


@dataclass(frozen=True)
class Answered:
    """``fault``: what went wrong with us, for people who can mend it; None: nothing did."""

    index: int
    text: str
    seconds: float
    fault: str | None = None


@dataclass(frozen=True)
class _Setting:
    """All that a new process is told."""

    folders: tuple[Path, ...]
    options: SolveOptions
    planner: Planner


@dataclass
class _Worker:
    process: BaseProcess
    connection: Connection
    task: Task | None = None
    ready: bool = False
    answered: int = 0


@dataclass
class Pool:
    """``folders``: the catalog's, as ``load_catalog`` takes them.  A context manager: leaving it
    ends the processes at once."""

    processes: int
    catalog: Catalog
    folders: Sequence[Path] = ()
    options: SolveOptions = field(default_factory=SolveOptions)
    planner: Planner = plan_entry
    lifetime: int = _LIFETIME

    def __post_init__(self) -> None:
        self._workers: dict[Connection, _Worker] = {}
        self._tries: dict[int, int] = {}
        self._false_starts = 0

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers.values():
            worker.process.kill()
        for worker in list(self._workers.values()):
            self._dismiss(worker)

    def answers(self, tasks: Iterable[Task]) -> Iterator[Answered]:
        """Every task's answer, as soon as there is one.

        Raises ``InternalFault`` where processes cannot be started at all.
        """
        waiting = deque(tasks)
        while waiting or any(worker.task is not None for worker in self._workers.values()):
            self._staff(len(waiting))
            for worker in self._workers.values():
                if waiting and worker.ready and worker.task is None:
                    self._give(worker, waiting.popleft())
            speaking = wait(list(self._workers))
            for worker in [w for c, w in self._workers.items() if c in speaking]:
                answer, task = self._heard(worker)
                if answer is not None:
                    yield answer
                if task is not None:
                    waiting.appendleft(task)

    def _staff(self, tasks: int) -> None:
        """As many processes as there is work for."""
        at_work = sum(worker.task is not None for worker in self._workers.values())
        wanted = min(self.processes, at_work + tasks)
        while len(self._workers) < wanted:
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            setting = _Setting(tuple(self.folders), self.options, self.planner)
            process = context.Process(
                target=_work, args=(theirs, setting), name="runstrong club", daemon=True
            )
            with _deaf_to_ctrl_c():
                process.start()
            theirs.close()
            self._workers[ours] = _Worker(process, ours)

    def _give(self, worker: _Worker, task: Task) -> None:
        worker.task = task
        # One that is dead already is heard of when its connection is read.
        with suppress(OSError):
            worker.connection.send(task.entry)

    def _heard(self, worker: _Worker) -> tuple[Answered | None, Task | None]:
        """What a process says: an answer, or by its death that a task is to be done again."""
        task = worker.task
        try:
            said = worker.connection.recv()
        except (EOFError, OSError):
            return self._died(worker)
        if task is None:
            # A catalog that was edited in between would give answers of two kinds.
            if said != self.catalog.version:
                raise InternalFault("the catalog has changed while the club was planned")
            worker.ready = True
            self._false_starts = 0
            return None, None
        worker.task = None
        worker.answered += 1
        if worker.answered >= self.lifetime:
            self._dismiss(worker)
        text, seconds, fault = said
        return Answered(task.index, text, seconds, fault), None

    def _died(self, worker: _Worker) -> tuple[Answered | None, Task | None]:
        self._dismiss(worker)
        how = _last_words(worker.process.exitcode)
        task = worker.task
        if task is None:
            self._false_starts += not worker.ready
            if self._false_starts >= _MOST_FALSE_STARTS:
                raise InternalFault(f"no process for planning could be started: {how}")
            return None, None
        self._tries[task.index] = self._tries.get(task.index, 0) + 1
        if self._tries[task.index] < _TRIES:
            return None, task
        line = lost(task.entry, self.catalog)
        fault = f"the process that planned it died {_TRIES} times: {how}"
        return Answered(task.index, line.model_dump_json(), 0.0, fault), None

    def _dismiss(self, worker: _Worker) -> None:
        """A process whose connection is closed ends by itself."""
        del self._workers[worker.connection]
        worker.connection.close()
        worker.process.join(_SECONDS_TO_DIE)


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """A process started meanwhile does not hear Ctrl-C either, from its first moment."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _last_words(status: int | None) -> str:
    if status is None or status >= 0:
        return f"it ended with status {status}"
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = f"signal {-status}"
    why = "; the machine may have run out of memory" if name == "SIGKILL" else ""
    return f"it was ended by {name}{why}"


def _work(connection: Connection, setting: _Setting) -> None:
    """The life of a process: one athlete after another, until there is nobody to ask."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    catalog = load_catalog(*setting.folders)
    faults: list[str] = []

    def keep(_: Entry, error: Exception) -> None:
        faults.append("".join(traceback.format_exception(error)))

    try:
        connection.send(catalog.version)
        while True:
            entry = connection.recv()
            begin = time.perf_counter()
            faults.clear()
            line = setting.planner(entry, catalog=catalog, options=setting.options, on_fault=keep)
            text = line.model_dump_json()
            connection.send((text, time.perf_counter() - begin, faults[0] if faults else None))
    except (EOFError, OSError):
        return


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
