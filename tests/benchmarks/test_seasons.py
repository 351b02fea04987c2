"""The benchmark of drawn seasons: its readings see what is wrong, and a stopped call goes on."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from benchmarks.season_faults import faults_of_season
from benchmarks.seasons import main, measure, measured
from optimizer.documents.result import Relaxation, Result
from optimizer.documents.season import Season, SeasonWeek
from optimizer.documents.versions import versions_of
from tests.optimizer.seasons.seasons import CATALOG, WHOLE, season_of


def changed(season: Season, number: int, week: SeasonWeek) -> Season:
    weeks = (*season.weeks[: number - 1], week, *season.weeks[number:])
    return season.model_copy(update={"weeks": weeks})


def with_result(week: SeasonWeek, **fields: object) -> SeasonWeek:
    assert week.result is not None
    return week.model_copy(update={"result": week.result.model_copy(update=fields)})


def test_a_season_of_sixteen_weeks_has_no_fault() -> None:
    assert [*faults_of_season(season_of(WHOLE), CATALOG)] == []


def test_the_readings_see_a_ratchet_a_lost_muscle_a_lower_load_and_a_broken_rule() -> None:
    season = season_of(WHOLE)
    ninth, twelfth = season.week_of(9), season.week_of(12)
    few = changed(season, 9, ninth.model_copy(update={"sets": (3, 3)}))
    assert any("has 3 sets after a lighter week" in one for one in faults_of_season(few, CATALOG))

    given_up = Relaxation(
        rule="neglected_coverage", subject="soleus", required=1, actual=0, unit="muscles",
        sentence="",
    )  # fmt: skip
    lost = changed(season, 12, with_result(twelfth, relaxations=(given_up,)))
    found = [*faults_of_season(lost, CATALOG)]
    assert "week 12 is relaxed for soleus, trained before it" in found

    # A week with the repetitions of a week before it, and no key run near.
    found = []
    for number in (10, 11, 13, 14, 15):
        week = season.week_of(number)
        assert week.result is not None
        text = re.sub(r'"kg":[0-9.]+', '"kg":1.5', week.result.model_dump_json())
        light = week.model_copy(update={"result": Result.model_validate_json(text)})
        found += faults_of_season(changed(season, number, light), CATALOG)
    assert any(re.match("week [0-9]+ has goblet_squat with 1.5 kg", one) for one in found), found

    fifteenth = season.week_of(15)
    other = fifteenth.model_copy(update={"result": season.week_of(14).result})
    found = [*faults_of_season(changed(season, 15, other), CATALOG)]
    assert "week 15 does not pass check of its own request" in found


def test_a_drawn_season_is_planned_and_read() -> None:
    record = measured(7, 1, CATALOG)
    assert record["faults"] == []
    assert record["status"] in ("proven", "relaxed", "feasible", "infeasible")


def test_a_stopped_call_goes_on_with_what_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whole lines of the same versions are not planned again; one that was cut off is no line."""
    path = tmp_path / "seasons.jsonl"
    record = {
        "season": 0, "exact_weeks": 1, "versions": versions_of(CATALOG).model_dump(),
        "status": "proven", "planned": 1, "not_proven": [], "cpu_seconds": 2.0, "faults": [],
    }  # fmt: skip
    lines = [json.dumps(record), json.dumps({**record, "season": 1, "faults": ["a fault"]})]
    path.write_text("\n".join([*lines, lines[0][:40]]), encoding="utf-8")
    output: list[str] = []
    assert [one["season"] for one in measure(2, 1, path, 1, output.append)] == [0, 1]
    assert output == []
    assert main(["--seasons", "2", "--exact-weeks", "1", "-o", str(path)]) == 1
    out = capsys.readouterr().out
    for words in ("2 proven", "2 weeks planned, 0 of them not proven", "season 1: a fault"):
        assert words in out
