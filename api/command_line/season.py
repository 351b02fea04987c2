"""``runstrong season``: from today to the race, week by week."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from api.command_line.club_run import (
    ClubRun,
    Processes,
    Restart,
    RetryFaults,
    Update,
    plan_roster,
    refuse_beside_all,
    roster_entries,
)
from api.command_line.options import AsJson, AsText, Folders, Limit
from api.command_line.output import AlarmMinutes, refuse_to_overwrite
from api.command_line.season_output import (
    SeasonFile,
    SeasonFormatName,
    plan_into,
    season_form,
)
from api.command_line.streams import read_as


def season(
    request: Annotated[
        str,
        typer.Argument(metavar="SEASON.json", help="An athlete, a goal, their weeks; - reads it."),
    ],
    format_name: SeasonFormatName = None,
    output: SeasonFile = None,
    alarm: AlarmMinutes = None,
    catalog: Folders = None,
    limit: Limit = None,
    as_json: AsJson = False,
    as_text: AsText = False,
    everyone: Annotated[
        bool,
        typer.Option(
            "--all",
            help="Of a whole club: SEASON.json is a roster, one request a line, and -o names the"
            " file of seasons, one a line. Cut off, the same command goes on there.",
        ),
    ] = False,
    processes: Processes = None,
    update: Update = False,
    retry_faults: RetryFaults = False,
    restart: Restart = False,
) -> int:
    """Plan a season to a race: phases, runs, and the next weeks one after the other."""
    out = None if output is None else Path(output)
    run = ClubRun(out, processes, update, retry_faults, restart, as_json, catalog, limit)
    if everyone:
        refuse_beside_all(format_name, alarm, as_text=as_text)
        run.refuse_contradictions(request)
        return plan_roster(lambda: roster_entries(request, "season"), run)
    run.refuse_without_all()
    wanted = season_form(as_json, as_text, format_name, output, alarm)
    refuse_to_overwrite(output, request)
    from optimizer import plan_season, read_season_request

    question = read_as(read_season_request, request)
    make = partial(plan_season, question)
    return plan_into(wanted, output, question.athlete.id, make, catalog, limit)
