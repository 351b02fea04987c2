"""Whether it lives, whether it can plan, and its figures: for what watches the service."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel

from api.service.context import Here
from api.service.logs import fault_of
from api.service.metrics import MEDIA_TYPE
from api.service.problems import NOT_READY, STOPPING, ProblemError
from api.service.responses import Answers, answers

router = APIRouter(tags=["operation"])

_SOON = {"Retry-After": "5"}


class Health(BaseModel):
    status: Literal["live", "ready"]


@router.get("/health/live", responses=answers(None))
async def live() -> Health:
    """The process answers."""
    return Health(status="live")


@router.get("/health/ready", responses=answers(None, NOT_READY, STOPPING))
async def ready(service: Here) -> Health:
    """A tiny week was planned just now or a few seconds ago, and the service is not stopping.

    Where it has batches, processes to plan them could be started.
    """
    if service.solving.stopping:
        raise ProblemError(STOPPING, "The service is being stopped.", headers=_SOON)
    if service.batches.jobs is not None and service.batches.jobs.trouble is not None:
        detail = "No process for planning batches could be started; the log says why."
        raise ProblemError(NOT_READY, detail, headers=_SOON)
    if any(limiter.stuck for limiter in service.limiters):
        raise ProblemError(NOT_READY, "Work that has to end does not end.", headers=_SOON)
    if service.batches.storage.stuck:
        raise ProblemError(NOT_READY, "The database does not answer.", headers=_SOON)
    try:
        await service.readiness.check()
    except Exception as error:  # noqa: BLE001  (whatever it is, it cannot plan)
        service.log.error("not_ready", **fault_of(error))
        raise ProblemError(NOT_READY, "A tiny week cannot be planned.", headers=_SOON) from None
    return Health(status="ready")


_TEXT: Answers = {
    200: {
        "description": "The Prometheus text format.",
        "content": {MEDIA_TYPE.partition(";")[0]: {"schema": {"type": "string"}}},
    }
}


@router.get("/metrics", response_class=Response, responses=_TEXT)
async def metrics(service: Here) -> Response:
    """Figures for Prometheus."""
    return Response(service.metrics.text(), media_type=MEDIA_TYPE)
