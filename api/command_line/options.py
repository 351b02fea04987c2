"""Options that several commands share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from api.command_line.exit_codes import ExitCode
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.solving.options import SolveOptions

RequestFile = Annotated[str, typer.Argument(metavar="REQUEST.json", help="A request; - reads it.")]
ResultFile = Annotated[str, typer.Argument(metavar="RESULT.json", help="Its result; - reads it.")]
_REQUEST_OR_REPLANNED = typer.Argument(
    metavar="REQUEST.json",
    help="A request; - reads it. Without RESULT.json, an answer of replan, which holds both.",
    show_default=False,
)
RequestOrReplannedFile = Annotated[str, _REQUEST_OR_REPLANNED]
MaybeRequestFile = Annotated[str | None, _REQUEST_OR_REPLANNED]
MaybeResultFile = Annotated[
    str | None,
    typer.Argument(metavar="RESULT.json", help="Its result; - reads it.", show_default=False),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print JSON; the default where the output is no terminal.")
]
AsText = Annotated[
    bool, typer.Option("--text", help="Print for reading, even where the output is no terminal.")
]
Folders = Annotated[
    list[Path] | None,
    typer.Option(
        "--catalog",
        metavar="DIR",
        help="A folder of your own catalog entries, added to or overriding the built-in ones;"
        " may be given several times.",
    ),
]
Limit = Annotated[
    float | None,
    typer.Option(
        "--limit",
        metavar="SECONDS",
        help="Stop searching after this long; an answer without proof says so.",
    ),
]


@dataclass(frozen=True)
class AnswerOptions:
    """What is asked of every answer about a plan."""

    as_json: AsJson = False
    as_text: AsText = False
    catalog: Folders = None


@dataclass(frozen=True)
class SolvedAnswerOptions(AnswerOptions):
    """The same of one that takes a search."""

    limit: Limit = None


def solve_options(limit_seconds: float | None) -> SolveOptions:
    """How long to search; raises ``UnusableInput`` for a limit that is no time."""
    if limit_seconds is None:
        return SolveOptions()
    if not (math.isfinite(limit_seconds) and limit_seconds > 0):
        raise UnusableInput(
            Problem("--limit", str(limit_seconds), "is no time; give seconds above 0")
        )
    return SolveOptions(wall_seconds=limit_seconds)


def help_when_alone(context: typer.Context) -> None:
    """A group without a command: show what there is; the status says that nothing was done."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(ExitCode.UNUSABLE_INPUT)
