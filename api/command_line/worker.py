"""``runstrong worker``: plans batches that a service on another machine takes in."""

from __future__ import annotations

from typing import Annotated

import typer

from api.command_line.batch_options import (
    Database,
    Processes,
    State,
    job_settings,
    secrets_in_arguments,
)
from api.command_line.exit_codes import ExitCode
from api.command_line.extras import expect_extra
from api.command_line.options import Folders
from optimizer.documents.errors import Problem, UnusableInput


def worker(
    context: typer.Context,
    database: Database = None,
    state: State = None,
    processes: Processes = None,
    limit: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.1, help="The longest search for one athlete.")
    ] = 60.0,
    catalog: Folders = None,
) -> int:
    """Plan batches out of a PostgreSQL database until it is stopped; see docs/jobs.md."""
    expect_extra("service", "worker")
    if database is None:
        raise UnusableInput(
            Problem("--database", "", "is needed; give the one that the service was given")
        )
    from api.jobs.database import database_url
    from api.jobs.run_worker import run_worker
    from api.service.logs import server_logging

    if database_url(database).get_backend_name() == "sqlite":
        raise UnusableInput(
            Problem(
                "--database",
                database,
                "is a file, which serves one process; give serve more --processes, or use"
                " PostgreSQL for several machines",
            )
        )
    run_worker(
        job_settings(database, state, processes, limit, catalog),
        server_logging(),
        secrets_in_arguments(context),
    )
    return ExitCode.ANSWERED
