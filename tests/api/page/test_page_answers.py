"""What the page asks for beside the public interface: the body map, and the rows of a roster."""

from __future__ import annotations

import json
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest

from api.body_map import map_numbers
from api.service.sample_bodies import WEEK
from tests.api.service.client import Client, problem, serving
from tests.api.shell import ROOT


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with serving() as client:
        yield client


@pytest.mark.parametrize("arrangement", ["labelled", "tall"])
def test_the_body_map_is_drawn_from_a_coverage(client: Client, arrangement: str) -> None:
    """One picture with every muscle, and the numbers that stand for their names."""
    coverage = client.post("/v1/plans", WEEK).json()["plan"]["coverage"]
    answer = client.post("/page/body-map", {"coverage": coverage, "arrangement": arrangement})
    picture = ElementTree.fromstring(answer.json()["svg"])
    drawn = {each.get("data-muscle") for each in picture.iter()} - {None}
    assert drawn == {one["muscle"] for one in coverage}
    assert answer.json()["numbers"] == dict(map_numbers())


def test_a_coverage_that_is_none_is_refused(client: Client) -> None:
    assert problem(client.post("/page/body-map", {"coverage": [{}]}))["status"] == 422


def test_the_rows_of_a_roster_are_requests(client: Client) -> None:
    """In the order of the rows, null for one that is none; JSON Lines, an array and CSV alike."""
    broken = '{"athlete": '
    lines = f"{json.dumps(WEEK)}\n{broken}\n".encode()
    answer = client.send("POST", "/page/roster?form=json%20lines", content=lines).result(60)
    assert answer.json() == [WEEK, None]
    array = json.dumps([WEEK]).encode()
    answer = client.send("POST", "/page/roster?form=json%20array", content=array).result(60)
    assert answer.json() == [WEEK]
    csv = (ROOT / "examples" / "club.csv").read_bytes()
    answer = client.send("POST", "/page/roster?form=csv", content=csv).result(60)
    assert [row["athlete"]["id"] for row in answer.json()][:2] == ["ana", "ben"]


def test_a_roster_that_is_none_is_refused(client: Client) -> None:
    answer = client.send("POST", "/page/roster?form=json%20array", content=b"[").result(60)
    assert problem(answer)["status"] == 422


def test_they_ask_for_a_key_where_the_service_does(keyed: Client) -> None:
    """The files of the page are open to everybody, what is computed for it is not."""
    assert keyed.get("/").status_code == 200
    for path in ("/page/body-map", "/page/roster?form=csv"):
        assert keyed.post(path, {}).status_code == 401


@pytest.fixture(scope="module")
def keyed() -> Iterator[Client]:
    with serving(key_hashes=(("coach", "0" * 64),)) as client:
        yield client
