"""From the log of two versions to one report: CPU ratios, and the answers that differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from benchmarks.against.measure import NOW, PLAN, THEN
from benchmarks.against.versions import Version
from benchmarks.figures import percentile
from benchmarks.log import Record
from benchmarks.summary import commit, machine

FORMAT = "against/1"
ALL = "all"
_SLOWEST = 5

Document = dict[str, Any]


def report_of(
    records: Iterable[Record], then: Version, settings: Document, cases_planned: int
) -> Document:
    """``cpu`` by the name of a row: each group's plans, all plans, and every other question."""
    found = list(records)
    return {
        "format": FORMAT,
        THEN: then.name,
        NOW: commit(),
        "date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "machine": machine(),
        "settings": settings,
        "measured": {"done": len(found), "planned": cases_planned},
        "cpu": {row: _ratios(timed) for row, timed in _rows(found).items()},
        "answers": sum(len(record["answers"]) for record in found),
        "differing": [
            {"case": record["key"], "question": question}
            | {key: answered[key] for key in ("differences", "first_differences", "only_added")}
            for record in found
            for question, answered in record["answers"].items()
            if answered["differences"]
        ],
        "places": dict(
            Counter(
                f"{place} ({kind})"
                for record in found
                for answered in record["answers"].values()
                for place, kind in answered["places"].items()
            ).most_common()
        ),
        "not_understood": {
            record["key"]: record["not_understood"]
            for record in found
            if record["not_understood"] is not None
        },
        "faults": [fault for record in found for fault in record["faults"]],
    }


Timed = tuple[str, Record]
"""The key of a case, and what one question to it has brought."""


def _rows(records: Sequence[Record]) -> dict[str, list[Timed]]:
    """Only what both versions answered: a refusal takes no time."""
    plans: dict[str, list[Timed]] = defaultdict(list)
    others: dict[str, list[Timed]] = defaultdict(list)
    for record in records:
        for question, answered in record["answers"].items():
            if None in answered["cpu_seconds"].values():
                continue
            timed = (record["key"], answered)
            if question == PLAN:
                plans[record["group"]].append(timed)
            else:
                others[question].append(timed)
    every = [timed for group in plans.values() for timed in group]
    return {**plans, **({ALL: every} if every else {}), **others}


def _ratios(rows: Sequence[Timed]) -> Document:
    """CPU now / then; below 1 this version is faster."""
    ratios = {
        key: answered["cpu_seconds"][NOW] / max(answered["cpu_seconds"][THEN], 1e-6)
        for key, answered in rows
    }
    seconds = {
        side: sum(answered["cpu_seconds"][side] for _, answered in rows) for side in (THEN, NOW)
    }
    slowest = sorted(ratios, key=lambda key: -ratios[key])[:_SLOWEST]
    return {
        "answers": len(rows),
        "seconds": {side: round(total, 3) for side, total in seconds.items()},
        "most_seconds": {
            side: max(a["cpu_seconds"][side] for _, a in rows) for side in (THEN, NOW)
        },
        "ratio_of_sums": round(seconds[NOW] / max(seconds[THEN], 1e-6), 4),
        "median": round(percentile(list(ratios.values()), 50), 4),
        "p95": round(percentile(list(ratios.values()), 95), 4),
        "worst": round(ratios[slowest[0]], 4),
        "slowest": {key: round(ratios[key], 4) for key in slowest},
        **_proofs(rows),
    }


def _proofs(rows: Sequence[Timed]) -> Document:
    """How many weeks each version proved, and which it did not; nothing of other questions."""
    proven = {key: answered["proven"] for key, answered in rows if answered["proven"] is not None}
    if not proven:
        return {}
    return {
        "proven": {side: sum(both[side] for both in proven.values()) for side in (THEN, NOW)},
        "not_proven": {
            side: [key for key, both in proven.items() if not both[side]] for side in (THEN, NOW)
        },
    }
