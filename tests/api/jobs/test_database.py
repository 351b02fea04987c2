"""Addresses of databases, and what is made of an old SQLite."""

from __future__ import annotations

import ctypes
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from unittest import mock

import pytest
import sqlalchemy as sa

from api.jobs.database import database_url, open_database
from api.jobs.names import Name
from benchmarks.faults.postgres import Postgres
from optimizer.documents.errors import UnusableInput
from tests.api.jobs.clubs import a_batch, a_store
from tests.api.shell import ROOT, call
from tests.waiting import PATIENCE_SECONDS


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
    with pytest.raises(UnusableInput) as error:
        open_database(database_url("postgresql://me:hidden@127.0.0.1:1/x"))
    assert "cannot be used" in str(error.value)
    assert "hidden" not in str(error.value)


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
    first_name = first.text
    first.give_back()
    third = Name(tmp_path)
    assert third.text == first_name
    second.give_back()
    third.give_back()


def made(folder: Path) -> Path:
    """A database with a batch of some size in it."""
    file = folder / "jobs.db"
    with a_store(f"sqlite:///{file}") as store:
        store.add(a_batch(*(f"athlete {number}" for number in range(300))), 1)
    return file


def no_start(
    folder: Path, file: Path, state: Path | None = None, within: Callable[[], None] | None = None
) -> str:
    """The one sentence with which ``serve`` ends, in a process that keeps ``within`` if told."""
    options = ("--port", "0", "--database", f"sqlite:///{file}", "--state",
               str(state or folder / "state"))  # fmt: skip
    if within is None:
        with mock.patch("api.service.app.create_app", side_effect=AssertionError("it starts")):
            answer = call("serve", *options)
        status, said = answer.status, answer.err
    else:
        ended = subprocess.run(
            [sys.executable, "-m", "api", "serve", *options], cwd=ROOT, capture_output=True,
            text=True, timeout=PATIENCE_SECONDS, check=False, preexec_fn=within,
        )  # fmt: skip
        status, said = ended.returncode, ended.stderr
    assert status == 2, said
    [line] = said.splitlines()
    assert line.startswith("error: --")
    assert "put a copy in its place" in line or "give another" in line
    return line


def test_a_damaged_database_is_one_sentence_at_the_start(tmp_path: Path) -> None:
    noise = tmp_path / "noise.db"
    noise.write_bytes(b"\x93noise" * 4_000)
    assert "not a database" in no_start(tmp_path, noise)
    file = made(tmp_path)
    data = bytearray(file.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 40_000] = b"\xff" * 40_000
    file.write_bytes(data)
    assert "damaged" in no_start(tmp_path, file)


def test_a_locked_database_is_one_sentence_at_the_start(tmp_path: Path) -> None:
    file = made(tmp_path)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "locked" in no_start(tmp_path, file)


@pytest.mark.skipif(sys.platform != "linux", reason="the limit that stands for a full disk")
def test_a_full_disk_is_one_sentence_at_the_start(tmp_path: Path) -> None:
    import resource

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    no_start(tmp_path, made(tmp_path), within=full)


def test_noise_in_a_lock_is_no_reason_not_to_start(tmp_path: Path) -> None:
    (tmp_path / "worker-1.lock").write_bytes(b"\x93noise" * 1_000)
    name = Name(tmp_path)
    other = Name(tmp_path)
    assert name.text != other.text
    name.give_back()
    other.give_back()


def not_to_be_written() -> None:
    """Whoever may do everything may do no more than the owner of a file, as anybody else."""
    if sys.platform == "linux":
        drop_from_bounding_set, overrides, searches = 24, 1, 2
        for capability in (overrides, searches):
            ctypes.CDLL(None).prctl(drop_from_bounding_set, capability, 0, 0, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_what_may_not_be_written_is_one_sentence_at_the_start(tmp_path: Path) -> None:
    file = made(tmp_path)
    copy = tmp_path / "copy.db"
    copy.write_bytes(file.read_bytes())
    copy.chmod(0o444)
    assert "readonly" in no_start(tmp_path, copy, within=not_to_be_written)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    said = no_start(tmp_path, closed / "jobs.db", within=not_to_be_written)
    assert "cannot be made: Permission denied" in said
    said = no_start(tmp_path, file, state=closed, within=not_to_be_written)
    assert f"--state: {closed} cannot be written" in said


def test_half_a_database_is_one_sentence_at_the_start(tmp_path: Path) -> None:
    file = made(tmp_path)
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2 + 100])
    assert "malformed" in no_start(tmp_path, file)


def test_a_state_folder_that_is_none_is_one_sentence_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")
    said = no_start(tmp_path, made(tmp_path), state=tmp_path / "state")
    assert "--state" in said
    assert "cannot be written" in said
