"""``runstrong validate``: whether a request can be planned, before anything is searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.command_line.exit_codes import ExitCode
from api.command_line.option_groups import grouped
from api.command_line.options import AnswerOptions, RequestFile
from api.command_line.plan_question import PlanQuestion
from api.command_line.streams import read_document

if TYPE_CHECKING:
    from rich.console import RenderableType


@grouped
def validate(request: RequestFile, *, options: AnswerOptions) -> int:
    """Tell all faults of a request and what no week of it can keep, without planning it."""
    question = PlanQuestion(options=options)
    from optimizer.operations.read import read_request
    from optimizer.operations.validate import validate as validated

    week_request = read_request(read_document(request), question.catalog)
    found = validated(week_request, catalog=question.catalog)

    def view() -> RenderableType:
        from api.command_line.views import validation_view

        return validation_view(found)

    question.write(found, view)
    return ExitCode.ANSWERED if found.status == "usable" else ExitCode.NO_PLAN
