"""``runstrong serve`` and ``runstrong worker`` with batches, as a shell runs them."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from api.club.entries import Entry
from api.club.result_lines import read_line
from api.jobs.planning import planner
from benchmarks.faults.postgres import Postgres
from optimizer.documents.result import Result
from tests.api.club.rosters import json_lines, quick
from tests.api.service.loopback import server_process
from tests.api.shell import ROOT, call, python
from tests.waiting import PATIENCE_SECONDS

NOBODY = "postgresql://nobody:hidden@127.0.0.1:1/none"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["worker"], "--database: is needed"),
        (["worker", "--database", "sqlite:///jobs.db"], "which serves one process"),
        (["worker", "--database", "redis://x"], "is no kind of database"),
        (["worker", "--database", NOBODY], "cannot be used"),
        (["serve", "--port", "0", "--database", NOBODY], "cannot be used"),
        (["serve", "--port", "0", "--webhook-host", "x.example"], "RUNSTRONG_WEBHOOK_SECRET"),
    ],
)
def test_what_cannot_begin_is_one_sentence(
    arguments: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    answer = call(*arguments)
    assert answer.status == 2
    assert len(answer.errors) == 1
    assert says in answer.err
    assert "hidden" not in answer.err


def test_a_webhook_host_that_is_none_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNSTRONG_WEBHOOK_SECRET", "a secret of sixteen characters")
    answer = call("serve", "--port", "0", "--webhook-host", "https://x.example")
    assert answer.status == 2
    assert len(answer.errors) == 1
    assert "is no host; write it as club.example" in answer.err


def test_the_command_line_loads_no_queue() -> None:
    queue = "[m for m in ('dbos', 'sqlalchemy') if m in sys.modules]"
    code = f"import sys, api.command_line.main; print({queue})"
    assert python(code).out.strip() == "[]"


@pytest.mark.slow
def test_a_batch_gives_each_athlete_the_line_of_a_club(tmp_path: Path) -> None:
    """Bytes but for the times that planning took; also after ``kill -9`` and a new start."""
    weeks = json_lines(*(quick(f"a{number}", 20 + number) for number in range(3)))
    text = weeks.decode() + '{"athlete": {"id": "odd"}}\n'
    alone = planner((), 60.0)
    entries = [
        Entry(row, line, json.loads(line)["athlete"]["id"])
        for row, line in enumerate(text.splitlines(), start=1)
    ]
    expected = [_without_times(alone(entry).line.model_dump_json()) for entry in entries]
    arguments = ["--state", str(tmp_path), "--processes", "1"]
    with server_process(*arguments) as first:
        headers = {"Content-Type": "application/jsonl"}
        taken = httpx.post(
            f"{first.url}/v1/batches", content=text, headers=headers, timeout=PATIENCE_SECONDS
        )
        path = taken.headers["Location"]
    with server_process(*arguments) as second:
        answer = httpx.get(f"{second.url}{path}/results", timeout=PATIENCE_SECONDS)
    assert [_without_times(line) for line in answer.text.splitlines()] == expected
    assert (tmp_path / "runstrong.db").stat().st_mode & 0o077 == 0


def _without_times(text: str) -> str:
    line = read_line(text)
    if isinstance(line, Result):
        times = line.stats.model_copy(update={"total_ms": 0, "build_ms": 0, "solve_ms": 0})
        line = line.model_copy(update={"stats": times})
    return line.model_dump_json()


@pytest.mark.postgres
def test_a_worker_stops_when_it_is_told(empty_postgresql: Postgres, tmp_path: Path) -> None:
    arguments = ["worker", "--database", empty_postgresql.url, "--state", str(tmp_path)]
    with subprocess.Popen(
        [sys.executable, "-m", "api", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as worker:
        assert worker.stderr is not None
        assert worker.stdout is not None
        begun = json.loads(worker.stderr.readline())
        assert "plans with" in begun["event"]
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE_SECONDS) == 0
        assert worker.stdout.read() == b""
