"""``runstrong check``: any plan, rule by rule, and how far the best week is away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

import optimizer
from api.command_line.exit_codes import ExitCode
from api.command_line.options import AsJson, AsText, Folders, Limit
from api.command_line.plan_question import Input, PlanQuestion
from api.command_line.streams import read_as

if TYPE_CHECKING:
    from rich.console import RenderableType


def check(
    request: Annotated[str, typer.Argument(metavar="REQUEST.json", help="A request; - reads it.")],
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
    as_json: AsJson = False,
    as_text: AsText = False,
    catalog: Folders = None,
    limit: Limit = None,
) -> int:
    """Check any plan against a request, rule by rule, and hold it against the best week."""
    question = PlanQuestion(
        Input("REQUEST.json", "the request", request),
        Input("RESULT.json", "the result", result),
        as_json=as_json,
        as_text=as_text,
        folders=catalog,
        limit_seconds=limit,
    )
    from optimizer.documents.reading import read_request
    from optimizer.documents.written_plan import read_plan

    week_request, plan = read_as(read_request, request), read_as(read_plan, result)
    report = question.solve(
        week_request,
        lambda known, options, on_progress: optimizer.check(
            week_request,
            plan,
            catalog=known,
            optimum=optimum,
            options=options,
            on_progress=on_progress,
        ),
    )

    def view() -> RenderableType:
        from api.command_line.views import check_view

        return check_view(report)

    question.write(report, view)
    return ExitCode.ANSWERED if report.holds else ExitCode.RULE_BROKEN
