"""For what watches the service: alive, able to plan, and its figures."""

from __future__ import annotations

import pytest

from api.service.sample_bodies import WEEK
from catalog import Catalog
from optimizer.solving.options import SolveOptions
from tests.api.service.client import problem, serving


def breaks(_catalog: Catalog, _options: SolveOptions) -> None:
    raise RuntimeError("no solver")


def test_ready_plans_a_week_and_stands_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(ready_seconds=600) as client:
        assert client.get("/health/live").json() == {"status": "live"}
        assert client.get("/health/ready").json() == {"status": "ready"}
        monkeypatch.setattr("api.service.readiness.plan_tiny_week", breaks)
        assert client.get("/health/ready").status_code == 200


def test_who_is_let_in_waits_for_no_process_to_load() -> None:
    """On a busy machine that takes longer than it may take to read a body."""
    with serving() as client:
        assert client.service.workers.idle == 1


def test_what_cannot_plan_is_not_ready_and_not_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as client:
        monkeypatch.setattr("api.service.readiness.plan_tiny_week", breaks)
        answer = client.get("/health/ready")
        assert answer.status_code == 503
        assert problem(answer)["code"] == "not_ready"
        assert "Retry-After" in answer.headers
        assert client.get("/health/live").status_code == 200
        assert [line["exception"] for line in client.log if line["event"] == "not_ready"] == [
            "RuntimeError"
        ]
        monkeypatch.undo()
        assert client.get("/health/ready").status_code == 200


def test_what_is_being_stopped_is_not_ready() -> None:
    with serving() as client:

        async def stop() -> None:
            client.service.solving.stop()

        client.later(stop()).result()
        assert problem(client.get("/health/ready"))["code"] == "stopping"
        assert problem(client.post("/v1/plans", WEEK))["code"] == "stopping"
        assert client.get("/health/live").status_code == 200


def test_the_figures_count_what_was_done() -> None:
    with serving() as client:
        client.post("/v1/plans", WEEK)
        client.post("/v1/plans", WEEK)
        client.post("/v1/plans", {})
        answer = client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain")
    lines = answer.text.splitlines()
    for line in (
        'runstrong_solves_total{operation="plan",status="optimal"} 1.0',
        'runstrong_solve_seconds_count{operation="plan"} 1.0',
        'runstrong_cache_total{outcome="hit"} 1.0',
        'runstrong_cache_total{outcome="miss"} 1.0',
        'runstrong_requests_total{method="POST",route="/v1/plans",status="422"} 1.0',
        "runstrong_queue_depth 0.0",
    ):
        assert line in lines
