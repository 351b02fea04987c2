"""What one release has queued and the next finds: it is planned, or its owner is told why not."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from unittest import mock

from tests.api.jobs.batch_service import athletes, ended, served
from tests.api.jobs.test_database import made, no_start
from tests.waiting import wait_until


def change(folder: Path, statement: str, *values: str) -> None:
    with closing(sqlite3.connect(folder / "jobs.db")) as database, database:
        assert database.execute(statement, values).rowcount != 0


def is_queued(folder: Path) -> bool:
    with closing(sqlite3.connect(folder / "jobs.db")) as database:
        [[state]] = database.execute("SELECT state FROM runstrong_batches")
        return bool(state == "running")


def test_what_another_release_has_queued_is_planned(tmp_path: Path) -> None:
    with mock.patch("api.jobs.jobs.SOFTWARE", "0.0.1"), served(tmp_path, processes=0) as club:
        path = club.handed_in("ana", "ben", "cem")
        wait_until(lambda: is_queued(tmp_path), "it is in the queue")
    with served(tmp_path) as club:
        report = ended(club, path)
        assert report["statuses"] == {"optimal": 3}
        assert report["note"] is None
        assert athletes(club.get(f"{path}/results").text) == ["ana", "ben", "cem"]


def test_a_row_that_another_release_wrote_otherwise_says_so(tmp_path: Path) -> None:
    with served(tmp_path, processes=0) as club:
        path = club.handed_in("ana", "ben")
    later = json.dumps({"form": 2, "athlete": "ana"})
    change(tmp_path, "UPDATE runstrong_rows SET entry = ? WHERE place = 0", later)
    with served(tmp_path) as club:
        assert ended(club, path)["statuses"] == {"unusable": 1, "optimal": 1}
        first, second = map(json.loads, club.get(f"{path}/results").text.splitlines())
    [problem] = first["problems"]
    assert "another release" in problem["message"]
    assert "hand it in again" in problem["message"]
    assert (first["row"], second["athlete_id"]) == (1, "ben")


def test_a_request_of_another_release_names_the_field_that_is_unknown(tmp_path: Path) -> None:
    with served(tmp_path, processes=0) as club:
        path = club.handed_in("ana")
    later = json.dumps([1, json.dumps({"athlete": {"id": "ana", "mood": "fine"}}), "ana", []])
    change(tmp_path, "UPDATE runstrong_rows SET entry = ?", later)
    with served(tmp_path) as club:
        assert ended(club, path)["statuses"] == {"unusable": 1}
        line = json.loads(club.get(f"{path}/results").text)
    assert "athlete.mood" in [problem["field"] for problem in line["problems"]]


def test_a_queue_of_another_release_waits_and_says_for_what(tmp_path: Path) -> None:
    with served(tmp_path, processes=0) as club:
        path = club.handed_in("ana", "ben")
        wait_until(lambda: is_queued(tmp_path), "it is in the queue")
    change(tmp_path, "UPDATE workflow_status SET application_version = ?", "9")
    with served(tmp_path) as club:
        wait_until(lambda: club.get(path).json()["note"] is not None, "it says for what")
        report = club.get(path).json()
        assert report["state"] == "waiting"
        assert "another release" in report["note"]
        assert "'9'" in report["note"]
        assert club.handed_in("cem") != path
        assert club.cancel(path).json()["state"] == "cancelled"
        wait_until(lambda: club.get(path).json()["note"] is None, "nothing is to be said")


def test_tables_of_another_release_are_one_sentence_at_the_start(tmp_path: Path) -> None:
    file = made(tmp_path)
    change(tmp_path, "ALTER TABLE runstrong_rows DROP COLUMN tries")
    said = no_start(tmp_path, file)
    assert "is of another release: runstrong_rows has no tries" in said
