"""``runstrong explain``: why this, why not that, and what it would cost."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from api.cli_options import AsJson, AsText, Folders, Limit, solve_options
from api.documents import form, read_as, refuse_same_input, show, write_line
from api.exit_codes import ExitCode


def explain(
    request: Annotated[str, typer.Argument(metavar="REQUEST.json", help="A request; - reads it.")],
    result: Annotated[str, typer.Argument(metavar="RESULT.json", help="Its result; - reads it.")],
    session: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(metavar="ID", help="A session: what every other place for it would cost."),
    ] = None,
    exercise: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(metavar="ID", help="An exercise: what the week would lose without it."),
    ] = None,
    why_not: Annotated[
        Optional[str],  # noqa: UP045
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
    wanted = form(as_json, as_text)
    refuse_same_input("RESULT.json", request, result)
    options = solve_options(limit)
    from catalog import load_catalog
    from optimizer.documents.reading import read_request, read_result

    asked = read_as(read_request, request)
    answer = read_as(read_result, result)
    known = load_catalog(*(catalog or ()))
    from api.waiting import with_progress
    from optimizer import explain as explained

    found = with_progress(
        asked.athlete.id,
        lambda tell: explained(
            asked,
            answer,
            session=session,
            exercise=exercise,
            why_not=why_not,
            catalog=known,
            options=options,
            on_progress=tell,
        ),
    )
    if wanted == "json":
        write_line(found.model_dump_json())
    else:
        from api.render import Names, explain_view

        show(explain_view(found, Names.of(known)))
    return ExitCode.ANSWERED
