"""``/v1/calendars/read``: the runs and the busy times of calendar files, as a request has them.

Files come in the body; no address is ever fetched.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from api.calendars.documents import CalendarOptions, CalendarReading
from api.calendars.reading import Upload, with_calendars
from api.service.answering import ANSWER_HEADERS, ANSWER_PROBLEMS, Asking
from api.service.bodies import JsonBody
from api.service.problems import BUSY, SLOW_BODY, STOPPING
from api.service.responses import answers
from api.service.sample_bodies import CALENDARS
from api.service.settings import BODY_BYTES
from catalog import Catalog
from optimizer.documents.request import Name, Request
from optimizer.documents.result import Document
from optimizer.solving.options import SolveOptions

router = APIRouter(prefix="/v1/calendars", tags=["calendars"])

_MOST_FILES = 10


class CalendarText(Document):
    """One iCalendar file."""

    name: Name
    """What to call it in answers, as in ``runs.ics``."""
    text: Annotated[str, Field(max_length=BODY_BYTES)]
    """All of it, beginning with BEGIN:VCALENDAR."""


class CalendarsQuestion(Document):
    """The week they are for, and how they are to be read."""

    request: Request
    runs: Annotated[tuple[CalendarText, ...], Field(max_length=_MOST_FILES)] = ()
    """Calendars of planned runs."""
    busy: Annotated[tuple[CalendarText, ...], Field(max_length=_MOST_FILES)] = ()
    """Calendars whose times are taken from the windows."""
    options: CalendarOptions = CalendarOptions()


@router.post(
    "/read",
    responses=answers(
        CalendarReading, BUSY, STOPPING, SLOW_BODY, *ANSWER_PROBLEMS, headers=ANSWER_HEADERS
    ),
)
async def read_calendars(
    question: Annotated[CalendarsQuestion, Depends(JsonBody(CalendarsQuestion, CALENDARS))],
    asking: Annotated[Asking, Depends()],
) -> Response:
    """Read calendars: the request with what they add, and what each event was taken for.

    What is not recognised is listed with the reason, and `options` overrule how it is read.
    """
    return await asking.read_once("calendars", asking.service.files, partial(_read, question))


def _read(question: CalendarsQuestion, _catalog: Catalog, _options: SolveOptions) -> bytes:
    read = with_calendars(
        question.request,
        runs=[_file(one) for one in question.runs],
        busy=[_file(one) for one in question.busy],
        options=question.options,
    )
    return read.model_dump_json().encode()


def _file(one: CalendarText) -> Upload:
    return Upload(one.name, one.text.encode("utf-8", errors="replace"))
