"""Whole rests, and superset partners with different muscles and machines."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from catalog import Catalog
from catalog.models import Exercise
from optimizer.building.case_of import case_of
from optimizer.building.problem_of import problem_of
from optimizer.documents.request import Request
from optimizer.documents.result import Item, Result, Session
from optimizer.solving.modelling import modelled
from tests.drawn import drawn
from tests.optimizer.worlds import (
    a_block,
    a_catalog,
    a_leg_lift,
    a_muscle,
    a_request,
    a_session,
    a_window,
    an_exercise,
    an_item,
    broken_in,
    found,
    numbers,
    planned,
)

RULE = "rest_between_sets"
TUESDAY = "2026-11-24T18:00:00+00:00"
SUPERSETS: dict[str, Any] = {"preferences": {"style": "supersets"}}

LEGS = a_leg_lift("squat", "quadriceps", pattern="squat")
HAMSTRINGS = a_leg_lift("curl", "hamstrings", pattern="knee_flexion")
TRUNK = an_exercise("plank", "abdominals", pattern="anti_extension")
ARMS = an_exercise("row", "latissimus", pattern="pull_horizontal")
HELPED = an_exercise("press", "deltoid", secondary=("latissimus",), pattern="push_vertical")
CATALOG = a_catalog(LEGS, HAMSTRINGS, TRUNK, ARMS, HELPED)


def blocks_of(result: Result) -> list[tuple[str, ...]]:
    assert result.plan is not None
    return [
        tuple(item.exercise for item in block.items)
        for session in result.plan.sessions
        for block in session.blocks
        if block.kind in ("straight", "superset")
    ]


def with_block(catalog: Catalog, *items: Item) -> Session:
    session = a_session(catalog, "tue", TUESDAY, {})
    return session.model_copy(update={"blocks": (*session.blocks, a_block("1", *items))})


def short_rests(
    catalog: Catalog, *items: Item, request: Request | None = None
) -> list[tuple[str, float, float]]:
    return numbers(found(RULE, request or a_request(), catalog, with_block(catalog, *items)))


def test_model_gives_straight_sets_their_whole_rest() -> None:
    """In straight sets every lift stands by itself, with its sixty seconds."""
    result = planned(a_request(), a_catalog(TRUNK, ARMS))
    assert blocks_of(result) == [("row",), ("plank",)]
    assert result.plan is not None
    rests = [i.rest_seconds for b in result.plan.sessions[0].blocks[1:] for i in b.items]
    assert rests == [60, 60]


def test_model_joins_lifts_that_use_different_muscles() -> None:
    """Two lifts of three sets become 1A and 1B; each rests while the other works."""
    request = a_request(**SUPERSETS)
    catalog = a_catalog(TRUNK, ARMS)
    result = planned(request, catalog)
    assert blocks_of(result) == [("row", "plank")]
    assert result.plan is not None
    items = result.plan.sessions[0].blocks[1].items
    assert [(item.label, item.rest_seconds) for item in items] == [("1A", 15), ("1B", 15)]
    assert RULE not in broken_in(request, catalog, result)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (LEGS, HAMSTRINGS),
        (ARMS, an_exercise("pull", "latissimus", pattern="pull_vertical")),
        (ARMS, an_exercise("hop", "calf", pattern="hop", impact=2)),
        (
            an_exercise("fly", "deltoid", secondary=("back",), pattern="shin"),
            an_exercise("deadlift", "back", pattern="hinge", rest_seconds=150),
        ),
        (
            an_exercise("row", "latissimus", equipment=(("cable_machine",),), pattern="balance"),
            an_exercise("fly", "deltoid", equipment=(("cable_machine",),), pattern="shin"),
        ),
    ],
    ids=["both load the legs", "same muscle", "a jump", "a long rest", "one machine"],
)
def test_both_readings_keep_lifts_apart(first: Exercise, second: Exercise) -> None:
    """The model does not join them; the review tells a superset that does."""
    catalog = a_catalog(first, second)
    request = a_request(
        a_window("tue", "Tue 18:00", 60, "gym"), places={"gym": ("kit:gym",)}, **SUPERSETS
    )
    result = planned(request, catalog)
    assert sorted(blocks_of(result)) == sorted([(first.id,), (second.id,)])
    items = (an_item(catalog, lift.id, 2, rest=300) for lift in (first, second))
    session = with_block(catalog, *items)
    assert found(RULE, request, catalog, session) != []


def test_model_shares_no_machine_only_where_there_is_no_other() -> None:
    """A cable machine or a band: with a band there, the two lifts may be a superset."""
    either = (("cable_machine", "long_band"),)
    catalog = a_catalog(
        an_exercise("row", "latissimus", equipment=either),
        an_exercise("fly", "deltoid", equipment=either),
    )
    for things, blocks in ((("cable_machine",), 2), (("cable_machine", "long_band"), 1)):
        request = a_request(
            a_window("tue", "Tue 18:00", 60, "den"), places={"den": things}, **SUPERSETS
        )
        assert len(blocks_of(planned(request, catalog))) == blocks


def test_model_joins_three_at_most() -> None:
    """Four lifts of different muscles are no superset of four."""
    catalog = a_catalog(
        *(
            an_exercise(f"lift_{n}", f"muscle_{n}", pattern=pattern)
            for n, pattern in enumerate(("balance", "shin", "foot", "scapular"))
        )
    )
    result = planned(a_request(**SUPERSETS), catalog)
    assert max(len(block) for block in blocks_of(result)) <= 3


def test_review_wants_the_whole_rest_of_straight_sets() -> None:
    """Sixty seconds hold, 59 do not; a single set needs no rest after it."""
    assert short_rests(CATALOG, an_item(CATALOG, "row", 3)) == []
    assert short_rests(CATALOG, an_item(CATALOG, "row", 3, rest=59)) == [("row", 60, 59)]
    assert short_rests(CATALOG, an_item(CATALOG, "row", 1, rest=0)) == []


def test_review_counts_a_partners_work_as_rest() -> None:
    """Thirty seconds of the partner's work and two changes of 15 make sixty."""
    row, plank = (an_item(CATALOG, name, 3, rest=15) for name in ("row", "plank"))
    assert short_rests(CATALOG, row, plank) == []
    hurried = an_item(CATALOG, "plank", 3, rest=14)
    assert short_rests(CATALOG, row, hurried) == [("row", 60, 59), ("plank", 60, 59)]


def test_review_does_not_count_work_that_uses_the_muscle() -> None:
    """The press helps itself with the row's muscle: no rest for the row, but one for the press."""
    row, press = (an_item(CATALOG, name, 3, rest=15) for name in ("row", "press"))
    assert short_rests(CATALOG, row, press) == [("row", 60, 30)]


def test_review_tells_a_superset_of_four() -> None:
    """Three are the most."""
    catalog = a_catalog(*(an_exercise(f"lift_{n}", f"muscle_{n}") for n in range(4)))
    items = [an_item(catalog, f"lift_{n}", 2, rest=60) for n in range(4)]
    assert short_rests(catalog, *items[:3]) == []
    assert short_rests(catalog, *items) == [("lift_0", 3, 4)]


def test_review_names_what_partners_share() -> None:
    """Two leg-loading lifts; one muscle twice."""
    squat, curl = (an_item(CATALOG, name, 2, rest=300) for name in ("squat", "curl"))
    assert short_rests(CATALOG, squat, curl) == [("curl", 1, 2)]
    row = an_item(CATALOG, "row", 2, rest=300)
    assert short_rests(CATALOG, row, row) == [("row", 0, 1)]


def test_review_reads_the_rests_of_rounds_in_which_a_partner_has_finished() -> None:
    """Four sets of the row beside one of the plank: from its second round on it rests 15 s, or as
    long as it is told to."""
    row, plank = an_item(CATALOG, "row", 4, rest=15), an_item(CATALOG, "plank", 1, rest=15)
    assert short_rests(CATALOG, row, plank) == [("row", 60, 15)]
    for rest, faults in ((59, [("row", 60, 59)]), (60, [])):
        later = {"later_rest_seconds": rest, "seconds": 30 + 45 + 3 * (30 + rest)}
        assert short_rests(CATALOG, row.model_copy(update=later), plank) == faults


def test_review_wants_the_most_sets_first() -> None:
    """Who has fewer sets does them in the first rounds, after the others."""
    row, plank = an_item(CATALOG, "row", 2, rest=60), an_item(CATALOG, "plank", 3, rest=60)
    assert short_rests(CATALOG, row, plank) == [("plank", 2, 3)]
    assert short_rests(CATALOG, plank, row) == []


def test_review_tells_an_exercise_in_two_blocks() -> None:
    """Two sets and one of the row are three of it in one block."""
    twice = [a_block(label, an_item(CATALOG, "row", n)) for label, n in (("1", 2), ("2", 1))]
    session = a_session(CATALOG, "tue", TUESDAY, {})
    session = session.model_copy(update={"blocks": (*session.blocks, *twice)})
    assert numbers(found(RULE, a_request(), CATALOG, session)) == [("row", 1, 2)]


HEAVY = a_leg_lift(
    "back_squat", "quadriceps", leg_load=3, pattern="squat", rest_seconds=180, main_lift="knee",
    load_class="heavy", least_load_kg=(20.0, 20.0, 20.0),
)  # fmt: skip
JUMP = a_leg_lift("jump", "calf", kind="plyometric", pattern="jump", impact=1)
IN_ORDER = a_catalog(HEAVY, JUMP, ARMS, TRUNK)
GYM: dict[str, Any] = {"places": {"gym": ("kit:gym",)}, **SUPERSETS}


def test_review_tells_jumps_after_a_main_lift_and_a_main_lift_after_small_work() -> None:
    """Jump, squat, row is the order; each other order has a breach."""
    request = a_request(a_window("tue", "Tue 18:00", 60, "gym"), **GYM)
    for order, faults in (
        (("jump", "back_squat", "row"), []),
        (("back_squat", "jump", "row"), [("jump", 1, 0)]),
        (("row", "back_squat"), [("back_squat", 2, 1)]),
    ):
        session = a_session(IN_ORDER, "tue", TUESDAY, dict.fromkeys(order, 2), place="gym")
        assert numbers(found(RULE, request, IN_ORDER, session)) == faults


def test_model_has_partners_work_in_the_rest_of_a_main_lift() -> None:
    """Three sets of a heavy squat take 660 s with its set-up, beside ramp sets of 75 and 69 s and
    the warm-up of 300 s: 20 minutes hold row and plank as well."""
    request = a_request(a_window("tue", "Tue 18:00", 20, "gym"), **GYM)
    catalog = a_catalog(replace_sets(HEAVY, 3), replace_sets(ARMS, 2), replace_sets(TRUNK, 2))
    result = planned(request, catalog)
    assert blocks_of(result) == [("back_squat", "row", "plank")]
    assert RULE not in broken_in(request, catalog, result)
    assert result.plan is not None
    (session,) = result.plan.sessions
    assert [block.kind for block in session.blocks] == ["warm_up", "ramp", "superset"]
    squat, row, plank = session.blocks[2].items
    assert [item.role for item in (squat, row, plank)] == ["main_lift", "accessory", "circuit"]
    assert squat.later_rest_seconds == 180
    assert session.minutes == round((300 + 75 + 69 + 30 + 3 * 210) / 60, 2)


def test_straight_sets_have_no_partners() -> None:
    """In straight sets nobody works in the rest of another."""
    straight = {**GYM, "preferences": {"style": "straight"}}
    request = a_request(a_window("tue", "Tue 18:00", 60, "gym"), **straight)
    result = planned(request, a_catalog(HEAVY, ARMS))
    assert blocks_of(result) == [("back_squat",), ("row",)]


def replace_sets(exercise: Exercise, sets: int) -> Exercise:
    return exercise.model_copy(update={"sets": (sets, sets)})


def test_review_reads_repetitions_of_what_is_a_hold() -> None:
    """A coach's plan may give a hold repetitions: it is read, without a fault of ours."""
    catalog = a_catalog(
        an_exercise("plank", "abdominals", reps=None, seconds_per_rep=None, hold_seconds=(30, 30))
    )
    item = an_item(catalog, "plank", 2).model_copy(update={"reps": (5, 5), "hold_seconds": None})
    assert short_rests(catalog, item) == []


@drawn(40)
@given(
    rests=st.lists(st.sampled_from([0, 30, 60, 120, 150]), min_size=3, max_size=3),
    loads=st.lists(st.integers(min_value=0, max_value=2), min_size=3, max_size=3),
    helps=st.sets(st.sampled_from(list(combinations(range(3), 2)))),
    minutes=st.integers(min_value=10, max_value=25),
)
def test_both_readings_agree(
    rests: list[int], loads: list[int], helps: set[tuple[int, int]], minutes: int
) -> None:
    """Whatever the lifts' rests, loads and helping muscles, no block of a plan is told off."""
    catalog = a_catalog(
        *(
            an_exercise(
                f"lift_{n}",
                f"muscle_{n}",
                secondary=tuple(f"muscle_{b}" for a, b in sorted(helps) if a == n),
                rest_seconds=rests[n],
                leg_load=loads[n],
                pattern=("balance", "shin", "foot")[n],
            )
            for n in range(3)
        )
    )
    request = a_request(a_window("tue", "Tue 18:00", minutes), **SUPERSETS)
    result = planned(request, catalog)
    assert RULE not in broken_in(request, catalog, result)


def weekly_model_has_a_week(minutes: int, *lifts: Exercise) -> bool:
    """Whether the model knows of a week, before any session is arranged."""
    muscles = [a_muscle(muscle, neglected=True) for lift in lifts for muscle in lift.primary]
    request = a_request(a_window("tue", "Tue 18:00", minutes), **SUPERSETS)
    problem = problem_of(case_of(request, a_catalog(*lifts, muscles=muscles)))
    solver = cp_model.CpSolver()
    return solver.solve(modelled(problem, "weekly").cp) == cp_model.OPTIMAL


def test_model_knows_that_leg_loading_lifts_rest_one_after_the_other() -> None:
    """Two sets of each, charged with three fifths of their rests, take the warm-up and less than
    6 min.  Sharing no superset they take it and 7 min; trunk and legs may share one and do not."""
    assert not weekly_model_has_a_week(11, LEGS, HAMSTRINGS)
    assert weekly_model_has_a_week(12, LEGS, HAMSTRINGS)
    assert weekly_model_has_a_week(11, LEGS, TRUNK)
