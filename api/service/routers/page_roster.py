"""A roster for the page: its rows as requests, and the files of everyone in it."""

from __future__ import annotations

import json
from functools import partial
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi import Request as HttpRequest
from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from api.club.entries import Entry
from api.club.roster import Form, read_roster
from api.formats.everyone import Everyone
from api.formats.format import ZIP_MEDIA_TYPE, archive
from api.service.bodies import JSON, in_turn, read_body
from api.service.context import Here, Service
from catalog import Catalog
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.reading import read_json
from optimizer.solving.options import SolveOptions

_MOST_ROWS = 10_000
"""As many as a batch has athletes."""

_RESULTS_FOR_A_ROSTER = 8
"""Results are so many times as long as the roster that they answer."""

router = APIRouter(prefix="/page", include_in_schema=False)


@router.post("/roster")
async def requests_of(http: HttpRequest, service: Here, form: Annotated[Form, Query()]) -> Response:
    """A JSON array, one member a row in its order: the request, null for a row that is none."""
    body = await read_body(http, _most_bytes(service))
    rows = await in_turn(http, service.files, "roster", partial(_rows, body, form))
    return Response(rows, media_type=JSON)


def _most_bytes(service: Service) -> int:
    jobs = service.settings.jobs
    return service.settings.body_bytes if jobs is None else jobs.most_bytes


def _rows(body: bytes, form: Form, _catalog: Catalog, _options: SolveOptions) -> bytes:
    return json.dumps(
        [_request(entry) for entry in islice(read_roster(body, form), _MOST_ROWS)]
    ).encode()


def _request(entry: Entry) -> JsonValue:
    if entry.problems:
        return None
    try:
        return read_json(entry.text)
    except UnusableInput:
        return None


class _Club(BaseModel):
    """A roster and the lines that answer it, both as they were sent and came."""

    model_config = ConfigDict(extra="forbid")

    roster: str
    lines: str


@router.post("/club-files")
async def files_of(http: HttpRequest, service: Here, form: Annotated[Form, Query()]) -> Response:
    """One archive: calendar, paper and watch files of every athlete with a plan."""
    body = await read_body(http, _most_bytes(service) * _RESULTS_FOR_A_ROSTER)
    content = await in_turn(http, service.files, "export", partial(_files, body, form))
    return Response(content, media_type=ZIP_MEDIA_TYPE)


def _files(body: bytes, form: Form, catalog: Catalog, _options: SolveOptions) -> bytes:
    try:
        club = _Club.model_validate_json(body)
    except ValidationError:
        message = "has to be an object with the texts of roster and lines"
        raise UnusableInput(Problem("", "", message)) from None
    everyone = Everyone(club.roster.encode(), form, club.lines.encode())
    return archive(everyone.files(catalog))
