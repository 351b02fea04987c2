"""``/v1/assessments``: which fitness tests to do, or what they found."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi import Request as HttpRequest

from api.service.answering import ANSWER_HEADERS, ANSWER_PROBLEMS, Asking
from api.service.bodies import JSON, JsonBody, in_turn
from api.service.once import Made
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
    http: HttpRequest,
    question: Annotated[AssessmentRequest, Depends(JsonBody(AssessmentRequest, ASSESSMENT))],
    asking: Annotated[Asking, Depends()],
) -> Response:
    """Say which fitness tests to do, or what they found.

    The health screen comes first: without its answers there are questions, after a yes no test.
    """

    async def assessed(_question: str) -> Made:
        reading = asking.service.reading
        found = await in_turn(http, reading, "assess", partial(_assessed, question))
        return Made(found.encode(), {"Content-Type": JSON})

    return await asking.answer("assess", assessed)


def _assessed(question: AssessmentRequest, catalog: Catalog, _options: SolveOptions) -> str:
    return assess(question, catalog=catalog).model_dump_json()
