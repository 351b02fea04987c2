"""Who goes next: so many at once, a short queue before them, and nobody pushed aside by another.

Callers take turns: whoever has the fewest at work is next, then whoever was served the longest time
ago.  A queue that is full takes the newest place from the caller who has the most.

All state is touched on the event loop only.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from itertools import count


class ClientLeft(Exception):
    """Nobody waits for the answer any more."""


class NoTurn(Exception):
    """There was no room to wait, or no turn in time; ``stopping``: there will be none any more."""

    def __init__(self, *, stopping: bool = False) -> None:
        super().__init__()
        self.stopping = stopping


class Turns:
    """``at_once`` turns.  ``waiting``: how many more may wait, each at most ``waiting_seconds``.

    ``mean_seconds``: how long a turn takes, as far as is known.
    """

    def __init__(
        self,
        at_once: int,
        waiting: int,
        waiting_seconds: float,
        *,
        mean_seconds: Callable[[], float],
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._at_once = at_once
        self._most_waiting = waiting
        self._waiting_seconds = waiting_seconds
        self._mean_seconds = mean_seconds
        self._changed = changed
        self._free = at_once
        self._queues: dict[str, deque[asyncio.Future[None]]] = {}
        self._running: Counter[str] = Counter()
        self._served: dict[str, int] = {}
        self._ticks = count()
        self._stopping = False

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(len(one) for one in self._queues.values())

    async def take(self, caller: str, end: float, gone: asyncio.Future[None] | None) -> None:
        """Wait for a turn, which has to be given back; ``end``: by the clock of the loop.

        Raises ``NoTurn``, and ``ClientLeft`` as soon as ``gone`` is done.
        """
        if self._stopping:
            raise NoTurn(stopping=True)
        if self._free > 0:
            self._free -= 1
            self._begin(caller)
            return
        loop = asyncio.get_running_loop()
        patience = min(self._waiting_seconds, end - loop.time())
        # Whoever would wait in vain had better know it now.
        if self.expected_wait(caller) > patience or not self._has_room(caller):
            raise NoTurn
        turn: asyncio.Future[None] = loop.create_future()
        self._queues.setdefault(caller, deque()).append(turn)
        self._changed()
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
                raise NoTurn
        except asyncio.CancelledError:
            if turn.done() and turn.exception() is None:
                self.give_back(caller)
            raise
        finally:
            if not turn.done():
                self._leave(caller, turn)

    def give_back(self, caller: str) -> None:
        """Hand a turn that is over to whoever is next."""
        self._running[caller] -= 1
        if not self._running[caller]:
            del self._running[caller]
        following = self._next()
        if following is None:
            self._free += 1
        else:
            following.set_result(None)
        self._changed()

    def stop(self) -> None:
        """Refuse what waits and what comes."""
        self._stopping = True
        for waiting in [*self._queues.values()]:
            for turn in waiting:
                if not turn.done():
                    turn.set_exception(NoTurn(stopping=True))
        self._queues.clear()
        self._changed()

    def expected_wait(self, caller: str) -> float:
        """Seconds until one more of ``caller`` would have a turn, by the turns of late."""
        own = len(self._queues.get(caller, ())) + 1
        before = sum(
            min(len(waiting), own) for name, waiting in self._queues.items() if name != caller
        )
        return (before + own) * self._mean_seconds() / self._at_once

    def _begin(self, caller: str) -> None:
        self._running[caller] += 1
        self._served[caller] = next(self._ticks)
        if len(self._served) > 10 * (self._at_once + self._most_waiting) + 100:
            # Strangers come and go; those who have nothing here are no longer told apart.
            known = {*self._queues, *self._running}
            self._served = {name: at for name, at in self._served.items() if name in known}

    def _next(self) -> asyncio.Future[None] | None:
        while self._queues:
            caller = min(
                self._queues, key=lambda name: (self._running[name], self._served.get(name, -1))
            )
            waiting = self._queues[caller]
            turn = waiting.popleft()
            if not waiting:
                del self._queues[caller]
            if not turn.done():
                self._begin(caller)
                return turn
        return None

    def _has_room(self, caller: str) -> bool:
        """Whether there is a place in the queue, or one that another has too many of."""
        if self.waiting < self._most_waiting:
            return True
        if not self._queues:
            return False
        greedy = max(self._queues, key=lambda name: len(self._queues[name]))
        if len(self._queues[greedy]) <= len(self._queues.get(caller, ())) + 1:
            return False
        newest = self._queues[greedy].pop()
        if not newest.done():
            newest.set_exception(NoTurn())
        return True

    def _leave(self, caller: str, turn: asyncio.Future[None]) -> None:
        waiting = self._queues.get(caller)
        if waiting is not None and turn in waiting:
            waiting.remove(turn)
            if not waiting:
                del self._queues[caller]
        self._changed()
