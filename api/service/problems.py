"""Every no of the service: RFC 9457 problem documents with stable codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from api.service.pointers import over_http
from optimizer.documents.errors import Problem, UnusableInput

MEDIA_TYPE = "application/problem+json"
MOST_BYTES = 19_000
"""Of one problem document."""
_LONGEST_FIELD = 300
_LONGEST_MESSAGE = 1_000


class Fault(BaseModel):
    """One thing that is wrong with the input."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str
    """Where it stands, as in ``runs[0].minutes``; empty for the whole document."""
    value: str
    """What stands there; empty where that tells nothing."""
    message: str
    """What is wrong with it and a likely cure; reads on from field and value."""
    where_to_look: str = ""
    """The address or option of this service that helps on, with which ``message`` ends after a
    semicolon; empty where there is none."""


class ProblemDocument(BaseModel):
    """Why there is no answer (RFC 9457).  ``code`` is stable; sentences may be reworded."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_serialization_defaults_required=True
    )

    type: str = "about:blank"
    title: str
    """The name of the HTTP status."""
    status: int
    code: str
    detail: str
    instance: str
    """``urn:request:`` and the id of the request, under which the log has it."""
    problems: tuple[Fault, ...] = ()
    """All faults that were found in the input, in reading order."""


@dataclass(frozen=True)
class Kind:
    """One kind of no.  ``code`` never changes once published."""

    code: str
    status: int
    about: str
    """When it is answered, for the documentation."""


UNUSABLE_INPUT = Kind("unusable_input", 422, "The input cannot be used; `problems` says why.")
NOT_JSON_MEDIA = Kind("unsupported_media_type", 415, "The body is no `application/json`.")
UNSUPPORTED_ENCODING = Kind(
    "unsupported_content_encoding", 415, "The body is packed; it is read only as it is."
)
BODY_TOO_LARGE = Kind("body_too_large", 413, "The body has more bytes than are read.")
NO_KEY = Kind("key_required", 401, "The service asks for an API key; none or a wrong one came.")
FOREIGN_HOST = Kind(
    "foreign_host", 421, "A service without keys goes by loopback names, or those it was given."
)
FOREIGN_ORIGIN = Kind(
    "foreign_origin", 403, "A service without keys refuses what other sites' pages ask."
)
TOO_MANY_REQUESTS = Kind(
    "too_many_requests", 429, "The caller asks more often than it may; `RateLimit` says how often."
)
SLOW_HEAD = Kind("slow_head", 408, "The head of the request did not arrive in its time.")
NOT_FOUND = Kind("not_found", 404, "There is nothing at this address.")
WRONG_METHOD = Kind("method_not_allowed", 405, "The address does not take this method.")
NOT_ACCEPTABLE = Kind("not_acceptable", 406, "Accept names no media type that a plan comes in.")
UNCHANGED = Kind("unchanged", 412, "The answer is still the one whose `ETag` was sent along.")
KEY_REUSED = Kind("idempotency_key_reused", 409, "The key came before, with another question.")
NO_PLAN = Kind("no_plan", 409, "There is no plan to write in that format; the result says why.")
BUSY = Kind("busy", 503, "As many solves run and wait as may; `Retry-After` says when to ask.")
TIMED_OUT = Kind("timed_out", 503, "The answer was not there in its time, and the work was ended.")
TOO_MUCH_WORK = Kind(
    "too_much_work", 422, "To read the input takes longer than any honest input does."
)
SLOW_BODY = Kind("slow_body", 408, "The body did not arrive in its time.")
STOPPING = Kind("stopping", 503, "The service is being stopped; `Retry-After` says when to ask.")
NOT_READY = Kind("not_ready", 503, "The service cannot plan at the moment.")
INTERNAL_FAULT = Kind("internal_fault", 500, "A fault of the service; the log has the details.")
REFUSED = Kind("refused", 400, "The request cannot be answered as it was made.")

LATE = (
    "The answer was not there in its time, and the work was ended; ask for less, or give"
    " Request-Timeout more."
)
OUR_FAULT = "This is a fault of the service, not of your input; please report it with the id"
"""Followed by the id, or by where it is."""


class ProblemError(Exception):
    """Raised by a handler to answer with a problem document."""

    def __init__(
        self,
        kind: Kind,
        detail: str,
        *,
        problems: Iterable[Problem] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.problems = tuple(problems)
        self.headers = dict(headers or {})

    def __reduce__(self) -> tuple[Any, ...]:
        """So that it comes whole out of another process."""
        return partial(ProblemError, problems=self.problems, headers=self.headers), (
            self.kind,
            self.detail,
        )


def of_input(error: UnusableInput) -> ProblemError:
    """The same no for the web."""
    count = len(error.problems)
    detail = "The input cannot be used" + (f" for {count} reasons." if count > 1 else ".")
    return ProblemError(UNUSABLE_INPUT, detail, problems=error.problems)


def response_of(error: ProblemError, request_id: str) -> Response:
    """The answer, whose faults are cut to what anybody reads."""
    faults = [
        Fault(
            field=_cut(one.field, _LONGEST_FIELD),
            value=_cut(one.value, _LONGEST_FIELD),
            message=_cut(one.said(over_http).message, _LONGEST_MESSAGE),
            where_to_look="" if one.pointer is None else over_http(one.pointer),
        )
        for one in error.problems
    ]
    document = ProblemDocument(
        title=HTTPStatus(error.kind.status).phrase,
        status=error.kind.status,
        code=error.kind.code,
        detail=_cut(error.detail, _LONGEST_MESSAGE),
        instance=f"urn:request:{request_id}",
        problems=tuple(faults),
    )
    body = document.model_dump_json()
    while len(body.encode()) > MOST_BYTES and faults:
        # Signs of several bytes each; the first faults say most.
        faults.pop()
        body = document.model_copy(update={"problems": tuple(faults)}).model_dump_json()
    return Response(
        body,
        status_code=error.kind.status,
        media_type=MEDIA_TYPE,
        headers=error.headers,
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
