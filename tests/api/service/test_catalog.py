"""The catalog over HTTP is that of the command line."""

from __future__ import annotations

import json

import pytest

from api.service.routers import catalog as catalog_router
from tests.api.service.client import Client, problem
from tests.api.shell import call

SECTIONS = (
    "muscles",
    "exercises",
    "injuries",
    "equipment",
    "rules",
    "sources",
    "contradictions",
    "evidence",
    "tests",
    "runs",
)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_is_that_of_the_command_line(client: Client, section: str) -> None:
    answer = client.get(f"/v1/catalog/{section}")
    assert answer.json() == json.loads(call("catalog", section).out)


@pytest.mark.parametrize(
    ("query", "arguments"),
    [
        ("muscle=soleus&level=beginner", ("--muscle", "soleus", "--level", "beginner")),
        (
            "equipment=mini_band&equipment=chair&kind=strength",
            ("--equipment", "mini_band", "--equipment", "chair", "--kind", "strength"),
        ),
        ("id=side_plank&id=goblet_squat", ("side_plank", "goblet_squat")),
    ],
)
def test_filters_are_those_of_the_command_line(
    client: Client, query: str, arguments: tuple[str, ...]
) -> None:
    expected = json.loads(call("catalog", "exercises", *arguments).out)
    assert expected
    assert client.get(f"/v1/catalog/exercises?{query}").json() == expected


def test_filters_know_families_of_muscles_and_words_in_any_capitals(client: Client) -> None:
    def ids(query: str) -> set[str]:
        return {one["id"] for one in client.get(f"/v1/catalog/exercises?{query}").json()}

    calves = ids("muscle=gastrocnemius&muscle=soleus")
    assert ids("muscle=Calves") == calves
    assert ids("muscle=calves&level=Beginner&kind=Strength") == ids(
        "muscle=gastrocnemius&muscle=soleus&level=beginner&kind=strength"
    )


@pytest.mark.parametrize(
    ("address", "field", "words"),
    [
        ("exercises?muscle=soleu", "muscle", "did you mean 'soleus'?"),
        ("exercises?muscel=soleus", "muscel", "did you mean 'muscle'?"),
        ("exercises?level=hard", "level", "is not one of 'beginner'"),
        ("exercises?equipment=dumbel", "equipment", "did you mean 'dumbbell'?"),
        ("rules?id=levle", "id", "did you mean 'level'?"),
        ("muscles?level=beginner", "level", "is no parameter; known: id"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(
    client: Client, address: str, field: str, words: str
) -> None:
    answer = client.get(f"/v1/catalog/{address}")
    assert answer.status_code == 422
    fault = problem(answer)["problems"][0]
    assert fault["field"] == field
    assert words in fault["message"]


@pytest.mark.parametrize("spelt", ["{}", "W/{}", '"other", {}', "*"])
def test_what_is_known_already_is_not_sent_again(client: Client, spelt: str) -> None:
    first = client.get("/v1/catalog/rules")
    etag = first.headers["ETag"]
    again = client.get("/v1/catalog/rules", headers={"If-None-Match": spelt.format(etag)})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == etag


def test_another_selection_has_another_tag(client: Client) -> None:
    etag = client.get("/v1/catalog/rules").headers["ETag"]
    other = client.get("/v1/catalog/rules?id=level", headers={"If-None-Match": etag})
    assert other.status_code == 200
    assert other.headers["ETag"] != etag


def test_long_questions_with_short_answers_count_in_what_is_kept(client: Client) -> None:
    """In another order, or with a name twice, it is the question that was answered already."""
    muscles = [one["id"] for one in client.get("/v1/catalog/muscles").json()]

    def kept_bytes(names: list[str]) -> float:
        query = "&".join(f"muscle={name}" for name in names)
        answer = client.get(f"/v1/catalog/exercises?id=pogo_hop&kind=strength&{query}")
        assert answer.json() == []
        return catalog_router._kept_answers.currsize

    before = catalog_router._kept_answers.currsize
    first = kept_bytes(muscles)
    assert first - before > sum(map(len, muscles))
    assert kept_bytes([*reversed(muscles), muscles[0]]) == first
