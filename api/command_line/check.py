"""``runstrong check``: any plan, rule by rule, and how far the best week is away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

import optimizer
from api.command_line.exit_codes import ExitCode
from api.command_line.option_groups import grouped
from api.command_line.options import RequestFile, SolvedAnswerOptions
from api.command_line.plan_question import PlanQuestion, request_and_result
from api.command_line.streams import read_as

if TYPE_CHECKING:
    from rich.console import RenderableType


@grouped
def check(
    request: RequestFile,
    result: Annotated[
        str,
        typer.Argument(
            metavar="RESULT.json",
            help="Its result, the plan of one, or a plan written by hand; - reads it.",
        ),
    ],
    optimum: Annotated[
        bool,
        typer.Option(help="Solve the request too, and say how far the plan is from the best week."),
    ] = True,
    *,
    options: SolvedAnswerOptions,
) -> int:
    """Check any plan against a request, rule by rule, and hold it against the best week."""
    question = PlanQuestion(*request_and_result(request, result), options=options)
    from optimizer.documents.written_plan import read_plan
    from optimizer.operations.read import read_request

    week_request, plan = read_as(read_request, request), read_as(read_plan, result)
    report = question.solve(
        week_request,
        lambda known, solving, on_progress: optimizer.check(
            week_request,
            plan,
            catalog=known,
            optimum=optimum,
            options=solving,
            on_progress=on_progress,
        ),
    )

    def view() -> RenderableType:
        from api.command_line.views import check_view

        return check_view(report)

    question.write(report, view)
    return ExitCode.ANSWERED if report.holds else ExitCode.RULE_BROKEN
