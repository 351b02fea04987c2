"""``runstrong export``: a plan that was made already, in another format."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from api.command_line.exit_codes import ExitCode
from api.command_line.options import Folders, MaybeRequestFile, MaybeResultFile
from api.command_line.output import (
    AlarmMinutes,
    FormatName,
    OutputFile,
    output_of,
    refuse_to_overwrite,
    tell,
    write_file,
)
from api.command_line.plan_question import refuse_same_input, request_and_plan, request_and_result
from api.command_line.streams import read_document, show_problems, write_line
from api.formats.format import archive, with_alarm
from api.formats.registry import formats
from optimizer.documents.errors import Problem, UnusableInput


def export(
    request: MaybeRequestFile = None,
    result: MaybeResultFile = None,
    format_name: FormatName = None,
    output: OutputFile = None,
    alarm: AlarmMinutes = None,
    listing: Annotated[bool, typer.Option("--list", help="List the formats.")] = False,
    everyone: Annotated[
        bool,
        typer.Option(
            "--all",
            help="Of a whole club: give its roster and its results, or its seasons alone; -o names"
            " one .zip archive.",
        ),
    ] = False,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="NAME=FIELD",
            help="Beside --all: what a column of the roster holds, as it was told when the club was"
            " planned. May be given several times.",
        ),
    ] = None,
    catalog: Folders = None,
) -> int:
    """Write a planned week in another format, without planning it again."""
    if listing:
        return _list_formats()
    if everyone:
        return _export_everyone(request, result, format_name, output, alarm, column or (), catalog)
    if column:
        message = "is about the roster of a club; give it beside --all"
        raise UnusableInput(Problem("--column", column[0], message))
    if request is None:
        raise UnusableInput(Problem("REQUEST.json", "", "is missing; name a file, or give --list"))
    if format_name is None and output is None:
        raise UnusableInput(
            Problem("--format", "", "is missing; name a format, or a file to write with -o")
        )
    wanted = output_of(False, False, format_name, output, alarm)
    refuse_to_overwrite(output, request, result)
    from catalog import load_catalog
    from optimizer.operations.check import refuse_another_request

    refuse_same_input(*request_and_result(request, result))
    week_request, answer = request_and_plan(request, result)
    known = load_catalog(*(catalog or ()))
    refuse_another_request(week_request, answer, known)

    def show_text() -> None:
        raise AssertionError("a format was chosen")

    return tell(wanted, week_request, answer, known, show_text)


def _export_everyone(
    roster: str | None,
    results: str | None,
    format_name: str | None,
    output: str | None,
    alarm_minutes: int | None,
    columns: Sequence[str],
    folders: list[Path] | None,
) -> int:
    """Calendar, paper and watch files of every athlete with a plan, as one archive."""
    if roster is None:
        message = (
            "needs the roster and its results, as in export --all club.csv results.jsonl, or"
            " seasons, as in export --all seasons.jsonl"
        )
        raise UnusableInput(Problem("--all", "", message))
    if format_name is not None:
        raise UnusableInput(Problem("--format", format_name, "cannot be chosen beside --all"))
    if output is None or not output.lower().endswith(".zip"):
        message = "has to name an archive that ends as .zip beside --all"
        raise UnusableInput(Problem("-o", output or "", message))
    refuse_to_overwrite(output, roster, results)
    from api.club.csv_roster import own_columns
    from api.club.roster import MAX_ROSTER_BYTES, roster_form
    from api.formats.everyone import Everyone
    from api.formats.everyones_seasons import EveryonesSeasons
    from catalog import load_catalog

    own = own_columns(columns, "--column")
    data = read_document(roster, MAX_ROSTER_BYTES)
    form = roster_form(data, roster)
    club: Everyone | EveryonesSeasons
    if results is None:
        club = EveryonesSeasons(data, form)
    else:
        club = Everyone(data, form, read_document(results, MAX_ROSTER_BYTES), own)
    files = club.files(load_catalog(*(folders or ())))
    content = archive(with_alarm(file, alarm_minutes) for file in files)
    write_file(output, content)
    if club.without:
        show_problems([f"{name}: has no plan, and no files" for name in club.without])
        return ExitCode.NO_PLAN
    return ExitCode.ANSWERED


def _list_formats() -> int:
    for one in formats():
        write_line(f"{one.name:10} {one.extension:6} {one.summary}")
    return ExitCode.ANSWERED
