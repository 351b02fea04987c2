"""Seasons over HTTP: the same answers as in Python."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.service.questions import NextQuestion
from api.service.routers import seasons
from api.service.sample_bodies import NEXT, SEASON
from catalog import load_catalog
from optimizer import Season, read_season
from optimizer.solving.options import SolveOptions
from tests.api.service.client import Client, problem
from tests.optimizer.seasons.seasons import ten_km

EMPTY: dict[str, Any] = ten_km(week={"availability": []})
"""A season without time for strength, so that nothing has to be planned."""


def test_a_season_is_planned_and_goes_on(client: Client) -> None:
    answer = client.post("/v1/seasons", EMPTY)
    assert answer.status_code == 200
    season = read_season(answer.content)
    assert (season.status, len(season.weeks), season.next_week) == ("proven", 17, 1)
    body = {"season": answer.json(), "log": {"week": season.request.start}}
    again = client.post("/v1/seasons/next", body)
    assert again.status_code == 200
    assert read_season(again.content).next_week == 2
    moved = client.post(
        "/v1/seasons/next", {**body, "change": {"goal": {"race": "2027-03-28"}}}
    ).json()
    assert len(moved["weeks"]) == 18
    assert moved["changes"][0]["why"].startswith("The race moved from")


def test_each_exact_week_has_its_share_of_the_time_after_a_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seconds = []

    def gone_on(_season: Season, _log: object, *, options: SolveOptions, **_: object) -> Season:
        seconds.append(options.wall_seconds)
        return _season

    monkeypatch.setattr(seasons, "next_week", gone_on)
    question = NextQuestion.model_validate_json(
        json.dumps({"season": NEXT["season"], "change": {"exact_weeks": 16}})
    )
    seasons._gone_on(question, load_catalog(), SolveOptions(wall_seconds=32))
    assert seconds == [2]


@pytest.mark.parametrize(
    ("form", "media"),
    [("ics", "text/calendar"), ("svg", "image/svg+xml"), ("markdown", "text/markdown"),
     ("html", "text/html")],
)  # fmt: skip
def test_a_season_comes_as_a_file(client: Client, form: str, media: str) -> None:
    answer = client.post(f"/v1/seasons?format={form}", EMPTY)
    assert answer.headers["content-type"].startswith(media)
    assert "attachment" in answer.headers["content-disposition"]


BY_HAND: Any = {"plan": "given", "runs": [{"start": "Mon 18:00", "minutes": 30}]}
FAR: Any = {"race": "2099-01-01", "distance_km": 10}


def forged(**week: Any) -> Any:
    season = json.loads(json.dumps(NEXT["season"]))
    season["weeks"][0] |= week
    return {"season": season, "log": {"week": "2026-11-30"}}


RUN = {"id": "w1r1", "start": "whenever", "minutes": 30, "kind": "easy", "name": "Easy run"}


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("/v1/seasons", {**EMPTY, "goal": {"race": "2026-11-01", "distance_km": 10}},
         "is before 2026-11-30, the start"),
        ("/v1/seasons", {**EMPTY, "start": "9999-12-27", "goal": {"weeks": 4}}, "9999"),
        ("/v1/seasons", {**SEASON, "running": BY_HAND, "goal": FAR}, "is not within the 104 weeks"),
        ("/v1/seasons/next", {"season": NEXT["season"]}, "is missing, and so is change"),
        ("/v1/seasons/next", forged(number=3), "where week 1 of 2026-11-30 belongs"),
        ("/v1/seasons/next", forged(runs=[RUN]), "is no time of its week"),
        ("/v1/seasons/next", {"season": NEXT["season"], "log": {"week": "2030-01-07"}},
         "is the first day of no week of this season"),
        ("/v1/seasons?format=pdf", EMPTY, "is no format of a season"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_a_problem_with_a_cure(
    client: Client, path: str, body: Any, words: str
) -> None:
    refusal = problem(client.post(path, body))
    assert any(words in one["message"] + one["value"] for one in refusal["problems"]), refusal
