"""The commands that the pages of docs/ show: each is one of ours, and the quick ones are run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from api.command_line.main import app
from tests.api.shell import ROOT, call

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^(?:\$ )?(\S*runstrong) (.*)$", re.MULTILINE)
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}
HEVY = """\
"title","start_time","exercise_title","set_index","set_type","weight_kg","reps","rpe"
"Gym","17 Nov 2026, 18:00","Squat (Barbell)","0","normal","60","6","8"
"""


def commands(page: str) -> Iterator[str]:
    """As they stand in the examples of a shell, without what is behind ``#``."""
    for language, block in _FENCE.findall(PAGES[page]):
        if language in ("sh", "console"):
            for _, words in _COMMAND.findall(block):
                yield re.split(r"\s+#\s", words)[0]


def test_one_name_of_the_command_stands_in_all_pages() -> None:
    """A reader of one page alone has the copy that the README sets up."""
    for page, text in PAGES.items():
        blocks = "\n".join(
            block for name, block in _FENCE.findall(text) if name in ("sh", "console")
        )
        names = {program for program, _ in _COMMAND.findall(blocks)}
        assert names <= {".venv/bin/runstrong"} or page == "install", page


@pytest.mark.parametrize(
    ("page", "command"), [(page, one) for page in sorted(PAGES) for one in commands(page)]
)
def test_a_command_has_the_options_that_it_is_shown_with(page: str, command: str) -> None:
    words = shlex.split(command)
    words = words[: words.index(">")] if ">" in words else words
    known = typer.main.get_command(app)
    while words and words[0] in getattr(known, "commands", {}):
        known = known.commands[words.pop(0)]  # type: ignore[attr-defined]
    with known.make_context(page, words) as context:
        assert context.command is known


def test_the_quick_commands_work_in_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    battery, _ = (text for name, text in _FENCE.findall(PAGES["fitness-test"]) if name == "json")
    week, *_ = (text for name, text in _FENCE.findall(readme) if name == "json")
    runs, *_ = (text for name, text in _FENCE.findall(PAGES["runs"]) if name == "json")
    for name, text in (
        ("tests.json", battery), ("week.json", week), ("runs.json", runs), ("hevy.csv", HEVY),
    ):  # fmt: skip
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "mine").mkdir()
    for page in ("fitness-test", "runs"):
        entries = "\n".join(text for name, text in _FENCE.findall(PAGES[page]) if name == "toml")
        (tmp_path / "mine" / f"{page}.toml").write_text(entries, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for page in ("fitness-test", "runs", "loads"):
        for command in commands(page):
            answer = call(*shlex.split(command))
            assert (answer.status, answer.err) == (0, ""), command
    assert {path.name for path in tmp_path.iterdir()} >= {"runs.ics", "watch"}
    assert "back_squat" in (tmp_path / "week.json").read_text(encoding="utf-8")
