"""What a club gives back: for each athlete one line, a result or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Discriminator, Field, RootModel, Tag, TypeAdapter

from optimizer.documents.errors import Problem
from optimizer.documents.pointers import in_a_file
from optimizer.documents.result import Document, Result, Versions
from optimizer.documents.season import Season


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


Line = Result | Season | ErrorLine


class BatchLine(RootModel[Annotated[Result | ErrorLine, Field(discriminator="status")]]):
    """One line of the answers of a batch: a result, or why there is none; `status` tells which."""


class SeasonLine(RootModel[Annotated[Season | ErrorLine, Field(discriminator="status")]]):
    """One line of the answers of a batch of seasons: a season, or why there is none; `status` tells
    which."""


def _form(document: object) -> str:
    """Which of the three a line is."""
    if not isinstance(document, dict):
        return "result"
    if document.get("status") in ("unusable", "fault"):
        return "error"
    return "season" if "weeks" in document else "result"


_LINE: TypeAdapter[Line] = TypeAdapter(
    Annotated[
        Annotated[Result, Tag("result")]
        | Annotated[Season, Tag("season")]
        | Annotated[ErrorLine, Tag("error")],
        Discriminator(_form),
    ]
)


def line_problems(problems: Iterable[Problem]) -> tuple[LineProblem, ...]:
    said = (problem.said(in_a_file) for problem in problems)
    return tuple(LineProblem(field=p.field, value=p.value, message=p.message) for p in said)


def read_line(text: str | bytes) -> Line:
    """A line as it was written; raises ``pydantic.ValidationError``."""
    return _LINE.validate_json(text)
