"""Calendars over HTTP: the same reading as on the command line."""

from __future__ import annotations

import json

import pytest
from pydantic import JsonValue

from api.calendars.reading import Upload, with_calendars
from api.service.sample_bodies import CALENDARS, WEEK
from optimizer import read_request
from tests.api.service.client import Client, problem

READ = "/v1/calendars/read"
TEXT = json.loads(json.dumps(CALENDARS))["runs"][0]["text"]


def test_a_calendar_adds_its_runs(client: Client) -> None:
    """The answer is what the reader says, and its request can be planned."""
    answer = client.post(READ, CALENDARS)
    assert answer.status_code == 200
    expected = with_calendars(
        read_request(json.dumps(WEEK)), runs=[Upload("runs.ics", TEXT.encode())]
    )
    assert answer.json() == expected.model_dump(mode="json")
    assert [event["taken_as"] for event in answer.json()["events"]] == ["run"]
    assert client.post("/v1/plans", answer.json()["request"]).status_code == 200


def test_an_event_is_overruled(client: Client) -> None:
    body = {**CALENDARS, "options": {"not_runs": ["1@example"]}}
    read = client.post(READ, body).json()
    assert [event["taken_as"] for event in read["events"]] == ["not_a_run"]
    assert len(read["request"]["runs"]) == 2


def test_busy_times_are_taken_from_the_windows(client: Client) -> None:
    """An event from 19:00 to 19:15 on Tuesday: that window opens a quarter of an hour later."""
    text = TEXT.replace("20261125T180000", "20261124T190000").replace(
        "20261125T190000", "20261124T191500"
    )
    body: dict[str, JsonValue] = {"request": WEEK, "busy": [{"name": "busy.ics", "text": text}]}
    read = client.post(READ, body).json()
    assert [(one["window"], one["lost_minutes"]) for one in read["windows"]] == [("tue", 15)]


@pytest.mark.parametrize("text", ["", "Buy milk", "BEGIN:VCALENDAR", "\ud800"])
def test_what_is_no_calendar_is_named(client: Client, text: str) -> None:
    body = {"request": WEEK, "runs": [{"name": "runs.ics", "text": text}]}
    refusal = problem(client.post(READ, json.dumps(body).encode()))
    assert refusal["status"] == 422
    assert refusal["problems"]


def test_no_address_is_fetched(client: Client) -> None:
    """A file has a name and a text; an address in their place is an unknown field."""
    body = {"request": WEEK, "runs": [{"name": "runs.ics", "url": "http://127.0.0.1/runs.ics"}]}
    refusal = problem(client.post(READ, body))
    assert "url" in json.dumps(refusal["problems"])
