"""One of a thing is not called several: counts go through the one helper."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from optimizer.documents.wording import counted
from optimizer.objective.tiers import TIERS

ROOT = Path(__file__).parent.parent
# A count, then a word for several, as in f"{count} sessions".
_SEVERAL = re.compile(
    r"^ (?:more |direct |foot |half |weighted half )?(?:athletes|changes|contacts|entries|exercises"
    r"|faults|minutes|muscles|patterns|points|ranks|repairs|rounds|runs|seconds|sessions|sets|tiers"
    r"|values|weeks|windows)\b"
)


def uncounted(file: Path) -> list[str]:
    """Where ``file`` puts a value straight before a word for several."""
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            for value, text in zip(node.values, node.values[1:], strict=False):
                is_text = isinstance(text, ast.Constant) and isinstance(text.value, str)
                if isinstance(value, ast.FormattedValue) and is_text:
                    assert isinstance(text, ast.Constant)
                    if _SEVERAL.search(str(text.value)):
                        found.append(f"{file.relative_to(ROOT)}:{node.lineno}")
    return found


@pytest.mark.parametrize("folder", ["api", "catalog", "optimizer"])
def test_every_count_goes_through_the_helper(folder: str) -> None:
    files = sorted((ROOT / folder).rglob("*.py"))
    assert files
    assert [place for file in files for place in uncounted(file)] == []


# They say when a value came about, not what it is.
_PARTICIPLES = frozenset({"told", "asked", "kept", "held"})


def names_given(file: Path) -> Iterator[tuple[int, str]]:
    """Every name that ``file`` gives to something, with its line."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case (
                ast.FunctionDef(name=name, lineno=line)
                | ast.AsyncFunctionDef(name=name, lineno=line)
                | ast.ClassDef(name=name, lineno=line)
                | ast.Name(id=name, ctx=ast.Store(), lineno=line)
                | ast.Attribute(attr=name, ctx=ast.Store(), lineno=line)
                | ast.arg(arg=name, lineno=line)
            ):
                yield line, name


@pytest.mark.parametrize("folder", ["api", "benchmarks", "catalog", "optimizer", "tests"])
def test_a_name_says_what_a_thing_is(folder: str) -> None:
    found = [
        f"{file.relative_to(ROOT)}:{line} {name}"
        for file in sorted((ROOT / folder).rglob("*.py"))
        for line, name in names_given(file)
        if name.lower().strip("_") in _PARTICIPLES
    ]
    assert found == []


@pytest.mark.parametrize(
    ("number", "noun", "text"),
    [
        (0, "sessions", "0 sessions"),
        (1, "sessions", "1 session"),
        (2, "sessions", "2 sessions"),
        (-1, "half sets", "-1 half set"),
        (0.5, "sets", "0.5 sets"),
        (1.0, "sets", "1 set"),
        (1, "pairs of days", "1 pair of days"),
        (2, "pairs of days", "2 pairs of days"),
        (1234567, "ranks", "1234567 ranks"),
    ],
)
def test_one_is_one(number: float, noun: str, text: str) -> None:
    assert counted(number, noun) == text


def test_a_word_that_takes_more_than_an_s() -> None:
    assert counted(1, "entries", "entry") == "1 entry"
    assert counted(2, "entries", "entry") == "2 entries"


@pytest.mark.parametrize("unit", sorted({tier.unit for tier in TIERS.values()}))
def test_every_unit_of_a_tier_is_a_word_for_several(unit: str) -> None:
    assert unit.endswith("s")
    first, of, rest = unit.partition(" of ")
    one = f"{first[:-3]}y" if first.endswith("ies") else first[:-1]
    assert counted(1, unit) == f"1 {one}{of}{rest}"
