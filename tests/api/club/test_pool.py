"""A few processes: each loads the catalog, and one that dies takes only its athlete with it."""

from __future__ import annotations

import multiprocessing
import os
import signal

import pytest

from api.club.lines import ErrorLine, read_line
from api.club.pool import Pool, Task
from catalog import load_catalog
from tests.api.club.rosters import dies_for_eve, entries, quick, unwritable_for_eve

CATALOG = load_catalog()


def tasks(*names: str) -> list[Task]:
    club = entries(*(quick(name) for name in names))
    return [Task(index, entry) for index, entry in enumerate(club)]


def test_an_athlete_whose_process_dies_twice_has_a_line_and_the_others_their_plans() -> None:
    with Pool(1, CATALOG, planner=dies_for_eve) as pool:
        answers = {one.index: one for one in pool.answers(tasks("ana", "eve", "ben"))}
    assert {index: read_line(one.text).status for index, one in answers.items()} == {
        0: "optimal",
        1: "fault",
        2: "optimal",
    }
    line = read_line(answers[1].text)
    assert isinstance(line, ErrorLine)
    assert (line.athlete_id, line.row) == ("eve", 2)
    assert "SIGABRT" in str(answers[1].fault)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes are not killed by signals")
def test_a_process_that_is_killed_is_replaced_and_its_athlete_planned() -> None:
    statuses = []
    with Pool(1, CATALOG) as pool:
        for number, answer in enumerate(pool.answers(tasks("ana", "ben", "cid"))):
            statuses.append(read_line(answer.text).status)
            if number == 0:
                (process,) = multiprocessing.active_children()
                assert process.pid is not None
                os.kill(process.pid, signal.SIGKILL)
    assert statuses == ["optimal"] * 3
    assert multiprocessing.active_children() == []


def test_a_line_that_cannot_be_written_is_one_athletes_fault() -> None:
    with Pool(1, CATALOG, planner=unwritable_for_eve) as pool:
        answers = {one.index: one for one in pool.answers(tasks("ana", "eve", "ben"))}
    statuses = [read_line(answers[index].text).status for index in range(3)]
    assert statuses == ["optimal", "fault", "optimal"]
    assert "cannot be written" in str(answers[1].fault)
