"""Addresses of databases, and what is made of an old SQLite."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from api.jobs.database import database_url, open_database
from api.jobs.names import Name
from benchmarks.faults.postgres import Postgres
from optimizer.documents.errors import UnusableInput


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is no address of a database"),
        ("mysql://x/y", "is no kind of database that is known"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
    ],
)
def test_what_cannot_be_a_database_is_told(text: str, says: str) -> None:
    with pytest.raises(UnusableInput, match=says):
        database_url(text)


def test_a_server_that_is_away_is_told_without_the_password() -> None:
    with pytest.raises(UnusableInput) as told:
        open_database(database_url("postgresql://me:hidden@127.0.0.1:1/x"))
    assert "cannot be used" in str(told.value)
    assert "hidden" not in str(told.value)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UnusableInput, match="cannot be made"):
        open_database(database_url(f"sqlite:///{tmp_path}/file/jobs.db"))
    with pytest.raises(UnusableInput, match="cannot be written"):
        Name(tmp_path / "file" / "state")


@pytest.mark.postgres
def test_processes_that_start_together_make_the_tables_once(empty_postgresql: Postgres) -> None:
    url = database_url(empty_postgresql.url)
    with ThreadPoolExecutor(4) as threads:
        engines = [*threads.map(lambda _: open_database(url), range(4))]
    for engine in engines:
        engine.dispose()


def test_sqlite_keeps_a_journal_beside_and_knows_parts_of_seconds(tmp_path: Path) -> None:
    engine = open_database(database_url(f"sqlite:///{tmp_path}/jobs.db"))
    with engine.connect() as connection:
        assert connection.execute(sa.text("PRAGMA journal_mode")).scalar() == "wal"
        found = connection.execute(sa.text("SELECT unixepoch('subsec')")).scalar_one()
    engine.dispose()
    assert abs(found - time.time()) < 60


def test_names_are_taken_once_and_come_back(tmp_path: Path) -> None:
    first, second = Name(tmp_path), Name(tmp_path)
    assert first.text != second.text
    kept = first.text
    first.give_back()
    third = Name(tmp_path)
    assert third.text == kept
    second.give_back()
    third.give_back()
