"""``runstrong replan``: a week after a change, as near to its plan as the rules allow."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from api.cli_options import AsJson, AsText, Folders, Limit, solve_options
from api.documents import form, read_as, refuse_same_input, show, write_line
from api.exit_codes import ExitCode


def replan(
    request: Annotated[
        str,
        typer.Argument(
            metavar="REQUEST.json",
            help="A request; - reads it. Without RESULT.json, an answer of replan, which holds"
            " both.",
        ),
    ],
    result: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(metavar="RESULT.json", help="Its result; - reads it.", show_default=False),
    ] = None,
    change: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--change",
            metavar="PATCH.json",
            help="What is different in the request now: a list of RFC 6902 operations, or an"
            " object with the changed fields (RFC 7386); - reads it.",
        ),
    ] = None,
    missed: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--missed", metavar="ID", help="A session that was not done; may be given repeatedly."
        ),
    ] = None,
    done: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--done", metavar="ID", help="A session that was done; may be given repeatedly."
        ),
    ] = None,
    now: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--now",
            metavar="TIME",
            help="Such as 'Wed 12:00': sessions before it are done unless missed, and nothing new"
            " starts before it.",
        ),
    ] = None,
    as_json: AsJson = False,
    as_text: AsText = False,
    catalog: Folders = None,
    limit: Limit = None,
) -> int:
    """Plan a week again after a change, with the fewest changes to its plan."""
    wanted = form(as_json, as_text)
    _refuse_same_inputs(request, result, change)
    options = solve_options(limit)
    from api.waiting import with_progress
    from catalog import load_catalog
    from optimizer.documents.patch import read_patch
    from optimizer.documents.reading import read_replanned, read_request, read_result

    if result is None:
        before = read_as(read_replanned, request)
        asked, answer = before.request, before.result
    else:
        asked, answer = read_as(read_request, request), read_as(read_result, result)
    patch = None if change is None else read_as(read_patch, change)
    known = load_catalog(*(catalog or ()))
    from optimizer import replan as replanned

    again = with_progress(
        asked.athlete.id,
        lambda tell: replanned(
            asked,
            answer,
            patch=patch,
            missed=missed or (),
            done=done or (),
            now=now,
            catalog=known,
            options=options,
            on_progress=tell,
        ),
    )
    if wanted == "json":
        write_line(again.model_dump_json())
    else:
        from api.render import Names, replanned_view

        show(replanned_view(again, Names.of(known)))
    return ExitCode.NO_PLAN if again.result.plan is None else ExitCode.ANSWERED


def _refuse_same_inputs(request: str, result: str | None, change: str | None) -> None:
    if result is not None:
        refuse_same_input("RESULT.json", request, result)
    if change is not None:
        refuse_same_input("--change", request, change)
        if result is not None:
            refuse_same_input("--change", result, change, "the result")
