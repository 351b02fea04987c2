"""What surrounds every request: its id, its line in the log, its count, and no bare fault."""

from __future__ import annotations

import asyncio
import re
import time
import uuid

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.service.context import Service
from api.service.logs import Quiet, fault_of
from api.service.problems import INTERNAL_FAULT, OUR_FAULT, ProblemError, response_of

ID_HEADER = "X-Request-ID"
_USABLE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_NO_ROUTE = "none"
_OF_LIMITS = (408, 421, 429, 503)
"""Statuses that a flood makes many of; they are logged once a second."""


class RequestMiddleware:
    """The outermost of our layers: nothing passes it that the service does not want to be seen."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self.app = app
        self.service = service
        self._quiet = Quiet()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _id_of(Headers(scope=scope))
        state = scope.setdefault("state", {})
        state["request_id"] = request_id
        state["headers"] = {}
        state["arrived"] = asyncio.get_running_loop().time()
        status = 0
        began = time.perf_counter()

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers[ID_HEADER] = request_id
                headers.update(state["headers"])
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, answer)
            except Exception as error:  # noqa: BLE001  (the last door: nobody sees a traceback)
                self.service.log.error("fault", **fault_of(error))
                if status == 0:
                    problem = ProblemError(INTERNAL_FAULT, f"{OUR_FAULT} in instance.")
                    await response_of(problem, request_id)(scope, receive, answer)
                else:
                    status = INTERNAL_FAULT.status
            finally:
                self._record(scope, status, time.perf_counter() - began)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        # The template of the route: what stands in a path may be somebody's.
        route = getattr(scope.get("route"), "path", _NO_ROUTE)
        method = scope["method"] if route != _NO_ROUTE else _NO_ROUTE
        self.service.metrics.requests.labels(route, method, str(status)).inc()
        more = {}
        if status in _OF_LIMITS:
            held_back = self._quiet.take_suppressed_count()
            if held_back is None:
                return
            more = {"and_more": held_back} if held_back else {}
        self.service.log.info(
            "request", route=route, method=method, status=status, seconds=round(seconds, 4), **more
        )


def _id_of(headers: Headers) -> str:
    """The id that came with the request, where it is one, so that a log upstream agrees."""
    given = headers.get(ID_HEADER, "")
    return given if _USABLE_ID.fullmatch(given) else uuid.uuid4().hex
