"""The database of batches: SQLite in one file, or PostgreSQL where a club outgrows one machine."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry

from api.jobs.tables import METADATA
from optimizer.documents.errors import Problem, UnusableInput

_BUSY_MILLISECONDS = 30_000
_CONNECT_SECONDS = 10
_HAS_SUBSECONDS = (3, 42)
_FIELD = "--database"
_LOCK = 0x72756E7374726F6E
"""Any number that other programs on the same server will not lock."""


def database_url(text: str) -> URL:
    """The address of a database; raises ``UnusableInput`` for one that is of no known kind."""
    try:
        url = sa.make_url(text)
    except sa.exc.ArgumentError:
        raise UnusableInput(
            Problem(
                _FIELD,
                "",
                "is no address of a database; write sqlite:///FILE or"
                " postgresql://USER:PASSWORD@HOST:PORT/NAME",
            )
        ) from None
    kind = url.get_backend_name()
    if kind in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if kind == "sqlite":
        if not url.database or url.database == ":memory:":
            raise UnusableInput(
                Problem(_FIELD, text, "names no file; jobs that outlive a process need one")
            )
        return url.set(drivername="sqlite")
    raise UnusableInput(
        Problem(_FIELD, kind, "is no kind of database that is known; give sqlite or postgresql")
    )


def open_database(url: URL) -> sa.Engine:
    """Connect and make sure that all tables are there; raises ``UnusableInput`` where it cannot."""
    engine = _engine(url)
    try:
        with engine.begin() as connection:
            if url.get_backend_name() == "postgresql":
                # Processes that start together would all make what none of them finds.
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            METADATA.create_all(connection)
    except sa.exc.DBAPIError as error:
        engine.dispose()
        what = " ".join(str(error.orig).split())
        raise UnusableInput(
            Problem(
                _FIELD,
                url.render_as_string(),
                f"cannot be used: {what}; check the address, that the server runs, and that its"
                " user may create tables",
            )
        ) from None
    return engine


def _engine(url: URL) -> sa.Engine:
    # Parameters are athletes: they must not stand in an error that is logged.
    if url.get_backend_name() == "postgresql":
        return sa.create_engine(
            url,
            hide_parameters=True,
            pool_size=10,
            max_overflow=20,
            pool_pre_ping=True,
            connect_args={"connect_timeout": _CONNECT_SECONDS, "application_name": "runstrong"},
        )
    assert url.database is not None
    try:
        file = Path(url.database)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Athletes are nobody else's business; what SQLite puts beside it is as private.
        file.touch(mode=0o600, exist_ok=True)
    except OSError as error:
        raise UnusableInput(
            Problem(_FIELD, url.database, f"cannot be made: {error.strerror}; give another file")
        ) from None
    engine = sa.create_engine(url, hide_parameters=True, pool_size=10, max_overflow=20)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # Writers take turns from their first statement on, instead of failing at their second.
    connection.isolation_level = "IMMEDIATE"
    connection.execute(f"PRAGMA busy_timeout={_BUSY_MILLISECONDS}")
    # Readers do not wait for writers; what is committed outlives a power cut too.
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    if sqlite3.sqlite_version_info < _HAS_SUBSECONDS:
        # The queue asks for unixepoch('subsec'), which older libraries do not know.
        connection.create_function("unixepoch", 1, _unix_seconds)


def _unix_seconds(modifier: str) -> float | None:
    return time.time() if modifier in ("subsec", "subsecond") else None
