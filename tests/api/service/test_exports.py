"""A plan as a file over HTTP: by name, or by what the client accepts."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from api.formats.format import as_one, written
from api.formats.registry import FORMAT_NAMES, format_named
from api.service.sample_bodies import WEEK
from catalog import load_catalog
from optimizer import Request, Result, read_request
from tests.api.service.client import Client, problem

EXPORT = "/v1/plans/export"
CATALOG = load_catalog()
NO_WINDOW = {**WEEK, "availability": [], "on_conflict": "fail"}


@pytest.fixture(scope="module")
def planned(client: Client) -> dict[str, Any]:
    return {"request": WEEK, "result": client.post("/v1/plans", WEEK).json()}


def documents(planned: dict[str, Any]) -> tuple[Request, Result]:
    return (
        read_request(json.dumps(planned["request"])),
        Result.model_validate_json(json.dumps(planned["result"])),
    )


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_every_format_is_what_its_own_room_writes(
    client: Client, planned: dict[str, Any], name: str
) -> None:
    """The same bytes, with a name and a media type; several files come as one archive."""
    answer = client.post(f"{EXPORT}?format={name}", planned)
    assert answer.status_code == 200
    request, result = documents(planned)
    form = format_named(name)
    media_type, file = as_one(form, written(form, request, result, CATALOG), request)
    assert answer.content == file.data
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{file.name}"
    if form.has_many_files:
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            assert len(archive.namelist()) == len(planned["result"]["plan"]["sessions"])


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/calendar", "text/calendar"),
        ("text/html;q=0.5, text/markdown;q=0.9", "text/markdown"),
        ("image/*", "image/svg+xml"),
        ("application/zip", "application/zip"),
        ("application/vnd.ant.fit", "application/zip"),
        ("text/nothing, */*;q=0.1", "application/json"),
        ("TEXT/HTML", "text/html"),
    ],
)
def test_what_the_client_accepts_decides(
    client: Client, planned: dict[str, Any], accept: str, expected: str
) -> None:
    """The format that Accept wants most; among equals, the first of the registry."""
    answer = client.post(EXPORT, planned, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == expected


@pytest.mark.parametrize("accept", ["image/png", "text/calendar;q=0", "text/html;q=much"])
def test_what_nobody_writes_is_not_acceptable(
    client: Client, planned: dict[str, Any], accept: str
) -> None:
    refusal = problem(client.post(EXPORT, planned, headers={"Accept": accept}))
    assert (refusal["status"], refusal["code"]) == (406, "not_acceptable")
    assert "text/calendar" in refusal["detail"]


def test_an_unknown_format_names_the_nearest(client: Client, planned: dict[str, Any]) -> None:
    refusal = problem(client.post(f"{EXPORT}?format=markdwon", planned))
    assert refusal["status"] == 422
    assert "markdown" in refusal["problems"][0]["message"]


def test_a_request_alone_is_planned_first(client: Client, planned: dict[str, Any]) -> None:
    """Without a result the file is that of the best week."""
    alone = client.post(f"{EXPORT}?format=ics", {"request": WEEK})
    assert alone.content == client.post(f"{EXPORT}?format=ics", planned).content


def test_a_result_of_another_request_is_refused(client: Client, planned: dict[str, Any]) -> None:
    other = {**WEEK, "athlete": {"id": "ana", "level": "advanced"}}
    refusal = problem(client.post(f"{EXPORT}?format=ics", {**planned, "request": other}))
    assert refusal["status"] == 422


def test_a_week_without_a_plan_has_no_calendar(client: Client) -> None:
    """A format that needs a plan says that there is none; a page to read says why."""
    refusal = problem(client.post(f"{EXPORT}?format=ics", {"request": NO_WINDOW}))
    assert (refusal["status"], refusal["code"]) == (409, "no_plan")
    assert client.post(f"{EXPORT}?format=markdown", {"request": NO_WINDOW}).status_code == 200


def test_a_calendar_reminds_on_request_and_nothing_else_does(
    client: Client, planned: dict[str, Any]
) -> None:
    calendar = client.post(f"{EXPORT}?format=ics&alarm_minutes=30", planned)
    assert calendar.content.count(b"TRIGGER:-PT30M") == calendar.content.count(b"BEGIN:VEVENT") > 0
    other = client.post(f"{EXPORT}?format=fit&alarm_minutes=30", planned)
    assert problem(other)["problems"][0]["field"] == "alarm_minutes"
