"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

AsJson = Annotated[
    bool, typer.Option("--json", help="Print JSON; the default where the output is no terminal.")
]
AsText = Annotated[
    bool, typer.Option("--text", help="Print for reading, even where the output is no terminal.")
]
Folders = Annotated[
    Optional[list[Path]],  # noqa: UP045  (typer reads the annotation)
    typer.Option(
        "--catalog",
        metavar="DIR",
        help="A folder of your own catalog entries, added to or overriding the built-in ones;"
        " may be given several times.",
    ),
]


def help_when_alone(context: typer.Context) -> None:
    """A group without a command: show what there is; the status says that nothing was done."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(2)
