"""``/v1/logs/read``: what was really done, as a request has it in ``previous.log``."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from starlette.concurrency import run_in_threadpool

from api.service.bodies import JSON, JsonBody
from api.service.context import Here
from api.service.responses import answers
from api.service.sample_bodies import LOG
from api.training_log.documents import LogOptions, LogReading
from api.training_log.reading import read_log
from optimizer.documents.request import Request
from optimizer.documents.result import Document

router = APIRouter(prefix="/v1/logs", tags=["logs"])


class LogQuestion(Document):
    """A log as text, and how it is to be read."""

    text: str
    """A log by hand, as JSON, or the CSV of Hevy or Strong."""
    request: Request | None = None
    """The request into whose `previous.log` it goes."""
    options: LogOptions = LogOptions()


@router.post("/read", responses=answers(LogReading))
async def read_training_log(
    question: Annotated[LogQuestion, Depends(JsonBody(LogQuestion, LOG))], service: Here
) -> Response:
    """Read a training log: its entries with the catalog's names, and the request with them.

    Names that the catalog does not have are kept and listed; `options.names` says what they mean.
    """

    def reading() -> str:
        text = question.text.encode("utf-8", errors="replace")
        return read_log(text, service.catalog, question.options, question.request).model_dump_json()

    return Response(await run_in_threadpool(reading), media_type=JSON)
