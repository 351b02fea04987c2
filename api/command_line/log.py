"""``runstrong log``: what was done, from a file into a request."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from api.command_line.exit_codes import ExitCode
from api.command_line.options import AsJson, AsText, Folders
from api.command_line.output import refuse_to_overwrite, write_file
from api.command_line.streams import form, read_as, read_document, show, write_line
from optimizer.documents.errors import Problem, UnusableInput

if TYPE_CHECKING:
    from optimizer.documents.request import Request


def log(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="A log by hand, as JSON, the CSV of Hevy or Strong, or the FIT activity of a"
            " watch; - reads it.",
        ),
    ],
    into: Annotated[
        str | None,
        typer.Option(
            "--into", metavar="REQUEST.json", help="Put the log into previous.log of this request."
        ),
    ] = None,
    after: Annotated[
        str | None,
        typer.Option(
            "--after",
            metavar="RESULT.json",
            help="The result of the week that is over, planned from REQUEST.json: what is written"
            " is the request of the next week.",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Write the request with the log to it."
        ),
    ] = None,
    units: Annotated[
        str | None,
        typer.Option("--units", metavar="kg|lb", help="Of weights where the file does not say it."),
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name",
            metavar="NAME=EXERCISE",
            help="Which exercise a name of the log means; may be given several times.",
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="DATE", help="Leave out what was before; else half a year counts."
        ),
    ] = None,
    catalog: Folders = None,
    as_json: AsJson = False,
    as_text: AsText = False,
) -> int:
    """Read what was really done: loads, repetitions and sets of the next week follow from it."""
    wanted = form(as_json, as_text)
    from api.training_log.documents import LogOptions
    from api.training_log.fit_activity import is_fit
    from api.training_log.reading import MOST_LOG_BYTES, read_log
    from api.training_log.week_after import week_after
    from catalog import load_catalog
    from optimizer.documents.reading import read_request, read_result

    if output is not None:
        if into is None:
            raise UnusableInput(
                Problem("--output", "", "is for a request with the log; name it by --into")
            )
        refuse_to_overwrite(output, file)
    if after is not None and into is None:
        raise UnusableInput(
            Problem("--after", "", "is for the request that was planned; name it by --into")
        )
    if units is not None and units not in ("kg", "lb"):
        raise UnusableInput(Problem("--units", repr(units), "is no known unit; write kg or lb"))
    request: Request | None = None if into is None else read_as(read_request, into)
    known = load_catalog(*(catalog or ()))
    if request is not None and after is not None:
        request = week_after(request, read_as(read_result, after), known)
    options = LogOptions.model_validate(
        {"units": units, "names": dict(_named(one) for one in name or ()), "since": since}
    )
    data = read_document(file, MOST_LOG_BYTES)
    if file.lower().endswith(".fit") and not is_fit(data):
        raise UnusableInput(
            Problem(file, "", "is no FIT file, or its beginning is damaged; export it anew")
        )
    try:
        reading = read_log(data, known, options, request, may_be_empty=after is not None)
    except UnusableInput as error:
        raise UnusableInput(*map(_by_option, error.problems)) from None
    if output is not None and reading.request is not None:
        text = reading.request.model_dump_json(exclude_defaults=True, indent=2)
        write_file(output, f"{text}\n".encode())
    if wanted == "json":
        write_line(reading.model_dump_json())
    else:
        from api.command_line.views.training_log import log_view

        show(log_view(reading, known))
    return ExitCode.ANSWERED


def _by_option(problem: Problem) -> Problem:
    """By the name of the option here, which in the body of HTTP is another."""
    part, _, name = problem.field.partition(".")
    if part == "names":
        return replace(problem, field=f"--name {name}")
    return replace(problem, field="--since") if problem.field == "since" else problem


def _named(pair: str) -> tuple[str, str]:
    name, sign, exercise = pair.partition("=")
    if not sign or not name.strip() or not exercise.strip():
        raise UnusableInput(
            Problem("--name", repr(pair), "is no pair; write it as 'Hack squat=leg_press'")
        )
    return name.strip(), exercise.strip()
