"""Calls of the database, on threads of their own, for which nobody waits too long.

A database that hangs would else keep whoever asks it, and the threads that others need.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Outcome = TypeVar("Outcome")

_THREADS = 20
_LONGEST_SECONDS = 8.0


class Storage:
    """The threads that may wait for the database."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="storage")
        self._late: set[asyncio.Future[Any]] = set()

    @property
    def stuck(self) -> bool:
        """Whether a call has not come back long after its time."""
        return bool(self._late)

    async def call(
        self, work: Callable[[], Outcome], longest_seconds: float = _LONGEST_SECONDS
    ) -> Outcome:
        """What ``work`` gives; raises ``TimeoutError`` where that takes too long.

        The work is then left to itself, and may still be done.
        """
        on_a_thread = self._threads.submit(work)
        call = asyncio.wrap_future(on_a_thread)
        done, _ = await asyncio.wait({call}, timeout=longest_seconds)
        if done:
            return call.result()
        # The future of the loop could be cancelled whatever its thread does.
        if not on_a_thread.cancel():
            self._late.add(call)
            call.add_done_callback(self._came_back)
        raise TimeoutError

    def _came_back(self, call: asyncio.Future[Any]) -> None:
        self._late.discard(call)
        if not call.cancelled():
            # Nobody waits for it any more, so nobody asks what went wrong.
            call.exception()
