"""``runstrong next``: a season goes on with the log of its week, or with a change."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from api.command_line.plan_question import Input, refuse_same_input
from api.command_line.season_output import (
    SeasonFile,
    SeasonFormatName,
    plan_into,
    season_form,
)
from api.command_line.streams import naming, read_as, read_document
from optimizer.documents.errors import Problem, UnusableInput

if TYPE_CHECKING:
    from api.club.entries import Entry
    from optimizer.documents.season import Season


def next_week(
    season: Annotated[
        str,
        typer.Argument(metavar="SEASON.json", help="A season as it was answered; - reads it."),
    ],
    log: Annotated[
        str | None,
        typer.Argument(
            metavar="LOG.json",
            help="What became of its first week ahead; what it does not tell was done as planned.",
            show_default=False,
        ),
    ] = None,
    change: Annotated[
        str | None,
        typer.Option(
            "--change",
            metavar="PATCH.json",
            help="What is different in the season's request from now on: an object with the changed"
            " fields (RFC 7386), or a list of RFC 6902 operations; - reads it.",
        ),
    ] = None,
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
            help="Of a whole club: SEASON.json holds the seasons, one a line, LOG.json what is told"
            ' of their week, one a line as {"athlete_id": …, "log": …, "change": …}, and -o'
            " names the file of the next seasons. Who is not told of did the week as planned.",
        ),
    ] = False,
    processes: Processes = None,
    update: Update = False,
    retry_faults: RetryFaults = False,
    restart: Restart = False,
) -> int:
    """Go on with a season: a week is done, or something is different."""
    refuse_same_input(
        Input("SEASON.json", "the season", season),
        Input("LOG.json", "the log", log),
        Input("--change", "the change", change),
    )
    out = None if output is None else Path(output)
    run = ClubRun(out, processes, update, retry_faults, restart, as_json, catalog, limit)
    if everyone:
        refuse_beside_all(format_name, alarm, as_text=as_text)
        run.refuse_contradictions(season, log, change)
        return plan_roster(lambda: _rows(season, log, change), run)
    run.refuse_without_all()
    wanted = season_form(as_json, as_text, format_name, output, alarm)
    if log is None and change is None:
        message = "is missing, and so is --change; give one of them, or both"
        raise UnusableInput(Problem("LOG.json", "", message))
    # A season may go on in its own file; its log and its change would be lost.
    refuse_to_overwrite(output, log, change)
    from optimizer import next_week as gone_on
    from optimizer import read_season_log
    from optimizer.documents.patch import read_patch

    before = read_season_file(season)
    week = None if log is None else read_as(read_season_log, log)
    patch = None if change is None else read_as(read_patch, change)
    make = partial(gone_on, before, week, patch=patch)
    return plan_into(wanted, output, before.athlete_id, make, catalog, limit)


def _rows(seasons: str, logs: str | None, change: str | None) -> tuple[Entry, ...]:
    """The seasons of a club beside what is told of them; raises ``UnusableInput``."""
    from api.club.roster import MAX_ROSTER_BYTES, roster_form
    from api.club.season_rows import read_news, season_rows
    from optimizer.documents.patch import read_patch

    patch = None if change is None else read_as(read_patch, change)
    news = None
    if logs is not None:
        data = read_document(logs, MAX_ROSTER_BYTES)
        with naming(logs):
            news = read_news(data, roster_form(data, logs))
    entries = roster_entries(seasons, "next")
    with naming(logs or seasons):
        return tuple(season_rows(entries, news, patch))


def read_season_file(name: str) -> Season:
    """A season, which may be larger than other documents."""
    from optimizer import read_season
    from optimizer.documents.season import MOST_SEASON_BYTES

    data = read_document(name, MOST_SEASON_BYTES)
    with naming(name):
        return read_season(data)
