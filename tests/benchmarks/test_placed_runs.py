"""The benchmark of joint weeks: its family, what it measures, and the row that it leaves."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.instances import PLACED_RUNS, instances_of, path_of
from benchmarks.placed_draw import drawn
from benchmarks.placed_runs import keep, measured, report_of, summary
from benchmarks.record import write_page
from tests.optimizer.test_placed_runs import CATALOG, WEEK, request_of


def test_the_family_has_forty_weeks_with_runs_to_place() -> None:
    found = instances_of(PLACED_RUNS)
    assert len({instance.id for instance in found}) == len(found) == 40
    assert all(any(run.when for run in instance.request.runs) for instance in found)
    first = path_of(PLACED_RUNS).read_text(encoding="utf-8").splitlines()[0]
    assert json.loads(first)["request"] == drawn(0)


def test_a_week_is_measured_joint_and_with_runs_first() -> None:
    """In the evening, the earliest time left, the run takes the session its hours."""
    (run,) = WEEK["runs"]
    when = [{"start": "Wed 18:00", "end": "19:00"}, {"start": "Sat 06:00", "end": "07:00"}]
    request = request_of(WEEK | {"runs": [run | {"when": when}]})
    record = measured("one", request, CATALOG)
    assert (record["runs"], record["candidates"], record["windows"]) == (1, 2, 1)
    assert (record["joint"]["status"], record["fixed"]["status"]) == ("optimal", "relaxed")
    assert record["joint"]["proven"]
    report = report_of([record])
    assert (report["relaxed_to_optimal"], report["better"], report["worse"]) == (1, 1, [])


def test_a_report_has_its_row_and_a_miss_is_in_bold(tmp_path: Path) -> None:
    one = {"status": "optimal", "proven": True, "cpu_seconds": 8.0, "deterministic": 2.0,
           "tiers": {"minimum_dose_missed": [2, 2]}}  # fmt: skip
    fixed = one | {"cpu_seconds": 2.0, "deterministic": 1.0,
                   "tiers": {"minimum_dose_missed": [1, 1]}}  # fmt: skip
    report = report_of([{"key": "a", "joint": one, "fixed": fixed}])
    lines = [*summary(report)]
    assert lines[0] == "1 of 1 joint weeks proven; 1 with runs first"
    assert "ratio of CPU: median 4, 95 % 4, most 4 (missed)" in lines
    assert report["worse"] == ["a"]
    keep(report, tmp_path / PLACED_RUNS, tmp_path / "RESULTS.md")
    write_page(tmp_path, tmp_path / "RESULTS.md")
    row = (tmp_path / "RESULTS.md").read_text(encoding="utf-8").splitlines()[-1]
    assert row.startswith(f"| {report['software']} |")
    assert "| **4.00** | 4.00 | 4.00 | 2.00 |" in row
    assert row.endswith("| **1** |")
