"""``/v1/assessments``: which fitness tests to do, or what they found."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.dated_assessment import dated_today
from api.service.answering import ANSWER_HEADERS, ANSWER_PROBLEMS, Asking
from api.service.bodies import JsonBody
from api.service.problems import BUSY, STOPPING, TIMED_OUT
from api.service.responses import answers
from api.service.sample_bodies import ASSESSMENT
from catalog import Catalog
from optimizer import Assessment, AssessmentRequest, assess
from optimizer.solving.options import SolveOptions

router = APIRouter(prefix="/v1/assessments", tags=["assessments"])


@router.post(
    "",
    responses=answers(
        Assessment, BUSY, STOPPING, TIMED_OUT, *ANSWER_PROBLEMS, headers=ANSWER_HEADERS
    ),
)
async def assess_runner(
    question: Annotated[AssessmentRequest, Depends(JsonBody(AssessmentRequest, ASSESSMENT))],
    asking: Annotated[Asking, Depends()],
) -> Response:
    """Say which fitness tests to do, or what they found.

    The health screen comes first: without its answers there are questions, after a yes no test.
    """
    # Another day has another answer, and another ETag.
    dated = dated_today(question)
    work = partial(_assessed, dated)
    return await asking.read_once("assess", asking.service.reading, work, day=dated.date)


def _assessed(question: AssessmentRequest, catalog: Catalog, _options: SolveOptions) -> bytes:
    return assess(question, catalog=catalog).model_dump_json().encode()
