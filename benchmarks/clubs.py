"""Clubs: many distinct athletes through the door that people use, on one core and on two."""

from __future__ import annotations

import json
import multiprocessing
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from api.club.planned import Standing, plan_club
from api.club.planning import HowToPlan
from api.club.result_lines import Line, read_line
from api.club.results_file import ResultsFile
from api.club.roster import read_roster
from benchmarks.draw import club
from benchmarks.memory import now_mb, peak_mb
from catalog import load_catalog
from optimizer import SolveOptions
from optimizer.documents.result import Result

_SAMPLES = 20
"""How often the memory of a club is looked at."""


def planned_club(size: int, workers: int, limit_seconds: float) -> dict[str, Any]:
    """Plan a club of ``size`` from a roster into a file of results, the start of the processes
    included.

    ``limit_seconds`` is the wall limit of each athlete.  Memory is that of the largest process that
    plans; with one worker it is sampled.
    """
    roster = "".join(f"{json.dumps(request)}\n" for request in club(size)).encode()
    samples: list[float] = []
    peaks: list[float] = []

    def look(standing: Standing) -> None:
        if standing.planned_now and standing.planned_now % max(1, size // _SAMPLES) == 0:
            # None while the last one is renewed after its lifetime.
            planners = [child.pid for child in multiprocessing.active_children()]
            if planners:
                samples.append(round(max(map(now_mb, planners)), 1))
                peaks.append(max(map(peak_mb, planners)))

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "results.jsonl"
        begin = time.perf_counter()
        how = HowToPlan(
            load_catalog(), options=SolveOptions(wall_seconds=limit_seconds), processes=workers
        )
        with ResultsFile(path) as results:
            summary = plan_club(
                tuple(read_roster(roster, "json lines")), results, how, on_standing=look
            )
        seconds = time.perf_counter() - begin
        proven = sum(map(_is_proven, _lines(path)))
    return {
        "status": "optimal" if proven == size else "feasible",
        "proven": proven,
        "statuses": dict(summary.statuses),
        "seconds": round(seconds, 3),
        "athletes_per_second": round(size / seconds, 3),
        "samples_mb": samples if workers == 1 else [],
        "worker_peak_mb": round(max(peaks), 1),
    }


def _lines(path: Path) -> Iterator[Line]:
    with path.open("rb") as file:
        yield from map(read_line, file)


def _is_proven(line: Line) -> bool:
    if not isinstance(line, Result):
        return False
    closed = all(tier.value == tier.bound for tier in line.objective)
    return line.status in ("optimal", "relaxed", "infeasible") and closed
