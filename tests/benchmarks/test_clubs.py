"""Clubs are measured through the door that people use."""

from __future__ import annotations

import sys

import pytest

from benchmarks.clubs import planned_club


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells another process's memory")
def test_a_club_is_planned_and_the_memory_of_its_process_is_sampled() -> None:
    record = planned_club(2, 1, 10.0)
    assert sum(record["statuses"].values()) == 2
    assert record["statuses"]["fault"] == record["statuses"]["unusable"] == 0
    assert record["athletes_per_second"] == pytest.approx(2 / record["seconds"], rel=0.01)
    assert len(record["samples_mb"]) == 2
    # More than Python alone takes, less than a machine has.
    assert 30 < record["worker_peak_mb"] < 1000
