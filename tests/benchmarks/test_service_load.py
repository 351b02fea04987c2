"""The load test: every request has its answer, and what is not an answer is told."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest

from benchmarks.draw import club
from benchmarks.service_load import Report, faults_of, open_loop, service_views
from optimizer import read_request


def client_of(statuses: dict[str, tuple[int, dict[str, str]]]) -> httpx.AsyncClient:
    """A service that answers each athlete as it is told; without one it is not reached."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/health/live":
            return httpx.Response(200)
        if request.url.path == "/metrics":
            return httpx.Response(200, text='runstrong_loop_lag_seconds_bucket{le="0.01"} 7.0')
        athlete = next((name for name in statuses if name in request.content.decode()), None)
        if athlete is None:
            raise httpx.ConnectError("gone")
        status, headers = statuses[athlete]
        return httpx.Response(status, headers=headers)

    return httpx.AsyncClient(transport=httpx.MockTransport(answer), base_url="http://service")


def loaded(statuses: dict[str, tuple[int, dict[str, str]]], count: int) -> Report:
    async def measured() -> Report:
        async with client_of(statuses) as client:
            athletes = (read_request(json.dumps(one)) for one in club(count))
            return await open_loop(client, athletes, 1, 1000.0, count / 1000)

    return asyncio.run(measured())


def test_every_request_is_counted_once() -> None:
    load = loaded(
        {
            "club-0000": (200, {}),
            "club-0001": (200, {}),
            "club-0002": (503, {"Retry-After": "2"}),
            "club-0003": (503, {}),
            "club-0004": (500, {}),
        },
        6,
    )
    names = ("sent", "answered", "refused", "lost")
    assert [load[name] for name in names] == [6, 2, 1, 3]
    (fault,) = faults_of({"loads": [load]})
    assert fault.startswith("at 1 times the capacity 3 of 6 requests were lost")


@pytest.mark.parametrize("count", [1, 5])
def test_a_service_that_answers_everything_has_no_faults(count: int) -> None:
    load = loaded({"club-": (200, {})}, count)
    assert load["answered"] == load["sent"] == count
    report = {
        "cores": 2, "solves_at_once": 2, "seconds": 1.0, "capacity_per_second": 10.0,
        "alone": {"p50": 0.1, "p99": 0.2}, "loads": [load],
    }  # fmt: skip
    assert faults_of(report) == []
    assert len([*service_views(report)]) == 3
