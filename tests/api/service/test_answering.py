"""What every answer that costs has: an ETag, and a key by which it is asked for again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from unittest.mock import Mock

import pytest

from api import dated_assessment
from api.service.idempotency import KeyReused, Made, Once
from api.service.sample_bodies import (
    ASSESSMENT,
    CALENDARS,
    CHECK,
    DIFF,
    EXPLAIN,
    EXPORT,
    LOG,
    NEXT,
    REPLAN,
    RUNS,
    SEASON,
    TINY_WEEK,
)
from tests.api.service.client import Client, problem, serving

COSTLY: dict[str, Any] = {
    "/v1/plans": TINY_WEEK,
    "/v1/plans/validate": TINY_WEEK,
    "/v1/plans/check": CHECK,
    "/v1/plans/replan": REPLAN,
    "/v1/plans/diff": DIFF,
    "/v1/plans/explain": EXPLAIN,
    "/v1/plans/export?format=ics": EXPORT,
    "/v1/calendars/read": CALENDARS,
    "/v1/logs/read": LOG,
    "/v1/assessments": ASSESSMENT,
    "/v1/runs": RUNS,
    "/v1/runs?format=ics": RUNS,
    "/v1/seasons": SEASON,
    "/v1/seasons/next?format=ics": NEXT,
}


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with serving() as client:
        yield client


@pytest.mark.parametrize("path", COSTLY)
def test_what_costs_is_answered_once(path: str, client: Client) -> None:
    body = COSTLY[path]
    own = {"Idempotency-Key": f"monday {path}"}
    first = client.post(path, body, headers=own)
    assert first.status_code == 200, first.text
    assert "Idempotent-Replayed" not in first.headers
    again = client.post(path, body, headers=own)
    assert again.content == first.content
    assert again.headers["Content-Type"] == first.headers["Content-Type"]
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Idempotent-Replayed"] == "true"
    etag = first.headers["ETag"]
    # Compared weakly (RFC 9110, 13.1.2): some write down no more than the quoted part.
    for known in (f'"x", {etag}', etag.removeprefix("W/")):
        unchanged = client.post(path, body, headers={"If-None-Match": known})
        assert (problem(unchanged)["code"], unchanged.headers["ETag"]) == ("unchanged", etag)


def test_every_address_that_says_so_is_tried(client: Client) -> None:
    """And there is no other that takes a body but a batch, with keys of its own."""
    paths = client.app.openapi()["paths"]
    takes_key = {
        path
        for path, methods in paths.items()
        for one in methods.get("post", {}).get("parameters", ())
        if one["name"].lower() == "idempotency-key"
    }
    takes_body = {path for path, one in paths.items() if "requestBody" in one.get("post", {})}
    costly = {path.partition("?")[0] for path in COSTLY}
    assert takes_key == takes_body == costly | {"/v1/batches"}


def test_a_key_belongs_to_its_question_and_its_form(client: Client) -> None:
    own = {"Idempotency-Key": "one of my own"}
    assert client.post("/v1/runs", RUNS, headers=own).status_code == 200
    other = client.post("/v1/runs", {**RUNS, "start": "2026-12-07"}, headers=own)
    assert (other.status_code, problem(other)["code"]) == (409, "idempotency_key_reused")
    form = client.post("/v1/runs?format=ics", RUNS, headers=own)
    assert problem(form)["code"] == "idempotency_key_reused"


def test_a_key_holds_over_midnight(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked is the body, which is the same; another day has another ETag."""

    def it_is(day: int) -> None:
        clock = Mock(now=lambda _zone: datetime(2026, 11, day, 12, tzinfo=UTC))
        monkeypatch.setattr(dated_assessment, "datetime", clock)

    own = {"Idempotency-Key": "late at night"}
    body = {name: value for name, value in ASSESSMENT.items() if name != "date"}
    it_is(29)
    first = client.post("/v1/assessments", body, headers=own)
    assert first.json()["date"] == "2026-11-29"
    it_is(30)
    again = client.post("/v1/assessments", body, headers=own)
    assert again.status_code == 200, again.text
    assert (again.content, again.headers["ETag"]) == (first.content, first.headers["ETag"])
    known = {"If-None-Match": first.headers["ETag"]}
    fresh = client.post("/v1/assessments", body, headers=known)
    assert fresh.json()["date"] == "2026-11-30"
    assert fresh.headers["ETag"] != first.headers["ETag"]


def test_nothing_is_kept_where_that_is_asked(client: Client) -> None:
    headers = {"Idempotency-Key": "secret", "Cache-Control": "no-store"}
    for _ in range(2):
        answer = client.post("/v1/assessments", ASSESSMENT, headers=headers)
        assert "Idempotent-Replayed" not in answer.headers


def test_a_fault_is_no_answer_that_is_kept(client: Client) -> None:
    own = {"Idempotency-Key": "a slip"}
    assert client.post("/v1/plans", {"athlete": 1}, headers=own).status_code == 422
    assert client.post("/v1/plans", TINY_WEEK, headers=own).status_code == 200


def test_who_asks_while_it_is_made_waits_for_it() -> None:
    """Made once; where the first of them fails, the next makes it."""

    async def both() -> tuple[int, list[tuple[Made, bool]]]:
        once, made, gate = Once(1000), 0, asyncio.Event()

        async def make() -> Made:
            nonlocal made
            made += 1
            mine = made
            await gate.wait()
            if mine == 1:
                raise RuntimeError("the first fails")
            return Made(b"answer")

        calls = [
            asyncio.ensure_future(once.answered(("me", "key"), "week", make, keep=True))
            for _ in range(3)
        ]
        await asyncio.sleep(0)
        gate.set()
        failed, *found = await asyncio.gather(*calls, return_exceptions=True)
        assert isinstance(failed, RuntimeError)
        with pytest.raises(KeyReused):
            await once.answered(("me", "key"), "another week", make, keep=True)
        return made, [one for one in found if not isinstance(one, BaseException)]

    made, found = asyncio.run(both())
    assert made == 2
    assert [(one.content, before) for one, before in found] == [
        (b"answer", False),
        (b"answer", True),
    ]


def test_the_least_used_are_forgotten() -> None:
    async def three() -> list[bool]:
        once = Once(10)

        async def make() -> Made:
            return Made(b"12345")

        keys = ("a", "b", "c", "a")
        return [(await once.answered(("me", one), "q", make, keep=True))[1] for one in keys]

    assert asyncio.run(three()) == [False, False, False, False]
