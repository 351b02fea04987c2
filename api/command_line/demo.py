"""``runstrong demo``: example requests, planned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.catalog.example_requests import example, examples
from api.command_line.exit_codes import ExitCode
from api.command_line.options import AsJson, AsText, Limit
from api.command_line.plan import planned_week
from api.command_line.streams import form, read_document, show, write_json, write_line

if TYPE_CHECKING:
    from optimizer.documents.result import Result


def demo(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="ID", help="An example, or the beginning of its id.", show_default=False
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Plan every example.")] = False,
    listing: Annotated[bool, typer.Option("--list", help="List the examples.")] = False,
    as_json: AsJson = False,
    as_text: AsText = False,
    limit: Limit = None,
) -> int:
    """Plan an example request; the first one unless told otherwise."""
    wanted = form(as_json, as_text)

    if listing:
        return _list_examples(wanted)
    chosen = list(examples()) if everything else [example(name) if name else examples()[0]]
    from catalog import load_catalog
    from optimizer.operations.read import read_request

    known = load_catalog()
    answers = []
    for one in chosen:
        week_request = read_request(read_document(str(one.path)))
        answer = planned_week(week_request, known, limit)
        answers.append(answer)
        if wanted == "text":
            from api.command_line.views import Names, example_heading, week_view

            show(example_heading(one.title, one.about))
            show(week_view(week_request, answer, Names.of(known)))
    if wanted == "json":
        lines = [answer.model_dump_json() for answer in answers]
        write_line(f"[{','.join(lines)}]" if everything else lines[0])
    return max(_status(answer) for answer in answers)


def _list_examples(wanted: str) -> int:
    if wanted == "json":
        write_json([{"id": one.id, "title": one.title, "about": one.about} for one in examples()])
    else:
        from api.command_line.views import example_heading

        for one in examples():
            show(example_heading(f"{one.id}: {one.title}", one.about))
    return ExitCode.ANSWERED


def _status(answer: Result) -> int:
    return ExitCode.NO_PLAN if answer.plan is None else ExitCode.ANSWERED
