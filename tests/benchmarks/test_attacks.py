"""Samples of the attacks; ``python -m benchmarks.faults --attacks 1`` tries them in full."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from api.service.app import parts
from benchmarks.faults.attack_table import written
from benchmarks.faults.attacks import (
    ATTACKS,
    Attack,
    Outcome,
    Served,
    faults_of_its_end,
    served,
    tried,
    tried_on,
)
from benchmarks.faults.fuzz import DOORS, bodies
from benchmarks.faults.kills import killed_often
from benchmarks.faults.machine import cores_of_others

SHARES = {"fuzz": 0.02, "fairness": 0.25}
PATIENT = {"half_heads", "deaf"}
"""Nothing happens in them for as long as the service waits: they are tried at once."""


@pytest.fixture(scope="module")
def service() -> Iterator[Served]:
    """One for all attacks that leave it running: it also has to end well after all of them."""
    with served() as running:
        yield running
        assert faults_of_its_end(running) == []


def sampled(service: Served, attack: Attack) -> Outcome:
    return tried_on(service, attack, SHARES.get(attack.id, 0.1))


@pytest.mark.faults
@pytest.mark.parametrize(
    "attack",
    [one for one in ATTACKS if one.id not in {*PATIENT, "stop"}],
    ids=lambda one: one.id,
)
def test_the_service_holds_under_a_sample_of_each_attack(attack: Attack, service: Served) -> None:
    outcome = sampled(service, attack)
    assert outcome.faults == [], outcome.happened


@pytest.mark.faults
def test_the_service_holds_while_silent_clients_take_their_time(service: Served) -> None:
    attacks = [one for one in ATTACKS if one.id in PATIENT]
    with ThreadPoolExecutor(len(attacks)) as threads:
        for outcome in threads.map(lambda one: sampled(service, one), attacks):
            assert outcome.faults == [], outcome.happened


@pytest.mark.faults
def test_a_service_that_is_stopped_when_full_ends_in_time() -> None:
    [stop] = [one for one in ATTACKS if one.id == "stop"]
    outcome = tried(stop, 0.5)
    assert outcome.faults == [], outcome.happened


@pytest.mark.faults
def test_kills_in_a_row_lose_nobody_and_blame_nobody(tmp_path: Path) -> None:
    found = killed_often(athletes=12, kills=4, folder=tmp_path)
    assert (found.answered, found.lost, found.duplicated) == (12, 0, 0)
    assert "fault" not in found.statuses


def test_fuzzed_bodies_are_the_same_each_time_and_of_every_door() -> None:
    first = [*bodies(random.Random(1), 80)]
    assert first == [*bodies(random.Random(1), 80)]
    assert {path for path, _, _ in first} == {path for path, _ in DOORS}
    assert len({body for _, _, body in first}) > 60


def test_every_door_that_takes_a_body_is_fuzzed() -> None:
    doors = {
        route.path
        for part in parts()
        for route in part.router.routes
        if isinstance(route, APIRoute) and "POST" in (route.methods or ()) and "{" not in route.path
    }
    assert doors == {path.partition("?")[0] for path, _ in DOORS}


def test_the_table_says_what_did_not_hold() -> None:
    rows = [("floods", Outcome(1_200, "all")), ("kills", Outcome(3, "none", ["two lost"]))]
    page = written(rows, 1.0, [None])
    assert "| floods | 1,200 | all | yes |" in page
    assert "| kills | 3 | none | no: two lost |" in page
    assert "tried in full" in page


def test_the_table_says_which_share_was_tried_and_what_else_the_machine_did() -> None:
    page = written([("floods", Outcome(60, "all"))], 0.05, [1.5, 0.5])
    assert "other work took 1.0 between two attacks (at least 0.5, at most 1.5, 2 looks)" in page
    assert "at a share of 0.05" in page


def test_every_attack_is_tried_at_any_share() -> None:
    least = {one.id: one.times_at(0.001) for one in ATTACKS}
    assert least["deep"] == len(DOORS)
    assert min(least.values()) >= 4
    assert {one.id: one.times_at(1.0) for one in ATTACKS} == {one.id: one.times for one in ATTACKS}


def test_other_work_on_the_machine_is_measured() -> None:
    found = cores_of_others(0.05)
    assert found is None or 0.0 <= found <= 2.0 * (os.cpu_count() or 1)
