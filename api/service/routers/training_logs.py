"""``/v1/logs/read``: what was really done, as a request has it in ``previous.log``."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import Base64Bytes, Field

from api.service.answering import ANSWER_HEADERS, ANSWER_PROBLEMS, Asking
from api.service.bodies import JsonBody
from api.service.problems import BUSY, SLOW_BODY, STOPPING
from api.service.responses import answers
from api.service.sample_bodies import LOG
from api.service.settings import BODY_BYTES
from api.training_log.documents import LogOptions, LogReading
from api.training_log.fit_activity import is_fit
from api.training_log.reading import read_log
from catalog import Catalog
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.request import Request
from optimizer.documents.result import Document
from optimizer.solving.options import SolveOptions

router = APIRouter(prefix="/v1/logs", tags=["logs"])


class LogQuestion(Document):
    """A log as text or as a file of a watch, and how it is to be read."""

    text: Annotated[str, Field(max_length=BODY_BYTES)] | None = None
    """A log by hand, as JSON, or the CSV of Hevy or Strong."""
    fit: Annotated[Base64Bytes, Field(max_length=BODY_BYTES)] | None = None
    """Instead: the FIT activity of a watch, in base64."""
    request: Request | None = None
    """The request into whose `previous.log` it goes."""
    options: LogOptions = LogOptions()


@router.post(
    "/read",
    responses=answers(
        LogReading, BUSY, STOPPING, SLOW_BODY, *ANSWER_PROBLEMS, headers=ANSWER_HEADERS
    ),
)
async def read_training_log(
    question: Annotated[LogQuestion, Depends(JsonBody(LogQuestion, LOG))],
    asking: Annotated[Asking, Depends()],
) -> Response:
    """Read a training log: its entries with the catalog's names, and the request with them.

    Names that the catalog does not have are kept and listed; `options.names` says what they mean.
    """
    return await asking.read_once("log", asking.service.files, partial(_read, question))


def _read(question: LogQuestion, catalog: Catalog, _options: SolveOptions) -> bytes:
    if (question.text is None) == (question.fit is None):
        is_there = "missing" if question.text is None else "given"
        raise UnusableInput(Problem("text", "", f"is {is_there}, and so is fit; give one of them"))
    data = question.fit
    if data is None:
        assert question.text is not None
        data = question.text.encode("utf-8", errors="replace")
    elif not is_fit(data):
        raise UnusableInput(
            Problem(
                "fit", "", "is no FIT file, or its beginning is damaged; give any other log as text"
            )
        )
    return read_log(data, catalog, question.options, question.request).model_dump_json().encode()
