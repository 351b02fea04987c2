"""What a runner waits for beside the plan: why there is no week with its cures, and a replan."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import JsonValue

from benchmarks.figures import percentile
from benchmarks.instances import Instance
from catalog import Catalog
from optimizer import SolveOptions
from optimizer.documents.request import Request
from optimizer.solving.progress import Progress

MOVED_HOURS = 3
ENOUGH_REPAIRS = 3

Record = dict[str, Any]


def explained_week(instance: Instance, catalog: Catalog, limit_seconds: float) -> Record:
    """The time from the plan to its conflict and repairs; no ``seconds`` where a week exists."""
    from optimizer import plan

    begins: list[float] = []

    def note_conflict(progress: Progress) -> None:
        if progress.stage == "conflict":
            begins.append(time.perf_counter())

    options = SolveOptions(wall_seconds=limit_seconds)
    result = plan(instance.request, catalog=catalog, options=options, on_progress=note_conflict)
    end = time.perf_counter()
    if not begins:
        return {"status": result.status}
    return {
        "status": result.status,
        "seconds": round(end - begins[0], 6),
        "proven": result.conflict is not None,
        "members": 0 if result.conflict is None else len(result.conflict.rules),
        "repairs": len(result.repairs),
    }


def replanned_week(instance: Instance, catalog: Catalog, limit_seconds: float) -> Record:
    """The time of a replan after one run has moved, and after no change at all.

    The run is the last one before the first session; it starts three hours later.  What a relaxed
    week is explained with is not in it: ``explained_week`` measures that.  No ``seconds`` where
    there is no session or no run before it.
    """
    from optimizer import plan, replan

    options = SolveOptions(wall_seconds=limit_seconds)
    request = instance.request
    result = plan(request, catalog=catalog, options=options, explain_conflict=False)
    sessions = () if result.plan is None else result.plan.sessions
    patch = run_moved(request, sessions[0].start_minute, catalog) if sessions else None
    if patch is None:
        return {"status": result.status}
    begin = time.perf_counter()
    same = replan(request, result, catalog=catalog, options=options)
    unchanged = time.perf_counter() - begin
    begin = time.perf_counter()
    moved = replan(
        request, result, patch=patch, catalog=catalog, options=options, explain_conflict=False
    )
    return {
        "status": moved.result.status,
        "seconds": round(time.perf_counter() - begin, 6),
        "proven": all(tier.value == tier.bound for tier in moved.result.objective),
        "changes": len(moved.changes),
        "unchanged_seconds": round(unchanged, 6),
        "stable": same.result.plan == result.plan and not same.changes,
    }


def run_moved(request: Request, first_start: int, catalog: Catalog) -> list[JsonValue] | None:
    """The run that ends last before ``first_start`` (a minute), three hours later, or None."""
    from optimizer.building.case_of import case_of

    last = -math.inf
    patch: list[JsonValue] | None = None
    for index, run in enumerate(request.runs):
        timeline = case_of(request.model_copy(update={"runs": (run,)}), catalog).timeline
        timed = timeline.runs[0]
        if last < timed.end <= first_start:
            start = timeline.local(timed.start + 60 * MOVED_HOURS).strftime("%Y-%m-%dT%H:%M")
            last = timed.end
            patch = [{"op": "replace", "path": f"/runs/{index}/start", "value": start}]
    return patch


def answers_of(records: Iterable[Mapping[str, Any]]) -> Record:
    """Times by kind, over the weeks that had something to answer."""
    found = list(records)
    conflicts = _answered(found, "conflict")
    replans = _answered(found, "replan")
    report: Record = {}
    if conflicts:
        report["conflict"] = _times(conflicts) | {
            "with_enough_repairs": sum(r["repairs"] >= ENOUGH_REPAIRS for r in conflicts),
            "without_repair": sum(r["repairs"] == 0 for r in conflicts),
        }
    if replans:
        report["replan"] = _times(replans) | {
            "stable": sum(r["stable"] for r in replans),
            "unchanged_p95": percentile([r["unchanged_seconds"] for r in replans], 95),
        }
    return report


def _answered(records: Sequence[Mapping[str, Any]], kind: str) -> list[Mapping[str, Any]]:
    return [
        record
        for record in records
        if record["task"]["kind"] == kind and "seconds" in record and record["status"] != "fault"
    ]


def _times(records: Sequence[Mapping[str, Any]]) -> Record:
    seconds = [record["seconds"] for record in records]
    return {
        "n": len(records),
        "proven": sum(record["proven"] for record in records),
        "median": percentile(seconds, 50),
        "p95": percentile(seconds, 95),
        "most": max(seconds),
    }
