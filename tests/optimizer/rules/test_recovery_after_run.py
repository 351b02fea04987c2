"""24 elapsed hours from the end of the last run to the start of a session."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog import Catalog
from optimizer.documents.request import Request, Run
from tests.optimizer.worlds import (
    a_catalog,
    a_leg_lift,
    a_muscle,
    a_request,
    a_run,
    a_session,
    a_window,
    an_exercise,
    broken_in,
    found,
    numbers,
    planned,
    relaxed,
    sets_of,
    starts,
)

RULE = "recovery_after_run"
EVERY_WEEK_START = [f"2026-11-{day}" for day in range(23, 30)]


def legs() -> Catalog:
    """One leg lift, without which the quadriceps are left out."""
    return a_catalog(
        a_leg_lift("squat", "quadriceps"), muscles=[a_muscle("quadriceps", neglected=True)]
    )


def legs_and_trunk() -> Catalog:
    return a_catalog(a_leg_lift("squat", "quadriceps"), an_exercise("plank", "abdominals"))


def tuesday(*runs: Run, minutes: int = 60, **changes: Any) -> Request:
    """One session is wanted, on Tuesday at 18:00."""
    window = a_window("tue", "Tue 18:00", minutes)
    return a_request(window, runs=runs, limits={"min_sessions": 1}, **changes)


def test_model_admits_a_session_exactly_24_hours_after_a_run() -> None:
    """A run that ends on Monday at 18:00 leaves the whole of Tuesday's window."""
    result = planned(tuesday(a_run("Mon 17:00")), legs())
    assert (result.status, starts(result)) == ("optimal", ["tue 2026-11-24T18:00"])


def test_model_waits_for_the_grid_where_the_run_ends_a_minute_later() -> None:
    """24 h after Monday 18:01 is Tuesday 18:01; the next whole five minutes are 18:05."""
    result = planned(tuesday(a_run("Mon 17:01")), legs())
    assert (result.status, starts(result)) == ("optimal", ["tue 2026-11-24T18:05"])


def test_model_relaxes_where_the_window_closes_five_minutes_too_early() -> None:
    """Only 23 h 55 min can be had: the least relaxation says exactly that."""
    result = planned(tuesday(a_run("Mon 17:05"), minutes=10), legs())
    assert (result.status, starts(result)) == ("relaxed", ["tue 2026-11-24T18:00"])
    assert relaxed(result) == [(RULE, "tue", 24, 23.92)]


def test_model_relaxes_to_a_session_without_leg_loading_first() -> None:
    """The hours are missed for one wanted session: it holds the trunk, not the legs."""
    result = planned(tuesday(a_run("Tue 07:00")), legs_and_trunk())
    assert sets_of(result) == {"plank": 3}
    assert relaxed(result) == [(RULE, "tue", 24, 10)]


@pytest.mark.parametrize(
    ("kind", "minutes", "level", "floor_hours"),
    [
        ("easy", 89, "intermediate", 6),
        ("easy", 90, "intermediate", 24),
        ("tempo", 60, "intermediate", 6),
        ("interval", 60, "advanced", 3),
        ("easy", 60, "advanced", 6),
    ],
)
def test_model_relaxes_leg_loading_down_to_the_floor_and_no_further(
    kind: str, minutes: int, level: str, floor_hours: int
) -> None:
    """At the floor the legs are trained; five minutes below it they are left out instead."""
    end = 18 * 60 - 60 * floor_hours  # minutes of Tuesday; 0 is Monday's midnight
    at, below = (
        planned(
            a_request(
                a_window("tue", "Tue 18:00", 10),
                runs=[_run_ending_on_tuesday(end + late, minutes, kind)],
                athlete={"level": level},
            ),
            legs(),
        )
        for late in (0, 5)
    )
    if floor_hours < 24:
        assert relaxed(at) == [(RULE, "tue", 24, floor_hours)]
    else:
        assert at.status == "optimal"
    assert relaxed(below) == [("neglected_coverage", "quadriceps", 2, 0)]
    assert starts(below) == []


def _run_ending_on_tuesday(end: int, minutes: int, kind: str) -> Run:
    day, minute = divmod(end - minutes, 24 * 60)
    return a_run(f"{('Mon', 'Tue')[1 + day]} {minute // 60:02}:{minute % 60:02}", minutes, kind)


@pytest.mark.parametrize(
    ("week", "saturday", "first_start"),
    [
        ("2026-03-23", "2026-03-28", "sun 2026-03-29T20:00"),
        ("2026-10-19", "2026-10-24", "sun 2026-10-25T18:00"),
    ],
)
def test_model_counts_elapsed_hours_over_a_change_of_the_clocks(
    week: str, saturday: str, first_start: str
) -> None:
    """24 h after Saturday 19:00 is Sunday 20:00 when the clocks go forward, 18:00 when back."""
    request = a_request(
        a_window("sun", "Sun 17:00", 240),
        runs=[a_run(f"{saturday}T18:00")],
        week={"start": week, "timezone": "Europe/Berlin"},
    )
    result = planned(request, legs())
    assert (result.status, starts(result)) == ("optimal", [first_start])


@pytest.mark.parametrize("start", EVERY_WEEK_START)
def test_model_counts_a_run_before_the_week(start: str) -> None:
    """Whatever the week's first day: a run over its first midnight delays that day's session."""
    request = a_request(
        a_window("first", f"{start}T06:00", 20 * 60),
        runs=[a_run(_evening_before(start), 120)],
        week={"start": start},
    )
    result = planned(request, legs())
    assert [s.hours_since_run for s in (result.plan.sessions if result.plan else ())] == [24.0]


def _evening_before(day: str) -> str:
    return f"2026-11-{int(day[-2:]) - 1}T23:00"


def test_model_counts_from_the_run_that_ends_last() -> None:
    """A short run inside a long one ends first; the long one's end counts."""
    runs = [a_run("Mon 17:00", 180, "long"), a_run("Mon 17:30", 30)]
    result = planned(tuesday(*runs, minutes=180), legs())
    assert starts(result) == ["tue 2026-11-24T20:00"]


def test_model_lets_light_sessions_be_where_only_leg_loading_must_wait() -> None:
    """With ``applies_to: leg_loading`` trunk work may follow a run at once, unrelaxed."""
    rules = {RULE: {"applies_to": "leg_loading"}}
    result = planned(tuesday(a_run("Tue 17:00"), rules=rules), legs_and_trunk())
    assert (result.status, sets_of(result)) == ("optimal", {"plank": 3})


def test_model_takes_the_requests_own_hours() -> None:
    """Thirty hours after Monday 18:00 is Wednesday 00:00: Tuesday's window cannot hold it."""
    rules = {RULE: {"hours": 30.0}}
    request = a_request(
        a_window("tue", "Tue 18:00", 8 * 60), runs=[a_run("Mon 17:00")], rules=rules
    )
    assert starts(planned(request, legs())) == ["tue 2026-11-25T00:00"]


def test_model_charges_points_where_the_rule_is_preferred() -> None:
    """Preferred: the session is held without a relaxation, and costs ten points."""
    rules = {RULE: {"enforcement": "preferred"}}
    result = planned(tuesday(a_run("Tue 07:00"), rules=rules), legs())
    points = {tier.name: tier.value for tier in result.objective}["freshness_and_preferences"]
    assert (result.status, points) == ("optimal", 10)


def test_model_charges_no_points_for_light_work_where_only_legs_are_to_rest() -> None:
    """Preferred for leg loading only: a trunk session soon after a run costs nothing."""
    rules = {RULE: {"enforcement": "preferred", "applies_to": "leg_loading"}}
    catalog = a_catalog(an_exercise("plank", "abdominals"), muscles=[a_muscle("abdominals")])
    request = tuesday(a_run("Tue 07:00"), rules=rules, athlete={"level": "beginner"})
    result = planned(request, catalog)
    points = {tier.name: tier.value for tier in result.objective}["freshness_and_preferences"]
    assert (result.status, points) == ("optimal", 0)


def test_review_approves_of_24_hours_and_tells_a_missing_minute() -> None:
    """24 h is enough; 23 h 59 min is 23.98 h of 24."""
    catalog = legs()
    session = a_session(catalog, "tue", "2026-11-24T18:00:00+00:00", {"squat": 2})
    assert found(RULE, tuesday(a_run("Mon 17:00")), catalog, session) == []
    late = found(RULE, tuesday(a_run("Mon 17:01")), catalog, session)
    assert numbers(late) == [("tue", 24, 23.98)]


def test_review_reads_offsets_not_clock_times() -> None:
    """Saturday 19:00 to Sunday 19:00 is 23 h when the clocks go forward."""
    catalog = legs()
    request = a_request(
        a_window("sun", "Sun 17:00", 240),
        runs=[a_run("2026-03-28T18:00")],
        week={"start": "2026-03-23", "timezone": "Europe/Berlin"},
    )
    short = a_session(catalog, "sun", "2026-03-29T19:00:00+02:00", {"squat": 2})
    whole = a_session(catalog, "sun", "2026-03-29T18:00:00+00:00", {"squat": 2})
    assert numbers(found(RULE, request, catalog, short)) == [("sun", 24, 23)]
    assert found(RULE, request, catalog, whole) == []


def test_review_passes_over_light_sessions_where_only_leg_loading_must_wait() -> None:
    """Under ``leg_loading`` a trunk session is free and a leg session is told."""
    catalog = legs_and_trunk()
    request = tuesday(a_run("Tue 12:00"), rules={RULE: {"applies_to": "leg_loading"}})
    light, heavy = (
        a_session(catalog, "tue", "2026-11-24T18:00:00+00:00", {exercise: 2})
        for exercise in ("plank", "squat")
    )
    assert found(RULE, request, catalog, light) == []
    assert numbers(found(RULE, request, catalog, heavy)) == [("tue", 24, 5)]


@settings(max_examples=40)
@given(
    gap_minutes=st.integers(min_value=0, max_value=40 * 60),
    # A window that reaches past midnight has a start on the next day, which may be as good.
    window_minutes=st.integers(min_value=10, max_value=360),
    hours=st.sampled_from([None, 0.0, 6.5, 24.0, 36.0]),
    kind=st.sampled_from(["easy", "long", "interval"]),
)
def test_both_readings_agree(
    gap_minutes: int, window_minutes: int, hours: float | None, kind: str
) -> None:
    """The rule is unbroken exactly where some whole five minutes of the window are late enough."""
    opens = 42 * 60  # Tuesday 18:00 in minutes after Monday's midnight
    run_start = opens - gap_minutes - 30
    clock = f"{run_start % 1440 // 60:02}:{run_start % 60:02}"
    run = a_run(f"2026-11-{23 + run_start // 1440}T{clock}", 30, kind)
    request = tuesday(run, minutes=window_minutes, rules={RULE: {"hours": hours}})
    needed = round(60 * (24 if hours is None else hours))
    start = opens + max(0, -(-(needed - gap_minutes) // 5) * 5)
    shortest_minutes = 8.5  # the warm-up and two sets
    fits = start + shortest_minutes <= opens + window_minutes
    result = planned(request, legs())
    assert (RULE not in broken_in(request, legs(), result)) is (fits or not starts(result))
    if fits:
        assert result.status == "optimal"
        expected = f"tue 2026-11-{23 + start // 1440}T{start % 1440 // 60:02}:{start % 60:02}"
        assert starts(result) == [expected]
    else:
        assert result.status == "relaxed"
