"""What the service tells of a batch."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from api.jobs.store import Batch
from optimizer.documents.result import Document


class BatchLinks(Document):
    """Paths on the same service."""

    self: str
    events: str
    results: str


class BatchReport(Document):
    """One batch as it stands.  Times are UTC, ISO 8601."""

    id: str
    state: Literal["waiting", "running", "finished", "cancelled"]
    """``waiting``: nobody has begun it yet."""
    athletes: int
    answered: int
    progress: float
    """The share that is answered, from 0 to 1."""
    statuses: dict[str, int]
    """Answers by their status: those of a result, ``unusable`` for a row that cannot be read, and
    ``fault`` where it is ours."""
    created: str
    started: str | None
    ended: str | None
    seconds_left: float | None
    """At the pace so far; null where nothing can be said."""
    note: str | None = None
    """Why it does not go on, where that is known; else null."""
    links: BatchLinks


def report_of(batch: Batch, statuses: dict[str, int], note: str | None = None) -> BatchReport:
    answered = sum(statuses.values())
    path = f"/v1/batches/{batch.id}"
    state: Literal["waiting", "running", "finished", "cancelled"]
    if batch.state in ("finished", "cancelled"):
        state = batch.state
    else:
        state = "waiting" if batch.started_at is None else "running"
    return BatchReport(
        id=batch.id,
        state=state,
        athletes=batch.athletes,
        answered=answered,
        progress=round(answered / batch.athletes, 4),
        statuses=statuses,
        created=_iso(batch.created_at),
        started=None if batch.started_at is None else _iso(batch.started_at),
        ended=None if batch.ended_at is None else _iso(batch.ended_at),
        seconds_left=_seconds_left(batch, answered),
        note=None if batch.ended else note,
        links=BatchLinks(self=path, events=f"{path}/events", results=f"{path}/results"),
    )


def _seconds_left(batch: Batch, answered: int) -> float | None:
    if batch.ended:
        return 0.0
    if batch.started_at is None or not answered:
        return None
    pace = (batch.read_at - batch.started_at) / answered
    return round(max(0.0, pace * (batch.athletes - answered)), 1)


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
