"""The way of one chunk: begun as often as you like, each athlete answered once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from api.club.answering import Planned
from api.club.entries import Entry
from api.club.processes import Crashed, NotStarted
from api.jobs.chunk import Chunks, Undone
from api.jobs.split import athletes_a_chunk, chunks_of
from api.jobs.store import Answer, Store
from catalog import load_catalog
from tests.api import weeks
from tests.api.jobs.clubs import a_batch, a_store, entries


class Plans:
    """Stands in for the planning processes: keeps what it was asked, answers at once."""

    def __init__(self) -> None:
        self.athlete_ids: list[str | None] = []
        self.dies_of: set[str] = set()

    def submit(self, entry: Entry) -> Future[Planned]:
        self.athlete_ids.append(entry.athlete_id)
        future: Future[Planned] = Future()
        if entry.athlete_id in self.dies_of:
            future.set_exception(Crashed("the planning process ended with -9"))
        else:
            future.set_result(Planned.of(weeks.result(athlete_id=entry.athlete_id)))
        return future


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(f"sqlite:///{tmp_path / 'jobs.db'}") as found:
        yield found


def chunks(store: Store, plans: Plans) -> Chunks:
    return Chunks(store, plans, load_catalog(), "me", look_seconds=0.05)


def lines(store: Store, batch_id: str) -> list[tuple[str, str]]:
    """Athlete and status of each answer, in order."""
    found = [json.loads(answer.line) for answer in store.answers(batch_id, -1, 99)]
    return [(line["athlete_id"], line["status"]) for line in found]


def test_a_chunk_answers_its_athletes_and_no_others(store: Store) -> None:
    batch, _ = store.add(a_batch("ana", "ben", "cem"), 1)
    plans = Plans()
    assert chunks(store, plans).answer(batch.id, 0) is None
    assert lines(store, batch.id) == [("ana", "optimal"), ("ben", "optimal")]
    finished = chunks(store, plans).answer(batch.id, 1)
    assert finished is not None
    assert finished.id == batch.id
    assert plans.athlete_ids == ["ana", "ben", "cem"]


def test_what_is_answered_is_not_planned_again(store: Store) -> None:
    batch, _ = store.add(a_batch("ana", "ben", "cem", chunk=3), 1)
    store.answer(batch.id, [Answer(1, "optimal", '{"athlete_id": "ben", "status": "x"}')], "other")
    plans = Plans()
    chunks(store, plans).answer(batch.id, 0)
    assert plans.athlete_ids == ["ana", "cem"]
    assert lines(store, batch.id) == [("ana", "optimal"), ("ben", "x"), ("cem", "optimal")]


def test_an_athlete_who_ends_the_process_is_our_fault_and_nobody_elses(store: Store) -> None:
    batch, _ = store.add(a_batch("ana", "ben", "cem", chunk=3), 1)
    plans = Plans()
    plans.dies_of = {"ben"}
    chunks(store, plans).answer(batch.id, 0)
    assert lines(store, batch.id) == [("ana", "optimal"), ("ben", "fault"), ("cem", "optimal")]


def test_the_same_week_is_planned_once(store: Store) -> None:
    same = entries("ana", "ben", "cem", minutes=[60, 60, 45])
    batch, _ = store.add(a_batch("ana", "ben", "cem", entries=same, chunks=[0, 0, 0]), 1)
    plans = Plans()
    chunks(store, plans).answer(batch.id, 0)
    assert plans.athlete_ids == ["ana", "cem"]
    assert [name for name, _ in lines(store, batch.id)] == ["ana", "ben", "cem"]


def test_a_chunk_of_a_cancelled_batch_does_nothing(store: Store) -> None:
    batch, _ = store.add(a_batch("ana"), 1)
    store.cancel(batch.id)
    plans = Plans()
    assert chunks(store, plans).answer(batch.id, 0) is None
    assert plans.athlete_ids == []


def test_a_chunk_begun_again_after_the_end_tells_that_the_batch_has_finished(store: Store) -> None:
    """Its worker may have died of the end, before it could tell the club."""
    batch, _ = store.add(a_batch("ana"), 1)
    plans = Plans()
    first = chunks(store, plans).answer(batch.id, 0)
    again = chunks(store, plans).answer(batch.id, 0)
    assert first is not None
    assert again is not None
    assert (again.id, again.state, again.ended_at) == (batch.id, "finished", first.ended_at)
    assert plans.athlete_ids == ["ana"]


def test_a_chunk_that_is_stopped_is_left_undone(store: Store) -> None:
    batch, _ = store.add(a_batch("ana"), 1)
    stopped = chunks(store, Plans())
    stopped.stop()
    with pytest.raises(Undone):
        stopped.answer(batch.id, 0)
    assert lines(store, batch.id) == []
    assert not isinstance(Undone(), Exception)


@pytest.mark.parametrize("starts", [1, 9])
def test_a_worker_that_cannot_plan_leaves_its_athletes_to_others(store: Store, starts: int) -> None:
    """An answer stays for good, and the worker's trouble is none of the athletes'."""

    class Broken(Plans):
        def submit(self, entry: Entry) -> Future[Planned]:
            self.athlete_ids.append(entry.athlete_id)
            future: Future[Planned] = Future()
            future.set_exception(NotStarted())
            return future

    batch, _ = store.add(a_batch("ana", "ben"), 1)
    for _ in range(starts):
        with pytest.raises(Undone):
            chunks(store, Broken()).answer(batch.id, 0)
    assert lines(store, batch.id) == []
    assert chunks(store, Plans()).answer(batch.id, 0) is not None
    assert lines(store, batch.id) == [("ana", "optimal"), ("ben", "optimal")]


def test_an_orderly_stop_is_no_start(store: Store) -> None:
    """A service that is often restarted is not taken for one that dies of its athletes."""
    batch, _ = store.add(a_batch("ana"), 1)
    for _ in range(3):
        stopped = chunks(store, Plans())
        stopped.stop()
        with pytest.raises(Undone):
            stopped.answer(batch.id, 0)
    assert store.begin_chunk(batch.id, 0) == 1


def test_a_fault_of_ours_outside_the_athletes_ends_at_last(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bool:
        raise RuntimeError("ours")

    batch, _ = store.add(a_batch("ana", "ben"), 1)
    worker = chunks(store, Plans())
    with monkeypatch.context() as patch:
        patch.setattr(Chunks, "_answer_all", broken)
        patch.setattr(Chunks, "_answer_carefully", broken)
        for number in range(999):  # noqa: B007  (told below)
            try:
                finished = worker.answer(batch.id, 0)
                break
            except RuntimeError:
                pass
    assert finished is not None
    assert 10 < number < 50
    assert lines(store, batch.id) == [("ana", "fault"), ("ben", "fault")]


class Death(BaseException):
    """Of a whole worker, whatever it is at."""


class Deadly(Plans):
    """The worker dies whenever it is asked for one of these."""

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.names = names

    def submit(self, entry: Entry) -> Future[Planned]:
        if entry.athlete_id in self.names:
            raise Death
        return super().submit(entry)


def test_who_may_end_whole_workers_keeps_nobody_waiting_and_is_not_blamed(store: Store) -> None:
    batch, _ = store.add(a_batch("ana", "ben", "cem", chunk=3), 1)
    for _ in range(9):
        with pytest.raises(Death):
            chunks(store, Deadly("ana")).answer(batch.id, 0)
    assert lines(store, batch.id) == [("ben", "optimal"), ("cem", "optimal")]
    assert chunks(store, Plans()).answer(batch.id, 0) is not None
    assert [status for _, status in lines(store, batch.id)] == ["optimal"] * 3


def test_a_hundred_deaths_of_the_worker_blame_nobody(store: Store) -> None:
    batch, _ = store.add(a_batch("ana", "ben"), 1)
    for _ in range(100):
        with pytest.raises(Death):
            chunks(store, Deadly("ana", "ben")).answer(batch.id, 0)
    assert chunks(store, Plans()).answer(batch.id, 0) is not None
    assert lines(store, batch.id) == [("ana", "optimal"), ("ben", "optimal")]


def test_an_answer_takes_back_the_starts_before_it(store: Store) -> None:
    batch, _ = store.add(a_batch("ana", "ben"), 1)
    for _ in range(7):
        store.begin_chunk(batch.id, 0)
    store.answer(batch.id, [Answer(0, "optimal", "{}")], "me")
    assert store.begin_chunk(batch.id, 0) == 2


def test_faults_of_a_finished_batch_can_be_tried_again(store: Store) -> None:
    batch, _ = store.add(a_batch("ana", "ben", "cem", chunk=3), 1)
    assert store.reopen(batch.id, "fault") == 0
    plans = Plans()
    plans.dies_of = {"ben"}
    chunks(store, plans).answer(batch.id, 0)
    assert store.reopen(batch.id, "unusable") == 0
    assert store.reopen(batch.id, "fault") == 1
    assert store.reopen(batch.id, "fault") == 0
    again = Plans()
    finished = chunks(store, again).answer(batch.id, 0)
    assert finished is not None
    assert again.athlete_ids == ["ben"]
    assert [status for _, status in lines(store, batch.id)] == ["optimal"] * 3


def test_a_database_that_is_away_is_waited_for(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch, _ = store.add(a_batch("ana"), 1)
    answer, away = store.answer, [True, True]

    def sometimes(*arguments: object) -> bool:
        if away:
            away.pop()
            raise sa.exc.OperationalError("INSERT", None, Exception("disk is full"))
        return answer(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "answer", sometimes)
    assert chunks(store, Plans()).answer(batch.id, 0) is not None
    assert lines(store, batch.id) == [("ana", "optimal")]


def test_a_small_batch_has_a_chunk_for_every_worker() -> None:
    assert athletes_a_chunk(60, 32) == 4
    assert athletes_a_chunk(1, 32) == 1
    assert athletes_a_chunk(10_000, 32) == 32


def test_athletes_are_split_by_what_they_ask() -> None:
    five = entries("ana", "ben", "cem", "dov", "eva", minutes=[60, 45, 30, 60, 20])
    broken = [replace(five[0], row=row, text="{") for row in (6, 7)]
    assert chunks_of(five, 2) == (0, 0, 1, 0, 1)
    assert chunks_of([*five, *broken], 2) == (0, 0, 1, 0, 1, 2, 2)
