"""``runstrong calendar``: what calendars hold, and the request with it."""

from __future__ import annotations

from typing import Annotated

import typer

from api.command_line.calendar_options import Calendars, read_calendars, tell_calendars
from api.command_line.exit_codes import ExitCode
from api.command_line.option_groups import grouped
from api.command_line.options import AsJson, AsText, RequestFile
from api.command_line.output import refuse_to_overwrite, write_file
from api.command_line.streams import form, read_as, write_line
from optimizer.documents.errors import Problem, UnusableInput


@grouped
def calendar(
    request: RequestFile,
    *,
    calendars: Calendars,
    output: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Write the request with the calendars to it."
        ),
    ] = None,
    as_json: AsJson = False,
    as_text: AsText = False,
) -> int:
    """Read planned runs and busy times from calendars into a request."""
    wanted = form(as_json, as_text)
    from optimizer.operations.read import read_request

    if not calendars.are_given:
        raise UnusableInput(Problem("--runs and --busy", "", "are missing; name a calendar"))
    if output is not None:
        refuse_to_overwrite(output, request, *calendars.files)
    reading = read_calendars(read_as(read_request, request), calendars)
    if output is not None:
        text = reading.request.model_dump_json(exclude_defaults=True, indent=2)
        write_file(output, f"{text}\n".encode())
    if wanted == "json":
        write_line(reading.model_dump_json())
    else:
        tell_calendars(reading, as_text=True)
    return ExitCode.ANSWERED
