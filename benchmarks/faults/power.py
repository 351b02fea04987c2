"""Power that goes in the middle of a write: the journal is cut anywhere, and nothing is lost that
was acknowledged before.

SQLite appends every commit to its journal (WAL) and has it on the disk before it says so.  So what
was acknowledged lies before the length that the journal had at that moment; whatever comes after
may be there, in part, or be noise.  A checkpoint copies pages into the database; any of them may be
there or not, and the journal still holds them all.
"""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from api.club.entries import Entry
from api.jobs.database import database_url, open_database
from api.jobs.store import Answer, NewBatch, Store

_ATHLETES = 6
_SECTOR = 512
_PAGE = 4_096


@dataclass(frozen=True)
class Acknowledged:
    """A batch and the lines it was known to have, when the journal had ``length`` bytes."""

    length: int
    batch: str
    lines: frozenset[str]


def cut_anywhere(cuts: int, folder: Path, seed: int = 0, batches: int = 12) -> int:
    """How many cuts were tried; raises ``AssertionError`` where something acknowledged is lost."""
    chance = random.Random(seed)
    file = folder / "jobs.db"
    before = folder / "before.db"
    engine = open_database(database_url(f"sqlite:///{file}"))
    with engine.connect() as connection:
        # From here on the journal only grows.
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    shutil.copy(file, before)
    engine = open_database(database_url(f"sqlite:///{file}"))
    sa.event.listen(engine, "checkout", _without_checkpoints)
    journal = file.with_name("jobs.db-wal")
    acknowledged = [*_work(Store(engine), journal, chance, batches)]
    whole = journal.read_bytes()
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(FULL)")
    after = file.read_bytes()
    engine.dispose()
    for number in range(cuts):
        at = chance.randrange(len(whole) + 1)
        torn = chance.randbytes(chance.randrange(4 * _SECTOR))
        place = folder / f"cut-{number}"
        place.mkdir()
        copy = place / "jobs.db"
        data = bytearray(before.read_bytes())
        if chance.random() < 0.5:
            # Power went in the middle of a checkpoint, which begins when the journal is whole.
            at, torn = len(whole), b""
            data += bytes(len(after) - len(data))
            for page in range(0, len(after), _PAGE):
                if chance.random() < 0.5:
                    data[page : page + _PAGE] = after[page : page + _PAGE]
        copy.write_bytes(data)
        copy.with_name("jobs.db-wal").write_bytes(whole[:at] + torn)
        _compare(copy, [one for one in acknowledged if one.length <= at])
        shutil.rmtree(place)
    return cuts


def _work(store: Store, journal: Path, chance: random.Random, batches: int) -> list[Acknowledged]:
    acknowledged = []
    for number in range(batches):
        entries = [Entry(row, f'{{"n": {row}}}', f"a{row}") for row in range(1, _ATHLETES + 1)]
        batch, _ = store.add(
            NewBatch("me", str(number), entries, [0] * _ATHLETES), most_running=batches
        )
        acknowledged.append(Acknowledged(journal.stat().st_size, batch.id, frozenset()))
        lines: list[str] = []
        store.begin_chunk(batch.id, 0)
        for place in range(chance.randrange(_ATHLETES + 1)):
            line = f"{number} {place} {'x' * chance.randrange(5_000)}"
            store.answer(batch.id, [Answer(place, "optimal", line)], "me")
            lines.append(line)
            acknowledged.append(Acknowledged(journal.stat().st_size, batch.id, frozenset(lines)))
        store.finish(batch.id)
    return acknowledged


def _without_checkpoints(connection: object, _record: object, _proxy: object) -> None:
    connection.execute("PRAGMA wal_autocheckpoint=0")  # type: ignore[attr-defined]


def _compare(file: Path, acknowledged: list[Acknowledged]) -> None:
    engine = open_database(database_url(f"sqlite:///{file}"))
    try:
        store = Store(engine)
        for one in acknowledged:
            if store.batch(one.batch) is None:
                raise AssertionError(f"batch {one.batch} is lost")
            found = {answer.line for answer in store.answers(one.batch, -1, _ATHLETES)}
            if not one.lines <= found:
                raise AssertionError(f"answers of batch {one.batch} are lost")
    finally:
        engine.dispose()
