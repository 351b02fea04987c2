"""The body map for the page, drawn from the coverage of a plan."""

from __future__ import annotations

import json
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi import Request as HttpRequest
from pydantic import Field

from api.body_map import Arrangement, body_map, map_numbers
from api.service.bodies import JSON, JsonBody, in_turn
from api.service.context import Here
from catalog import Catalog
from optimizer.documents.result import MAX_ENTRIES, Document, MuscleCoverage
from optimizer.solving.options import SolveOptions

router = APIRouter(prefix="/page", include_in_schema=False)


class Drawing(Document):
    """What to draw, and how it is arranged."""

    coverage: Annotated[tuple[MuscleCoverage, ...], Field(max_length=MAX_ENTRIES)]
    arrangement: Arrangement = "labelled"


@router.post("/body-map")
async def draw(
    http: HttpRequest,
    drawing: Annotated[Drawing, Depends(JsonBody(Drawing, {"coverage": []}))],
    service: Here,
) -> Response:
    """The picture as ``svg``, and the ``numbers`` that it shows in place of names."""
    drawn = await in_turn(http, service.files, "drawing", partial(_drawn, drawing))
    return Response(drawn, media_type=JSON)


def _drawn(drawing: Drawing, catalog: Catalog, _options: SolveOptions) -> bytes:
    svg = body_map(drawing.coverage, catalog, arrangement=drawing.arrangement)
    return json.dumps({"svg": svg, "numbers": dict(map_numbers())}).encode()
