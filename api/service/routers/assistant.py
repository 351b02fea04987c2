"""``/mcp``: assistants, by the streamable HTTP of the Model Context Protocol.

Every call stands for itself, so that any number of them may come at once; the weeks of a caller are
remembered by its key, else by its address.  What the protocol needs is loaded with the first call.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Response
from fastapi import Request as HttpRequest
from starlette.types import Message, Receive, Scope, Send

from api.service.bodies import JSON, in_turn, read_body, refuse_other_media
from api.service.context import Here, Service, party_of
from api.service.logs import fault_of
from api.service.problems import LATE, NOT_FOUND, OUR_FAULT, ProblemError
from api.service.routers.plans import solved_in_turn
from api.service.solving import ClientLeft
from api.service.workers import Overran

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

    from api.assistant.server import Work
    from api.assistant.tools import Heard

_NO_JSON, _NO_MESSAGE = -32700, -32600
"""Codes of JSON-RPC."""

# It is described by its own protocol, which OpenAPI has no words for.
router = APIRouter(include_in_schema=False)


@router.post("/mcp")
async def answer_assistant(http: HttpRequest, service: Here) -> Response:
    """One message of an assistant."""
    if find_spec("mcp") is None:
        raise ProblemError(
            NOT_FOUND,
            "Assistants are not answered here; install runstrong[mcp] beside the service.",
        )
    refuse_other_media(http, JSON)
    body = await read_body(http, service.settings.body_bytes)
    if (refusal := _no_message(body)) is not None:
        return refusal
    return _ByTheProtocol(await _sessions(service), body)


def _no_message(body: bytes) -> Response | None:
    """The protocol's answer to what is no message of it, in our words; None: it is one."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        why = "a number has thousands of digits"
        if isinstance(error, (json.JSONDecodeError, UnicodeDecodeError)):
            why = str(error)
        elif isinstance(error, RecursionError):
            why = "nested too deeply"
        return _refusal(_NO_JSON, f"The body cannot be read as JSON: {why}.")
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        return _refusal(
            _NO_MESSAGE,
            'The body is no message of JSON-RPC 2.0; send one object with "jsonrpc": "2.0",'
            ' "id", "method" and "params".',
        )
    is_answer = "result" in message or "error" in message
    if not isinstance(message.get("method"), str) and not is_answer:
        return _refusal(_NO_MESSAGE, 'The message has no "method"; name one, as "tools/list".')
    return None


def _refusal(code: int, sentence: str) -> Response:
    error = {"code": code, "message": sentence}
    document = {"jsonrpc": "2.0", "id": None, "error": error}
    return Response(json.dumps(document), status_code=400, media_type="application/json")


@asynccontextmanager
async def running(service: Service) -> AsyncIterator[None]:
    """Until the service stops, assistants are answered from their first call on."""
    try:
        yield
    finally:
        service.assistants.ended.set()
        if service.assistants.keeper is not None:
            await service.assistants.keeper


class _ByTheProtocol(Response):
    """An answer that the library of the protocol writes, to a body that has been read."""

    def __init__(self, sessions: StreamableHTTPSessionManager, content: bytes) -> None:
        super().__init__()
        self._sessions = sessions
        self._content = content

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        unread = [self._content]

        async def receive_again() -> Message:
            if unread:
                return {"type": "http.request", "body": unread.pop(), "more_body": False}
            return await receive()

        await self._sessions.handle_request(scope, receive_again, send)


async def _sessions(service: Service) -> StreamableHTTPSessionManager:
    room = service.assistants
    async with room.starting:
        if room.sessions is None:
            ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            keeper = room.keeper = asyncio.create_task(_keep_open(service, ready))
            await asyncio.wait({ready, keeper}, return_when=asyncio.FIRST_COMPLETED)
            if not ready.done():
                # It could not begin; the next call tries again.
                room.keeper = None
                await keeper
    assert room.sessions is not None
    return room.sessions


async def _keep_open(service: Service, ready: asyncio.Future[None]) -> None:
    """One task opens and closes them, as their library asks for."""
    # It takes seconds on a busy machine, in which others have to be answered.
    for module in ("mcp.server.streamable_http_manager", "api.assistant.server"):
        await asyncio.to_thread(import_module, module)
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

    from api.assistant.server import assistant_server

    sessions = StreamableHTTPSessionManager(
        assistant_server(_door(service)),
        json_response=True,
        stateless=True,
        max_request_body_size=service.settings.body_bytes,
    )
    async with sessions.run():
        service.assistants.sessions = sessions
        ready.set_result(None)
        await service.assistants.ended.wait()
        service.assistants.sessions = None


def _door(service: Service) -> Any:
    """What solves takes its turn among the solves of the service, all else among its reads."""
    from api.assistant.server import Door

    async def run(call: Any, operation: str, work: Work[Heard]) -> Heard:
        solved = await solved_in_turn(call.request, service, operation, work, _status)
        return solved.answer

    async def read(call: Any, operation: str, work: Work[Heard]) -> Heard:
        return await in_turn(call.request, service.reading, operation, work)

    def fault(call: Any, error: Exception) -> str:
        if isinstance(error, ProblemError):
            return error.detail
        if isinstance(error, Overran):
            return LATE
        if isinstance(error, ClientLeft):
            return "The client has left."
        service.log.error("fault", **fault_of(error))
        return f"{OUR_FAULT} {call.request.state.request_id}."

    return Door(service.catalog, run, read, lambda call: party_of(call.request), fault)


def _status(_: object) -> str:
    return "answered"
