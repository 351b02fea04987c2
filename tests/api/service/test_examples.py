"""Examples are bodies that one can post back."""

from __future__ import annotations

import json

from api.catalog.example_requests import examples
from tests.api.service.client import Client, problem
from tests.api.shell import call


def test_the_examples_are_those_of_the_demonstration(client: Client) -> None:
    assert client.get("/v1/examples").json() == json.loads(call("demo", "--list").out)
    for one in examples():
        answer = client.get(f"/v1/examples/{one.id}")
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.content == one.path.read_bytes()


def test_an_example_can_be_posted_back(client: Client) -> None:
    answer = client.post("/v1/plans", client.get("/v1/examples/p1_c25k").content)
    assert answer.json()["athlete_id"] == "p1_c25k"


def test_an_unknown_example_is_told_with_the_nearest(client: Client) -> None:
    answer = client.get("/v1/examples/p1_c52k")
    assert answer.status_code == 404
    assert "did you mean 'p1_c25k'?" in problem(answer)["detail"]
