"""Planning in processes of their own: one that dies takes no other athlete with it.

Each process does one task at a time.  The pool of the standard library would not do: where one of
its processes dies it gives up all that it was given.

They never hear Ctrl-C, and end by themselves when this process is gone.
"""

from __future__ import annotations

import logging
import math
import multiprocessing
import os
import queue
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Generic, Self, TypeVar, cast

from api.club.handing_on import hand_on
from api.club.memory import limit_memory
from api.club.starting import deaf_to_its_group, starting_context, stay_deaf_to_its_group

Task = TypeVar("Task")
Answer = TypeVar("Answer")

_log = logging.getLogger("runstrong.processes")
_TRIES_ALONE = 2
"""How often a task is tried whose process died beside others, whose memory may be why: now with
nothing else at work, so that a further death is its own."""
_LOOK_SECONDS = 0.2
_FIRST_PAUSE_SECONDS = 0.5
_MOST_FALSE_STARTS = 3
_LEAST_START_SECONDS = 60.0
"""A busy machine loads the solver slowly: what a task may take says little about a start."""
_SECONDS_TO_DIE = 10.0
PRELOADED = ("api.club.answering", "ortools.sat.python.cp_model")
_TROUBLE_STANDS_SECONDS = 60.0


class Crashed(Exception):
    """The process died of this task, or was ended because it took too long: tried alone, twice."""


class NotStarted(Exception):
    """No process could be started, and why, as it was logged; the task was not done."""


class _Died(Exception):
    """The process has ended."""


class Closed(Exception):
    """The processes are being stopped; the task was not done."""


class _Room:
    """Tasks side by side, or one alone."""

    def __init__(self, closed: threading.Event) -> None:
        self._closed = closed
        self._changed = threading.Condition()
        self._at_work = 0
        self._wanting_alone = 0
        self._is_alone = False

    @contextmanager
    def beside_others(self) -> Iterator[None]:
        """Raises ``Closed``."""
        with self._changed:
            while self._is_alone or self._wanting_alone:
                self._wait()
            self._at_work += 1
        try:
            yield
        finally:
            with self._changed:
                self._at_work -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Raises ``Closed``."""
        with self._changed:
            self._wanting_alone += 1
            try:
                while self._is_alone or self._at_work:
                    self._wait()
            except Closed:
                self._wanting_alone -= 1
                raise
            self._wanting_alone -= 1
            self._is_alone = True
        try:
            yield
        finally:
            with self._changed:
                self._is_alone = False
                self._changed.notify_all()

    def _wait(self) -> None:
        if self._closed.is_set():
            raise Closed
        self._changed.wait(_LOOK_SECONDS)


@dataclass(frozen=True)
class _Ready:
    """What a process says first; dying before that is no fault of a task."""


@dataclass(frozen=True)
class _NotReady:
    """What it says instead where ``begin()`` failed; ``why``: the exception, with its traceback."""

    why: str


class Processes(Generic[Task, Answer]):
    """``count`` processes, each of which calls ``begin()`` once and its outcome for every task.

    ``begin`` and the tasks have to be picklable.  ``longest_seconds``: a process that is at one
    task for longer is ended, a task of several ``parts`` after as many times as long; to start, it
    has a minute at least.  ``lifetime``: tasks after which
    one is renewed.  ``niceness``: by how much they give way to others of this machine.  Processes
    are started as tasks come.

    A context manager: leaving it closes them.
    """

    def __init__(
        self,
        count: int,
        begin: Callable[[], Callable[[Task], Answer]],
        *,
        longest_seconds: float = math.inf,
        parts: Callable[[Task], int] = lambda _: 1,
        lifetime: int | None = None,
        niceness: int = 0,
    ) -> None:
        self._begin = begin
        self._longest_seconds = longest_seconds
        self._parts = parts
        self._lifetime = lifetime
        self._niceness = niceness
        self._trouble: tuple[float, str] | None = None
        self._tasks: queue.SimpleQueue[tuple[Task, Future[Answer]]] = queue.SimpleQueue()
        self._closed = threading.Event()
        self._room = _Room(self._closed)
        self._threads = [
            threading.Thread(target=self._serve, name=f"planning-{number}", daemon=True)
            for number in range(count)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def trouble(self) -> str | None:
        """Why no process could be started of late; None: none was missing."""
        trouble = self._trouble
        if trouble is None or time.monotonic() - trouble[0] > _TROUBLE_STANDS_SECONDS:
            return None
        return trouble[1]

    def submit(self, task: Task) -> Future[Answer]:
        """Its answer, or ``Crashed``, ``NotStarted``, ``Closed`` or what the task raised."""
        future: Future[Answer] = Future()
        if self._closed.is_set():
            future.set_exception(Closed())
        else:
            self._tasks.put((task, future))
        return future

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all processes at once; what was not answered is ``Closed``."""
        self._closed.set()
        for thread in self._threads:
            thread.join()
        while True:
            try:
                _task, future = self._tasks.get_nowait()
            except queue.Empty:
                return
            if future.set_running_or_notify_cancel():
                future.set_exception(Closed())

    def _serve(self) -> None:
        process: _Process[Task, Answer] | None = None
        answered = 0
        while not self._closed.is_set():
            try:
                task, future = self._tasks.get(timeout=_LOOK_SECONDS)
            except queue.Empty:
                continue
            if not future.set_running_or_notify_cancel():
                continue
            try:
                with self._room.beside_others():
                    process, answered = self._ready(process, answered)
                    try:
                        answer = self._answer_of(process, task)
                    except _Died:
                        process = None
                if process is None:
                    process, answer = self._alone(task)
                    answered = 0
                answered += 1
                if answered == self._lifetime:
                    process.end()
                    process = None
                future.set_result(answer)
            except Exception as error:  # noqa: BLE001  (handed on to whoever waits)
                future.set_exception(error)
        if process is not None:
            process.end()

    def _alone(self, task: Task) -> tuple[_Process[Task, Answer], Answer]:
        """The answer to a task whose process died, and the process; raises ``Crashed``."""
        how = ""
        with self._room.alone():
            for _ in range(_TRIES_ALONE):
                process = self._started()
                try:
                    return process, self._answer_of(process, task)
                except _Died as died:
                    how = str(died)
                except BaseException:
                    process.end()
                    raise
        raise Crashed(f"its process died {_TRIES_ALONE} times with nothing beside it: {how}")

    def _ready(
        self, process: _Process[Task, Answer] | None, answered: int
    ) -> tuple[_Process[Task, Answer], int]:
        return (self._started(), 0) if process is None else (process, answered)

    def _answer_of(self, process: _Process[Task, Answer], task: Task) -> Answer:
        """Its answer; raises ``_Died``, which says how, also for one that took too long."""
        seconds = self._longest_seconds * self._parts(task)
        try:
            return process.ask(task, seconds, self._closed)
        except _Died:
            raise _Died(process.end(_SECONDS_TO_DIE)) from None
        except TimeoutError:
            process.end()
            raise _Died(f"no answer in {seconds:g} s") from None

    def _started(self) -> _Process[Task, Answer]:
        """A process that is ready.  What hinders one may pass, so a few are tried."""
        pause = _FIRST_PAUSE_SECONDS
        why = ""
        longest_seconds = max(self._longest_seconds, _LEAST_START_SECONDS)
        for _ in range(_MOST_FALSE_STARTS):
            process: _Process[Task, Answer] | None = None
            try:
                process = _Process(self._begin, self._niceness)
                said = process.wait(longest_seconds, self._closed)
                if not isinstance(said, _NotReady):
                    self._trouble = None
                    return process
                process.end()
                why = said.why
            except TimeoutError:
                why = f"it was not ready in {longest_seconds:g} s"
                if process is not None:
                    process.end()
            except (_Died, OSError) as error:
                why = str(error) if process is None else process.end(_SECONDS_TO_DIE)
            except Closed:
                if process is not None:
                    process.end()
                raise
            _log.error("a planning process could not start: %s", why)
            if self._closed.wait(pause):
                raise Closed
            pause *= 2
        self._trouble = time.monotonic(), why
        raise NotStarted(why)


class _Process(Generic[Task, Answer]):
    def __init__(self, begin: Callable[[], Callable[[Task], Answer]], niceness: int) -> None:
        context = starting_context(*PRELOADED)
        self._pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(  # type: ignore[attr-defined]
            target=_work, args=(theirs, begin, niceness), name="runstrong-planning", daemon=True
        )
        with deaf_to_its_group():
            self._process.start()
        theirs.close()

    def ask(self, task: Task, seconds: float, closed: threading.Event) -> Answer:
        try:
            self._pipe.send(task)
        except OSError:
            raise _Died from None
        answer = cast("Answer | Exception", self.wait(seconds, closed))
        if isinstance(answer, Exception):
            raise answer
        return answer

    def wait(self, seconds: float, closed: threading.Event) -> object:
        """The next word; raises ``_Died`` if the process does, ``TimeoutError``, ``Closed``."""
        end = time.monotonic() + seconds
        while not self._pipe.poll(_LOOK_SECONDS):
            if closed.is_set():
                raise Closed
            if time.monotonic() > end:
                raise TimeoutError
        try:
            said: object = self._pipe.recv()
        except (EOFError, OSError):
            raise _Died from None
        return said

    def end(self, grace_seconds: float = 0.0) -> str:
        """Make sure that it is gone; how it ended."""
        self._process.join(grace_seconds)
        self._process.kill()
        self._process.join()
        code = self._process.exitcode
        self._process.close()
        self._pipe.close()
        return _last_words(code)


def _last_words(status: int | None) -> str:
    if status is None or status >= 0:
        return f"it ended with status {status}"
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = f"signal {-status}"
    why = "; the machine may have run out of memory" if name == "SIGKILL" else ""
    return f"it was ended by {name}{why}"


def _work(pipe: Connection, begin: Callable[[], Callable[[Task], Answer]], niceness: int) -> None:
    """What a planning process does until its parent goes."""
    stay_deaf_to_its_group()
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    limit_memory()
    if niceness and hasattr(os, "nice"):
        os.nice(niceness)
    try:
        work = begin()
    except Exception:  # noqa: BLE001  (told to whoever started us)
        pipe.send(_NotReady(traceback.format_exc()))
        return
    pipe.send(_Ready())
    while True:
        try:
            task: Task = pipe.recv()
        except (EOFError, OSError):
            # The parent was killed: its log is no place for our traceback.
            return
        try:
            answer: Answer | Exception = work(task)
        except Exception as error:  # noqa: BLE001  (handed on to whoever waits)
            answer = error
        try:
            # What cannot be packed is what its task raised.
            hand_on(pipe, answer, instead=lambda error: error)
        except OSError:
            return


def _leave_with_parent() -> None:
    """A parent that was killed cannot say so, and a solve may be long."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
