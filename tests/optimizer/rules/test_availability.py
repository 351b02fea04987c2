"""In a window, on a whole five minutes, one session a window and a day, never in a run."""

from __future__ import annotations

import pytest

from tests.optimizer.worlds import (
    a_catalog,
    a_request,
    a_run,
    a_session,
    a_window,
    an_exercise,
    found,
    numbers,
    planned,
    relaxed,
    sets_by_window,
    starts,
)

RULE = "availability"
CATALOG = a_catalog(an_exercise("plank", "abdominals", sets=(2, 2)))
TWO = {"min_sessions": 2}


@pytest.mark.parametrize("day", range(23, 30))
def test_model_reads_windows_in_a_week_of_any_start(day: int) -> None:
    """Tuesday 18:00 is the first Tuesday from the week's first day on, whatever day that is."""
    result = planned(a_request(week={"start": f"2026-11-{day}"}), CATALOG)
    tuesday = "2026-11-24" if day <= 24 else "2026-12-01"
    assert starts(result) == [f"tue {tuesday}T18:00"]


def test_model_starts_on_whole_five_minutes() -> None:
    """A window that opens at 18:02 is entered at 18:05."""
    result = planned(a_request(a_window("tue", "Tue 18:02")), CATALOG)
    assert starts(result) == ["tue 2026-11-24T18:05"]


def test_model_holds_one_session_a_day() -> None:
    """Two sessions are wanted and two windows lie on Tuesday: one session is held."""
    windows = (a_window("early", "Tue 06:00"), a_window("late", "Tue 18:00"))
    result = planned(a_request(*windows, limits=TWO), CATALOG)
    assert len(starts(result)) == 1
    assert relaxed(result) == [("sessions_per_week", "min_sessions", 2, 1)]


def test_model_tells_days_apart_by_local_time() -> None:
    """23:00 and 01:00 in Auckland are two days, though one in UTC."""
    windows = (a_window("night", "Tue 23:00"), a_window("morning", "Wed 01:00"))
    week = {"start": "2026-11-23", "timezone": "Pacific/Auckland"}
    result = planned(a_request(*windows, limits=TWO, week=week), CATALOG)
    assert (result.status, len(starts(result))) == ("optimal", 2)


def test_model_holds_one_session_a_window() -> None:
    """A window of two days is one window: it holds one session, though two are wanted."""
    result = planned(a_request(a_window("both", "Tue 06:00", 48 * 60), limits=TWO), CATALOG)
    assert relaxed(result) == [("sessions_per_week", "min_sessions", 2, 1)]


def test_model_may_wait_for_midnight_to_have_a_day_of_its_own() -> None:
    """The late window reaches past midnight: begun then, its session is Tuesday's, not Monday's."""
    windows = (a_window("early", "Mon 06:00"), a_window("late", "Mon 22:00", 240))
    result = planned(a_request(*windows, limits=TWO), CATALOG)
    assert result.status == "optimal"
    assert starts(result) == ["early 2026-11-23T06:00", "late 2026-11-24T00:00"]


@pytest.mark.parametrize(
    ("week", "zone_offset"), [("2026-03-23", "+02:00"), ("2026-10-19", "+01:00")]
)
def test_model_holds_a_session_on_the_day_of_a_clock_change(week: str, zone_offset: str) -> None:
    """Sunday 18:00 is Sunday 18:00, with that evening's offset."""
    request = a_request(
        a_window("sun", "Sun 18:00"), week={"start": week, "timezone": "Europe/Berlin"}
    )
    result = planned(request, CATALOG)
    assert result.plan is not None
    assert result.plan.sessions[0].start[11:] == f"18:00:00{zone_offset}"


def test_model_holds_no_session_in_a_run() -> None:
    """A run from the window's start to its last minutes leaves no room, even with 0 hours."""
    request = a_request(runs=[a_run("Tue 18:00", 52)], rules={"recovery_after_run": {"hours": 0.0}})
    assert sets_by_window(planned(request, CATALOG)) == {}
    shorter = a_request(runs=[a_run("Tue 18:00", 50)], rules={"recovery_after_run": {"hours": 0.0}})
    assert starts(planned(shorter, CATALOG)) == ["tue 2026-11-24T18:50"]


def test_review_approves_of_a_session_that_fills_its_window() -> None:
    """Start and end may touch the window's."""
    session = a_session(CATALOG, "tue", "2026-11-24T18:00:00+00:00", {"plank": 2}, seconds=3600)
    assert found(RULE, a_request(), CATALOG, session) == []


def test_review_tells_the_minutes_outside_the_window() -> None:
    """Five minutes too early; half a minute too late."""
    early = a_session(CATALOG, "tue", "2026-11-24T17:55:00+00:00", {"plank": 2})
    late = a_session(CATALOG, "tue", "2026-11-24T18:00:00+00:00", {"plank": 2}, seconds=3630)
    assert numbers(found(RULE, a_request(), CATALOG, early)) == [("tue", 0, 5)]
    assert numbers(found(RULE, a_request(), CATALOG, late)) == [("tue", 0, 0.5)]


def test_review_tells_a_start_off_the_grid() -> None:
    """18:02 is two minutes off."""
    session = a_session(CATALOG, "tue", "2026-11-24T18:02:00+00:00", {"plank": 2})
    assert numbers(found(RULE, a_request(), CATALOG, session)) == [("tue", 0, 2)]


def test_review_tells_a_run_inside_the_session() -> None:
    """A run that starts before the session ends is overlapped; one that starts then is not."""
    session = a_session(CATALOG, "tue", "2026-11-24T18:00:00+00:00", {"plank": 2}, seconds=600)
    touching = a_request(runs=[a_run("Tue 18:10"), a_run("Tue 17:00")])
    overlapped = a_request(runs=[a_run("Tue 18:09")])
    assert found(RULE, touching, CATALOG, session) == []
    assert numbers(found(RULE, overlapped, CATALOG, session)) == [("tue", 0, 1)]


def test_review_tells_a_second_session_in_a_window_and_a_day() -> None:
    """Two sessions in one window are two faults: of the window and of the day."""
    one = a_session(CATALOG, "tue", "2026-11-24T18:00:00+00:00", {"plank": 2})
    other = a_session(CATALOG, "tue", "2026-11-24T18:30:00+00:00", {"plank": 2})
    findings = found(RULE, a_request(), CATALOG, one, other)
    assert numbers(findings) == [("window tue", 1, 2), ("day 2026-11-24", 1, 2)]
