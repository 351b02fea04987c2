"""From records to figures, targets and the page of results."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.peers import GREEDY, OURS
from benchmarks.pictures import write_pictures
from benchmarks.record import record
from benchmarks.tables import problems_of
from benchmarks.targets import targets_of
from optimizer.documents.errors import UnusableInput
from tests.api.shell import call
from tests.benchmarks.records import a_proof, a_report


def test_the_median_of_the_runs_counts() -> None:
    report = a_report([a_proof(s, run=n) for n, s in enumerate((0.2, 9.0, 0.4))])
    assert report["families"]["tight"][OURS]["median"] == 0.4


def test_a_week_that_one_run_did_not_prove_is_not_proven() -> None:
    runs = [a_proof(0.2, run=0), a_proof(3.0, run=1, proven=False)]
    figures = a_report(runs)["families"]["tight"][OURS]
    assert figures["proven"] == 0
    # The limit stands for the time that nobody knows.
    assert figures["median"] == 10


def test_larger_catalogs_are_not_part_of_the_whole() -> None:
    runs = [a_proof(0.2), a_proof(5.0, family="scaling", instance="b", catalog_times=10)]
    report = a_report(runs)
    assert report["overall"][OURS]["instances"] == 1
    assert [p["p95"] for p in report["scaling"]["curve"]] == [5.0]


def test_exact_peers_that_disagree_are_a_loud_fault(tmp_path: Path) -> None:
    same = a_proof(2.0, peer="direct_1")
    other = a_proof(2.0, peer="scip", tiers=[["target_dose_shortfall", 8, 8]])
    assert a_report([a_proof(0.1), same])["agreement"] == {"compared": 1, "differences": []}
    report = a_report([a_proof(0.1), same, other])
    assert report["agreement"]["compared"] == 2
    [difference] = report["agreement"]["differences"]
    assert "target_dose_shortfall 8" in difference
    path = tmp_path / "report.json"
    path.write_text(json.dumps(report), encoding="utf-8")
    answer = call("bench", "--report", path)
    assert answer.status == 3
    assert "exact peers disagree: a" in answer.err


def test_what_was_not_proven_is_not_compared() -> None:
    unproven = a_proof(9.9, peer="direct_1", proven=False, tiers=[["target_dose_shortfall", 9, 0]])
    assert a_report([a_proof(0.1), unproven])["agreement"]["compared"] == 0


@pytest.mark.parametrize(
    ("value", "better", "losses"),
    [(9, 0, {"weeks": 1, "mean": 2, "most": 2}), (7, 0, None), (6, 1, None)],
)
def test_the_greedy_loss_is_told_in_its_tier(
    value: int, better: int, losses: dict[str, int] | None
) -> None:
    greedy = a_proof(0.1, peer=GREEDY, status="feasible", proven=False,
                     tiers=[["target_dose_shortfall", value, 0]])  # fmt: skip
    report = a_report([a_proof(0.1), greedy])
    assert len(report["greedy"]["better"]) == better
    assert len(problems_of(report)) == better
    if losses:
        assert report["greedy"]["first_loss"] == {"target_dose_shortfall": losses}


def test_the_speed_against_a_peer_is_told_for_common_weeks() -> None:
    runs = [a_proof(0.1), a_proof(0.5, instance="b"), a_proof(2.5, peer="direct_lp2")]
    target = targets_of(a_report(runs))[1]
    assert target.reached
    assert target.measured == "25.0 × (direct_lp2, 1 weeks)"


def test_the_speed_of_what_is_not_proven_is_not_told() -> None:
    runs = [a_proof(10.0, proven=False), a_proof(2.5, peer="direct_lp2")]
    assert targets_of(a_report(runs))[1].reached is False
    peer_too = a_proof(10.0, peer="direct_lp2", proven=False)
    target = targets_of(a_report([a_proof(1.0), peer_too]))[1]
    assert target.measured.startswith("at least")
    assert target.reached


def test_targets_without_a_measurement_are_neither_reached_nor_missed() -> None:
    reached = {target.what: target.reached for target in targets_of(a_report(seconds=0.2))}
    assert reached["runstrong --help"] is None
    assert reached["all tiers proven, every family at ×1 catalog, one core"] is True


def test_the_page_has_a_row_for_every_kept_report(tmp_path: Path) -> None:
    page = tmp_path / "RESULTS.md"
    for seconds in (9.0, 0.2):
        report = a_report(seconds=seconds)
        report["configuration_hash"] = f"{seconds}"
        record(report, tmp_path / "results", page)
    rows = [line for line in page.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    assert len(rows) == 2 + 2
    assert sum("9.000" in row for row in rows) == 1


def test_a_benchmark_that_was_cut_off_is_not_kept(tmp_path: Path) -> None:
    report = a_report()
    report["measured"]["planned"] += 1
    with pytest.raises(UnusableInput, match="let the benchmark finish"):
        record(report, tmp_path, tmp_path / "RESULTS.md")


def test_pictures_are_drawn(tmp_path: Path) -> None:
    runs = [a_proof(0.2), a_proof(3.0, family="roomy", instance="b", windows=3)]
    written = {path.name for path in write_pictures(a_report(runs), tmp_path)}
    assert written == {"profile_tight.svg", "profile_all.svg", "scaling_windows.svg"}
    assert "<svg" in (tmp_path / "profile_all.svg").read_text(encoding="utf-8")
