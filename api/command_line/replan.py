"""``runstrong replan``: a week after a change, as near to its plan as the rules allow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

import optimizer
from api.command_line.exit_codes import ExitCode
from api.command_line.option_groups import grouped
from api.command_line.options import MaybeResultFile, RequestOrReplannedFile, SolvedAnswerOptions
from api.command_line.plan_question import (
    Input,
    PlanQuestion,
    request_and_plan,
    request_and_result,
)
from api.command_line.streams import read_as

if TYPE_CHECKING:
    from rich.console import RenderableType


@grouped
def replan(
    request: RequestOrReplannedFile,
    result: MaybeResultFile = None,
    change: Annotated[
        str | None,
        typer.Option(
            "--change",
            metavar="PATCH.json",
            help="What is different in the request now: a list of RFC 6902 operations, or an"
            " object with the changed fields (RFC 7386); - reads it.",
        ),
    ] = None,
    missed: Annotated[
        list[str] | None,
        typer.Option(
            "--missed", metavar="ID", help="A session that was not done; may be given repeatedly."
        ),
    ] = None,
    done: Annotated[
        list[str] | None,
        typer.Option(
            "--done", metavar="ID", help="A session that was done; may be given repeatedly."
        ),
    ] = None,
    now: Annotated[
        str | None,
        typer.Option(
            "--now",
            metavar="TIME",
            help="Such as 'Wed 12:00': sessions before it are done unless missed, and nothing new"
            " starts before it.",
        ),
    ] = None,
    *,
    options: SolvedAnswerOptions,
) -> int:
    """Plan a week again after a change, with the fewest changes to its plan."""
    question = PlanQuestion(
        *request_and_result(request, result),
        Input("--change", "the change", change),
        options=options,
    )
    from optimizer.documents.patch import read_patch

    week_request, answer = request_and_plan(request, result)
    patch = None if change is None else read_as(read_patch, change)
    again = question.solve(
        week_request,
        lambda known, solving, on_progress: optimizer.replan(
            week_request,
            answer,
            patch=patch,
            missed=missed or (),
            done=done or (),
            now=now,
            catalog=known,
            options=solving,
            on_progress=on_progress,
        ),
    )

    def view() -> RenderableType:
        from api.command_line.views import Names, replanned_view

        return replanned_view(again, Names.of(question.catalog))

    question.write(again, view)
    return ExitCode.NO_PLAN if again.result.plan is None else ExitCode.ANSWERED
