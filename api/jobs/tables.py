"""What the database holds of batches.  The queue has tables of its own beside these."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

METADATA = sa.MetaData()

BATCHES = sa.Table(
    "runstrong_batches",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("idempotency_key", sa.Text),
    # SHA-256 over what was handed in: tells a repeated request from another one.
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("athletes", sa.Integer, nullable=False),
    sa.Column("chunks", sa.Integer, nullable=False),
    # accepted (not all chunks are in the queue yet), running, finished or cancelled
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("webhook", sa.Text),
    sa.Column("created_at", sa.Double, nullable=False),
    sa.Column("started_at", sa.Double),
    sa.Column("ended_at", sa.Double),
    sa.UniqueConstraint("owner", "idempotency_key"),
)

ROWS = sa.Table(
    "runstrong_rows",
    METADATA,
    sa.Column("batch", sa.ForeignKey(BATCHES.c.id, ondelete="CASCADE"), primary_key=True),
    # The athlete's place in the batch, from 0.
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("chunk", sa.Integer, nullable=False),
    # The entry as JSON; everything but ASCII is escaped, since PostgreSQL takes no NUL.
    sa.Column("entry", sa.Text, nullable=False),
    # Times that it was begun alone, see api/jobs/chunk.py.
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Index("runstrong_rows_by_chunk", "batch", "chunk"),
)

ANSWERS = sa.Table(
    "runstrong_answers",
    METADATA,
    # The key is what makes an answer the only one.
    sa.Column("batch", sa.ForeignKey(BATCHES.c.id, ondelete="CASCADE"), primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("answered_at", sa.Double, nullable=False),
    sa.Column("worker", sa.Text, nullable=False),
    sa.Column("line", sa.Text, nullable=False),
    sa.Index("runstrong_answers_by_status", "batch", "status"),
)

CHUNKS = sa.Table(
    "runstrong_chunks",
    METADATA,
    sa.Column("batch", sa.ForeignKey(BATCHES.c.id, ondelete="CASCADE"), primary_key=True),
    sa.Column("chunk", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("starts", sa.Integer, nullable=False, server_default="0"),
)

WORKERS = sa.Table(
    "runstrong_workers",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("processes", sa.Integer, nullable=False),
    sa.Column("catalog", sa.Text, nullable=False),
    sa.Column("software", sa.Text, nullable=False),
    sa.Column("started_at", sa.Double, nullable=False),
    sa.Column("heartbeat_at", sa.Double, nullable=False),
)

LEASES = sa.Table(
    "runstrong_leases",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("holder", sa.Text, nullable=False),
    sa.Column("until", sa.Double, nullable=False),
)


class now(FunctionElement[float]):  # noqa: N801  (reads as the SQL function it is)
    """Seconds since 1970 by the database's clock, which all machines share."""

    type = sa.Double()
    inherit_cache = True


@compiles(now, "sqlite")
def _now_in_sqlite(_element: now, _compiler: SQLCompiler, **_: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(now, "postgresql")
def _now_in_postgresql(_element: now, _compiler: SQLCompiler, **_: Any) -> str:
    return "cast(extract(epoch from clock_timestamp()) as double precision)"
