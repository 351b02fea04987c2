"""``/v1/plans/export``: a plan in any format of the registry, as a file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Response

from api.formats.format import (
    OF_A_WEEK,
    ZIP_MEDIA_TYPE,
    File,
    Format,
    NoPlanToWrite,
    as_one,
    refuse_alarm,
    with_alarm,
    written,
)
from api.formats.registry import FORMAT_NAMES, format_named, formats
from api.service.answering import ANSWER_HEADERS, ANSWER_PROBLEMS, Asking
from api.service.bodies import JSON, JsonBody
from api.service.file_headers import file_headers
from api.service.file_queries import AlarmMinutes
from api.service.idempotency import Made
from api.service.problems import (
    BUSY,
    NO_PLAN,
    NOT_ACCEPTABLE,
    SLOW_BODY,
    STOPPING,
    TIMED_OUT,
    ProblemError,
)
from api.service.responses import Answers, header_answers, problem_answers
from api.service.routers.plans import Deadline, solved_in_turn
from api.service.sample_bodies import EXPORT
from catalog import Catalog
from optimizer import plan
from optimizer.documents.request import Request
from optimizer.documents.result import Document, Result
from optimizer.documents.text_limits import MAX_NAME
from optimizer.operations.check import refuse_another_request
from optimizer.solving.options import SolveOptions

router = APIRouter(prefix="/v1/plans", tags=["plans"])


class ExportQuestion(Document):
    """What to write down."""

    request: Request
    result: Result | None = None
    """Of the request; left out, the request is planned first."""


def _media_types() -> list[str]:
    """What an answer may be, in the order of the registry."""
    return [ZIP_MEDIA_TYPE if one.has_many_files else one.media_type for one in _negotiable()]


def _negotiable() -> Iterator[Format]:
    return (one for one in formats() if one.is_negotiable)


def _responses() -> Answers:
    content: dict[str, dict[str, dict[str, str]]] = {
        media: {"schema": {"type": "string", "format": "binary"}} for media in _media_types()
    }
    content[JSON] = {"schema": {"$ref": "#/components/schemas/Result"}}
    headers = {
        "Content-Disposition": "A name for the file.",
        **ANSWER_HEADERS,
    }
    found: Answers = {
        200: {"description": "The file.", "headers": header_answers(headers), "content": content}
    }
    return {
        **found,
        **problem_answers(
            (NOT_ACCEPTABLE, NO_PLAN, BUSY, STOPPING, TIMED_OUT, SLOW_BODY, *ANSWER_PROBLEMS)
        ),
    }


@router.post("/export", response_class=Response, responses=_responses())
async def export_plan(
    question: Annotated[ExportQuestion, Depends(JsonBody(ExportQuestion, EXPORT))],
    asking: Annotated[Asking, Depends()],
    _deadline: Deadline = None,
    format: Annotated[
        str | None,
        Query(
            max_length=MAX_NAME,
            description=f"One of {', '.join(FORMAT_NAMES)}; left out, the Accept header decides.",
            openapi_examples={"calendar": {"value": "ics"}},
        ),
    ] = None,
    alarm_minutes: AlarmMinutes = None,
    accept: Annotated[str, Header(include_in_schema=False)] = "*/*",
) -> Response:
    """Write a plan as a file: for a calendar, a watch, paper, a note, or as it is.

    A format of several files, one a session, comes as one zip archive.
    """
    form = format_named(format, "format") if format is not None else _accepted(accept)
    refuse_alarm(form.media_type, alarm_minutes, "alarm_minutes", OF_A_WEEK)

    async def made(_question: str) -> Made:
        work = partial(_written, question, form.name, alarm_minutes)
        solved = await solved_in_turn(asking.http, asking.service, "export", work, _status)
        media_type, file = solved.answer
        headers = {
            "Content-Type": f"{media_type}; charset=utf-8" if form.is_text else media_type,
            **file_headers(file.name),
        }
        return Made(file.data, headers, is_final=not solved.cut_short)

    return await asking.answer("export", made, form.name, alarm_minutes)


def _written(
    question: ExportQuestion,
    form_name: str,
    alarm_minutes: int | None,
    catalog: Catalog,
    options: SolveOptions,
) -> tuple[str, File]:
    form = format_named(form_name, "format")
    if question.result is not None:
        refuse_another_request(question.request, question.result, catalog)
    result = question.result or plan(question.request, catalog=catalog, options=options)
    try:
        files = written(form, question.request, result, catalog)
    except NoPlanToWrite as error:
        raise ProblemError(NO_PLAN, f"{str(error)[:1].upper()}{str(error)[1:]}.") from None
    media_type, file = as_one(form, files, question.request)
    return media_type, with_alarm(file, alarm_minutes)


def _status(_: object) -> str:
    return "written"


def _accepted(accept: str) -> Format:
    """The format that an Accept header wants most; the registry decides among equals."""
    wanted = [*_ranges(accept)]
    best: Format | None = None
    most = 0.0
    for form, media in zip(_negotiable(), _media_types(), strict=True):
        names = {media, form.media_type}
        exact = [q for media_range, q in wanted if media_range in names]
        kind = [q for r, q in wanted if r in {f"{name.split('/')[0]}/*" for name in names}]
        anything = [q for media_range, q in wanted if media_range == "*/*"]
        quality = next((max(found) for found in (exact, kind, anything) if found), 0.0)
        if quality > most:
            best, most = form, quality
    if best is None:
        raise ProblemError(
            NOT_ACCEPTABLE,
            f"A plan comes as {', '.join(_media_types())}; name one in Accept, or give format.",
        )
    return best


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """Media ranges with their quality, from 0 to 1."""
    for part in accept.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    quality = min(max(float(parameter[2:]), 0.0), 1.0)
                except ValueError:
                    quality = 0.0
        yield name, quality
