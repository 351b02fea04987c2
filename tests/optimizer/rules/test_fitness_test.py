"""Fitness test: jumps wait for the calves, the weaker side begins; two readings agree."""

from __future__ import annotations

from typing import Any

import pytest

from catalog import load_catalog
from optimizer import plan
from optimizer.building.case_of import case_of, refusal
from optimizer.building.findings import findings_of, reviewed
from optimizer.building.problem_of import problem_of
from optimizer.documents.result import Block, Plan
from optimizer.rules.fitness_test import POINTS_BOTH_AT_ONCE, FitnessTest
from optimizer.solving.dominance import undominated
from tests.optimizer.test_tested_athlete import SOUND, UNEVEN, both, week

CATALOG = load_catalog()
RULE = "fitness_test"
READINGS = FitnessTest()


@pytest.mark.parametrize(("raises", "may_jump"), [(15, True), (14, False)])
def test_both_readings_hold_jumps_to_the_heel_raises(raises: int, may_jump: bool) -> None:
    """Fifteen on either leg allow a jump, fourteen refuse it; the review says the same."""
    tests = [*SOUND[:4], *both("single_leg_heel_raise", raises, raises), *SOUND[6:]]
    case = case_of(week(tests, weeks_of_strength=40), CATALOG)
    jumping = case_of(week(SOUND, weeks_of_strength=40), CATALOG)
    jump = next(
        e
        for e in CATALOG.exercises.values()
        if e.impact == 2 and e.kind == "plyometric" and refusal(jumping, e) is None
    )
    assert (READINGS.refuses(case, jump) is None) is may_jump
    result = plan(week(SOUND, weeks_of_strength=40), catalog=CATALOG)
    assert result.plan is not None
    session = result.plan.sessions[0]
    work = next(block for block in session.blocks if block.is_work)
    item = work.items[0].model_copy(update={"exercise": jump.id, "name": jump.name})
    jumped = _with_block(result.plan, work, work.model_copy(update={"items": (item,)}))
    found = [f for f in findings_of(reviewed(case, jumped)) if f.rule == RULE]
    assert bool(found) is not may_jump


def _with_block(before: Plan, old: Block, new: Block) -> Plan:
    sessions = [
        session.model_copy(
            update={"blocks": tuple(new if block is old else block for block in session.blocks)}
        )
        for session in before.sessions
    ]
    return before.model_copy(update={"sessions": tuple(sessions)})


def test_both_readings_let_hard_work_on_one_leg_wait() -> None:
    """Four points of a step-down refuse a loaded exercise on one leg that is no beginner's."""
    poor, fair = (
        case_of(week([*SOUND, *both("lateral_step_down", 1, n)], weeks_of_strength=40), CATALOG)
        for n in (4, 3)
    )
    hard, easy = (CATALOG.exercises[n] for n in ("single_leg_rdl_loaded", "split_squat_loaded"))
    assert READINGS.refuses(poor, hard) is not None
    assert READINGS.refuses(poor, easy) is None
    assert READINGS.refuses(fair, hard) is None
    result = plan(week(SOUND, weeks_of_strength=40), catalog=CATALOG)
    assert result.plan is not None
    work = next(block for block in result.plan.sessions[0].blocks if block.is_work)
    item = work.items[0].model_copy(update={"exercise": hard.id, "name": hard.name})
    loaded = _with_block(result.plan, work, work.model_copy(update={"items": (item,)}))
    for case, expected in ((poor, True), (fair, False)):
        found = [f for f in findings_of(reviewed(case, loaded)) if f.rule == RULE]
        assert any("loads one leg before" in f.sentence for f in found) is expected


def test_before_twelve_weeks_a_new_intermediate_jumps_as_a_beginner() -> None:
    """The level came by tests alone, so what jumps is for beginners."""
    case = case_of(week(SOUND, weeks_of_strength=8), CATALOG)
    assert case.level == "intermediate"
    for exercise in CATALOG.exercises.values():
        early = exercise.impact >= 2 and exercise.level != "beginner"
        assert (READINGS.refuses(case, exercise) is not None) is early


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"first_side": "left"}, "no test says that the left side of"),
        ({"sets": 2}, "has 2 sets"),
        ({"seconds": 5}, "in 5 s"),
        ({"first_side": None}, "no test says that the None side"),
    ],
)
def test_the_review_reads_further_sets_by_the_tests(change: dict[str, Any], words: str) -> None:
    """One set of the weaker side, with its rest: each slip of it is a breach."""
    request = week(UNEVEN)
    result = plan(request, catalog=CATALOG)
    assert result.plan is not None
    block = next(b for s in result.plan.sessions for b in s.blocks if b.kind == "weaker_side")
    item = block.items[0].model_copy(update=change)
    changed = block.model_copy(update={"items": (item, *block.items[1:])})
    found = findings_of(
        reviewed(case_of(request, CATALOG), _with_block(result.plan, block, changed))
    )
    assert any(f.rule == RULE and words in f.sentence for f in found)


def test_a_third_exercise_with_a_further_set_is_one_too_many() -> None:
    """Two exercises of a session may have one."""
    request = week(UNEVEN)
    result = plan(request, catalog=CATALOG)
    assert result.plan is not None
    block = next(b for s in result.plan.sessions for b in s.blocks if b.kind == "weaker_side")
    changed = block.model_copy(update={"items": (block.items[0],) * 3})
    found = findings_of(
        reviewed(case_of(request, CATALOG), _with_block(result.plan, block, changed))
    )
    assert any("3 exercises; at most 2" in f.sentence for f in found)


def test_work_of_both_sides_at_once_costs_points_and_hides_no_other() -> None:
    """Points are those of the plan, and dominance leaves one-sided work to choose."""
    request = week(UNEVEN)
    case = case_of(request, CATALOG)
    result = plan(request, catalog=CATALOG)
    assert result.plan is not None
    calves = {"soleus", "gastrocnemius"}
    both_at_once = [
        name
        for name in result.plan.training_sets()
        for exercise in [CATALOG.exercises[name]]
        if not exercise.per_side and exercise.kind == "strength" and calves & {*exercise.primary}
    ]
    points = READINGS.measured_points(reviewed(case, result.plan))
    assert points == POINTS_BOTH_AT_ONCE * len(both_at_once)
    problem = problem_of(case)
    one_sided = [
        name
        for name, dose in problem.doses.items()
        if dose.weaker_side_seconds and calves & {*dose.exercise.primary}
    ]
    assert one_sided
    assert undominated(problem) & {*one_sided}
