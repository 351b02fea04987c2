"""Databases for the tests of batches."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from api.jobs.database import database_url
from benchmarks.faults.postgres import NoPostgres, Postgres, postgres


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Postgres]:
    """A server of our own; skips the test where there is none."""
    try:
        running = postgres()
        server = running.__enter__()
    except NoPostgres as error:
        if os.environ.get("CI") == "true":
            # There nothing may be left out; see .ci/run.
            pytest.fail(str(error))
        pytest.skip(str(error))
    try:
        yield server
    finally:
        running.__exit__(None, None, None)


@pytest.fixture
def empty_postgresql(postgresql: Postgres) -> Postgres:
    """The same server with nothing in it."""
    engine = sa.create_engine(database_url(postgresql.url))
    with engine.begin() as connection:
        for schema in ("public", "dbos"):
            connection.execute(sa.text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    engine.dispose()
    return postgresql
