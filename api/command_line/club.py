"""``runstrong club``: a whole roster, one line of JSON an athlete."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.catalog.example_requests import example_roster
from api.command_line.club_run import (
    ClubRun,
    Processes,
    Restart,
    RetryFaults,
    Update,
    plan_roster,
    roster_entries,
)
from api.command_line.exit_codes import ExitCode
from api.command_line.options import AsJson, Folders, Limit
from api.command_line.streams import write_line


def club(
    roster: Annotated[
        str | None,
        typer.Argument(
            metavar="ROSTER",
            help="JSON Lines, a JSON array of requests, or CSV with a header; - reads it.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            metavar="RESULTS.jsonl",
            help="Where the lines go. Cut off and started again, the same command goes on there.",
        ),
    ] = None,
    processes: Processes = None,
    update: Update = False,
    retry_faults: RetryFaults = False,
    restart: Restart = False,
    example: Annotated[
        bool, typer.Option("--example", help="Print a small roster as CSV, to try and to change.")
    ] = False,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="NAME=FIELD",
            help="A column of the roster holds this field, as in 'Athlete=athlete.id'; NAME= leaves"
            " it out. May be given several times.",
        ),
    ] = None,
    as_json: AsJson = False,
    catalog: Folders = None,
    limit: Limit = None,
) -> int:
    """Plan a whole club on all cores."""
    if example:
        return _print_example()
    if roster is None:
        raise typer.BadParameter("give a roster, or --example to see one", param_hint="ROSTER")
    run = ClubRun(out, processes, update, retry_faults, restart, as_json, catalog, limit)
    run.refuse_contradictions(roster)
    from api.club.csv_roster import own_columns

    own = own_columns(column or (), "--column")
    return plan_roster(lambda: roster_entries(roster, "plan", own), run)


def _print_example() -> int:
    write_line(example_roster().read_text(encoding="utf-8").rstrip("\n"))
    return ExitCode.ANSWERED
