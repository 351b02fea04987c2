"""What a club gives back: for each athlete one line, a result or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field, RootModel

from optimizer.documents.errors import Problem
from optimizer.documents.result import Document, Result, Versions


class LineProblem(Document):
    """One thing wrong with a row: where, what stands there, and a likely cure."""

    field: str
    value: str
    message: str


class ErrorLine(Document):
    """A row without an answer: ``unusable`` is the row's fault, ``fault`` is ours."""

    status: Literal["unusable", "fault"]
    athlete_id: str | None
    """Null where the row tells none."""
    row: int
    """Where it stands in the roster."""
    problems: tuple[LineProblem, ...]
    versions: Versions
    fingerprint: str
    """``sha256:`` over the row as it stands, its problems, the catalog and the software."""


Line = Result | ErrorLine


class BatchLine(RootModel[Annotated[Line, Field(discriminator="status")]]):
    """One line of the answers of a batch: a result, or why there is none; `status` tells which."""


def line_problems(problems: Iterable[Problem]) -> tuple[LineProblem, ...]:
    return tuple(LineProblem(field=p.field, value=p.value, message=p.message) for p in problems)


def read_line(text: str | bytes) -> Line:
    """A line as it was written; raises ``pydantic.ValidationError``."""
    return BatchLine.model_validate_json(text).root
