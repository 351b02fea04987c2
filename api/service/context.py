"""What every handler can reach: the one service that its application stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.service.answer_cache import AnswerCache
from api.service.authentication import ApiKeys
from api.service.logs import Log
from api.service.metrics import Metrics
from api.service.problems import NO_KEY, ProblemError
from api.service.readiness import Readiness
from api.service.settings import Settings
from api.service.solving import Solving
from catalog import Catalog

if TYPE_CHECKING:
    from api.jobs.jobs import Jobs

ANYBODY = "anonymous"


@dataclass
class BatchRoom:
    """``jobs``: there while the application runs, where its settings ask for batches."""

    jobs: Jobs | None = None


@dataclass(frozen=True)
class Service:
    """The parts of one application.  ``solving`` is the limiter of solves."""

    settings: Settings
    catalog: Catalog
    solving: Solving
    answers: AnswerCache
    keys: ApiKeys
    metrics: Metrics
    readiness: Readiness
    log: Log
    batches: BatchRoom


def service_of(request: Request) -> Service:
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


Here = Annotated[Service, Depends(service_of)]
"""The type of a handler's parameter that wants the service."""

_bearer = HTTPBearer(auto_error=False, description="An API key, where the service asks for one.")


def caller_of(
    service: Here, bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> str:
    """Who asks: the name of the API key, or ``anonymous`` where the service has no keys."""
    if not service.keys:
        return ANYBODY
    name = None if bearer is None else service.keys.name_of(bearer.credentials)
    if name is None:
        raise ProblemError(
            NO_KEY,
            "The service asks for an API key; send Authorization: Bearer and a key that it knows.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return name


Caller = Annotated[str, Depends(caller_of)]
"""The type of a handler's parameter that wants to know who asks."""
