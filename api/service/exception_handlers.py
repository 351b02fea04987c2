"""Whatever is raised on the way of a request, as a problem document."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.service.problems import (
    LATE,
    NOT_FOUND,
    REFUSED,
    TIMED_OUT,
    WRONG_METHOD,
    Kind,
    ProblemError,
    of_input,
    response_of,
)
from api.service.solving import ClientLeft
from api.service.workers import Overran
from optimizer.documents.errors import MAX_PROBLEMS, Problem, UnusableInput
from optimizer.documents.reading import sentence_of, value_of
from optimizer.documents.wording import nearest

_CLIENT_LEFT = 499
"""Nobody reads it; in the log it tells those requests apart."""

_KINDS: dict[int, tuple[Kind, str]] = {
    404: (NOT_FOUND, "There is nothing at this address."),
    405: (WRONG_METHOD, "The address does not take this method; the Allow header names those."),
}


def add_exception_handlers(app: FastAPI) -> None:
    app.add_exception_handler(ProblemError, _problem_response)
    app.add_exception_handler(UnusableInput, _problem_response)
    app.add_exception_handler(RequestValidationError, _problem_response)
    app.add_exception_handler(HTTPException, _problem_response)
    app.add_exception_handler(Overran, _problem_response)
    app.add_exception_handler(ClientLeft, _client_left)


async def _problem_response(request: Request, error: Exception) -> Response:
    if isinstance(error, RequestValidationError):
        error = of_input(UnusableInput(*_problems(request, error)))
    elif isinstance(error, UnusableInput):
        error = of_input(error)
    elif isinstance(error, Overran):
        error = ProblemError(
            TIMED_OUT,
            LATE,
            headers={"Retry-After": "1"},
        )
    elif isinstance(error, HTTPException):
        kind, detail = _KINDS.get(error.status_code, (REFUSED, "The request cannot be answered."))
        headers = dict(error.headers or {})
        if kind is WRONG_METHOD:
            headers["Allow"] = _methods(request) or headers.get("Allow", "")
        error = ProblemError(kind, detail, headers=headers)
    assert isinstance(error, ProblemError)
    return response_of(error, request.state.request_id)


def _methods(request: Request) -> str:
    """All that the address takes; the framework names those of the first of its routes."""
    route = request.scope.get("route")
    paths = request.app.openapi()["paths"]
    known = paths.get(route.path_format, {}) if isinstance(route, APIRoute) else {}
    return ", ".join(sorted(method.upper() for method in known))


async def _client_left(_request: Request, _error: Exception) -> Response:
    return Response(status_code=_CLIENT_LEFT)


def _problems(request: Request, error: RequestValidationError) -> Iterator[Problem]:
    """What is wrong with the parameters of an address or with its headers."""
    for index, detail in enumerate(error.errors()):
        name = ".".join(str(part) for part in detail["loc"][1:])
        if index >= MAX_PROBLEMS:
            # Only counted: nobody is told of it.
            yield Problem(name, "", "is refused too")
        elif detail["type"] == "extra_forbidden":
            yield Problem(name, "", f"is no parameter{nearest(name, _parameters(request))}")
        else:
            yield Problem(name, value_of(detail), sentence_of(detail))


def _parameters(request: Request) -> Iterator[str]:
    route = request.scope.get("route")
    if not isinstance(route, APIRoute):
        return
    for one in route.dependant.query_params:
        model = one.field_info.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            yield from model.model_fields
        else:
            yield one.alias
