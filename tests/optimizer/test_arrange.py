"""Blocks: the fastest of all partitions, in the order of a good session, with whole rests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import load_catalog
from catalog.models import Exercise
from optimizer.building.warm_up_of import warm_up_of
from optimizer.case.case import Case
from optimizer.case.claims import ANYTHING
from optimizer.documents.fitness import WeakMuscles
from optimizer.documents.request import Request
from optimizer.documents.result import Block
from optimizer.dosing.doses import dose_of
from optimizer.fitness.fitness import Fitness
from optimizer.session.arrange import arranged, fastest_blocks, lifts_of, session_blocks
from optimizer.week.block_review import block_faults, items_too_short, short_rests_between_blocks
from optimizer.week.block_time import block_seconds, round_order
from optimizer.week.lift import Lift
from optimizer.week.slot import Slot
from optimizer.week.supersets import can_superset
from tests.drawn import drawn
from tests.optimizer.worlds import (
    a_block,
    a_case,
    a_catalog,
    a_leg_lift,
    a_request,
    a_window,
    an_exercise,
    an_item,
)

CHANGE = 15


def supersets(*_: object) -> Request:
    return a_request(a_window("tue", "Tue 18:00", 120), preferences={"style": "supersets"})


def a_lift(
    name: str, *primary: str, sets: int = 3, work: int = 30, machine: str = "", **changes: object
) -> Lift:
    machines = frozenset([machine] if machine else [])
    return Lift(an_exercise(name, *primary, **changes), sets, work, machines)


def a_heavy_lift(name: str, *primary: str, sets: int = 3, **changes: object) -> Lift:
    """A lift of 30 s that loads the legs and rests 180 s, on a station of its own."""
    heavy = {"leg_load": 3, "rest_seconds": 180} | changes
    exercise = an_exercise(name, *primary, **heavy)
    return Lift(exercise, sets, 30, frozenset({"rack"}))


CASE = a_case(supersets(), a_catalog(an_exercise("any_x")))
CASE_OF_THREE = a_case(supersets(), a_catalog(*(an_exercise(f"{m}_x", m) for m in "abc")))
DOSES_OF_THREE = {e.id: dose_of(CASE_OF_THREE, e) for e in CASE_OF_THREE.catalog.exercises.values()}


def partitions(lifts: list[Lift]) -> Iterator[list[list[Lift]]]:
    """Every way to put the lifts into blocks of any size."""
    if not lifts:
        yield []
        return
    first, *rest = lifts
    for partition in partitions(rest):
        yield [[first], *partition]
        for index, block in enumerate(partition):
            yield [*partition[:index], [first, *block], *partition[index + 1 :]]


def fastest_of_all(lifts: list[Lift]) -> int:
    return min(
        sum(block_seconds(round_order(block), CHANGE) for block in partition)
        for partition in partitions(lifts)
        if all(len(block) == 1 or can_superset(block) for block in partition)
    )


@st.composite
def some_lifts(draw: st.DrawFn) -> list[Lift]:
    lifts = []
    muscles = ["a", "b", "c", "d"]
    for index in range(draw(st.integers(1, 6))):
        primary = draw(st.lists(st.sampled_from(muscles), min_size=1, max_size=2, unique=True))
        others = [muscle for muscle in muscles if muscle not in primary]
        lifts.append(
            Lift(
                an_exercise(
                    f"lift_{index}",
                    *primary,
                    secondary=tuple(draw(st.lists(st.sampled_from(others), max_size=1))),
                    leg_load=draw(st.integers(0, 3)),
                    impact=draw(st.sampled_from([0, 0, 0, 1, 2])),
                    rest_seconds=draw(st.sampled_from([0, 30, 60, 90, 120, 150])),
                    setup_seconds=draw(st.sampled_from([10, 30])),
                ),
                sets=draw(st.integers(1, 4)),
                work_seconds=draw(st.sampled_from([10, 30, 45, 80])),
                machines=frozenset(draw(st.lists(st.sampled_from(["m", "n"]), max_size=1))),
            )
        )
    return lifts


@drawn(150)
@given(some_lifts())
def test_the_blocks_are_the_fastest_of_all_partitions(lifts: list[Lift]) -> None:
    seconds, blocks = fastest_blocks(CASE, lifts)
    assert seconds == fastest_of_all(lifts)
    assert seconds == sum(block_seconds(block, CHANGE) for block in blocks)
    assert sorted(lift.exercise.id for block in blocks for lift in block) == [
        lift.exercise.id for lift in lifts
    ]
    assert all(len(block) == 1 or can_superset(block) for block in blocks)


def test_straight_sets_stay_apart() -> None:
    case = a_case(a_request(), a_catalog(an_exercise("any_x")))
    lifts = [a_lift("a_x", "a"), a_lift("b_x", "b")]
    seconds, blocks = fastest_blocks(case, lifts)
    assert blocks == ((lifts[0],), (lifts[1],))
    assert seconds == 2 * (30 + 3 * (30 + 60))


def test_a_partners_work_is_rest() -> None:
    """Two lifts of 30 s with 60 s of rest: a round takes 30 + 15 + 30 + 15 = 90 s, for both."""
    seconds, blocks = fastest_blocks(CASE, [a_lift("a_x", "a"), a_lift("b_x", "b")])
    assert len(blocks) == 1
    assert seconds == 2 * 30 + 3 * 90


def test_a_partner_that_uses_the_muscle_is_no_rest() -> None:
    """The helper's 30 s do not count: a round takes 30 + 30 + 60 s and saves 60 s of 180."""
    lifts = [a_lift("a_x", "a"), a_lift("b_x", "b", secondary=("a",))]
    seconds, _ = fastest_blocks(CASE, lifts)
    assert seconds == 2 * 30 + 3 * 120


@pytest.mark.parametrize(
    "pair",
    [
        (a_lift("a_x", "a"), a_lift("b_x", "a")),
        (a_lift("a_x", "a", leg_load=2), a_lift("b_x", "b", leg_load=2)),
        (a_lift("a_x", "a", impact=2), a_lift("b_x", "b")),
        (a_lift("a_x", "a", kind="plyometric"), a_lift("b_x", "b")),
        (replace(a_lift("a_x", "a", sets=2), leads=True), a_lift("b_x", "b", sets=3)),
        (a_heavy_lift("a_x", "a"), a_lift("b_x", "b", secondary=("a",))),
        (a_heavy_lift("a_x", "a", secondary=("b",)), a_lift("b_x", "b")),
        (a_heavy_lift("a_x", "a", secondary=("c",)), a_lift("b_x", "b", secondary=("c",))),
        (a_heavy_lift("a_x", "a"), a_lift("b_x", "b", machine="cable")),
        (a_heavy_lift("a_x", "a", leg_load=1), a_lift("b_x", "b", leg_load=2)),
        (a_heavy_lift("a_x", "a"), a_lift("b_x", "b", impact=1)),
        (a_heavy_lift("a_x", "a", sets=2), a_lift("b_x", "b", sets=3)),
        (a_heavy_lift("a_x", "a", leg_load=0), a_lift("b_x", "b", rest_seconds=150)),
    ],
    ids=[
        "muscle",
        "two leg lifts",
        "impact",
        "plyometrics",
        "more sets than a main lift",
        "uses what a heavy lift trains",
        "trains what a heavy lift uses",
        "uses what both use",
        "a second station beside a heavy lift",
        "legs beside a heavy lift",
        "a hop beside a heavy lift",
        "more sets than a heavy lift",
        "two long rests",
    ],
)
def test_who_may_not_be_partners(pair: tuple[Lift, Lift]) -> None:
    assert not can_superset(pair)
    assert len(fastest_blocks(CASE, pair)[1]) == 2


def test_a_partner_with_fewer_sets_works_in_the_first_rounds() -> None:
    """Three sets beside two: rounds of 90, 90 and, alone with its whole rest, 90 s."""
    lifts = [a_lift("a_x", "a", sets=3), a_lift("b_x", "b", sets=2)]
    seconds, blocks = fastest_blocks(CASE, lifts)
    assert blocks == (tuple(lifts),)
    assert seconds == 2 * 30 + 2 * 90 + 90


def test_later_rounds_are_those_of_the_members_that_are_left() -> None:
    """Three in two rounds of 135 s, then one alone for two of 90 s: no other blocks are faster."""
    lifts = lifts_of(CASE_OF_THREE, DOSES_OF_THREE, None, {"a_x": 4, "b_x": 2, "c_x": 2})
    seconds, blocks = fastest_blocks(CASE_OF_THREE, lifts)
    assert [[lift.sets for lift in block] for block in blocks] == [[4, 2, 2]]
    assert seconds == 3 * 30 + 2 * 135 + 2 * 90


def test_partners_work_in_a_long_rest() -> None:
    """Work of 30 s and a rest of 180: two partners with their set-up of 30 s fit in for nothing."""
    heavy = a_heavy_lift("a_x", "a")
    alone, _ = fastest_blocks(CASE, [heavy])
    assert alone == 30 + 3 * 210
    seconds, blocks = fastest_blocks(
        CASE, [a_lift("c_x", "c", sets=2), a_lift("b_x", "b", leg_load=1), heavy]
    )
    assert [[lift.exercise.id for lift in block] for block in blocks] == [["a_x", "b_x", "c_x"]]
    assert seconds == alone


def test_a_long_rest_waits_for_its_partners() -> None:
    """Two partners of 60 s, set up in 60 s each: 30 + 120 + 120 + 3 × 15 s are 105 more than 210,
    but only in the first round."""
    heavy = a_heavy_lift("a_x", "a")
    lifts = [a_lift(f"{m}_x", m, work=60, setup_seconds=60, rest_seconds=30) for m in "bc"]
    seconds, _ = fastest_blocks(CASE, [heavy, *lifts])
    assert seconds == 30 + 315 + 2 * 210


def test_rounds_with_the_same_partner_are_one_block() -> None:
    """Three sets each of two exercises are three rounds of one superset, not two and one."""
    lifts = lifts_of(CASE_OF_THREE, DOSES_OF_THREE, None, {"a_x": 3, "b_x": 3})
    _, blocks = fastest_blocks(CASE_OF_THREE, lifts)
    assert [[lift.sets for lift in block] for block in blocks] == [[3, 3]]


def test_no_more_than_three_share_a_block() -> None:
    lifts = [a_lift(f"{m}_x", m, rest_seconds=120) for m in "abcd"]
    assert can_superset(lifts[:3])
    assert not can_superset(lifts)


# --- A whole session ------------------------------------------------------------------------------


def blocks_of(case: Case, sets: dict[str, int]) -> tuple[Block, ...]:
    (window,) = case.timeline.windows
    doses = {e.id: dose_of(case, e) for e in case.catalog.exercises.values()}
    warm_up = warm_up_of(case, window, ANYTHING)
    assert warm_up is not None
    slot = Slot(0, window, window.start, ANYTHING, warm_up, 6000, frozenset(sets))
    return session_blocks(case, doses, slot, sets)


SESSION = a_catalog(
    an_exercise("hop_x", "calf", kind="plyometric", pattern="hop", impact=2, rest_seconds=90),
    a_leg_lift("squat_x", "quadriceps", pattern="squat", rest_seconds=150),
    an_exercise("row_x", "latissimus_dorsi", pattern="pull_horizontal"),
    an_exercise("curl_x", "hamstrings", pattern="knee_flexion"),
    an_exercise("plank_x", "core", pattern="anti_extension"),
    an_exercise("twist_x", "obliques", pattern="rotation", per_side=True),
    an_exercise(
        "stretch_x", "hip_flexors", kind="mobility", pattern="stretch", sets=(1, 1), reps=None,
        seconds_per_rep=None, hold_seconds=(30, 60),
    ),
)  # fmt: skip
ALL = {"hop_x": 2, "squat_x": 3, "row_x": 3, "curl_x": 3, "plank_x": 2, "twist_x": 2}


@pytest.mark.parametrize("style", ["straight", "supersets"])
def test_the_order_of_a_good_session(style: str) -> None:
    case = a_case(
        a_request(a_window("tue", "Tue 18:00", 120), preferences={"style": style}), SESSION
    )
    blocks = blocks_of(case, ALL)
    assert blocks[0].kind == "warm_up"
    stage = {"hop_x": 0, "squat_x": 1, "row_x": 1, "curl_x": 2, "plank_x": 3, "twist_x": 3}
    work = [block for block in blocks if block.kind in ("straight", "superset")]
    firsts = [min(stage[item.exercise] for item in block.items) for block in work]
    assert firsts == sorted(firsts)
    assert work[0].items[0].exercise == "hop_x"
    done = [(item.exercise, item.sets) for block in work for item in block.items]
    assert {name: sum(n for e, n in done if e == name) for name, _ in done} == ALL
    assert [block.label for block in work] == [str(n + 1) for n in range(len(work))]
    for block in work:
        letters = ["", *"ABC"]
        wanted = letters[:1] if len(block.items) == 1 else letters[1 : len(block.items) + 1]
        assert [item.label for item in block.items] == [
            f"{block.label}{letter}" for letter in wanted
        ]


def test_a_superset_begins_with_its_larger_exercise() -> None:
    """Both small ones work one muscle, so that each stands beside a large one: the first of them
    would have the longer rest if it went before its partner."""
    catalog = a_catalog(
        an_exercise("row_x", "back", pattern="pull_horizontal"),
        an_exercise("press_x", "chest", pattern="push_horizontal"),
        an_exercise("curl_x", "calf"),
        an_exercise("kick_x", "calf"),
    )
    case = a_case(supersets(), catalog)
    blocks = blocks_of(case, dict.fromkeys(("row_x", "press_x", "curl_x", "kick_x"), 2))
    pairs = [[item.role for item in block.items] for block in blocks if block.kind == "superset"]
    assert pairs == [["accessory", "circuit"]] * 2


def a_main(name: str, muscle: str, family: str, load_class: str, **changes: object) -> Exercise:
    content = {
        "load_class": load_class, "main_lift": family, "loaded": True, "leg_load": 2,
        "least_load_kg": (4, 8, 12), "equipment": (("dumbbell",),),
        "rest_seconds": 150 if load_class == "heavy" else 90,
    }  # fmt: skip
    return an_exercise(name, muscle, **(content | changes))


def test_ramp_sets_follow_the_jumps_and_the_calf_raise_ends_the_main_lifts() -> None:
    """A squat with dumbbells leads before a heavy calf raise, and neither has ramp sets; a heavy
    squat has them right before it, after the jumps."""
    squat = a_main("squat_x", "rectus_femoris", "knee", "external", pattern="squat")
    calf = a_main("calf_x", "soleus", "calf", "heavy", pattern="calf")
    hop = an_exercise("hop_x", "gastrocnemius", kind="plyometric", pattern="hop", impact=1)
    gym = a_request(a_window("tue", "Tue 18:00", 120, "gym"), places={"gym": ("dumbbell",)})

    def work(*exercises: Exercise) -> list[str]:
        blocks = blocks_of(
            a_case(gym, a_catalog(*exercises)), {exercise.id: 3 for exercise in exercises}
        )
        return [f"{b.kind} {b.items[0].exercise}" for b in blocks if b.kind != "warm_up"]

    assert work(squat, calf, hop) == [
        "straight hop_x", "straight squat_x", "straight calf_x"
    ]  # fmt: skip
    heavy = squat.model_copy(update={"load_class": "heavy"})
    assert work(heavy, calf, hop) == [
        "straight hop_x", "ramp squat_x", "straight squat_x", "straight calf_x"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("muscle", "order"),
    [
        (None, ["squat_x", "lunge_x", "step_x", "plank_x", "twist_x"]),
        ("b", ["squat_x", "step_x", "lunge_x", "plank_x", "twist_x"]),
        # Trunk work tires what the rest stands on, and stays last.
        ("d", ["squat_x", "lunge_x", "step_x", "twist_x", "plank_x"]),
    ],
)
def test_what_a_test_found_weak_comes_first_after_the_main_lifts(
    muscle: str | None, order: list[str]
) -> None:
    exercises = [
        a_main("squat_x", "rectus_femoris", "knee", "external", pattern="squat"),
        a_leg_lift("lunge_x", "a", leg_load=3),
        a_leg_lift("step_x", "b"),
        an_exercise("plank_x", "c", pattern="anti_extension"),
        an_exercise("twist_x", "d", pattern="anti_rotation"),
    ]
    gym = a_request(a_window("tue", "Tue 18:00", 120, "gym"), places={"gym": ("dumbbell",)})
    straight = gym.model_copy(
        update={"preferences": gym.preferences.model_copy(update={"style": "straight"})}
    )
    case = a_case(straight, a_catalog(*exercises))
    if muscle is not None:
        found = WeakMuscles(
            test="t",
            muscles=(muscle,),
            value=1,
            threshold=9,
            detectable_change=2,
            why="",
            source="",
        )
        case = replace(case, fitness=Fitness(weak=(found,)))
    blocks = blocks_of(case, {exercise.id: 3 for exercise in exercises})
    assert [b.items[0].exercise for b in blocks if b.kind == "straight"] == order


def test_jumps_go_from_two_legs_to_one_and_from_small_to_hard() -> None:
    """Whatever their names: the hop on both feet leads up to the drop, that to the one-legged."""
    both, drop, one = (
        an_exercise(name, muscle, kind="plyometric", pattern="hop", **changes)
        for name, muscle, changes in (
            ("z_pogo", "soleus", {"impact": 1}),
            ("drop", "vastus", {"impact": 3, "leg_load": 3}),
            ("a_hop", "gastrocnemius", {"impact": 2, "per_side": True}),
        )
    )
    case = a_case(supersets(), a_catalog(both, drop, one))
    blocks = blocks_of(case, {"a_hop": 2, "drop": 2, "z_pogo": 2})
    jumps = [block.items[0].exercise for block in blocks if block.is_work]
    assert jumps == ["z_pogo", "drop", "a_hop"]


def test_a_heavy_lift_that_follows_another_has_one_ramp_set_of_its_own() -> None:
    """The squat has two, of 5 and 3 repetitions; the hinge is done warm, and has the last alone,
    right before it.  All of them are in the session's time, and no rest is shorter for them."""
    squat = a_main("squat_x", "rectus_femoris", "knee", "heavy", pattern="squat")
    hinge = a_main("hinge_x", "gluteus_maximus", "hip", "heavy", pattern="hinge")
    hop = an_exercise("hop_x", "gluteus_maximus", kind="plyometric", pattern="hop", impact=1)
    gym = a_request(a_window("tue", "Tue 18:00", 120, "gym"), places={"gym": ("dumbbell",)})
    case = a_case(gym, a_catalog(squat, hinge, hop))

    def work(*names: str) -> list[str]:
        blocks = blocks_of(case, dict.fromkeys(names, 3))
        return [
            " ".join(f"{item.label} {item.exercise} {item.reps}" for item in block.items)
            if block.kind == "ramp"
            else block.items[0].exercise
            for block in blocks
            if block.is_work or block.kind == "ramp"
        ]

    assert work("squat_x", "hinge_x") == [
        "R1 squat_x (5, 5) R2 squat_x (3, 3)", "squat_x", "R3 hinge_x (3, 3)", "hinge_x"
    ]  # fmt: skip
    assert work("hinge_x", "hop_x") == [
        "hop_x", "R1 hinge_x (5, 5) R2 hinge_x (3, 3)", "hinge_x"
    ]  # fmt: skip
    for names in (("squat_x", "hinge_x", "hop_x"), ("hinge_x", "hop_x")):
        sets = dict.fromkeys(names, 3)
        doses = {name: dose_of(case, case.catalog.exercises[name]) for name in names}
        blocks = blocks_of(case, sets)
        summed_seconds = sum(
            item.seconds for b in blocks if b.is_work or b.kind == "ramp" for item in b.items
        )
        assert summed_seconds == arranged(case, doses, "gym", sets).seconds
        assert not list(short_rests_between_blocks(case, blocks))
        assert not [short for b in blocks if b.is_work for short in items_too_short(case, b)]


@pytest.mark.parametrize(("pattern", "may"), [("hinge", False), ("squat", True)])
def test_a_hinge_has_no_work_of_trunk_or_hands_between_its_sets(pattern: str, may: bool) -> None:
    """What holds the bar and the back straight is not tired in the rest; a squat leaves room for
    it, unless its own bar is held by the trunk (``braces_trunk``)."""
    main = a_main("lift_x", "gluteus_maximus", "hip", "heavy", pattern=pattern)
    plank = an_exercise("plank_x", "rectus_abdominis", pattern="anti_extension")
    row = an_exercise("row_x", "rhomboids", pattern="pull_horizontal")
    for partner in (plank, row):
        assert can_superset([Lift(one, 2, 30, frozenset()) for one in (main, partner)]) == may


def lifted(*exercises: str, **machines: str) -> list[Lift]:
    known = load_catalog()
    stations = {name: frozenset({machine}) for name, machine in machines.items()}
    return [
        Lift(known.exercises[name], 2, 30, stations.get(name, frozenset())) for name in exercises
    ]


@pytest.mark.parametrize(
    ("lift", "partner", "may"),
    [
        ("dumbbell_romanian_deadlift", "side_plank", False),
        ("dumbbell_romanian_deadlift", "copenhagen_short", False),
        ("dumbbell_romanian_deadlift", "suitcase_carry", False),
        ("dumbbell_romanian_deadlift", "push_up", True),
        ("single_leg_rdl", "side_plank", True),
        ("goblet_squat", "side_plank", True),
        ("goblet_squat", "farmer_carry", False),
        ("goblet_squat", "pull_up", False),
        ("back_squat", "hanging_knee_raise", False),
        ("back_squat", "side_plank", False),
        ("trap_bar_deadlift", "side_plank", False),
        ("leg_press", "side_plank", True),
        ("pull_up", "suitcase_carry", False),
        ("machine_seated_calf_raise", "lateral_edge_walk", False),
        ("single_leg_squat_to_chair", "lateral_edge_walk", True),
        ("calf_raise", "single_leg_balance", False),
        ("single_leg_calf_raise", "balance_reach", False),
        ("goblet_squat", "balance_reach", True),
    ],
)
def test_partners_leave_trunk_hands_shoes_and_balance_to_the_lift(
    lift: str, partner: str, may: bool
) -> None:
    """Nothing that braces the trunk beside a loaded hinge or a heavy squat, no carry or hanging
    beside what the hands hold, no bare feet beside a loaded lift on the legs, no balance beside
    calf raises."""
    for pair in ((lift, partner), (partner, lift)):
        assert can_superset(lifted(*pair)) == may
    catalog = load_catalog()
    block = a_block("1", an_item(catalog, lift, 2), an_item(catalog, partner, 2))
    faults = block_faults(a_case(supersets(), catalog), block, None)
    misfits = [fault for fault in faults if fault.unit == "partners that do not fit"]
    assert bool(misfits) is not may


def test_the_review_of_partners_does_not_go_by_what_puts_them_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A block that was put together by a reading without any claim is found out all the same."""
    monkeypatch.setattr("optimizer.week.supersets.superset_conflict", lambda *_: None)
    monkeypatch.setattr("optimizer.week.supersets._stations_beyond", lambda _: 0)
    catalog = load_catalog()
    there = ("dumbbell", "lat_machine", "hip_adduction_machine")
    gym = a_case(a_request(places={"gym": there}), catalog)

    def units(*exercises: str) -> list[str]:
        block = a_block("1", *(an_item(catalog, name, 2, rest=300) for name in exercises))
        return [fault.unit for fault in block_faults(gym, block, "gym")]

    assert "partners that do not fit" in units("goblet_squat", "farmer_carry")
    assert "stations" in units("goblet_squat", "lat_pulldown", "hip_adduction_machine")


def test_partners_need_one_station_at_the_most() -> None:
    one = lifted("goblet_squat", "lat_pulldown", lat_pulldown="lat_machine")
    two = lifted(
        "goblet_squat", "lat_pulldown", "hip_adduction_machine",
        lat_pulldown="lat_machine", hip_adduction_machine="hip_adduction_machine",
    )  # fmt: skip
    assert can_superset(one)
    assert not can_superset(two)


def test_a_squat_comes_before_a_hinge_as_heavy() -> None:
    """Names and sets aside: the bar is lifted from the floor after the legs have squatted."""
    hinge = a_main("a_hinge", "gluteus_maximus", "hip", "heavy", pattern="hinge", leg_load=3)
    squat = a_main("squat_x", "rectus_femoris", "knee", "heavy", pattern="squat", leg_load=2)
    gym = a_request(a_window("tue", "Tue 18:00", 120, "gym"), places={"gym": ("dumbbell",)})
    blocks = blocks_of(a_case(gym, a_catalog(hinge, squat)), {"a_hinge": 4, "squat_x": 3})
    lifts = [block.items[0].exercise for block in blocks if block.is_work]
    assert lifts == ["squat_x", "a_hinge"]


@drawn(60)
@given(st.dictionaries(st.sampled_from(sorted(ALL)), st.integers(1, 4), min_size=1))
def test_whole_rests_and_true_seconds(sets: dict[str, int]) -> None:
    """No block lacks rest or time, and the items add up to the session."""
    case = a_case(supersets(), SESSION)
    blocks = blocks_of(case, sets)
    work = [block for block in blocks if block.is_work]
    for block in work:
        assert not list(block_faults(case, block, None))
        assert not list(items_too_short(case, block))
        assert all(
            item.per_side == SESSION.exercises[item.exercise].per_side for item in block.items
        )
    assert not list(short_rests_between_blocks(case, blocks))
    doses = {e.id: dose_of(case, e) for e in case.catalog.exercises.values()}
    summed_seconds = sum(item.seconds for block in work for item in block.items)
    assert summed_seconds == arranged(case, doses, None, sets).seconds
    done = [item.exercise for block in work for item in block.items]
    assert sorted(done) == sorted(sets)


@pytest.mark.parametrize(
    "names",
    [
        ("lat_pulldown", "hip_adduction_machine", "long_lever_bridge_hold"),
        ("lat_pulldown", "hip_adduction_machine", "goblet_squat"),
        ("lat_pulldown", "hip_adduction_machine", "leg_curl_machine"),
    ],
)
def test_how_many_stations_partners_have_does_not_hang_on_their_order(
    names: tuple[str, ...],
) -> None:
    """What is put together in one order and done in another is read alike."""
    machines = {name: name for name in names if "machine" in name or "pulldown" in name}
    assert len({can_superset(lifted(*order, **machines)) for order in permutations(names)}) == 1
    there = ("lat_machine", "hip_adduction_machine", "leg_curl_machine", "dumbbell")
    catalog = load_catalog()
    gym = a_case(a_request(places={"gym": there}), catalog)
    read = [
        "stations" in {fault.unit for fault in block_faults(gym, block, "gym")}
        for order in permutations(names)
        for block in [a_block("1", *(an_item(catalog, name, 2, rest=300) for name in order))]
    ]
    assert len(set(read)) == 1
    assert can_superset(lifted(*names, **machines)) is not read[0]
