"""What docs/club.md says of rosters and lines is so."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import typer.main

from api.club.answering import plan_entry
from api.club.csv_roster import COLUMNS
from api.club.result_lines import ErrorLine
from api.club.roster import read_roster
from api.command_line.main import app
from catalog import load_catalog
from optimizer import SolveOptions
from optimizer.documents.reading import read_request
from tests.api.club.rosters import entries, json_lines, quick
from tests.api.shell import ROOT

ANY_WEEK = SolveOptions(deterministic_limit=0.2)
PAGE = (ROOT / "docs" / "club.md").read_text(encoding="utf-8")


def cells() -> dict[str, str]:
    """The example of each column, as the page's table gives it."""
    section = PAGE.split("### CSV")[1].split("## Cut off")[0]
    return dict(re.findall(r"^\| `([a-z_.]+)` \| (.*) \|$", section, re.MULTILINE))


def test_the_page_has_every_column() -> None:
    assert list(cells()) == list(COLUMNS)


def test_a_row_of_the_examples_is_a_request() -> None:
    row = {path: cell.strip("`") for path, cell in cells().items() if cell.startswith("`")}
    out = io.StringIO()
    csv.writer(out).writerows([list(row), list(row.values())])
    (entry,) = read_roster(out.getvalue().encode(), "csv")
    request = read_request(entry.text)
    assert [window.id for window in request.availability] == ["tue", "fri-0630"]
    assert len(request.runs) == 3
    line = plan_entry(entry, catalog=load_catalog(), options=ANY_WEEK).line
    assert not isinstance(line, ErrorLine), line


def test_every_option_is_on_the_page() -> None:
    command = typer.main.get_command(app)
    club = getattr(command, "commands")["club"]  # noqa: B009  (typer's group tells no type)
    options = {name for option in club.params for name in option.opts if name.startswith("--")}
    documented = set(re.findall(r"^\| `(-[a-z-]+)", PAGE, re.MULTILINE))
    assert documented == (options - {"--out"}) | {"-o"}


def test_the_line_on_the_page_is_what_a_bad_row_gives() -> None:
    shown = json.loads(PAGE.split("## Lines")[1].split("```json\n")[1].split("```")[0])
    _, entry = entries(quick("ben"), {**quick("ana"), "athlete": {"id": "ana", "level": "expert"}})
    line = json.loads(plan_entry(entry, catalog=load_catalog()).text)
    assert list(shown) == list(line)
    for key in ("status", "athlete_id", "row", "problems"):
        assert shown[key] == line[key]


def test_the_python_example_runs(tmp_path: Path) -> None:
    program = PAGE.split("```python\n")[1].split("```")[0].replace("club.csv", "club.jsonl")
    (tmp_path / "example.py").write_text(program, encoding="utf-8")
    (tmp_path / "club.jsonl").write_bytes(json_lines(quick("ana"), quick("ben", 22)))
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        [sys.executable, "example.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "'optimal': 2" in done.stdout
