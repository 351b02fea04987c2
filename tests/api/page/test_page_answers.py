"""What the page asks for beside the public interface: the body map, and the rows of a roster."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest

from api.body_map import map_numbers
from api.service.sample_bodies import WEEK
from optimizer import read_request
from tests.answers import answer_to
from tests.api.club.rosters import own_csv
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


def test_columns_of_a_coachs_own_open_and_pack(client: Client) -> None:
    """As a batch takes them; without, the roster is none."""
    week = (ROOT / "examples" / "p1_c25k.json").read_text(encoding="utf-8")
    roster = own_csv(week)
    address = "/page/roster?form=csv"
    own = "&column=Sch%C3%BCtzling%3Did"
    assert problem(client.post(address, roster.encode()))["status"] == 422
    assert client.post(address + own, roster.encode()).json()[0]["athlete"]["id"] == "p1_c25k"
    lines = answer_to(read_request(week)).model_dump_json()
    answer = client.post(f"/page/club-files?form=csv{own}", {"roster": roster, "lines": lines})
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert "p1_c25k/p1_c25k-2026-11-23.ics" in names


def test_a_club_too_large_to_be_packed_here_says_what_packs_it(client: Client) -> None:
    answer = client.post("/page/club-files?form=csv", b" " * 20_000_001)
    assert "export --all" in problem(answer)["detail"]
    assert answer.status_code == 413


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
