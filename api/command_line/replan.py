"""``runstrong replan``: a week after a change, as near to its plan as the rules allow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

import optimizer
from api.command_line.exit_codes import ExitCode
from api.command_line.options import AsJson, AsText, Folders, Limit
from api.command_line.plan_question import Input, PlanQuestion, request_and_plan
from api.command_line.streams import read_as

if TYPE_CHECKING:
    from rich.console import RenderableType


def replan(
    request: Annotated[
        str,
        typer.Argument(
            metavar="REQUEST.json",
            help="A request; - reads it. Without RESULT.json, an answer of replan, which holds"
            " both.",
        ),
    ],
    result: Annotated[
        str | None,
        typer.Argument(metavar="RESULT.json", help="Its result; - reads it.", show_default=False),
    ] = None,
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
    as_json: AsJson = False,
    as_text: AsText = False,
    catalog: Folders = None,
    limit: Limit = None,
) -> int:
    """Plan a week again after a change, with the fewest changes to its plan."""
    question = PlanQuestion(
        Input("REQUEST.json", "the request", request),
        Input("RESULT.json", "the result", result),
        Input("--change", "the change", change),
        as_json=as_json,
        as_text=as_text,
        folders=catalog,
        limit_seconds=limit,
    )
    from optimizer.documents.patch import read_patch

    week_request, answer = request_and_plan(request, result)
    patch = None if change is None else read_as(read_patch, change)
    again = question.solve(
        week_request,
        lambda known, options, on_progress: optimizer.replan(
            week_request,
            answer,
            patch=patch,
            missed=missed or (),
            done=done or (),
            now=now,
            catalog=known,
            options=options,
            on_progress=on_progress,
        ),
    )

    def view() -> RenderableType:
        from api.command_line.views import Names, replanned_view

        return replanned_view(again, Names.of(question.catalog))

    question.write(again, view)
    return ExitCode.NO_PLAN if again.result.plan is None else ExitCode.ANSWERED
