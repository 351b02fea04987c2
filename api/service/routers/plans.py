"""``/v1/plans``: one athlete's week, and questions about it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Header, Query, Response
from fastapi import Request as HttpRequest
from pydantic import BaseModel

from api.service.answer_cache import key_of
from api.service.bodies import JSON, JsonBody, read_part
from api.service.context import Here
from api.service.problems import BUSY, STOPPING
from api.service.questions import CheckQuestion, DiffQuestion, ExplainQuestion, ReplanQuestion
from api.service.responses import answers
from api.service.sample_bodies import CHECK, DIFF, EXPLAIN, REPLAN, WEEK
from catalog import Catalog
from optimizer import check, diff, explain, plan, replan
from optimizer.documents.difference import PlanDiff
from optimizer.documents.explanation import Explanation
from optimizer.documents.replanned import Replanned
from optimizer.documents.request import Request
from optimizer.documents.result import CheckReport, Result
from optimizer.documents.versions import versions_of
from optimizer.documents.written_plan import read_plan
from optimizer.solving.options import SolveOptions

router = APIRouter(prefix="/v1/plans", tags=["plans"])

Answer = TypeVar("Answer", bound=BaseModel)

CACHE_HEADER = "Runstrong-Cache"
_LONGEST_SECONDS = 3600

Deadline = Annotated[
    float | None,
    Header(
        alias="Request-Timeout",
        description="Seconds until the answer has to be there, waiting included. A search that is"
        " cut short answers with the best week it has, as `feasible`.",
        gt=0,
        le=_LONGEST_SECONDS,
    ),
]


class _Answering:
    """One request to be answered: from the cache, or by a solve in its turn."""

    def __init__(self, http: HttpRequest, service: Here, deadline: Deadline = None) -> None:
        self.http = http
        self.service = service
        self.deadline = deadline

    async def answered(
        self,
        operation: str,
        question: BaseModel,
        work: Callable[[SolveOptions], Answer],
        status: Callable[[Answer], str],
    ) -> Response:
        service = self.service
        key = key_of(operation, question, versions_of(service.catalog))
        cached = service.answers.get(key)
        service.metrics.cache.labels("miss" if cached is None else "hit").inc()
        if cached is not None:
            return Response(cached, media_type=JSON, headers={CACHE_HEADER: "hit"})
        solved = await service.solving.run(
            operation,
            lambda options: _written(work(options), status),
            seconds=self.deadline,
            left=client_left(self.http),
            status=lambda written: written[1],
        )
        body, _ = solved.answer
        if not solved.cut_short and not asks_to_keep_nothing(self.http):
            service.answers.put(key, body)
        return Response(body, media_type=JSON, headers={CACHE_HEADER: "miss"})


Answering = Annotated[_Answering, Depends()]

ExplainConflict = Annotated[
    bool,
    Query(
        description="false: where no week keeps every rule, the plan comes without the conflict"
        " behind it and the repairs, and without the time that they take.",
    ),
]


def _written(answer: Answer, status: Callable[[Answer], str]) -> tuple[bytes, str]:
    return answer.model_dump_json().encode(), status(answer)


def asks_to_keep_nothing(http: HttpRequest) -> bool:
    """``Cache-Control: no-store`` (RFC 9111): nothing of the question or its answer is kept."""
    given = ",".join(http.headers.getlist("cache-control"))
    return "no-store" in {each.strip().lower() for each in given.split(",")}


async def client_left(http: HttpRequest) -> None:
    """Returns when the client has gone; its body has been read to the end."""
    while (await http.receive())["type"] != "http.disconnect":
        pass


def _shared(options: SolveOptions, *question: str | None) -> SolveOptions:
    """The time for each of the questions that were asked at once."""
    assert options.wall_seconds is not None
    count = sum(name is not None for name in question)
    return replace(options, wall_seconds=options.wall_seconds / max(1, count))


def _about_result(
    question: ReplanQuestion | ExplainQuestion,
    catalog: Catalog,
    ask: Callable[[Result, SolveOptions], Answer],
) -> Callable[[SolveOptions], Answer]:
    """``ask`` about the result that came with a question; where none came, that of its request.

    It gets what is then left of the limits.
    """

    def work(options: SolveOptions) -> Answer:
        began = time.monotonic()
        result = question.result or plan(question.request, catalog=catalog, options=options)
        assert options.wall_seconds is not None
        left = options.wall_seconds - (time.monotonic() - began)
        return ask(result, replace(options, wall_seconds=max(0.0, left)))

    return work


_PROBLEMS = (BUSY, STOPPING)
_HEADERS = {
    CACHE_HEADER: "`hit`: the same question was answered before, and this is that answer to the"
    " byte; `miss`: it was answered now."
}


@router.post("", responses=answers(Result, *_PROBLEMS, headers=_HEADERS))
async def plan_week(
    question: Annotated[Request, Depends(JsonBody(Request, WEEK))],
    answering: Answering,
    explain_conflict: ExplainConflict = True,
) -> Response:
    """Plan the best strength week for one athlete.

    The answer is 200 whatever its `status` says: also where rules had to be relaxed, or where no
    week fits.
    """
    catalog = answering.service.catalog
    return await answering.answered(
        "plan" if explain_conflict else "plan_only",
        question,
        lambda options: plan(
            question, catalog=catalog, options=options, explain_conflict=explain_conflict
        ),
        lambda answer: answer.status,
    )


@router.post("/check", responses=answers(CheckReport, *_PROBLEMS, headers=_HEADERS))
async def check_plan(
    question: Annotated[CheckQuestion, Depends(JsonBody(CheckQuestion, CHECK))],
    answering: Answering,
) -> Response:
    """Check any plan against a request, rule by rule, and hold it against the best week."""
    catalog = answering.service.catalog

    def work(options: SolveOptions) -> CheckReport:
        given = read_part(read_plan, question.result, "result")
        return check(
            question.request, given, catalog=catalog, optimum=question.optimum, options=options
        )

    return await answering.answered(
        "check", question, work, lambda answer: answer.optimum or "read"
    )


@router.post("/replan", responses=answers(Replanned, *_PROBLEMS, headers=_HEADERS))
async def replan_week(
    question: Annotated[ReplanQuestion, Depends(JsonBody(ReplanQuestion, REPLAN))],
    answering: Answering,
) -> Response:
    """Plan a week again after a change, with the fewest changes to its plan."""
    catalog = answering.service.catalog

    def ask(result: Result, options: SolveOptions) -> Replanned:
        return replan(
            question.request,
            result,
            patch=question.change,
            missed=question.missed,
            done=question.done,
            now=question.now,
            catalog=catalog,
            options=options,
        )

    work = _about_result(question, catalog, ask)
    return await answering.answered("replan", question, work, lambda answer: answer.result.status)


@router.post("/diff", responses=answers(PlanDiff, *_PROBLEMS, headers=_HEADERS))
async def diff_plans(
    question: Annotated[DiffQuestion, Depends(JsonBody(DiffQuestion, DIFF))], answering: Answering
) -> Response:
    """Compare two plans: sessions, exercises, doses, coverage and each tier."""

    def work(_options: SolveOptions) -> PlanDiff:
        before = read_part(read_plan, question.before, "before")
        return diff(before, read_part(read_plan, question.after, "after"))

    return await answering.answered("diff", question, work, lambda _: "read")


@router.post("/explain", responses=answers(Explanation, *_PROBLEMS, headers=_HEADERS))
async def explain_plan(
    question: Annotated[ExplainQuestion, Depends(JsonBody(ExplainQuestion, EXPLAIN))],
    answering: Answering,
) -> Response:
    """Explain a plan: why each choice was made, and the price of another."""
    catalog = answering.service.catalog

    def ask(result: Result, options: SolveOptions) -> Explanation:
        return explain(
            question.request,
            result,
            session=question.session,
            exercise=question.exercise,
            why_not=question.why_not,
            catalog=catalog,
            options=_shared(options, question.session, question.exercise, question.why_not),
        )

    work = _about_result(question, catalog, ask)
    return await answering.answered("explain", question, work, lambda answer: answer.status)
