"""The application without a network: its own event loop in a thread, asked from the test's."""

from __future__ import annotations

import asyncio
import io
import json
import threading
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, TypeVar

import httpx

from api.service.app import create_app
from api.service.context import Service
from api.service.settings import Settings

Answer = TypeVar("Answer")

_PATIENCE_SECONDS = 120


class Client:
    """``log`` holds the lines that the application wrote."""

    def __init__(self, settings: Settings) -> None:
        self.written = io.StringIO()
        self.app = create_app(settings, log=self.written)
        self.service: Service = self.app.state.service
        self._loop = asyncio.new_event_loop()

    @property
    def log(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.written.getvalue().splitlines()]

    def later(self, work: Coroutine[Any, Any, Answer]) -> Future[Answer]:
        """Run ``work`` on the application's loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def send(self, method: str, path: str, **rest: Any) -> Future[httpx.Response]:
        """A request that is not waited for."""
        return self.later(self._send(method, path, **rest))

    def get(self, path: str, **rest: Any) -> httpx.Response:
        return self.send("GET", path, **rest).result(_PATIENCE_SECONDS)

    def post(self, path: str, body: object = None, **rest: Any) -> httpx.Response:
        """``body``: sent as JSON, bytes as they are."""
        sent = content(body)
        headers = {**sent.pop("headers", {}), **rest.pop("headers", {})}
        answer = self.send("POST", path, headers=headers, **sent, **rest)
        return answer.result(_PATIENCE_SECONDS)

    def metric(self, name: str, labels: Mapping[str, str] | None = None) -> float:
        """A figure as Prometheus would have it; 0 where nothing was counted."""
        return self.service.metrics.registry.get_sample_value(name, dict(labels or {})) or 0.0

    async def _send(self, method: str, path: str, **rest: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.request(method, path, **rest)

    async def _live(self, up: threading.Event, down: asyncio.Event) -> None:
        async with self.app.router.lifespan_context(self.app):
            up.set()
            await down.wait()

    @contextmanager
    def running(self) -> Iterator[Client]:
        thread = threading.Thread(target=self._loop.run_forever)
        thread.start()
        up, down = threading.Event(), asyncio.Event()
        life = self.later(self._live(up, down))
        try:
            assert up.wait(_PATIENCE_SECONDS)
            yield self
        finally:
            self._loop.call_soon_threadsafe(down.set)
            life.result(_PATIENCE_SECONDS)
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join()
            self._loop.close()


def content(body: object) -> dict[str, Any]:
    if body is None:
        return {}
    if isinstance(body, bytes):
        return {"content": body, "headers": {"Content-Type": "application/json"}}
    return {"json": body}


@contextmanager
def serving(**settings: Any) -> Iterator[Client]:
    """A running application with these settings; two solves at once unless told."""
    with Client(Settings(**{"solves": 2, **settings})).running() as client:
        yield client


def problem(answer: httpx.Response) -> dict[str, Any]:
    """The problem document of a no, after its form is checked."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    document: dict[str, Any] = answer.json()
    assert document["status"] == answer.status_code
    assert document["instance"] == f"urn:request:{answer.headers['X-Request-ID']}"
    return document
