"""``runstrong explain``: why this, why not that, and what it would cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

import optimizer
from api.command_line.exit_codes import ExitCode
from api.command_line.option_groups import grouped
from api.command_line.options import RequestFile, ResultFile, SolvedAnswerOptions
from api.command_line.plan_question import PlanQuestion, request_and_plan, request_and_result

if TYPE_CHECKING:
    from rich.console import RenderableType


@grouped
def explain(
    request: RequestFile,
    result: ResultFile,
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
    run: Annotated[
        str | None,
        typer.Option(metavar="ID", help="A run: what each other window of it would cost."),
    ] = None,
    *,
    options: SolvedAnswerOptions,
) -> int:
    """Explain a plan: why each choice was made, and the price of another."""
    question = PlanQuestion(*request_and_result(request, result), options=options)
    week_request, answer = request_and_plan(request, result)
    found = question.solve(
        week_request,
        lambda known, solving, on_progress: optimizer.explain(
            week_request,
            answer,
            session=session,
            exercise=exercise,
            why_not=why_not,
            run=run,
            catalog=known,
            options=solving,
            on_progress=on_progress,
        ),
    )

    def view() -> RenderableType:
        from api.command_line.views import Names, explain_view

        return explain_view(found, Names.of(question.catalog))

    question.write(found, view)
    return ExitCode.ANSWERED
