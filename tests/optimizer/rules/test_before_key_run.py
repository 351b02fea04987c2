"""24 hours from a leg-loading session's end to the next key run."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.documents.request import Run
from optimizer.documents.result import Result
from tests.drawn import drawn
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

RULE = "before_key_run"
TUESDAY = "2026-11-24T18:00:00+00:00"
REQUIRED = {RULE: {"enforcement": "required"}}
OFF = {RULE: {"enforcement": "off"}}
# Two sets end at 18:08:30.
CATALOG = a_catalog(
    a_leg_lift("squat", "quadriceps", sets=(2, 2)), muscles=[a_muscle("quadriceps")]
)


def points_of(result: Result) -> int:
    return {tier.name: tier.value for tier in result.objective}["freshness_and_preferences"]


def key_run(start: str, kind: str = "interval") -> list[Run]:
    return [a_run(start, kind=kind)]


@pytest.mark.parametrize(("start", "sessions"), [("Wed 18:09", 1), ("Wed 18:08", 0)])
def test_model_required_counts_from_the_end_of_the_session(start: str, sessions: int) -> None:
    """The session ends at 18:08:30: intervals at 18:09 the next day leave 24 h, 18:08 not."""
    result = planned(a_request(runs=key_run(start), rules=REQUIRED), CATALOG)
    assert len(starts(result)) == sessions


def test_model_required_cuts_the_session_short_of_the_hours() -> None:
    """With 9 minutes to 24 h before the intervals, two sets fit where ten minutes hold three."""
    catalog = a_catalog(a_leg_lift("squat", "quadriceps"))
    for start, sets in (("Wed 18:09", 2), ("Wed 18:10", 3)):
        result = planned(a_request(runs=key_run(start), rules=REQUIRED), catalog)
        assert sets_of(result) == {"squat": sets}


def test_hard_days_hard_requires_it_unless_the_request_says_otherwise() -> None:
    """A minute short of 24 h before the intervals no leg work stands, on a day that is lawful."""
    choice: dict[str, Any] = {"recovery": "hard_days_hard"}
    for start, sessions in (("Wed 18:09", 1), ("Wed 18:08", 0)):
        result = planned(a_request(runs=key_run(start), **choice), CATALOG)
        assert len(starts(result)) == sessions
    session = a_session(CATALOG, "tue", TUESDAY, {"squat": 2})
    late = numbers(found(RULE, a_request(runs=key_run("Wed 18:08"), **choice), CATALOG, session))
    assert late == [("tue", 24, 23.99)]
    settings = {RULE: {"enforcement": "preferred"}}
    result = planned(a_request(runs=key_run("Wed 18:08"), rules=settings, **choice), CATALOG)
    assert len(starts(result)) == 1


def test_model_required_admits_light_work_at_any_time() -> None:
    """Trunk work may end at the start of the intervals."""
    catalog = a_catalog(an_exercise("plank", "abdominals"), a_leg_lift("squat", "quadriceps"))
    result = planned(a_request(runs=key_run("Tue 18:10"), rules=REQUIRED), catalog)
    assert sets_of(result) == {"plank": 3}


def test_model_required_is_kept_where_a_muscle_is_left_out() -> None:
    """Required and not relaxable: the neglected muscle gives way."""
    catalog = a_catalog(
        a_leg_lift("squat", "quadriceps"), muscles=[a_muscle("quadriceps", neglected=True)]
    )
    result = planned(a_request(runs=key_run("Wed 12:00"), rules=REQUIRED), catalog)
    assert relaxed(result) == [("neglected_coverage", "quadriceps", 2, 0)]


@pytest.mark.parametrize(
    ("start", "points"), [("Wed 18:09", 0), ("Wed 18:08", 10), ("Wed 06:10", 10)]
)
def test_model_preferred_pays_ten_points_for_tired_legs(start: str, points: int) -> None:
    """By default the session is held all the same; below 24 h it costs ten points."""
    result = planned(a_request(runs=key_run(start)), CATALOG)
    assert (result.status, len(starts(result)), points_of(result)) == ("optimal", 1, points)


def test_model_preferred_still_keeps_a_night() -> None:
    """Seven hours before a key run there is no leg work, though the 24 h are only a preference."""
    result = planned(a_request(runs=key_run("Wed 01:00")), CATALOG)
    assert (result.status, starts(result)) == ("optimal", [])


def test_model_preferred_chooses_the_window_that_leaves_fresh_legs() -> None:
    """Of Tuesday and Thursday, with intervals on Wednesday, one session goes to Thursday."""
    request = a_request(
        a_window("tue", "Tue 18:00"),
        a_window("thu", "Thu 18:00"),
        runs=key_run("Wed 07:00"),
        limits={"max_sessions": 1},
    )
    assert starts(planned(request, CATALOG)) == ["thu 2026-11-26T18:00"]
    off = request.model_copy(update={"rules": OFF})
    assert points_of(planned(off, CATALOG)) == 0


@pytest.mark.parametrize(
    ("kind", "points"), [("easy", 0), ("long", 10), ("tempo", 10), ("interval", 10)]
)
def test_model_counts_key_runs_only(kind: str, points: int) -> None:
    """An easy run the next morning needs no fresh legs; a long one does."""
    assert points_of(planned(a_request(runs=key_run("Wed 07:00", kind)), CATALOG)) == points


def test_model_counts_a_key_run_after_the_week() -> None:
    """Sunday evening's session is too near to Monday's intervals of the next week."""
    request = a_request(
        a_window("sun", "Sun 18:00"), runs=key_run("2026-11-30T12:00"), rules=REQUIRED
    )
    assert starts(planned(request, CATALOG)) == []


def test_model_counts_elapsed_hours_over_a_change_of_the_clocks() -> None:
    """Saturday 18:08:30 to Sunday 18:30 is less than 24 h when the clocks go forward."""
    for week, saturday, sessions in (("2026-03-23", 28, 0), ("2026-10-19", 24, 1)):
        request = a_request(
            a_window("sat", "Sat 18:00", 10),
            runs=key_run(f"{week[:8]}{saturday + 1}T18:00" if sessions else "Sun 18:30"),
            week={"start": week, "timezone": "Europe/Berlin"},
            rules=REQUIRED,
        )
        assert len(starts(planned(request, CATALOG))) == sessions


def test_model_takes_the_requests_own_hours() -> None:
    """Six hours instead of 24: intervals at 00:09 leave 6 h, at 00:08 they do not."""
    rules = {RULE: {"enforcement": "required", "hours": 6.0}}
    for start, sessions in (("Wed 00:09", 1), ("Wed 00:08", 0)):
        result = planned(a_request(runs=key_run(start), rules=rules), CATALOG)
        assert len(starts(result)) == sessions


def test_review_tells_the_hours_that_are_left() -> None:
    """24 h to the second hold; intervals the next morning leave 13 h."""
    session = a_session(CATALOG, "tue", TUESDAY, {"squat": 2}, seconds=3600)
    exact = a_request(runs=key_run("Wed 19:00"))
    near = a_request(runs=key_run("Wed 08:00"))
    assert found(RULE, exact, CATALOG, session) == []
    assert numbers(found(RULE, near, CATALOG, session)) == [("tue", 24, 13)]
    over = a_session(CATALOG, "tue", TUESDAY, {"squat": 2}, seconds=3636)
    assert numbers(found(RULE, exact, CATALOG, over)) == [("tue", 24, 23.99)]


def test_review_tells_each_session_once() -> None:
    """Two key runs after one session are one finding, of the nearer."""
    session = a_session(CATALOG, "tue", TUESDAY, {"squat": 2}, seconds=3600)
    request = a_request(runs=[*key_run("Wed 08:00"), *key_run("Wed 18:00", "tempo")])
    assert numbers(found(RULE, request, CATALOG, session)) == [("tue", 24, 13)]


def test_review_passes_over_light_sessions_easy_runs_and_runs_before() -> None:
    """No leg work, no key run, or a key run that was before the session: nothing to tell."""
    catalog = a_catalog(an_exercise("plank", "abdominals"), a_leg_lift("squat", "quadriceps"))
    light = a_session(catalog, "tue", TUESDAY, {"plank": 2})
    heavy = a_session(catalog, "tue", TUESDAY, {"squat": 2})
    assert found(RULE, a_request(runs=key_run("Wed 08:00")), catalog, light) == []
    assert found(RULE, a_request(runs=key_run("Wed 08:00", "easy")), catalog, heavy) == []
    assert found(RULE, a_request(runs=key_run("Mon 08:00")), catalog, heavy) == []


@drawn(40)
@given(
    gap=st.integers(min_value=10, max_value=30 * 60),
    kind=st.sampled_from(["easy", "long", "race", "tempo"]),
    enforcement=st.sampled_from(["required", "preferred", "off"]),
)
def test_both_readings_agree(gap: int, kind: str, enforcement: str) -> None:
    """Required plans break nothing; preferred ones pay points exactly where the review tells."""
    begins = 18 * 60 + gap  # minutes of Tuesday
    clock = f"2026-11-{24 + begins // 1440}T{begins % 1440 // 60:02}:{begins % 60:02}"
    rules = {RULE: {"enforcement": enforcement}}
    request = a_request(a_window("tue", "Tue 18:00", 10), runs=key_run(clock, kind), rules=rules)
    result = planned(request, CATALOG)
    is_broken = RULE in broken_in(request, CATALOG, result)
    assert is_broken is (points_of(result) == 10)
    if enforcement != "preferred":
        assert not is_broken
    if kind != "race" and enforcement == "required":
        near = kind != "easy" and gap < 24 * 60 + 8.5
        assert bool(starts(result)) is not near
