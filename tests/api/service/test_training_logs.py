"""Training logs over HTTP: the same reading as on the command line."""

from __future__ import annotations

import json

import pytest

from api.service.sample_bodies import LOG, WEEK
from api.training_log.reading import read_log
from catalog import load_catalog
from optimizer import read_request
from tests.api.service.client import Client, problem

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
