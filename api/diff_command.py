"""``runstrong diff``: what changes from one plan to another."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli_options import AsJson, AsText, Folders
from api.documents import form, read_as, refuse_same_input, show, write_line
from api.exit_codes import ExitCode


def diff(
    before: Annotated[
        str,
        typer.Argument(
            metavar="A.json",
            help="A result, the plan of one, or a plan written by hand; - reads it.",
        ),
    ],
    after: Annotated[str, typer.Argument(metavar="B.json", help="Another one; - reads it.")],
    as_json: AsJson = False,
    as_text: AsText = False,
    catalog: Folders = None,
) -> int:
    """Compare two plans: sessions, exercises, doses, coverage and each tier."""
    wanted = form(as_json, as_text)
    refuse_same_input("B.json", before, after, "the first plan")
    from optimizer.documents.written_plan import read_plan
    from optimizer.operations.diff import diff as compared

    found = compared(read_as(read_plan, before), read_as(read_plan, after))
    if wanted == "json":
        write_line(found.model_dump_json())
    else:
        from api.render import Names, diff_view
        from catalog import load_catalog

        show(diff_view(found, Names.of(load_catalog(*(catalog or ())))))
    return ExitCode.ANSWERED
