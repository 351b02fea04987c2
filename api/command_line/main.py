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
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

import typer

from api.catalog.example_requests import NoExamples
from api.command_line.assess import assess
from api.command_line.bench import bench
from api.command_line.calendar import calendar
from api.command_line.catalog import app as catalog_app
from api.command_line.check import check
from api.command_line.club import club
from api.command_line.completion import completion
from api.command_line.demo import demo
from api.command_line.diff import diff
from api.command_line.exit_codes import ExitCode
from api.command_line.explain import explain
from api.command_line.export import export
from api.command_line.help_examples import example_of
from api.command_line.log import log
from api.command_line.mcp import mcp
from api.command_line.next_week import next_week
from api.command_line.options import help_when_alone
from api.command_line.plan import plan
from api.command_line.pointers import in_commands
from api.command_line.replan import replan
from api.command_line.runs import runs
from api.command_line.season import season
from api.command_line.serve import serve
from api.command_line.streams import OutputClosed, OutputFailed, show_problems, write_line
from api.command_line.validate import validate
from api.command_line.worker import worker
from catalog import CatalogError
from optimizer.documents.errors import Problem, UnusableInput

# What the machine or its user has to mend, whatever we were writing or reading.
_NOT_OURS = frozenset(
    {errno.EACCES, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EISDIR, errno.ENAMETOOLONG,
     errno.ENOSPC, errno.ENOTDIR, errno.EPERM, errno.EROFS}
)  # fmt: skip

app = typer.Typer(
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(catalog_app, name="catalog", epilog=example_of("catalog"))
_COMMANDS: tuple[Callable[..., int], ...] = (
    plan,
    validate,
    check,
    diff,
    explain,
    replan,
    assess,
    runs,
    season,
    next_week,
    log,
    calendar,
    export,
    club,
    serve,
    mcp,
    worker,
    demo,
    completion,
    bench,
)
_NAMES = {next_week: "next"}
"""Of commands whose functions cannot be called like them."""
for _command in _COMMANDS:
    _name = _NAMES.get(_command, _command.__name__)
    app.command(_name, epilog=example_of(_name))(_command)


def _version(wanted: bool) -> None:
    if wanted:
        try:
            write_line(f"runstrong {version('runstrong')}")
        except PackageNotFoundError:
            write_line("runstrong, version unknown: not installed as a package")
        raise typer.Exit


@app.callback(epilog="\b\nExample:\n  runstrong demo")
def runstrong(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001  (acts through its callback)
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """The proven best strength week for a runner, around the runs already planned."""
    help_when_alone(context)


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
    if isinstance(error, typer.BadParameter) and error.__cause__ is not None:
        message = _in_our_words(error, error.__cause__) or message
    return f"{message[:1].lower()}{message[1:].rstrip('.')}{hint}"


def _in_our_words(error: typer.BadParameter, cause: BaseException) -> str | None:
    """What the value of an option is not; None: the library's words are as good."""
    from pydantic import ValidationError

    from optimizer.documents.reading import sentence_of, value_of

    if not isinstance(cause, ValidationError):
        return None
    detail = cause.errors(include_url=False)[0]
    options = [] if error.param is None else error.param.opts
    return str(Problem(next(iter(options), ""), value_of(detail), sentence_of(detail)))


def _explained(error: Exception) -> tuple[int, list[str]]:
    """The exit status for ``error`` and what to tell a person, one sentence a problem."""
    if isinstance(error, UnusableInput):
        return ExitCode.UNUSABLE_INPUT, [
            str(problem.said(in_commands)) for problem in error.problems
        ]
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
