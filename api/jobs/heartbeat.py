"""Who is alive, and chunks whose worker is not.

Every process writes a heartbeat by the database's clock.  One of them at a time, by a lease, looks
for chunks that are held by nobody alive, and puts them back into the queue.  A worker that was only
slow may then answer beside its successor; that costs time, and never a second answer.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from api.jobs.tables import LEASES, WORKERS, now

_log = logging.getLogger("runstrong.jobs")
_LEASE = "sweep"
_FORGET_AFTER = 100
_SECONDS_TO_REST = 10.0


@dataclass(frozen=True)
class Worker:
    """A process; ``name`` is its executor id in the queue."""

    name: str
    processes: int
    catalog: str
    software: str


@dataclass(frozen=True)
class TakenWork:
    """A chunk that somebody has taken out of the queue."""

    id: str
    worker: str


class Heartbeat:
    """Heartbeats of one worker, and its turns at looking after the dead."""

    def __init__(
        self,
        engine: sa.Engine,
        worker: Worker,
        *,
        heartbeat_seconds: float,
        dead_after_seconds: float,
    ) -> None:
        self._engine = engine
        self._worker = worker
        self._heartbeat_seconds = heartbeat_seconds
        self._dead_after_seconds = dead_after_seconds
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def enter(self) -> None:
        """Take the worker's name; others take it for alive from now on."""
        values = {
            "processes": self._worker.processes,
            "catalog": self._worker.catalog,
            "software": self._worker.software,
            "started_at": now(),
            "heartbeat_at": now(),
        }
        with self._engine.begin() as connection:
            mine = WORKERS.c.name == self._worker.name
            if not connection.execute(WORKERS.update().where(mine).values(values)).rowcount:
                connection.execute(WORKERS.insert().values(name=self._worker.name, **values))

    def rest(self) -> None:
        """No more heartbeats, and no more looking after others."""
        self._stop.set()
        if self._thread is not None:
            # Without its database the queue waits for it, and so would we.
            self._thread.join(_SECONDS_TO_REST)

    def leave(self) -> None:
        """Give the name back: what this worker still holds goes to others at once."""
        self.rest()
        try:
            with self._engine.begin() as connection:
                connection.execute(WORKERS.delete().where(WORKERS.c.name == self._worker.name))
                connection.execute(
                    LEASES.delete().where(
                        LEASES.c.name == _LEASE, LEASES.c.holder == self._worker.name
                    )
                )
        except sa.exc.SQLAlchemyError:
            # Others see it soon enough.
            _log.warning("left without saying so: the database does not answer")

    def watch(self, look_after: Callable[[frozenset[str] | None], None]) -> None:
        """Beat until ``rest``, and call ``look_after`` after each beat: in this worker's turns
        with the names of the living, else with None."""
        self._thread = threading.Thread(
            target=self._run, args=(look_after,), name="heartbeat", daemon=True
        )
        self._thread.start()

    def others(self) -> tuple[Worker, ...]:
        """All other workers that are alive."""
        return tuple(w for w in self._living() if w.name != self._worker.name)

    def _run(self, look_after: Callable[[frozenset[str] | None], None]) -> None:
        patient_until = 0.0
        while not self._stop.wait(self._heartbeat_seconds):
            try:
                self._beat()
                is_turn = time.monotonic() >= patient_until and self._takes_turn()
                look_after(frozenset(one.name for one in self._living()) if is_turn else None)
                if is_turn:
                    self._forget()
            except sa.exc.SQLAlchemyError as error:
                _log.warning(
                    "no heartbeat: the database does not answer (%s)", type(error).__name__
                )
                # The others had no heartbeat either; they are not dead for that.
                patient_until = time.monotonic() + self._dead_after_seconds
            except Exception:  # noqa: BLE001  (a heart does not stop for that)
                _log.exception("looking after dead workers failed")

    def _beat(self) -> None:
        with self._engine.begin() as connection:
            mine = WORKERS.c.name == self._worker.name
            beaten = connection.execute(
                WORKERS.update().where(mine).values(heartbeat_at=now())
            ).rowcount
        if not beaten:
            self.enter()

    def _takes_turn(self) -> bool:
        """Whether the lease is ours, for as long as it takes to miss a few heartbeats."""
        until = now() + self._dead_after_seconds
        with self._engine.begin() as connection:
            taken = connection.execute(
                LEASES.update()
                .where(
                    LEASES.c.name == _LEASE,
                    sa.or_(LEASES.c.holder == self._worker.name, LEASES.c.until < now()),
                )
                .values(holder=self._worker.name, until=until)
            ).rowcount
            if taken:
                return True
            if connection.execute(sa.select(LEASES.c.name).where(LEASES.c.name == _LEASE)).first():
                return False
        try:
            with self._engine.begin() as connection:
                connection.execute(
                    LEASES.insert().values(name=_LEASE, holder=self._worker.name, until=until)
                )
        except sa.exc.IntegrityError:
            return False
        return True

    def _forget(self) -> None:
        """The names of those who died long ago, and whose chunks were seen to since."""
        long_ago = now() - _FORGET_AFTER * self._dead_after_seconds
        with self._engine.begin() as connection:
            connection.execute(WORKERS.delete().where(WORKERS.c.heartbeat_at < long_ago))

    def _living(self) -> tuple[Worker, ...]:
        columns = (WORKERS.c.name, WORKERS.c.processes, WORKERS.c.catalog, WORKERS.c.software)
        query = (
            sa.select(*columns)
            .where(WORKERS.c.heartbeat_at >= now() - self._dead_after_seconds)
            .order_by(WORKERS.c.name)
        )
        with self._engine.connect() as connection:
            return tuple(Worker(*row) for row in connection.execute(query))


class Orphans:
    """Finds chunks that nobody works at."""

    def __init__(self, me: str) -> None:
        self._me = me
        self._seen: frozenset[str] = frozenset()

    def orphaned_chunks(
        self,
        taken: Iterable[TakenWork],
        living: Collection[str] | None,
        running_here: Collection[str],
    ) -> list[str]:
        """Ids of chunks that this process holds and forgot, and of those of dead workers.

        ``living`` None: only the former.  This process may have just taken a chunk and not begun,
        so those have to be seen twice.
        """
        found = list(taken)
        forgotten = frozenset(
            one.id for one in found if one.worker == self._me and one.id not in running_here
        )
        again, self._seen = forgotten & self._seen, forgotten
        return [
            one.id
            for one in found
            if one.id in again
            or (living is not None and one.worker != self._me and one.worker not in living)
        ]
