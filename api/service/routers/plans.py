"""``/v1/plans``: one athlete's week, and questions about it."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from operator import itemgetter
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Header, Query, Response
from fastapi import Request as HttpRequest

from api.service.answering import (
    ANSWER_HEADERS,
    ANSWER_PROBLEMS,
    Asking,
    Known,
    OwnKey,
    asks_to_keep_nothing,
)
from api.service.bodies import JSON, JsonBody, read_part
from api.service.context import (
    LONGEST_TIMEOUT_SECONDS,
    Here,
    Service,
    client_left,
    deadline_of,
    party_of,
)
from api.service.idempotency import Made
from api.service.problems import BUSY, SLOW_BODY, STOPPING, TIMED_OUT
from api.service.questions import CheckQuestion, DiffQuestion, ExplainQuestion, ReplanQuestion
from api.service.responses import answers
from api.service.sample_bodies import CHECK, DIFF, EXPLAIN, REPLAN, WEEK
from api.service.solving import Solved
from api.service.workers import Work
from catalog import Catalog
from optimizer import check, diff, explain, plan, replan, validate
from optimizer.documents.difference import PlanDiff
from optimizer.documents.errors import UnusableInput
from optimizer.documents.explanation import Explanation
from optimizer.documents.patch import patched
from optimizer.documents.replanned import Replanned
from optimizer.documents.request import Request
from optimizer.documents.result import CheckReport, Result
from optimizer.documents.validation import Validation
from optimizer.documents.written_plan import read_plan
from optimizer.solving.options import SolveOptions

router = APIRouter(prefix="/v1/plans", tags=["plans"])

Answer = TypeVar("Answer")

CACHE_HEADER = "Runstrong-Cache"
Deadline = Annotated[
    float | None,
    Header(
        alias="Request-Timeout",
        description="Seconds until the answer has to be there, waiting included. A search that is"
        " cut short answers with the best week it has, as `feasible`.",
        gt=0,
        le=LONGEST_TIMEOUT_SECONDS,
    ),
]


class _Answering(Asking):
    """One request to be answered: from the cache, or by a solve in its turn."""

    def __init__(
        self,
        http: HttpRequest,
        service: Here,
        _deadline: Deadline = None,
        known: Known = None,
        own_key: OwnKey = None,
    ) -> None:
        super().__init__(http, service, known, own_key)

    async def answered(self, operation: str, work: Work[tuple[bytes, str]]) -> Response:
        """``work``: gives the body of the answer, and what the figures call it."""
        return await self.answer(operation, partial(self._solved, operation, work))

    async def _solved(self, operation: str, work: Work[tuple[bytes, str]], question: str) -> Made:
        service = self.service
        cached = service.answers.get(question)
        service.metrics.cache.labels("miss" if cached is None else "hit").inc()
        if cached is not None:
            return Made(cached, {"Content-Type": JSON, CACHE_HEADER: "hit"})
        solved = await solved_in_turn(self.http, service, operation, work, itemgetter(1))
        body, _ = solved.answer
        if not solved.cut_short and not asks_to_keep_nothing(self.http):
            service.answers.put(question, body)
        headers = {"Content-Type": JSON, CACHE_HEADER: "miss"}
        return Made(body, headers, is_final=not solved.cut_short)


Answering = Annotated[_Answering, Depends()]


async def solved_in_turn(
    http: HttpRequest,
    service: Service,
    operation: str,
    work: Work[Answer],
    status: Callable[[Answer], str],
) -> Solved[Answer]:
    """Do ``work`` in a process, in the caller's turn and until the request's deadline."""
    deadline = deadline_of(http)
    left = None if deadline is None else deadline - asyncio.get_running_loop().time()
    return await service.solving.run(
        operation,
        partial(service.workers.call, work),
        caller=party_of(http),
        seconds=left,
        left=client_left(http),
        status=status,
    )


ExplainConflict = Annotated[
    bool,
    Query(
        description="false: where no week keeps every rule, the plan comes without the conflict"
        " behind it and the repairs, and without the time that they take.",
    ),
]


def _shared(options: SolveOptions, *question: str | None) -> SolveOptions:
    """The time for each of the questions that were asked at once."""
    assert options.wall_seconds is not None
    count = sum(name is not None for name in question)
    return replace(options, wall_seconds=options.wall_seconds / max(1, count))


class _GivenResult:
    """The result that came with a question; where none came, that of its request.

    ``options``: what is left of the limits for the question itself.
    """

    def __init__(
        self, catalog: Catalog, request: Request, given: Result | None, options: SolveOptions
    ) -> None:
        began = time.monotonic()
        self.result = given or plan(request, catalog=catalog, options=options)
        assert options.wall_seconds is not None
        left = options.wall_seconds - (time.monotonic() - began)
        self.options = replace(options, wall_seconds=max(0.0, left))


_PROBLEMS = (BUSY, STOPPING, TIMED_OUT, SLOW_BODY)
_ANSWERING = (*_PROBLEMS, *ANSWER_PROBLEMS)
_HEADERS = {
    **ANSWER_HEADERS,
    CACHE_HEADER: "`hit`: the same question was answered before, and this is that answer to the"
    " byte; `miss`: it was answered now.",
}


@router.post("", responses=answers(Result, *_ANSWERING, headers=_HEADERS))
async def plan_week(
    question: Annotated[Request, Depends(JsonBody(Request, WEEK))],
    answering: Answering,
    explain_conflict: ExplainConflict = True,
) -> Response:
    """Plan the best strength week for one athlete.

    The answer is 200 whatever its `status` says: also where rules had to be relaxed, or where no
    week fits.
    """
    return await answering.answered(
        "plan" if explain_conflict else "plan_only", partial(_plan, question, explain_conflict)
    )


def _plan(
    question: Request, explain_conflict: bool, catalog: Catalog, options: SolveOptions
) -> tuple[bytes, str]:
    answer = plan(question, catalog=catalog, options=options, explain_conflict=explain_conflict)
    return answer.model_dump_json().encode(), answer.status


@router.post("/validate", responses=answers(Validation, *_ANSWERING, headers=ANSWER_HEADERS))
async def validate_week(
    question: Annotated[Request, Depends(JsonBody(Request, WEEK))],
    asking: Annotated[Asking, Depends()],
) -> Response:
    """Tell all faults of a request and what no week of it can keep, without planning it.

    Faults are a problem document, as everywhere; what no week can keep is an answer. Nothing is
    solved: a request without either may still have no week that keeps every rule.
    """
    limiter = asking.service.reading
    return await asking.read_once("validate", limiter, partial(_validated, question))


def _validated(question: Request, catalog: Catalog, _options: SolveOptions) -> bytes:
    return validate(question, catalog=catalog).model_dump_json().encode()


@router.post("/check", responses=answers(CheckReport, *_ANSWERING, headers=_HEADERS))
async def check_plan(
    question: Annotated[CheckQuestion, Depends(JsonBody(CheckQuestion, CHECK))],
    answering: Answering,
) -> Response:
    """Check any plan against a request, rule by rule, and hold it against the best week."""
    return await answering.answered("check", partial(_check, question))


def _check(question: CheckQuestion, catalog: Catalog, options: SolveOptions) -> tuple[bytes, str]:
    given = read_part(read_plan, question.result, "result")
    answer = check(
        question.request, given, catalog=catalog, optimum=question.optimum, options=options
    )
    return answer.model_dump_json().encode(), answer.optimum or "read"


@router.post("/replan", responses=answers(Replanned, *_ANSWERING, headers=_HEADERS))
async def replan_week(
    question: Annotated[ReplanQuestion, Depends(JsonBody(ReplanQuestion, REPLAN))],
    answering: Answering,
) -> Response:
    """Plan a week again after a change, with the fewest changes to its plan."""
    return await answering.answered("replan", partial(_replan, question))


def _replan(question: ReplanQuestion, catalog: Catalog, options: SolveOptions) -> tuple[bytes, str]:
    if question.change is not None:
        # What is wrong with it is told before anything is planned, by its name in the question.
        try:
            patched(question.request, question.change)
        except UnusableInput as error:
            named = (
                replace(one, field=re.sub(r"^patch\b", "change", one.field))
                for one in error.problems
            )
            raise UnusableInput(*named) from None
    before = _GivenResult(catalog, question.request, question.result, options)
    answer = replan(
        question.request,
        before.result,
        patch=question.change,
        missed=question.missed,
        done=question.done,
        now=question.now,
        catalog=catalog,
        options=before.options,
    )
    return answer.model_dump_json().encode(), answer.result.status


@router.post("/diff", responses=answers(PlanDiff, *_ANSWERING, headers=_HEADERS))
async def diff_plans(
    question: Annotated[DiffQuestion, Depends(JsonBody(DiffQuestion, DIFF))], answering: Answering
) -> Response:
    """Compare two plans: sessions, exercises, doses, coverage and each tier."""
    return await answering.answered("diff", partial(_diff, question))


def _diff(question: DiffQuestion, _catalog: Catalog, _options: SolveOptions) -> tuple[bytes, str]:
    before = read_part(read_plan, question.before, "before")
    answer = diff(before, read_part(read_plan, question.after, "after"))
    return answer.model_dump_json().encode(), "read"


@router.post("/explain", responses=answers(Explanation, *_ANSWERING, headers=_HEADERS))
async def explain_plan(
    question: Annotated[ExplainQuestion, Depends(JsonBody(ExplainQuestion, EXPLAIN))],
    answering: Answering,
) -> Response:
    """Explain a plan: why each choice was made, and the price of another."""
    return await answering.answered("explain", partial(_explain, question))


def _explain(
    question: ExplainQuestion, catalog: Catalog, options: SolveOptions
) -> tuple[bytes, str]:
    before = _GivenResult(catalog, question.request, question.result, options)
    answer = explain(
        question.request,
        before.result,
        session=question.session,
        exercise=question.exercise,
        why_not=question.why_not,
        run=question.run,
        catalog=catalog,
        options=_shared(
            before.options, question.session, question.exercise, question.why_not, question.run
        ),
    )
    return answer.model_dump_json().encode(), answer.status
