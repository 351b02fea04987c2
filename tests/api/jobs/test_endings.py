"""How batches end, in services of their own: cancelled, gone on with, or never taken in."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from api.jobs.engine import Engine
from tests.api.jobs.batch_service import PATH, Club, athletes, ended, problem, served
from tests.api.jobs.planners import DIES, SLOW
from tests.api.service.client import serving
from tests.waiting import wait_until

TWO = 2
"""Processes where somebody slow must not keep Ana waiting: two chunks are begun at once, and either
of them may be the first to have a process."""


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    """What the slow athletes wait for: that this file is there."""
    return tmp_path / "gate"


def slow(count: int) -> list[str]:
    return [f"{SLOW}{number}" for number in range(count)]


def wait_for_an_answer(club: Club, path: str) -> None:
    wait_until(lambda: club.get(path).json()["answered"] >= 1, "an answer")


def test_a_cancelled_batch_keeps_what_is_done(tmp_path: Path, gate: Path) -> None:
    with served(tmp_path, gate, processes=TWO, most_running=1) as club:
        path = club.handed_in("ana", *slow(7))
        refused = club.hand_in("ben")
        assert problem(refused) == (429, "too_many_batches")
        assert "Retry-After" in refused.headers
        wait_for_an_answer(club, path)
        assert athletes(club.get(f"{path}/results?follow=false").text)[0] == "ana"
        cancelled = club.cancel(path)
        gate.touch()
        assert cancelled.status_code == 200
        report = cancelled.json()
        assert report["state"] == "cancelled"
        assert 1 <= report["answered"] < 8
        assert club.cancel(path).json() == report
        finished = athletes(club.get(f"{path}/results").text)
        assert finished[0] == "ana"
        assert len(finished) == report["answered"]
        assert athletes(club.get(f"{path}/results?offset=1").text) == finished[1:]
        assert club.hand_in("ben").status_code == 202


def test_a_service_that_stops_goes_on_with_its_batches_when_it_starts(
    tmp_path: Path, gate: Path
) -> None:
    names = ["ana", *slow(3), "ben"]
    with served(tmp_path, gate, processes=TWO) as club:
        path = club.handed_in(*names)
        wait_for_an_answer(club, path)
        before = club.get(f"{path}/results?follow=false").text
        assert club.get(path).json()["state"] == "running"
    gate.touch()
    with served(tmp_path, gate) as club:
        assert ended(club, path)["statuses"] == {"optimal": 5}
        after = club.get(f"{path}/results").text
    assert athletes(after) == names
    assert after.startswith(before)


def test_a_batch_that_is_not_in_the_queue_yet_gets_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, failures = Engine.put_chunks, [True]

    def sometimes(engine: Engine, batch_id: str, chunks: int) -> None:
        if failures:
            failures.pop()
            raise sa.exc.OperationalError("INSERT", None, Exception("disk is full"))
        put(engine, batch_id, chunks)

    monkeypatch.setattr(Engine, "put_chunks", sometimes)
    monkeypatch.setattr("api.jobs.jobs._SECONDS_BEFORE_PUTTING_AGAIN", 0.0)
    with served(tmp_path) as club:
        assert ended(club, club.handed_in("ana", "ben"))["statuses"] == {"optimal": 2}
    assert not failures


def test_what_ended_long_ago_is_forgotten_and_the_rest_is_not(
    tmp_path: Path, gate: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with served(tmp_path) as club:
        old = club.handed_in("ana", "ben", "cem")
        ended(club, old)
    with served(tmp_path, gate, keep_days=1e-9) as club:
        # It cannot end here, where it would be forgotten as soon.
        new = club.handed_in("slow dov")
        wait_until(lambda: club.get(old).status_code == 404, "the old batch is forgotten")
        assert club.get(new).json()["state"] != "finished"
    gate.touch()
    with served(tmp_path, gate) as club:
        assert ended(club, new)["state"] == "finished"
    assert not [one for one in caplog.records if one.levelname == "ERROR"]


def test_what_could_not_be_forgotten_is_forgotten_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget, forgotten, failures = Engine.forget, [], [True]

    def sometimes(engine: Engine, batch_id: str, chunks: int) -> None:
        if failures:
            failures.pop()
            raise sa.exc.OperationalError("DELETE", None, Exception("gone"))
        forget(engine, batch_id, chunks)
        forgotten.append(batch_id)

    with served(tmp_path) as club:
        old = club.handed_in("ana")
        ended(club, old)
    monkeypatch.setattr(Engine, "forget", sometimes)
    with served(tmp_path, keep_days=1e-9, heartbeat_seconds=0.05) as club:
        wait_until(lambda: club.get(old).status_code == 404, "the old batch is forgotten")
    assert not failures
    assert forgotten == [old.rpartition("/")[2]]


@pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def test_an_id_that_cannot_be_one_is_as_unknown_as_any(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    changes = {}
    if database == "postgresql":
        changes["database"] = request.getfixturevalue("empty_postgresql").url
    with served(tmp_path, processes=0, **changes) as club:
        for junk in ("%00", "a%00b", "%FF", "%ED%A0%80", "%F0%9F%8F%83", "x" * 5_000, "0" * 31):
            for call in (club.get(f"{PATH}/{junk}"), club.cancel(f"{PATH}/{junk}")):
                assert problem(call) == (404, "not_found")
            assert problem(club.get(f"{PATH}/{junk}/results")) == (404, "not_found")


def test_a_service_without_a_place_for_batches_says_so() -> None:
    with serving(solves=1) as client:
        club = Club(client)
        for answer in (club.hand_in("ana"), club.get("/v1/batches/x/results")):
            assert problem(answer) == (503, "no_batches")


def test_a_deleted_batch_is_gone_with_its_data(tmp_path: Path, gate: Path) -> None:
    """At once, also while it runs, and only by its owner."""
    marked = "mark-of-ana"
    with served(tmp_path, gate, chunk_athletes=8) as club:
        done = club.handed_in(marked)
        ended(club, done)
        # Only now: one process plans here, and the queue may begin with either of two.
        running = club.handed_in(f"{SLOW}-{marked}")
        wait_until(lambda: club.get(running).json()["state"] == "running", "it runs")
        assert club.delete(done, key="you").status_code == 404
        assert club.delete(done).json()["state"] == "finished"
        assert club.delete(running).json()["state"] == "cancelled"
        gate.touch()
        for path in (done, running):
            assert problem(club.get(path)) == (404, "not_found")
            assert problem(club.get(f"{path}/results")) == (404, "not_found")
            assert problem(club.delete(path)) == (404, "not_found")
        # Also in what the database writes before it puts it in its place.
        for file in tmp_path.iterdir():
            assert marked.encode() not in file.read_bytes(), file.name
        # What comes next is planned as ever.
        assert ended(club, club.handed_in("ben"))["answered"] == 1
        assert marked not in club.client.written.getvalue()
    for file in tmp_path.iterdir():
        assert marked.encode() not in file.read_bytes(), file.name


def test_faults_are_tried_again_when_somebody_asks(tmp_path: Path) -> None:
    with served(tmp_path) as club:
        path = club.handed_in("ana", f"{DIES}-ben", "cem")
        assert ended(club, path)["statuses"] == {"fault": 1, "optimal": 2}
        assert club.send("POST", f"{path}/retry", key="you").status_code == 404
        again = club.send("POST", f"{path}/retry")
        assert again.status_code == 200
        assert again.json()["answered"] == 2
        # It dies still.
        assert ended(club, path)["statuses"] == {"fault": 1, "optimal": 2}
    with served(tmp_path, deadly=False) as club:
        club.send("POST", f"{path}/retry")
        assert ended(club, path)["statuses"] == {"optimal": 3}
        assert club.send("POST", f"{path}/retry").json()["state"] == "finished"
        assert athletes(club.get(f"{path}/results").text) == ["ana", f"{DIES}-ben", "cem"]
