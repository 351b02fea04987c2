"""``runstrong bench``: how good and how fast, measured where it is called."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from api.command_line.extras import expect_extra
from api.command_line.options import AsJson, AsText
from api.command_line.streams import form, show, show_problems, write_json
from optimizer.documents.errors import Problem, UnusableInput

_PACKAGE = "benchmarks"


def bench(
    family: Annotated[
        list[str] | None,
        typer.Option("--family", metavar="NAME", help="Only this family; several times for more."),
    ] = None,
    peer: Annotated[
        list[str] | None,
        typer.Option("--peer", metavar="NAME", help="Only this peer; several times for more."),
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="A few instances, two minutes.")] = False,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Folder of the log, report and pictures.")
    ] = Path("bench"),
    resume: Annotated[
        bool, typer.Option("--resume/--fresh", help="Go on where the same benchmark was cut off.")
    ] = True,
    runs: Annotated[
        int | None,
        typer.Option("--runs", metavar="N", help="Runs of each week; the median counts."),
    ] = None,
    limit: Annotated[
        float | None,
        typer.Option("--limit", metavar="SECONDS", help="Give up on a week after this long."),
    ] = None,
    club: Annotated[
        list[int] | None,
        typer.Option(
            "--club",
            metavar="N",
            help="A club of so many athletes; several times for more, 0 for none.",
        ),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="REPORT.json", help="Read this report, measure nothing."),
    ] = None,
    compare: Annotated[
        Path | None,
        typer.Option(
            "--compare", metavar="BASELINE.json", help="Say what is better or worse than this."
        ),
    ] = None,
    record: Annotated[
        bool, typer.Option("--record", help="Keep the report as a row of the results page.")
    ] = False,
    service: Annotated[
        bool,
        typer.Option("--service", help="Only the HTTP service, under load, in two minutes or so."),
    ] = False,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="COMMIT",
            help="Only this version and that of COMMIT: the same weeks in turn, CPU time and"
            " differing answers.",
        ),
    ] = None,
    as_json: AsJson = False,
    as_text: AsText = False,
) -> int:
    """Measure runstrong and its peers on the instance families."""
    wanted = form(as_json, as_text)
    if service:
        expect_extra("service", "bench --service")
    command = _command()
    options = command.BenchOptions(
        families=tuple(family or ()),
        peers=tuple(peer or ()),
        quick=quick,
        runs=runs,
        limit_seconds=limit,
        clubs=None if club is None else tuple(club),
        out=out,
        resume=resume,
        finished=report,
        baseline=compare,
        keep=record,
        service=service,
        against=against,
    )
    doors = command.Doors(wanted == "json", write_json, show, show_problems)
    status: int = command.run(options, doors)
    return status


def _command() -> ModuleType:
    """The benchmarks, which look at this package and are looked at only here, by name."""
    try:
        return import_module(f"{_PACKAGE}.command")
    except ModuleNotFoundError as error:
        if error.name != _PACKAGE:
            raise

        raise UnusableInput(
            Problem(
                "bench",
                "",
                "the benchmarks did not come with this installation; run the command in a copy of"
                " the project",
            )
        ) from None
