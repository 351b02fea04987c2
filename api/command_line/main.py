"""The command line.

``exit_codes.py`` says what an exit status means.  Everything heavy is imported by the command that
needs it, so that ``--help`` is quick.
"""

from __future__ import annotations

import errno
import io
import os
import sys
import threading
import traceback
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

import optimizer
from api.command_line.bench import bench
from api.command_line.calendar import calendar
from api.command_line.calendar_options import (
    AllDayBusy,
    AllDayRunAt,
    Busy,
    Calendars,
    MinutesPerKm,
    NotBusy,
    NotRuns,
    RunKinds,
    Runs,
    read_calendars,
    tell_calendars,
)
from api.command_line.catalog import app as catalog_app
from api.command_line.check import check
from api.command_line.club import club
from api.command_line.diff import diff
from api.command_line.exit_codes import ExitCode
from api.command_line.explain import explain
from api.command_line.export import export
from api.command_line.options import AsJson, AsText, Folders, Limit, help_when_alone, solve_options
from api.command_line.output import FormatName, OutputFile, output_of, refuse_to_overwrite, tell
from api.command_line.plan_question import solved
from api.command_line.replan import replan
from api.command_line.serve import serve
from api.command_line.streams import (
    OutputClosed,
    OutputFailed,
    form,
    read_document,
    show,
    show_problems,
    write_json,
    write_line,
)
from api.command_line.worker import worker

if TYPE_CHECKING:
    from catalog import Catalog
    from optimizer.documents.request import Request
    from optimizer.documents.result import Result

# What the machine or its user has to mend, whatever we were writing or reading.
_NOT_OURS = frozenset(
    {errno.EACCES, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EISDIR, errno.ENAMETOOLONG,
     errno.ENOSPC, errno.ENOTDIR, errno.EPERM, errno.EROFS}
)  # fmt: skip

app = typer.Typer(
    add_completion=False,
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(catalog_app, name="catalog")
app.command()(bench)
app.command()(calendar)
app.command()(check)
app.command()(club)
app.command()(diff)
app.command()(explain)
app.command()(export)
app.command()(replan)
app.command()(serve)
app.command()(worker)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            write_line(f"runstrong {version('runstrong')}")
        except PackageNotFoundError:
            write_line("runstrong, version unknown: not installed as a package")
        raise typer.Exit


@app.callback()
def runstrong(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001  (acts through its callback)
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """The proven best strength week for a runner, around the runs already planned."""
    help_when_alone(context)


@app.command(name="plan")
def plan_command(
    request: Annotated[str, typer.Argument(metavar="REQUEST.json", help="A request; - reads it.")],
    as_json: AsJson = False,
    as_text: AsText = False,
    format_name: FormatName = None,
    output: OutputFile = None,
    runs: Runs = None,
    busy: Busy = None,
    run_kind: RunKinds = None,
    not_a_run: NotRuns = None,
    not_busy: NotBusy = None,
    all_day_run_at: AllDayRunAt = None,
    all_day_busy: AllDayBusy = False,
    minutes_per_km: MinutesPerKm = None,
    catalog: Folders = None,
    limit: Limit = None,
) -> int:
    """Plan the best strength week for one request."""
    wanted = output_of(as_json, as_text, format_name, output)
    refuse_to_overwrite(output, request, *(runs or ()), *(busy or ()))
    from catalog import load_catalog
    from optimizer.documents.reading import read_request

    calendars = Calendars(
        runs, busy, run_kind, not_a_run, not_busy, all_day_run_at, all_day_busy, minutes_per_km
    )
    week_request = read_request(read_document(request))
    if calendars.are_given:
        reading = read_calendars(week_request, calendars)
        tell_calendars(reading, as_text=wanted.is_text)
        week_request = reading.request
    known = load_catalog(*(catalog or ()))
    answer = _planned(week_request, known, limit)

    def show_text() -> None:
        from api.command_line.views import Names, week_view

        show(week_view(week_request, answer, Names.of(known)))

    return tell(wanted, week_request, answer, known, show_text)


@app.command()
def demo(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="ID", help="An example, or the beginning of its id.", show_default=False
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Plan every example.")] = False,
    listing: Annotated[bool, typer.Option("--list", help="List the examples.")] = False,
    as_json: AsJson = False,
    as_text: AsText = False,
    limit: Limit = None,
) -> int:
    """Plan an example request; the first one unless told otherwise."""
    wanted = form(as_json, as_text)
    from api.catalog.example_requests import example, examples

    if listing:
        return _list_examples(wanted)
    chosen = list(examples()) if everything else [example(name) if name else examples()[0]]
    from catalog import load_catalog
    from optimizer.documents.reading import read_request

    known = load_catalog()
    answers = []
    for one in chosen:
        week_request = read_request(read_document(str(one.path)))
        answer = _planned(week_request, known, limit)
        answers.append(answer)
        if wanted == "text":
            from api.command_line.views import Names, example_heading, week_view

            show(example_heading(one.title, one.about))
            show(week_view(week_request, answer, Names.of(known)))
    if wanted == "json":
        lines = [answer.model_dump_json() for answer in answers]
        write_line(f"[{','.join(lines)}]" if everything else lines[0])
    return max(_status(answer) for answer in answers)


def _planned(week_request: Request, known: Catalog, limit_seconds: float | None) -> Result:
    return solved(
        week_request,
        known,
        solve_options(limit_seconds),
        lambda catalog, options, on_progress: optimizer.plan(
            week_request, catalog=catalog, options=options, on_progress=on_progress
        ),
    )


def _status(answer: Result) -> int:
    return ExitCode.NO_PLAN if answer.plan is None else ExitCode.ANSWERED


def _list_examples(wanted: str) -> int:
    from api.catalog.example_requests import examples

    if wanted == "json":
        write_json([{"id": one.id, "title": one.title, "about": one.about} for one in examples()])
    else:
        from api.command_line.views import example_heading

        for one in examples():
            show(example_heading(f"{one.id}: {one.title}", one.about))
    return ExitCode.ANSWERED


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with ``arguments`` (None: those of the process); its exit status."""
    _set_encodings()
    try:
        if sys.stdout is None:  # as after >&-
            raise OutputFailed("it is closed")
        status = (
            app(args=arguments, prog_name="runstrong", standalone_mode=False) or ExitCode.ANSWERED
        )
        assert isinstance(status, int)
    except (KeyboardInterrupt, typer.Abort):
        status = ExitCode.INTERRUPTED
    except OutputClosed:
        return ExitCode.OUTPUT_CLOSED
    except typer.TyperException as error:
        show_problems([_usage_sentence(error)])
        return ExitCode.UNUSABLE_INPUT
    except Exception as error:  # noqa: BLE001  (the last door: a person sees no traceback)
        status, problems = _explained(error)
        show_problems(problems)
        if os.environ.get("RUNSTRONG_DEBUG") == "1":
            traceback.print_exception(error)
    if status == ExitCode.INTERRUPTED:
        _leave_at_once()
    return status


def _set_encodings() -> None:
    """JSON is UTF-8 wherever it goes; on a terminal a sign it cannot show is no reason to fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _leave_at_once() -> None:
    """End the process without waiting for a solve that runs on in its thread."""
    sys.stderr.write("interrupted\n")
    sys.stderr.flush()
    if threading.active_count() > 1:
        os._exit(ExitCode.INTERRUPTED)


def _usage_sentence(error: typer.TyperException) -> str:
    message = " ".join(error.format_message().split())
    command = getattr(getattr(error, "ctx", None), "command_path", "")
    hint = f"; see '{command} --help'" if command else ""
    return f"{message[:1].lower()}{message[1:].rstrip('.')}{hint}"


def _explained(error: Exception) -> tuple[int, list[str]]:
    """The exit status for ``error`` and what to tell a person, one sentence a problem."""
    from api.catalog.example_requests import NoExamples
    from catalog import CatalogError
    from optimizer.documents.errors import UnusableInput

    if isinstance(error, UnusableInput):
        return ExitCode.UNUSABLE_INPUT, [str(problem) for problem in error.problems]
    if isinstance(error, CatalogError):
        return ExitCode.UNUSABLE_INPUT, str(error).splitlines()
    if isinstance(error, NoExamples):
        return ExitCode.UNUSABLE_INPUT, [str(error)]
    if isinstance(error, OutputFailed):
        return ExitCode.UNUSABLE_INPUT, [
            f"the output cannot be written: {error}; make room, or write it elsewhere"
        ]
    if isinstance(error, OSError) and error.errno in _NOT_OURS:
        where = "a file" if error.filename is None else str(error.filename)
        return ExitCode.UNUSABLE_INPUT, [
            f"{where}: cannot be written or read: {error.strerror}; make room, change its"
            " permissions, or name another place"
        ]
    what = ": ".join(part for part in (type(error).__name__, str(error)) if part)
    return ExitCode.INTERNAL_FAULT, [
        f"internal fault: {what}; this is a fault of runstrong, not of your input: please report it"
        " with the request (RUNSTRONG_DEBUG=1 shows where it happened)"
    ]
