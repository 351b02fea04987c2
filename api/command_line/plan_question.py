"""What all commands that ask something about a plan do alike: read, solve, write."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from api.command_line.options import AnswerOptions, SolvedAnswerOptions, solve_options
from api.command_line.streams import STANDARD_INPUT, form, read_as, show, write_line
from api.command_line.waiting import with_progress
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.solving.options import SolveOptions
from optimizer.solving.progress import OnProgress

if TYPE_CHECKING:
    from pydantic import BaseModel
    from rich.console import RenderableType

    from catalog import Catalog
    from optimizer.documents.request import Request
    from optimizer.documents.result import Result

Answer = TypeVar("Answer")

Solve = Callable[["Catalog", "SolveOptions", "OnProgress"], Answer]
"""An operation of the optimizer with everything but how it is to be run."""


class Input(NamedTuple):
    """A document to read: its argument, what it holds in words, and the file, ``-`` or None."""

    argument: str
    words: str
    name: str | None


class PlanQuestion:
    """The options that such commands share, refused before anything is read.

    Raises ``UnusableInput`` where the options contradict each other, or where two of ``inputs`` are
    to come from standard input.
    """

    def __init__(self, *inputs: Input, options: AnswerOptions) -> None:
        self._form = form(options.as_json, options.as_text)
        refuse_same_input(*inputs)
        limit_seconds = options.limit if isinstance(options, SolvedAnswerOptions) else None
        # Without a limit there is nothing to refuse, and no solver to load for it.
        self._options = None if limit_seconds is None else solve_options(limit_seconds)
        self._folders = options.catalog or ()

    @cached_property
    def catalog(self) -> Catalog:
        from catalog import load_catalog

        return load_catalog(*self._folders)

    def solve(self, request: Request, operation: Solve[Answer]) -> Answer:
        """Run ``operation`` within the limit; a long one shows its progress on a terminal."""
        return solved(request, self.catalog, self._options or solve_options(None), operation)

    def write(self, answer: BaseModel, view: Callable[[], RenderableType]) -> None:
        """The answer as JSON or, for a person, as ``view`` shows it."""
        if self._form == "json":
            write_line(answer.model_dump_json())
        else:
            show(view())


def solved(
    request: Request, catalog: Catalog, options: SolveOptions, operation: Solve[Answer]
) -> Answer:
    return with_progress(
        request.athlete.id, lambda on_progress: operation(catalog, options, on_progress)
    )


def request_and_result(request: str, result: str | None) -> tuple[Input, Input]:
    """The two arguments that most questions have."""
    return (
        Input("REQUEST.json", "the request", request),
        Input("RESULT.json", "the result", result),
    )


def refuse_same_input(*inputs: Input) -> None:
    """Standard input holds one document; raises ``UnusableInput`` where two are to come from it."""
    from_standard_input = [one for one in inputs if one.name == STANDARD_INPUT]
    if len(from_standard_input) > 1:
        first, second, *_ = from_standard_input
        raise UnusableInput(
            Problem(second.argument, "'-'", f"is {first.words} already; name a file")
        )


def request_and_plan(request: str, result: str | None) -> tuple[Request, Result]:
    """The two documents; with ``result`` None, those that an answer of replan holds.

    Raises ``UnusableInput``.
    """
    from optimizer.documents.reading import read_replanned, read_result
    from optimizer.operations.read import read_request

    if result is None:
        both = read_as(read_replanned, request)
        return both.request, both.result
    return read_as(read_request, request), read_as(read_result, result)
