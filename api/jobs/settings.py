"""What can be set about batches."""

from __future__ import annotations

from pathlib import Path

import httpx
from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from api.club.cores import usable_cores

LEAST_SECRET = 16


class WebhookSettings(BaseModel):
    """Where the service may send word of a finished batch; without this it calls nobody."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hosts: tuple[str, ...] = Field(min_length=1)
    """The only hosts that may be called, as ``club.example`` or ``club.example:8443``; without a
    port, only at the scheme's own."""
    secret: SecretStr = Field(min_length=LEAST_SECRET)
    """Signs each call: HMAC-SHA256, see ``api/jobs/webhooks.py``."""
    attempts: int = Field(default=8, ge=1, le=20)
    """Calls until one is answered with a status of the two hundreds."""
    first_pause_seconds: float = Field(default=2.0, gt=0)
    """Between the first call and the second; each further pause is twice as long."""
    timeout_seconds: float = Field(default=10.0, gt=0)
    plain_http: bool = False
    """True: also ``http://``, for a host of one's own network."""

    @field_validator("hosts")
    @classmethod
    def _as_addresses_have_them(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_normal(host) for host in hosts)


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
    most_athletes: int = Field(default=10_000, ge=1)
    """Athletes of one batch."""
    most_bytes: int = Field(default=50_000_000, ge=1)
    """The body of one batch."""
    most_running: int = Field(default=4, ge=1)
    """Unfinished batches of one API key."""
    keep_days: float = Field(default=30.0, gt=0)
    """A finished batch is deleted with all its athletes after this."""
    webhooks: WebhookSettings | None = None
