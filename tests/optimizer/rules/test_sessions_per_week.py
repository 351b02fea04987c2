"""The phase's most sessions, and the athlete's own limits."""

from __future__ import annotations

import pytest

from catalog.models import PHASES
from optimizer.documents.request import Window
from optimizer.documents.result import Session
from tests.optimizer.worlds import (
    a_catalog,
    a_muscle,
    a_request,
    a_run,
    a_session,
    a_window,
    an_exercise,
    found,
    numbers,
    planned,
    relaxed,
    starts,
)

RULE = "sessions_per_week"
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
MOST = {"off_season": 3, "pre_season": 2, "in_season": 2, "taper": 1, "post_race": 2}
# One set a session for a muscle that can take four and more: every session is worth holding.
CATALOG = a_catalog(an_exercise("plank", "abdominals", sets=(1, 1)))


def windows(count: int) -> list[Window]:
    return [a_window(day.lower(), f"{day} 18:00") for day in DAYS[:count]]


def sessions(count: int) -> list[Session]:
    return [
        a_session(CATALOG, day.lower(), f"2026-11-{23 + n}T18:00:00+00:00", {"plank": 1})
        for n, day in enumerate(DAYS[:count])
    ]


@pytest.mark.parametrize("phase", PHASES)
def test_both_readings_hold_the_phases_most(phase: str) -> None:
    """With five windows the week has as many sessions as the phase allows, and no more pass."""
    most = MOST[phase]
    request = a_request(*windows(5), week={"phase": phase})
    assert len(starts(planned(request, CATALOG))) == most
    assert found(RULE, request, CATALOG, *sessions(most)) == []
    findings = found(RULE, request, CATALOG, *sessions(most + 1))
    assert numbers(findings) == [("phase", most, most + 1)]


def test_model_holds_the_athletes_most() -> None:
    """Fewer than the phase allows where the athlete says so; more is not to be had by asking."""
    for most, expected in ((1, 1), (2, 2), (7, 2)):
        request = a_request(*windows(5), limits={"max_sessions": most})
        assert len(starts(planned(request, CATALOG))) == expected


def test_model_holds_no_session_where_none_is_wanted() -> None:
    """No session at most: the week is empty and that is optimal."""
    result = planned(a_request(limits={"max_sessions": 0}), CATALOG)
    assert (result.status, starts(result)) == ("optimal", [])


def test_model_holds_the_athletes_least_without_need() -> None:
    """Two sessions are wanted although one would give the whole dose."""
    catalog = a_catalog(
        an_exercise("plank", "abdominals"), muscles=[a_muscle("abdominals", own_dose=False)]
    )
    one = a_request(*windows(2))
    two = a_request(*windows(2), limits={"min_sessions": 2})
    assert starts(planned(one, catalog)) == []
    assert len(starts(planned(two, catalog))) == 2


def test_model_relaxes_a_least_that_the_phase_does_not_allow() -> None:
    """Three are wanted and two allowed: one is missing, the phase's most stands."""
    request = a_request(*windows(5), limits={"min_sessions": 3})
    result = planned(request, CATALOG)
    assert relaxed(result) == [(RULE, "min_sessions", 3, 2)]


def test_model_relaxes_a_least_for_which_there_are_no_windows() -> None:
    """Two are wanted and one window is given."""
    request = a_request(*windows(1), limits={"min_sessions": 2})
    assert relaxed(planned(request, CATALOG)) == [(RULE, "min_sessions", 2, 1)]


def test_model_gives_up_recovery_before_a_wanted_session() -> None:
    """Every window follows a run: the wanted session is held, its hours are relaxed."""
    request = a_request(runs=[a_run("Tue 12:00")], limits={"min_sessions": 1})
    assert relaxed(planned(request, CATALOG)) == [("recovery_after_run", "tue", 24, 5)]


def test_review_tells_the_athletes_own_limits() -> None:
    """One above the most, one below the least."""
    most = a_request(*windows(2), limits={"max_sessions": 1})
    least = a_request(*windows(2), limits={"min_sessions": 2})
    assert found(RULE, most, CATALOG, *sessions(1)) == []
    assert numbers(found(RULE, most, CATALOG, *sessions(2))) == [("max_sessions", 1, 2)]
    assert found(RULE, least, CATALOG, *sessions(2)) == []
    assert numbers(found(RULE, least, CATALOG, *sessions(1))) == [("min_sessions", 2, 1)]


def test_review_does_not_ask_for_the_phases_least() -> None:
    """The phase's least is a target: an empty week breaks nothing of this rule."""
    assert found(RULE, a_request(week={"phase": "off_season"}), CATALOG) == []
