"""Processes that do the work of requests, each of which can be ended.

A thread cannot be ended from outside: work that hears no stop would keep it, and a core, for ever.
So whatever a request asks for is done in a process.  One that has not answered some time after its
limit, or after it was told to stop, is killed, and a fresh one takes its place.
"""

from __future__ import annotations

import math
import multiprocessing
import os
import queue
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TypeVar, cast

from api.club.handing_on import hand_on
from api.club.memory import limit_memory
from api.club.starting import deaf_to_its_group, starting_context, stay_deaf_to_its_group
from api.service.logs import ReportedFault, fault_of
from api.service.problems import ProblemError
from catalog import Catalog, load_catalog
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.solving.options import SolveOptions
from optimizer.solving.stopping import Stop

Answer = TypeVar("Answer")
Work = Callable[[Catalog, SolveOptions], Answer]
"""What is to be done, as something that can be pickled: a function of a module, or a ``partial``
of one."""

OVERTIME_SECONDS = 0.5
"""How long after its limit, or the grace of its stop, a process is waited for."""
_LOOK_SECONDS = 0.05
_WATCH_SECONDS = 0.1
_HUNG_SECONDS = 0.2
"""After its overtime, for a process that does not even take what it is told."""
_SECONDS_TO_START = 30.0
_LIFETIME = 1_000
"""Tasks after which a process is renewed, so that no leak adds up."""
_TOO_MUCH_MEMORY = Problem("", "", "needs more memory than any request may; leave something out")
PRELOADED = ("api.service.app", "ortools.sat.python.cp_model", "dateutil.rrule")


class Overran(Exception):
    """The work did not end within its time, or hear that it should stop; its process was ended."""


class Broke(Exception):
    """The process died of its work, or could not start; its text is ours, and may be logged."""

    @property
    def for_the_log(self) -> str:
        return str(self)


class _CatalogChanged(Exception):
    for_the_log = "the catalog has changed since the service was started; start it again"


@dataclass(frozen=True)
class _Task:
    work: Work[Any]
    options: SolveOptions


@dataclass(frozen=True)
class _StopNow:
    grace_seconds: float


@dataclass(frozen=True)
class _Answered:
    """``cut_short``: as in ``Stop``."""

    answer: object
    cut_short: bool


@dataclass(frozen=True)
class _Raised:
    error: Exception


class Workers:
    """Processes for whatever work comes; as many as are called at once, started as they are needed.

    ``folders``: those of the catalog, which every process loads for itself.  Any thread may call.
    """

    def __init__(self, folders: Sequence[Path], version: str) -> None:
        self._folders = tuple(folders)
        self._version = version
        self._context = starting_context(*PRELOADED)
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._closed = False
        self._ended = threading.Event()
        self._watch: threading.Thread | None = None

    def call(self, work: Work[Answer], options: SolveOptions) -> Answer:
        """Do ``work`` in a process, within ``options.wall_seconds`` and what ``options.stop`` says.

        A process that died while it waited for work is no fault of this work: it has a fresh one.
        Raises what the work raises (a fault as ``ReportedFault``), ``Overran`` and ``Broke``.
        """
        worker = self._worker()
        while worker.has_died:
            self._give_up(worker)
            worker = self._worker()
        is_usable = False
        try:
            answer = worker.ask(work, options)
            is_usable = True
            return answer
        except (UnusableInput, ProblemError, ReportedFault):
            # One that could not start has said why, and ended.
            is_usable = worker.is_ready
            raise
        finally:
            with self._lock:
                self._busy.discard(worker)
                is_usable = is_usable and not (self._closed or worker.is_killed)
                is_usable = is_usable and worker.tasks < _LIFETIME
                if is_usable:
                    self._idle.append(worker)
            if not is_usable:
                worker.end()

    def _give_up(self, worker: _Worker) -> None:
        with self._lock:
            self._busy.discard(worker)
        worker.end()

    def warm_up(self) -> None:
        """Wait until a process is ready: the first one loads the solver for all that follow, which
        on a busy machine takes longer than a request may."""
        # What hinders it will hinder a request, which tells of it.
        with suppress(Broke, Overran, ReportedFault):
            self.call(_nothing, SolveOptions())

    @property
    def idle(self) -> int:
        """How many processes wait for work."""
        with self._lock:
            return len(self._idle)

    @property
    def busy(self) -> int:
        """How many processes work now."""
        with self._lock:
            return len(self._busy)

    def close(self) -> None:
        """End all processes at once; what is still asked for is ``Broke``."""
        with self._lock:
            self._closed = True
            self._ended.set()
            every = [*self._idle, *self._busy]  # one that just starts is ended by its pipe
            self._idle.clear()
        for worker in every:
            worker.kill()

    def _watching(self) -> None:
        """Kill what hangs: whoever asks it may hang too, in what a full pipe does not take."""
        while not self._ended.wait(_WATCH_SECONDS):
            now = time.monotonic()
            with self._lock:
                # Within the lock: one that answers at this moment could be at other work after it.
                for worker in self._busy:
                    if now > worker.until:
                        worker.kill()

    def _worker(self) -> _Worker:
        with self._lock:
            if self._closed:
                raise Broke("the service is being stopped")
            if self._watch is None:
                self._watch = threading.Thread(
                    target=self._watching, name="watch-work", daemon=True
                )
                self._watch.start()
            if self._idle:
                worker = self._idle.pop()
                self._busy.add(worker)
                return worker
        worker = _Worker(self._context, self._folders, self._version)
        with self._lock:
            self._busy.add(worker)
        return worker


class _Worker:
    """One process; one thread asks it at a time."""

    def __init__(self, context: BaseContext, folders: Sequence[Path], version: str) -> None:
        self.tasks = 0
        self.until = math.inf
        self.is_killed = False
        self.is_ready = False
        self._pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(  # type: ignore[attr-defined]
            target=_work, args=(theirs, tuple(folders), version), name="runstrong-work", daemon=True
        )
        try:
            with deaf_to_its_group():
                self._process.start()
        except (OSError, EOFError) as error:
            self._pipe.close()
            reason = error.strerror if isinstance(error, OSError) else "its server has ended"
            raise Broke(f"no process could be started: {reason}") from None
        finally:
            theirs.close()

    @property
    def has_died(self) -> bool:
        """True: it has ended since it answered last."""
        if not self.is_ready:
            return False
        try:
            # It says nothing unasked: there is only the end to be read.
            return self._pipe.poll(0) or not self._process.is_alive()
        except OSError:
            return True

    def ask(self, work: Work[Answer], options: SolveOptions) -> Answer:
        try:
            return self._ask(work, options)
        except Broke:
            if time.monotonic() > self.until:
                raise Overran from None
            raise
        finally:
            self.until = math.inf

    def _ask(self, work: Work[Answer], options: SolveOptions) -> Answer:
        stop = options.stop or Stop()
        began = time.monotonic()
        if not self.is_ready:
            # Its start is not the work's time, but somebody waits for the whole.
            self._wait_until_ready(options)
        limit = options.wall_seconds
        left = None if limit is None else max(0.0, limit - (time.monotonic() - began))
        self.tasks += 1
        if limit is not None:
            self.until = began + limit + OVERTIME_SECONDS + _HUNG_SECONDS
        # The stop stays here; what it says is told on.
        self._send(_Task(work, SolveOptions(options.deterministic_limit, left)))
        while not self._pipe.poll(_LOOK_SECONDS):
            over = time.monotonic() - began
            if limit is not None and over > limit + OVERTIME_SECONDS:
                raise Overran
            if stop.requested:
                grace = stop.seconds_left()
                if grace < -OVERTIME_SECONDS:
                    raise Overran
                in_time = time.monotonic() + grace + OVERTIME_SECONDS + _HUNG_SECONDS
                self.until = min(self.until, in_time)
                self._send(_StopNow(max(0.0, grace)))
        said = self._received()
        if isinstance(said, _Raised):
            raise said.error
        assert isinstance(said, _Answered)
        stop.cut_short = stop.cut_short or said.cut_short
        return cast("Answer", said.answer)

    def _wait_until_ready(self, options: SolveOptions) -> None:
        end = time.monotonic() + _SECONDS_TO_START
        while not self._pipe.poll(_LOOK_SECONDS):
            if time.monotonic() > end:
                raise Broke(f"it was not ready in {_SECONDS_TO_START:g} s")
            if options.stop is not None and options.stop.seconds_left() < -OVERTIME_SECONDS:
                raise Overran
        said = self._received()
        if isinstance(said, _Raised):
            raise said.error
        self.is_ready = True

    def _send(self, message: object) -> None:
        try:
            self._pipe.send(message)
        except OSError:
            raise Broke("it has ended") from None

    def _received(self) -> object:
        try:
            said: object = self._pipe.recv()
        except (EOFError, OSError):
            self._process.join(1.0)
            raise Broke(f"it ended with status {self._process.exitcode}") from None
        return said

    def kill(self) -> None:
        """From any thread; whoever asks it hears of it."""
        self.is_killed = True
        with suppress(ValueError):
            self._process.kill()

    def end(self) -> None:
        """Only by whoever asked it last."""
        self.kill()
        self._process.join()
        self._pipe.close()


# --- In the process ---------------------------------------------------------------------------


def _work(pipe: Connection, folders: Sequence[Path], version: str) -> None:
    stay_deaf_to_its_group()
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    limit_memory()
    tasks: queue.SimpleQueue[_Task] = queue.SimpleQueue()
    current = [Stop()]
    threading.Thread(target=_listen, args=(pipe, tasks, current), daemon=True).start()
    try:
        catalog = load_catalog(*folders)
        if catalog.version != version:
            raise _CatalogChanged
    except Exception as error:  # noqa: BLE001  (told to whoever started us)
        pipe.send(_Raised(_as_it_may_leave(error)))
        return
    pipe.send(_Answered(None, cut_short=False))
    while True:
        task = tasks.get()
        stop = current[0] = Stop()
        options = SolveOptions(task.options.deterministic_limit, task.options.wall_seconds, stop)
        said: _Answered | _Raised
        try:
            said = _Answered(task.work(catalog, options), stop.cut_short)
        except Exception as error:  # noqa: BLE001  (handed on to whoever waits)
            said = _Raised(_as_it_may_leave(error))
        try:
            # What cannot be packed is a fault like any other.
            hand_on(pipe, said, instead=lambda error: _Raised(_as_it_may_leave(error)))
        except OSError:
            return


def _listen(pipe: Connection, tasks: queue.SimpleQueue[_Task], current: list[Stop]) -> None:
    while True:
        try:
            message = pipe.recv()
        except (EOFError, OSError):
            os._exit(0)
        if isinstance(message, _StopNow):
            current[0].ask(message.grace_seconds)
        else:
            tasks.put(message)


def _nothing(_catalog: Catalog, _options: SolveOptions) -> None:
    """Done as soon as a process is ready."""


def _as_it_may_leave(error: Exception) -> Exception:
    """The error as it may leave the process: what says no, or what may be told of a fault."""
    if isinstance(error, (UnusableInput, ProblemError)):
        return error
    if isinstance(error, MemoryError):
        return UnusableInput(_TOO_MUCH_MEMORY)
    return ReportedFault(fault_of(error))


def _leave_with_parent() -> None:
    """A parent that was killed cannot say so, and a solve may be long."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
