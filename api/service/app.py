"""The application: its parts, and what surrounds each of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TextIO

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute

from api.service.answer_cache import AnswerCache
from api.service.authentication import ApiKeys
from api.service.context import BatchRoom, Service, caller_of
from api.service.exception_handlers import add_exception_handlers
from api.service.logs import log_to
from api.service.metrics import Metrics
from api.service.middleware import RequestMiddleware
from api.service.openapi import document_of
from api.service.readiness import Readiness
from api.service.routers import (
    batches,
    calendars,
    catalog,
    examples,
    exports,
    health,
    page,
    page_drawing,
    page_roster,
    plans,
)
from api.service.settings import Settings
from api.service.solving import Solving
from catalog import load_catalog
from optimizer.documents.versions import SOFTWARE


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
        Part(exports.router),
        Part(calendars.router),
        Part(batches.router, running=batches.running),
        Part(catalog.router),
        Part(examples.router),
        Part(health.router, open=True),
        Part(page_drawing.router),
        Part(page_roster.router),
        Part(page.router, open=True),
    )


def create_app(settings: Settings | None = None, *, log: TextIO | None = None) -> FastAPI:
    """An application of its own: its threads, cache, metrics and log belong to no other.

    ``log``: where its lines go, None: standard error.  Raises ``CatalogError`` for own catalog
    entries that are wrong.
    """
    settings = settings or Settings()
    service = _service(settings, log)
    rooms = parts()

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.callback(service.solving.close)
            watch = asyncio.create_task(service.metrics.watch_the_loop())
            stack.callback(watch.cancel)
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
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.service = service
    for part in rooms:
        app.include_router(part.router, dependencies=[] if part.open else [Depends(caller_of)])
    add_exception_handlers(app)
    app.add_middleware(RequestMiddleware, service=service)
    _document(app, rooms)
    return app


def _service(settings: Settings, log: TextIO | None) -> Service:
    catalog = load_catalog(*settings.catalog_folders)
    metrics = Metrics()
    return Service(
        settings=settings,
        catalog=catalog,
        solving=Solving(settings, metrics),
        answers=AnswerCache(settings.cache_bytes),
        keys=ApiKeys(settings.key_hashes),
        metrics=metrics,
        readiness=Readiness(catalog, settings.ready_seconds),
        log=log_to(log),
        batches=BatchRoom(),
    )


def _document(app: FastAPI, rooms: tuple[Part, ...]) -> None:
    def routes() -> Iterator[tuple[APIRoute, bool]]:
        for part in rooms:
            for route in part.router.routes:
                if isinstance(route, APIRoute):
                    yield route, part.open

    def openapi() -> dict[str, object]:
        if app.openapi_schema is None:
            app.openapi_schema = document_of(app, routes())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]
