"""A few processes: each loads the catalog, and one that dies takes only its athlete with it."""

from __future__ import annotations

import multiprocessing
import os
import signal

import pytest

from api.club.entries import Entry
from api.club.planning import HowToPlan, plan_in_processes
from api.club.result_lines import ErrorLine
from catalog import load_catalog
from tests.api.club.rosters import dies_for_eve, entries, quick, unwritable_for_eve

CATALOG = load_catalog()


def rows(*names: str) -> dict[int, Entry]:
    return dict(enumerate(entries(*(quick(name) for name in names))))


def test_an_athlete_whose_process_dies_twice_has_a_line_and_the_others_their_plans() -> None:
    how = HowToPlan(CATALOG, processes=1, planner=dies_for_eve)
    answers = dict(plan_in_processes(rows("ana", "eve", "ben"), how))
    assert {index: one.line.status for index, one in answers.items()} == {
        0: "optimal",
        1: "fault",
        2: "optimal",
    }
    line = answers[1].line
    assert isinstance(line, ErrorLine)
    assert (line.athlete_id, line.row) == ("eve", 2)
    assert "SIGABRT" in str(answers[1].fault)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes are not killed by signals")
def test_a_process_that_is_killed_is_replaced_and_its_athlete_planned() -> None:
    statuses = []
    how = HowToPlan(CATALOG, processes=1)
    for _, answer in plan_in_processes(rows("ana", "ben", "cid"), how):
        statuses.append(answer.line.status)
        if len(statuses) == 1:
            (process,) = multiprocessing.active_children()
            assert process.pid is not None
            os.kill(process.pid, signal.SIGKILL)
    assert statuses == ["optimal"] * 3
    assert multiprocessing.active_children() == []


def test_a_line_that_cannot_be_written_is_one_athletes_fault() -> None:
    how = HowToPlan(CATALOG, processes=1, planner=unwritable_for_eve)
    answers = dict(plan_in_processes(rows("ana", "eve", "ben"), how))
    statuses = [answers[index].line.status for index in range(3)]
    assert statuses == ["optimal", "fault", "optimal"]
    assert "cannot be written" in str(answers[1].fault)
