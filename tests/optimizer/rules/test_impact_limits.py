"""Foot contacts, spacing and readiness for plyometrics."""

from __future__ import annotations

from typing import Any

import pytest

from catalog import load_catalog
from catalog.models import Exercise
from tests.optimizer.worlds import (
    a_catalog,
    a_muscle,
    a_request,
    a_session,
    a_window,
    an_exercise,
    found,
    last_week,
    numbers,
    planned,
    sets_of,
    starts,
)

RULE = "impact_limits"
TUESDAY = "2026-11-24T18:00:00+00:00"


def a_jump(exercise_id: str = "hop", **changes: object) -> Exercise:
    """Plyometric, impact 2, one foot contact a repetition: ten contacts a set."""
    jump: dict[str, object] = {
        "kind": "plyometric", "pattern": "jump", "impact": 2, "foot_contacts_per_rep": 1,
        "sets": (1, 4),
    }  # fmt: skip
    return an_exercise(exercise_id, "calf", **(jump | changes))


@pytest.mark.parametrize(("level", "most"), [("intermediate", 60)])
def test_both_readings_count_contacts_to_the_levels_most(level: str, most: int) -> None:
    """With 25 contacts a set a session holds as many sets as fit; one more is told.

    The muscle wants four sets, which would be 100 contacts.
    """
    catalog = a_catalog(a_jump(reps=(25, 25), seconds_per_rep=1.0))
    request = a_request(athlete={"level": level})
    sets = most // 25
    assert sets_of(planned(request, catalog)) == {"hop": sets}
    at = a_session(catalog, "tue", TUESDAY, {"hop": sets})
    above = a_session(catalog, "tue", TUESDAY, {"hop": sets + 1})
    assert found(RULE, request, catalog, at) == []
    assert numbers(found(RULE, request, catalog, above)) == [("tue", most, 25 * (sets + 1))]


@pytest.mark.parametrize(
    ("changes", "contacts"),
    [
        ({}, 20),
        ({"per_side": True}, 40),
        ({"foot_contacts_per_rep": 2}, 40),
        ({"impact": 3}, 40),
        ({"impact": 1}, 20),
        ({"reps": (5, 10)}, 20),
    ],
)
def test_review_counts_sides_feet_and_hard_impacts(changes: dict[str, Any], contacts: int) -> None:
    """Two sets of ten: both sides count, and every contact of impact 3 counts twice."""
    most = {"contacts_advanced_in_season": (0, contacts - 1)}
    catalog = a_catalog(a_jump(**changes), a_jump("bound"), evidence=most)
    session = a_session(catalog, "tue", TUESDAY, {"hop": 2})
    jumped = ({"date": "2026-11-18", "exercise": "bound", "sets": ({"reps": 10},)},)
    request = a_request(athlete={"level": "advanced"}, previous={"log": jumped})
    assert numbers(found(RULE, request, catalog, session)) == [("tue", contacts - 1, contacts)]


@pytest.mark.parametrize(
    ("athlete", "impact", "ready"),
    [
        ({"level": "advanced", "weeks_of_strength": 99}, 3, False),
        ({"level": "advanced", "weeks_of_strength": None}, 3, False),
        ({"level": "advanced", "injuries": ("wrist_pain",)}, 3, False),
        ({"level": "intermediate", "weeks_of_strength": 99}, 3, False),
        ({"level": "intermediate", "weeks_of_strength": 0}, 2, True),
        ({"level": "beginner", "weeks_of_strength": 3}, 2, False),
        ({"level": "beginner", "weeks_of_strength": 3}, 1, False),
        ({"level": "beginner", "weeks_of_strength": None}, 2, False),
        ({"level": "beginner", "weeks_of_strength": 4}, 2, True),
    ],
)
def test_both_readings_ask_who_is_ready(
    athlete: dict[str, object], impact: int, ready: bool
) -> None:
    """Weeks of strength are no jumps.  Jumps at all: not in a beginner's first four."""
    wrist = load_catalog().injuries["wrist_pain"].model_copy(update={"emphasise": ()})
    catalog = a_catalog(a_jump(impact=impact, sets=(2, 2)), injuries=[wrist])
    # A jump does nothing for a dose, so it is wished for.
    wish = {"style": "straight", "prefer": ("hop",)}
    request = a_request(athlete=athlete, preferences=wish)
    session = a_session(catalog, "tue", TUESDAY, {"hop": 2})
    assert bool(sets_of(planned(request, catalog))) is ready
    findings = found(RULE, request, catalog, session)
    assert numbers(findings) == ([] if ready else [("hop", 1, impact)])


@pytest.mark.parametrize(
    ("jumped", "weeks", "ready"),
    [
        ("bound", None, True),
        ("bound", 8, True),
        ("bound", 7, False),
        ("skip", 99, False),
        (None, 99, False),
    ],
)
def test_who_has_jumped_is_ready_for_the_hardest_jumps(
    jumped: str | None, weeks: int | None, ready: bool
) -> None:
    """Advanced, unhurt, with a jump of impact 2 in the log and eight weeks where they are told."""
    catalog = a_catalog(
        a_jump(impact=3, sets=(2, 2)), a_jump("bound", impact=2), a_jump("skip", impact=1)
    )
    log = [{"date": "2026-11-18", "exercise": jumped, "sets": ({"reps": 10},)}] if jumped else []
    request = a_request(
        athlete={"level": "advanced", "weeks_of_strength": weeks},
        preferences={"style": "straight", "prefer": ("hop",)},
        previous={"log": tuple(log)},
    )
    assert ("hop" in sets_of(planned(request, catalog))) is ready
    session = a_session(catalog, "tue", TUESDAY, {"hop": 2})
    assert numbers(found(RULE, request, catalog, session)) == ([] if ready else [("hop", 1, 3)])


def test_who_jumped_last_week_is_ready_for_the_hardest_jumps() -> None:
    """Last week's plan tells of jumps as a log does."""
    catalog = a_catalog(a_jump(impact=3, sets=(2, 2)), a_jump("bound", impact=2))
    done = a_session(catalog, "x", "2026-11-18T10:00:00+00:00", {"bound": 2})
    request = a_request(athlete={"level": "advanced"}, previous=last_week(done))
    session = a_session(catalog, "tue", TUESDAY, {"hop": 2})
    assert found(RULE, request, catalog, session) == []


@pytest.mark.parametrize(("start", "sessions"), [("Wed 18:00", 2), ("Wed 17:55", 1)])
def test_model_spaces_jumps_48_hours_apart(start: str, sessions: int) -> None:
    """Two days apart two sessions of different jumps are held; five minutes less, one."""
    catalog = a_catalog(
        a_jump("hop", sets=(2, 2)),
        an_exercise("bound", "quadriceps", kind="plyometric", pattern="hop", impact=2, sets=(2, 2)),
        muscles=[
            a_muscle("calf", neglected=True, own_dose=False),
            a_muscle("quadriceps", neglected=True, own_dose=False),
        ],
    )
    # Each window holds one lift only.
    request = a_request(a_window("mon", "Mon 18:00", 10), a_window("wed", start, 10))
    assert len(starts(planned(request, catalog))) == sessions


@pytest.mark.parametrize(("impact", "sessions"), [(1, 2), (2, 1)])
def test_model_lets_low_hops_be_daily(impact: int, sessions: int) -> None:
    """Only impact 2 and more is spaced."""
    catalog = a_catalog(a_jump(impact=impact, sets=(2, 2)))
    request = a_request(a_window("mon", "Mon 18:00"), a_window("tue", "Tue 17:00"))
    assert len(starts(planned(request, catalog))) == sessions


def test_model_waits_for_the_hours_after_last_weeks_jumps() -> None:
    """Jumps on Sunday at 10:00: the next are on Tuesday at 10:00, inside the window."""
    catalog = a_catalog(a_jump())
    done = a_session(catalog, "x", "2026-11-22T10:00:00+00:00", {"hop": 4})
    request = a_request(a_window("tue", "Tue 08:00", 240), previous=last_week(done))
    assert starts(planned(request, catalog)) == ["tue 2026-11-24T10:00"]


def test_review_tells_jumps_that_are_too_near() -> None:
    """Monday to Wednesday holds; Tuesday is 24 h after Monday, also after last week's Monday."""
    catalog = a_catalog(a_jump())
    windows = [a_window(day.lower(), f"{day} 18:00") for day in ("Mon", "Tue", "Wed")]
    monday, tuesday, wednesday = (
        a_session(catalog, day, f"2026-11-{n}T18:00:00+00:00", {"hop": 1})
        for n, day in ((23, "mon"), (24, "tue"), (25, "wed"))
    )
    request = a_request(*windows)
    assert found(RULE, request, catalog, monday, wednesday) == []
    assert numbers(found(RULE, request, catalog, monday, tuesday)) == [("spacing", 48, 24)]
    sunday = a_session(catalog, "x", "2026-11-22T18:00:00+00:00", {"hop": 1})
    after = a_request(*windows, previous=last_week(sunday))
    assert numbers(found(RULE, after, catalog, monday)) == [("spacing", 48, 24)]
