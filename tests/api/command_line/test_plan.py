"""``plan``, ``demo`` and ``check``: what they hand on, what they print and with which status."""

from __future__ import annotations

import io
import json
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from api.catalog.example_requests import examples
from api.command_line.main import main
from optimizer.documents.errors import InternalFault, Problem, UnusableInput
from optimizer.documents.result import CheckReport, Result
from optimizer.solving.progress import Progress
from tests.api import weeks
from tests.api.shell import call, run
from tests.waiting import PATIENCE_SECONDS, wait_until

Planner = Callable[..., Result]


@pytest.fixture
def request_file(tmp_path: Path) -> str:
    path = tmp_path / "request.json"
    path.write_text(weeks.request().model_dump_json(exclude_none=True), encoding="utf-8")
    return str(path)


def plan_with(monkeypatch: pytest.MonkeyPatch, planner: Planner) -> None:
    monkeypatch.setattr("optimizer.plan", planner)


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (weeks.result(), 0),
        (weeks.result(status="feasible"), 0),
        (weeks.relaxed(), 0),
        (weeks.infeasible(), 1),
        (weeks.result(status="unsolved", plan=None), 1),
    ],
)
def test_the_status_says_whether_there_is_a_plan(
    answer: Result,
    status: int,
    request_file: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    plan_with(monkeypatch, lambda *_, **__: answer)
    assert main(["plan", request_file]) == status
    captured = capsys.readouterr()
    assert captured.out == answer.model_dump_json() + "\n"
    assert captured.err == ""


def test_text_can_be_asked_for_where_no_terminal_is(
    request_file: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plan_with(monkeypatch, lambda *_, **__: weeks.result())
    assert main(["plan", request_file, "--text"]) == 0
    out = capsys.readouterr().out
    assert "Proven best" in out
    assert "Goblet squat" in out


@pytest.mark.parametrize(
    ("name", "file", "note"),
    [
        ("markdown", "week.ics", "week.ics is written as markdown, as --format says, though it"),
        ("markdown", "week.md", ""),
        ("runs", "runs.ics", ""),
        ("json", "week.txt", ""),
    ],
)
def test_a_file_of_another_format_than_its_ending_is_announced(
    name: str,
    file: str,
    note: str,
    request_file: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    plan_with(monkeypatch, lambda *_, **__: weeks.result())
    assert main(["plan", request_file, "--format", name, "-o", str(tmp_path / file)]) == 0
    said = capsys.readouterr().err
    assert note in said
    assert bool(said) == bool(note)


def test_the_request_reaches_the_planner_unchanged(
    request_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def planner(request: object, **_: object) -> Result:
        seen.append(request)
        return weeks.result()

    plan_with(monkeypatch, planner)
    assert main(["plan", request_file]) == 0
    assert seen == [weeks.request()]


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (UnusableInput(Problem("runs[0].start", "'Mon 99:00'", "is no time")), 2,
         "error: runs[0].start: 'Mon 99:00' is no time"),
        (InternalFault("the review refuses the plan"), 3,
         "error: internal fault: InternalFault: the review refuses the plan"),
        (MemoryError(), 3, "error: internal fault: MemoryError"),
    ],
)  # fmt: skip
def test_what_the_planner_raises_becomes_one_line(
    error: Exception,
    status: int,
    says: str,
    request_file: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def planner(*_: object, **__: object) -> Result:
        raise error

    plan_with(monkeypatch, planner)
    monkeypatch.delenv("RUNSTRONG_DEBUG", raising=False)
    assert main(["plan", request_file]) == status
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert captured.err.startswith(says)


class Screen(io.StringIO):
    """Standard error that keeps what was written, and notices that a solve is waited for."""

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self.is_terminal = is_terminal
        self.was_asked = threading.Event()

    def isatty(self) -> bool:
        self.was_asked.set()
        return self.is_terminal


@pytest.mark.parametrize("terminal", [True, False])
def test_a_long_solve_tells_a_terminal_what_it_is_at(
    terminal: bool, request_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Screen(is_terminal=terminal)
    line = "ana: target dose shortfall (2 of 6)"

    def planner(*_: object, on_progress: Callable[[Progress], None], **__: object) -> Result:
        on_progress(Progress("target_dose_shortfall", 1, 6, 12, 10))
        assert screen.was_asked.wait(PATIENCE_SECONDS)
        wait_until(lambda: not terminal or line in screen.getvalue(), "the line is shown")
        return weeks.result()

    plan_with(monkeypatch, planner)
    monkeypatch.setattr("api.command_line.waiting._QUIET_SECONDS", 0.0)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    assert main(["plan", request_file]) == 0
    assert (line in screen.getvalue()) is terminal
    assert bool(screen.getvalue()) is terminal


def test_an_option_that_is_no_number_is_told_in_our_words(
    request_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", request_file, "--limit", "abc"]) == 2
    assert "--limit: 'abc' is no number; write it as 2.5" in capsys.readouterr().err


@pytest.mark.parametrize("limit", ["0", "-1", "nan", "inf"])
def test_a_limit_is_a_time(
    limit: str, request_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", request_file, f"--limit={limit}"]) == 2
    assert "give seconds above 0" in capsys.readouterr().err


@pytest.mark.parametrize(("holds", "status"), [(True, 0), (False, 1)])
def test_check_answers_by_its_status(
    holds: bool,
    status: int,
    request_file: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = CheckReport(holds=holds, findings=(), rules_held=("level",))
    monkeypatch.setattr("optimizer.check", lambda *_, **__: report)
    result = tmp_path / "result.json"
    result.write_text(weeks.result().model_dump_json(), encoding="utf-8")
    assert main(["check", request_file, str(result)]) == status
    assert capsys.readouterr().out == report.model_dump_json() + "\n"


def test_demo_plans_the_first_example_and_all_as_a_list(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def planner(request: SimpleNamespace, **_: object) -> Result:
        return weeks.result(athlete_id=request.athlete.id)

    plan_with(monkeypatch, planner)
    ids = [one.id for one in examples()]
    assert main(["demo"]) == 0
    assert json.loads(capsys.readouterr().out)["athlete_id"] == ids[0]
    assert main(["demo", "--all", "--json"]) == 0
    assert [one["athlete_id"] for one in json.loads(capsys.readouterr().out)] == ids


def test_a_planned_example_passes_its_check_and_a_changed_one_does_not(tmp_path: Path) -> None:
    request = examples()[0].path
    planned = run("plan", "-", stdin=request.read_bytes())
    assert planned.status == 0
    answer = Result.model_validate_json(planned.out)
    assert answer.plan is not None
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(planned.out, encoding="utf-8")
    assert call("check", request, good, "--no-optimum").status == 0
    # The same week, but the first exercise of its last session is done once more.
    *others, session = answer.plan.sessions
    block = next(one for one in session.blocks if one.kind != "warm_up")
    item = block.items[0].model_copy(update={"sets": block.items[0].sets + 1})
    longer = block.model_copy(update={"items": (item, *block.items[1:])})
    blocks = tuple(longer if one is block else one for one in session.blocks)
    sessions = (*others, session.model_copy(update={"blocks": blocks}))
    plan = answer.plan.model_copy(update={"sessions": sessions})
    bad.write_text(answer.model_copy(update={"plan": plan}).model_dump_json(), encoding="utf-8")
    checked = call("check", request, bad, "--no-optimum")
    assert checked.status == 1, checked.err
    assert json.loads(checked.out)["holds"] is False


@pytest.mark.parametrize("command", ["plan", "export", "calendar"])
def test_no_file_that_is_read_is_written_over(
    command: str, request_file: str, tmp_path: Path
) -> None:
    """A slip of the hand costs nobody the week they wrote down."""
    calendar = tmp_path / "runs.ics"
    calendar.write_text("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", encoding="utf-8")
    result = tmp_path / "result.json"
    result.write_text(weeks.result().model_dump_json(), encoding="utf-8")
    inputs = {
        "plan": ([request_file], [request_file]),
        "export": ([request_file, str(result)], [request_file, str(result)]),
        "calendar": ([request_file, "--runs", str(calendar)], [request_file, str(calendar)]),
    }
    arguments, files = inputs[command]
    for file in files:
        before = Path(file).read_bytes()
        answer = run(command, *arguments, "-o", file)
        assert answer.status == 2
        assert "is one of the files that are read" in answer.err
        assert Path(file).read_bytes() == before
