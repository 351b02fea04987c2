"""Simulated lifters reach the wanted reserve by the progression alone."""

from __future__ import annotations

import itertools
import random
from statistics import mean, quantiles

from benchmarks.lifters import LIFTERS, WANTED_BY, lifters, share_right, trained


def test_the_same_seed_gives_the_same_lifters() -> None:
    assert list(lifters(20)) == list(lifters(20))
    assert share_right(40, seed=3) == share_right(40, seed=3)


def test_the_fourth_workout_is_within_one_repetition_of_the_wanted_reserve() -> None:
    """On an average day, for nine in ten; the rest is no more than two off."""
    chance = random.Random(16)
    right, off = 0, []
    for lifter in lifters():
        workout = trained(lifter, chance)[WANTED_BY - 1]
        right += workout.is_right(lifter.dose)
        assert lifter.dose.rir is not None
        least, most = lifter.dose.rir
        off.append(max(0, workout.usual_reserve - most) - max(0, least - workout.usual_reserve))
    assert right / LIFTERS > 0.9
    assert -0.25 <= mean(off) <= 0.25
    twentieths = quantiles(off, n=20)
    assert twentieths[0] >= -1
    assert twentieths[-1] <= 2


def test_no_load_rises_after_a_missed_repetition() -> None:
    chance = random.Random(16)
    for lifter in lifters(200):
        reached = trained(lifter, chance)
        for before, after in itertools.pairwise(reached):
            assert after.kg <= before.kg or not before.missed
