"""Planning a whole roster from the command line: into a file or as a stream, with what is told."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.club.cores import usable_cores
from api.command_line.exit_codes import ExitCode
from api.command_line.options import solve_options
from api.command_line.output import refuse_to_overwrite
from api.command_line.streams import (
    called,
    naming,
    read_document,
    show_aside,
    show_problems,
    write_line,
)
from optimizer.documents.errors import Problem, UnusableInput

if TYPE_CHECKING:
    from api.club.entries import Entry, Kind
    from api.club.planning import HowToPlan
    from api.club.results_file import Results
    from api.club.summary import Summary

_MOST_PROCESSES = 512

Processes = Annotated[
    int | None,
    typer.Option(
        "--processes",
        metavar="N",
        min=1,
        max=_MOST_PROCESSES,
        help="How many athletes are planned at once; as many as there are cores unless told.",
    ),
]
Update = Annotated[
    bool,
    typer.Option(
        "--update",
        help="Keep the results that still answer their row; plan the others, faults of ours among"
        " them, again.",
    ),
]
RetryFaults = Annotated[
    bool,
    typer.Option(
        "--retry-faults",
        help="Plan the athletes again whose line tells of a fault of ours; keep all others.",
    ),
]
Restart = Annotated[
    bool, typer.Option("--restart", help="Throw the results away and plan everybody again.")
]


@dataclass(frozen=True)
class ClubRun:
    """How a roster is planned, as the options say; ``out``: None streams."""

    out: Path | None
    processes: int | None = None
    update: bool = False
    retry_faults: bool = False
    restart: bool = False
    as_json: bool = False
    catalog: Sequence[Path] | None = None
    limit: float | None = None

    def refuse_contradictions(self, *inputs: str | None) -> None:
        """Before anything is read; ``inputs``: files that are.  Raises ``UnusableInput``."""
        ways = {
            "--update": self.update,
            "--retry-faults": self.retry_faults,
            "--restart": self.restart,
        }
        given = [name for name, on in ways.items() if on]
        problem: Problem | None = None
        if len(given) > 1:
            problem = Problem(" and ".join(given), "", "contradict each other; give one")
        elif self.out is None and given:
            problem = Problem(given[0], "", "is about a file of results; name it with -o")
        elif self.out is None and self.as_json:
            problem = Problem(
                "--json",
                "",
                "prints the summary on standard output, where the results go; name a file for them"
                " with -o",
            )
        if problem is not None:
            raise UnusableInput(problem)
        refuse_to_overwrite(self.out, *inputs)

    def refuse_without_all(self) -> None:
        """Raises ``UnusableInput`` where one season is planned with an option of a club."""
        given = {
            "--processes": self.processes is not None,
            "--update": self.update,
            "--retry-faults": self.retry_faults,
            "--restart": self.restart,
        }
        for name in (name for name, on in given.items() if on):
            raise UnusableInput(Problem(name, "", "is about a whole club; give it beside --all"))


def refuse_beside_all(format_name: str | None, alarm_minutes: int | None, *, as_text: bool) -> None:
    """Raises ``UnusableInput`` for a form that a whole club does not have."""
    alarm = None if alarm_minutes is None else str(alarm_minutes)
    for name, value in (
        ("--format", format_name), ("--alarm", alarm), ("--text", "" if as_text else None),
    ):  # fmt: skip
        if value is not None:
            message = "cannot be chosen beside --all, which writes one line of JSON an athlete"
            raise UnusableInput(Problem(name, value, message))


def plan_roster(read: Callable[[], tuple[Entry, ...]], run: ClubRun) -> int:
    """Plan every row and tell what became of it; the exit status.

    Raises ``UnusableInput`` for what ``read`` and the options cannot be used for.
    """
    options = solve_options(run.limit)
    from api.club.planning import HowToPlan
    from catalog import load_catalog

    entries = read()
    folders = tuple(run.catalog or ())
    processes = run.processes or usable_cores()
    how = HowToPlan(load_catalog(*folders), folders, options, processes)
    summary = _streamed(entries, how) if run.out is None else _into_file(entries, how, run.out, run)
    if run.as_json:
        write_line(summary.model_dump_json())
    else:
        from api.command_line.views import club_view

        show_aside(club_view(summary))
    return _status(summary)


def roster_entries(
    name: str, kind: Kind, columns: Mapping[str, str] | None = None
) -> tuple[Entry, ...]:
    """The rows of the roster in a file; raises ``UnusableInput`` naming the file."""
    from api.club.roster import MAX_ROSTER_BYTES, read_roster, roster_form

    data = read_document(name, MAX_ROSTER_BYTES)
    with naming(name):
        entries = tuple(read_roster(data, roster_form(data, name), columns, kind))
    if not entries:
        raise UnusableInput(Problem(called(name), "", "holds no athlete; give one row an athlete"))
    return entries


def _streamed(entries: tuple[Entry, ...], how: HowToPlan) -> Summary:
    from api.club.results_file import StreamedResults

    with StreamedResults(write_line) as results:
        return _planned(entries, results, how, with_bar=not sys.stdout.isatty())


def _into_file(entries: tuple[Entry, ...], how: HowToPlan, out: Path, run: ClubRun) -> Summary:
    from api.club.results_file import ResultsFile

    try:
        with ResultsFile(out) as results:
            if run.restart:
                results.start_anew()
            elif run.update:
                results.take_up()
            elif run.retry_faults:
                results.retry_faults()
            return _planned(entries, results, how, with_bar=True)
    except KeyboardInterrupt:
        again = " without --restart" if run.restart else ""
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


def _status(summary: Summary) -> int:
    if summary.statuses["fault"]:
        return ExitCode.INTERNAL_FAULT
    if summary.statuses["unusable"]:
        return ExitCode.UNUSABLE_INPUT
    return ExitCode.NO_PLAN if summary.without_plan else ExitCode.ANSWERED
