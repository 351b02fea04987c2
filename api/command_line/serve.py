"""``runstrong serve``: the optimizer over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.club.cores import usable_cores
from api.command_line.batch_options import (
    Database,
    Processes,
    State,
    WebhookHosts,
    WebhookSecret,
    job_settings,
)
from api.command_line.exit_codes import ExitCode
from api.command_line.options import Folders


def serve(
    host: Annotated[
        str, typer.Option(help="The address to listen on; 0.0.0.0 for every network.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=0, max=65535)] = 8000,
    keys: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            envvar="RUNSTRONG_KEYS",
            help="API keys that may ask, one name and SHA-256 a line; without, anybody may.",
        ),
    ] = None,
    solves: Annotated[
        int | None,
        typer.Option(min=1, help="How many solves run at once.", show_default="one a core"),
    ] = None,
    waiting: Annotated[
        int, typer.Option(min=0, help="How many more may wait; the next is refused.")
    ] = 32,
    limit: Annotated[
        float,
        typer.Option(
            metavar="SECONDS",
            min=0.1,
            help="The longest time to an answer; a request may ask less.",
        ),
    ] = 60.0,
    database: Database = None,
    state: State = None,
    processes: Processes = None,
    batches: Annotated[
        bool, typer.Option("--batches/--no-batches", help="Take in batches of athletes.")
    ] = True,
    webhook_host: WebhookHosts = None,
    webhook_secret: WebhookSecret = None,
    catalog: Folders = None,
) -> int:
    """Answer over HTTP until it is stopped; docs/service.md says how to ask."""
    from api.jobs.database import database_url, open_database
    from api.service.app import create_app
    from api.service.authentication import read_api_keys
    from api.service.server import Server, listening_on
    from api.service.settings import Settings

    jobs = None
    if batches:
        jobs = job_settings(
            database, state, processes, limit, catalog, webhook_host, webhook_secret
        )
    settings = Settings(
        jobs=jobs,
        catalog_folders=tuple(catalog or ()),
        key_hashes=() if keys is None else read_api_keys(keys),
        solves=solves or usable_cores(),
        waiting=waiting,
        solve_seconds=limit,
    )
    with listening_on(host, port) as listening:
        if jobs is not None:
            # Told here, a database that cannot be used is one sentence and not a failed start.
            open_database(database_url(jobs.database)).dispose()
        Server(create_app(settings)).serve_on(listening)
    return ExitCode.ANSWERED
