"""``replan``: what it reads, what it prints and with which status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import JsonValue

from api.catalog.example_requests import example
from optimizer import plan, read_request, replan
from optimizer.documents.replanned import Replanned
from optimizer.documents.request import Request
from optimizer.documents.result import Result
from tests.api.shell import call

RUN_LATER: list[JsonValue] = [{"op": "replace", "path": "/runs/1/start", "value": "Wed 21:00"}]


@pytest.fixture(scope="module")
def planned() -> tuple[Request, Result]:
    """A beginner's week: Tuesday and Thursday at home, Sunday still free."""
    request = read_request(example("p1").path.read_bytes())
    return request, plan(request)


@pytest.fixture
def files(tmp_path: Path, planned: tuple[Request, Result]) -> tuple[Path, Path, Path]:
    """The request, its result and a change, as files."""
    request, result = planned
    paths = tmp_path / "week.json", tmp_path / "result.json", tmp_path / "change.json"
    documents = request.model_dump_json(), result.model_dump_json(), json.dumps(RUN_LATER)
    for path, document in zip(paths, documents, strict=True):
        path.write_text(document, encoding="utf-8")
    return paths


def test_the_answer_is_that_of_python(
    files: tuple[Path, Path, Path], planned: tuple[Request, Result]
) -> None:
    week, result, change = files
    answer = call("replan", week, result, "--change", change)
    assert (answer.status, answer.err) == (0, "")
    replanned = Replanned.model_validate_json(answer.out)
    expected = replan(*planned, patch=RUN_LATER)
    assert replanned.changes == expected.changes
    assert replanned.result.plan == expected.result.plan
    [moved] = replanned.changes
    assert moved.after is not None
    assert (moved.session, moved.kind, moved.after.window) == ("s2", "moved", "sun")


def test_an_empty_change_prints_the_same_result(files: tuple[Path, Path, Path]) -> None:
    week, result, _ = files
    answer = call("replan", week, result, "--change", "-", stdin=b"[]")
    assert answer.status == 0
    assert json.loads(answer.out)["result"] == json.loads(result.read_text(encoding="utf-8"))


def test_an_answer_can_be_planned_again_and_checked(
    files: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    week, result, change = files
    first = call("replan", week, result, "--change", change).out
    again = call("replan", "-", "--done", "s1", "--now", "Wed 08:00", stdin=first.encode())
    assert (again.status, again.err) == (0, "")
    replanned = json.loads(again.out)
    assert (replanned["done"], replanned["unchanged"], replanned["changes"]) == (["s1"], ["s2"], [])
    parts = []
    for name in ("request", "result"):
        parts.append(tmp_path / f"again_{name}.json")
        parts[-1].write_text(json.dumps(replanned[name]), encoding="utf-8")
    assert call("check", *parts).status == 0


def test_a_person_reads_what_changes_and_why(files: tuple[Path, Path, Path]) -> None:
    week, result, change = files
    out = " ".join(call("replan", week, result, "--change", change, "--text").out.split())
    assert out.startswith("unchanged: s1 · changed: s2")
    assert "s2 moves from Thu 19:00 (window thu) to Sun 10:00 (window sun)." in out
    assert "Thu 19:00 starts 21 h 30 min after the easy run of Wed 21:00 ends" in out
    assert "no week changes less" in out


def test_a_person_reads_that_nothing_changes(files: tuple[Path, Path, Path]) -> None:
    week, result, _ = files
    out = call("replan", week, result, "--now", "Wed 08:00", "--text").out
    assert out.startswith("The plan stays as it is · done: s1 · unchanged: s2\n")


def test_no_plan_is_status_1(files: tuple[Path, Path, Path]) -> None:
    """Every window goes, and the athlete wants no relaxed week."""
    week, result, _ = files
    patch = {"availability": [], "on_conflict": "fail"}
    answer = call("replan", week, result, "--change", "-", stdin=json.dumps(patch).encode())
    assert (answer.status, answer.err) == (1, "")
    assert json.loads(answer.out)["result"]["plan"] is None
    text = call("replan", week, result, "--change", "-", "--text", stdin=json.dumps(patch).encode())
    assert text.out.startswith("No week can go on from this plan\n")


@pytest.mark.parametrize(
    ("arguments", "stdin", "says"),
    [
        (["--missed", "s3"], b"", "error: missed: 's3' is no session of the plan"),
        (["--now", "later"], b"", "error: current.now: 'later' is no time"),
        (["--change", "nowhere.json"], b"", "error: nowhere.json: there is no such file"),
        (["--change", "-"], b"{", "error: standard input: not JSON"),
        (["--change", "-"], b"7", "error: standard input: 7 is no patch"),
        (["--change", "-"], b'[{"op": "remove", "path": "/runs/9"}]',
         "error: patch[0]: '/runs/9' is no place of this request"),
        (["--change", "-"], b'{"placs": {}}', "error: placs: is no known field"),
        (["--limit", "0"], b"", "error: --limit: 0.0 is no time"),
    ],
)  # fmt: skip
def test_unusable_input_is_one_line_and_status_2(
    arguments: list[str], stdin: bytes, says: str, files: tuple[Path, Path, Path]
) -> None:
    week, result, _ = files
    answer = call("replan", week, result, *arguments, stdin=stdin)
    assert (answer.status, answer.out) == (2, "")
    [line] = answer.errors
    assert line.startswith(says)


def test_a_result_of_another_request_is_unusable(files: tuple[Path, Path, Path]) -> None:
    _, result, _ = files
    answer = call("replan", example("p7").path, result)
    assert answer.status == 2
    assert "athlete_id: 'p1_c25k' is not the request's athlete" in answer.err


def test_a_result_alone_lacks_its_request(files: tuple[Path, Path, Path]) -> None:
    _, result, _ = files
    answer = call("replan", result)
    assert answer.status == 2
    assert "an answer of replan is wanted here, or a request with its result" in answer.err


def test_standard_input_is_read_once(files: tuple[Path, Path, Path]) -> None:
    week, _, _ = files
    answer = call("replan", week, "-", "--change", "-")
    assert answer.status == 2
    assert answer.errors == ["error: --change: '-' is the result already; name a file"]
