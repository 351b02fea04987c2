"""A version small enough for a test: the public names, and a ``plan`` as the test writes it."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.against.versions import Version

_OPTIMIZER = """
import json
import sys


class UnusableInput(ValueError):
    pass


class SolveOptions:
    def __init__(self, wall_seconds):
        self.wall_seconds = wall_seconds


class Document:
    def __init__(self, content):
        self.content = content

    def model_dump(self, mode):
        assert mode == "json"
        return self.content


Request = Result = Replanned = Document


def read_request(data):
    return Document(json.loads(data))


def a_week(start="2026-11-24T19:00:00+01:00", status="optimal", bound=3):
    tiers = [{"name": "half_sets", "value": 3, "bound": bound, "unit": "half sets"}]
    sessions = [{"id": "s1", "start": start}]
    return {
        "status": status, "plan": {"sessions": sessions}, "objective": tiers,
        "stats": {"total_ms": id(sessions)}, "versions": {"software": __file__},
    }


def plan(request, *, catalog, options, explain_conflict):
    athlete = request.content["athlete"]["id"]
    return Document(answer(athlete))


def replan(request, result, *, patch, catalog, options):
    if result.content["plan"] is None:
        raise UnusableInput("there is no plan")
    return Document({"request": request.content, "result": result.content, "patch": patch})


Document.result = property(lambda self: Document(self.content["result"]))


def explain(request, result, *, catalog, options):
    return Document({"about": result.content})


def check(request, result, *, catalog):
    return Document({"holds": True})


def diff(before, after):
    return Document({"same": before.content == after.content})


def answer(athlete):
"""


def fake_version(folder: Path, answer: str = "return a_week()") -> Version:
    """``answer``: the statements that make the result's document of the ``athlete``'s id."""
    body = "".join(f"    {line}\n" for line in answer.splitlines())
    for package, text in (
        ("optimizer", _OPTIMIZER + body),
        ("catalog", "def load_catalog():\n    return None\n"),
    ):
        (folder / package).mkdir(parents=True)
        (folder / package / "__init__.py").write_text(text, encoding="utf-8")
    return Version(folder.name, folder.resolve(), Path(sys.executable))
