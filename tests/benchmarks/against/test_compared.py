"""Two versions, asked for the same weeks: what differs is told, and so is who cannot answer."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from benchmarks.against.cases import CLUB, EXAMPLES, Case, cases_of
from benchmarks.against.command import Document, Settings, compared
from benchmarks.against.versions import Version, this_version
from benchmarks.against.views import report_views
from benchmarks.instances import PLACED_RUNS
from tests.benchmarks.against.fake_version import fake_version

pytestmark = pytest.mark.slow

SETTINGS = Settings(limit_seconds=60.0)
TWO = tuple(Case("tight", name, {"athlete": {"id": name}}) for name in ("ana", "ben"))


def two_versions(tmp_path: Path, then: str, now: str) -> tuple[Version, Version]:
    return fake_version(tmp_path / "old", then), fake_version(tmp_path / "new", now)


def comparison(
    tmp_path: Path, then: str = "return a_week()", now: str = "return a_week()"
) -> Document:
    return compared(TWO, *two_versions(tmp_path, then, now), SETTINGS, tmp_path / "out")


def words_of(report: Document) -> str:
    console = Console(width=100, highlight=False, markup=False)
    with console.capture() as captured:
        for view in report_views(report):
            console.print(view)
    return captured.get()


def test_this_version_answers_every_question_about_an_example_as_it_does_itself(
    tmp_path: Path,
) -> None:
    (case,) = (case for case in cases_of((EXAMPLES,)) if case.id == "p1_c25k")
    version = this_version()
    report = compared((case,), version, version, SETTINGS, tmp_path)
    assert report["differing"] == report["faults"] == []
    assert report["not_understood"] == {}
    assert list(report["cpu"]) == [
        EXAMPLES, "all", "explain", "check", "replan unchanged", "replan, run moved", "diff",
    ]  # fmt: skip
    plans = report["cpu"][EXAMPLES]
    assert plans["proven"] == {"then": 1, "now": 1}
    assert min(plans["seconds"].values()) > 0
    assert "proven" not in report["cpu"]["explain"]
    assert "The answers are the same: 6 of 6." in words_of(report)


def test_an_answer_that_differs_is_told_with_its_places(tmp_path: Path) -> None:
    later = "return a_week('2026-11-24T20:00:00+01:00' if athlete == 'ben' else a_start)"
    then, now = "return a_week()", f"a_start = '2026-11-24T19:00:00+01:00'\n{later}"
    report = comparison(tmp_path, then, now)
    (one,) = report["differing"]
    assert (one["case"], one["question"], one["differences"]) == ("tight ben", "plan", 1)
    assert one["first_differences"] == [
        {
            "path": "plan.sessions[0].start", "kind": "changed",
            "then": '"2026-11-24T19:00:00+01:00"', "now": '"2026-11-24T20:00:00+01:00"',
        }
    ]  # fmt: skip
    assert report["places"] == {"plan.sessions[].start (changed)": 1}
    differing = [
        json.loads((tmp_path / "out/differing" / f"tight_ben_plan.{side}.json").read_text("utf-8"))
        for side in ("then", "now")
    ]
    assert [week["plan"]["sessions"][0]["start"][11:16] for week in differing] == ["19:00", "20:00"]
    assert "tight ben, plan: 1 × different" in words_of(report)


def test_a_field_that_is_new_is_told_apart(tmp_path: Path) -> None:
    report = comparison(tmp_path, now="return {**a_week(), 'season': 1}")
    assert [one["only_added"] for one in report["differing"]] == [True, True]
    assert "2 of 2 answers differ, 2 of them only by what is new" in words_of(report)


def test_what_the_other_version_does_not_understand_is_no_difference(tmp_path: Path) -> None:
    refuses = "if athlete == 'ana':\n    raise UnusableInput('week.recovery: is no known field')"
    report = comparison(tmp_path, then=f"{refuses}\nreturn a_week()")
    assert report["not_understood"] == {"tight ana": "plan: week.recovery: is no known field"}
    assert report["differing"] == report["faults"] == []
    assert report["cpu"]["tight"]["answers"] == 1
    assert "not understood by the other version: tight ana" in words_of(report)


def test_what_only_this_version_refuses_differs(tmp_path: Path) -> None:
    report = comparison(tmp_path, now="raise UnusableInput('runs: is no known field')")
    assert [one["case"] for one in report["differing"]] == ["tight ana", "tight ben"]
    assert "refused (only now)" in report["places"]


def test_a_version_that_dies_is_a_fault_and_the_next_week_goes_on(tmp_path: Path) -> None:
    report = comparison(tmp_path, now="if athlete == 'ana':\n    sys.exit(1)\nreturn a_week()")
    assert report["faults"] == ["tight ana, plan, now: the process died or hung"]
    assert report["cpu"]["tight"]["answers"] == 1


def test_an_error_of_a_version_is_a_fault_with_its_words(tmp_path: Path) -> None:
    report = comparison(tmp_path, then="return {}['week']")
    assert report["faults"] == [f"tight {n}, plan, then: KeyError: 'week'" for n in ("ana", "ben")]


def test_a_relaxed_week_is_asked_for_with_its_reasons_too(tmp_path: Path) -> None:
    relaxed = "return a_week(status='relaxed')"
    report = comparison(tmp_path, relaxed, relaxed)
    assert {name: row["answers"] for name, row in report["cpu"].items()} == {
        "tight": 2, "all": 2, "with reasons": 2,
    }  # fmt: skip


def test_a_question_that_neither_version_can_answer_is_no_fault(tmp_path: Path) -> None:
    none = "return {**a_week(status='unsolved'), 'plan': None}"
    cases = [replace(case, questions=True) for case in TWO]
    report = compared(cases, *two_versions(tmp_path, none, none), SETTINGS, tmp_path / "out")
    assert report["faults"] == report["differing"] == []
    assert "diff" not in report["cpu"]


def test_a_week_that_only_one_version_proves_is_named(tmp_path: Path) -> None:
    report = comparison(tmp_path, now="return a_week(bound=2 if athlete == 'ben' else 3)")
    assert report["cpu"]["all"]["proven"] == {"then": 2, "now": 1}
    assert "Not proven now: tight ben" in words_of(report)


def test_what_was_cut_off_goes_on_and_asks_nothing_twice(tmp_path: Path) -> None:
    note = f"open({str(tmp_path / 'asked')!r}, 'a').write(athlete + ' ')\nreturn a_week()"
    then, now = two_versions(tmp_path, note, "return a_week()")
    folder = tmp_path / "out"
    compared(TWO, then, now, SETTINGS, folder)
    log = folder / "against.jsonl"
    # Killed while it wrote of the second week.
    log.write_text(log.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    report = compared(TWO, then, now, SETTINGS, folder)
    assert report["measured"] == {"done": 2, "planned": 2}
    names = (tmp_path / "asked").read_text(encoding="utf-8").split()
    assert [name for name in names if name != "warm-up"] == ["ana", "ben", "ben"]


def test_what_differed_before_is_not_kept_beside_a_new_measurement(tmp_path: Path) -> None:
    then, now = two_versions(tmp_path, "return a_week()", "return a_week(status='feasible')")
    compared(TWO, then, now, SETTINGS, tmp_path / "out")
    assert list((tmp_path / "out/differing").iterdir())
    compared(TWO, then, then, SETTINGS, tmp_path / "out", resume=False)
    assert not (tmp_path / "out/differing").exists()


def test_of_several_runs_every_one_is_made(tmp_path: Path) -> None:
    note = f"open({str(tmp_path / 'asked')!r}, 'a').write(athlete + ' ')\nreturn a_week()"
    then, now = two_versions(tmp_path, note, "return a_week()")
    compared(TWO[:1], then, now, replace(SETTINGS, runs=3), tmp_path / "out")
    names = (tmp_path / "asked").read_text(encoding="utf-8").split()
    assert names.count("ana") == 3


def test_the_cases_are_the_examples_every_week_of_this_catalog_and_a_club() -> None:
    groups = [case.group for case in cases_of()]
    counts = [groups.count(group) for group in (EXAMPLES, PLACED_RUNS, CLUB)]
    assert (counts, len(groups)) == ([8, 40, 100], 8 + 93 + 40 + 100)
    keys = [case.key for case in cases_of()]
    assert len(set(keys)) == len(keys)
    assert {case.key for case in cases_of(quick=True)} < set(keys)
