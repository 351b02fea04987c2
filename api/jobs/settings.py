"""What can be set about batches."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import httpx
from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from api.club.cores import usable_cores
from optimizer.documents.errors import Problem, UnusableInput

LEAST_SECRET = 16
MOST_ATHLETES = 10_000
MOST_BYTES = 50_000_000


class WebhookSettings(BaseModel):
    """Where the service may send word of a finished batch; without this it calls nobody."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hosts: tuple[str, ...] = Field(min_length=1)
    """The only hosts that may be called, as ``club.example`` or ``club.example:8443``; without a
    port, only at the scheme's own."""
    secret: SecretStr | None = Field(default=None, min_length=LEAST_SECRET)
    """Signs each call, see ``api/jobs/webhooks.py``."""
    secret_file: Path | None = None
    """Instead: a file with one or several secrets, one a line, each of which signs.  It is read for
    every call, so that secrets can be changed while the service runs."""
    attempts: int = Field(default=8, ge=1, le=20)
    """Calls until one is answered with a status of the two hundreds."""
    first_pause_seconds: float = Field(default=2.0, gt=0)
    """Between the first call and the second; each further pause is twice as long."""
    timeout_seconds: float = Field(default=10.0, gt=0)
    """Of one call as a whole."""
    plain_http: bool = False
    """True: also ``http://``, and names that stand for a private address, for a host of one's own
    network."""

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if (self.secret is None) == (self.secret_file is None):
            raise ValueError("give either secret or secret_file")
        return self

    def secrets(self) -> tuple[str, ...]:
        """Those that sign now, the newest first; raises ``UnusableInput`` for a file without."""
        if self.secret is not None:
            return (self.secret.get_secret_value(),)
        assert self.secret_file is not None
        return read_secrets(self.secret_file)

    @field_validator("hosts")
    @classmethod
    def _as_addresses_have_them(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_normal(host) for host in hosts)


def read_secrets(path: Path) -> tuple[str, ...]:
    """One secret a line; lines that begin with # are comments.  Raises ``UnusableInput``."""
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UnusableInput(Problem(str(path), "", f"cannot be read: {why}")) from None
    secrets = tuple(line for line in lines if line and not line.startswith("#"))
    if not secrets or any(len(one) < LEAST_SECRET for one in secrets):
        message = f"needs one secret a line, each of {LEAST_SECRET} characters or more"
        raise UnusableInput(Problem(str(path), "", message))
    return secrets


def _normal(host: str) -> str:
    """In small letters and ASCII, as ``httpx.URL.netloc`` has it; raises ``ValueError``."""
    try:
        url = httpx.URL(f"//{host}")
    except httpx.InvalidURL:
        raise ValueError(f"{host!r} is no host") from None
    found = url.netloc.decode("ascii")
    if not found or "%" in found or str(url) != f"//{found}":
        raise ValueError(f"{host!r} is no host")
    return found


class JobSettings(BaseModel):
    """One process's settings; immutable.  Limits bind where a batch is handed in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    database: str
    """``sqlite:///FILE`` or ``postgresql://USER:PASSWORD@HOST/NAME``."""
    state_folder: Path
    """A folder of this machine: where processes agree on their names."""
    catalog_folders: tuple[Path, ...] = ()
    processes: int = Field(default_factory=usable_cores, ge=0)
    """Planning processes, one core each; 0: this process hands in and answers, but plans none."""
    solve_seconds: float = Field(default=60.0, gt=0)
    """The longest search for one athlete."""
    kill_after_seconds: float = Field(default=300.0, gt=0)
    """A planning process that has not answered by then is ended: our fault, not the athlete's."""
    chunk_athletes: int = Field(default=32, ge=1)
    """Athletes that travel through the queue together."""
    poll_seconds: float = Field(default=0.5, gt=0)
    """How often the queue, and whoever follows a batch, looks for news."""
    heartbeat_seconds: float = Field(default=2.0, gt=0)
    dead_after_seconds: float = Field(default=20.0, gt=0)
    """A worker without a heartbeat for this long is taken for dead; its chunks go to others."""
    most_athletes: int = Field(default=MOST_ATHLETES, ge=1)
    """Athletes of one batch."""
    most_bytes: int = Field(default=MOST_BYTES, ge=1)
    """The body of one batch."""
    most_running: int = Field(default=4, ge=1)
    """Unfinished batches of one API key."""
    keep_days: float = Field(default=30.0, gt=0)
    """A finished batch is deleted with all its athletes after this."""
    webhooks: WebhookSettings | None = None
