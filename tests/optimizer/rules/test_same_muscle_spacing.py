"""48 hours, start to start, between loaded work for the same muscle."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drawn import drawn
from tests.optimizer.worlds import (
    a_catalog,
    a_leg_lift,
    a_muscle,
    a_request,
    a_session,
    a_window,
    an_exercise,
    an_injury,
    broken_in,
    found,
    last_week,
    numbers,
    planned,
    relaxed,
    sets_by_window,
    sets_of,
    starts,
)

RULE = "same_muscle_spacing"
SQUAT = a_leg_lift("squat", "quadriceps", sets=(2, 2))
CATALOG = a_catalog(SQUAT)
MONDAY = a_window("mon", "Mon 18:00", 10)


@pytest.mark.parametrize(("start", "sessions"), [("Wed 18:00", 2), ("Wed 17:55", 1)])
def test_model_loads_a_muscle_again_after_48_hours(start: str, sessions: int) -> None:
    """Monday 18:00 and Wednesday 18:00 may both load it; five minutes less may not."""
    request = a_request(MONDAY, a_window("wed", start, 10))
    assert len(starts(planned(request, CATALOG))) == sessions


def test_model_waits_inside_a_window_for_the_48_hours_to_pass() -> None:
    """Wednesday's window opens at 17:00: its session starts at 18:00."""
    request = a_request(MONDAY, a_window("wed", "Wed 17:00", 120))
    assert starts(planned(request, CATALOG)) == ["mon 2026-11-23T18:00", "wed 2026-11-25T18:00"]


def test_model_waits_twice() -> None:
    """The third session waits for the second, which waited for the first."""
    request = a_request(
        MONDAY,
        a_window("wed", "Wed 17:00", 120),
        a_window("fri", "Fri 16:00", 180),
        week={"phase": "off_season"},
    )
    assert starts(planned(request, CATALOG)) == [
        "mon 2026-11-23T18:00",
        "wed 2026-11-25T18:00",
        "fri 2026-11-27T18:00",
    ]


@pytest.mark.parametrize(
    ("week", "saturday", "second"),
    [
        ("2026-03-28", "2026-03-28", "2026-03-30T19:00"),
        ("2026-10-24", "2026-10-24", "2026-10-26T17:00"),
    ],
)
def test_model_counts_elapsed_hours_over_a_change_of_the_clocks(
    week: str, saturday: str, second: str
) -> None:
    """48 h after Saturday 18:00 is Monday 19:00 when the clocks go forward, 17:00 when back."""
    request = a_request(
        a_window("sat", f"{saturday}T18:00", 10),
        a_window("mon", "Mon 16:00", 240),
        week={"start": week, "timezone": "Europe/Berlin"},
    )
    assert starts(planned(request, CATALOG)) == [f"sat {saturday}T18:00", f"mon {second}"]


def test_model_spaces_muscles_not_sessions() -> None:
    """A day later another muscle may be loaded, and unloaded work may go to the same."""
    catalog = a_catalog(
        SQUAT,
        a_leg_lift("curl", "hamstrings", sets=(2, 2)),
        an_exercise("wall_sit", "quadriceps", sets=(1, 1), pattern="squat"),
        muscles=[
            a_muscle("quadriceps", neglected=True),
            a_muscle("hamstrings", neglected=True),
        ],
    )
    # Ten minutes hold one lift each day, with one set of the hold beside it.
    request = a_request(
        a_window("mon", "Mon 18:00", 11), a_window("tue", "Tue 18:00", 11), limits={}
    )
    by_window = sets_by_window(planned(request, catalog))
    assert sorted(tuple(sorted(sets)) for sets in by_window.values()) == [
        ("curl", "wall_sit"),
        ("squat", "wall_sit"),
    ]


def test_model_does_not_count_a_secondary_muscle() -> None:
    """A muscle that only helps is not loaded for this rule."""
    catalog = a_catalog(
        SQUAT, a_leg_lift("hinge", "hamstrings", secondary=("quadriceps",), sets=(2, 2))
    )
    request = a_request(a_window("mon", "Mon 18:00", 10), a_window("tue", "Tue 18:00", 10))
    assert sets_of(planned(request, catalog)) == {"squat": 2, "hinge": 2}


def test_model_keeps_the_hours_that_an_injury_asks_for() -> None:
    """72 h for the muscle that the injury emphasises: Wednesday is too early, Thursday not."""
    injury = an_injury("sore", emphasise=("quadriceps",), hours_between_loading=72)
    catalog = a_catalog(SQUAT, injuries=[injury])
    athlete = {"injuries": ("sore",)}
    for day, sessions in (("Wed 18:00", 1), ("Thu 17:55", 1), ("Thu 18:00", 2)):
        request = a_request(MONDAY, a_window("later", day, 10), athlete=athlete)
        assert len(starts(planned(request, catalog))) == sessions


def test_model_waits_for_other_spacings_than_48_and_72_hours() -> None:
    """A user's injury of 60 h: from Monday 18:00 to Thursday 06:00 within the window."""
    injury = an_injury("sore", emphasise=("quadriceps",), hours_between_loading=60)
    catalog = a_catalog(SQUAT, injuries=[injury])
    request = a_request(MONDAY, a_window("thu", "Thu 05:00", 120), athlete={"injuries": ("sore",)})
    assert starts(planned(request, catalog)) == ["mon 2026-11-23T18:00", "thu 2026-11-26T06:00"]


def test_model_waits_for_the_hours_after_last_weeks_session() -> None:
    """Loaded on Sunday at 10:00, the muscle is free on Tuesday at 10:00, inside the window."""
    done = a_session(CATALOG, "x", "2026-11-22T10:00:00+00:00", {"squat": 2})
    request = a_request(a_window("tue", "Tue 08:00", 240), previous=last_week(done))
    assert starts(planned(request, CATALOG)) == ["tue 2026-11-24T10:00"]
    missed = a_request(a_window("tue", "Tue 08:00", 240), previous=last_week(done, missed=("s1",)))
    assert starts(planned(missed, CATALOG)) == ["tue 2026-11-24T08:00"]


def test_model_is_not_relaxed() -> None:
    """Too soon after last week's session, the neglected muscle is left out."""
    catalog = a_catalog(SQUAT, muscles=[a_muscle("quadriceps", neglected=True)])
    done = a_session(catalog, "x", "2026-11-22T18:15:00+00:00", {"squat": 2})
    request = a_request(a_window("tue", "Tue 18:00", 10), previous=last_week(done))
    assert ("neglected_coverage", "quadriceps", 2, 0) in relaxed(planned(request, catalog))


def test_review_approves_of_48_hours_and_tells_less() -> None:
    """Two days to the minute hold; a quarter of an hour less is 47.75 h of 48."""
    request = a_request(MONDAY, a_window("wed", "Wed 12:00", 600))
    first = a_session(CATALOG, "mon", "2026-11-23T18:00:00+00:00", {"squat": 2})
    after = a_session(CATALOG, "wed", "2026-11-25T18:00:00+00:00", {"squat": 2})
    early = a_session(CATALOG, "wed", "2026-11-25T17:45:00+00:00", {"squat": 2})
    assert found(RULE, request, CATALOG, first, after) == []
    assert numbers(found(RULE, request, CATALOG, first, early)) == [("quadriceps", 48, 47.75)]
    # The order in which a plan lists its sessions does not matter.
    assert numbers(found(RULE, request, CATALOG, early, first)) == [("quadriceps", 48, 47.75)]


def test_review_reads_last_weeks_sessions() -> None:
    """Monday's session comes 24 h after Sunday's, unless Sunday's was missed."""
    done = a_session(CATALOG, "x", "2026-11-22T18:00:00+00:00", {"squat": 2})
    session = a_session(CATALOG, "mon", "2026-11-23T18:00:00+00:00", {"squat": 2})
    request = a_request(MONDAY, previous=last_week(done))
    missed = a_request(MONDAY, previous=last_week(done, missed=("s1",)))
    assert numbers(found(RULE, request, CATALOG, session)) == [("quadriceps", 48, 24)]
    assert found(RULE, missed, CATALOG, session) == []


def test_review_passes_over_unloaded_work() -> None:
    """The same hold on two days running is no loaded work."""
    catalog = a_catalog(an_exercise("wall_sit", "quadriceps"))
    request = a_request(MONDAY, a_window("tue", "Tue 18:00"))
    sessions = (
        a_session(catalog, window, f"2026-11-{day}T18:00:00+00:00", {"wall_sit": 2})
        for window, day in (("mon", 23), ("tue", 24))
    )
    assert found(RULE, request, catalog, *sessions) == []


@drawn(40)
@given(
    gap=st.integers(min_value=24 * 12, max_value=72 * 12),
    length=st.integers(min_value=2, max_value=60),
)
def test_both_readings_agree(gap: int, length: int) -> None:
    """Two sessions are held exactly where the second window reaches 48 h; no plan is told off."""
    opens = 18 * 60 + 5 * gap  # minutes after Monday's midnight
    clock = f"2026-11-{23 + opens // 1440}T{opens % 1440 // 60:02}:{opens % 60:02}"
    request = a_request(MONDAY, a_window("later", clock, 5 * length))
    result = planned(request, CATALOG)
    assert RULE not in broken_in(request, CATALOG, result)
    wait = max(0, 48 * 60 - 5 * gap)
    assert len(starts(result)) == (2 if wait + 8.5 <= 5 * length else 1)
