"""``runstrong club`` through its own door, killed and interrupted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from catalog import load_catalog
from optimizer import plan, read_request
from tests.api.club.rosters import athlete, json_lines, quick, without_stats
from tests.api.shell import ROOT, Answer, call, hearing_ctrl_c
from tests.waiting import PATIENCE_SECONDS, wait_until

CATALOG = load_catalog()
COLUMNS = "athlete.id,athlete.level,week.start,availability"


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def started(*arguments: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "api", "club", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def until_it_has(lines: int, path: Path, process: subprocess.Popen[bytes]) -> None:
    def has_them() -> bool:
        assert process.poll() is None
        return path.exists() and path.read_bytes().count(b"\n") >= lines

    wait_until(has_them, f"{lines} lines in {path.name}")


def started_by(parent: int) -> list[int]:
    """Its processes and theirs."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = status.read_text().rsplit(")", maxsplit=1)[1].split()
        except OSError:
            continue
        if int(words[1]) == parent:
            child = int(status.parent.name)
            found += [child, *started_by(child)]
    return found


def test_a_club_killed_half_way_goes_on_and_gives_the_bytes_of_one_at_a_time(
    tmp_path: Path,
) -> None:
    roster, results = tmp_path / "club.jsonl", tmp_path / "results.jsonl"
    documents = [quick(f"a{number}", 20 + number) for number in range(8)]
    documents.insert(4, athlete("bad", level="expert"))
    roster.write_bytes(json_lines(*documents))

    process = started(roster, "-o", results)
    until_it_has(2, results, process)
    workers = started_by(process.pid)
    # A server that forks, a keeper of resources and whoever plans.
    assert len(workers) >= 3
    process.kill()
    process.communicate()
    had = results.read_bytes().count(b"\n")
    assert had < len(documents)
    whole = results.read_bytes().rsplit(b"\n", maxsplit=1)[0]

    # Its processes end when they notice that nobody waits for them any more.
    wait_until(lambda: not any(map(_lives, workers)), "the processes end")

    again = call("club", roster, "-o", results, "--json", "--processes", "1")
    summary = json.loads(again.out)
    assert again.status == 2
    assert summary["planned_before"] == had
    assert summary["planned_now"] <= 8 - had + 1
    assert results.read_bytes().startswith(whole)
    assert not results.with_name("results.jsonl.waiting").exists()
    lines = results.read_bytes().splitlines()
    assert len(lines) == len(documents)
    for document, line in zip(documents, lines, strict=True):
        if document["athlete"]["id"] == "bad":
            assert json.loads(line)["status"] == "unusable"
            continue
        alone = plan(read_request(json.dumps(document)), catalog=CATALOG).model_dump_json()
        assert json.dumps(without_stats(line)) == json.dumps(without_stats(alone))


def _lives(process: int) -> bool:
    try:
        words = Path(f"/proc/{process}/stat").read_text().rsplit(")", maxsplit=1)[1].split()
    except OSError:
        return False
    return words[0] != "Z"


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is a signal only there")
def test_ctrl_c_stops_a_club_and_says_how_it_goes_on(tmp_path: Path) -> None:
    roster, results = tmp_path / "club.jsonl", tmp_path / "results.jsonl"
    roster.write_bytes(json_lines(*(quick(f"a{number}", 20 + number) for number in range(40))))
    with hearing_ctrl_c():
        process = started(roster, "-o", results, "--processes", "1")
    until_it_has(1, results, process)
    # As a terminal does it: to the processes that plan as well.
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 130
    assert "Traceback" not in err.decode()
    assert f"the same command goes on from {results}" in err.decode()
    assert 1 <= len(lines_of(results)) < 40


def test_lines_go_to_standard_output_in_the_order_of_the_rows() -> None:
    roster = json_lines(quick("ana", 25), quick("ben"), quick("cid", 25))
    answer = call("club", "-", "--processes", "2", stdin=roster)
    assert answer.status == 0
    assert [json.loads(line)["athlete_id"] for line in answer.out.splitlines()] == [
        "ana", "ben", "cid",
    ]  # fmt: skip
    assert "3 athletes in" in answer.err
    assert "3 optimal" in answer.err
    assert "1 with the same problem as another" in answer.err


def test_a_bad_row_is_told_with_its_number_and_the_status_says_so(tmp_path: Path) -> None:
    roster = tmp_path / "club.csv"
    # Nothing is left for a process to do: all rows are refused as they are read.
    roster.write_text(f"{COLUMNS}\nana,expert,2026-11-23,Tue 19:00 30\nben,beginner,x,Tue\n")
    answer = call("club", roster, "-o", tmp_path / "results.jsonl")
    assert answer.status == 2
    assert "row 2 (ana): athlete.level: 'expert' is not one of" in " ".join(answer.err.split())
    assert "row 3 (ben): availability: 'Tue' is no window" in " ".join(answer.err.split())
    assert [line["row"] for line in lines_of(tmp_path / "results.jsonl")] == [2, 3]


def refused(*arguments: str | Path, stdin: bytes = b"") -> Answer:
    answer = call("club", *arguments, stdin=stdin)
    assert (answer.status, answer.out) == (2, "")
    return answer


def test_what_cannot_be_done_is_said_in_a_sentence(tmp_path: Path) -> None:
    roster = tmp_path / "club.csv"
    roster.write_text(f"{COLUMNS}\n")
    good = tmp_path / "good.jsonl"
    good.write_bytes(json_lines(quick("ana")))
    for arguments, says in (
        ((), "give a roster, or --example to see one"),
        ((tmp_path / "nowhere",), "there is no such file"),
        ((roster,), "holds no athlete"),
        ((good, "--json"), "--json: prints the summary on standard output"),
        ((good, "--restart"), "--restart: is about a file of results"),
        ((good, "-o", tmp_path / "r", "--restart", "--update"), "contradict each other"),
        ((good, "-o", good), "is one of the files that are read"),
        ((good, "-o", tmp_path / "no" / "r"), "its folder does not exist"),
        ((good, "-o", tmp_path), "is a folder"),
        ((good, "--processes", "0"), "--processes: '0' is too small"),
    ):
        assert says in refused(*arguments).err
    roster.write_text("id,level\n")
    assert f"{roster}: week.start: is no column" in refused(roster).err
    assert good.read_bytes() == json_lines(quick("ana"))
    assert sorted(tmp_path.iterdir()) == [roster, good]


@pytest.mark.slow
def test_the_example_is_a_roster_that_can_be_planned(tmp_path: Path) -> None:
    roster = tmp_path / "club.csv"
    roster.write_text(call("club", "--example").out)
    results = tmp_path / "results.jsonl"
    assert call("club", roster, "-o", results).status == 0
    lines = lines_of(results)
    assert [line["athlete_id"] for line in lines] == ["ana", "ben", "chloe", "dev", "eva", "finn"]
    assert all(line["plan"]["sessions"] for line in lines)
