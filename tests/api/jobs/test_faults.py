"""Every scenario of the benchmark with a few athletes: nobody is lost, nobody answered twice."""

from __future__ import annotations

import sys

import pytest

from benchmarks.faults.postgres import Postgres
from benchmarks.faults.scenarios import SCENARIOS, Scenario, try_scenario

ATHLETES = 4
FAULTS = [one for one in SCENARIOS if one.id != "every_door"]


@pytest.mark.faults
@pytest.mark.parametrize("scenario", FAULTS, ids=lambda scenario: scenario.id)
@pytest.mark.skipif(sys.platform != "linux", reason="signals and limits are those of Linux")
def test_every_athlete_is_answered_once(scenario: Scenario, request: pytest.FixtureRequest) -> None:
    server: Postgres | None = None
    if scenario.on_postgres:
        server = request.getfixturevalue("empty_postgresql")
    found, _ = try_scenario(scenario, ATHLETES, server)
    assert (found.athletes, found.answered) == (ATHLETES, ATHLETES)
    assert (found.lost, found.duplicated) == (0, 0)
    faults = 1 if scenario.id == "poisoned" else 0
    assert found.statuses == {"optimal": ATHLETES - faults} | ({"fault": 1} if faults else {})
