"""Reading what a client sends: by the strict readers, within the limit of size."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Generic, TypeVar

from fastapi import Request as HttpRequest
from pydantic import BaseModel, JsonValue
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from api.service.context import Here
from api.service.problems import (
    BODY_TOO_LARGE,
    NOT_JSON_MEDIA,
    UNSUPPORTED_ENCODING,
    ProblemError,
)
from api.service.solving import ClientLeft
from catalog import Catalog
from optimizer.documents.errors import UnusableInput
from optimizer.documents.file_text import text_of
from optimizer.documents.reading import read_json_object, validated
from optimizer.documents.request import Request
from optimizer.documents.wording import quoted
from optimizer.operations.read import request_in

Model = TypeVar("Model", bound=BaseModel)
Document = TypeVar("Document")

JSON = "application/json"


async def read_body(request: HttpRequest, most_bytes: int) -> bytes:
    """The whole body; raises ``ProblemError`` as soon as it is known to be too large or packed."""
    _refuse_encoded(request)
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most_bytes:
        raise _too_large(most_bytes)
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most_bytes:
                raise _too_large(most_bytes)
    except ClientDisconnect:
        raise ClientLeft from None
    return bytes(body)


def _too_large(most_bytes: int) -> ProblemError:
    return ProblemError(
        BODY_TOO_LARGE, f"The body is larger than the {most_bytes:,} bytes that are read."
    )


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
    """Raise ``ProblemError`` for a body that says it is something else; unsaid, it is the first."""
    declared = request.headers.get("content-type") or known[0]
    media = declared.partition(";")[0].strip().lower()
    if media not in known:
        raise ProblemError(
            NOT_JSON_MEDIA,
            f"The body says it is {quoted(media)}; send it as Content-Type: {' or '.join(known)}.",
        )


class JsonBody(Generic[Model]):
    """A dependency that reads the body as one strict document.

    ``example`` is a body that works; it stands in the OpenAPI document.
    """

    def __init__(self, model: type[Model], example: JsonValue) -> None:
        self.model = model
        self.example = example

    async def __call__(self, request: HttpRequest, service: Here) -> Model:
        refuse_other_media(request, JSON)
        body = await read_body(request, service.settings.body_bytes)
        # A body of megabytes would hold up every other request.
        return await run_in_threadpool(self._read, body, service.catalog)

    def _read(self, body: bytes, catalog: Catalog) -> Model:
        text = text_of(body)
        if self.model is Request:
            found = request_in(text, catalog)
            assert isinstance(found, self.model)
            return found
        read_json_object(text)
        return validated(self.model, text)


def read_part(reader: Callable[[str], Document], part: JsonValue, at: str) -> Document:
    """Read one field of a body by its own reader, whose faults then name the field."""
    try:
        return reader(json.dumps(part))
    except UnusableInput as error:
        raise UnusableInput(
            *(replace(p, field=f"{at}.{p.field}" if p.field else at) for p in error.problems)
        ) from None
