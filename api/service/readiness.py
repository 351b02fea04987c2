"""Whether the service can plan: it tries, on a tiny week."""

from __future__ import annotations

import asyncio
import json
import time
from concurrent.futures import ThreadPoolExecutor

from api.service.sample_bodies import TINY_WEEK
from api.service.workers import Workers
from catalog import Catalog
from optimizer import plan, read_request
from optimizer.solving.options import SolveOptions

_LONGEST_SECONDS = 5.0
_PATIENCE_SECONDS = 10.0


class NotYet(Exception):
    """The week is still being planned."""


class Readiness:
    """One check at a time, on a thread beside those of the solves.

    So a service with a full house is ready: it refuses politely by itself.
    """

    def __init__(self, workers: Workers, stands_seconds: float) -> None:
        """``stands_seconds``: how long a good answer is not asked for again."""
        self._workers = workers
        self._stands_seconds = stands_seconds
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="readiness")
        self._trying: asyncio.Future[None] | None = None
        self._good_until = 0.0

    async def check(self) -> None:
        """Raises whatever keeps the week from being planned, or that it is not there yet."""
        if time.monotonic() < self._good_until:
            return
        if self._trying is None or self._trying.done():
            limit = SolveOptions(wall_seconds=_LONGEST_SECONDS)
            self._trying = asyncio.get_running_loop().run_in_executor(
                self._thread, self._workers.call, plan_tiny_week, limit
            )
        # Asked again soon, whoever watches is told meanwhile; what is tried goes on.
        done, _ = await asyncio.wait({self._trying}, timeout=_PATIENCE_SECONDS)
        if not done:
            raise NotYet
        self._trying.result()
        self._good_until = time.monotonic() + self._stands_seconds


def plan_tiny_week(catalog: Catalog, options: SolveOptions) -> None:
    """Raises where it cannot be planned."""
    answer = plan(read_request(json.dumps(TINY_WEEK)), catalog=catalog, options=options)
    if answer.plan is None or not answer.plan.sessions:
        raise RuntimeError(f"the tiny week has no session: {answer.status}")
