"""``/v1/runs``: the runs ahead, as weeks, for a calendar and for a watch."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi import Request as HttpRequest

from api.formats.format import ZIP_MEDIA_TYPE, File, refuse_alarm, with_alarm
from api.formats.run_plans import (
    RUN_FORMATS,
    RUN_MEDIA_TYPES,
    RunFormat,
    run_format_named,
    runs_as_one,
)
from api.service.answering import ANSWER_HEADERS, ANSWER_PROBLEMS, Asking
from api.service.bodies import JsonBody, in_turn
from api.service.file_headers import AS_TYPED, file_headers
from api.service.file_queries import AlarmMinutes
from api.service.idempotency import Made
from api.service.problems import BUSY, STOPPING, TIMED_OUT
from api.service.responses import Answers, header_answers, problem_answers
from api.service.sample_bodies import RUNS
from catalog import Catalog
from optimizer import RunsPlan, RunsRequest, runs
from optimizer.documents.text_limits import MAX_NAME
from optimizer.solving.options import SolveOptions

router = APIRouter(prefix="/v1/runs", tags=["runs"])


def _responses() -> Answers:
    file = {"schema": {"type": "string", "format": "binary"}}
    found: Answers = {
        200: {
            "model": RunsPlan,
            "description": "The weeks, or a file of them.",
            "headers": header_answers(ANSWER_HEADERS),
            "content": {"text/calendar": file, ZIP_MEDIA_TYPE: file},
        }
    }
    return {**found, **problem_answers((BUSY, STOPPING, TIMED_OUT, *ANSWER_PROBLEMS))}


@router.post("", response_class=Response, responses=_responses())
async def plan_runs(
    http: HttpRequest,
    question: Annotated[RunsRequest, Depends(JsonBody(RunsRequest, RUNS))],
    asking: Annotated[Asking, Depends()],
    format: Annotated[
        str | None,
        Query(
            max_length=MAX_NAME,
            description=f"One of {', '.join(RUN_FORMATS)}; left out, JSON.",
            openapi_examples={"calendar": {"value": "ics"}},
        ),
    ] = None,
    alarm_minutes: AlarmMinutes = None,
) -> Response:
    """Plan the runs ahead: couch to 5 km, to a race, or as they are given.

    What cannot be reached in time says by when it could be, and what else would do.
    """
    form = run_format_named(format or "json", "format")
    refuse_alarm(RUN_MEDIA_TYPES[form], alarm_minutes, "alarm_minutes")

    async def planned(_question: str) -> Made:
        work = partial(_planned, question, form, alarm_minutes)
        media, file = await in_turn(http, asking.service.files, "runs", work)
        headers = AS_TYPED if form == "json" else file_headers(file.name)
        return Made(file.data, {"Content-Type": media, **headers})

    return await asking.answer("runs", planned, form, alarm_minutes)


def _planned(
    question: RunsRequest,
    form: RunFormat,
    alarm_minutes: int | None,
    catalog: Catalog,
    _options: SolveOptions,
) -> tuple[str, File]:
    answer = runs(question, catalog=catalog)
    media, file = runs_as_one(form, question, answer)
    return media, with_alarm(file, alarm_minutes)
