"""What is done stays as it was, and nothing new starts before now."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer import check, explain
from optimizer.documents.request import CurrentWeek, Request
from optimizer.documents.result import Session
from tests.drawn import drawn
from tests.optimizer.worlds import (
    a_catalog,
    a_leg_lift,
    a_muscle,
    a_plan,
    a_request,
    a_session,
    a_window,
    an_exercise,
    broken_in,
    found,
    numbers,
    planned,
    sets_by_window,
    starts,
)

RULE = "week_so_far"
TUESDAY = "2026-11-24T18:00:00+00:00"
WEDNESDAY = "2026-11-25T18:00:00+00:00"
THURSDAY = "2026-11-26T18:00:00+00:00"
TWO_DAYS = (a_window("tue", "Tue 18:00"), a_window("thu", "Thu 18:00"))
LEGS = a_catalog(a_leg_lift("squat_x"), muscles=[a_muscle("quadriceps", neglected=True)])
CORE = a_catalog(an_exercise("plank_x", "core"))


def on_tuesday(sets: int = 2, **changes: Any) -> Session:
    return a_session(LEGS, "tue", TUESDAY, {"squat_x": sets}, **changes)


def so_far(*sessions: Session, **fields: Any) -> Request:
    return a_request(*TWO_DAYS, current=CurrentWeek(plan=a_plan(*sessions), **fields))


@pytest.mark.parametrize(("now", "start"), [("Tue 18:00", "18:00"), ("Tue 18:01", "18:05")])
def test_model_starts_nothing_before_now(now: str, start: str) -> None:
    """Now itself is in time; a minute later, it is the next whole five minutes."""
    request = a_request(current=CurrentWeek(plan=a_plan(), now=now))
    assert starts(planned(request, LEGS)) == [f"tue 2026-11-24T{start}"]


def test_model_keeps_what_is_done_and_counts_it() -> None:
    """The two sets of Tuesday cover the thigh; the rest of the plan is no more than they were."""
    session = on_tuesday()
    result = planned(so_far(session, done=("s1",)), LEGS)
    assert result.plan is not None
    assert result.plan.sessions == (session,)
    assert result.status == "optimal"


def test_model_spaces_from_what_was_done() -> None:
    """Legs on Tuesday evening: a second leg session has to wait for Thursday 18:00."""
    windows = a_window("tue", "Tue 18:00"), a_window("thu", "Thu 17:30", 120)
    request = a_request(
        *windows,
        limits={"min_sessions": 2},
        current=CurrentWeek(plan=a_plan(on_tuesday()), done=("s1",)),
    )
    assert starts(planned(request, LEGS)) == ["tue 2026-11-24T18:00", "thu 2026-11-26T18:00"]


def test_model_holds_no_second_session_in_the_window_or_on_the_day() -> None:
    """Two windows on Tuesday: after the session of the first, the second stays empty."""
    windows = a_window("tue", "Tue 18:00", 90), a_window("late", "Tue 20:00")
    request = a_request(
        *windows,
        limits={"min_sessions": 2},
        current=CurrentWeek(plan=a_plan(on_tuesday()), done=("s1",)),
    )
    result = planned(request, LEGS)
    assert starts(result) == ["tue 2026-11-24T18:00"]
    assert [(r.rule, r.actual) for r in result.relaxations] == [("sessions_per_week", 1)]


def test_model_does_not_charge_what_the_past_broke() -> None:
    """Tuesday's session was longer than the limit is by now; the week still keeps every rule."""
    request = so_far(on_tuesday(3), done=("s1",)).model_copy(
        update={"limits": a_request(limits={"max_session_minutes": 9}).limits}
    )
    result = planned(request, LEGS)
    assert result.status == "optimal"
    assert sets_by_window(result) == {"tue": {"squat_x": 3}}
    assert broken_in(request, LEGS, result) == []


def test_review_finds_a_session_in_the_past() -> None:
    """Half an hour too late for 18:00."""
    request = so_far(now="Tue 18:30")
    assert numbers(found(RULE, request, LEGS, on_tuesday())) == [("tue", 0, 30)]
    assert found(RULE, so_far(now="Tue 18:00"), LEGS, on_tuesday()) == []


def test_review_finds_what_was_done_missing_or_otherwise() -> None:
    """Two sets on Tuesday are done: not none, not three, and not at another time."""
    request = so_far(on_tuesday(), done=("s1",))
    assert found(RULE, request, LEGS, on_tuesday()) == []
    assert numbers(found(RULE, request, LEGS)) == [("tue", 1, 0)]
    [finding] = found(RULE, request, LEGS, on_tuesday(3))
    assert finding.sentence == "The session of Tue 18:00 is done, and the plan has it otherwise."


def test_review_takes_a_done_session_for_itself_alone() -> None:
    """A second session in its place was not done: it is in the past, in a window that is used."""
    request = so_far(on_tuesday(), done=("s1",))
    twice = a_plan(on_tuesday(), on_tuesday(session_id="s2"))
    report = check(request, twice, catalog=LEGS)
    assert {"availability", RULE} <= {finding.rule for finding in report.findings}


def test_review_says_nothing_of_a_week_without_a_plan_so_far() -> None:
    """The rule is about ``current`` alone."""
    assert found(RULE, a_request(), LEGS, on_tuesday()) == []


@drawn(12)
@given(st.integers(0, 60))
def test_both_readings_agree_on_the_minute(minutes: int) -> None:
    """A session starts at the first whole five minutes from now on, or there is none."""
    now = f"Tue {18 + minutes // 60}:{minutes % 60:02d}"
    request = a_request(current=CurrentWeek(plan=a_plan(), now=now))
    result = planned(request, CORE)
    assert broken_in(request, CORE, result) == []
    if starts(result):
        early = a_session(CORE, "tue", TUESDAY, {"plank_x": 2})
        assert bool(found(RULE, request, CORE, early)) == (minutes > 0)


def test_a_closed_window_says_what_closed_it() -> None:
    """It is Thursday 19:00: Tuesday's session is done, and Thursday's window opened an hour ago."""
    request = so_far(on_tuesday(), done=("s1",), now="Thu 19:00")
    explanation = explain(request, planned(request, LEGS), catalog=LEGS)
    sentences = {
        window.window: reason.sentence
        for window in explanation.windows
        for reason in window.reasons
        if reason.rule == RULE
    }
    assert sentences == {
        "tue": "Tue 18:00 is past: it is Thu 19:00 already.",
        "thu": "Thu 18:00 is past: it is Thu 19:00 already.",
    }
