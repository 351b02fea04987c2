"""``/v1/calendars/read``: the runs and the busy times of calendar files, as a request has them.

Files come in the body; no address is ever fetched.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from api.calendars.documents import CalendarOptions, CalendarReading
from api.calendars.reading import Upload, with_calendars
from api.service.bodies import JSON, JsonBody
from api.service.responses import answers
from api.service.sample_bodies import CALENDARS
from optimizer.documents.request import Name, Request
from optimizer.documents.result import Document

router = APIRouter(prefix="/v1/calendars", tags=["calendars"])

_MOST_FILES = 10


class CalendarText(Document):
    """One iCalendar file."""

    name: Name
    """What to call it in answers, as in ``runs.ics``."""
    text: str
    """All of it, beginning with BEGIN:VCALENDAR."""


class CalendarsQuestion(Document):
    """The week they are for, and how they are to be read."""

    request: Request
    runs: Annotated[tuple[CalendarText, ...], Field(max_length=_MOST_FILES)] = ()
    """Calendars of planned runs."""
    busy: Annotated[tuple[CalendarText, ...], Field(max_length=_MOST_FILES)] = ()
    """Calendars whose times are taken from the windows."""
    options: CalendarOptions = CalendarOptions()


@router.post("/read", responses=answers(CalendarReading))
async def read_calendars(
    question: Annotated[CalendarsQuestion, Depends(JsonBody(CalendarsQuestion, CALENDARS))],
) -> Response:
    """Read calendars: the request with what they add, and what each event was taken for.

    What is not recognised is listed with the reason, and `options` overrule how it is read.
    """

    def reading() -> str:
        return with_calendars(
            question.request,
            runs=[_file(one) for one in question.runs],
            busy=[_file(one) for one in question.busy],
            options=question.options,
        ).model_dump_json()

    return Response(await run_in_threadpool(reading), media_type=JSON)


def _file(one: CalendarText) -> Upload:
    return Upload(one.name, one.text.encode("utf-8", errors="replace"))
