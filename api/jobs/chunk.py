"""The way of one chunk of athletes: answer those that have no answer yet, and end.

A chunk can be begun any number of times, by several processes at once, and broken off anywhere: an
answer is written once or not at all, and what is answered is not planned again.

That a whole worker died says nothing against the athletes it was at: somebody may have pulled the
plug.  Only ``processes`` can tell who ends the process that plans them, and only of that, or of an
exception of ours, comes a line that says ``fault``.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, TypeVar

from api.club.answering import Planned, answer_for, fault_line, problem_of
from api.club.entries import Entry
from api.club.processes import Crashed, NotStarted
from api.club.result_lines import Line
from api.jobs.store import UNREACHABLE, Answer, Batch, Row, Store
from catalog import Catalog

_STARTS_BEFORE_CARE = 3
_MOST_FAILURES = 20
"""Of a chunk, by exceptions of ours while this worker lives: then it ends with ``fault``."""
_FIRST_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 5.0

_log = logging.getLogger("runstrong.jobs")
Outcome = TypeVar("Outcome")


class Undone(BaseException):
    """The chunk was broken off; it is begun again elsewhere, or here later.

    No ``Exception``, since the queue takes those for the end of a chunk.
    """


class Plans(Protocol):
    """The planning processes, as far as a chunk sees them."""

    def submit(self, task: Entry, /) -> Future[Planned]: ...


@dataclass(frozen=True)
class Twins:
    """Athletes whose weeks are the same problem: the first is planned, the others get its plan."""

    rows: tuple[Row, ...]

    @property
    def first(self) -> Row:
        return self.rows[0]


class Chunks:
    """Answers chunks with the planning processes of this machine."""

    def __init__(
        self,
        store: Store,
        plans: Plans,
        catalog: Catalog,
        worker: str,
        look_seconds: float,
    ) -> None:
        self._store = store
        self._plans = plans
        self._catalog = catalog
        self._worker = worker
        self._look_seconds = look_seconds
        self._stopping = threading.Event()
        self._failures: Counter[tuple[str, int]] = Counter()

    def stop(self) -> None:
        """Break off all chunks; what they have answered stays."""
        self._stopping.set()

    def answer(self, batch_id: str, chunk: int) -> Batch | None:
        """Answer a chunk; the batch, if it has finished with it or before.  Raises ``Undone``."""
        starts = self._patiently(lambda: self._store.begin_chunk(batch_id, chunk))
        if starts is None:
            # Whoever finished it may have died of that, and told nobody.
            return self._patiently(lambda: self._store.finish(batch_id))
        try:
            return self._answer_chunk(batch_id, chunk, starts)
        except Undone:
            # Told to stop, or no process to plan with: the chunk itself did nobody harm.
            with suppress(*UNREACHABLE):
                self._store.take_back_start(batch_id, chunk)
            raise
        except Exception:
            self._failures[batch_id, chunk] += 1
            raise

    def _answer_chunk(self, batch_id: str, chunk: int, starts: int) -> Batch | None:
        todo = list(_twins(self._patiently(lambda: self._store.unanswered(batch_id, chunk))))
        if self._failures[batch_id, chunk] >= _MOST_FAILURES:
            _log.error("a chunk fails again and again; batch %s, chunk %s", batch_id, chunk)
            is_open = all(
                self._write_lines(batch_id, one, fault_line(one.first.entry, self._catalog))
                for one in todo
            )
        elif starts <= _STARTS_BEFORE_CARE:
            is_open = self._answer_all(batch_id, todo)
        else:
            # Workers died without an answer in between, perhaps of one of these: that one comes
            # last, so that it keeps nobody else waiting.
            todo.sort(key=lambda one: one.first.tries)
            is_open = all(self._answer_carefully(batch_id, one) for one in todo)
        return self._patiently(lambda: self._store.finish(batch_id)) if is_open else None

    def _answer_all(self, batch_id: str, todo: list[Twins]) -> bool:
        """False: the batch has ended meanwhile."""
        pending = {self._plans.submit(one.first.entry): one for one in todo}
        try:
            while pending:
                done, _ = wait(pending, self._look_seconds, FIRST_COMPLETED)
                if self._stopping.is_set():
                    raise Undone
                if not done and not self._patiently(lambda: self._store.is_open(batch_id)):
                    return False
                for future in done:
                    if not self._write(batch_id, pending.pop(future), future):
                        return False
        finally:
            for future in pending:
                future.cancel()
        return True

    def _answer_carefully(self, batch_id: str, twins: Twins) -> bool:
        """By itself, and written down before, so that a later start knows what came of it."""
        place = twins.first.place
        self._patiently(lambda: self._store.count_try(batch_id, place))
        try:
            return self._answer_all(batch_id, [twins])
        except Undone:
            self._store.count_try(batch_id, place, by=-1)
            raise

    def _write(self, batch_id: str, twins: Twins, future: Future[Planned]) -> bool:
        entry = twins.first.entry
        try:
            planned = future.result()
        except NotStarted:
            # No athlete's fault, and it may pass, or be this machine's alone.
            raise Undone from None
        except Exception as error:  # noqa: BLE001  (one athlete's fault is not the chunk's)
            if self._stopping.is_set():
                raise Undone from None
            what = str(error) if isinstance(error, Crashed) else type(error).__name__
            planned = Planned.of(fault_line(entry, self._catalog), what)
        if planned.fault is not None:
            place = twins.first.place
            _log.error(
                "no plan by our fault: %s; batch %s, place %s", planned.fault, batch_id, place
            )
        return self._write_lines(batch_id, twins, planned.line)

    def _write_lines(self, batch_id: str, twins: Twins, line: Line) -> bool:
        answers = [_answer(twins.first, line)]
        for row in twins.rows[1:]:
            twin = answer_for(row.entry, line, self._catalog)
            answers.append(_answer(row, twin))
        return self._patiently(lambda: self._store.answer(batch_id, answers, self._worker))

    def _patiently(self, call: Callable[[], Outcome]) -> Outcome:
        """Repeat a call until the database takes it: it comes back, or gets room again."""
        pause = _FIRST_PAUSE_SECONDS
        while True:
            try:
                return call()
            except UNREACHABLE as error:
                _log.warning(
                    "the database does not answer (%s); trying again", type(error).__name__
                )
            if self._stopping.wait(pause):
                raise Undone
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)


def _answer(row: Row, line: Line) -> Answer:
    return Answer(row.place, line.status, line.model_dump_json())


def _twins(rows: tuple[Row, ...]) -> Iterator[Twins]:
    """The rows by what they ask, in the order of the first of each."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(problem_of(row.entry), []).append(row)
    return (Twins(tuple(group)) for group in groups.values())
