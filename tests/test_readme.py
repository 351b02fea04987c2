"""The README and docs hold what they say: examples run, tables are those of the code."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args, get_type_hints
from urllib.parse import unquote

import pytest
from pydantic import BaseModel

from api.command_line import main as cli
from api.command_line.exit_codes import ExitCode
from catalog import load_catalog
from optimizer.documents.request import CurrentWeek, Pin, PreviousWeek, Request, Run, Window
from optimizer.documents.result import Result, Status
from optimizer.objective.tiers import TIERS
from optimizer.rules.registry import RULES
from tests.api.shell import ROOT, call, python
from tests.demo_picture import PICTURE, drawn, lines_of

DOCUMENTS = (
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "CODE_OF_CONDUCT.md", "SECURITY.md",
    "benchmarks/README.md", "benchmarks/RESULTS.md",
    *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")),
)  # fmt: skip
TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in DOCUMENTS}
README = TEXTS["README.md"]
QUESTIONS = TEXTS["docs/questions.md"]
MOST_LINES = 250

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_IN_CODE = re.compile(r"`([^`]+)`")


def examples(language: str, *documents: str) -> list[str]:
    """The fenced examples in ``language``, in reading order; of the README if nothing is named."""
    texts = documents or (README,)
    return [text for one in texts for name, text in _FENCE.findall(one) if name == language]


def table(*header: str) -> list[list[str]]:
    """The rows of the one table under ``header`` in all documents, as cells."""
    lines = "\n".join(TEXTS.values()).splitlines()
    starts = [i for i, line in enumerate(lines) if _cells(line) == list(header)]
    assert len(starts) == 1, f"one table with the columns {header}"
    rows = []
    for line in lines[starts[0] + 2 :]:
        if not line.startswith("|"):
            break
        rows.append(_cells(line))
    return rows


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def names_in(rows: list[list[str]]) -> list[str]:
    """What stands as code in the first column."""
    return [name for row in rows for name in _IN_CODE.findall(row[0])]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that a reader is asked to save."""
    request, change, coach = examples("json", README, QUESTIONS)
    [entries] = examples("toml")
    (tmp_path / "week.json").write_text(request, encoding="utf-8")
    (tmp_path / "change.json").write_text(change, encoding="utf-8")
    (tmp_path / "coach.json").write_text(coach, encoding="utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "exercises.toml").write_text(entries, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def commands() -> Iterator[str]:
    for block in examples("sh", README, QUESTIONS):
        for line in block.splitlines():
            yield line.partition("#")[0].strip()


def targets() -> set[str]:
    """What ``make`` can be asked for."""
    made = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):(?!=)", made, re.MULTILINE))


def test_the_targets_of_make_are_told_by_help_and_for_contributors() -> None:
    helped = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    listed = [line.split(maxsplit=1) for line in helped.stdout.splitlines()]
    assert all(len(line) == 2 for line in listed)
    rows = [name.removeprefix("make ") for name in names_in(table("command", "what it is for"))]
    assert sorted(name for name, _ in listed) == sorted(rows)
    assert targets() - {*rows} == {"lint-python", "lint-scripts"}


def test_every_target_that_is_named_is_one_of_make() -> None:
    code = " ".join(_IN_CODE.findall(_FENCE.sub("", "\n".join(TEXTS.values()))))
    named = set(re.findall(r"\bmake ([a-z-]+)\b", code))
    assert {"test", "lint", "coverage", "docs"} <= named
    assert named <= targets()


def test_every_command_works_in_its_order(folder: Path) -> None:
    made = targets()
    planned = 0
    for command in commands():
        words = shlex.split(command)
        if words[0] == "make":
            assert words[1] in made, command
            continue
        assert words[0] == ".venv/bin/runstrong", command
        words, into = (words[1:-2], words[-1]) if ">" in words else (words[1:], None)
        answer = call(*words)
        expected = 1 if "coach.json" in words else 0
        assert answer.status == expected, command
        # A club is summed up where no line of JSON is in the way.
        assert answer.err == "" or words[0] == "club", command
        if into is not None:
            lines = answer.out.splitlines(keepends=True)
            if into == "club.csv":
                # Two athletes of the example; a test of the command plans them all.
                lines = lines[:3]
            (folder / into).write_text("".join(lines), encoding="utf-8")
        if words[0] == "plan":
            planned += 1
            assert json.loads(answer.out)["status"] == "optimal", command
    assert planned == 3


def test_the_catalog_example_adds_overrides_and_removes(folder: Path) -> None:
    built_in, own = load_catalog(), load_catalog(folder / "mine")
    assert own.exercises.keys() - built_in.exercises.keys() == {"pillow_squeeze"}
    assert built_in.exercises.keys() - own.exercises.keys() == {"inchworm"}
    before, after = built_in.exercises["goblet_squat"], own.exercises["goblet_squat"]
    assert before.rest_seconds != after.rest_seconds == 120
    assert before.model_copy(update={"rest_seconds": 120}) == after


def test_the_python_example_runs(folder: Path) -> None:
    [program] = examples("python")
    # The snippet reads the file where it is called; the package is found beside it.
    answer = python(f"import os; os.chdir({str(folder)!r})\n{program}")
    assert (answer.status, answer.err) == (0, "")
    first, *lines = answer.out.splitlines()
    assert first == "optimal"
    assert [line.split(" ")[0][:10] for line in lines[:2]] == ["2026-11-24", "2026-11-26"]
    assert any(line.startswith("s1 ") and "It was missed." in line for line in lines[2:])


def test_the_inline_setting_of_a_rule_is_accepted(folder: Path) -> None:
    prose = _FENCE.sub("", TEXTS["docs/request.md"])
    [fragment] = [code for code in _IN_CODE.findall(prose) if code.startswith('"rules"')]
    request = json.loads((folder / "week.json").read_text(encoding="utf-8"))
    request |= json.loads(f"{{{fragment}}}")
    answer = call("plan", "-", stdin=json.dumps(request).encode())
    assert (answer.status, answer.err) == (0, "")


def test_commands_are_those_of_the_command_line() -> None:
    known = {command.name or command.callback.__name__ for command in cli.app.registered_commands
             if command.callback is not None}  # fmt: skip
    known |= {group.name for group in cli.app.registered_groups if group.name}
    assert set(names_in(table("command", "what it does"))) == known


def test_rules_are_those_of_the_registry_in_their_order() -> None:
    rows = table("rule", "what it asks", "by default", "relaxable")
    documented = [(row[0].strip("`"), row[2], row[3]) for row in rows]
    assert documented == [(r.id, r.enforcement, "yes" if r.relaxable else "never") for r in RULES]


def test_the_readme_counts_the_rules() -> None:
    words = {19: "Nineteen", 20: "Twenty", 21: "Twenty-one", 22: "Twenty-two", 23: "Twenty-three"}
    assert "Four rules carry a week" in README
    assert re.findall(r"([\w-]+) more keep it sane", README) == [words[len(RULES) - 4]]


def test_tiers_are_those_of_the_objective_in_their_order() -> None:
    rows = table("tier", "unit", "what it counts")
    assert [(row[0].strip("`"), row[1]) for row in rows] == [
        (tier.name, tier.unit) for tier in TIERS.values()
    ]


def test_statuses_are_those_of_a_result() -> None:
    assert names_in(table("status", "meaning")) == list(get_args(Status))


def test_exit_statuses_are_those_of_the_command_line() -> None:
    documented = [int(row[0]) for row in table("exit status", "meaning")]
    assert documented == [
        ExitCode.ANSWERED,
        ExitCode.NO_PLAN,
        ExitCode.UNUSABLE_INPUT,
        ExitCode.INTERNAL_FAULT,
    ]


def test_contradictions_are_those_of_the_catalog() -> None:
    documented = [row[0] for row in table("id", "topic", "decided by")]
    assert sorted(documented) == sorted(load_catalog().contradictions)


def test_fields_are_those_of_a_request() -> None:
    documented = names_in(table("field", "meaning", "default"))
    assert len(documented) == len(set(documented))
    assert set(documented) == set(_fields(Request))


_LISTS: dict[str, type[BaseModel]] = {"runs": Run, "availability": Window, "pinned": Pin}


def _fields(model: type[BaseModel], before: str = "") -> Iterator[str]:
    for name, kind in get_type_hints(model).items():
        if name not in model.model_fields:
            continue
        if name in _LISTS and model is Request:
            yield from _fields(_LISTS[name], f"{name}[].")
        elif name == "previous":
            yield from _fields(PreviousWeek, f"{name}.")
        elif name == "current":
            yield from _fields(CurrentWeek, f"{name}.")
        elif model is Request and isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _fields(kind, f"{name}.")
        else:
            yield f"{before}{name}"


def test_parts_of_a_result_are_called_by_their_names() -> None:
    answer = TEXTS["docs/request.md"].partition("## The answer")[2].partition("\n|")[0]
    for name in ("plan", "relaxations", "objective", "warnings"):
        assert f"`{name}`" in answer
        assert name in Result.model_fields


def test_the_picture_shows_the_week_that_demo_plans() -> None:
    shown = PICTURE.read_text(encoding="utf-8")
    assert lines_of(shown) == lines_of(drawn()), "python -m tests.demo_picture draws it anew"
    assert set(re.findall(r"https?://[^\"'\s)]+", shown)) == {"http://www.w3.org/2000/svg"}
    assert "@font-face" not in shown


@cache
def _anchors(document: str) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    text = TEXTS[document]
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document: str) -> None:
    folder = Path(document).parent
    text = _FENCE.sub("", TEXTS[document])
    for target in _LINK.findall(text):
        if target.startswith("https://"):
            continue
        path, _, anchor = unquote(target).partition("#")
        assert not path.startswith("/"), target
        assert (ROOT / folder / path).exists(), target
        if anchor:
            there = os.path.normpath(folder / path) if path else document
            assert anchor in _anchors(there), target


def test_files_that_are_named_exist() -> None:
    for document in DOCUMENTS:
        text = TEXTS[document]
        for name in re.findall(r"`((?:api|catalog|optimizer|tests)/[\w./]+)`", text):
            assert (ROOT / name).exists(), f"{document}: {name}"


def test_the_readme_stays_short() -> None:
    assert len(README.splitlines()) <= MOST_LINES
