"""The application: its parts, and what surrounds each of them."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from fastapi import APIRouter, Depends, FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.service import plans
from api.service.context import Service, caller_of
from api.service.problems import (
    NOT_FOUND,
    REFUSED,
    WRONG_METHOD,
    Kind,
    ProblemError,
    of_input,
    response_of,
)
from api.service.settings import Settings
from api.service.solving import Solving
from catalog import load_catalog
from optimizer.errors import UnusableInput
from optimizer.planner import SOFTWARE


@dataclass(frozen=True)
class Part:
    """One room of the service.

    ``open``: it asks for no API key.  ``running``: entered when the application starts, left when
    it stops.
    """

    router: APIRouter
    open: bool = False
    running: Callable[[Service], AbstractAsyncContextManager[None]] | None = None


def parts() -> tuple[Part, ...]:
    """All that the service answers, one line a part."""
    return (
        Part(plans.router),
    )  # fmt: skip


def create_app(settings: Settings | None = None) -> FastAPI:
    """An application of its own: its threads, cache, metrics and log belong to no other.

    Raises ``CatalogError`` for own catalog entries that are wrong.
    """
    settings = settings or Settings()
    service = Service(settings, load_catalog(*settings.catalog_folders), Solving(settings.solves))

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.callback(service.solving.close)
            for part in rooms:
                if part.running is not None:
                    await stack.enter_async_context(part.running(service))
            yield

    app = FastAPI(
        title="runstrong",
        version=SOFTWARE,
        summary="The proven best strength week for a runner, around the runs already planned.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        separate_input_output_schemas=False,
    )
    app.state.service = service
    rooms = parts()
    for part in rooms:
        app.include_router(part.router, dependencies=[] if part.open else [Depends(caller_of)])
    app.add_exception_handler(ProblemError, _refusal)
    app.add_exception_handler(UnusableInput, _refusal)
    app.add_exception_handler(HTTPException, _http_refusal)
    return app


def request_id_of(request: Request) -> str:
    if not hasattr(request.state, "request_id"):
        request.state.request_id = uuid.uuid4().hex
    return str(request.state.request_id)


def _refusal(request: Request, error: Exception) -> Response:
    if isinstance(error, UnusableInput):
        error = of_input(error)
    assert isinstance(error, ProblemError)
    return response_of(error, request_id_of(request))


_KINDS: dict[int, tuple[Kind, str]] = {
    404: (NOT_FOUND, "There is nothing at this address."),
    405: (WRONG_METHOD, "The address does not take this method; the Allow header names those."),
}


def _http_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind, detail = _KINDS.get(error.status_code, (REFUSED, "The request cannot be answered."))
    problem = ProblemError(kind, detail, headers=error.headers)
    return response_of(problem, request_id_of(request))
