"""The rows of a roster as requests, so that the page can open an athlete of a club."""

from __future__ import annotations

import json
from functools import partial
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi import Request as HttpRequest
from pydantic import JsonValue

from api.club.entries import Entry
from api.club.roster import Form, read_roster
from api.service.bodies import JSON, in_turn, read_body
from api.service.context import Here
from catalog import Catalog
from optimizer.documents.errors import UnusableInput
from optimizer.documents.reading import read_json
from optimizer.solving.options import SolveOptions

_MOST_ROWS = 10_000
"""As many as a batch has athletes."""

router = APIRouter(prefix="/page", include_in_schema=False)


@router.post("/roster")
async def requests_of(http: HttpRequest, service: Here, form: Annotated[Form, Query()]) -> Response:
    """A JSON array, one member a row in its order: the request, null for a row that is none."""
    jobs = service.settings.jobs
    body = await read_body(http, service.settings.body_bytes if jobs is None else jobs.most_bytes)
    rows = await in_turn(http, service.files, "roster", partial(_rows, body, form))
    return Response(rows, media_type=JSON)


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
