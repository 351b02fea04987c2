"""Work in turns: as many at once as may, and a short queue before them.

Each piece of work has a thread that waits for it, and is done in a process that can be ended (see
``workers``).  All state is touched on the event loop only; the threads see nothing of it but their
``Stop``.
"""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from api.service.fair_queue import ClientLeft, NoTurn, Turns
from api.service.metrics import Metrics
from api.service.problems import BUSY, STOPPING, TIMED_OUT, Kind, ProblemError
from api.service.settings import Settings
from optimizer.documents.errors import UnusableInput
from optimizer.solving.options import SolveOptions
from optimizer.solving.stopping import Stop

__all__ = ["ClientLeft", "Solved", "Solving"]

Answer = TypeVar("Answer")

_ASK_AGAIN_SECONDS = 0.05
_LONGEST_RETRY_SECONDS = 60
_WEIGHT_OF_THE_LAST = 0.1
_LATE_SECONDS = 0.8
"""After its time, until whoever asked is told; a process that overruns was ended before."""
_STUCK_AFTER_SECONDS = 3.0
_NOBODY = ""


@dataclass(frozen=True)
class Room:
    """One kind of work and what it may take, so that no kind takes it from another.

    ``at_once``, ``waiting``: as in ``Turns``.  ``longest_seconds``: until an answer, waiting
    included.  ``guessed_seconds``: of one, until some were done.  ``shown``: its queue is what the
    figures tell.
    """

    name: str
    at_once: int
    waiting: int
    longest_seconds: float
    guessed_seconds: float
    shown: bool = False


@dataclass(frozen=True)
class Solved(Generic[Answer]):
    """``cut_short``: the deadline or the stop of the service ended the search; do not keep it."""

    answer: Answer
    cut_short: bool


class Solving:
    """The limiter of one kind of work: ``room.at_once`` at once, one core each."""

    def __init__(self, settings: Settings, metrics: Metrics, room: Room) -> None:
        self._settings = settings
        self._metrics = metrics
        self._room = room
        self._threads = ThreadPoolExecutor(room.at_once, thread_name_prefix=room.name)
        self._turns = Turns(
            room.at_once,
            room.waiting,
            settings.waiting_seconds,
            mean_seconds=lambda: self._mean_seconds,
            changed=self._count,
        )
        self._running: dict[asyncio.Future[Any], tuple[Stop, float]] = {}
        self._enders: set[asyncio.Task[None]] = set()
        self._mean_seconds = room.guessed_seconds
        self._stopping = False

    async def run(
        self,
        operation: str,
        work: Callable[[SolveOptions], Answer],
        *,
        caller: str = _NOBODY,
        seconds: float | None = None,
        left: Awaitable[None] | None = None,
        status: Callable[[Answer], str] = lambda _: "answered",
    ) -> Solved[Answer]:
        """Call ``work`` on a thread, in turn, with the limits of its search.

        ``caller``: callers take turns.  ``seconds``: until the answer, waiting included.  ``left``:
        done when nobody waits any more.
        ``status``: what the metrics call the answer.  Raises what ``work`` raises, ``ClientLeft``,
        and ``ProblemError`` where there is no room.
        """
        loop = asyncio.get_running_loop()
        most = self._room.longest_seconds
        end = loop.time() + (most if seconds is None else min(seconds, most))
        gone = None if left is None else asyncio.ensure_future(left)
        try:
            try:
                await self._turns.take(caller, end, gone)
            except NoTurn as error:
                raise self._stopped() if error.stopping else self._busy(caller) from None
            return await self._on_a_thread(operation, work, caller, end, gone, status)
        finally:
            if gone is not None:
                gone.cancel()

    def stop(self) -> None:
        """Refuse what waits and what comes; what runs gives its best within the grace."""
        self._stopping = True
        self._turns.stop()
        for solve, (stop, _) in [*self._running.items()]:
            self._end(solve, stop, self._settings.stop_seconds)

    @property
    def stopping(self) -> bool:
        return self._stopping

    @property
    def stuck(self) -> bool:
        """Whether something runs that should have ended long ago, so that its turn is lost."""
        now = time.monotonic()
        return any(now > until + _STUCK_AFTER_SECONDS for _, until in self._running.values())

    def close(self) -> None:
        """End whatever still runs, and the threads."""
        stops, ended = [stop for stop, _ in self._running.values()], threading.Event()

        def asking() -> None:
            while not ended.wait(_ASK_AGAIN_SECONDS):
                for stop in stops:
                    stop.ask()

        # Again and again, as in ``_end``; the event loop has no turn meanwhile.
        threading.Thread(target=asking, daemon=True).start()
        self._threads.shutdown()
        ended.set()

    async def _on_a_thread(
        self,
        operation: str,
        work: Callable[[SolveOptions], Answer],
        caller: str,
        end: float,
        gone: asyncio.Future[None] | None,
        status: Callable[[Answer], str],
    ) -> Solved[Answer]:
        loop = asyncio.get_running_loop()
        stop = Stop()
        seconds_left = max(0.0, round(end - loop.time(), 3))
        options = SolveOptions(wall_seconds=seconds_left, stop=stop)
        began = time.perf_counter()
        solve = loop.run_in_executor(self._threads, work, options)
        self._running[solve] = stop, time.monotonic() + seconds_left
        self._count()
        given_up = ""

        def finished(_: asyncio.Future[Answer]) -> None:
            seconds = time.perf_counter() - began
            self._mean_seconds += _WEIGHT_OF_THE_LAST * (seconds - self._mean_seconds)
            self._metrics.solve_seconds.labels(operation).observe(seconds)
            error = solve.exception()
            if given_up:
                said = given_up
            elif error is None:
                said = status(solve.result())
            else:
                said = "refused" if isinstance(error, UnusableInput) else "fault"
            self._metrics.solves.labels(operation, said).inc()
            del self._running[solve]
            self._turns.give_back(caller)

        solve.add_done_callback(finished)
        try:
            either: set[asyncio.Future[Any]] = {solve} if gone is None else {solve, gone}
            await asyncio.wait(
                either, timeout=seconds_left + _LATE_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
            if not solve.done() and (gone is None or not gone.done()):
                given_up = "late"
        finally:
            if not solve.done():
                given_up = given_up or "left"
                self._end(solve, stop, 0.0)
        if given_up == "late":
            raise self._no(TIMED_OUT, "The answer was not there in its time.", 0.0)
        if given_up:
            raise ClientLeft
        return Solved(solve.result(), stop.cut_short)

    def _end(self, solve: asyncio.Future[Any], stop: Stop, grace_seconds: float) -> None:
        """Ask again until it has ended: a search that is about to begin does not hear the first."""

        async def asking() -> None:
            stop.ask(grace_seconds)
            while not solve.done():
                await asyncio.wait({solve}, timeout=_ASK_AGAIN_SECONDS)
                stop.ask(grace_seconds)

        task = asyncio.ensure_future(asking())
        self._enders.add(task)
        task.add_done_callback(self._enders.discard)

    def _count(self) -> None:
        if not self._room.shown:
            return
        self._metrics.queue_depth.set(self._turns.waiting)
        self._metrics.running.set(len(self._running))

    def _busy(self, caller: str) -> ProblemError:
        return self._no(
            BUSY,
            f"{len(self._running)} {self._room.name} run and {self._turns.waiting} wait, which is"
            " as many as may; ask again after the time in Retry-After.",
            self._turns.expected_wait(caller),
        )

    def _stopped(self) -> ProblemError:
        return self._no(STOPPING, "The service is being stopped.", 0.0)

    def _no(self, kind: Kind, detail: str, wait_seconds: float) -> ProblemError:
        self._metrics.refused.labels(kind.code).inc()
        after = max(1, min(math.ceil(wait_seconds), _LONGEST_RETRY_SECONDS))
        return ProblemError(kind, detail, headers={"Retry-After": str(after)})
