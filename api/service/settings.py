"""What can be set about the service; every limit has a default that is safe on one machine."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from api.club.cores import usable_cores
from api.jobs.settings import JobSettings
from api.service.rates import parsed_rate
from optimizer.documents.reading import MAX_DOCUMENT_BYTES

BODY_BYTES = 2 * MAX_DOCUMENT_BYTES


class Settings(BaseModel):
    """One application's settings; immutable."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    catalog_folders: tuple[Path, ...] = ()
    """Folders of own catalog entries, as ``--catalog`` of the command line."""
    solves: int = Field(default_factory=usable_cores, ge=1)
    """How many solves run at once; each has one solver worker, so one for each core."""
    waiting: int = Field(default=32, ge=0)
    """How many more may wait for their turn; the next is refused."""
    waiting_seconds: float = Field(default=10.0, gt=0)
    """How long one may wait for its turn before it is refused."""
    solve_seconds: float = Field(default=60.0, gt=0)
    """The longest time to an answer; a request may ask for less."""
    reads: int = Field(default_factory=lambda: max(2, usable_cores()), ge=1)
    """How many bodies are read at once, and beside them as many files (calendars, rosters)."""
    read_seconds: float = Field(default=10.0, gt=0)
    """How long it may take to read one; no honest one comes near."""
    body_seconds: float = Field(default=30.0, gt=0)
    """How long a body may take to arrive."""
    send_seconds: float = Field(default=30.0, gt=0)
    """How long a client may read next to nothing of its answer."""
    body_bytes: int = Field(default=BODY_BYTES, ge=1)
    """The largest body of a request about one athlete."""
    cache_bytes: int = Field(default=64_000_000, ge=0)
    """Answers kept in memory for repeated requests, together; 0 keeps none."""
    key_hashes: tuple[tuple[str, str], ...] = ()
    """Name and SHA-256 (hexadecimal) of each API key; none: anybody may ask."""
    key_file: Path | None = None
    """Instead: a file of keys, which is read again when it has changed."""
    rate: str | None = None
    """How often a key, or without keys an address, may ask, as in ``600/minute``; a key's own rate
    in the file goes before.  None: as often as it likes."""
    hosts: tuple[str, ...] = ()
    """Names beside the loopback ones by which a service without keys may be asked."""
    origins: tuple[str, ...] = ()
    """Sites whose pages may ask, as ``https://club.example``."""
    connections: int | None = Field(default=None, ge=10)
    """How many may be open; None: as many as the system's limit of open files leaves room for."""
    head_seconds: float = Field(default=10.0, gt=0)
    """How long the head of a request may take to arrive."""

    @field_validator("rate")
    @classmethod
    def _is_a_rate(cls, rate: str | None) -> str | None:
        if rate is not None:
            parsed_rate(rate)
        return rate

    jobs: JobSettings | None = None
    """Where batches are kept and how they are planned; None: the service takes none."""
    ready_seconds: float = Field(default=10.0, ge=0)
    """How long a successful readiness check stands."""
    stop_seconds: float = Field(default=5.0, ge=0)
    """What running solves have left to give their best when the service is stopped."""
