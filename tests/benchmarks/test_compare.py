"""Verdicts against a baseline, and what they do to the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.compare import GAP, SECONDS, SHARE, Verdict, cautions, compared, metrics, verdict
from tests.api.shell import call
from tests.benchmarks.records import a_report


@pytest.mark.parametrize(
    ("now", "expected"),
    [(1.0, "same"), (1.25, "same"), (1.26, "worse"), (0.75, "same"), (0.74, "better")],
)
def test_a_time_counts_beyond_a_quarter(now: float, expected: Verdict) -> None:
    assert verdict(1.0, now, SECONDS) == expected


def test_a_change_within_the_noise_of_the_clock_is_none() -> None:
    assert verdict(0.010, 0.029, SECONDS) == "same"
    assert verdict(0.010, 0.031, SECONDS) == "worse"


def test_more_proven_is_better_and_more_gap_is_worse() -> None:
    assert verdict(0.90, 0.95, SHARE) == "better"
    assert verdict(0.95, 0.90, SHARE) == "worse"
    assert verdict(0.0, 0.05, GAP) == "worse"


def test_a_report_is_the_same_as_itself() -> None:
    report = a_report(seconds=0.5)
    comparisons = compared(report, report)
    assert len(comparisons) == len(list(metrics(report))) > 10
    assert {one.verdict for one in comparisons} == {"same"}


def test_only_what_both_measured_is_compared() -> None:
    alone = a_report(seconds=0.5, families=("tight",))
    both = a_report(seconds=0.5, families=("tight", "roomy"))
    families = {one.metric.partition(":")[0] for one in compared(alone, both)}
    # Of all weeks together the two measured others, too.
    assert families == {"tight", "faults"}
    assert "roomy" in cautions(alone, both)[-1]


@pytest.mark.parametrize(("seconds", "status", "word"), [(0.5, 0, "same"), (2.0, 1, "worse")])
def test_the_exit_status_says_worse(tmp_path: Path, seconds: float, status: int, word: str) -> None:
    baseline, now = tmp_path / "baseline.json", tmp_path / "now.json"
    baseline.write_text(json.dumps(a_report(seconds=0.5)), encoding="utf-8")
    now.write_text(json.dumps(a_report(seconds=seconds)), encoding="utf-8")
    answer = call("bench", "--report", now, "--compare", baseline)
    assert (answer.status, answer.err) == (status, "")
    verdicts = {one["metric"]: one["verdict"] for one in json.loads(answer.out)["comparison"]}
    assert verdicts["tight: median (s)"] == word


def test_a_baseline_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text('{"format": 99}', encoding="utf-8")
    answer = call("bench", "--compare", tmp_path / "other.json")
    assert answer.status == 2
    assert "no report of this format" in answer.err
