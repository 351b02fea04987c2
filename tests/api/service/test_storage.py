"""Calls of a database that does not come back: nobody waits for them, and it is told."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from api.service.storage import Storage
from tests.api.service.client import Client, problem, serving
from tests.waiting import PATIENCE_SECONDS, wait_until


@pytest.fixture
def client() -> Iterator[Client]:
    with serving(solves=1) as found:
        yield found


def test_a_frozen_database_keeps_nobody_waiting_and_is_not_ready(client: Client) -> None:
    storage: Storage = client.service.batches.storage
    thaws = threading.Event()

    async def late() -> bool:
        with pytest.raises(TimeoutError):
            await storage.call(lambda: thaws.wait(PATIENCE_SECONDS), longest_seconds=0.05)
        return storage.stuck

    assert client.later(late()).result(PATIENCE_SECONDS)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert problem(answer)["detail"] == "The database does not answer."
    assert client.get("/health/live").status_code == 200
    thaws.set()
    wait_until(lambda: not storage.stuck, "the call comes back")
    assert client.get("/health/ready").status_code == 200


def test_more_frozen_calls_than_threads_are_dropped_in_time(client: Client) -> None:
    storage: Storage = client.service.batches.storage
    thaws = threading.Event()

    async def many() -> list[BaseException | bool]:
        calls = [
            storage.call(lambda: thaws.wait(PATIENCE_SECONDS), longest_seconds=0.05)
            for _ in range(60)
        ]
        return await asyncio.gather(*calls, return_exceptions=True)

    found = client.later(many()).result(PATIENCE_SECONDS)
    thaws.set()
    assert {type(one) for one in found} == {TimeoutError}
    wait_until(lambda: not storage.stuck, "all calls come back")
    assert client.later(storage.call(lambda: "answer")).result(PATIENCE_SECONDS) == "answer"
