"""Solves on threads, as many at once as there are cores, and a short queue before them.

All state is touched on the event loop only; the threads see nothing of it but their ``Stop``.
"""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from api.service.metrics import Metrics
from api.service.problems import BUSY, STOPPING, Kind, ProblemError
from api.service.settings import Settings
from optimizer.documents.errors import UnusableInput
from optimizer.solving.options import SolveOptions
from optimizer.solving.stopping import Stop

Answer = TypeVar("Answer")

_ASK_AGAIN_SECONDS = 0.05
_LONGEST_RETRY_SECONDS = 60
_GUESSED_SOLVE_SECONDS = 0.5
_WEIGHT_OF_THE_LAST = 0.1


class ClientLeft(Exception):
    """Nobody waits for the answer any more."""


@dataclass(frozen=True)
class Solved(Generic[Answer]):
    """``cut_short``: the deadline or the stop of the service ended the search; do not keep it."""

    answer: Answer
    cut_short: bool


class Solving:
    """The limiter: ``settings.solves`` at once, one solver worker each."""

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self._settings = settings
        self._metrics = metrics
        self._threads = ThreadPoolExecutor(settings.solves, thread_name_prefix="solve")
        self._free = settings.solves
        self._queue: deque[asyncio.Future[None]] = deque()
        self._running: dict[asyncio.Future[Any], Stop] = {}
        self._enders: set[asyncio.Task[None]] = set()
        self._mean_seconds = _GUESSED_SOLVE_SECONDS
        self._stopping = False

    async def run(
        self,
        operation: str,
        work: Callable[[SolveOptions], Answer],
        *,
        seconds: float | None = None,
        left: Awaitable[None] | None = None,
        status: Callable[[Answer], str] = lambda _: "answered",
    ) -> Solved[Answer]:
        """Call ``work`` on a thread, in turn, with the limits of its search.

        ``seconds``: until the answer, waiting included.  ``left``: done when nobody waits any more.
        ``status``: what the metrics call the answer.  Raises what ``work`` raises, ``ClientLeft``,
        and ``ProblemError`` where there is no room.
        """
        loop = asyncio.get_running_loop()
        most = self._settings.solve_seconds
        end = loop.time() + (most if seconds is None else min(seconds, most))
        gone = None if left is None else asyncio.ensure_future(left)
        try:
            await self._turn(end, gone)
            return await self._on_a_thread(operation, work, end, gone, status)
        finally:
            if gone is not None:
                gone.cancel()

    def stop(self) -> None:
        """Refuse what waits and what comes; what runs gives its best within the grace."""
        self._stopping = True
        while self._queue:
            waiting = self._queue.popleft()
            if not waiting.done():
                waiting.set_exception(self._no(STOPPING, "The service is being stopped."))
        for solve, stop in [*self._running.items()]:
            self._end(solve, stop, self._settings.stop_seconds)
        self._count()

    @property
    def stopping(self) -> bool:
        return self._stopping

    def close(self) -> None:
        """End whatever still runs, and the threads."""
        stops, ended = [*self._running.values()], threading.Event()

        def asking() -> None:
            while not ended.wait(_ASK_AGAIN_SECONDS):
                for stop in stops:
                    stop.ask()

        # Again and again, as in ``_end``; the event loop has no turn meanwhile.
        threading.Thread(target=asking, daemon=True).start()
        self._threads.shutdown()
        ended.set()

    async def _turn(self, end: float, gone: asyncio.Future[None] | None) -> None:
        """Wait for a free thread; whoever returns has one."""
        if self._stopping:
            raise self._no(STOPPING, "The service is being stopped.")
        if self._free > 0:
            self._free -= 1
            return
        loop = asyncio.get_running_loop()
        patience = min(self._settings.waiting_seconds, end - loop.time())
        # Whoever would wait in vain had better know it now.
        if len(self._queue) >= self._settings.waiting or self._expected_wait() > patience:
            raise self._busy()
        turn: asyncio.Future[None] = loop.create_future()
        self._queue.append(turn)
        self._count()
        try:
            await asyncio.wait(
                {turn} if gone is None else {turn, gone},
                timeout=max(0.0, patience),
                return_when=asyncio.FIRST_COMPLETED,
            )
            if turn.done():
                turn.result()
            elif gone is not None and gone.done():
                raise ClientLeft
            else:
                raise self._busy()
        except asyncio.CancelledError:
            if turn.done() and turn.exception() is None:
                self._next()
            raise
        finally:
            if not turn.done():
                self._queue.remove(turn)
                self._count()

    async def _on_a_thread(
        self,
        operation: str,
        work: Callable[[SolveOptions], Answer],
        end: float,
        gone: asyncio.Future[None] | None,
        status: Callable[[Answer], str],
    ) -> Solved[Answer]:
        loop = asyncio.get_running_loop()
        stop = Stop()
        options = SolveOptions(wall_seconds=max(0.0, round(end - loop.time(), 3)), stop=stop)
        began = time.perf_counter()
        solve = loop.run_in_executor(self._threads, work, options)
        self._running[solve] = stop
        self._count()
        is_left = False

        def finished(_: asyncio.Future[Answer]) -> None:
            seconds = time.perf_counter() - began
            self._mean_seconds += _WEIGHT_OF_THE_LAST * (seconds - self._mean_seconds)
            self._metrics.solve_seconds.labels(operation).observe(seconds)
            error = solve.exception()
            if is_left:
                said = "left"
            elif error is None:
                said = status(solve.result())
            else:
                said = "refused" if isinstance(error, UnusableInput) else "fault"
            self._metrics.solves.labels(operation, said).inc()
            del self._running[solve]
            self._next()

        solve.add_done_callback(finished)
        try:
            either: set[asyncio.Future[Any]] = {solve} if gone is None else {solve, gone}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            if not solve.done():
                is_left = True
                self._end(solve, stop, 0.0)
        if is_left:
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

    def _next(self) -> None:
        """Hand a thread that is free now to whoever has waited longest."""
        while self._queue:
            turn = self._queue.popleft()
            if not turn.done():
                turn.set_result(None)
                self._count()
                return
        self._free += 1
        self._count()

    def _count(self) -> None:
        self._metrics.queue_depth.set(len(self._queue))
        self._metrics.running.set(len(self._running))

    def _expected_wait(self) -> float:
        """Seconds until the next one more would have a thread, by the solves of late."""
        return (len(self._queue) + 1) * self._mean_seconds / self._settings.solves

    def _busy(self) -> ProblemError:
        return self._no(
            BUSY,
            f"{len(self._running)} solves run and {len(self._queue)} wait, which is as many as may;"
            " ask again after the time in Retry-After.",
        )

    def _no(self, kind: Kind, detail: str) -> ProblemError:
        self._metrics.refused.labels(kind.code).inc()
        after = max(1, min(math.ceil(self._expected_wait()), _LONGEST_RETRY_SECONDS))
        return ProblemError(kind, detail, headers={"Retry-After": str(after)})
