"""The body map for the page, drawn from the coverage of a plan."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from starlette.concurrency import run_in_threadpool

from api.body_map import Arrangement, body_map, map_numbers
from api.service.bodies import JSON, JsonBody
from api.service.context import Here
from optimizer.documents.result import Document, MuscleCoverage

router = APIRouter(prefix="/page", include_in_schema=False)


class Drawing(Document):
    """What to draw, and how it is arranged."""

    coverage: tuple[MuscleCoverage, ...]
    arrangement: Arrangement = "labelled"


@router.post("/body-map")
async def draw(
    drawing: Annotated[Drawing, Depends(JsonBody(Drawing, {"coverage": []}))], service: Here
) -> Response:
    """The picture as ``svg``, and the ``numbers`` that it shows in place of names."""

    def drawn() -> str:
        svg = body_map(drawing.coverage, service.catalog, arrangement=drawing.arrangement)
        return json.dumps({"svg": svg, "numbers": dict(map_numbers())})

    return Response(await run_in_threadpool(drawn), media_type=JSON)
