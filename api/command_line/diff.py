"""``runstrong diff``: what changes from one plan to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

import optimizer
from api.command_line.exit_codes import ExitCode
from api.command_line.option_groups import grouped
from api.command_line.options import AnswerOptions
from api.command_line.plan_question import Input, PlanQuestion
from api.command_line.streams import read_as

if TYPE_CHECKING:
    from rich.console import RenderableType


@grouped
def diff(
    before: Annotated[
        str,
        typer.Argument(
            metavar="A.json",
            help="A result, the plan of one, or a plan written by hand; - reads it.",
        ),
    ],
    after: Annotated[str, typer.Argument(metavar="B.json", help="Another one; - reads it.")],
    *,
    options: AnswerOptions,
) -> int:
    """Compare two plans: sessions, exercises, doses, coverage and each tier."""
    question = PlanQuestion(
        Input("A.json", "the first plan", before),
        Input("B.json", "the second plan", after),
        options=options,
    )
    from optimizer.documents.written_plan import read_plan

    found = optimizer.diff(read_as(read_plan, before), read_as(read_plan, after))

    def view() -> RenderableType:
        from api.command_line.views import Names, diff_view

        return diff_view(found, Names.of(question.catalog))

    question.write(found, view)
    return ExitCode.ANSWERED
