"""A roster for the page: its rows as requests, and the files of everyone in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi import Request as HttpRequest
from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from api.club.csv_roster import own_columns
from api.club.entries import Entry
from api.club.roster import Form, read_roster
from api.formats.everyone import Everyone
from api.formats.format import ZIP_MEDIA_TYPE, archive
from api.service.bodies import JSON, in_turn, read_body
from api.service.context import Here, Service
from catalog import Catalog
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.reading import read_json
from optimizer.documents.text_limits import AnyName
from optimizer.solving.options import SolveOptions

_MOST_ROWS = 10_000
"""As many as a batch has athletes."""

_MOST_BYTES_TO_PACK = 20_000_000
"""A roster and its results: they are held whole, and once more while they are packed."""

router = APIRouter(prefix="/page", include_in_schema=False)

Columns = Annotated[list[AnyName] | None, Query(alias="column", max_length=50)]
"""``NAME=FIELD``, as a batch takes them."""


@router.post("/roster")
async def requests_of(
    http: HttpRequest, service: Here, form: Annotated[Form, Query()], columns: Columns = None
) -> Response:
    """A JSON array, one member a row in its order: the request, null for a row that is none."""
    own = own_columns(columns or (), "column")
    body = await read_body(http, _most_bytes(service))
    rows = await in_turn(http, service.files, "roster", partial(_rows, body, form, own))
    return Response(rows, media_type=JSON)


def _most_bytes(service: Service) -> int:
    jobs = service.settings.jobs
    return service.settings.body_bytes if jobs is None else jobs.most_bytes


def _rows(
    body: bytes, form: Form, own: Mapping[str, str], _catalog: Catalog, _options: SolveOptions
) -> bytes:
    entries = islice(read_roster(body, form, own), _MOST_ROWS)
    return json.dumps([_request(entry) for entry in entries]).encode()


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
async def files_of(
    http: HttpRequest, service: Here, form: Annotated[Form, Query()], columns: Columns = None
) -> Response:
    """One archive: calendar, paper and watch files of every athlete with a plan."""
    own = own_columns(columns or (), "column")
    cure = "runstrong export --all packs the files of a larger club."
    body = await read_body(http, _MOST_BYTES_TO_PACK, cure)
    content = await in_turn(http, service.files, "export", partial(_files, body, form, own))
    return Response(content, media_type=ZIP_MEDIA_TYPE)


def _files(
    body: bytes, form: Form, own: Mapping[str, str], catalog: Catalog, _options: SolveOptions
) -> bytes:
    try:
        club = _Club.model_validate_json(body)
    except ValidationError:
        message = "has to be an object with the texts of roster and lines"
        raise UnusableInput(Problem("", "", message)) from None
    everyone = Everyone(club.roster.encode(), form, club.lines.encode(), own)
    return archive(everyone.files(catalog))
