"""The example requests: complete, readable, and listed."""

from __future__ import annotations

import json
import re

import pytest

from api.catalog.example_requests import Example, example, examples
from api.command_line.main import main
from optimizer.case.timeline import timeline_of
from optimizer.documents.reading import read_request
from tests.api.shell import ROOT, call


def test_every_example_is_in_the_index_and_the_other_way_round() -> None:
    listed = examples()
    folder = listed[0].path.parent
    assert {one.path for one in listed} == set(folder.glob("*.json"))
    assert len(listed) == 8


@pytest.mark.parametrize("one", examples(), ids=lambda one: one.id)
def test_an_example_is_a_request_that_bears_its_own_name(one: Example) -> None:
    path = one.path
    request = read_request(path.read_bytes())
    assert request.athlete.id == path.stem
    assert timeline_of(request).windows


def test_the_beginning_of_an_id_is_enough() -> None:
    assert example("p4").id == "p4_achilles"


def test_the_list_is_json_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--list"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in listed] == [one.id for one in examples()]
    assert all(one["title"] and one["about"] for one in listed)


def test_make_demo_is_for_a_person_also_where_it_is_piped() -> None:
    """`make demo | less` and the log of a build show the week, not its JSON."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    rule = r"^demo: setup(?:  ##.*)?\n\t@\.venv/bin/runstrong (.*)$"
    [recipe] = re.findall(rule, makefile, re.MULTILINE)
    answer = call(*recipe.split())
    assert (answer.status, answer.err) == (0, "")
    assert not answer.out.lstrip().startswith("{")
    assert "min" in answer.out
    assert answer.out.count("\n") > 10
