"""Clubs: many distinct athletes, on one core and on two."""

from __future__ import annotations

import json
import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from benchmarks.draw import club
from benchmarks.memory import now_mb, peak_mb

_SAMPLES = 20
"""How often the memory of a club is looked at."""


def planned_club(size: int, workers: int, limit_seconds: float) -> dict[str, Any]:
    """Plan a club of ``size``; workers are started and warm before the clock is.

    ``limit_seconds`` is the wall limit of each athlete.  Memory is sampled with one worker.
    """
    documents = [json.dumps(request) for request in club(size)]
    samples: list[float] = []
    if workers == 1:
        plan_one(documents[0], limit_seconds)
        begin = time.perf_counter()
        proven = []
        for number, document in enumerate(documents, start=1):
            proven.append(plan_one(document, limit_seconds))
            if number % max(1, size // _SAMPLES) == 0:
                samples.append(round(now_mb(), 1))
        seconds = time.perf_counter() - begin
        peak = peak_mb()
    else:
        # Spawned, as on every platform: a forked solver may hang.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            list(pool.map(plan_one, documents[:1] * 2 * workers, [limit_seconds] * 2 * workers))
            begin = time.perf_counter()
            proven = list(pool.map(plan_one, documents, [limit_seconds] * size))
            seconds = time.perf_counter() - begin
            peak = max(pool.map(_peak_of_worker, range(2 * workers)))
    return {
        "status": "optimal" if all(proven) else "feasible",
        "proven": sum(proven),
        "seconds": round(seconds, 3),
        "athletes_per_second": round(size / seconds, 3),
        "samples_mb": samples,
        "worker_peak_mb": round(peak, 1),
    }


def plan_one(document: str, limit_seconds: float) -> bool:
    """True: the athlete's week is proven."""
    from optimizer import SolveOptions, plan, read_request

    try:
        result = plan(
            read_request(document),
            options=SolveOptions(wall_seconds=limit_seconds),
            explain_conflict=False,
        )
    except Exception:  # noqa: BLE001  (one athlete's fault is not the club's)
        return False
    closed = all(tier.value == tier.bound for tier in result.objective)
    return result.status in ("optimal", "relaxed", "infeasible") and closed


def _peak_of_worker(_: int) -> float:
    return peak_mb()
