"""``/v1/examples``: requests that one can post back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel

from api.catalog.example_requests import Example, NoExamples, examples
from api.service.bodies import JSON
from api.service.problems import NOT_FOUND, ProblemError
from api.service.responses import answers
from optimizer.documents.request import Request
from optimizer.documents.text_limits import MAX_NAME
from optimizer.documents.wording import nearest, quoted

router = APIRouter(prefix="/v1/examples", tags=["examples"])


class ExampleTitle(BaseModel):
    """``about``: what the example shows."""

    id: str
    title: str
    about: str


@router.get("", responses=answers(None))
async def list_examples() -> list[ExampleTitle]:
    """The examples by id, in the order of the demonstration."""
    return [ExampleTitle(id=one.id, title=one.title, about=one.about) for one in _known().values()]


@router.get("/{id}", responses=answers(Request, NOT_FOUND))
async def example(
    id: Annotated[
        str,
        Path(
            json_schema_extra={"maxLength": MAX_NAME},
            openapi_examples={"first": {"value": "p1_c25k"}},
        ),
    ],
) -> Response:
    """One example: a body for `POST /v1/plans`."""
    known = _known()
    if id not in known:
        raise ProblemError(NOT_FOUND, f"{quoted(id)} is no example{nearest(id, known)}.")
    return Response(known[id].path.read_bytes(), media_type=JSON)


def _known() -> dict[str, Example]:
    """By id; none where the installation came without them."""
    try:
        return {one.id: one for one in examples()}
    except NoExamples:
        return {}
