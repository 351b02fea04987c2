"""What every handler can reach: the one service that its application stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from api.service.settings import Settings
from api.service.solving import Solving
from catalog import Catalog


@dataclass(frozen=True)
class Service:
    """The parts of one application.  ``solving`` is the limiter of solves."""

    settings: Settings
    catalog: Catalog
    solving: Solving


def service_of(request: Request) -> Service:
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


Here = Annotated[Service, Depends(service_of)]
"""The type of a handler's parameter that wants the service."""


def caller_of(_service: Here) -> str:
    """Who asks: the name of the API key, or ``anonymous`` where the service has no keys."""
    return "anonymous"


Caller = Annotated[str, Depends(caller_of)]
"""The type of a handler's parameter that wants to know who asks."""
