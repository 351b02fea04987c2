"""The drawn plans of runs: the same for a seed, and spread over what is promised."""

from __future__ import annotations

import random

from benchmarks.running import broken_caps, custom_request, program_request
from catalog import load_catalog


def test_the_same_seed_draws_the_same_plans() -> None:
    for draw in (custom_request, program_request):
        assert draw(random.Random(5)) == draw(random.Random(5))
        assert draw(random.Random(5)) != draw(random.Random(6))


def test_races_days_and_weeks_are_spread_as_promised() -> None:
    drawn = [custom_request(random.Random(seed)) for seed in range(300)]
    assert {one.goal.distance_km for one in drawn if one.goal} == {5.0, 10.0, 21.0975, 42.195}
    assert {one.running.days_a_week for one in drawn} == {2, 3, 4, 5, 6}
    assert {one.choices.weekly_growth for one in drawn} == {5, 10, 20}


def test_every_fourth_plan_is_from_the_couch_to_5_km() -> None:
    plans = [answer.plan for _, answer, _ in broken_caps(load_catalog(), 2, 8) if answer]
    assert [index for index, plan in enumerate(plans) if plan == "couch_to_5k"] == [3, 7]
