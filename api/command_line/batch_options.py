"""Options about batches that ``serve`` and ``worker`` share."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.club.cores import usable_cores
from optimizer.documents.errors import Problem, UnusableInput

if TYPE_CHECKING:
    from api.jobs.settings import JobSettings

_SECONDS_TO_SPARE = 120

Database = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        envvar="RUNSTRONG_DATABASE",
        help="Where batches are kept: sqlite:///FILE, or postgresql://USER:PASSWORD@HOST/NAME for"
        " several machines.",
        show_default="a file in the state folder",
    ),
]
State = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        envvar="RUNSTRONG_STATE",
        help="A folder for what has to outlive the process.",
        show_default="that of the user",
    ),
]
Processes = Annotated[
    int | None,
    typer.Option(
        min=0,
        help="How many athletes of batches are planned at once, each in a process of its own.",
        show_default="one a core",
    ),
]
WebhookHosts = Annotated[
    list[str] | None,
    typer.Option(
        metavar="HOST[:PORT]",
        help="A host that may be told of finished batches; may be given several times. Without,"
        " the service calls nobody.",
    ),
]
WebhookSecret = Annotated[
    str | None,
    typer.Option(
        envvar="RUNSTRONG_WEBHOOK_SECRET",
        help="Signs what these hosts are told; at least 16 characters.",
        show_default=False,
    ),
]


WebhookSecretFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        envvar="RUNSTRONG_WEBHOOK_SECRET_FILE",
        help="Secrets instead, one a line, each of which signs; read again for every call, so that"
        " they can be changed while the service runs.",
    ),
]
_SECRETS = {"webhook_secret": "RUNSTRONG_WEBHOOK_SECRET", "database": "RUNSTRONG_DATABASE"}


def secrets_in_arguments(context: typer.Context) -> tuple[str, ...]:
    """Warnings about secrets that every user of this machine can read in its list of processes."""
    found = []
    for name, variable in _SECRETS.items():
        value = context.params.get(name)
        holds_one = isinstance(value, str) and (name != "database" or _has_password(value))
        source = context.get_parameter_source(name)
        if holds_one and source is not None and source.name == "COMMANDLINE":
            option = f"--{name.replace('_', '-')}"
            found.append(
                f"{option} shows a secret to whoever lists the processes; give it as {variable}"
            )
    return tuple(found)


def _has_password(url: str) -> bool:
    return ":" in url.partition("://")[2].rpartition("@")[0]


def job_settings(
    database: str | None,
    state: Path | None,
    processes: int | None,
    solve_seconds: float,
    catalog: Sequence[Path] | None,
    webhook_hosts: Sequence[str] | None = None,
    webhook_secret: str | None = None,
    webhook_secret_file: Path | None = None,
) -> JobSettings:
    """The settings that the options ask for; raises ``UnusableInput``."""
    from pydantic import SecretStr, ValidationError

    from api.jobs.settings import LEAST_SECRET, JobSettings, WebhookSettings, read_secrets

    webhooks = None
    if webhook_hosts:
        if webhook_secret_file is not None:
            read_secrets(webhook_secret_file)
            webhook_secret = None
        elif webhook_secret is None or len(webhook_secret) < LEAST_SECRET:
            raise UnusableInput(
                Problem(
                    "RUNSTRONG_WEBHOOK_SECRET",
                    "",
                    f"is needed to sign what hosts are told; at least {LEAST_SECRET} characters, or"
                    " a file of them as --webhook-secret-file",
                )
            )
        try:
            webhooks = WebhookSettings(
                hosts=tuple(webhook_hosts),
                secret=None if webhook_secret is None else SecretStr(webhook_secret),
                secret_file=webhook_secret_file,
            )
        except ValidationError:
            raise UnusableInput(
                Problem(
                    "--webhook-host",
                    ", ".join(webhook_hosts),
                    "is no host; write it as club.example or club.example:8443",
                )
            ) from None
    folder = (state or _users_state_folder()).expanduser().absolute()
    return JobSettings(
        database=database or f"sqlite:///{folder / 'runstrong.db'}",
        state_folder=folder,
        catalog_folders=tuple(catalog or ()),
        processes=usable_cores() if processes is None else processes,
        solve_seconds=solve_seconds,
        kill_after_seconds=_SECONDS_TO_SPARE + 3 * solve_seconds,
        webhooks=webhooks,
    )


def _users_state_folder() -> Path:
    folder = os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(folder) if folder else Path.home() / ".local" / "state") / "runstrong"
