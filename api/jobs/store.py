"""Batches and their answers in the database.  Every call is one transaction and may block.

Raises one of ``UNREACHABLE`` where the database is gone or full; a call that failed has done
nothing and can be repeated.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from pydantic import JsonValue
from sqlalchemy.dialects import postgresql, sqlite

from api.club.entries import Entry
from api.jobs.database import empty_write_ahead_log
from api.jobs.tables import ANSWERS, BATCHES, CHUNKS, ROWS, now
from optimizer.documents.errors import Problem
from optimizer.documents.pointers import in_a_file

UNREACHABLE = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError)
"""What the database raises when it is gone, full or too busy; anything else is a fault of ours."""

State = Literal["accepted", "running", "finished", "cancelled"]
_OPEN = ("accepted", "running")
_TOGETHER = 1_000
_OF_ANOTHER_RELEASE = Problem(
    "",
    "",
    "was queued by another release in a form that this one does not know; hand it in again",
)


class TooManyBatches(Exception):
    """The owner has as many unfinished batches as may be."""


class KeyReused(Exception):
    """The idempotency key came before, with another batch."""


@dataclass(frozen=True)
class NewBatch:
    """What is handed in.  ``chunks[i]`` is the chunk of ``entries[i]``, counted from 0."""

    owner: str
    digest: str
    entries: Sequence[Entry]
    chunks: Sequence[int]
    idempotency_key: str | None = None
    webhook: str | None = None


@dataclass(frozen=True)
class Batch:
    """Times are seconds since 1970 by the database's clock."""

    id: str
    owner: str
    athletes: int
    chunks: int
    state: State
    webhook: str | None
    created_at: float
    started_at: float | None
    ended_at: float | None
    read_at: float

    @property
    def ended(self) -> bool:
        return self.state not in _OPEN


@dataclass(frozen=True)
class Answer:
    """One athlete's line and its status; ``place`` counts the batch's athletes from 0."""

    place: int
    status: str
    line: str


@dataclass(frozen=True)
class Row:
    """``tries``: how often it was begun by itself."""

    place: int
    entry: Entry
    tries: int = 0


class Store:
    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self._is_postgresql = engine.dialect.name == "postgresql"

    # --- Handing in ---------------------------------------------------------------------------

    def add(self, new: NewBatch, most_running: int) -> tuple[Batch, bool]:
        """Take a batch in; False: it had come before, under the same idempotency key.

        Raises ``KeyReused``, ``TooManyBatches``.
        """
        try:
            return self._insert(new, most_running), True
        except sa.exc.IntegrityError:
            earlier = self._earlier(new)
            if earlier is None:
                raise
            return earlier, False

    def _insert(self, new: NewBatch, most_running: int) -> Batch:
        batch_id = uuid.uuid4().hex
        with self.engine.begin() as connection:
            if self._is_postgresql:
                # One owner hands in one batch after another, so that the count below is right.
                owner = sa.func.hashtextextended(new.owner, 0)
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(owner)))
            connection.execute(
                BATCHES.insert().values(
                    id=batch_id,
                    owner=new.owner,
                    idempotency_key=new.idempotency_key,
                    digest=new.digest,
                    athletes=len(new.entries),
                    chunks=max(new.chunks) + 1,
                    state="accepted",
                    webhook=new.webhook,
                    created_at=now(),
                )
            )
            running = (
                sa.select(sa.func.count())
                .select_from(BATCHES)
                .where(BATCHES.c.owner == new.owner, BATCHES.c.state.in_(_OPEN))
            )
            if connection.execute(running).scalar_one() > most_running:
                raise TooManyBatches
            for begin in range(0, len(new.entries), _TOGETHER):
                part = range(begin, min(begin + _TOGETHER, len(new.entries)))
                connection.execute(
                    ROWS.insert(),
                    [
                        {
                            "batch": batch_id,
                            "place": place,
                            "chunk": new.chunks[place],
                            "entry": _written(new.entries[place]),
                        }
                        for place in part
                    ],
                )
            connection.execute(
                CHUNKS.insert(),
                [{"batch": batch_id, "chunk": chunk} for chunk in sorted(set(new.chunks))],
            )
            # Read before the commit: after it, nothing may fail that is taken in.
            (found,) = _batches(connection, BATCHES.c.id == batch_id)
        return found

    def _earlier(self, new: NewBatch) -> Batch | None:
        if new.idempotency_key is None:
            return None
        query = sa.select(BATCHES.c.id, BATCHES.c.digest).where(
            BATCHES.c.owner == new.owner, BATCHES.c.idempotency_key == new.idempotency_key
        )
        with self.engine.connect() as connection:
            found = connection.execute(query).first()
        if found is None:
            return None
        if found.digest != new.digest:
            raise KeyReused
        return self.batch(found.id)

    def accepted(self) -> tuple[Batch, ...]:
        """Batches of which not all chunks are known to be in the queue."""
        return self._batches(BATCHES.c.state == "accepted")

    def mark_running(self, batch_id: str) -> None:
        """All chunks are in the queue."""
        with self.engine.begin() as connection:
            connection.execute(
                BATCHES.update()
                .where(BATCHES.c.id == batch_id, BATCHES.c.state == "accepted")
                .values(state="running")
            )

    # --- Looking ------------------------------------------------------------------------------

    def batch(self, batch_id: str, owner: str | None = None) -> Batch | None:
        """The batch, if it is there and belongs to ``owner`` (None: whoever it belongs to)."""
        mine = [] if owner is None else [BATCHES.c.owner == owner]
        return next(iter(self._batches(BATCHES.c.id == batch_id, *mine)), None)

    def _batches(self, *where: sa.ColumnElement[bool]) -> tuple[Batch, ...]:
        with self.engine.connect() as connection:
            return _batches(connection, *where)

    def statuses(self, batch_id: str) -> dict[str, int]:
        """How many answers have each status, by name."""
        query = (
            sa.select(ANSWERS.c.status, sa.func.count().label("athletes"))
            .where(ANSWERS.c.batch == batch_id)
            .group_by(ANSWERS.c.status)
            .order_by(ANSWERS.c.status)
        )
        with self.engine.connect() as connection:
            return {row.status: row.athletes for row in connection.execute(query)}

    def answers(self, batch_id: str, after: int, most: int) -> tuple[Answer, ...]:
        """At most ``most`` answers of places above ``after``, in the order of places."""
        query = (
            sa.select(ANSWERS.c.place, ANSWERS.c.status, ANSWERS.c.line)
            .where(ANSWERS.c.batch == batch_id, ANSWERS.c.place > after)
            .order_by(ANSWERS.c.place)
            .limit(most)
        )
        with self.engine.connect() as connection:
            return tuple(Answer(*row) for row in connection.execute(query))

    def place_of_answer(self, batch_id: str, number: int) -> int | None:
        """The place of the ``number``-th answer, from 0; None: there are not so many."""
        query = (
            sa.select(ANSWERS.c.place)
            .where(ANSWERS.c.batch == batch_id)
            .order_by(ANSWERS.c.place)
            .offset(number)
            .limit(1)
        )
        with self.engine.connect() as connection:
            return connection.execute(query).scalar()

    # --- Answering ----------------------------------------------------------------------------

    def begin_chunk(self, batch_id: str, chunk: int) -> int | None:
        """How often this chunk was begun since its last answer, this time included.

        None: the batch has ended.
        """
        with self.engine.begin() as connection:
            if not self._lock_open(connection, batch_id, alone=True):
                return None
            connection.execute(
                BATCHES.update()
                .where(BATCHES.c.id == batch_id, BATCHES.c.started_at.is_(None))
                .values(started_at=now())
            )
            mine = (CHUNKS.c.batch == batch_id, CHUNKS.c.chunk == chunk)
            connection.execute(CHUNKS.update().where(*mine).values(starts=CHUNKS.c.starts + 1))
            return connection.execute(sa.select(CHUNKS.c.starts).where(*mine)).scalar()

    def take_back_start(self, batch_id: str, chunk: int) -> None:
        """As if the chunk had been begun once less."""
        mine = (CHUNKS.c.batch == batch_id, CHUNKS.c.chunk == chunk, CHUNKS.c.starts > 0)
        with self.engine.begin() as connection:
            connection.execute(CHUNKS.update().where(*mine).values(starts=CHUNKS.c.starts - 1))

    def unanswered(self, batch_id: str, chunk: int) -> tuple[Row, ...]:
        """The athletes of a chunk without an answer, in their order."""
        answered = sa.exists().where(
            ANSWERS.c.batch == ROWS.c.batch, ANSWERS.c.place == ROWS.c.place
        )
        query = (
            sa.select(ROWS.c.place, ROWS.c.entry, ROWS.c.tries)
            .where(ROWS.c.batch == batch_id, ROWS.c.chunk == chunk, ~answered)
            .order_by(ROWS.c.place)
        )
        with self.engine.connect() as connection:
            found = connection.execute(query)
            return tuple(Row(row.place, _read(row.entry, row.place), row.tries) for row in found)

    def count_try(self, batch_id: str, place: int, by: int = 1) -> int:
        """How often this athlete was begun alone, with ``by`` more."""
        mine = (ROWS.c.batch == batch_id, ROWS.c.place == place)
        with self.engine.begin() as connection:
            connection.execute(ROWS.update().where(*mine).values(tries=ROWS.c.tries + by))
            tries: int | None = connection.execute(sa.select(ROWS.c.tries).where(*mine)).scalar()
            # Deleted meanwhile, it was never begun.
            return tries or 0

    def answer(self, batch_id: str, answers: Iterable[Answer], worker: str) -> bool:
        """Write answers; one that is there already stays.  False: the batch has ended.

        Their chunks have made progress, so that earlier starts no longer count.
        """
        answers = [*answers]
        insert = (postgresql if self._is_postgresql else sqlite).insert(ANSWERS)
        with self.engine.begin() as connection:
            if not self._lock_open(connection, batch_id):
                return False
            answered_at = connection.execute(sa.select(now())).scalar_one()
            connection.execute(
                insert.on_conflict_do_nothing(),
                [
                    {
                        "batch": batch_id,
                        "place": answer.place,
                        "status": answer.status,
                        "line": answer.line,
                        "worker": worker,
                        "answered_at": answered_at,
                    }
                    for answer in answers
                ],
            )
            chunks = sa.select(ROWS.c.chunk).where(
                ROWS.c.batch == batch_id, ROWS.c.place.in_([answer.place for answer in answers])
            )
            connection.execute(
                CHUNKS.update()
                .where(CHUNKS.c.batch == batch_id, CHUNKS.c.chunk.in_(chunks), CHUNKS.c.starts > 1)
                .values(starts=1)
            )
        return True

    def _lock_open(self, connection: sa.Connection, batch_id: str, *, alone: bool = False) -> bool:
        """Whether the batch has not ended; it cannot until this transaction is over.

        ``alone``: for one that will write it.  Two that hold it together and then both want to
        write would wait for each other.
        """
        if not self._is_postgresql:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        query = (
            sa.select(BATCHES.c.id)
            .where(BATCHES.c.id == batch_id, BATCHES.c.state.in_(_OPEN))
            .with_for_update(read=not alone, key_share=alone)
        )
        return connection.execute(query).first() is not None

    def is_open(self, batch_id: str) -> bool:
        batch = self.batch(batch_id)
        return batch is not None and not batch.ended

    # --- Ending -------------------------------------------------------------------------------

    def finish(self, batch_id: str) -> Batch | None:
        """End the batch if every athlete is answered; the batch, if it has finished so."""
        answered = (
            sa.select(sa.func.count())
            .select_from(ANSWERS)
            .where(ANSWERS.c.batch == batch_id)
            .scalar_subquery()
        )
        with self.engine.begin() as connection:
            connection.execute(
                BATCHES.update()
                .where(
                    BATCHES.c.id == batch_id,
                    BATCHES.c.state.in_(_OPEN),
                    BATCHES.c.athletes == answered,
                )
                .values(state="finished", ended_at=now())
            )
        batch = self.batch(batch_id)
        return batch if batch is not None and batch.state == "finished" else None

    def cancel(self, batch_id: str) -> None:
        """End the batch with the answers that it has; one that has ended stays as it is."""
        with self.engine.begin() as connection:
            connection.execute(
                BATCHES.update()
                .where(BATCHES.c.id == batch_id, BATCHES.c.state.in_(_OPEN))
                .values(state="cancelled", ended_at=now())
            )

    def reopen(self, batch_id: str, status: str) -> int:
        """Take the answers of a status back, and have the batch run again if there were any.

        How many there were; 0 for a batch that has not finished.
        """
        with self.engine.begin() as connection:
            mine = (BATCHES.c.id == batch_id, BATCHES.c.state == "finished")
            # First, so that nobody else reopens it meanwhile.
            accepted = BATCHES.update().where(*mine).values(state="accepted", ended_at=None)
            if not connection.execute(accepted).rowcount:
                return 0
            taken_back: int = connection.execute(
                ANSWERS.delete().where(ANSWERS.c.batch == batch_id, ANSWERS.c.status == status)
            ).rowcount
            if not taken_back:
                connection.rollback()
                return 0
            connection.execute(CHUNKS.update().where(CHUNKS.c.batch == batch_id).values(starts=0))
            connection.execute(ROWS.update().where(ROWS.c.batch == batch_id).values(tries=0))
        return taken_back

    def ended(self, days: float) -> tuple[Batch, ...]:
        """What ended more than ``days`` ago."""
        return self._batches(BATCHES.c.ended_at < now() - days * 86_400.0)

    def delete(self, batch_id: str) -> None:
        """Delete a batch with all its athletes and answers."""
        with self.engine.begin() as connection:
            connection.execute(BATCHES.delete().where(BATCHES.c.id == batch_id))
        empty_write_ahead_log(self.engine)


def _batches(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> tuple[Batch, ...]:
    columns = (
        BATCHES.c.id, BATCHES.c.owner, BATCHES.c.athletes, BATCHES.c.chunks, BATCHES.c.state,
        BATCHES.c.webhook, BATCHES.c.created_at, BATCHES.c.started_at, BATCHES.c.ended_at,
        now().label("read_at"),
    )  # fmt: skip
    found = connection.execute(sa.select(*columns).where(*where)).mappings()
    return tuple(Batch(**row) for row in found)


def _written(entry: Entry) -> str:
    said = (problem.said(in_a_file) for problem in entry.problems)
    problems: list[JsonValue] = [[one.field, one.value, one.message] for one in said]
    row: list[JsonValue] = [entry.row, entry.text, entry.athlete_id, problems]
    if entry.kind != "plan":
        # A week is written as ever, so that an older release reads it.
        row += [entry.kind, entry.weeks]
    return json.dumps(row)


def _read(text: str, place: int) -> Entry:
    """The entry; what another release wrote otherwise is one that says so."""
    match json.loads(text):
        case [int(row), str(body), str() | None as athlete_id, [*problems]]:
            return Entry(row, body, athlete_id, tuple(Problem(*one) for one in problems))
        case [
            int(row), str(body), str() | None as athlete_id, [*problems],
            "season" | "next" as kind, int(weeks),
        ]:  # fmt: skip
            faults = tuple(Problem(*one) for one in problems)
            return Entry(row, body, athlete_id, faults, kind, weeks)
        case _:
            return Entry(place + 1, "", problems=(_OF_ANOTHER_RELEASE,))
