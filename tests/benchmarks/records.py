"""Records and reports without measuring anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from benchmarks.peers import OURS
from benchmarks.summary import report_of
from benchmarks.task import Task
from benchmarks.tasks import Settings

Record = dict[str, Any]


def a_record(task: Task, seconds: float, **changes: object) -> Record:
    """A proven week whose only tier is worth 7."""
    record: Record = {
        "key": task.key, "task": asdict(task), "status": "optimal", "proven": True,
        "seconds": seconds, "gap": 0.0, "tiers": [["target_dose_shortfall", 7, 7]],
        "shares": {"build": 5.0, "solve": 20.0}, "note": "", "catalog_times": 1, "windows": 2,
        "peak_mb": 100.0,
    }  # fmt: skip
    return record | changes


def a_proof(
    seconds: float, *, family: str = "tight", peer: str = OURS, instance: str = "a", run: int = 0,
    **changes: object,
) -> Record:  # fmt: skip
    task = Task("proof", family, peer, instance, run=run, limit=10.0)
    return a_record(task, seconds, **changes)


def a_report(
    records: Sequence[Record] | None = None,
    *,
    seconds: float = 1.0,
    families: Sequence[str] = ("tight",),
) -> dict[str, Any]:
    """A report of ``records``, or of two weeks a family that take ``seconds`` each."""
    if records is None:
        records = [a_proof(seconds, family=f, instance=i) for f in families for i in ("a", "b")]
        records += [a_record(Task("glance", f, OURS, "a", at=0.1), 0.1) for f in families]
    return report_of(Settings(), records, len(records))
