"""What every answer has, whatever was asked; and what the log has of it, and has not."""

from __future__ import annotations

import json

import pytest

from api.service.sample_bodies import WEEK
from optimizer.documents.errors import InternalFault
from tests.api.service.client import Client, problem, serving


def test_a_request_keeps_its_id_and_gets_one_without(client: Client) -> None:
    answer = client.get("/health/live", headers={"X-Request-ID": "from-the-proxy.1"})
    assert answer.headers["X-Request-ID"] == "from-the-proxy.1"
    for sent in ("", "two words", "x" * 65, '"{}'):
        given = client.get("/health/live", headers={"X-Request-ID": sent}).headers["X-Request-ID"]
        assert len(given) == 32


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "not_found"),
        ("GET", "/v1/plan", 404, "not_found"),
        ("POST", "/v1/plans/", 404, "not_found"),
        ("GET", "/v1/plans", 405, "method_not_allowed"),
        ("DELETE", "/v1/catalog/rules", 405, "method_not_allowed"),
    ],
)
def test_there_is_a_problem_document_for_what_there_is_not(
    client: Client, method: str, path: str, status: int, code: str
) -> None:
    answer = client.send(method, path).result()
    assert answer.status_code == status
    assert problem(answer)["code"] == code
    assert ("Allow" in answer.headers) == (status == 405)


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", "json"])
def test_a_body_that_says_it_is_something_else_is_refused(client: Client, media: str) -> None:
    answer = client.post("/v1/plans", json.dumps(WEEK).encode(), headers={"Content-Type": media})
    assert answer.status_code == 415
    assert problem(answer)["code"] == "unsupported_media_type"


def test_a_body_may_name_its_character_set(client: Client) -> None:
    content_type = {"Content-Type": "Application/JSON; charset=utf-8"}
    assert client.post("/v1/plans", WEEK, headers=content_type).status_code == 200


def test_a_body_beyond_the_limit_is_refused_told_or_found_out() -> None:
    async def unending() -> object:
        while True:
            yield b" " * 4096

    with serving(body_bytes=len(json.dumps(WEEK)) + 100) as client:
        fits = client.post("/v1/plans", json.dumps(WEEK).encode())
        assert fits.status_code == 200
        declared = client.post("/v1/plans", b" " * 5000)
        json_media = {"Content-Type": "application/json"}
        found = client.send("POST", "/v1/plans", content=unending(), headers=json_media).result(60)
    for answer in (declared, found):
        assert answer.status_code == 413
        assert problem(answer)["code"] == "body_too_large"


def breaks(*_: object) -> None:
    raise InternalFault("the plan of ana-maria breaks a rule")


def test_a_fault_says_nothing_but_an_id_that_the_log_has(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as client:
        monkeypatch.setattr("api.service.routers.plans._plan", breaks)
        answer = client.post("/v1/plans", WEEK)
        assert answer.status_code == 500
        found = problem(answer)
        assert found["code"] == "internal_fault"
        assert "ana-maria" not in answer.text
        request_id = found["instance"].rpartition(":")[2]
        fault = next(line for line in client.log if line["event"] == "fault")
        assert (fault["request_id"], fault["exception"]) == (request_id, "InternalFault")
        assert any("breaks" in frame for frame in fault["frames"])
        assert "ana-maria" not in client.written.getvalue()
        # It goes on.
        monkeypatch.undo()
        assert client.post("/v1/plans", WEEK).status_code == 200


def test_the_log_has_a_line_a_request_and_nothing_of_an_athlete() -> None:
    marked = json.loads(json.dumps(WEEK).replace('"ana"', '"mark-of-ana"'))
    with serving() as client:
        ids = [
            client.post("/v1/plans", marked).headers["X-Request-ID"],
            client.post("/v1/plans", {**marked, "mark-of-ana": 1}).headers["X-Request-ID"],
            client.get("/v1/examples/mark-of-ana").headers["X-Request-ID"],
            client.get("/mark-of-ana?mark-of-ana").headers["X-Request-ID"],
        ]
        lines = [line for line in client.log if line["event"] == "request"]
        assert [line["request_id"] for line in lines] == ids
        assert [(line["route"], line["status"]) for line in lines] == [
            ("/v1/plans", 200),
            ("/v1/plans", 422),
            ("/v1/examples/{id}", 404),
            ("none", 404),
        ]
        assert "mark-of-ana" not in client.written.getvalue()
        assert "mark-of-ana" not in client.get("/metrics").text


def test_two_applications_share_nothing() -> None:
    with serving() as one, serving() as other:
        one.post("/v1/plans", WEEK)
        assert other.post("/v1/plans", WEEK).headers["Runstrong-Cache"] == "miss"
        labels = {"operation": "plan", "status": "optimal"}
        assert one.metric("runstrong_solves_total", labels) == 1
        assert other.metric("runstrong_solves_total", labels) == 1
        assert len(one.log) == len(other.log) == 1
