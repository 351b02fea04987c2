"""``runstrong completion``: what a shell needs to complete commands and options."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import Annotated

import typer


class Shell(StrEnum):
    bash = "bash"
    zsh = "zsh"
    fish = "fish"


def completion(
    context: typer.Context,
    shell: Annotated[Shell, typer.Argument(metavar="SHELL", help="bash, zsh or fish.")],
) -> int:
    """Print the lines that let a shell complete commands and options."""
    root = context.find_root()
    # The library writes them when it is called in this way, as the lines themselves call it later.
    variable = f"_{str(root.info_name).upper()}_COMPLETE"
    os.environ[variable] = f"source_{shell.value}"
    try:
        root.command.main(args=[], prog_name=root.info_name)
    except SystemExit as end:
        return int(end.code or 0)
    finally:
        del os.environ[variable]
    raise AssertionError("it ends the process")
