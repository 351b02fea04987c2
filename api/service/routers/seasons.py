"""``/v1/seasons``: from today to the race, and on from week to week."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from operator import itemgetter
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Response

from api.formats.format import refuse_alarm, with_alarm
from api.formats.season_plans import (
    MEDIA_TYPES,
    SEASON_FORMATS,
    SeasonFormat,
    season_file,
    season_format_named,
)
from api.service.answering import ANSWER_HEADERS, ANSWER_PROBLEMS, Asking
from api.service.bodies import JsonBody, read_part
from api.service.context import LONGEST_TIMEOUT_SECONDS
from api.service.file_headers import AS_TYPED, file_headers
from api.service.file_queries import AlarmMinutes
from api.service.idempotency import Made
from api.service.problems import BUSY, STOPPING, TIMED_OUT
from api.service.questions import NextQuestion
from api.service.responses import Answers, header_answers, problem_answers
from api.service.routers.plans import solved_in_turn
from api.service.sample_bodies import NEXT, SEASON
from api.service.workers import Work
from catalog import Catalog
from optimizer import Season, SeasonRequest, next_week, plan_season, read_season
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.text_limits import MAX_NAME
from optimizer.seasons.next_week import changed_request
from optimizer.solving.options import SolveOptions

router = APIRouter(prefix="/v1/seasons", tags=["seasons"])
_SEASON_TIMES_AS_LARGE = 8

Asks = Annotated[Asking, Depends()]
Format = Annotated[
    str | None,
    Query(
        max_length=MAX_NAME,
        description=f"One of {', '.join(SEASON_FORMATS)}; left out, JSON.",
        openapi_examples={"calendar": {"value": "ics"}},
    ),
]
Deadline = Annotated[
    float | None,
    Header(
        alias="Request-Timeout",
        description="Seconds until the answer has to be there, waiting included; each exact week"
        " has its share of them.",
        gt=0,
        le=LONGEST_TIMEOUT_SECONDS,
    ),
]


def _responses() -> Answers:
    file = {"schema": {"type": "string", "format": "binary"}}
    found: Answers = {
        200: {
            "model": Season,
            "description": "Every week of the season, or a file of them.",
            "headers": header_answers(ANSWER_HEADERS),
            "content": {kind: file for name, kind in MEDIA_TYPES.items() if name != "json"},
        }
    }
    return {**found, **problem_answers((BUSY, STOPPING, TIMED_OUT, *ANSWER_PROBLEMS))}


@router.post("", response_class=Response, responses=_responses())
async def plan_one_season(
    asking: Asks,
    question: Annotated[SeasonRequest, Depends(JsonBody(SeasonRequest, SEASON))],
    format: Format = None,
    alarm_minutes: AlarmMinutes = None,
    _deadline: Deadline = None,
) -> Response:
    """Plan a season to a race: phases, runs, and the next weeks one after the other."""
    return await _answered(asking, "season", (format, alarm_minutes), partial(_planned, question))


@router.post("/next", response_class=Response, responses=_responses())
async def go_on_with_a_season(
    asking: Asks,
    question: Annotated[
        NextQuestion, Depends(JsonBody(NextQuestion, NEXT, _SEASON_TIMES_AS_LARGE))
    ],
    format: Format = None,
    alarm_minutes: AlarmMinutes = None,
    _deadline: Deadline = None,
) -> Response:
    """Go on with a season: a week is done, or something is different."""
    if question.log is None and question.change is None:
        message = "is missing, and so is change; give one of them, or both"
        raise UnusableInput(Problem("log", "", message))
    return await _answered(asking, "next", (format, alarm_minutes), partial(_gone_on, question))


async def _answered(
    asking: Asking,
    operation: str,
    form: tuple[str | None, int | None],
    make: Callable[[Catalog, SolveOptions], Season],
) -> Response:
    """``form``: the name of a format, and the minutes of an alarm."""
    name, alarm_minutes = form
    chosen = season_format_named(name or "json", "format")
    refuse_alarm(MEDIA_TYPES[chosen], alarm_minutes, "alarm_minutes")

    async def planned(_question: str) -> Made:
        work: Work[tuple[str, bytes, str]] = partial(_written, make, chosen, alarm_minutes)
        solved = await solved_in_turn(asking.http, asking.service, operation, work, itemgetter(2))
        file_name, data, _ = solved.answer
        headers = AS_TYPED if chosen == "json" else file_headers(file_name)
        headers = {"Content-Type": MEDIA_TYPES[chosen], **headers}
        return Made(data, headers, is_final=not solved.cut_short)

    return await asking.answer(operation, planned, chosen, alarm_minutes)


def _written(
    make: Callable[[Catalog, SolveOptions], Season],
    form: SeasonFormat,
    alarm_minutes: int | None,
    catalog: Catalog,
    options: SolveOptions,
) -> tuple[str, bytes, str]:
    season = make(catalog, options)
    file = with_alarm(season_file(form, season, catalog), alarm_minutes)
    return file.name, file.data, season.status


def _planned(question: SeasonRequest, catalog: Catalog, options: SolveOptions) -> Season:
    shared = _shared(options, question.exact_weeks)
    return plan_season(question, catalog=catalog, options=shared)


def _gone_on(question: NextQuestion, catalog: Catalog, options: SolveOptions) -> Season:
    season = read_part(read_season, question.season, "season")
    shared = _shared(options, changed_request(season, question.change).exact_weeks)
    return next_week(season, question.log, patch=question.change, catalog=catalog, options=shared)


def _shared(options: SolveOptions, weeks: int) -> SolveOptions:
    """The time of each of so many weeks."""
    if options.wall_seconds is None:
        return options
    return replace(options, wall_seconds=options.wall_seconds / weeks)
