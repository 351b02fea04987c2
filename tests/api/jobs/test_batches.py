"""``/v1/batches`` as a client sees it, in this process and with a planner that needs no solver."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from api.service.app import create_app
from api.service.settings import Settings
from tests.api.jobs.clubs import entries, json_lines, quick_planner, request, settings
from tests.api.jobs.planners import DIES, SLOW

JSON_LINES = {"Content-Type": "application/jsonl"}
LONGEST_SECONDS = 120.0
MOST_ATHLETES = 9
MOST_BYTES = 20_000


@contextmanager
def served(folder: Path, **changes: object) -> Iterator[TestClient]:
    keys = tuple((name, hashlib.sha256(name.encode()).hexdigest()) for name in ("me", "you"))
    asked = Settings(
        jobs=settings(folder, most_athletes=MOST_ATHLETES, most_bytes=MOST_BYTES, **changes),
        key_hashes=keys,
        solves=1,
    )
    with (
        quick_planner(),
        TestClient(create_app(asked), headers={"Authorization": "Bearer me"}) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with served(tmp_path_factory.mktemp("state")) as found:
        yield found


def hand_in(client: TestClient, *names: str, **headers: str) -> httpx.Response:
    return client.post("/v1/batches", content=json_lines(*names), headers=JSON_LINES | headers)


def ended(client: TestClient, path: str) -> dict[str, object]:
    """The report of a batch once it has ended."""
    end = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < end:
        report: dict[str, object] = client.get(path).json()
        if report["state"] in ("finished", "cancelled"):
            return report
        time.sleep(0.05)
    raise AssertionError(f"still {report}")


def problem(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def athletes(text: str) -> list[str]:
    return [json.loads(line)["athlete_id"] for line in text.splitlines()]


# --- Handing in -----------------------------------------------------------------------------------


def test_a_batch_is_taken_in_planned_and_read_back(client: TestClient) -> None:
    taken = hand_in(client, "ana", "ben", "cem")
    assert taken.status_code == 202
    path = taken.headers["Location"]
    assert path == f"/v1/batches/{taken.json()['id']}" == taken.json()["links"]["self"]
    report = ended(client, path)
    assert report["state"] == "finished"
    assert (report["athletes"], report["answered"], report["progress"]) == (3, 3, 1.0)
    assert report["statuses"] == {"optimal": 3}
    assert report["seconds_left"] == 0.0
    assert str(report["created"]) <= str(report["started"]) <= str(report["ended"])
    answer = client.get(f"{path}/results")
    assert answer.headers["Content-Type"] == "application/jsonl"
    assert athletes(answer.text) == ["ana", "ben", "cem"]


@pytest.mark.parametrize(
    ("media", "body"),
    [
        ("application/json", json.dumps([request("ana"), request("ben", 45)])),
        ("application/jsonl; charset=utf-8", json_lines("ana", "ben")),
        ("application/x-ndjson", json_lines("ana", "ben")),
        (
            "text/csv",
            "id,level,week_start,windows\nana,beginner,2026-11-23,Tue 18:00-19:00\n"
            "ben,beginner,2026-11-23,Tue 18:00-19:30\n",
        ),
    ],
)
def test_every_form_of_a_roster_is_read(client: TestClient, media: str, body: str) -> None:
    taken = client.post("/v1/batches", content=body, headers={"Content-Type": media})
    assert taken.status_code == 202, taken.text
    path = taken.headers["Location"]
    ended(client, path)
    assert athletes(client.get(f"{path}/results").text) == ["ana", "ben"]


def test_a_bad_row_and_a_deadly_one_spoil_no_other(client: TestClient) -> None:
    body = json_lines("ana", f"{DIES}1", "cem") + '{"athlete": {"id": "dov"}}\n'
    taken = client.post("/v1/batches", content=body, headers=JSON_LINES)
    path = taken.headers["Location"]
    assert ended(client, path)["statuses"] == {"fault": 1, "optimal": 2, "unusable": 1}
    lines = [json.loads(line) for line in client.get(f"{path}/results").text.splitlines()]
    assert [line["status"] for line in lines] == ["optimal", "fault", "optimal", "unusable"]
    assert lines[1]["athlete_id"] == f"{DIES}1"
    assert "runs" in str(lines[3]["problems"]) or "week" in str(lines[3]["problems"])


@pytest.mark.parametrize(
    ("body", "media", "status", "code"),
    [
        ("", "application/jsonl", 422, "unusable_input"),
        ("[]", "application/json", 422, "unusable_input"),
        ("[{]", "application/json", 422, "unusable_input"),
        ("x", "application/xml", 415, "unsupported_media_type"),
        (json_lines(*"abcdefghij"), "application/jsonl", 413, "too_many_athletes"),
        (" " * (MOST_BYTES + 1), "application/jsonl", 413, "body_too_large"),
    ],
)
def test_what_is_no_batch_is_refused(
    client: TestClient, body: str, media: str, status: int, code: str
) -> None:
    answer = client.post("/v1/batches", content=body, headers={"Content-Type": media})
    assert problem(answer) == (status, code)


def test_a_repeated_request_makes_one_batch(client: TestClient) -> None:
    first = hand_in(client, "ana", **{"Idempotency-Key": "monday"})
    again = hand_in(client, "ana", **{"Idempotency-Key": "monday"})
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.headers["Location"] == again.headers["Location"]
    other = hand_in(client, "ben", **{"Idempotency-Key": "monday"})
    assert problem(other) == (409, "idempotency_key_reused")
    yours = hand_in(client, "ana", **{"Idempotency-Key": "monday", "Authorization": "Bearer you"})
    assert yours.headers["Location"] != first.headers["Location"]


def test_a_webhook_is_refused_where_nobody_may_be_called(client: TestClient) -> None:
    answer = client.post(
        "/v1/batches?webhook=https://club.example/done",
        content=json_lines("ana"),
        headers=JSON_LINES,
    )
    assert problem(answer) == (422, "unusable_input")
    assert answer.json()["problems"][0]["field"] == "webhook"


# --- Looking --------------------------------------------------------------------------------------


def test_each_key_sees_its_own_batches_only(client: TestClient) -> None:
    path = hand_in(client, "ana").headers["Location"]
    yours = {"Authorization": "Bearer you"}
    for call in (
        client.get(path, headers=yours),
        client.get(f"{path}/events", headers=yours),
        client.get(f"{path}/results", headers=yours),
        client.delete(path, headers=yours),
        client.get("/v1/batches/unknown"),
    ):
        assert problem(call) == (404, "not_found")
    assert problem(client.get(path, headers={"Authorization": ""})) == (401, "key_required")
    assert ended(client, path)["state"] == "finished"


def test_results_go_on_where_one_left_off(client: TestClient) -> None:
    path = hand_in(client, "ana", "ben", "cem", "dov", "eva").headers["Location"]
    whole = client.get(f"{path}/results").text
    assert athletes(whole) == ["ana", "ben", "cem", "dov", "eva"]
    for offset in range(7):
        part = client.get(f"{path}/results?offset={offset}").text
        assert part == "".join(whole.splitlines(keepends=True)[offset:])


def test_events_tell_of_progress_until_the_end(client: TestClient) -> None:
    path = hand_in(client, "ana", "ben", "cem").headers["Location"]
    answer = client.get(f"{path}/events")
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    events = [
        dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        for block in answer.text.strip().split("\n\n")
    ]
    found = [(one["event"], json.loads(one["data"])) for one in events if "event" in one]
    assert [name for name, _ in found[:-1]] == ["progress"] * (len(found) - 1)
    assert found[-1][0] == "finished"
    answered = [report["answered"] for _, report in found]
    assert answered == sorted(answered)
    assert answered[-1] == 3
    assert found[-1][1] == client.get(path).json()


# --- Ending ---------------------------------------------------------------------------------------


def slow(count: int) -> list[str]:
    return [f"{SLOW}{number}" for number in range(count)]


def wait_for_an_answer(client: TestClient, path: str) -> None:
    end = time.monotonic() + LONGEST_SECONDS
    while client.get(path).json()["answered"] < 1:
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_cancelled_batch_keeps_what_is_done(tmp_path: Path) -> None:
    with served(tmp_path, most_running=1) as client:
        path = hand_in(client, "ana", *slow(7)).headers["Location"]
        refused = hand_in(client, "ben")
        assert problem(refused) == (429, "too_many_batches")
        assert "Retry-After" in refused.headers
        wait_for_an_answer(client, path)
        assert athletes(client.get(f"{path}/results?follow=false").text)[0] == "ana"
        cancelled = client.delete(path)
        assert cancelled.status_code == 200
        report = cancelled.json()
        assert report["state"] == "cancelled"
        assert 1 <= report["answered"] < 8
        assert client.delete(path).json() == report
        kept = athletes(client.get(f"{path}/results").text)
        assert kept[0] == "ana"
        assert len(kept) == report["answered"]
        assert athletes(client.get(f"{path}/results?offset=1").text) == kept[1:]
        assert hand_in(client, "ben").status_code == 202


def test_a_service_that_stops_goes_on_with_its_batches_when_it_starts(tmp_path: Path) -> None:
    names = ["ana", *slow(3), "ben"]
    with served(tmp_path) as client:
        path = hand_in(client, *names).headers["Location"]
        wait_for_an_answer(client, path)
        before = client.get(f"{path}/results?follow=false").text
        assert client.get(path).json()["state"] == "running"
    with served(tmp_path) as client:
        assert ended(client, path)["statuses"] == {"optimal": 5}
        after = client.get(f"{path}/results").text
    assert athletes(after) == names
    assert after.startswith(before)


def test_a_service_without_a_place_for_batches_says_so() -> None:
    with TestClient(create_app(Settings(solves=1))) as client:
        for answer in (hand_in(client, "ana"), client.get("/v1/batches/x/results")):
            assert problem(answer) == (503, "no_batches")


def test_a_database_that_goes_away_is_told_politely(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise sa.exc.OperationalError("SELECT", None, Exception("disk is full"))

    path = hand_in(client, "ana").headers["Location"]
    monkeypatch.setattr("api.jobs.jobs.Jobs.report", gone)
    monkeypatch.setattr("api.jobs.jobs.Jobs.hand_in", gone)
    for answer in (client.get(path), hand_in(client, "ben")):
        assert problem(answer) == (503, "storage_unavailable")
        assert "Retry-After" in answer.headers
        assert "disk" not in answer.text
