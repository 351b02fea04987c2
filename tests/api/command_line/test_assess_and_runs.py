"""``runstrong assess`` and ``runstrong runs``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.service.sample_bodies import ASSESSMENT, RUNS, WEEK
from tests.api.shell import call

SCREEN = ASSESSMENT["screen"]


def written(folder: Path, name: str, document: object) -> str:
    path = folder / name
    path.write_text(json.dumps(document), encoding="utf-8")
    return str(path)


def copied(document: object) -> Any:
    return json.loads(json.dumps(document))


def test_without_a_file_there_are_the_questions_of_the_screen() -> None:
    answer = call("assess", "--text")
    assert answer.status == 0
    assert "Answer 7 questions of the health screen first." in answer.out
    assert "chest_pain: Do you feel pain" in answer.out


def test_a_battery_is_told_with_steps_and_stops(tmp_path: Path) -> None:
    file = written(tmp_path, "tests.json", {"screen": SCREEN})
    answer = call("assess", file, "--kit", "short", "--text")
    assert answer.status == 0
    for words in ("1  Single-leg", "Every test ends early:", "When:", "is no diagnosis"):
        assert words in answer.out
    assert "\ufffd" not in answer.out


def test_results_are_told_with_their_sources(tmp_path: Path) -> None:
    file = written(tmp_path, "tests.json", ASSESSMENT)
    answer = call("assess", file, "--text")
    assert answer.status == 0
    for words in ("Weaker side", "Ready for jumps: not yet", "[Hebert-Losier 2017"):
        assert words in answer.out
    assert json.loads(call("assess", file).out)["status"] == "assessed"


def test_a_yes_of_the_screen_is_no_answer_of_tests(tmp_path: Path) -> None:
    screen = {**SCREEN, "chest_pain": True} if isinstance(SCREEN, dict) else {}
    answer = call("assess", written(tmp_path, "tests.json", {"screen": screen}))
    assert answer.status == 1
    assert json.loads(answer.out)["status"] == "refused"


def test_results_go_into_a_request_that_plans_by_them(tmp_path: Path) -> None:
    tests = written(tmp_path, "tests.json", ASSESSMENT)
    week = written(tmp_path, "week.json", WEEK)
    tested = str(tmp_path / "tested.json")
    assert call("assess", tests, "--into", week, "-o", tested).status == 0
    document = json.loads(Path(tested).read_text(encoding="utf-8"))
    assert len(document["athlete"]["tests"]) == 2
    assert document["athlete"]["level"] == "beginner"
    planned = call("plan", tested, "--json")
    codes = [warning["code"] for warning in json.loads(planned.out)["warnings"]]
    assert {"weaker_side", "jumps_by_tests"} <= {*codes}
    assert "no jumps until both sides have 20" in " ".join(
        call("plan", tested, "--text").out.split()
    )


def test_results_of_before_stay_and_say_what_changed(tmp_path: Path) -> None:
    """The week's own results are what changes are measured from; nothing of them is lost."""
    tests, week = copied(ASSESSMENT["tests"]), copied(WEEK)
    week["athlete"]["screen"] = SCREEN
    week["athlete"]["tests"] = [{**one, "date": "2026-09-01", "value": 1} for one in tests]
    out = str(tmp_path / "tested.json")
    answer = call(
        "assess", written(tmp_path, "tests.json", ASSESSMENT), "--into",
        written(tmp_path, "week.json", week), "-o", out, "--json",
    )  # fmt: skip
    assert answer.status == 0, answer.err
    assert {one["before_date"] for one in json.loads(answer.out)["changes"]} == {"2026-09-01"}
    athlete = json.loads(Path(out).read_text(encoding="utf-8"))["athlete"]
    dates = {one["date"] for one in athlete["tests"]}
    assert len(athlete["tests"]) == 2 * len(tests)
    assert dates > {"2026-09-01"}


def test_the_results_of_another_athlete_are_refused(tmp_path: Path) -> None:
    """Bob's went into Ana's week; results that name nobody are hers."""
    week = copied(WEEK)
    week["athlete"]["id"] = "ana"
    file, out = written(tmp_path, "week.json", week), tmp_path / "tested.json"

    def merged(**athlete: str) -> Any:
        tests = copied(ASSESSMENT)
        tests["athlete"] |= athlete
        name = written(tmp_path, "tests.json", tests)
        return call("assess", name, "--into", file, "-o", str(out))

    answer = merged(id="bob")
    assert answer.status == 2
    assert "athlete.id: 'bob' is not the athlete of the request, 'ana'; " in answer.err
    assert "Give their own request, or correct one of the ids" in answer.err
    assert not out.exists()
    assert merged(id="ana").status == 0
    assert merged().status == 0


def test_a_week_without_a_level_takes_that_of_the_tests(tmp_path: Path) -> None:
    """The tests are done to find it."""
    tests, week = copied(ASSESSMENT), copied(WEEK)
    del week["athlete"]["level"]
    for test in ("side_plank", "single_leg_sit_to_stand"):
        for side in ("left", "right"):
            more = {"test": test, "date": "2026-11-20", "value": 30, "side": side}
            tests["tests"].append(more)
    out = str(tmp_path / "tested.json")
    file = written(tmp_path, "week.json", week)
    answer = call(
        "assess", written(tmp_path, "tests.json", tests), "--into", file, "-o", out, "--json"
    )
    assert answer.status == 0, answer.err
    assert "level" not in json.loads(Path(out).read_text(encoding="utf-8"))["athlete"]
    warnings = json.loads(call("plan", out, "--json").out)["warnings"]
    assert "level_by_tests" in {one["code"] for one in warnings}
    wrong = {**week, "athlete": {**week["athlete"], "level": "elite"}}
    refused = call(
        "assess", written(tmp_path, "tests.json", tests), "--into",
        written(tmp_path, "wrong.json", wrong), "-o", out,
    )  # fmt: skip
    assert refused.status == 2
    assert "is not one of" in refused.err


def test_what_the_tests_know_of_the_athlete_goes_into_the_request_too(tmp_path: Path) -> None:
    """An injury that either knows counts for both; a result of years ago is old by the week."""
    tests, week = copied(ASSESSMENT), copied(WEEK)
    tests["athlete"] = {"injuries": ["achilles"], "sex": "f", "weeks_of_strength": 3}
    week["athlete"] |= {"injuries": ["patellofemoral_pain"], "weeks_of_strength": 12}
    for one in tests["tests"]:
        one["date"] = "2019-11-20"
    out = str(tmp_path / "tested.json")
    answer = call(
        "assess", written(tmp_path, "tests.json", tests), "--into",
        written(tmp_path, "week.json", week), "-o", out, "--json",
    )  # fmt: skip
    assert answer.status == 0, answer.err
    assert "is history" in json.loads(answer.out)["uncounted"][0]["why"]
    athlete = json.loads(Path(out).read_text(encoding="utf-8"))["athlete"]
    assert athlete["injuries"] == ["achilles", "patellofemoral_pain"]
    assert (athlete["sex"], athlete["weeks_of_strength"]) == ("f", 12)


def test_a_battery_in_a_gym_says_what_results_name_and_every_rule_for_stopping(
    tmp_path: Path,
) -> None:
    document = {"screen": SCREEN, "kit": "gym", "athlete": {"weeks_of_strength": 30}}
    out = call("assess", written(tmp_path, "tests.json", document), "--text").out
    words = " ".join(out.replace("|", " ").split())
    for said in ("variant: toes or knees", "names the exercise", "bar slows down"):
        assert said in words


def test_into_and_output_go_together(tmp_path: Path) -> None:
    file = written(tmp_path, "tests.json", ASSESSMENT)
    answer = call("assess", file, "--into", file)
    assert answer.status == 2
    assert "go together" in answer.err


def test_runs_are_told_week_by_week(tmp_path: Path) -> None:
    answer = call("runs", written(tmp_path, "runs.json", RUNS), "--text")
    assert answer.status == 0
    for words in ("14 weeks of runs to the 10 km", "Long run, ", "Choices:", "also polarised"):
        assert words in answer.out


def test_runs_go_to_a_calendar_that_reads_them_back(tmp_path: Path) -> None:
    file = written(tmp_path, "runs.json", RUNS)
    calendar = str(tmp_path / "runs.ics")
    assert call("runs", file, "-o", calendar).status == 0
    week = {**WEEK, "runs": [], "week": {"start": "2026-12-07", "timezone": "Europe/Berlin"}}
    full = str(tmp_path / "full.json")
    read = call("calendar", written(tmp_path, "week.json", week), "--runs", calendar, "-o", full)
    assert read.status == 0, read.err
    found = json.loads(Path(full).read_text(encoding="utf-8"))["runs"]
    weeks = json.loads(call("runs", file).out)["weeks"]
    planned = [run for one in weeks for run in one["runs"]]
    inside = [run for run in found if "2026-12-07" <= run["start"] < "2026-12-14"]
    expected = [run for run in planned if "2026-12-07" <= run["start"] < "2026-12-14"]
    assert [(r["id"], r["minutes"], r.get("kind", "easy")) for r in inside] == [
        (r["id"], r["minutes"], r["kind"]) for r in expected
    ]


def test_runs_go_to_a_watch(tmp_path: Path) -> None:
    file = written(tmp_path, "runs.json", RUNS)
    folder = tmp_path / "watch"
    assert call("runs", file, "--format", "fit", "-o", str(folder)).status == 0
    weeks = json.loads(call("runs", file).out)["weeks"]
    assert len(list(folder.glob("*.fit"))) == sum(len(week["runs"]) for week in weeks)


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"goal": {"race": "2026-12-27", "distance_km": 42.195}}, 1, "The earliest date is"),
        ({"running": {"plan": "couch_to_5k"}, "goal": None}, 0, "9 weeks from week 1"),
    ],
)
def test_the_status_says_whether_it_can_be_in_time(
    tmp_path: Path, changes: dict[str, object], status: int, words: str
) -> None:
    answer = call("runs", written(tmp_path, "runs.json", {**RUNS, **changes}), "--text")
    assert answer.status == status
    assert words in " ".join(answer.out.split())


def test_a_file_that_does_not_say_its_format_is_refused(tmp_path: Path) -> None:
    answer = call("runs", written(tmp_path, "runs.json", RUNS), "-o", str(tmp_path / "a.pdf"))
    assert answer.status == 2
    assert "is no format of runs" in answer.err
