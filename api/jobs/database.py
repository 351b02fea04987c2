"""The database of batches: SQLite in one file, or PostgreSQL where a club outgrows one machine."""

from __future__ import annotations

import sqlite3
import time
import uuid
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry

from api.jobs.tables import LEASES, METADATA
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.wording import listed

_BUSY_MILLISECONDS = 30_000
_CHECK_MILLISECONDS = 3_000
_CHECK_BYTES = 300_000
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
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        engine.dispose()
        what = _words(error)
        if url.get_backend_name() == "sqlite":
            raise _unusable(url, f"cannot be used: {what}") from None
        raise UnusableInput(
            Problem(
                _FIELD,
                url.render_as_string(),
                f"cannot be used: {what}; check the address, that the server runs, and that its"
                " user may create tables",
            )
        ) from None
    return engine


def check_database(url: URL) -> None:
    """Make sure that it can be read and written; raises ``UnusableInput`` where it cannot.

    Told at the start, what is damaged, full, locked or not to be written is one sentence, not the
    failure of whatever comes across it first.
    """
    engine = open_database(url)
    try:
        with engine.connect() as connection:
            if url.get_backend_name() == "sqlite":
                connection.exec_driver_sql(f"PRAGMA busy_timeout={_CHECK_MILLISECONDS}")
                found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
                if found != "ok":
                    raise _unusable(url, f"is damaged ({' '.join(str(found).split())})")
            _refuse_another_release(url, connection)
            # As much as the start writes, and committed: only then is it known that there is room.
            connection.rollback()
            row = {"name": f"check {uuid.uuid4().hex}", "holder": " " * _CHECK_BYTES, "until": 0.0}
            connection.execute(LEASES.insert().values(row))
            connection.commit()
            connection.execute(LEASES.delete().where(LEASES.c.name == row["name"]))
            connection.commit()
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        raise _unusable(url, f"cannot be used: {_words(error)}") from None
    finally:
        engine.dispose()


def empty_write_ahead_log(engine: sa.Engine) -> None:
    """Leave nothing of what was deleted in the file that SQLite writes first.

    Whoever reads meanwhile is waited for, though not for ever; then the next call does it.
    """
    if engine.dialect.name != "sqlite":
        return
    with suppress(sa.exc.OperationalError), engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={_CHECK_MILLISECONDS}")
        try:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={_BUSY_MILLISECONDS}")


def _refuse_another_release(url: URL, connection: sa.Connection) -> None:
    known = sa.inspect(connection)
    for table in METADATA.sorted_tables:
        there = {column["name"] for column in known.get_columns(table.name)}
        lacking = [column.name for column in table.columns if column.name not in there]
        if lacking:
            what = f"is of another release: {table.name} has no {listed(lacking)}"
            cure = "; give another, or finish its batches with the release that made it"
            raise UnusableInput(Problem(_FIELD, url.render_as_string(), f"{what}{cure}"))


def _words(error: sa.exc.DBAPIError | sqlite3.Error) -> str:
    """What the database itself says; when it is prepared, nothing is wrapped around that."""
    orig = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    return " ".join(str(orig).split())


def _unusable(url: URL, what: str) -> UnusableInput:
    cure = (
        "; see that nobody else holds it, that its disk has room, and that this user may write it,"
        " or put a copy in its place"
    )
    return UnusableInput(Problem(_FIELD, url.render_as_string(), f"{what}{cure}"))


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
    # What is deleted is overwritten: it was about somebody's health.
    connection.execute("PRAGMA secure_delete=ON")
    if sqlite3.sqlite_version_info < _HAS_SUBSECONDS:
        # The queue asks for unixepoch('subsec'), which older libraries do not know.
        connection.create_function("unixepoch", 1, _unix_seconds)


def _unix_seconds(modifier: str) -> float | None:
    return time.time() if modifier in ("subsec", "subsecond") else None
