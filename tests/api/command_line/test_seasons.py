"""``runstrong season`` and ``next``: for a person, as files, and on after a stop."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from optimizer import plan_season, read_season
from tests.api.shell import call
from tests.optimizer.seasons.seasons import CATALOG, WHOLE, known_of, request_of, season_of, ten_km

FIRST = "2026-11-30"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "race.json", ten_km())
    (tmp_path / "season.json").write_text(season_of(ten_km()).model_dump_json(), "utf-8")
    return tmp_path


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Without a season that was planned."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "race.json", ten_km())
    write(tmp_path / "season.json", {})
    return tmp_path


def write(path: Path, document: Any) -> None:
    path.write_text(json.dumps(document), encoding="utf-8")


def journal(path: Path) -> None:
    """What a call that was stopped has left: every week of the season but the last line whole."""
    results = known_of([season_of(WHOLE)]).values()
    lines = [result.model_dump_json() for result in results]
    path.write_text("\n".join([*lines, lines[0][:1000]]), encoding="utf-8")


def test_a_stopped_season_goes_on_to_the_same_bytes(folder: Path) -> None:
    journal(folder / "out.json.part")
    answer = call("season", "race.json", "-o", "out.json")
    assert (answer.status, answer.err) == (0, "")
    assert read_season((folder / "out.json").read_bytes()) == season_of(ten_km())
    assert not (folder / "out.json.part").exists()


@pytest.mark.parametrize("name", ["away.md", "away.html"])
def test_a_week_without_strength_says_why(folder: Path, name: str) -> None:
    away = {"from": FIRST, "to": "2027-04-30", "availability": [], "note": "at sea"}
    write(folder / "away.json", ten_km(exceptions=[away]))
    assert call("season", "away.json", "-o", name).status == 0
    text = (folder / name).read_text("utf-8").replace("\\", "")
    assert text.count("No time for strength: 2026-11-30 to 2027-04-30 (at sea)") == 17


def test_what_is_planned_is_kept_until_the_answer_is_written(folder: Path) -> None:
    """An output that cannot be written leaves the journal, so the next call has nothing to plan."""
    away = [{"from": "2026-12-07", "to": "2027-04-30", "availability": []}]
    write(folder / "one.json", ten_km(exceptions=away))
    (folder / "out.json.new").mkdir()
    answer = call("season", "one.json", "-o", "out.json")
    assert answer.status == 2
    assert len((folder / "out.json.part").read_bytes().split()) >= 1
    (folder / "out.json.new").rmdir()
    again = call("season", "one.json", "-o", "out.json")
    assert (again.status, (folder / "out.json").exists()) == (0, True)


def test_a_season_is_shown_as_a_whole_with_its_loads(folder: Path) -> None:
    write(folder / "log.json", {"week": FIRST})
    answer = call("next", "season.json", "log.json", "--text")
    assert (answer.status, answer.err) == (0, "")
    text = answer.out
    assert "16  15 Mar  taper, race 21 Mar   ahead" in text
    assert "Goblet squat: 26 kg from week 1" in text
    assert "1  30 Nov  off season           done" in text


@pytest.mark.parametrize(
    ("name", "race"),
    [("out.ics", b"SUMMARY:Race: 10 km"), ("out.md", b"Race: 10 km on"),
     ("out.svg", b">race</text>"), ("out.html", b"Race: 10 km on")],
)  # fmt: skip
def test_each_file_of_a_season_tells_of_its_race_and_is_the_same_again(
    folder: Path, name: str, race: bytes
) -> None:
    journal(folder / f"{name}.part")
    assert call("season", "race.json", "-o", name).status == 0
    first = (folder / name).read_bytes()
    assert race in first
    journal(folder / f"{name}.part")
    assert call("season", "race.json", "-o", name).status == 0
    assert (folder / name).read_bytes() == first


def test_what_cannot_be_is_one_sentence_with_a_cure(folder: Path) -> None:
    write(folder / "late.json", {"week": "2026-12-02"})
    answer = call("next", "season.json", "late.json")
    assert answer.status == 2
    assert "is the first day of no week of this season" in answer.err
    assert call("next", "season.json").status == 2
    answer = call("next", "race.json", "late.json")
    assert "the document is a request for a season" in answer.err
    write(folder / "near.json", ten_km(goal={"race": "2026-12-06", "distance_km": 21.1}))
    answer = call("season", "near.json", "--text")
    assert answer.status == 1
    assert "What would do instead:" in answer.out
    assert call("season", "race.json", "-o", "race.json").status == 2
    for options in (("--format", "ics", "--json"), ("-o", "out.md", "--text")):
        answer = call("season", "race.json", *options)
        assert answer.status == 2
        assert options[-1] in answer.err
    before = (folder / "late.json").read_bytes()
    for inputs in (["late.json"], ["--change", "late.json"]):
        answer = call("next", "season.json", *inputs, "-o", "late.json")
        assert "is one of the files that are read" in answer.err
    assert (folder / "late.json").read_bytes() == before
    answer = call("season", "race.json", "-o", "out.pdf")
    assert answer.status == 2
    assert "end it as .json, .ics, .md, .svg, .html" in answer.err


def test_a_whole_club_goes_on_in_one_call_and_again_where_it_was(bare: Path) -> None:
    given = {"plan": "given", "runs": [{"start": "Mon 18:00", "minutes": 30}]}
    one = ten_km(week={"availability": []}, goal={"weeks": 3}, running=given)
    club = [{**one, "athlete": {**one["athlete"], "id": name}} for name in ("ana", "ben")]
    write(bare / "club.json", club)
    call_all = ("season", "--all", "club.json", "-o", "seasons.jsonl", "--processes", "1")
    answer = call(*call_all)
    assert (answer.status, "2 proven" in answer.err) == (0, True)
    before = (bare / "seasons.jsonl").read_bytes()
    again = json.loads(call(*call_all, "--json").out)
    assert (again["planned_before"], again["planned_now"]) == (2, 0)
    assert (bare / "seasons.jsonl").read_bytes() == before

    away = {"exceptions": [{"from": FIRST, "to": "2026-12-06", "availability": []}]}
    write(bare / "logs.jsonl", {"athlete_id": "ben", "change": away})
    answer = call("next", "--all", "seasons.jsonl", "logs.jsonl", "-o", "next.jsonl")
    assert answer.status == 0, answer.err
    ana, ben = (read_season(line) for line in (bare / "next.jsonl").read_bytes().splitlines())
    assert (ana.next_week, ben.next_week, len(ben.request.exceptions)) == (2, 2, 1)
    assert (bare / "seasons.jsonl").read_bytes() == before


@pytest.mark.usefixtures("bare")
def test_what_a_club_cannot_be_asked_is_one_sentence() -> None:
    for arguments, words in (
        (("season", "race.json", "--update"), "--update: is about a whole club"),
        (("next", "season.json", "--processes", "2"), "--processes: is about a whole club"),
        (("season", "--all", "race.json", "--format", "ics"), "cannot be chosen beside --all"),
        (("next", "--all", "season.json", "--text"), "cannot be chosen beside --all"),
        (("next", "--all", "season.json", "-o", "season.json"), "is one of the files that are"),
        (("season", "--all", "race.json", "--json"), "name a file for them with -o"),
    ):
        answer = call(*arguments)
        assert answer.status == 2
        assert words in answer.err


def test_the_files_of_everybodys_season_are_one_archive(bare: Path) -> None:
    document = ten_km(exact_weeks=1)
    season = plan_season(request_of(document), catalog=CATALOG)
    refused = {"status": "unusable", "athlete_id": "eve", "row": 2, "problems": []}
    (bare / "seasons.jsonl").write_text(f"{season.model_dump_json()}\n{json.dumps(refused)}\n")
    answer = call("export", "--all", "seasons.jsonl", "-o", "files.zip")
    assert (answer.status, answer.err) == (1, "error: row 2: has no plan, and no files\n")
    names = ZipFile(bare / "files.zip").namelist()
    assert {name.partition("/")[0] for name in names} == {"ben"}
    assert "ben/ben-2026-11-30-season.ics" in names
    assert "ben/ben-2026-11-30-season.html" in names
    assert sum(name.endswith(".fit") for name in names) == 2
    write(bare / "none.jsonl", refused)
    answer = call("export", "--all", "none.jsonl", "-o", "none.zip")
    assert answer.status == 2
    assert "holds no season" in answer.err
