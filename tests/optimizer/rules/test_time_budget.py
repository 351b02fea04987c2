"""Warm-up, set-up, work, rest and changes within the window and the athlete's limit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.documents.result import Session
from tests.drawn import drawn
from tests.optimizer.worlds import (
    a_block,
    a_catalog,
    a_muscle,
    a_request,
    a_run,
    a_session,
    a_window,
    an_exercise,
    an_item,
    broken_in,
    found,
    numbers,
    planned,
    relaxed,
    sets_of,
)

RULE = "time_budget"
TUESDAY = "2026-11-24T18:00:00+00:00"
CATALOG = a_catalog(an_exercise("lift", "quadriceps"), an_exercise("curl", "hamstrings"))


@pytest.mark.parametrize(("minutes", "sets"), [(8, 0), (9, 2), (10, 3)])
def test_model_counts_every_second_against_the_window(minutes: int, sets: int) -> None:
    """8 min 30 s hold the warm-up and two sets, 10 min three, a minute less than either less."""
    catalog = a_catalog(an_exercise("lift"))
    result = planned(a_request(a_window("tue", "Tue 18:00", minutes)), catalog)
    assert sum(sets_of(result).values()) == sets


@pytest.mark.parametrize(("minutes", "sets"), [(8, 0), (9, 2), (10, 3), (60, 3)])
def test_model_counts_every_second_against_the_athletes_limit(minutes: int, sets: int) -> None:
    """The limit on a session's minutes works as a window of that length."""
    catalog = a_catalog(an_exercise("lift"))
    result = planned(a_request(limits={"max_session_minutes": minutes}), catalog)
    assert sum(sets_of(result).values()) == sets


def test_model_ends_before_a_run_inside_the_window() -> None:
    """A run at 18:10 ends the session as the window would."""
    catalog = a_catalog(an_exercise("lift"))
    request = a_request(a_window("tue", "Tue 18:00", 60), runs=[a_run("Tue 18:10")])
    assert sets_of(planned(request, catalog)) == {"lift": 3}
    earlier = a_request(a_window("tue", "Tue 18:00", 60), runs=[a_run("Tue 18:09")])
    assert sets_of(planned(earlier, catalog)) == {"lift": 2}


def test_model_counts_both_sides() -> None:
    """One-sided work takes 65 s a set, so 2 sets need 9 min 40 s where both at once need 8:30."""
    catalog = a_catalog(
        an_exercise("lift", per_side=True), muscles=[a_muscle("quadriceps", neglected=True)]
    )
    assert planned(a_request(a_window("tue", "Tue 18:00", 9)), catalog).status == "relaxed"
    assert sets_of(planned(a_request(a_window("tue", "Tue 18:00", 10)), catalog)) == {"lift": 2}


def test_model_is_never_relaxed() -> None:
    """Too short for any session: the muscle is left out, the minutes are kept."""
    catalog = a_catalog(an_exercise("lift"), muscles=[a_muscle("quadriceps", neglected=True)])
    result = planned(a_request(limits={"max_session_minutes": 8}), catalog)
    assert relaxed(result) == [("neglected_coverage", "quadriceps", 2, 0)]


def test_model_fits_more_into_supersets() -> None:
    """Two lifts as straight sets are charged 12 min, as a superset 10, of which it takes 9."""
    limits = {"max_session_minutes": 10}
    muscles = [a_muscle(m, neglected=True, own_dose=False) for m in ("quadriceps", "hamstrings")]
    catalog = a_catalog(
        an_exercise("lift", "quadriceps"), an_exercise("curl", "hamstrings"), muscles=muscles
    )
    straight = planned(a_request(limits=limits), catalog)
    superset = planned(a_request(limits=limits, preferences={"style": "supersets"}), catalog)
    assert straight.status == "relaxed"
    assert (superset.status, sets_of(superset)) == ("optimal", {"curl": 2, "lift": 2})
    assert superset.plan is not None
    assert superset.plan.sessions[0].minutes == 9


def test_review_keeps_to_the_limit_to_the_second() -> None:
    """Ten minutes within a limit of ten; two lifts take 15."""
    request = a_request(limits={"max_session_minutes": 10})
    whole = a_session(CATALOG, "tue", TUESDAY, {"lift": 3})
    assert found(RULE, request, CATALOG, whole) == []
    double = a_session(CATALOG, "tue", TUESDAY, {"lift": 3, "curl": 3})
    assert numbers(found(RULE, request, CATALOG, double)) == [("tue", 10, 15)]


def test_review_adds_the_items_up() -> None:
    """A session that says 8 minutes while its items take 10 is told with both."""
    session = a_session(CATALOG, "tue", TUESDAY, {"lift": 3}, seconds=480)
    assert numbers(found(RULE, a_request(), CATALOG, session)) == [("tue", 8, 10)]


def test_review_does_not_believe_seconds_that_the_sets_cannot_take() -> None:
    """Three sets told as one minute: their set-up, work and rests take five."""
    item = an_item(CATALOG, "lift", 3).model_copy(update={"seconds": 60})
    whole = a_session(CATALOG, "tue", TUESDAY, {}, seconds=360)
    session = whole.model_copy(update={"blocks": (*whole.blocks, a_block("1", item))})
    assert numbers(found(RULE, a_request(), CATALOG, session)) == [("lift", 5, 1)]


@drawn(40)
@given(minutes=st.integers(min_value=1, max_value=30), limit=st.integers(min_value=1, max_value=30))
def test_both_readings_agree(minutes: int, limit: int) -> None:
    """What the model fills a window with, the review finds within the window and the limit."""
    request = a_request(
        a_window("tue", "Tue 18:00", minutes), limits={"max_session_minutes": limit}
    )
    result = planned(request, CATALOG)
    assert RULE not in broken_in(request, CATALOG, result)
    sessions: tuple[Session, ...] = () if result.plan is None else result.plan.sessions
    assert all(session.minutes <= min(minutes, limit) for session in sessions)
    assert bool(sessions) is (min(minutes, limit) >= 8.5)
