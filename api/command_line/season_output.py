"""What the commands of a season do alike: keep what is planned, and write the answer."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.command_line.exit_codes import ExitCode
from api.command_line.options import solve_options
from api.command_line.output import refuse_contradictions, say_other_ending, write_file
from api.command_line.streams import form, show, write_bytes
from api.command_line.waiting import with_progress
from api.formats.format import refuse_alarm, with_alarm
from api.formats.season_plans import (
    MEDIA_TYPES,
    SeasonFormat,
    season_file,
    season_format_for_file,
    season_format_named,
)
from optimizer.documents.errors import UnusableInput

if TYPE_CHECKING:
    from catalog import Catalog
    from optimizer.documents.result import Result
    from optimizer.documents.season import Season

SeasonFormatName = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="NAME",
        help="json, ics for a calendar, markdown, svg for a picture of the whole, html to print.",
    ),
]
SeasonFile = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Write to this file, whose ending says the format. What is planned is kept beside it"
        " until it is whole, so that a stopped call goes on.",
    ),
]


class Journal:
    """Results of weeks as they come, in a file beside the output until that is written.

    Another call for the same output begins with what is there.  A line that was cut off, or is
    damaged, is passed over: that week is planned again.
    """

    def __init__(self, output: str | None) -> None:
        self._path = None if output is None else Path(f"{output}.part")
        self.known: dict[str, Result] = {}
        if self._path is None or not self._path.exists():
            return
        from optimizer.documents.reading import read_result

        for line in self._path.read_bytes().splitlines():
            with suppress(UnusableInput):
                result = read_result(line)
                self.known[result.fingerprint] = result

    def keep(self, _number: int, result: Result) -> None:
        if self._path is None or result.fingerprint in self.known:
            return
        self.known[result.fingerprint] = result
        with self._path.open("ab") as file:
            # A line on its own, whatever the last one was cut off at.
            file.write(b"\n" + result.model_dump_json().encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def finish(self) -> None:
        if self._path is not None:
            self._path.unlink(missing_ok=True)


@dataclass(frozen=True)
class SeasonForm:
    """How a season is to be told; ``format`` None: as text, for a person.

    ``alarm_minutes``: before each event of a calendar; None: no alarm.
    """

    format: SeasonFormat | None
    alarm_minutes: int | None


def season_form(
    as_json: bool,
    as_text: bool,
    format_name: str | None,
    output: str | None,
    alarm_minutes: int | None,
) -> SeasonForm:
    """What the options ask for, before anything is planned.

    Raises ``UnusableInput`` where they contradict each other or name none.
    """
    refuse_contradictions(as_json, as_text, format_name, output)
    chosen = _format(as_json, as_text, format_name, output)
    refuse_alarm(None if chosen is None else MEDIA_TYPES[chosen], alarm_minutes, "--alarm")
    return SeasonForm(chosen, alarm_minutes)


def _format(
    as_json: bool, as_text: bool, format_name: str | None, output: str | None
) -> SeasonFormat | None:
    wanted = form(as_json, as_text)
    if format_name is not None:
        chosen = season_format_named(format_name)
        say_other_ending(output, chosen, ".md" if chosen == "markdown" else f".{chosen}")
        return chosen
    if output is not None and not as_json:
        return season_format_for_file(output)
    return "json" if wanted == "json" else None


def plan_into(
    wanted: SeasonForm,
    output: str | None,
    name: str,
    make: Callable[..., Season],
    folders: Sequence[Path] | None,
    limit: float | None,
) -> int:
    """Make the season of the athlete ``name``, with what a stopped call has left, and write it; the
    exit status.

    ``make``: ``plan_season`` or ``next_week`` with what is asked of it; all that they are told
    alike is added here.
    """
    from catalog import load_catalog

    catalog = load_catalog(*(folders or ()))
    journal = Journal(output)
    how = partial(
        make,
        catalog=catalog,
        options=solve_options(limit),
        known=journal.known,
        on_week=journal.keep,
    )
    season = with_progress(name, lambda on_progress: how(on_progress=on_progress))
    status = _write_season(season, catalog, wanted, output)
    journal.finish()
    return status


def _write_season(season: Season, catalog: Catalog, wanted: SeasonForm, output: str | None) -> int:
    """Write the season in the form; the exit status."""
    if wanted.format is None:
        from api.command_line.views.season import season_view

        show(season_view(season))
    else:
        data = with_alarm(season_file(wanted.format, season, catalog), wanted.alarm_minutes).data
        if output is None:
            write_bytes(data)
        else:
            _replace(Path(output), data)
    return ExitCode.NO_PLAN if season.status == "infeasible" else ExitCode.ANSWERED


def _replace(path: Path, data: bytes) -> None:
    """The whole file or the one before, never half of it: a season may go on in its own file."""
    new = path.with_name(f"{path.name}.new")
    write_file(new, data)
    new.replace(path)
