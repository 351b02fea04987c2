"""A benchmark that was cut off goes on where it was; another one starts anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import measure as measuring
from benchmarks.command import BenchOptions, settings_of
from benchmarks.log import Log
from benchmarks.measure import LOG, log_of, measure
from benchmarks.peers import OURS
from benchmarks.task import Task
from benchmarks.tasks import Settings, jobs_of
from optimizer.documents.errors import UnusableInput
from tests.benchmarks.records import Record, a_record

SETTINGS = replace(Settings(), families=("tight",), peers=(OURS,), clubs=(), instances=2, runs=2)
ALL = [task.key for job in jobs_of(SETTINGS) for task in job]


class Workers:
    """Stands for the fresh processes: writes down what was asked, dies after ``answers``."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, answers: int = 1000) -> None:
        self.keys: list[str] = []
        self.answers = answers
        monkeypatch.setattr(measuring, "_records_of", self.records)

    def records(self, tasks: Sequence[Task], end: float) -> Iterator[Record]:  # noqa: ARG002
        for task in tasks:
            if self.answers == 0:
                raise KeyboardInterrupt
            self.answers -= 1
            self.keys.append(task.key)
            yield a_record(task, 0.1)


def run(folder: Path, settings: Settings = SETTINGS, *, resume: bool = True) -> Log:
    log = log_of(folder, settings, resume=resume)
    measure(settings, log, lambda *_: None)
    return log


def test_every_task_is_done_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workers = Workers(monkeypatch)
    assert list(run(tmp_path).records) == workers.keys == ALL
    assert len(set(ALL)) == len(ALL)


def test_a_run_that_was_cut_off_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Workers(monkeypatch, answers=3)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path)
    workers = Workers(monkeypatch)
    assert list(run(tmp_path).records) == ALL
    assert workers.keys == ALL[3:]


def test_half_a_line_is_measured_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Workers(monkeypatch)
    run(tmp_path)
    text = (tmp_path / LOG).read_text(encoding="utf-8")
    (tmp_path / LOG).write_text(text[:-20], encoding="utf-8")
    workers = Workers(monkeypatch)
    assert list(run(tmp_path).records) == ALL
    assert workers.keys == ALL[-1:]
    # And the log is whole again.
    workers = Workers(monkeypatch)
    run(tmp_path)
    assert workers.keys == []


@pytest.mark.parametrize("fresh", [True, False])
def test_another_configuration_starts_another_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: bool
) -> None:
    Workers(monkeypatch)
    run(tmp_path)
    workers = Workers(monkeypatch)
    settings = SETTINGS if fresh else replace(SETTINGS, limit_seconds=5.0)
    run(tmp_path, settings, resume=not fresh)
    assert workers.keys == ALL
    assert len(list(tmp_path.glob("measurements.*.jsonl"))) == 1


def test_a_process_that_dies_is_a_finding_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies_of_the_second(tasks: Sequence[Task], end: float) -> Iterator[Record]:  # noqa: ARG001
        for task in tasks:
            if task.key == ALL[1]:
                return
            yield a_record(task, 0.1)

    monkeypatch.setattr(measuring, "_records_of", dies_of_the_second)
    log = run(tmp_path)
    assert sorted(log.records) == sorted(ALL)
    assert [key for key, one in log.records.items() if one["status"] == "fault"] == [ALL[1]]


def test_nothing_starts_when_the_budget_is_used_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workers = Workers(monkeypatch)
    run(tmp_path, replace(SETTINGS, budget_seconds=0.0))
    assert workers.keys == []


def test_a_quick_run_asks_every_peer_first() -> None:
    jobs = [job[0] for job in jobs_of(Settings().quick())]
    peers = [task.peer for task in jobs if (task.kind, task.family) == ("proof", "tight")]
    assert peers == [OURS, "greedy", "direct_lp2", "direct_1", "direct_all", "highs", "scip"]


def test_the_clubs_to_measure_can_be_chosen() -> None:
    assert settings_of(BenchOptions()).clubs == (100, 1000)
    assert settings_of(BenchOptions(clubs=(40, 20, 40))).clubs == (20, 40)
    assert settings_of(BenchOptions(clubs=(0,))).clubs == ()
    with pytest.raises(UnusableInput, match="--club"):
        settings_of(BenchOptions(clubs=(-1,)))
