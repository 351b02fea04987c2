"""One pairing of the sessions of two plans: the fewest changes, and the same at every door."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import permutations

from hypothesis import example, given
from hypothesis import strategies as st

from optimizer import diff
from optimizer.building.case_of import case_of
from optimizer.building.findings import reviewed
from optimizer.case.current import current_of
from optimizer.case.session_matching import Standing, paired
from optimizer.documents.request import CurrentWeek
from optimizer.documents.result import Plan, Session
from optimizer.week.matched_sessions import matched_sessions
from tests.optimizer.worlds import (
    MONDAY,
    a_catalog,
    a_leg_lift,
    a_plan,
    a_request,
    a_session,
    a_window,
    an_exercise,
)

EXERCISES = ("squat_x", "plank_x", "hinge_x")
CATALOG = a_catalog(
    a_leg_lift("squat_x", "quadriceps"),
    an_exercise("plank_x", "core"),
    a_leg_lift("hinge_x", "hamstrings"),
)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WINDOWS = tuple(a_window(day, f"{day.capitalize()} 18:00", 120) for day in DAYS)

WindowPair = tuple[str | None, str | None]
"""The window before and after; None: the plan does not have the session."""


def on(day: str, minutes: int = 0, **sets: int) -> Session:
    start = datetime.fromisoformat(f"{MONDAY}T18:00:00+00:00")
    start += timedelta(days=DAYS.index(day), minutes=minutes)
    return a_session(CATALOG, day, start.isoformat(), sets, session_id=day)


def pairs_of_diff(before: Plan, after: Plan) -> set[WindowPair]:
    """Sessions of one window are one session, and told only where they differ."""
    pairs = {
        (None if b is None else b.window, None if a is None else a.window)
        for b, a in ((one.before, one.after) for one in diff(before, after).sessions)
    }
    both = {s.window for s in before.sessions} & {s.window for s in after.sessions}
    return pairs | {(window, window) for window in both}


def pairs_of_replan(before: Plan, after: Plan) -> set[WindowPair]:
    request = a_request(*WINDOWS, current=CurrentWeek(plan=before))
    case = case_of(request, CATALOG)
    current = current_of(request, case.timeline, CATALOG)
    assert current is not None
    return {
        (None if one.old is None else one.old.window, None if one.new is None else one.new.window)
        for one in matched_sessions(current, reviewed(case, after))
    }


def test_diff_and_replan_tell_the_same_pairs() -> None:
    """Thursday's work is all in Monday's, and Tuesday's goes on in Saturday's."""
    before = a_plan(on("tue", squat_x=2, plank_x=2), on("thu", squat_x=2))
    after = a_plan(on("mon", squat_x=2), on("sat", plank_x=2, hinge_x=2))
    pairs = {("tue", "sat"), ("thu", "mon")}
    assert pairs_of_diff(before, after) == pairs
    assert pairs_of_replan(before, after) == pairs


def test_of_equal_work_the_session_that_moves_least_is_the_same_one() -> None:
    before = a_plan(on("mon", squat_x=2), on("fri", squat_x=2))
    after = a_plan(on("sat", squat_x=2))
    assert pairs_of_diff(before, after) == {("mon", None), ("fri", "sat")}


def test_what_moves_as_far_either_way_keeps_its_order() -> None:
    before = a_plan(on("mon", squat_x=2), on("tue", squat_x=2))
    after = a_plan(on("fri", squat_x=2), on("sat", squat_x=2))
    assert pairs_of_diff(before, after) == {("mon", "fri"), ("tue", "sat")}


# --- Against every pairing there is ---------------------------------------------------------------

SETS = st.dictionaries(st.sampled_from(EXERCISES), st.integers(1, 3), min_size=1)


@st.composite
def weeks(draw: st.DrawFn) -> Plan:
    days = draw(st.lists(st.sampled_from(DAYS), unique=True, max_size=5))
    return a_plan(*(on(day, draw(st.sampled_from((0, 20))), **draw(SETS)) for day in sorted(days)))


@given(weeks(), weeks())
@example(a_plan(), a_plan(on("mon", squat_x=1)))
def test_diff_and_replan_agree_on_any_two_plans(before: Plan, after: Plan) -> None:
    assert pairs_of_diff(before, after) == pairs_of_replan(before, after)


@st.composite
def standings(draw: st.DrawFn) -> list[Standing[int]]:
    """Few windows, starts and exercises, so that they meet; a plan by hand may use one twice."""
    places = st.tuples(st.sampled_from("abcd"), st.integers(0, 3), SETS)
    return [
        Standing(number, *place) for number, place in enumerate(draw(st.lists(places, max_size=5)))
    ]


@given(standings(), standings())
def test_the_pairing_costs_no_more_than_any(
    before: list[Standing[int]], after: list[Standing[int]]
) -> None:
    found = paired(before, after)
    assert sorted(one.before for one in found if one.before is not None) == [*range(len(before))]
    assert sorted(one.after for one in found if one.after is not None) == [*range(len(after))]
    both = [(p.before, p.after) for p in found if p.before is not None and p.after is not None]
    assert cost(both, before, after) == min(
        cost(way, before, after) for way in ways(len(before), len(after))
    )


@given(standings(), standings())
def test_from_the_other_side_the_pairs_are_the_same(
    before: list[Standing[int]], after: list[Standing[int]]
) -> None:
    def ids(first: list[Standing[int]], second: list[Standing[int]]) -> set[tuple[object, object]]:
        return {(one.before, one.after) for one in paired(first, second)}

    assert ids(after, before) == {(new, old) for old, new in ids(before, after)}


def ways(before: int, after: int) -> Iterator[list[tuple[int, int]]]:
    """Every pairing that leaves nothing out of the shorter plan."""
    for order in permutations(range(max(before, after)), min(before, after)):
        yield list(enumerate(order)) if before <= after else [(o, i) for i, o in enumerate(order)]


def cost(
    pairs: Sequence[tuple[int, int]],
    before: Sequence[Standing[int]],
    after: Sequence[Standing[int]],
) -> tuple[int, ...]:
    """Windows, starts within a window, exercises, sets and times that differ."""
    each = [(0, 0, 0, 0, 0)]
    for old, new in ((before[one], after[other]) for one, other in pairs):
        same = old.window == new.window
        common = old.sets.keys() & new.sets.keys()
        each.append(
            (
                not same,
                same and old.start != new.start,
                max(len(old.sets), len(new.sets)) - len(common),
                sum(abs(old.sets[exercise] - new.sets[exercise]) for exercise in common),
                (old.start - new.start) ** 2,
            )
        )
    return tuple(sum(level) for level in zip(*each, strict=True))
