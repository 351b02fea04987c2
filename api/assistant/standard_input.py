"""The door of one person: a server on standard input and output."""

from __future__ import annotations

from functools import partial
from typing import Any

import anyio
from anyio import to_thread
from mcp.server.stdio import stdio_server

from api.assistant.server import Door, Work, assistant_server
from api.assistant.tools import Heard
from catalog import Catalog
from optimizer.solving.options import SolveOptions
from optimizer.solving.stopping import Stop


def serve_on_standard_input(catalog: Catalog, limit_seconds: float) -> None:
    """Answer until standard input ends.  A solve runs in a thread and ends with its call."""
    anyio.run(_serve, catalog, limit_seconds)


async def _serve(catalog: Catalog, limit_seconds: float) -> None:
    server = assistant_server(one_persons_door(catalog, limit_seconds))
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


def one_persons_door(catalog: Catalog, limit_seconds: float) -> Door:
    """Work is done in threads of this process; there is one caller."""

    async def run(_call: Any, _operation: str, work: Work[Heard]) -> Heard:
        stop = Stop()
        options = SolveOptions(wall_seconds=limit_seconds, stop=stop)
        try:
            return await to_thread.run_sync(partial(work, catalog, options), abandon_on_cancel=True)
        except anyio.get_cancelled_exc_class():
            stop.ask()
            raise

    def fault(_call: Any, error: Exception) -> str:
        return (
            f"internal fault: {type(error).__name__}: {error}; this is a fault of runstrong, not of"
            " your input: please report it with the request"
        )

    return Door(catalog, run, run, lambda _call: "", fault)
