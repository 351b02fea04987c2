"""The command line through its own door: exit status, one line a problem, quiet endings."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from api.command_line.main import main
from tests.api import weeks
from tests.api.shell import ROOT, call, hearing_ctrl_c, python, run
from tests.waiting import PATIENCE_SECONDS

REQUEST = weeks.request().model_dump_json(exclude_none=True)


def changed(**fields: object) -> bytes:
    """The hand-written request with fields of its top level replaced or added."""
    return json.dumps({**json.loads(REQUEST), **fields}).encode()


def test_help_is_quick_to_load() -> None:
    program = (
        "import sys; from api.command_line.main import main; status = main(['--help']);"
        " heavy = {'ortools', 'pydantic', 'rich', 'numpy', 'pandas', 'fastapi', 'uvicorn',"
        " 'structlog', 'httpx'} & set(sys.modules);"
        " print(status, sorted(heavy))"
    )
    answer = python(program)
    assert "Usage: runstrong" in answer.out
    assert answer.out.splitlines()[-1] == "0 []"


@pytest.mark.parametrize(
    "command", ["plan", "demo", "check", "club", "diff", "explain", "catalog", "serve"]
)
def test_every_command_has_help(command: str) -> None:
    answer = call(command, "--help")
    assert answer.status == 0
    assert f"runstrong {command}" in answer.out


def test_version_is_told() -> None:
    answer = run("--version")
    assert answer.status == 0
    assert answer.out.startswith("runstrong")


@pytest.mark.parametrize("command", [[], ["catalog"]])
def test_a_group_without_a_command_shows_its_commands_and_fails(command: list[str]) -> None:
    answer = call(*command)
    assert (answer.status, answer.out) == (2, "")
    assert "Commands:" in answer.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["plan"], "missing argument 'REQUEST.json'"),
        (["plan", "--fast", "x.json"], "no such option: --fast"),
        (["plans"], "Did you mean 'plan'"),
        (["plan", "nowhere.json"], "nowhere.json: there is no such file"),
        (
            ["next", "nowhere.json", "--change", "examples/p1_c25k.json"],
            "error: nowhere.json: there is no such file",
        ),
        (["plan", "api"], "api: is a directory"),
        (["plan", "-", "--json", "--text"], "contradict each other"),
        (["check", "-", "-"], "RESULT.json: '-' is the request already"),
        (["demo", "p9"], "'p9' is no example"),
        (["demo", "p"], "'p' is the beginning of several"),
        (["plan", "examples/p1_c25k.json", "--catalog", "nowhere"], "nowhere"),
        (["plan", "examples/p1_c25k.json", "--limit", "soon"], "--limit: 'soon' is no number"),
        (["catalog", "muscles", "zoleus"], "ID: 'zoleus' is not known; did you mean 'soleus'?"),
        (["catalog", "exercises", "--muscle", "quads"], "--muscle: 'quads' is not known"),
        (["catalog", "exercises", "--level", "expert"], "--level: 'expert' is not known; known:"),
        (
            ["catalog", "exercises", "--equipment", "dumbel"],
            "--equipment: 'dumbel' is not known; did you",
        ),
        (["catalog", "exercises", "--kind", "strenght"], "did you mean 'strength'?"),
    ],
)
def test_a_wrong_command_line_gets_one_line_and_status_2(arguments: list[str], says: str) -> None:
    answer = call(*arguments)
    assert (answer.status, answer.out) == (2, "")
    assert len(answer.errors) == 1
    assert answer.errors[0].startswith("error: ")
    assert says in answer.errors[0]


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (b"", "the document is empty"),
        (b" \n", "the document is empty"),
        (b"[]", "the document is an array; expected one JSON object"),
        (b"{", "not JSON"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b" " * 10_000_000, "is longer than 1,000,000 bytes"),
        (changed(recovery=math.nan), "recovery: NaN is no JSON number"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"athlete": ' + b"9" * 5000 + b"}", "athlete: has thousands of digits"),
        (b'{"runs": [{}, {"minutes": -' + b"9" * 5000 + b"}]}", "runs[1].minutes: has thousands"),
        (changed(emphasise="balanced"), "did you mean 'emphasis'?"),
        (changed(emphasis="legs"), "emphasis: 'legs' is not one of"),
        (changed(**{"a\x1b[2J\nb": 1}), "a\\x1b[2J\\nb: is no known field"),
        (changed(week={"start": "2026-11-23", "timezone": "Europe/Berlim"}), "'Europe/Berlin'"),
        (changed(runs=[{"id": "r1", "start": "Mon 18:00"}]), "runs[0].minutes: is required"),
        (changed(limits={"max_session_minutes": 0}), "limits.max_session_minutes: 0"),
        (
            changed(runs=[{"start": "Mon 18:00", "minutes": 30}] * 400),
            "runs: ",
        ),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_a_broken_request_gets_one_line_and_status_2(document: bytes, says: str) -> None:
    answer = call("plan", "-", stdin=document)
    assert (answer.status, answer.out) == (2, "")
    assert len(answer.errors) == 1
    assert answer.errors[0].startswith("error: ")
    assert says in answer.errors[0]


def test_each_fault_of_a_request_has_its_own_line() -> None:
    answer = call("plan", "-", stdin=changed(emphasis="legs", on_conflict="cry"))
    assert answer.status == 2
    assert [line.split(":")[1].strip() for line in answer.errors] == ["emphasis", "on_conflict"]


def test_check_says_which_document_is_broken(tmp_path: Path) -> None:
    (tmp_path / "request.json").write_text(REQUEST, encoding="utf-8")
    (tmp_path / "result.json").write_text('{"plan": null}', encoding="utf-8")
    answer = call("check", tmp_path / "request.json", tmp_path / "result.json")
    assert answer.status == 2
    assert f"error: {tmp_path / 'result.json'}: status: is required; add it" in answer.errors


def test_a_fault_of_ours_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr("api.command_line.catalog._load", fail)
    monkeypatch.delenv("RUNSTRONG_DEBUG", raising=False)
    assert main(["catalog", "muscles"]) == 3
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 1
    assert "ZeroDivisionError: by zero" in errors[0]
    assert "report it" in errors[0]
    monkeypatch.setenv("RUNSTRONG_DEBUG", "1")
    assert main(["catalog", "muscles"]) == 3
    assert "Traceback" in capsys.readouterr().err


def test_a_reader_that_leaves_early_hears_nothing() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "api", "catalog", "exercises", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    errors = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), errors) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("form", ["--json", "--text"])
def test_a_full_disk_is_told_and_is_no_fault_of_ours(form: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "api", "catalog", "sources", form],
            stdout=full, stderr=subprocess.PIPE, cwd=ROOT, check=False, text=True,
        )  # fmt: skip
    assert done.returncode == 2
    [error] = done.stderr.splitlines()
    assert error.startswith("error: the output cannot be written: No space left on device")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_errors_that_cannot_be_written_keep_their_status() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "api", "plan", "nowhere.json"],
            stdout=subprocess.PIPE, stderr=full, cwd=ROOT, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="closes an output as POSIX shells do")
def test_a_closed_output_is_told() -> None:
    done = subprocess.run(
        f"'{sys.executable}' -m api catalog sources >&-",
        shell=True, capture_output=True, cwd=ROOT, check=False, text=True,
    )  # fmt: skip
    assert done.returncode == 2
    assert (
        done.stderr
        == "error: the output cannot be written: it is closed; make room, or write it elsewhere\n"
    )


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    rows = [{
        "id": "x", "name": "Slow Squat", "level": "beginner", "category": "strength",
        "primaryMuscles": ["quadriceps"], "secondaryMuscles": [],
    }]  # fmt: skip
    where = tmp_path / "file" / "deeper" / "new"
    answer = call(
        "catalog", "import", "free-exercise-db", "-", "-o", where, stdin=json.dumps(rows).encode()
    )
    assert (answer.status, answer.out) == (2, "")
    [error] = answer.errors
    assert str(tmp_path / "file") in error
    assert "cannot be written or read: Not a directory" in error
    assert "internal fault" not in error


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_ctrl_c_ends_a_solve_at_once() -> None:
    # While the solver itself is at work: it would otherwise take the signal for its own.
    program = (
        "import sys, threading, optimizer; from api.command_line.main import main;"
        " plan = optimizer.plan;"
        " tell = lambda *_: print('solving', flush=True);"
        " optimizer.plan = lambda *a, **k: plan(*a, **{**k, 'on_progress':"
        " lambda _: threading.Timer(0.05, tell).start()});"
        " sys.exit(main(['plan', 'examples/p4_achilles.json']))"
    )
    with hearing_ctrl_c():
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
    assert process.stdout is not None
    assert process.stdout.readline() == "solving\n"
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, errors) == (130, "interrupted\n")


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo-terminal")
def test_on_a_terminal_a_person_reads_words() -> None:
    import pty

    screen, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "api", "catalog", "sources"],
        stdout=terminal,
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "80", "TERM": "dumb"},
    )
    os.close(terminal)
    text = b""
    try:
        while piece := os.read(screen, 4096):
            text += piece
    except OSError:
        # Linux reports the end of a terminal as an error.
        pass
    finally:
        os.close(screen)
    assert process.wait() == 0
    assert "Strength Training for Runners" in text.decode()
    assert b"\x1b" not in text
