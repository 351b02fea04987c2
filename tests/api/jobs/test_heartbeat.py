"""Heartbeats, and chunks that nobody alive holds."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from api.jobs.database import database_url, open_database
from api.jobs.heartbeat import Heartbeat, Orphans, TakenWork, Worker
from api.jobs.tables import LEASES, WORKERS, now


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'jobs.db'}"
    else:
        url = request.getfixturevalue("empty_postgresql").url
    found = open_database(database_url(url))
    yield found
    found.dispose()


def alive(engine: sa.Engine, name: str) -> Heartbeat:
    return Heartbeat(
        engine, Worker(name, 1, "c", "s"), heartbeat_seconds=0.02, dead_after_seconds=30.0
    )


def looks(worker: Heartbeat, times: int) -> list[frozenset[str] | None]:
    """What ``worker`` is told in its first ``times`` looks."""
    seen: list[frozenset[str] | None] = []
    enough = threading.Event()

    def look(living: frozenset[str] | None) -> None:
        seen.append(living)
        if len(seen) >= times:
            enough.set()

    worker.watch(look)
    assert enough.wait(30)
    return seen[:times]


def test_one_at_a_time_looks_after_the_others(engine: sa.Engine) -> None:
    first, second = alive(engine, "first"), alive(engine, "second")
    first.enter()
    second.enter()
    assert looks(first, 2) == [frozenset({"first", "second"})] * 2
    assert looks(second, 2) == [None, None]
    first.leave()
    second.leave()


def test_who_leaves_hands_over(engine: sa.Engine) -> None:
    first, second = alive(engine, "first"), alive(engine, "second")
    first.enter()
    looks(first, 1)
    first.leave()
    second.enter()
    assert looks(second, 1) == [frozenset({"second"})]
    second.leave()


def test_without_heartbeats_one_is_dead(engine: sa.Engine) -> None:
    first, second = alive(engine, "first"), alive(engine, "second")
    first.enter()
    looks(first, 1)
    second.enter()
    assert [one.name for one in second.others()] == ["first"]
    first.rest()
    with engine.begin() as connection:
        connection.execute(
            WORKERS.update().where(WORKERS.c.name == "first").values(heartbeat_at=now() - 31.0)
        )
        connection.execute(LEASES.update().values(until=now() - 1.0))
    assert second.others() == ()
    assert looks(second, 1) == [frozenset({"second"})]
    second.leave()


def test_chunks_of_the_dead_are_orphans() -> None:
    taken = [TakenWork("a", "me"), TakenWork("b", "you"), TakenWork("c", "gone")]
    assert Orphans("me").orphaned_chunks(taken, {"me", "you"}, {"a"}) == ["c"]
    assert Orphans("me").orphaned_chunks(taken, None, {"a"}) == []


def test_what_this_process_forgot_is_an_orphan_when_seen_twice() -> None:
    taken, orphans = [TakenWork("a", "me"), TakenWork("b", "me")], Orphans("me")
    assert orphans.orphaned_chunks(taken, None, {"b"}) == []
    assert orphans.orphaned_chunks(taken, None, {"b"}) == ["a"]
    assert orphans.orphaned_chunks(taken, None, {"a", "b"}) == []
    assert orphans.orphaned_chunks(taken, None, {"b"}) == []
