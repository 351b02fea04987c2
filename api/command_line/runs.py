"""``runstrong runs``: the runs ahead, as weeks, for a calendar and for a watch."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.command_line.exit_codes import ExitCode
from api.command_line.options import AsJson, AsText, Folders
from api.command_line.output import (
    AlarmMinutes,
    refuse_to_overwrite,
    say_other_ending,
    write_file,
)
from api.command_line.streams import form, read_as, show, write_bytes, write_line
from api.formats.format import refuse_alarm, with_alarm
from api.formats.run_plans import (
    RUN_MEDIA_TYPES,
    RunFormat,
    run_files,
    run_format_for_file,
    run_format_named,
    runs_as_one,
)
from optimizer.documents.errors import Problem, UnusableInput

if TYPE_CHECKING:
    from optimizer.documents.running import RunsPlan, RunsRequest


def runs(
    request: Annotated[
        str,
        typer.Argument(metavar="RUNS.json", help="Who runs, from when, for what; - reads it."),
    ],
    format_name: Annotated[
        str | None,
        typer.Option("--format", metavar="NAME", help="json, ics for a calendar, fit for a watch."),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write to this file, whose ending says the format; a folder or .zip for a watch.",
        ),
    ] = None,
    alarm: AlarmMinutes = None,
    catalog: Folders = None,
    as_json: AsJson = False,
    as_text: AsText = False,
) -> int:
    """Plan the runs ahead: couch to 5 km, to a race, or as they are given."""
    wanted = form(as_json, as_text)
    chosen = _format(format_name, output)
    refuse_alarm(None if chosen is None else RUN_MEDIA_TYPES[chosen], alarm, "--alarm")
    from catalog import load_catalog
    from optimizer import read_runs_request
    from optimizer import runs as planned

    if output is not None:
        refuse_to_overwrite(output, request)
    known = load_catalog(*(catalog or ()))
    question = read_as(lambda data: read_runs_request(data, known), request)
    answer = planned(question, catalog=known)
    if chosen is not None:
        _write(question, answer, chosen, output, alarm)
    elif wanted == "json":
        write_line(answer.model_dump_json())
    else:
        from api.command_line.views.runs import runs_view

        show(runs_view(answer))
    return ExitCode.ANSWERED if answer.status == "planned" else ExitCode.NO_PLAN


def _format(name: str | None, output: str | None) -> RunFormat | None:
    """That of the options; None: as the terminal or what reads from here wants it."""
    if name is None:
        return None if output is None else run_format_for_file(output)
    chosen = run_format_named(name)
    say_other_ending(output, chosen, f".{chosen}")
    return chosen


def _write(
    request: RunsRequest,
    answer: RunsPlan,
    chosen: RunFormat,
    output: str | None,
    alarm_minutes: int | None,
) -> None:
    if output is None:
        if chosen == "fit" and sys.stdout.isatty():
            raise UnusableInput(
                Problem("--format", chosen, "is not for a terminal; name a file with -o")
            )
        write_bytes(_one_file(chosen, request, answer, alarm_minutes))
        return
    path = Path(output)
    if path.is_dir() or (chosen == "fit" and path.suffix.lower() != ".zip"):
        for file in run_files(chosen, request, answer):
            data = with_alarm(file, alarm_minutes).data
            write_file(path / file.name, data, make_folder=True)
    else:
        write_file(path, _one_file(chosen, request, answer, alarm_minutes))


def _one_file(
    chosen: RunFormat, request: RunsRequest, answer: RunsPlan, alarm_minutes: int | None
) -> bytes:
    _, file = runs_as_one(chosen, request, answer)
    return with_alarm(file, alarm_minutes).data
