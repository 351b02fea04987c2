"""``runstrong club``: a whole roster, one line of JSON an athlete."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.club.cores import usable_cores
from api.command_line.exit_codes import ExitCode
from api.command_line.options import AsJson, Folders, Limit, solve_options
from api.command_line.output import refuse_to_overwrite
from api.command_line.streams import read_document, show_aside, show_problems, write_line
from optimizer.documents.errors import Problem, UnusableInput

if TYPE_CHECKING:
    from api.club.entries import Entry
    from api.club.planning import HowToPlan
    from api.club.results import Results
    from api.club.summary import Summary

_MOST_PROCESSES = 512


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
    processes: Annotated[
        int | None,
        typer.Option(
            "--processes",
            metavar="N",
            min=1,
            max=_MOST_PROCESSES,
            help="How many athletes are planned at once; as many as there are cores unless told.",
        ),
    ] = None,
    update: Annotated[
        bool,
        typer.Option(
            "--update",
            help="Keep the results that still answer their row; plan the others, faults of ours"
            " among them, again.",
        ),
    ] = False,
    retry_faults: Annotated[
        bool,
        typer.Option(
            "--retry-faults",
            help="Plan the athletes again whose line tells of a fault of ours; keep all others.",
        ),
    ] = False,
    restart: Annotated[
        bool, typer.Option("--restart", help="Throw the results away and plan everybody again.")
    ] = False,
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
    ways = {"--update": update, "--retry-faults": retry_faults, "--restart": restart}
    _refuse_contradictions(roster, out, [name for name, on in ways.items() if on], as_json=as_json)
    options = solve_options(limit)
    from api.club.planning import HowToPlan
    from catalog import load_catalog

    entries = _entries(roster, column or ())
    folders = tuple(catalog or ())
    how = HowToPlan(load_catalog(*folders), folders, options, processes or usable_cores())
    if out is None:
        summary = _streamed(entries, how)
    else:
        summary = _into_file(
            entries, how, out, update=update, retry_faults=retry_faults, restart=restart
        )
    if as_json:
        write_line(summary.model_dump_json())
    else:
        from api.command_line.views import club_view

        show_aside(club_view(summary))
    return _status(summary)


def _refuse_contradictions(
    roster: str, out: Path | None, ways: list[str], *, as_json: bool
) -> None:
    """``ways``: the options that say what becomes of the results that are there."""
    problem: Problem | None = None
    if len(ways) > 1:
        problem = Problem(" and ".join(ways), "", "contradict each other; give one")
    elif out is None and ways:
        problem = Problem(ways[0], "", "is about a file of results; name it with -o")
    elif out is None and as_json:
        problem = Problem(
            "--json",
            "",
            "prints the summary on standard output, where the results go; name a file for them"
            " with -o",
        )
    if problem is not None:
        raise UnusableInput(problem)
    refuse_to_overwrite(out, roster)


def _entries(name: str, columns: Sequence[str]) -> tuple[Entry, ...]:
    from api.club.csv_roster import own_columns
    from api.club.roster import MAX_ROSTER_BYTES, read_roster, roster_form

    own = own_columns(columns, "--column")
    data = read_document(name, MAX_ROSTER_BYTES)
    try:
        entries = tuple(read_roster(data, roster_form(data, name), own))
    except UnusableInput as error:
        raise UnusableInput(
            *(replace(p, field=f"{name}: {p.field}" if p.field else name) for p in error.problems)
        ) from None
    if not entries:
        raise UnusableInput(Problem(name, "", "holds no athlete; give one row an athlete"))
    return entries


def _streamed(entries: tuple[Entry, ...], how: HowToPlan) -> Summary:
    from api.club.results import StreamedResults

    with StreamedResults(write_line) as results:
        return _planned(entries, results, how, with_bar=not sys.stdout.isatty())


def _into_file(
    entries: tuple[Entry, ...],
    how: HowToPlan,
    out: Path,
    *,
    update: bool,
    retry_faults: bool,
    restart: bool,
) -> Summary:
    from api.club.results import ResultsFile

    try:
        with ResultsFile(out) as results:
            if restart:
                results.start_anew()
            elif update:
                results.take_up()
            elif retry_faults:
                results.retry_faults()
            return _planned(entries, results, how, with_bar=True)
    except KeyboardInterrupt:
        again = " without --restart" if restart else ""
        sys.stderr.write(f"stopped; the same command{again} goes on from {out}\n")
        raise


def _planned(
    entries: tuple[Entry, ...], results: Results, how: HowToPlan, *, with_bar: bool
) -> Summary:
    from api.club.planned import plan_club
    from api.command_line.club_progress import shown_standing

    faults: list[tuple[Entry, str]] = []
    with shown_standing(with_bar=with_bar) as tell:
        summary = plan_club(
            entries,
            results,
            how,
            on_standing=tell,
            on_fault=lambda entry, what: faults.append((entry, what)),
        )
    for entry, what in faults:
        in_full = os.environ.get("RUNSTRONG_DEBUG") == "1"
        shown = what if in_full else what.strip().rsplit("\n", maxsplit=1)[-1]
        show_problems([f"internal fault: row {entry.row}: {line}" for line in shown.splitlines()])
    return summary


def _print_example() -> int:
    from api.catalog.example_requests import example_roster

    write_line(example_roster().read_text(encoding="utf-8").rstrip("\n"))
    return ExitCode.ANSWERED


def _status(summary: Summary) -> int:
    if summary.statuses["fault"]:
        return ExitCode.INTERNAL_FAULT
    if summary.statuses["unusable"]:
        return ExitCode.UNUSABLE_INPUT
    return ExitCode.NO_PLAN if summary.without_plan else ExitCode.ANSWERED
