"""``diff`` of loads, repetitions and efforts: what an exercise is done with in both plans."""

from __future__ import annotations

import pytest

from optimizer import diff
from optimizer.documents.difference import PlanDiff
from optimizer.documents.result import Block, Effort, Item, Load, Plan, Session
from optimizer.documents.written_plan import WrittenPlan, WrittenSession
from tests.optimizer.worlds import a_plan

TUESDAY, THURSDAY = "2026-11-24T18:00:00+00:00", "2026-11-26T18:00:00+00:00"
NEXT_TUESDAY = "2026-12-01T18:00:00+00:00"


def squat(**changes: object) -> Item:
    item = Item(
        label="1", exercise="squat_x", name="Squat", sets=3, reps=(4, 6), rest_seconds=180,
        seconds=600, role="main_lift", effort=Effort(rir=(2, 3), percent_1rm=(80, 85)),
        load=Load(kg=60.0, why="60 kg × 6 with 3 left last week: the same load."),
    )  # fmt: skip
    return item.model_copy(update=changes)


def session(*items: Item, window: str = "tue", start: str = TUESDAY, **changes: object) -> Session:
    return Session(
        id=f"s-{window}", window=window, place="gym", start=start, end=start, minutes=30,
        blocks=tuple(
            Block(label=item.label, kind="straight", rounds=item.sets, items=(item,))
            for item in items
        ),
    ).model_copy(update=changes)  # fmt: skip


def between(before: Item, after: Item) -> PlanDiff:
    return diff(a_plan(session(before)), a_plan(session(after)))


def test_another_load_is_told_with_the_session_and_both_doses() -> None:
    heavier = Load(kg=62.5, why="60 kg × 6 with 3 left last week: one step up to 62.5 kg.")
    found = between(squat(), squat(load=heavier))
    assert not found.same
    [change] = found.doses
    assert (change.exercise, change.name) == ("squat_x", "Squat")
    assert (change.session_before, change.session_after) == ("s-tue", "s-tue")
    assert change.before.load is not None
    assert change.after.load is not None
    assert (change.before.load.kg, change.after.load.kg) == (60.0, 62.5)
    assert [one.kind for one in found.sessions] == ["other_dose"]


@pytest.mark.parametrize(
    "changed",
    [
        {"reps": (6, 8)},
        {"reps": None, "hold_seconds": (20, 30)},
        {"per_side": True},
        {"effort": Effort(rir=(2, 2), percent_1rm=(80, 85))},
        {"effort": Effort(rir=(2, 3), percent_1rm=(70, 75))},
        {"effort": None},
        {"load": None},
        {"load": Load(why="Begin with 20 kg.")},
    ],
)
def test_other_repetitions_efforts_and_loads_are_told_from_both_sides(
    changed: dict[str, object],
) -> None:
    found, back = between(squat(), squat(**changed)), between(squat(**changed), squat())
    [change], [other_way] = found.doses, back.doses
    assert change.before != change.after
    assert (change.before, change.after) == (other_way.after, other_way.before)


def test_another_reason_for_the_same_load_is_no_change() -> None:
    found = between(squat(), squat(load=Load(kg=60.0, why="Taper: 60 kg, nothing new.")))
    assert found.same


def test_another_way_to_find_a_load_is_a_change() -> None:
    one, other = (squat(load=Load(why=f"Begin with {kg} kg.")) for kg in (20, 40))
    assert len(between(one, other).doses) == 1


def test_a_dose_is_compared_with_that_of_the_session_it_moved_to() -> None:
    plank = squat(label="2", exercise="plank_x", name="Plank", load=None)
    before = a_plan(session(squat(), plank), session(plank, window="thu", start=THURSDAY))
    after = a_plan(session(plank), session(plank, squat(reps=(6, 8)), window="thu", start=THURSDAY))
    [change] = diff(before, after).doses
    assert (change.exercise, change.session_before, change.session_after) == (
        "squat_x", "s-tue", "s-thu",
    )  # fmt: skip


def test_from_week_to_week_loads_are_compared_though_coverage_is_not() -> None:
    heavier = squat(load=Load(kg=62.5, why="One step up."))
    found = diff(a_plan(session(squat())), a_plan(session(heavier, start=NEXT_TUESDAY)))
    assert found.notes
    assert [one.exercise for one in found.doses] == ["squat_x"]


def test_a_session_in_other_blocks_with_other_doses_is_rearranged() -> None:
    plank = squat(label="2", exercise="plank_x", name="Plank", load=None)
    before, after = session(squat(), plank), session(plank, squat(reps=(6, 8)))
    found = diff(a_plan(before), a_plan(after))
    assert [one.kind for one in found.sessions] == ["rearranged"]
    assert [one.exercise for one in found.doses] == ["squat_x"]


def test_a_plan_by_hand_tells_no_doses() -> None:
    written = WrittenPlan(
        sessions=(WrittenSession(window="tue", start="Tue 18:00", exercises={"squat_x": 3}),)
    )
    planned: Plan = a_plan(session(squat()))
    assert diff(written, planned).doses == diff(planned, written).doses == ()
