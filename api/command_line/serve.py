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
    WebhookSecretFile,
    job_settings,
    secrets_in_arguments,
)
from api.command_line.exit_codes import ExitCode
from api.command_line.extras import expect_extra
from api.command_line.options import Folders
from api.jobs.names import Name
from api.service.listening import listening_on
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.wording import quoted


def serve(
    context: typer.Context,
    host: Annotated[
        str, typer.Option(help="The address to listen on; 0.0.0.0 for every network.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=0, max=65535)] = 8000,
    keys: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            envvar="RUNSTRONG_KEYS",
            help="API keys that may ask, one name and SHA-256 a line, with a rate behind where it"
            " has its own; read again when it changes. Without, anybody on this machine may.",
        ),
    ] = None,
    rate: Annotated[
        str | None,
        typer.Option(
            metavar="N/PERIOD",
            help="How often a key, or without keys an address, may ask, as in 600/minute.",
            show_default="as often as it likes",
        ),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="A name beside localhost by which a service without keys may be asked; may be"
            " given several times.",
        ),
    ] = None,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ORIGIN",
            help="A site whose pages may ask, as https://club.example; may be given several times.",
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
    webhook_secret_file: WebhookSecretFile = None,
    catalog: Folders = None,
) -> int:
    """Answer over HTTP until it is stopped; docs/service.md says how to ask."""
    expect_extra("service", "serve")
    # What cannot be used is told before the application, and with it the solver, is loaded.
    from api.service.authentication import read_api_keys
    from api.service.settings import Settings

    if keys is not None:
        read_api_keys(keys)
    if rate is not None:
        _refuse_no_rate(rate)
    jobs = None
    if batches:
        jobs = job_settings(
            database,
            state,
            processes,
            limit,
            catalog,
            webhook_host,
            webhook_secret,
            webhook_secret_file,
        )
    settings = Settings(
        jobs=jobs,
        catalog_folders=tuple(catalog or ()),
        key_file=keys,
        rate=rate,
        hosts=tuple(one.lower() for one in allow_host or ()),
        origins=tuple(one.lower().rstrip("/") for one in allow_origin or ()),
        solves=solves or usable_cores(),
        waiting=waiting,
        solve_seconds=limit,
    )
    with listening_on(host, port) as listening:
        if jobs is not None:
            from api.jobs.database import check_database, database_url

            # Told here, a database that cannot be used is one sentence and not a failed start.
            check_database(database_url(jobs.database))
            Name(jobs.state_folder).give_back()
        from api.service.app import create_app
        from api.service.server import Server

        app = create_app(settings)
        for warning in secrets_in_arguments(context):
            app.state.service.log.warning(warning)
        Server(app).serve_on(listening)
    return ExitCode.ANSWERED


def _refuse_no_rate(text: str) -> None:
    from api.service.rates import parsed_rate

    try:
        parsed_rate(text)
    except ValueError:
        raise UnusableInput(
            Problem("--rate", quoted(text), "is no rate; write it as 600/minute")
        ) from None
