"""Training logs over HTTP: the same reading as on the command line."""

from __future__ import annotations

import base64
import json

import pytest

from api.service.sample_bodies import LOG, WEEK
from api.training_log.documents import LogReading
from api.training_log.reading import read_log
from catalog import load_catalog
from optimizer import read_request
from tests.api.service import work
from tests.api.service.client import Client, problem, serving
from tests.api.test_fit_activities import by_movement

READ = "/v1/logs/read"


def test_a_log_goes_into_the_request(client: Client) -> None:
    """The answer is what the reader says, and its request can be planned."""
    answer = client.post(READ, LOG)
    assert answer.status_code == 200
    request = read_request(json.dumps(WEEK))
    expected = read_log(str(LOG["text"]), load_catalog(), request=request)
    assert answer.json() == expected.model_dump(mode="json")
    assert len(answer.json()["request"]["previous"]["log"]) == 2
    assert client.post("/v1/plans", answer.json()["request"]).status_code == 200


def test_a_name_is_told_and_mapped(client: Client) -> None:
    body = {"text": "2026-11-17 Hip Airplane: 8\n"}
    read = client.post(READ, body).json()
    assert [unknown["name"] for unknown in read["unknown"]] == ["Hip Airplane"]
    names = {"Hip Airplane": "single_leg_balance"}
    read = client.post(READ, {**body, "options": {"names": names}}).json()
    assert read["unknown"] == []


@pytest.mark.parametrize("text", ["", "Buy milk", "a,b\n1,2\n", "[1]"])
def test_what_is_no_log_is_named(client: Client, text: str) -> None:
    refusal = problem(client.post(READ, {"text": text}))
    assert refusal["status"] == 422
    assert refusal["problems"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": "2026-11-17 Back squat: " + "1" * 50_000}, "line 1"),
        ({"text": "2026-11-17 Back squat: 60 kg x 8 rir " + "9" * 400}, "line 1"),
        ({"text": "exercise_title,start_time,reps\nRow,2026-11-17," + "9" * 400}, "line 2, reps"),
        ({"text": "2026-11-17 Back squat: \u0661\u0662"}, "line 1"),
        (
            {"text": "", "options": {"names": {f"x{i}": f"odd {i}" for i in range(201)}}},
            "options.names",
        ),
        ({"text": "".join(f"2026-11-17 a{i}: 8\n" for i in range(20_000))}, ""),
    ],
)
def test_what_no_honest_log_has_is_refused(client: Client, body: object, field: str) -> None:
    answer = client.post(READ, body)
    assert answer.status_code == 422, answer.text[:200]
    assert len(answer.content) < 20_000
    assert problem(answer)["problems"][0]["field"].startswith(field)


def test_near_names_are_sought_for_the_first_unknown_ones_only(client: Client) -> None:
    """They cost the most of reading a log, and nobody maps thousands of names by hand."""
    lines = [f"2026-11-17 Glute bridge {number:03}: 8" for number in range(300)]
    unknown = client.post(READ, {"text": "\n".join(lines)}).json()["unknown"]
    assert len(unknown) == 300
    assert unknown[0]["nearest"] == "Glute bridge"
    assert unknown[-1]["nearest"] is None


def test_a_log_that_takes_long_is_ended_with_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(reads=1) as client:
        with monkeypatch.context() as patched:
            patched.setattr("api.service.routers.training_logs._read", work.spins)
            answer = client.post(READ, LOG, headers={"Request-Timeout": "1"})
        assert problem(answer)["code"] == "too_much_work"
        assert client.post(READ, LOG).status_code == 200


def test_the_activity_of_a_watch_comes_in_base64(client: Client) -> None:
    activity = by_movement((28, 37, 10, 12.5))
    week = {**WEEK, "week": {"start": "2026-11-30"}}
    fit = base64.b64encode(activity).decode()
    answer = client.post(READ, {"fit": fit, "request": week})
    assert answer.status_code == 200, answer.text
    week_request = read_request(json.dumps(week))
    assert LogReading.model_validate_json(answer.content) == read_log(
        activity, load_catalog(), request=week_request
    )
    for body, field, says in (
        ({}, "text", "is missing, and so is fit; give one of them"),
        ({"text": "x", "fit": fit}, "text", "is given, and so is fit"),
        ({"fit": base64.b64encode(b"PK\3\4").decode()}, "fit", "is no FIT file"),
    ):
        no = client.post(READ, body)
        assert no.status_code == 422
        [fault] = problem(no)["problems"]
        assert (fault["field"], says in fault["message"]) == (field, True)
