"""docs/service.md says what the service does."""

from __future__ import annotations

import re
import tomllib

import pytest

from api.service import problems
from api.service.problems import Kind, ProblemDocument
from tests.api.service.client import Client
from tests.api.shell import ROOT

PAGE = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")


TAGS = {"plans", "catalog", "examples", "operation", "assessments", "runs", "seasons"}
"""What this page is about; other rooms have their own."""


def rows(heading: str) -> list[list[str]]:
    """The cells of the table whose first column is called ``heading``."""
    lines = PAGE.partition(f"\n| {heading} |")[2].splitlines()[2:]
    end = next(index for index, line in enumerate(lines) if not line.startswith("|"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[:end]]


def test_every_address_is_there(client: Client) -> None:
    documented = {re.sub(r"`", "", row[0]) for row in rows("address")}
    found = {
        f"{method.upper()} {'/v1/catalog/…' if '/catalog/' in path else path}"
        for path, methods in client.app.openapi()["paths"].items()
        for method, operation in methods.items()
        if TAGS.intersection(operation["tags"])
    }
    assert documented == found


def test_every_section_of_the_catalog_is_there(client: Client) -> None:
    cell = next(row[2] for row in rows("address") if "/catalog/" in row[0])
    found = [p for p in client.app.openapi()["paths"] if p.startswith("/v1/catalog/")]
    assert re.findall(r"`(\w+)`", cell) == [path.rpartition("/")[2] for path in found]


def test_every_code_is_there_with_its_status() -> None:
    kinds = {one.code: str(one.status) for one in vars(problems).values() if isinstance(one, Kind)}
    assert {row[0].strip("`"): row[1] for row in rows("code")} == kinds


def test_the_problem_is_one() -> None:
    shown = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert shown
    assert ProblemDocument.model_validate_json(shown[1]).code == "unusable_input"


def test_every_figure_is_there(client: Client) -> None:
    named = {name for row in rows("figure") for name in re.findall(r"`(\w+)`", row[0])}
    counted = {
        f"{metric.name}_total" if metric.type == "counter" else metric.name
        for metric in client.service.metrics.registry.collect()
    }
    assert named == counted


@pytest.mark.parametrize("name", ["README.md", "openapi.json"])
def test_what_it_points_to_exists(name: str) -> None:
    assert name in PAGE
    assert (ROOT / "docs" / name).exists() or (ROOT / name).exists()


def test_the_document_carries_the_version_of_the_project(client: Client) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert client.app.openapi()["info"]["version"] == project["version"]
