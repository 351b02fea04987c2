"""Reading what a client sends: by the strict readers, within the limit of size."""

from __future__ import annotations

import asyncio
import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Generic, TypeVar

from fastapi import Request as HttpRequest
from pydantic import BaseModel, JsonValue
from starlette.requests import ClientDisconnect

from api.service.context import Here, client_left, deadline_of, party_of, service_of
from api.service.problems import (
    BODY_TOO_LARGE,
    NOT_JSON_MEDIA,
    SLOW_BODY,
    TOO_MUCH_WORK,
    UNSUPPORTED_ENCODING,
    ProblemError,
)
from api.service.solving import ClientLeft, Solving
from api.service.workers import Overran, Work
from catalog import Catalog
from optimizer.documents.assessment import AssessmentRequest
from optimizer.documents.errors import UnusableInput
from optimizer.documents.file_text import text_of
from optimizer.documents.reading import read_json_object, validated
from optimizer.documents.request import Request
from optimizer.documents.running import RunsRequest
from optimizer.documents.wording import quoted
from optimizer.operations.assess import assessment_request_in
from optimizer.operations.read import request_in
from optimizer.operations.runs import runs_request_in
from optimizer.solving.options import SolveOptions

Model = TypeVar("Model", bound=BaseModel)
Document = TypeVar("Document")
Answer = TypeVar("Answer")

JSON = "application/json"
_LEAST_SECONDS_TO_READ = 1.0
_SLOWEST_BYTES = 500_000
"""A second: what no connection falls short of that sends megabytes."""


async def read_body(request: HttpRequest, most_bytes: int, cure: str = "") -> bytes:
    """The whole body; raises ``ProblemError`` as soon as it is known to be too large, too slow
    or packed.

    A body of so many bytes may take so much longer to arrive.  ``cure``: what else can be done with
    one that is too large, as a sentence.
    """
    _refuse_encoded(request)
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > most_bytes:
        raise _too_large(most_bytes, cure)
    settings = service_of(request).settings
    end: float = request.state.arrived + settings.body_seconds + most_bytes / _SLOWEST_BYTES
    end = min(end, _read_until(request))
    body = bytearray()
    try:
        async with asyncio.timeout_at(end):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most_bytes:
                    raise _too_large(most_bytes, cure)
    except ClientDisconnect:
        raise ClientLeft from None
    except TimeoutError:
        raise ProblemError(
            SLOW_BODY,
            "The body did not arrive in its time; send it at once, or give Request-Timeout more.",
            headers={"Connection": "close"},
        ) from None
    return bytes(body)


async def in_turn(
    http: HttpRequest, limiter: Solving, operation: str, work: Work[Answer]
) -> Answer:
    """Read what came with a request, in a process and within its time.

    Raises what ``work`` raises, ``ClientLeft``, and ``ProblemError`` where it takes too long or
    there is no room.
    """
    service = service_of(http)
    left = _read_until(http) - asyncio.get_running_loop().time()
    try:
        solved = await limiter.run(
            operation,
            partial(service.workers.call, work),
            caller=party_of(http),
            seconds=max(0.0, left),
            left=client_left(http),
            status=_read_status,
        )
    except Overran:
        raise ProblemError(
            TOO_MUCH_WORK,
            "The input takes too long to read, and the attempt was ended; leave something out, or"
            " give Request-Timeout more.",
        ) from None
    return solved.answer


def _read_until(http: HttpRequest) -> float:
    """The deadline; reading is given a moment at least, so that what is wrong can be told."""
    deadline = deadline_of(http)
    if deadline is None:
        return math.inf
    arrived: float = http.state.arrived
    return max(deadline, arrived + _LEAST_SECONDS_TO_READ)


def _read_status(_: object) -> str:
    return "read"


def _too_large(most_bytes: int, cure: str) -> ProblemError:
    detail = f"The body is larger than the {most_bytes:,} bytes that are read."
    return ProblemError(BODY_TOO_LARGE, f"{detail} {cure}".strip())


def _refuse_encoded(request: HttpRequest) -> None:
    """No body is unpacked: one of a few bytes may hold millions."""
    encodings = request.headers.get("content-encoding", "identity").strip().lower()
    if encodings not in ("", "identity"):
        raise ProblemError(
            UNSUPPORTED_ENCODING,
            f"The body comes as Content-Encoding: {quoted(encodings)}; send it as it is, without"
            " that header.",
            headers={"Accept-Encoding": "identity"},
        )


def refuse_other_media(request: HttpRequest, *known: str) -> None:
    """Raise ``ProblemError`` for a body that says it is something else, or does not say.

    What says nothing, or no more than a form does, may be sent by any page that a browser shows.
    """
    declared = request.headers.get("content-type", "")
    media = declared.partition(";")[0].strip().lower()
    if media not in known:
        says = f"says it is {quoted(media)}" if media else "does not say what it is"
        raise ProblemError(
            NOT_JSON_MEDIA,
            f"The body {says}; send it with Content-Type: {' or '.join(known)}.",
        )


class JsonBody(Generic[Model]):
    """A dependency that reads the body as one strict document.

    ``example`` is a body that works; it stands in the OpenAPI document.  ``times_as_large``: of a
    document that holds many others.
    """

    def __init__(self, model: type[Model], example: JsonValue, times_as_large: int = 1) -> None:
        self.model = model
        self.example = example
        self.times_as_large = times_as_large

    async def __call__(self, request: HttpRequest, service: Here) -> Model:
        refuse_other_media(request, JSON)
        body = await read_body(request, self.times_as_large * service.settings.body_bytes)
        read, request.state.digest = await in_turn(
            request, service.reading, "read", partial(_read, self.model, body)
        )
        return read


def digest_of(request: HttpRequest) -> str:
    """Of the JSON body that was read: the same for two that say the same."""
    digest: str = request.state.digest
    return digest


def _read(
    model: type[Model], body: bytes, catalog: Catalog, _options: SolveOptions
) -> tuple[Model, str]:
    read = _document(model, text_of(body), catalog)
    return read, hashlib.sha256(read.model_dump_json().encode()).hexdigest()


def _document(model: type[Model], text: str, catalog: Catalog) -> Model:
    if (reader := _WITH_ALL_FAULTS.get(model)) is not None:
        if model is not Request:
            read_json_object(text)
        found = reader(text, catalog)
        assert isinstance(found, model)
        return found
    read_json_object(text)
    return validated(model, text)


_WITH_ALL_FAULTS: Mapping[type[BaseModel], Callable[[str, Catalog], BaseModel]] = {
    Request: request_in,
    AssessmentRequest: assessment_request_in,
    RunsRequest: runs_request_in,
}
"""Documents of which names and what does not fit are told in one answer with faults of shape."""


def read_part(reader: Callable[[str], Document], part: JsonValue, at: str) -> Document:
    """Read one field of a body by its own reader, whose faults then name the field."""
    try:
        return reader(json.dumps(part))
    except UnusableInput as error:
        raise UnusableInput(
            *(replace(p, field=f"{at}.{p.field}" if p.field else at) for p in error.problems)
        ) from None
