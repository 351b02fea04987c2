"""What can be set about the service; every limit has a default that is safe on one machine."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from api.club.cores import usable_cores
from api.jobs.settings import JobSettings
from optimizer.documents.reading import MAX_DOCUMENT_BYTES


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
    body_bytes: int = Field(default=2 * MAX_DOCUMENT_BYTES, ge=1)
    """The largest body of a request about one athlete."""
    cache_bytes: int = Field(default=64_000_000, ge=0)
    """Answers kept in memory for repeated requests, together; 0 keeps none."""
    key_hashes: tuple[tuple[str, str], ...] = ()
    """Name and SHA-256 (hexadecimal) of each API key; none: anybody may ask."""
    jobs: JobSettings | None = None
    """Where batches are kept and how they are planned; None: the service takes none."""
    ready_seconds: float = Field(default=10.0, ge=0)
    """How long a successful readiness check stands."""
    stop_seconds: float = Field(default=5.0, ge=0)
    """What running solves have left to give their best when the service is stopped."""
