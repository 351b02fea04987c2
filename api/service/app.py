"""The application: its parts, and what surrounds each of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from typing import TextIO

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute
from starlette.middleware.cors import CORSMiddleware

from api.service.answer_cache import AnswerCache
from api.service.authentication import ApiKey, ApiKeys, read_api_keys
from api.service.context import AssistantRoom, BatchRoom, Service, caller_of
from api.service.exception_handlers import add_exception_handlers
from api.service.idempotency import Once
from api.service.logs import Log, log_to
from api.service.metrics import Metrics
from api.service.middleware import ID_HEADER, RequestMiddleware
from api.service.openapi import document_of
from api.service.origins import OriginMiddleware
from api.service.rates import Rates, parsed_rate
from api.service.readiness import Readiness
from api.service.routers import (
    assessments,
    assistant,
    batches,
    calendars,
    catalog,
    docs,
    examples,
    exports,
    health,
    page,
    page_drawing,
    page_roster,
    plans,
    runs,
    seasons,
    training_logs,
)
from api.service.settings import Settings
from api.service.solving import Room, Solving
from api.service.workers import Workers
from catalog import load_catalog
from optimizer.documents.versions import SOFTWARE

_GUESSED_SOLVE_SECONDS = 0.5
_GUESSED_READ_SECONDS = 0.02


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
        Part(training_logs.router),
        Part(assessments.router),
        Part(runs.router),
        Part(seasons.router),
        Part(batches.router, running=batches.running),
        Part(assistant.router, running=assistant.running),
        Part(catalog.router),
        Part(examples.router),
        Part(health.router, open=True),
        Part(page_drawing.router),
        Part(page_roster.router),
        Part(docs.router, open=True),
        Part(page.router, open=True),
    )


def create_app(settings: Settings | None = None, *, log: TextIO | None = None) -> FastAPI:
    """An application of its own: its threads, cache, metrics and log belong to no other.

    ``log``: where its lines go, None: standard error.  Raises ``CatalogError`` for own catalog
    entries that are wrong.
    """
    settings = settings or Settings()
    service = _service(settings, log_to(log))
    rooms = parts()

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            # What is left when all is over; from the last to the first.
            stack.callback(service.workers.close)
            for limiter in service.limiters:
                stack.callback(limiter.close)
            await asyncio.to_thread(service.workers.warm_up)
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
    # The last one is the outermost.
    if settings.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=[*settings.origins],
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["*"],
            expose_headers=["*", ID_HEADER, "Location", "Retry-After", "RateLimit"],
        )
    app.add_middleware(OriginMiddleware, service=service)
    app.add_middleware(RequestMiddleware, service=service)
    _document(app, rooms)
    return app


def _service(settings: Settings, log: Log) -> Service:
    catalog = load_catalog(*settings.catalog_folders)
    metrics = Metrics()
    workers = Workers(settings.catalog_folders, catalog.version)
    solves = Room(
        "solves",
        settings.solves,
        settings.waiting,
        settings.solve_seconds,
        _GUESSED_SOLVE_SECONDS,
        shown=True,
    )
    reads = Room(
        "reads", settings.reads, settings.waiting, settings.read_seconds, _GUESSED_READ_SECONDS
    )
    return Service(
        settings=settings,
        catalog=catalog,
        solving=Solving(settings, metrics, solves),
        reading=Solving(settings, metrics, reads),
        files=Solving(settings, metrics, replace(reads, name="files")),
        workers=workers,
        answers=AnswerCache(settings.cache_bytes),
        once=Once(settings.cache_bytes),
        keys=_keys(settings, log),
        rates=Rates(),
        rate=None if settings.rate is None else parsed_rate(settings.rate),
        metrics=metrics,
        readiness=Readiness(workers, settings.ready_seconds),
        log=log,
        batches=BatchRoom(),
        assistants=AssistantRoom(),
    )


def _keys(settings: Settings, log: Log) -> ApiKeys:
    if settings.key_file is None:
        return ApiKeys(ApiKey(name, bytes.fromhex(one)) for name, one in settings.key_hashes)
    return ApiKeys(
        read_api_keys(settings.key_file),
        settings.key_file,
        lambda error: log.error("keys_not_renewed", problems=len(error.problems)),
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
