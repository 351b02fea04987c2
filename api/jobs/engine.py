"""The durable queue: DBOS, as far as batches need it.

Chunks and webhooks are its workflows.  A chunk that is in the queue, or was taken out by a process
that lives, is safe; one that was taken by a process that died is put back by ``put_back``.

The library knows one instance a process; so does this module.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from dbos import DBOS, SetEnqueueOptions, SetWorkflowID

from api.jobs.heartbeat import TakenWork

_APPLICATION = "runstrong"
# Queued work waits for a process of its own version: pinned, so that an update finishes what an
# older one took in.  To be changed only together with what a chunk or a webhook is given.
_VERSION = "1"
_CHUNKS = "runstrong_chunks"
_WEBHOOKS = "runstrong_webhooks"
# One is at its last athletes while the next begins: no process waits for the queue's poll.
_CHUNKS_AT_ONCE = 2
_WEBHOOKS_AT_ONCE = 8
_SECONDS_TO_LEAVE = 10.0

_log = logging.getLogger("runstrong.jobs")


class Engine:
    """``name``: the executor id.  ``chunk(batch, number)`` and ``webhook(batch)`` do the work;
    None: this process leaves such work to others.

    They may be called again for the same work.  Only a ``BaseException`` that is no ``Exception``
    leaves it undone.
    """

    def __init__(
        self,
        database: sa.Engine,
        name: str,
        poll_seconds: float,
        *,
        chunk: Callable[[str, int], None] | None,
        webhook: Callable[[str], None] | None,
    ) -> None:
        self._database = database
        self._name = name
        self._poll_seconds = poll_seconds
        self.chunk = chunk
        self.webhook = webhook
        self._at_work: set[str] = set()
        self._lock = threading.Lock()

    def start(self) -> None:
        """Join the queue, taking up what this name had begun when it died."""
        global _here  # noqa: PLW0603  (the library has one instance a process as well)
        if _here is not None:
            raise RuntimeError("another service of this process has batches already")
        _here = self
        # Without a handler of its own the library would add one.
        log = logging.getLogger("dbos")
        if not log.handlers:
            log.addHandler(logging.NullHandler())
        try:
            DBOS(
                config={
                    "name": _APPLICATION,
                    "system_database_engine": self._database,
                    "system_database_url": self._database.url.render_as_string(hide_password=False),
                    "application_version": _VERSION,
                    "executor_id": self._name,
                    "log_level": "WARNING",
                    "enable_otlp": False,
                }
            )
            mine = {_CHUNKS: self.chunk, _WEBHOOKS: self.webhook}
            DBOS.listen_queues([queue for queue, work in mine.items() if work is not None])
            DBOS.launch()
            for queue, at_once in ((_CHUNKS, _CHUNKS_AT_ONCE), (_WEBHOOKS, _WEBHOOKS_AT_ONCE)):
                DBOS.register_queue(
                    queue,
                    worker_concurrency=at_once,
                    polling_interval_sec=self._poll_seconds,
                    on_conflict="always_update",
                )
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Leave the queue; what was begun has to be told to stop before."""
        global _here  # noqa: PLW0603
        if _here is not self:
            return
        # Without its database the library would wait for it, for ever.
        leaving = threading.Thread(target=DBOS.destroy, name="leaving", daemon=True)
        leaving.start()
        leaving.join(_SECONDS_TO_LEAVE)
        if leaving.is_alive():
            _log.warning("the queue was left in a hurry: the database does not answer")
        _here = None

    def put_chunks(self, batch_id: str, chunks: int) -> None:
        """Put all chunks of a batch into the queue; those that were there before stay as they are.

        The first chunks of a later batch go before the last ones of an earlier.
        """
        for number in range(chunks):
            with SetWorkflowID(f"{batch_id}:{number}"), SetEnqueueOptions(priority=number + 1):
                DBOS.enqueue_workflow(_CHUNKS, _chunk, batch_id, number)

    def put_webhook(self, batch_id: str, delivery: str = "") -> None:
        """Have the batch's webhook called; once, however often this is said of one ``delivery``."""
        with SetWorkflowID(_webhook_id(batch_id) + (f":{delivery}" if delivery else "")):
            DBOS.enqueue_workflow(_WEBHOOKS, _webhook, batch_id)

    def cancel_chunks(self, batch_id: str, chunks: int) -> None:
        DBOS.cancel_workflows([f"{batch_id}:{number}" for number in range(chunks)])

    def forget(self, batch_id: str, chunks: int) -> None:
        """Delete what the queue remembers of an ended batch."""
        ids = [f"{batch_id}:{number}" for number in range(chunks)]
        calls = DBOS.list_workflows(
            workflow_id_prefix=_webhook_id(batch_id), load_input=False, load_output=False
        )
        DBOS.delete_workflows([*ids, *(one.workflow_id for one in calls)])

    def taken(self) -> tuple[TakenWork, ...]:
        """All that somebody has taken out of the queue and not ended."""
        found = DBOS.list_workflows(
            status="PENDING",
            queue_name=[_CHUNKS, _WEBHOOKS],
            load_input=False,
            load_output=False,
        )
        return tuple(TakenWork(one.workflow_id, one.executor_id or "") for one in found)

    def of_others(self) -> dict[str, str]:
        """By batch, the version of the queue that its chunks wait for, where that is not ours."""
        found = DBOS.list_workflows(
            status=["ENQUEUED", "PENDING"], queue_name=_CHUNKS, load_input=False, load_output=False
        )
        return {
            one.workflow_id.partition(":")[0]: one.app_version
            for one in found
            if one.app_version not in (None, _VERSION)
        }

    def at_work(self) -> frozenset[str]:
        """Ids of what this process works at."""
        with self._lock:
            return frozenset(self._at_work)

    def put_back(self, ids: Iterable[str]) -> None:
        """Put back into the queue what nobody works at any more."""
        everything = set(ids)
        webhooks = {one for one in everything if one.startswith(_webhook_id(""))}
        for queue, some in ((_CHUNKS, everything - webhooks), (_WEBHOOKS, webhooks)):
            if some:
                DBOS.resume_workflows(sorted(some), queue_name=queue)

    def once(self, name: str, call: Callable[[], bool]) -> bool:
        """Inside a webhook: what ``call`` gave, remembered if the webhook is begun again."""
        return DBOS.run_step({"name": name}, call)

    @contextmanager
    def working_at(self, workflow_id: str) -> Iterator[None]:
        with self._lock:
            self._at_work.add(workflow_id)
        try:
            yield
        finally:
            with self._lock:
                self._at_work.discard(workflow_id)


_here: Engine | None = None


def _webhook_id(batch_id: str) -> str:
    return f"webhook:{batch_id}"


@DBOS.workflow(name="runstrong_chunk", max_recovery_attempts=None)
def _chunk(batch_id: str, number: int) -> None:
    assert _here is not None
    assert _here.chunk is not None
    with _here.working_at(f"{batch_id}:{number}"):
        _here.chunk(batch_id, number)


@DBOS.workflow(name="runstrong_webhook", max_recovery_attempts=None)
def _webhook(batch_id: str) -> None:
    assert _here is not None
    assert _here.webhook is not None
    assert DBOS.workflow_id is not None
    with _here.working_at(DBOS.workflow_id):
        _here.webhook(batch_id)
