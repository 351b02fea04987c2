"""Six weeks chained by their logs, and what a log of one's own doses changes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from optimizer.documents.reading import read_result
from optimizer.documents.result import Item, Result
from tests.answers import made_once
from tests.optimizer.chains import (
    WINDOWS,
    Document,
    a_week,
    answered,
    as_planned,
    chained,
    logged,
    work,
)

DELOAD = 4
WEEKS = 6
LIFTS = [
    {"exercise": name, "kg": kg, "reps": 5}
    for name, kg in (
        ("back_squat", 90), ("deadlift", 110), ("romanian_deadlift", 90),
        ("barbell_hip_thrust", 110), ("machine_seated_calf_raise", 60),
    )
]  # fmt: skip
STANDING_STILL = {"deload", "after_deload", "time_off"}


def reps_met(week: int, item: Item) -> list[Document]:
    """The top of the range in every set."""
    sets = as_planned(week, item)
    return sets if item.reps is None else [{**one, "reps": item.reps[1]} for one in sets]


def reps_missed(week: int, item: Item) -> list[Document]:
    """One repetition short in every set, and nothing left."""
    sets = as_planned(week, item)
    if item.reps is None:
        return sets
    return [{**one, "reps": max(1, item.reps[0] - 1), "rir": 0} for one in sets]


@cache
def six_weeks(met: bool) -> tuple[Result, ...]:
    """Planned once in a run of the tests, in whatever process."""

    def make() -> str:
        weeks = chained(WEEKS, reps_met if met else reps_missed, {"lifts": LIFTS}, deload=DELOAD)
        return "\n".join(week.model_dump_json() for week in weeks)

    lines = made_once(f"six-weeks-{met}", make).splitlines()
    return tuple(map(read_result, lines))


def loads(answers: tuple[Result, ...]) -> Iterator[tuple[str, list[tuple[int, float, str]]]]:
    """By exercise: week, load and the rule that decided it.

    What is lighter since a key run is near is no step down, and what follows it none up.
    """
    found: dict[str, list[tuple[int, float, str]]] = {}
    for number, answer in enumerate(answers, start=1):
        assert answer.plan is not None
        for _, _, item in work(answer.plan):
            if item.is_lighter:
                continue
            if item.load is not None and item.load.kg is not None:
                rule = "" if item.progress is None else item.progress.rule
                found.setdefault(item.exercise, []).append((number, item.load.kg, rule))
    yield from found.items()


@pytest.mark.slow
def test_loads_rise_as_reps_are_met() -> None:
    steps = 0
    for exercise, history in loads(six_weeks(met=True)):
        for (_, before, _), (week, now, rule) in itertools.pairwise(history):
            if rule not in STANDING_STILL:
                assert now >= before * 0.99, (exercise, week, rule)
                steps += now > before
    assert steps >= 2


@pytest.mark.slow
def test_loads_never_rise_after_a_missed_rep() -> None:
    for exercise, history in loads(six_weeks(met=False)):
        for (_, before, _), (week, now, rule) in itertools.pairwise(history):
            if rule != "after_deload":
                assert now <= before, (exercise, week, rule)


@pytest.mark.slow
def test_a_lighter_week_is_no_base() -> None:
    """Sets fall by two fifths in the fourth week, and the fifth is within a fifth of the third."""
    counts = []
    for answer in six_weeks(met=True):
        assert answer.plan is not None
        counts.append(sum(item.sets for _, _, item in work(answer.plan)))
    assert counts[DELOAD - 1] <= 0.6 * counts[DELOAD - 2]
    assert 0.8 <= counts[DELOAD] / counts[DELOAD - 2] <= 1.2


@pytest.mark.slow
def test_main_lifts_stay_through_the_block() -> None:
    """Of the first three weeks; a lighter week may hold fewer of them."""
    main_lifts = []
    for answer in six_weeks(met=True)[: DELOAD - 1]:
        assert answer.plan is not None
        main_lifts.append({i.exercise for _, _, i in work(answer.plan) if i.role == "main_lift"})
    assert main_lifts[0] <= main_lifts[1] | {i for i in main_lifts[0] if i in main_lifts[2]}
    assert main_lifts[0] & main_lifts[1] & main_lifts[2]


# Two full sessions of the other phases take minutes to prove.
@pytest.mark.parametrize(
    ("phase", "windows"),
    [("pre_season", WINDOWS[:1]), ("in_season", WINDOWS[:1]), ("taper", WINDOWS)],
)
def test_the_log_of_a_plan_s_own_doses_changes_only_what_progression_asks(
    phase: str, windows: list[Document]
) -> None:
    """Days, exercises and sets stay; loads and repetitions change where a rule says so."""
    first = answered(_in_phase(1, phase, availability=windows))
    assert first.plan is not None
    plan = first.plan.model_dump(mode="json")
    without = answered(_in_phase(2, phase, availability=windows, previous={"plan": plan}))
    log = logged(first.plan, 1, as_planned)
    previous = {"plan": plan, "log": log}
    with_log = answered(_in_phase(2, phase, availability=windows, previous=previous))
    assert without.plan is not None
    assert with_log.plan is not None
    assert [s.start for s in with_log.plan.sessions] == [s.start for s in without.plan.sessions]
    for (_, _, before), (_, _, now) in zip(work(without.plan), work(with_log.plan), strict=True):
        assert (before.exercise, before.sets) == (now.exercise, now.sets)
        assert before.effort == now.effort
        if now.progress is None or now.progress.rule not in ("step_up", "too_easy", "more_reps"):
            assert before.reps == now.reps


def _in_phase(number: int, phase: str, **changes: Any) -> Document:
    document = a_week(number, **changes)
    document["week"] |= {"phase": phase}
    document["athlete"] |= {"lifts": LIFTS}
    return document
