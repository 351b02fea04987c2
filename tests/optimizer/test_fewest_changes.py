"""The fewest changes are the fewest: against every week there is, and for athletes of every kind.

What a change is, is read here once more from the plans alone, by the few words of docs/rules.md.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given
from hypothesis import strategies as st

from catalog import Catalog, load_catalog
from optimizer import SolveOptions, check, plan, read_request, replan
from optimizer.building.case_of import case_of
from optimizer.building.findings import reviewed
from optimizer.documents.patch import Patch
from optimizer.documents.replanned import Replanned
from optimizer.documents.request import CurrentWeek, Request
from optimizer.documents.result import Plan, Result, Session
from optimizer.objective.tiers import measured, names_of
from optimizer.solving import budgets
from optimizer.week.reviewed import ReviewedWeek
from tests.drawn import drawn
from tests.optimizer.athletes import Document, athletes
from tests.optimizer.exhaustive import best_week
from tests.optimizer.worlds import (
    a_catalog,
    a_leg_lift,
    a_muscle,
    a_plan,
    a_request,
    a_session,
    a_window,
    an_exercise,
    planned,
)

SQUAT = a_leg_lift("squat_x", "quadriceps", pattern="squat")
HINGE = a_leg_lift("hinge_x", "hamstrings", pattern="hinge")
PLANK = an_exercise("plank_x", "core", pattern="anti_extension", rest_seconds=30)
ROW = an_exercise("row_x", "back", pattern="pull_horizontal", equipment=(("dumbbell",),))
THIGHS = (a_muscle("quadriceps", neglected=True), a_muscle("hamstrings", neglected=True))
LEGS = a_catalog(SQUAT, HINGE, PLANK, muscles=THIGHS)
EQUIPPED = a_catalog(ROW, HINGE, PLANK, muscles=(a_muscle("hamstrings", neglected=True),))
TWO = (a_window("tue", "Tue 18:00", 15), a_window("fri", "Fri 18:00", 15))
THREE = (*TWO, a_window("sun", "Sun 10:00", 15))
HOME = {"home": ("dumbbell",)}
AT_HOME = tuple(window.model_copy(update={"place": "home"}) for window in TWO)


def measured_changes(week: ReviewedWeek) -> dict[str, int]:
    values = measured(week, ())
    return {name: values[name] for name in names_of("change")}


def a_run_more(start: str, minutes: int = 60, kind: str = "easy") -> list[Any]:
    run = {"start": start, "minutes": minutes, "kind": kind}
    return [{"op": "add", "path": "/runs/-", "value": run}]


def without(index: int) -> list[Any]:
    return [{"op": "remove", "path": f"/availability/{index}"}]


def told_by(session: Session) -> dict[str, int]:
    """The sets of the work, by exercise."""
    sets: dict[str, int] = {}
    for block in session.blocks:
        for item in block.items if block.kind in ("straight", "superset") else ():
            sets[item.exercise] = sets.get(item.exercise, 0) + item.sets
    return sets


def sessions_changed(before: Plan, after: Replanned) -> int:
    """As docs/rules.md has it, without following any session."""
    assert after.result.plan is not None
    old, new = (
        [(s.window, s.start, told_by(s)) for s in plan.sessions if s.id not in after.done]
        for plan in (before, after.result.plan)
    )
    return max(len(old), len(new)) - sum(session in new for session in old)


# --- Every week there is --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_", "catalog", "patch", "so_far"),
    [
        (a_request(*TWO), LEGS, a_run_more("Mon 17:05"), {}),
        (a_request(*TWO), LEGS, a_run_more("Mon 17:10", 60, "tempo"), {}),
        (a_request(*TWO), LEGS, a_run_more("Thu 18:30"), {}),
        (a_request(*THREE), LEGS, a_run_more("Thu 18:30"), {}),
        (a_request(*THREE), LEGS, without(0), {}),
        (a_request(*THREE), LEGS, None, {"missed": ("s1",)}),
        (a_request(*TWO), LEGS, None, {"missed": ("s1",)}),
        (a_request(*TWO), LEGS, None, {"missed": ("s2",)}),
        (a_request(*TWO), LEGS, without(1), {"done": ("s1",)}),
        (a_request(*THREE), LEGS, without(1), {"now": "Wed 12:00"}),
        (a_request(*TWO), LEGS, {"limits": {"max_sessions": 1}}, {}),
        (a_request(TWO[0]), LEGS, {"limits": {"max_session_minutes": 12}}, {}),
        (a_request(*AT_HOME, places=HOME), EQUIPPED, {"places": {"home": []}}, {}),
        (a_request(*AT_HOME, places=HOME), EQUIPPED, {"places": {"home": []}}, {"done": ("s1",)}),
    ],
)  # fmt: skip
def test_no_week_has_fewer_changes(
    request_: Request, catalog: Catalog, patch: Patch | None, so_far: dict[str, Any]
) -> None:
    before = planned(request_, catalog)
    after = replan(request_, before, patch=patch, catalog=catalog, **so_far)
    values = {tier.name: (tier.value, tier.bound) for tier in after.result.objective}
    strict = best_week(after.request, catalog)
    assert (after.result.status == "optimal") == (strict is not None), strict
    best = strict or best_week(after.request, catalog, relaxed=True)
    assert best is not None
    assert {name: values.get(name, (0, 0)) for name in best.tiers} == {
        name: (value, value) for name, value in best.tiers.items()
    }, best
    assert before.plan is not None
    assert values["sessions_changed"][0] == sessions_changed(before.plan, after)


# --- What a change is -----------------------------------------------------------------------------

TUESDAY = "2026-11-24T18:00:00+00:00"
LATER = "2026-11-24T18:05:00+00:00"
FRIDAY = "2026-11-27T18:00:00+00:00"
SUNDAY = "2026-11-29T10:00:00+00:00"


@pytest.mark.parametrize(
    ("new", "changes"),
    [
        ({("tue", TUESDAY): {"squat_x": 2}, ("fri", FRIDAY): {"plank_x": 2}}, (0, 0, 0, 0, 0, 0)),
        ({("tue", LATER): {"squat_x": 2}, ("fri", FRIDAY): {"plank_x": 2}}, (1, 0, 0, 1, 0, 0)),
        ({("tue", TUESDAY): {"squat_x": 3}, ("fri", FRIDAY): {"plank_x": 2}}, (1, 0, 0, 0, 0, 1)),
        ({("tue", TUESDAY): {"hinge_x": 3}, ("fri", FRIDAY): {"plank_x": 2}}, (1, 0, 0, 0, 1, 0)),
        ({("tue", TUESDAY): {"squat_x": 2}}, (1, 1, 0, 0, 0, 0)),
        ({("sun", SUNDAY): {"squat_x": 2}, ("fri", FRIDAY): {"plank_x": 2}}, (1, 0, 1, 0, 0, 0)),
        # Followed to where its work is: Friday's plank moves, and Tuesday's squat is dropped.
        ({("sun", SUNDAY): {"plank_x": 3}}, (2, 1, 1, 0, 0, 1)),
        # Followed by its window: the two sessions stand where they stood, with other work.
        ({("tue", TUESDAY): {"plank_x": 2}, ("fri", FRIDAY): {"squat_x": 2}}, (2, 0, 0, 0, 2, 0)),
        (
            {("tue", TUESDAY): {"squat_x": 2}, ("fri", FRIDAY): {"plank_x": 2},
             ("sun", SUNDAY): {"hinge_x": 2}},
            (1, 0, 1, 0, 0, 0),
        ),
        ({}, (2, 2, 0, 0, 0, 0)),
    ],
)  # fmt: skip
def test_a_change_is_counted_as_it_is_told(
    new: dict[tuple[str, str], dict[str, int]], changes: tuple[int, ...]
) -> None:
    """The old plan: two sets of squats on Tuesday, two of planks on Friday."""

    def as_plan(sessions: dict[tuple[str, str], dict[str, int]]) -> Plan:
        return a_plan(
            *(
                a_session(LEGS, window, start, sets, session_id=f"s{number}")
                for number, ((window, start), sets) in enumerate(sessions.items(), start=1)
            )
        )

    old = as_plan({("tue", TUESDAY): {"squat_x": 2}, ("fri", FRIDAY): {"plank_x": 2}})
    case = case_of(a_request(*THREE, current=CurrentWeek(plan=old)), LEGS)
    assert measured_changes(reviewed(case, as_plan(new))) == dict(
        zip(names_of("change"), changes, strict=True)
    )


# --- Athletes of every kind -----------------------------------------------------------------------

QUICK = SolveOptions(deterministic_limit=0.3)


@st.composite
def changes(draw: st.DrawFn) -> tuple[list[Any], dict[str, Any]]:
    """A run more, a window less or a place closed; and what became of the first session."""
    day = draw(st.sampled_from(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")))
    patch = draw(
        st.sampled_from(
            [
                [],
                a_run_more(f"{day} 07:00", 45),
                a_run_more(f"{day} 16:30", 60, "tempo"),
                without(0),
                [{"op": "replace", "path": "/places/gym", "value": ["kit:bodyweight"]}],
            ]
        )
    )
    return patch, draw(st.sampled_from([{}, {}, {"missed": ("s1",)}, {"done": ("s1",)}]))


def test_every_athlete_keeps_what_can_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgets, "LEAST", 0.02)

    @drawn(
        3,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
    )
    @given(athletes(), changes())
    def few_changes(document: Document, change: tuple[list[Any], dict[str, Any]]) -> None:
        # A week that is small enough to be proven, so that the fewest can be compared.
        document["limits"]["max_session_minutes"] = 30
        request = read_request(json.dumps(document))
        before = plan(request, options=QUICK)
        assume(before.plan is not None and before.plan.sessions)
        patch, so_far = change
        examine(request, before, patch, so_far)

    few_changes()


def examine(request: Request, before: Result, patch: list[Any], so_far: dict[str, Any]) -> None:
    catalog = load_catalog()
    same = replan(request, before, options=QUICK)
    assert same.result == before
    assert not same.changes

    if so_far.get("done") and patch and patch[0]["op"] == "remove":
        return  # the window of what is done may not go
    after = replan(request, before, patch=patch, options=QUICK, **so_far)
    if after.result.plan is None:
        assert after.result.status in ("unsolved", "infeasible")
        return
    assert check(after.request, after.result).holds
    assert before.plan is not None
    if after.request.current is None:
        assert after == same
        return
    values = {tier.name: tier.value for tier in after.result.objective}
    assert values["sessions_changed"] == sessions_changed(before.plan, after)
    assert len(after.changes) >= values["sessions_changed"]
    assert all(one.reasons and (one.sentence or "").endswith(".") for one in after.changes)
    old = {session.id: session for session in before.plan.sessions}
    for session in after.result.plan.sessions:
        if session.id in after.done:
            assert session == old[session.id]
        if session.id in after.unchanged:
            assert (session.start, session.blocks) == (
                old[session.id].start, old[session.id].blocks,
            )  # fmt: skip

    # The same week without a wish to keep anything: no rule more is kept, and no fewer changes.
    if so_far:
        return
    fresh = plan(after.request.model_copy(update={"current": None}), options=QUICK)
    proven = all(t.value == t.bound for r in (fresh, after.result) for t in r.objective)
    if not proven or fresh.plan is None:
        return
    assert fresh.status == after.result.status
    fresh_values = {tier.name: tier.value for tier in fresh.objective}
    assert [values.get(n, 0) for n in names_of("relaxation")] == [
        fresh_values.get(n, 0) for n in names_of("relaxation")
    ]
    with_fresh = measured_changes(reviewed(case_of(after.request, catalog), fresh.plan))
    assert [values[n] for n in names_of("change")] <= [with_fresh[n] for n in names_of("change")]
