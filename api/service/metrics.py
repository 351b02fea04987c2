"""What Prometheus reads: a registry of the application's own."""

from __future__ import annotations

import asyncio
import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

MEDIA_TYPE = CONTENT_TYPE_LATEST
_BETWEEN_LOOKS = 0.1
_LAGS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
_SECONDS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """``solves`` by operation and status: of the result, or ``read`` where nothing was solved,
    ``left`` where the client went away, ``refused`` for unusable input, ``fault``."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "runstrong_requests",
            "HTTP requests by route, method and status.",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self.solves = Counter(
            "runstrong_solves",
            "Work done on the solving threads, by operation and status.",
            ("operation", "status"),
            registry=self.registry,
        )
        self.solve_seconds = Histogram(
            "runstrong_solve_seconds",
            "Seconds on a solving thread, without the wait for it.",
            ("operation",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.queue_depth = Gauge(
            "runstrong_queue_depth", "Solves that wait for a thread.", registry=self.registry
        )
        self.running = Gauge(
            "runstrong_solves_running", "Solves that run now.", registry=self.registry
        )
        self.refused = Counter(
            "runstrong_refused",
            "Solves refused because as many run and wait as may, or the service stops.",
            ("code",),
            registry=self.registry,
        )
        self.loop_lag = Histogram(
            "runstrong_loop_lag_seconds",
            "How late the event loop comes back to a task that slept, a few times a second.",
            buckets=_LAGS,
            registry=self.registry,
        )
        self.cache = Counter(
            "runstrong_cache",
            "Answers looked up in the cache, hit or miss.",
            ("outcome",),
            registry=self.registry,
        )

    async def watch_the_loop(self) -> None:
        """Runs until it is cancelled."""
        while True:
            before = time.perf_counter()
            await asyncio.sleep(_BETWEEN_LOOKS)
            self.loop_lag.observe(max(0.0, time.perf_counter() - before - _BETWEEN_LOOKS))

    def text(self) -> bytes:
        return generate_latest(self.registry)
