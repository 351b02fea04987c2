"""``/v1/batches`` as a client sees it, in this process and with a planner that needs no solver."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tests.api.jobs.batch_service import MOST_BYTES, PATH, Club, athletes, ended, problem, served
from tests.api.jobs.clubs import json_lines, request
from tests.api.jobs.planners import DIES
from tests.optimizer.seasons.seasons import ten_km


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Club]:
    with served(tmp_path_factory.mktemp("state")) as found:
        yield found


# --- Handing in -----------------------------------------------------------------------------------


def test_a_batch_is_taken_in_planned_and_read_back(club: Club) -> None:
    taken = club.hand_in("ana", "ben", "cem")
    assert taken.status_code == 202
    path = taken.headers["Location"]
    assert path == f"/v1/batches/{taken.json()['id']}" == taken.json()["links"]["self"]
    report = ended(club, path)
    assert report["state"] == "finished"
    assert (report["athletes"], report["answered"], report["progress"]) == (3, 3, 1.0)
    assert report["statuses"] == {"optimal": 3}
    assert report["seconds_left"] == 0.0
    assert str(report["created"]) <= str(report["started"]) <= str(report["ended"])
    answer = club.get(f"{path}/results")
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
            "athlete.id,athlete.level,week.start,availability\n"
            "ana,beginner,2026-11-23,tue: Tue 18:00 60\n"
            "ben,beginner,2026-11-23,tue: Tue 18:00 45\n",
        ),
        (
            "text/tab-separated-values",
            "athlete.id\tathlete.level\tweek.start\tavailability\r"
            "ana\tBeginner\t2026-11-23\ttue: Tue 18:00 60\r"
            "ben\tbeginner\t2026-11-23\ttue: Tue 18:00 45\r",
        ),
    ],
)
def test_every_form_of_a_roster_is_read(club: Club, media: str, body: str) -> None:
    taken = club.post(body, media)
    assert taken.status_code == 202, taken.text
    path = taken.headers["Location"]
    ended(club, path)
    assert athletes(club.get(f"{path}/results").text) == ["ana", "ben"]


def test_what_cannot_be_taken_in_is_told_in_the_words_of_this_door(club: Club) -> None:
    header = "athlete.id,athlete.level,week.start,availability,Mood"
    refused = club.post(f"{header}\nana,beginner,2026-11-23,tue: Tue 18:00 60,fine\n", "text/csv")
    [fault] = refused.json()["problems"]
    assert fault["message"].endswith("or have it left out (column 'Mood=')")
    headers = {"Idempotency-Key": ""}
    [fault] = club.hand_in("ana", **headers).json()["problems"]
    assert (fault["field"], fault["message"]) == (
        "Idempotency-Key", "is empty; write something, or leave it out",
    )  # fmt: skip


def test_seasons_and_their_weeks_are_batches_too(club: Club) -> None:
    given = {"plan": "given", "runs": [{"start": "Mon 18:00", "minutes": 30}]}
    season = ten_km(week={"availability": []}, goal={"weeks": 2}, running=given)
    taken = club.post(json.dumps([season]), "application/json", f"{PATH}?kind=season")
    assert taken.status_code == 202, taken.text
    path = taken.headers["Location"]
    assert ended(club, path)["statuses"] == {"proven": 1}
    [line] = club.get(f"{path}/results").text.splitlines()
    row = {"season": json.loads(line), "log": {"week": season["start"]}}
    path = club.post(json.dumps(row), "application/jsonl", f"{PATH}?kind=next").headers["Location"]
    assert ended(club, path)["statuses"] == {"proven": 1}
    [line] = club.get(f"{path}/results").text.splitlines()
    assert json.loads(line)["next_week"] == 2
    refused = club.post("athlete.id\nana\n", "text/csv", f"{PATH}?kind=season")
    assert "write seasons as JSON Lines" in refused.text
    assert club.post("[]", "application/json", f"{PATH}?kind=year").status_code == 422


def test_a_bad_row_and_a_deadly_one_spoil_no_other(club: Club) -> None:
    body = json_lines("ana", f"{DIES}1", "cem") + '{"athlete": {"id": "dov"}}\n'
    taken = club.post(body, "application/jsonl")
    path = taken.headers["Location"]
    assert ended(club, path)["statuses"] == {"fault": 1, "optimal": 2, "unusable": 1}
    lines = [json.loads(line) for line in club.get(f"{path}/results").text.splitlines()]
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
    club: Club, body: str, media: str, status: int, code: str
) -> None:
    answer = club.post(body, media)
    assert problem(answer) == (status, code)


def test_a_repeated_request_makes_one_batch(club: Club) -> None:
    first = club.hand_in("ana", **{"Idempotency-Key": "monday"})
    again = club.hand_in("ana", **{"Idempotency-Key": "monday"})
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.headers["Location"] == again.headers["Location"]
    other = club.hand_in("ben", **{"Idempotency-Key": "monday"})
    assert problem(other) == (409, "idempotency_key_reused")
    yours = club.hand_in("ana", key="you", **{"Idempotency-Key": "monday"})
    assert yours.headers["Location"] != first.headers["Location"]


def test_what_is_taken_in_is_not_refused_for_what_fails_after(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise sa.exc.OperationalError("SELECT", None, Exception("gone"))

    with monkeypatch.context() as patched:
        patched.setattr("api.jobs.store.Store.statuses", gone)
        taken = club.hand_in("ana", "ben")
    assert taken.status_code == 202
    assert (taken.json()["state"], taken.json()["statuses"]) == ("waiting", {})
    assert ended(club, taken.headers["Location"])["statuses"] == {"optimal": 2}


def test_a_webhook_is_refused_where_nobody_may_be_called(club: Club) -> None:
    path = f"{PATH}?webhook=https://club.example/done"
    answer = club.post(json_lines("ana"), "application/jsonl", path)
    assert problem(answer) == (422, "unusable_input")
    assert answer.json()["problems"][0]["field"] == "webhook"


# --- Looking --------------------------------------------------------------------------------------


def test_each_key_sees_its_own_batches_only(club: Club) -> None:
    path = club.handed_in("ana")
    for call in (
        club.get(path, key="you"),
        club.get(f"{path}/events", key="you"),
        club.get(f"{path}/results", key="you"),
        club.cancel(path, key="you"),
        club.get(f"{PATH}/unknown"),
    ):
        assert problem(call) == (404, "not_found")
    assert problem(club.get(path, key="they")) == (401, "key_required")
    assert ended(club, path)["state"] == "finished"


def test_results_go_on_where_one_left_off(club: Club) -> None:
    path = club.handed_in("ana", "ben", "cem", "dov", "eva")
    whole = club.get(f"{path}/results").text
    assert athletes(whole) == ["ana", "ben", "cem", "dov", "eva"]
    for offset in range(7):
        part = club.get(f"{path}/results?offset={offset}").text
        assert part == "".join(whole.splitlines(keepends=True)[offset:])


def test_events_tell_of_progress_until_the_end(club: Club) -> None:
    path = club.handed_in("ana", "ben", "cem")
    answer = club.get(f"{path}/events")
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
    assert found[-1][1] == club.get(path).json()


def test_a_database_that_goes_away_is_told_politely(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise sa.exc.OperationalError("SELECT", None, Exception("disk is full"))

    path = club.handed_in("ana")
    monkeypatch.setattr("api.jobs.jobs.Jobs.report", gone)
    monkeypatch.setattr("api.jobs.jobs.Jobs.hand_in", gone)
    for answer in (club.get(path), club.hand_in("ben")):
        assert problem(answer) == (503, "storage_unavailable")
        assert "Retry-After" in answer.headers
        assert "disk" not in answer.text
