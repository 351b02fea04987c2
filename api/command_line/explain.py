"""``runstrong explain``: why this, why not that, and what it would cost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

import optimizer
from api.command_line.exit_codes import ExitCode
from api.command_line.option_groups import grouped
from api.command_line.options import RequestFile, ResultFile, SolvedAnswerOptions
from api.command_line.plan_question import PlanQuestion, request_and_plan, request_and_result
from optimizer.documents.errors import Problem, UnusableInput

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
    try:
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
    except UnusableInput as error:
        raise UnusableInput(*(_of_option(one) for one in error.problems)) from None

    def view() -> RenderableType:
        from api.command_line.views import Names, explain_view

        return explain_view(found, Names.of(question.catalog))

    question.write(found, view)
    return ExitCode.ANSWERED


def _of_option(problem: Problem) -> Problem:
    """A fault of what was asked, by the option that asked it."""
    option = _OPTIONS.get(problem.field)
    return problem if option is None else replace(problem, field=option)


_OPTIONS = {
    "session": "--session", "exercise": "--exercise", "why_not": "--why-not", "run": "--run",
}  # fmt: skip
