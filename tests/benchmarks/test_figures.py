"""The statistics, by numbers that can be followed by head."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.figures import growth, percentile, share_within, shifted_geometric_mean

TIMES = st.lists(st.floats(0, 1000), min_size=1, max_size=30)


def test_the_geometric_mean_is_shifted() -> None:
    # √((0.03 + 0.01) × (0.35 + 0.01)) = √0.0144 = 0.12
    assert shifted_geometric_mean([0.03, 0.35]) == pytest.approx(0.11)
    assert shifted_geometric_mean([0.0, 0.0]) == pytest.approx(0.0)


@given(TIMES)
def test_the_geometric_mean_lies_between_least_and_most(times: list[float]) -> None:
    mean = shifted_geometric_mean(times)
    assert min(times) - 1e-6 <= mean <= max(times) + 1e-6


def test_percentiles_are_times_that_were_measured() -> None:
    times = [float(n) for n in range(20, 0, -1)]
    assert [percentile(times, p) for p in (50, 95, 99, 100)] == [10, 19, 20, 20]
    assert percentile([7.0], 1) == 7


@given(TIMES, st.floats(0, 100))
def test_a_percentile_is_not_exceeded_by_its_share(times: list[float], percent: float) -> None:
    value = percentile(times, percent)
    assert sum(time <= value for time in times) >= percent / 100 * len(times) - 1e-9


def test_what_was_never_proven_is_in_no_share() -> None:
    assert share_within([0.1, 0.2, None, 30.0], 0.1) == 0.25
    assert share_within([0.1, 0.2, None, 30.0], math.inf) == 0.75


def test_growth_compares_the_halves() -> None:
    assert growth([100, 100, 110, 110]) == pytest.approx(0.1)
    assert growth([100]) == 0


@pytest.mark.parametrize("figure", [shifted_geometric_mean, lambda v: percentile(v, 50)])
def test_no_times_have_no_figure(figure: object) -> None:
    assert callable(figure)
    with pytest.raises(ValueError, match="no"):
        figure([])
