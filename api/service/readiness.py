"""Whether the service can plan: it tries, on a tiny week."""

from __future__ import annotations

import asyncio
import json
import time

from starlette.concurrency import run_in_threadpool

from api.service.sample_bodies import TINY_WEEK
from catalog import Catalog
from optimizer import plan, read_request


class Readiness:
    """One check at a time, on a thread beside those of the solves.

    So a service with a full house is ready: it refuses politely by itself.
    """

    def __init__(self, catalog: Catalog, stands_seconds: float) -> None:
        """``stands_seconds``: how long a good answer is not asked for again."""
        self._catalog = catalog
        self._stands_seconds = stands_seconds
        self._lock = asyncio.Lock()
        self._good_until = 0.0

    async def check(self) -> None:
        """Raises whatever keeps the week from being planned."""
        async with self._lock:
            if time.monotonic() < self._good_until:
                return
            await run_in_threadpool(self._plan)
            self._good_until = time.monotonic() + self._stands_seconds

    def _plan(self) -> None:
        answer = plan(read_request(json.dumps(TINY_WEEK)), catalog=self._catalog)
        if answer.plan is None or not answer.plan.sessions:
            raise RuntimeError(f"the tiny week has no session: {answer.status}")
