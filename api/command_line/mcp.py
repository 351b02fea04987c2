"""``runstrong mcp``: tools for an assistant, on standard input and output."""

from __future__ import annotations

from typing import Annotated

import typer

from api.command_line.exit_codes import ExitCode
from api.command_line.extras import expect_extra
from api.command_line.options import Folders, solve_options


def mcp(
    catalog: Folders = None,
    limit: Annotated[
        float, typer.Option(metavar="SECONDS", help="The longest search for one answer.")
    ] = 60.0,
) -> int:
    """Answer an assistant by the Model Context Protocol until its input ends."""
    expect_extra("mcp", "mcp")
    solve_options(limit)
    from api.assistant.standard_input import serve_on_standard_input
    from catalog import load_catalog

    serve_on_standard_input(load_catalog(*(catalog or ())), limit)
    return ExitCode.ANSWERED
