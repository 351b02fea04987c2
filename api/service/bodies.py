"""Reading what a client sends: by the strict readers, within the limit of size."""

from __future__ import annotations

from typing import Generic, TypeVar

from fastapi import Request as HttpRequest
from pydantic import BaseModel, JsonValue

from api.service.context import Here
from api.service.problems import BODY_TOO_LARGE, NOT_JSON_MEDIA, ProblemError
from optimizer.reading import read_json_object, read_text, validated

Model = TypeVar("Model", bound=BaseModel)


async def read_body(request: HttpRequest, most_bytes: int) -> bytes:
    """The whole body; raises ``ProblemError`` as soon as it is known to be too large."""
    told = request.headers.get("content-length", "")
    if told.isdecimal() and int(told) > most_bytes:
        raise _too_large(most_bytes)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most_bytes:
            raise _too_large(most_bytes)
    return bytes(body)


def _too_large(most_bytes: int) -> ProblemError:
    return ProblemError(BODY_TOO_LARGE, f"The body is larger than {most_bytes:,} bytes.")


class JsonBody(Generic[Model]):
    """A dependency that reads the body as one strict document.

    ``example`` is a body that works; it stands in the OpenAPI document.
    """

    def __init__(self, model: type[Model], example: JsonValue) -> None:
        self.model = model
        self.example = example

    async def __call__(self, request: HttpRequest, service: Here) -> Model:
        media = request.headers.get("content-type", "application/json")
        if media.partition(";")[0].strip().lower() != "application/json":
            raise ProblemError(
                NOT_JSON_MEDIA, "The body has to be JSON; send Content-Type: application/json."
            )
        text = read_text(await read_body(request, service.settings.body_bytes))
        read_json_object(text)
        return validated(self.model, text)
