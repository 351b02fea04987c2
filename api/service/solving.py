"""Solves on threads, as many at once as there are cores, and a short queue before them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from optimizer.solve import SolveOptions

Answer = TypeVar("Answer")


class Solving:
    """The limiter: ``solves`` at once, one solver worker each."""

    def __init__(self, solves: int) -> None:
        self._threads = ThreadPoolExecutor(solves, thread_name_prefix="solve")

    async def run(self, work: Callable[[SolveOptions], Answer]) -> Answer:
        """Call ``work`` on a thread with the limits of its search; raises what it raises."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, work, SolveOptions())

    def close(self) -> None:
        self._threads.shutdown()
