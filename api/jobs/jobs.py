"""Batches of athletes: handed in, planned somewhere, and read back, whatever dies on the way."""

from __future__ import annotations

import logging
import queue
import threading
import time
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from api.club.answering import Planned
from api.club.entries import Entry
from api.club.processes import Processes
from api.jobs.chunk import Chunks, Undone
from api.jobs.database import database_url, open_database
from api.jobs.documents import BatchReport, report_of
from api.jobs.engine import Engine
from api.jobs.heartbeat import Heartbeat, Orphans, Worker
from api.jobs.names import Name
from api.jobs.planning import planner
from api.jobs.settings import JobSettings
from api.jobs.split import athletes_a_chunk, chunks_of
from api.jobs.store import Answer, Batch, NewBatch, Store
from api.jobs.webhooks import call, check_webhook
from catalog import Catalog
from optimizer.documents.versions import SOFTWARE

_log = logging.getLogger("runstrong.jobs")
_NICENESS = 5
_SECONDS_BEFORE_PUTTING_AGAIN = 10.0
_SECONDS_BETWEEN_CLEANINGS = 3_600.0
_WAITS = (
    "It was queued by another release, whose queue has the version {version!r}, and waits for a"
    " process of that; start one, or cancel it and hand it in again."
)


class NothingToDeliver(Exception):
    """The batch has not finished, or has no webhook that may be called."""


@dataclass(frozen=True)
class Results:
    """``place``: of the last line that was read so far; ``is_last``: there will be no more."""

    answers: tuple[Answer, ...]
    place: int
    is_last: bool


class Jobs:
    """The batches of one database, and this process's part in planning them.

    ``calls``: this process calls webhooks.  All methods may block.  Those that read and write raise
    one of ``UNREACHABLE`` where the database does not answer or has no room.
    """

    def __init__(self, settings: JobSettings, catalog: Catalog, *, calls: bool = True) -> None:
        """Open the database and take a name; raises ``UnusableInput`` where that cannot be."""
        self.settings = settings
        url = database_url(settings.database)
        self._database = open_database(url)
        self._queue_database = open_database(url)
        self._store = Store(self._database)
        self._name = Name(settings.state_folder)
        self.worker = Worker(self._name.text, settings.processes, catalog.version, SOFTWARE)
        self._heartbeat = Heartbeat(
            self._database,
            self.worker,
            heartbeat_seconds=settings.heartbeat_seconds,
            dead_after_seconds=settings.dead_after_seconds,
        )
        self._orphans = Orphans(self.worker.name)
        self._processes: Processes[Entry, Planned] = Processes(
            settings.processes,
            partial(planner, settings.catalog_folders, settings.solve_seconds),
            longest_seconds=settings.kill_after_seconds,
            parts=attrgetter("weeks"),
            # A person who waits for one plan goes first.
            niceness=_NICENESS,
        )
        self._chunks = Chunks(
            self._store, self._processes, catalog, self.worker.name, settings.poll_seconds
        )
        self._taken_in: queue.SimpleQueue[Batch] = queue.SimpleQueue()
        self._putting = threading.Thread(target=self._put_all, name="putting", daemon=True)
        self._stopping = threading.Event()
        self._of_others: dict[str, str] = {}
        self._cleaned_at = float("-inf")
        self._engine = Engine(
            self._queue_database,
            self.worker.name,
            settings.poll_seconds,
            chunk=self._do_chunk if settings.processes else None,
            webhook=self._do_webhook if calls and settings.webhooks else None,
        )

    # --- From start to stop -------------------------------------------------------------------

    def start(self) -> None:
        """Take part; where that fails, nothing is left behind."""
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def _start(self) -> None:
        self._heartbeat.enter()
        for other in self._heartbeat.others():
            if self._database.dialect.name == "sqlite":
                _log.warning("%s plans from this SQLite file too; it is meant for one", other.name)
            if other.catalog != self.worker.catalog or other.software != self.worker.software:
                _log.warning(
                    "%s has another catalog or release: a batch may get answers of both", other.name
                )
        self._engine.start()
        self._putting.start()
        self._heartbeat.watch(self._look_after)

    def stop(self) -> None:
        """Leave; what is answered stays, what is begun is taken up by others or after a restart."""
        self._stopping.set()
        self._chunks.stop()
        self._heartbeat.rest()
        self._engine.stop()
        self._processes.close()
        self._heartbeat.leave()
        self._queue_database.dispose()
        self._database.dispose()
        self._name.give_back()

    @property
    def trouble(self) -> str | None:
        """Why no planning process could be started of late; None: none was missing."""
        return self._processes.trouble

    # --- For those who hand in ----------------------------------------------------------------

    def hand_in(
        self,
        owner: str,
        entries: Sequence[Entry],
        digest: str,
        *,
        chunks: Sequence[int] | None = None,
        idempotency_key: str | None = None,
        webhook: str | None = None,
    ) -> tuple[BatchReport, bool]:
        """Take a batch in; False: it had come before.

        ``chunks``: the chunk of each entry, where somebody has found that out already.  Raises
        ``UnusableInput`` for a webhook that may not be called, ``KeyReused``, ``TooManyBatches``.
        """
        address = None if webhook is None else check_webhook(webhook, self.settings.webhooks)
        batch, is_new = self._store.add(
            NewBatch(
                owner=owner,
                digest=digest,
                entries=entries,
                chunks=chunks or self._chunks_of(entries),
                idempotency_key=idempotency_key,
                webhook=address,
            ),
            self.settings.most_running,
        )
        if batch.state == "accepted":
            # Not here: without its database the queue would keep the caller waiting for ever.
            self._taken_in.put(batch)
        # Of a new one all is known; to ask for more could fail what is taken in.
        return report_of(batch, {}) if is_new else self._report(batch), is_new

    def report(self, batch_id: str, owner: str) -> BatchReport | None:
        """The owner's batch as it stands; None: there is none."""
        batch = self._store.batch(batch_id, owner)
        return None if batch is None else self._report(batch)

    def cancel(self, batch_id: str, owner: str) -> BatchReport | None:
        """End the owner's batch with the answers that it has; None: there is none."""
        batch = self._store.batch(batch_id, owner)
        if batch is None:
            return None
        self._end(batch)
        return self.report(batch_id, owner)

    def _end(self, batch: Batch) -> None:
        if not batch.ended:
            self._store.cancel(batch.id)
            self._engine.cancel_chunks(batch.id, batch.chunks)

    def redeliver(self, batch_id: str, owner: str) -> BatchReport | None:
        """Call the webhook of the owner's finished batch once more; None: there is no such batch.

        Raises ``NothingToDeliver``.
        """
        batch = self._store.batch(batch_id, owner)
        if batch is None:
            return None
        if batch.state != "finished" or batch.webhook is None or self.settings.webhooks is None:
            raise NothingToDeliver
        self._engine.put_webhook(batch_id, uuid.uuid4().hex)
        return self._report(batch)

    def delete(self, batch_id: str, owner: str) -> BatchReport | None:
        """Delete the owner's batch with all athletes and answers; None: there is none.

        One that runs is cancelled first.  What is given back is its last report.
        """
        batch = self._store.batch(batch_id, owner)
        if batch is None:
            return None
        self._end(batch)
        report = self.report(batch_id, owner)
        # In this order: once the batch is deleted, nobody knows what there is to forget.
        self._engine.forget(batch_id, batch.chunks)
        self._store.delete(batch_id)
        return report

    def retry(self, batch_id: str, owner: str) -> BatchReport | None:
        """Try the faults of the owner's finished batch again; None: there is no such batch.

        One that has not finished, or has no faults, stays as it is.
        """
        batch = self._store.batch(batch_id, owner)
        if batch is None:
            return None
        if batch.state == "finished" and self._store.statuses(batch_id).get("fault"):
            # In this order: should we die in between, the batch is as it was.
            self._engine.forget(batch_id, batch.chunks)
            if self._store.reopen(batch_id, "fault"):
                self._taken_in.put(batch)
        return self.report(batch_id, owner)

    def results(self, batch_id: str, after: int | None, offset: int, most: int) -> Results:
        """The next lines of a batch, in the order of its athletes and without a gap until it ends.

        ``after``: the place of the last line that was read, or None: skip ``offset`` lines.
        """
        # Asked first: what is answered until then is among the answers below.
        batch = self._store.batch(batch_id)
        has_ended = batch is None or batch.ended
        if after is None:
            after = offset - 1
            if batch is not None and batch.state == "cancelled" and offset:
                last = self._store.place_of_answer(batch_id, offset - 1)
                after = batch.athletes if last is None else last
        answers = self._store.answers(batch_id, after, most)
        if not has_ended:
            answers = tuple(
                answer for index, answer in enumerate(answers) if answer.place == after + 1 + index
            )
        place = answers[-1].place if answers else after
        return Results(answers, place, is_last=has_ended and len(answers) < most)

    # --- Inside -------------------------------------------------------------------------------

    def _chunks_of(self, entries: Sequence[Entry]) -> tuple[int, ...]:
        return chunks_of(entries, athletes_a_chunk(len(entries), self.settings.chunk_athletes))

    def _report(self, batch: Batch) -> BatchReport:
        version = self._of_others.get(batch.id)
        note = None if version is None else _WAITS.format(version=version)
        return report_of(batch, self._store.statuses(batch.id), note)

    def _put_all(self) -> None:
        """Put into the queue what is taken in, as it comes; whoever looks after it tries again."""
        while not self._stopping.is_set():
            with suppress(queue.Empty):
                batch = self._taken_in.get(timeout=self.settings.poll_seconds)
                try:
                    self._engine.put_chunks(batch.id, batch.chunks)
                    self._store.mark_running(batch.id)
                except Exception as error:  # noqa: BLE001  (the next batch may have more luck)
                    why = type(error).__name__
                    _log.warning("batch %s is not in the queue yet (%s)", batch.id, why)

    def _do_chunk(self, batch_id: str, chunk: int) -> None:
        try:
            finished = self._chunks.answer(batch_id, chunk)
            if finished is not None and finished.webhook is not None:
                self._engine.put_webhook(batch_id)
        except Exception:  # noqa: BLE001  (left undone, it is tried again; ended, it would be lost)
            _log.exception("a chunk failed by our fault; batch %s, chunk %s", batch_id, chunk)
            raise Undone from None

    def _do_webhook(self, batch_id: str) -> None:
        try:
            self._tell(batch_id)
        except Exception:  # noqa: BLE001  (as above)
            _log.exception("a webhook failed by our fault; batch %s", batch_id)
            raise Undone from None

    def _tell(self, batch_id: str) -> None:
        settings = self.settings.webhooks
        batch = self._store.batch(batch_id)
        if settings is None or batch is None or batch.webhook is None:
            return
        url, body = batch.webhook, self._report(batch).model_dump_json().encode()
        # The same however often this end is told; after a retry there is another one.
        message = f"{batch_id}-{round(1000 * (batch.ended_at or 0.0))}"
        pause = settings.first_pause_seconds
        for number in range(1, settings.attempts + 1):
            if self._engine.once(f"call {number}", lambda: call(url, message, body, settings)):
                return
            if number < settings.attempts and self._stopping.wait(pause):
                raise Undone
            pause *= 2
        _log.warning("a webhook was never answered; batch %s", batch_id)

    def _look_after(self, living: frozenset[str] | None) -> None:
        orphans = self._orphans.orphaned_chunks(
            self._engine.taken(), living, self._engine.at_work()
        )
        if orphans:
            _log.warning("%d chunks are held by nobody alive; they go back", len(orphans))
            self._engine.put_back(orphans)
        of_others = self._engine.of_others()
        for batch_id in of_others.keys() - self._of_others.keys():
            _log.warning("batch %s: %s", batch_id, _WAITS.format(version=of_others[batch_id]))
        self._of_others = of_others
        if living is None:
            return
        for batch in self._store.accepted():
            # Whoever took it in has died, or is still at it.
            if batch.read_at - batch.created_at > _SECONDS_BEFORE_PUTTING_AGAIN:
                self._taken_in.put(batch)
        if time.monotonic() - self._cleaned_at > _SECONDS_BETWEEN_CLEANINGS:
            for batch in self._store.ended(self.settings.keep_days):
                # In this order: once the batch is deleted, nobody knows what there is to forget.
                self._engine.forget(batch.id, batch.chunks)
                self._store.delete(batch.id)
            self._cleaned_at = time.monotonic()
