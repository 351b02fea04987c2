"""``runstrong explain``: why this, why not that, and what it would cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

import optimizer
from api.command_line.exit_codes import ExitCode
from api.command_line.options import AsJson, AsText, Folders, Limit
from api.command_line.plan_question import Input, PlanQuestion, request_and_plan

if TYPE_CHECKING:
    from rich.console import RenderableType


def explain(
    request: Annotated[str, typer.Argument(metavar="REQUEST.json", help="A request; - reads it.")],
    result: Annotated[str, typer.Argument(metavar="RESULT.json", help="Its result; - reads it.")],
    session: Annotated[
        str | None,
        typer.Option(metavar="ID", help="A session: what every other place for it would cost."),
    ] = None,
    exercise: Annotated[
        str | None,
        typer.Option(metavar="ID", help="An exercise: what the week would lose without it."),
    ] = None,
    why_not: Annotated[
        str | None,
        typer.Option(
            "--why-not",
            metavar="NAME",
            help="An exercise or window that is left out: what a week with it would cost.",
        ),
    ] = None,
    as_json: AsJson = False,
    as_text: AsText = False,
    catalog: Folders = None,
    limit: Limit = None,
) -> int:
    """Explain a plan: why each choice was made, and the price of another."""
    question = PlanQuestion(
        Input("REQUEST.json", "the request", request),
        Input("RESULT.json", "the result", result),
        as_json=as_json,
        as_text=as_text,
        folders=catalog,
        limit_seconds=limit,
    )
    week_request, answer = request_and_plan(request, result)
    found = question.solve(
        week_request,
        lambda known, options, on_progress: optimizer.explain(
            week_request,
            answer,
            session=session,
            exercise=exercise,
            why_not=why_not,
            catalog=known,
            options=options,
            on_progress=on_progress,
        ),
    )

    def view() -> RenderableType:
        from api.command_line.views import Names, explain_view

        return explain_view(found, Names.of(question.catalog))

    question.write(found, view)
    return ExitCode.ANSWERED
