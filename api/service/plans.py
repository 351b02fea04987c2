"""``/v1/plans``: one athlete's week."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.service.bodies import JsonBody
from api.service.context import Here
from optimizer import plan
from optimizer.request import Request

router = APIRouter(prefix="/v1/plans", tags=["plans"])


@router.post("", response_class=Response)
async def plan_week(
    asked: Annotated[Request, Depends(JsonBody(Request, {}))], service: Here
) -> Response:
    """Plan the best strength week for one athlete."""
    answer = await service.solving.run(
        lambda options: plan(asked, catalog=service.catalog, options=options)
    )
    return Response(answer.model_dump_json(), media_type="application/json")
