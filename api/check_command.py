"""``runstrong check``: any plan, rule by rule, and how far the best week is away."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli_options import AsJson, AsText, Folders, Limit, solve_options
from api.documents import form, read_as, refuse_same_input, show, write_line
from api.exit_codes import ExitCode


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
    wanted = form(as_json, as_text)
    refuse_same_input("RESULT.json", request, result)
    options = solve_options(limit)
    from catalog import load_catalog
    from optimizer.documents.reading import read_request
    from optimizer.documents.written_plan import read_plan

    asked = read_as(read_request, request)
    plan = read_as(read_plan, result)
    known = load_catalog(*(catalog or ()))
    from api.waiting import with_progress
    from optimizer import check as checked

    report = with_progress(
        asked.athlete.id,
        lambda tell: checked(
            asked, plan, catalog=known, optimum=optimum, options=options, on_progress=tell
        ),
    )
    if wanted == "json":
        write_line(report.model_dump_json())
    else:
        from api.render import check_view

        show(check_view(report))
    return ExitCode.ANSWERED if report.holds else ExitCode.RULE_BROKEN
