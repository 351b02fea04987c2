"""Requests that ask for far more than any honest one, and what the others notice of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.catalog.example_requests import example
from api.service.sample_bodies import WEEK
from tests.api.service import work
from tests.api.service.client import Client, problem, serving

P1: dict[str, Any] = json.loads(example("p1").path.read_text())
MOST_BYTES = 20_000


def refused(client: Client, path: str, body: object) -> dict[str, Any]:
    answer = client.post(path, body)
    assert answer.status_code == 422, answer.text[:300]
    assert len(answer.content) < MOST_BYTES
    return problem(answer)


def fields(document: dict[str, Any]) -> list[str]:
    return [one["field"] for one in document["problems"]]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (
            [{"op": "copy", "from": "/places", "path": f"/places/a{i}"} for i in range(40)],
            "change[",
        ),
        ([{"op": "copy", "from": "", "path": "/rules"}] * 60, "rules"),
        ([{"op": "add", "path": "/runs/0", "value": P1["runs"][0]}] * 6_000, "change"),
        ([{"op": "add", "path": "/emphasis", "value": "x" * 15_000}] * 100, "emphasis"),
        ({f"x{i}": 1 for i in range(10_000)}, "change"),
    ],
)
def test_a_patch_makes_no_request_larger_than_one_may_be(
    client: Client, change: object, field: str
) -> None:
    document = refused(client, "/v1/plans/replan", {"request": P1, "change": change})
    assert document["problems"][0]["field"].startswith(field)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ([{"op": "test", "path": "", "value": 1}] * 200, "has 200 operations; at most 100"),
        (5, "is no change; write a list of operations"),
        ("x", "is no change; write a list of operations"),
    ],
)
def test_a_change_that_is_none_is_one_fault(client: Client, change: object, says: str) -> None:
    document = refused(client, "/v1/plans/replan", {"request": P1, "change": change})
    [fault] = document["problems"]
    assert fault["field"] == "change"
    assert says in fault["message"]


def wide(**parts: Any) -> dict[str, Any]:
    return {**P1, **parts}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (wide(preferences={"prefer": [f"unknown{i}" for i in range(60_000)]}), "preferences"),
        (wide(preferences={"prefer": [f"unknown{i}" for i in range(1_500)]}), "preferences"),
        (wide(athlete={**P1["athlete"], "injuries": ["shin_splints"] * 50_000}), "athlete"),
        (wide(places={f"p{i}": ["chair"] for i in range(60_000)}), "places"),
        (wide(places={"home": [0] * 300_000}), "places"),
        (wide(places={"home": [f"no_{i}" for i in range(200)]}), "places"),
        (wide(rules={"x" * 300_000: {}}), "rules"),
        (
            wide(
                places={
                    f"p{i}": {
                        "equipment": [],
                        "weights": {f"odd tool {j}": {"kg": [1]} for j in range(100)},
                    }
                    for i in range(99)
                },
                availability=[],
            ),
            "places",
        ),
        (wide(previous={"missed": [f"s{i}" for i in range(200)]}), "previous.missed[0]"),
        (wide(runs=[0] * 200), "runs[0]"),
        (wide(pinned=[{}] * 100), "pinned[0]"),
        (wide(**{f"field{i}": 1 for i in range(9_000)}), "field0"),
        (wide(previous={"plan": {"sessions": [{"blocks": [0] * 200}] * 200}}), "previous"),
    ],
)
def test_a_wide_request_is_refused_with_the_first_faults_in_full(
    client: Client, body: dict[str, Any], field: str
) -> None:
    document = refused(client, "/v1/plans", body)
    found = fields(document)
    assert found[0].startswith(field)
    assert len(found) <= 21
    # All but the one that counts the rest say where.
    assert all(found[:-1])


@pytest.mark.parametrize("opening", ["[", '{"a":'])
@pytest.mark.parametrize("path", ["/v1/plans", "/v1/plans/replan", "/v1/calendars/read"])
def test_a_deep_body_is_refused(client: Client, path: str, opening: str) -> None:
    refused(client, path, opening.encode() * 100_000)


def test_a_deep_patch_is_refused(client: Client) -> None:
    deep: Any = 1
    for _ in range(150):
        deep = {"rules": deep}
    refused(client, "/v1/plans/replan", {"request": P1, "change": deep})


def test_work_that_hears_no_stop_ends_with_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(solves=1) as client:
        with monkeypatch.context() as patched:
            patched.setattr("api.service.routers.plans._plan", work.spins)
            answer = client.post("/v1/plans", WEEK, headers={"Request-Timeout": "0.5"})
        assert problem(answer)["code"] == "timed_out"
        assert "Retry-After" in answer.headers
        # Its turn and its core are free again.
        assert client.post("/v1/plans", WEEK).status_code == 200
        assert client.get("/health/ready").status_code == 200


def test_a_body_that_takes_too_long_to_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(reads=1, read_seconds=0.5) as client:
        with monkeypatch.context() as patched:
            patched.setattr("api.service.bodies._read", work.spins)
            assert refused(client, "/v1/plans", WEEK)["code"] == "too_much_work"
        assert client.post("/v1/plans", WEEK).status_code == 200


def test_a_slow_body_ends_with_the_deadline() -> None:
    with serving(body_seconds=600.0) as client:

        async def dripping() -> Any:
            import asyncio

            for _ in range(1_000):
                yield b" "
                await asyncio.sleep(0.05)

        headers = {"Content-Type": "application/json", "Request-Timeout": "0.5"}
        answer = client.send("POST", "/v1/plans", content=dripping(), headers=headers).result(60)
        assert answer.status_code == 408
        assert problem(answer)["code"] == "slow_body"


def test_files_that_take_long_leave_weeks_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    calendars = {"request": P1, "runs": [], "busy": []}
    with serving(reads=1, read_seconds=5.0) as client:
        monkeypatch.setattr("api.service.routers.calendars._read", work.spins)
        slow = [
            client.send(
                "POST", "/v1/calendars/read", json=calendars, headers={"Request-Timeout": "5"}
            )
            for _ in range(20)
        ]
        assert client.post("/v1/plans", WEEK).status_code == 200
        assert not slow[0].done()
        for answer in slow:
            assert answer.result(60).status_code in (422, 503)
