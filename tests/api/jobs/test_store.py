"""Batches in the database: taken in once, answered once, ended once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from api.jobs.store import Answer, KeyReused, Store, TooManyBatches
from tests.api.jobs.clubs import a_batch, a_store, entries

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
MOST = 10


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'jobs.db'}"
    else:
        url = request.getfixturevalue("empty_postgresql").url
    with a_store(url) as found:
        yield found


def an_answer(place: int, line: str = "{}") -> Answer:
    return Answer(place, "optimal", line)


def test_what_is_handed_in_is_what_is_to_be_answered(store: Store) -> None:
    new = a_batch("ana", "ben", "cem")
    batch, is_new = store.add(new, MOST)
    assert is_new
    assert (batch.state, batch.athletes, batch.chunks) == ("accepted", 3, 2)
    first, second = store.unanswered(batch.id, 0), store.unanswered(batch.id, 1)
    assert [row.entry for row in (*first, *second)] == list(new.entries)
    assert [row.place for row in (*first, *second)] == [0, 1, 2]


def test_any_text_comes_back_as_it_was(store: Store) -> None:
    odd = [replace(entries("ana")[0], text='{"a": "\x00 \ud800 ü"}')]
    batch, _ = store.add(a_batch("ana", entries=odd), MOST)
    assert [row.entry for row in store.unanswered(batch.id, 0)] == odd


def test_the_first_answer_stays(store: Store) -> None:
    batch, _ = store.add(a_batch("ana", "ben"), MOST)
    assert store.answer(batch.id, [an_answer(0, '"first"')], "one")
    assert store.answer(batch.id, [an_answer(0, '"second"'), an_answer(1)], "two")
    assert [answer.line for answer in store.answers(batch.id, -1, 9)] == ['"first"', "{}"]
    assert store.statuses(batch.id) == {"optimal": 2}


def test_of_many_who_answer_at_once_one_is_heard(store: Store) -> None:
    batch, _ = store.add(a_batch("ana", "ben"), MOST)
    both = threading.Barrier(4)

    def answer(worker: str) -> None:
        both.wait()
        for place in (0, 1):
            store.answer(batch.id, [an_answer(place, f'"{worker}"')], worker)

    threads = [threading.Thread(target=answer, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.place for answer in store.answers(batch.id, -1, 9)] == [0, 1]


def test_a_batch_finishes_with_its_last_answer(store: Store) -> None:
    batch, _ = store.add(a_batch("ana", "ben"), MOST)
    store.mark_running(batch.id)
    assert store.begin_chunk(batch.id, 0) == 1
    store.answer(batch.id, [an_answer(0)], "one")
    assert store.finish(batch.id) is None
    store.answer(batch.id, [an_answer(1)], "one")
    finished = store.finish(batch.id)
    assert finished is not None
    assert finished.state == "finished"
    assert finished.started_at is not None
    assert finished.ended_at is not None
    assert batch.created_at <= finished.started_at <= finished.ended_at
    again = store.finish(batch.id)
    assert again is not None
    assert again.ended_at == finished.ended_at


def test_a_cancelled_batch_keeps_its_answers_and_takes_no_more(store: Store) -> None:
    batch, _ = store.add(a_batch("ana", "ben"), MOST)
    store.answer(batch.id, [an_answer(1)], "one")
    store.cancel(batch.id)
    assert not store.answer(batch.id, [an_answer(0)], "one")
    assert store.begin_chunk(batch.id, 0) is None
    assert store.finish(batch.id) is None
    assert [answer.place for answer in store.answers(batch.id, -1, 9)] == [1]
    assert not store.is_open(batch.id)


def test_a_finished_batch_cannot_be_cancelled(store: Store) -> None:
    batch, _ = store.add(a_batch("ana"), MOST)
    store.answer(batch.id, [an_answer(0)], "one")
    store.finish(batch.id)
    store.cancel(batch.id)
    found = store.batch(batch.id)
    assert found is not None
    assert found.state == "finished"


def test_starts_of_a_chunk_and_tries_of_an_athlete_are_counted(store: Store) -> None:
    batch, _ = store.add(a_batch("ana", "ben", "cem"), MOST)
    assert [store.begin_chunk(batch.id, 0) for _ in range(2)] == [1, 2]
    assert store.begin_chunk(batch.id, 1) == 1
    assert [store.count_try(batch.id, 1) for _ in range(2)] == [1, 2]
    assert store.count_try(batch.id, 1, by=-1) == 1
    assert store.count_try(batch.id, 0) == 1


def test_chunks_of_a_batch_that_begin_at_once_wait_for_each_other(store: Store) -> None:
    names = [f"athlete {number}" for number in range(4)]
    faults: list[Exception] = []
    for _ in range(5):
        batch, _ = store.add(a_batch(*names, chunk=1), MOST)
        together = threading.Barrier(len(names))

        def begin(chunk: int, batch_id: str, together: threading.Barrier) -> None:
            together.wait()
            try:
                assert store.begin_chunk(batch_id, chunk) == 1
            except sa.exc.SQLAlchemyError as error:
                faults.append(error)

        threads = [
            threading.Thread(target=begin, args=(chunk, batch.id, together))
            for chunk in range(len(names))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert faults == []


def test_a_database_that_goes_away_after_it_took_a_batch_in_is_not_asked_again(
    store: Store,
) -> None:
    """Else the club would hand in once more what is taken in."""
    taken = []

    def commit(_connection: object) -> None:
        taken.append(True)

    def execute(*_: object) -> None:
        if taken:
            raise sa.exc.OperationalError("SELECT", None, Exception("gone"))

    sa.event.listen(store.engine, "commit", commit)
    sa.event.listen(store.engine, "before_cursor_execute", execute)
    batch, is_new = store.add(a_batch("ana", "ben"), MOST)
    assert (is_new, batch.athletes, batch.state) == (True, 2, "accepted")


def test_the_same_key_gives_the_same_batch(store: Store) -> None:
    new = a_batch("ana", idempotency_key="k")
    batch, is_new = store.add(new, MOST)
    again, is_new_again = store.add(new, MOST)
    assert (is_new, is_new_again) == (True, False)
    assert again.id == batch.id
    another, is_another_new = store.add(replace(new, owner="you"), MOST)
    assert is_another_new
    assert another.id != batch.id
    with pytest.raises(KeyReused):
        store.add(replace(new, digest="1"), MOST)


def test_of_many_with_the_same_key_one_batch_is_made(store: Store) -> None:
    new, found, together = a_batch("ana", idempotency_key="k"), [], threading.Barrier(4)

    def hand_in() -> None:
        together.wait()
        found.append(store.add(new, MOST))

    threads = [threading.Thread(target=hand_in) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({batch.id for batch, _ in found}) == 1
    assert sorted(is_new for _, is_new in found) == [False, False, False, True]


def test_an_owner_has_only_so_many_unfinished_batches(store: Store) -> None:
    first, _ = store.add(a_batch("ana"), 2)
    store.add(a_batch("ana"), 2)
    with pytest.raises(TooManyBatches):
        store.add(a_batch("ana"), 2)
    store.add(a_batch("ana", owner="you"), 2)
    store.cancel(first.id)
    store.add(a_batch("ana"), 2)


def test_a_batch_is_its_owners(store: Store) -> None:
    batch, _ = store.add(a_batch("ana"), MOST)
    assert store.batch(batch.id, "me") is not None
    assert store.batch(batch.id, "you") is None


def test_what_ended_long_ago_is_deleted_with_its_athletes(store: Store) -> None:
    ended, _ = store.add(a_batch("ana"), MOST)
    store.answer(ended.id, [an_answer(0)], "one")
    store.finish(ended.id)
    running, _ = store.add(a_batch("ben"), MOST)
    assert store.ended(days=1) == ()
    (found,) = store.ended(days=-1)
    assert found.id == ended.id
    store.delete(found.id)
    store.delete(found.id)
    assert store.batch(ended.id) is None
    assert store.answers(ended.id, -1, 9) == ()
    assert store.unanswered(ended.id, 0) == ()
    assert len(store.unanswered(running.id, 0)) == 1


def test_answers_are_counted_through_the_gaps(store: Store) -> None:
    batch, _ = store.add(a_batch("ana", "ben", "cem", "dov"), MOST)
    store.answer(batch.id, [an_answer(0), an_answer(2), an_answer(3)], "one")
    assert [store.place_of_answer(batch.id, number) for number in range(4)] == [0, 2, 3, None]


def test_a_season_comes_back_with_what_it_asks(store: Store) -> None:
    season_entries = [replace(entries("ana")[0], kind="next", weeks=9)]
    batch, _ = store.add(a_batch("ana", entries=season_entries), MOST)
    assert [row.entry for row in store.unanswered(batch.id, 0)] == season_entries
