"""The command line.

Exit status: 0 answered, 1 answered but no plan (or a plan that breaks a required rule), 2 unusable
input, 3 internal fault; 130 after Ctrl-C and 141 when the reader of the output has gone, as shells
have it.  Everything heavy is imported by the command that needs it, so that ``--help`` is quick.
"""

from __future__ import annotations

import io
import math
import os
import sys
import threading
import traceback
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from api.bench_command import bench
from api.catalog_commands import app as catalog_app
from api.cli_options import AsJson, AsText, Folders, help_when_alone
from api.documents import (
    OutputClosed,
    form,
    once_each,
    read_as,
    read_document,
    show,
    show_problems,
    write_json,
    write_line,
)

if TYPE_CHECKING:
    from catalog import Catalog
    from optimizer.request import Request
    from optimizer.result import Result
    from optimizer.solve import SolveOptions

ANSWERED, NO_PLAN, UNUSABLE_INPUT, INTERNAL_FAULT = 0, 1, 2, 3
INTERRUPTED, OUTPUT_CLOSED = 130, 141

app = typer.Typer(
    add_completion=False,
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(catalog_app, name="catalog")
app.command()(bench)

Limit = Annotated[
    Optional[float],  # noqa: UP045
    typer.Option(
        "--limit",
        metavar="SECONDS",
        help="Stop searching after this long; an answer without proof says so.",
    ),
]


def _version(asked: bool) -> None:
    if asked:
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
    catalog: Folders = None,
    limit: Limit = None,
) -> int:
    """Plan the best strength week for one request."""
    wanted = form(as_json, as_text)
    from catalog import load_catalog
    from optimizer.reading import read_request

    asked = read_request(read_document(request))
    known = load_catalog(*(catalog or ()))
    answer = _planned(asked, known, limit)
    if wanted == "json":
        write_line(answer.model_dump_json())
    else:
        from api.render import Names, week_view

        show(week_view(asked, answer, Names.of(known)))
    return _status(answer)


@app.command()
def demo(
    name: Annotated[
        Optional[str],  # noqa: UP045
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
    from api.example_requests import example, examples

    if listing:
        return _list_examples(wanted)
    chosen = list(examples()) if everything else [example(name) if name else examples()[0]]
    from catalog import load_catalog
    from optimizer.reading import read_request

    known = load_catalog()
    answers = []
    for one in chosen:
        asked = read_request(read_document(str(one.path)))
        answer = _planned(asked, known, limit)
        answers.append(answer)
        if wanted == "text":
            from api.render import Names, example_heading, week_view

            show(example_heading(one.title, one.about))
            show(week_view(asked, answer, Names.of(known)))
    if wanted == "json":
        lines = [answer.model_dump_json() for answer in answers]
        write_line(f"[{','.join(lines)}]" if everything else lines[0])
    return max(_status(answer) for answer in answers)


@app.command(name="check")
def check_command(
    request: Annotated[str, typer.Argument(metavar="REQUEST.json", help="A request; - reads it.")],
    result: Annotated[str, typer.Argument(metavar="RESULT.json", help="Its result; - reads it.")],
    as_json: AsJson = False,
    as_text: AsText = False,
    catalog: Folders = None,
) -> int:
    """Check a result against its request, rule by rule and without the solver."""
    from catalog import load_catalog
    from optimizer.reading import read_request, read_result

    wanted = form(as_json, as_text)
    once_each([("REQUEST.json", request), ("RESULT.json", result)])
    asked = read_as(read_request, request)
    answer = read_as(read_result, result)
    known = load_catalog(*(catalog or ()))
    from optimizer import check

    report = check(asked, answer, catalog=known)
    if wanted == "json":
        write_line(report.model_dump_json())
    else:
        from api.render import check_view

        show(check_view(report))
    return ANSWERED if report.holds else NO_PLAN


@app.command(name="replan")
def replan_command(
    request: Annotated[
        str,
        typer.Argument(
            metavar="REQUEST.json",
            help="A request; - reads it. Without RESULT.json, an answer of replan, which holds"
            " both.",
        ),
    ],
    result: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(metavar="RESULT.json", help="Its result; - reads it.", show_default=False),
    ] = None,
    change: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--change",
            metavar="PATCH.json",
            help="What is different in the request now: a list of RFC 6902 operations, or an"
            " object with the changed fields (RFC 7386); - reads it.",
        ),
    ] = None,
    missed: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--missed", metavar="ID", help="A session that was not done; may be given repeatedly."
        ),
    ] = None,
    done: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--done", metavar="ID", help="A session that was done; may be given repeatedly."
        ),
    ] = None,
    now: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--now",
            metavar="TIME",
            help="Such as 'Wed 12:00': sessions before it are done unless missed, and nothing new"
            " starts before it.",
        ),
    ] = None,
    as_json: AsJson = False,
    as_text: AsText = False,
    catalog: Folders = None,
    limit: Limit = None,
) -> int:
    """Plan a week again after a change, with the fewest changes to its plan."""
    wanted = form(as_json, as_text)
    options = _options(limit)
    from api.waiting import with_progress
    from catalog import load_catalog
    from optimizer.patch import read_patch
    from optimizer.reading import read_replanned, read_request, read_result

    once_each([("REQUEST.json", request), ("RESULT.json", result), ("--change", change)])
    if result is None:
        before = read_as(read_replanned, request)
        asked, answer = before.request, before.result
    else:
        asked, answer = read_as(read_request, request), read_as(read_result, result)
    patch = None if change is None else read_as(read_patch, change)
    known = load_catalog(*(catalog or ()))
    from optimizer import replan

    again = with_progress(
        asked.athlete.id,
        lambda tell: replan(
            asked,
            answer,
            patch=patch,
            missed=missed or (),
            done=done or (),
            now=now,
            catalog=known,
            options=options,
            on_progress=tell,
        ),
    )
    if wanted == "json":
        write_line(again.model_dump_json())
    else:
        from api.render import Names, replanned_view

        show(replanned_view(again, Names.of(known)))
    return _status(again.result)


def _planned(asked: Request, known: Catalog, limit_seconds: float | None) -> Result:
    from api.waiting import with_progress
    from optimizer import plan

    options = _options(limit_seconds)
    return with_progress(
        asked.athlete.id,
        lambda tell: plan(asked, catalog=known, options=options, on_progress=tell),
    )


def _options(limit_seconds: float | None) -> SolveOptions:
    from optimizer import SolveOptions
    from optimizer.errors import Problem, UnusableInput

    if limit_seconds is None:
        return SolveOptions()
    if not (math.isfinite(limit_seconds) and limit_seconds > 0):
        raise UnusableInput(
            Problem("--limit", str(limit_seconds), "is no time; give seconds above 0")
        )
    return SolveOptions(wall_seconds=limit_seconds)


def _status(answer: Result) -> int:
    return NO_PLAN if answer.plan is None else ANSWERED


def _list_examples(wanted: str) -> int:
    from api.example_requests import examples

    if wanted == "json":
        write_json([{"id": one.id, "title": one.title, "about": one.about} for one in examples()])
    else:
        from api.render import example_heading

        for one in examples():
            show(example_heading(f"{one.id}: {one.title}", one.about))
    return ANSWERED


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with ``arguments`` (None: those of the process); its exit status."""
    _set_encodings()
    try:
        status = app(args=arguments, prog_name="runstrong", standalone_mode=False) or ANSWERED
        assert isinstance(status, int)
    except (KeyboardInterrupt, typer.Abort):
        status = INTERRUPTED
    except OutputClosed:
        return OUTPUT_CLOSED
    except typer.TyperException as error:
        show_problems([_usage_sentence(error)])
        return UNUSABLE_INPUT
    except Exception as error:  # noqa: BLE001  (the last door: a person sees no traceback)
        status, problems = _explained(error)
        show_problems(problems)
        if os.environ.get("RUNSTRONG_DEBUG") == "1":
            traceback.print_exception(error)
    if status == INTERRUPTED:
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
        os._exit(INTERRUPTED)


def _usage_sentence(error: typer.TyperException) -> str:
    message = " ".join(error.format_message().split())
    command = getattr(getattr(error, "ctx", None), "command_path", "")
    hint = f"; see '{command} --help'" if command else ""
    return f"{message[:1].lower()}{message[1:].rstrip('.')}{hint}"


def _explained(error: Exception) -> tuple[int, list[str]]:
    """The exit status for ``error`` and what to tell a person, one sentence a problem."""
    from api.example_requests import NoExamples
    from catalog import CatalogError
    from optimizer.errors import UnusableInput

    if isinstance(error, UnusableInput):
        return UNUSABLE_INPUT, [str(problem) for problem in error.problems]
    if isinstance(error, CatalogError):
        return UNUSABLE_INPUT, str(error).splitlines()
    if isinstance(error, NoExamples):
        return UNUSABLE_INPUT, [str(error)]
    what = ": ".join(part for part in (type(error).__name__, str(error)) if part)
    return INTERNAL_FAULT, [
        f"internal fault: {what}; this is a fault of runstrong, not of your input: please report it"
        " with the request (RUNSTRONG_DEBUG=1 shows where it happened)"
    ]
