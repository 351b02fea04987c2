"""Lifts and logs that cannot be used: the same sentence in Python, over HTTP and for assistants."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.assistant.pointers import in_tools
from api.command_line.main import main
from api.service.pointers import over_http
from api.training_log.reading import read_log
from catalog import load_catalog
from optimizer import UnusableInput, plan, read_request
from tests.api.assistant.test_assistant import talk, words_of
from tests.api.service.client import Client, problem, serving
from tests.api.service.conftest import patient_readiness as patient_readiness

CATALOG = load_catalog()
SESSION = {
    "id": "s1", "window": "tue", "place": "gym", "start": "2026-11-17T18:00:00+00:00",
    "end": "2026-11-17T18:40:00+00:00", "minutes": 40.0, "blocks": [],
}  # fmt: skip
SQUATS = "2026-11-17 Back squat: 60 kg x 5\n"
ANOTHER_PLAN = "is this the log of another plan?"


@pytest.fixture(scope="module")
def service(patient_readiness: None) -> Iterator[Client]:  # noqa: ARG001
    with serving() as client:
        yield client


def a_week(**changes: Any) -> dict[str, Any]:
    document: dict[str, Any] = {
        "athlete": {"id": "ana", "level": "intermediate"},
        "week": {"start": "2026-11-23"},
        "availability": [{"id": "tue", "start": "Tue 18:00", "minutes": 45, "place": "gym"}],
        "places": {"gym": ["kit:gym"]},
        "previous": {"plan": {"sessions": [SESSION]}},
    }
    for name, value in changes.items():
        document[name] = document.get(name, {}) | value
    return document


def a_lift(**changes: Any) -> dict[str, Any]:
    return a_week(athlete={"lifts": [{"exercise": "back_squat", "kg": 100, "reps": 5} | changes]})


def a_log(**changes: Any) -> dict[str, Any]:
    entry = {"date": "2026-11-17", "exercise": "back_squat", "sets": [{"reps": 5, "kg": 60}]}
    return a_week(previous={"log": [entry | changes]})


REQUESTS = [
    (a_lift(kg=0), "athlete.lifts[0]", "lifts nothing; give the load"),
    (a_lift(kg=500), "athlete.lifts[0].kg", "is too much; at most 400 kg are read"),
    (a_lift(reps=200), "athlete.lifts[0].reps", "is too large; give 30 or less"),
    (a_lift(rir=-1), "athlete.lifts[0].rir", "is too small; give 0 or more"),
    (a_lift(stone=15), "athlete.lifts[0].stone", "is no known field; known: exercise, kg, lb"),
    (a_lift(exercise="back_squad"), "athlete.lifts[0].exercise", "did you mean 'back_squat'?"),
    (a_week(athlete={"units": "st"}), "athlete.units", "is not one of 'kg' or 'lb'"),
    (a_log(sets=[{"reps": 200}]), "previous.log[0].sets[0].reps", "give 100 or less"),
    (a_log(sets=[{"reps": 5, "kg": 500}]), "previous.log[0].sets[0].kg", "at most 400 kg"),
    (a_log(sets=[{"reps": 5, "rir": -1}]), "previous.log[0].sets[0].rir", "give 0 or more"),
    (a_log(sets=[{"reps": 5, "st": 9}]), "previous.log[0].sets[0].st", "is no known field"),
    (a_log(exercise="squatt"), "previous.log[0].exercise", "is no known exercise"),
    (a_log(session="s9"), "previous.log[0].session", ANOTHER_PLAN),
    (a_log(session="s1", date="2026-11-10"), "previous.log[0].date", ANOTHER_PLAN),
]


def test_a_request_is_refused_by_one_sentence_at_every_door(service: Client) -> None:
    async def heard_of(client: Any) -> list[Any]:
        return [await client.call_tool("plan", document) for document, _, _ in REQUESTS]

    heard = talk(heard_of)
    for (document, field, sentence), said in zip(REQUESTS, heard, strict=True):
        with pytest.raises(UnusableInput) as refused:
            plan(read_request(json.dumps(document)))
        [fault] = refused.value.problems
        assert (fault.field, sentence in fault.message) == (field, True), str(fault)
        answer = service.post("/v1/plans", document)
        assert answer.status_code == 422
        [refusal] = problem(answer)["problems"]
        by_http, in_words = fault.said(over_http), str(fault.said(in_tools))
        assert (refusal["field"], refusal["message"]) == (field, by_http.message)
        assert said.is_error
        assert words_of(said) == in_words


def test_each_door_names_its_own_way_to_the_names_that_are_known(
    service: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = a_lift(exercise="flubber")
    path = tmp_path / "week.json"
    path.write_text(json.dumps(document), encoding="utf-8")

    async def heard_of(client: Any) -> Any:
        return await client.call_tool("plan", document)

    is_none = "athlete.lifts[0].exercise: 'flubber' is no known exercise; "
    with pytest.raises(UnusableInput) as refused:
        plan(read_request(json.dumps(document)))
    assert str(refused.value) == f"{is_none}load_catalog().exercises lists them"
    assert main(["plan", str(path)]) == 2
    assert f"{is_none}'runstrong catalog exercises' lists them" in capsys.readouterr().err
    [refusal] = problem(service.post("/v1/plans", document))["problems"]
    assert refusal["message"] == "is no known exercise; GET /v1/catalog/exercises lists them"
    said = words_of(talk(heard_of))
    assert said == f"{is_none}the tool look_up lists them, section exercises"


def test_each_door_names_its_own_way_to_what_takes_a_document(
    service: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document: dict[str, Any] = {"screen": {}, "tests": []}
    path = tmp_path / "week.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert main(["plan", str(path)]) == 2
    assert "a request is wanted here; 'runstrong assess' reads it" in capsys.readouterr().err
    [refusal] = problem(service.post("/v1/plans", document))["problems"]
    assert "a request is wanted here; POST /v1/assessments takes it" in refusal["message"]


def test_each_door_names_its_own_option(
    service: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Date,Workout Name,Exercise Name,Set Order,Weight,Reps\n2026-11-17,Legs,Squat,1,60,5\n"
    path = tmp_path / "strong.csv"
    path.write_text(text, encoding="utf-8")
    assert main(["log", str(path)]) == 2
    assert "kilograms or pounds; say --units kg or --units lb" in capsys.readouterr().err
    [refusal] = problem(service.post("/v1/logs/read", {"text": text}))["problems"]
    assert refusal["message"].endswith("kilograms or pounds; give options.units kg or lb")


LOGS = [
    (
        json.dumps({"athlete_id": "bea", "log": []}),
        "athlete_id",
        "is not the athlete of the request, 'ana'; is this the log of another athlete?",
    ),
    (SQUATS.replace("Back", "s9 Back"), "session", ANOTHER_PLAN),
    (SQUATS.replace("60 kg", "500 kg"), "line 1.kg", "at most 400 kg are read"),
    (SQUATS.replace("x 5", "x 200"), "line 1.reps", "give 100 or less"),
    (SQUATS.replace("x 5", "x 5 rir -1"), "line 1.rir", "give 0 or more"),
    (SQUATS.replace("60 kg", "9 stone"), "line 1", "is no known unit; write kg or lb"),
    (
        "Date,Exercise,Category,Weight (kgs),Reps\n2026-11-17,Squat,Legs,60,5\n",
        "columns",
        "are those of neither Hevy nor Strong; export the workouts of one of them as CSV",
    ),
]


def test_a_log_is_refused_by_one_sentence_at_every_door(service: Client) -> None:
    request = read_request(json.dumps(a_week()))
    for text, field, sentence in LOGS:
        with pytest.raises(UnusableInput) as refused:
            read_log(text, CATALOG, request=request)
        [fault] = refused.value.problems
        assert (fault.field, sentence in fault.message) == (field, True), str(fault)
        answer = service.post("/v1/logs/read", {"text": text, "request": a_week()})
        assert answer.status_code == 422
        [refusal] = problem(answer)["problems"]
        assert (refusal["field"], refusal["message"]) == (field, fault.message)


def test_what_a_log_lifts_without_a_load_or_by_another_name_is_not_lost(service: Client) -> None:
    text = SQUATS.replace("60 kg", "0 kg") + "2026-11-17 Flubber press: 60 kg x 5, 4\n"
    read = service.post("/v1/logs/read", {"text": text, "request": a_week()}).json()
    assert [unknown["name"] for unknown in read["unknown"]] == ["Flubber press"]
    for log in (read["log"], read["request"]["previous"]["log"]):
        assert [entry["exercise"] for entry in log] == ["back_squat", None]
        assert [[one["reps"] for one in entry["sets"]] for entry in log] == [[5], [5, 4]]
    assert service.post("/v1/plans", read["request"]).status_code == 200


def test_a_session_of_an_earlier_week_s_plan_is_no_session_of_another_plan() -> None:
    """A week before had a third session; the last plan has one."""
    request = read_request(json.dumps(a_week()))
    found = read_log(f"2026-11-15 s3 Back squat: 60 kg x 5\n{SQUATS}", CATALOG, request=request)
    assert found.request is not None
    assert found.request.previous is not None
    assert [entry.session for entry in found.request.previous.log] == [None, "s1"]
