"""Athletes, settings and a database for tests of batches."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from unittest import mock

import sqlalchemy as sa

from api.club.entries import Entry
from api.jobs.database import database_url, open_database
from api.jobs.settings import JobSettings
from api.jobs.store import NewBatch, Store
from tests.api.jobs import planners


def request(name: str, minutes: int = 60) -> dict[str, object]:
    return {
        "athlete": {"id": name, "level": "beginner"},
        "week": {"start": "2026-11-23"},
        "availability": [{"id": "tue", "start": "Tue 18:00", "minutes": minutes}],
    }


def entries(*names: str, minutes: Iterable[int] | None = None) -> list[Entry]:
    """An entry a name; each asks another week unless ``minutes`` say otherwise."""
    each = list(minutes) if minutes is not None else [20 + 5 * n for n in range(len(names))]
    return [
        Entry(row, json.dumps(request(name, long)), name)
        for row, (name, long) in enumerate(zip(names, each, strict=True), start=1)
    ]


def json_lines(*names: str) -> str:
    return "".join(f"{entry.text}\n" for entry in entries(*names))


def settings(folder: Path, **changes: object) -> JobSettings:
    """Quick to notice everything."""
    defaults: dict[str, object] = {
        "database": f"sqlite:///{folder / 'jobs.db'}",
        "state_folder": folder,
        "processes": 1,
        "chunk_athletes": 2,
        "poll_seconds": 0.05,
        "heartbeat_seconds": 0.1,
        "dead_after_seconds": 1.0,
    }
    return JobSettings.model_validate(defaults | changes)


def a_batch(*names: str, chunk: int = 2, **changes: object) -> NewBatch:
    found = entries(*names)
    defaults: dict[str, object] = {
        "owner": "me",
        "digest": "0",
        "entries": found,
        "chunks": [place // chunk for place in range(len(found))],
    }
    return NewBatch(**(defaults | changes))  # type: ignore[arg-type]


@contextmanager
def a_store(url: str) -> Iterator[Store]:
    engine: sa.Engine = open_database(database_url(url))
    try:
        yield Store(engine)
    finally:
        engine.dispose()


@contextmanager
def quick_planner(gate: Path | None = None, *, deadly: bool = True) -> Iterator[None]:
    """``planners.quick`` instead of the real one."""
    quick = partial(planners.quick, gate=gate, deadly=deadly)
    with mock.patch("api.jobs.jobs.planner", quick):
        yield
