"""Fitness tests and plans of runs over HTTP: the same answers as in Python."""

from __future__ import annotations

import json

import icalendar

from api.service.sample_bodies import ASSESSMENT, RUNS
from optimizer import assess, read_assessment_request, read_runs_request, runs
from tests.api.service.client import Client, problem


def test_an_assessment_is_that_of_python(client: Client) -> None:
    answer = client.post("/v1/assessments", ASSESSMENT)
    assert answer.status_code == 200
    expected = assess(read_assessment_request(json.dumps(ASSESSMENT)))
    assert answer.json() == expected.model_dump(mode="json")
    assert answer.json()["first_side"][0]["side"] == "right"


def test_a_result_of_years_ago_is_old_without_a_day_of_asking(client: Client) -> None:
    """It is held against today; one of the future is refused."""
    tests = [{**one, "date": "2019-11-20"} for one in ASSESSMENT["tests"]]  # type: ignore[union-attr, dict-item]
    body = {name: value for name, value in ASSESSMENT.items() if name != "date"}
    found = client.post("/v1/assessments", {**body, "tests": tests}).json()
    assert found["date"] > "2026-11-01"
    assert "is history" in found["uncounted"][0]["why"]
    later = [{**one, "date": "2199-11-20"} for one in tests]
    faults = problem(client.post("/v1/assessments", {**body, "tests": later}))["problems"]
    assert "a result tells what was done" in faults[0]["message"]


def test_a_unit_of_one_s_own_is_pointed_to_the_tests(client: Client) -> None:
    tests = [{**one, "unit": "minutes"} for one in ASSESSMENT["tests"]]  # type: ignore[union-attr, dict-item]
    answer = client.post("/v1/assessments", {**ASSESSMENT, "tests": tests})
    fault = problem(answer)["problems"][0]
    assert fault["where_to_look"] == "GET /v1/catalog/tests lists them"
    assert fault["message"].endswith(f"in the unit of its test; {fault['where_to_look']}")


def test_no_test_without_the_screen(client: Client) -> None:
    body = {name: value for name, value in ASSESSMENT.items() if name != "screen"}
    answer = client.post("/v1/assessments", body)
    assert problem(answer)["problems"][0]["field"] == "screen"
    first = client.post("/v1/assessments", {}).json()
    assert first["status"] == "screen_first"
    assert len(first["screen"]) == 7


def test_runs_are_those_of_python(client: Client) -> None:
    answer = client.post("/v1/runs", RUNS)
    assert answer.status_code == 200
    assert answer.json() == runs(read_runs_request(json.dumps(RUNS))).model_dump(mode="json")


def test_runs_come_for_a_calendar_and_a_watch(client: Client) -> None:
    calendar = client.post("/v1/runs?format=ics", RUNS)
    assert calendar.headers["content-type"].startswith("text/calendar")
    assert "attachment" in calendar.headers["content-disposition"]
    assert icalendar.Calendar.from_ical(calendar.content).walk("VEVENT")
    watch = client.post("/v1/runs?format=fit", RUNS)
    assert watch.headers["content-type"] == "application/zip"
    wrong = client.post("/v1/runs?format=pdf", RUNS)
    assert problem(wrong)["problems"][0]["field"] == "format"


def test_what_cannot_be_planned_is_a_problem(client: Client) -> None:
    answer = client.post("/v1/runs", {"start": "2026-11-30", "running": {"plan": "custom"}})
    fields = [error["field"] for error in problem(answer)["problems"]]
    assert fields == [
        "goal", "running.days_a_week", "running.minutes_a_week", "running.longest_minutes",
    ]  # fmt: skip
