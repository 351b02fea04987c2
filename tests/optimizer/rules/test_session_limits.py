"""Sets and exercises of one session by level, at most two of one pattern."""

from __future__ import annotations

import pytest

from catalog import Catalog
from tests.optimizer.worlds import (
    a_catalog,
    a_leg_lift,
    a_muscle,
    a_request,
    a_session,
    a_window,
    an_exercise,
    found,
    numbers,
    planned,
    sets_of,
)

RULE = "session_limits"
TUESDAY = "2026-11-24T12:00:00+00:00"
LONG = a_window("tue", "Tue 12:00", 480)
PATTERNS = (
    "knee_extension", "knee_flexion", "hip_abduction", "hip_adduction", "shin", "foot", "balance",
    "scapular", "arm_swing", "elbow_flexion", "pull_vertical", "pull_horizontal", "push_vertical",
)  # fmt: skip
LIMITS = {"beginner": (20, 10), "intermediate": (24, 10), "advanced": (24, 12)}


def many(sets: tuple[int, int]) -> Catalog:
    """Thirteen lifts of thirteen muscles and thirteen patterns."""
    return a_catalog(
        *(
            an_exercise(f"lift_{n:02}", f"muscle_{n:02}", pattern=pattern, sets=sets)
            for n, pattern in enumerate(PATTERNS)
        )
    )


def of(sets: int, lifts: int) -> dict[str, int]:
    """``sets`` in all, spread over the first ``lifts`` lifts."""
    return {f"lift_{n:02}": sets // lifts + (n < sets % lifts) for n in range(lifts)}


@pytest.mark.parametrize("level", LIMITS)
def test_both_readings_hold_the_sets_of_a_level(level: str) -> None:
    """With all the time in the world a session has the level's sets, and one more is told."""
    most, lifts = LIMITS[level]
    catalog, request = many((4, 4)), a_request(LONG, athlete={"level": level})
    assert sum(sets_of(planned(request, catalog)).values()) == most
    at = a_session(catalog, "tue", TUESDAY, of(most, lifts - 2))
    above = a_session(catalog, "tue", TUESDAY, of(most + 1, lifts - 2))
    assert found(RULE, request, catalog, at) == []
    assert numbers(found(RULE, request, catalog, above)) == [("tue", most, most + 1)]


@pytest.mark.parametrize("level", LIMITS)
def test_both_readings_hold_the_exercises_of_a_level(level: str) -> None:
    """Of thirteen lifts of one set a session has as many as the level allows; one more is told."""
    _, most = LIMITS[level]
    catalog, request = many((1, 1)), a_request(LONG, athlete={"level": level})
    assert len(sets_of(planned(request, catalog))) == most
    at = a_session(catalog, "tue", TUESDAY, of(most, most))
    above = a_session(catalog, "tue", TUESDAY, of(most + 1, most + 1))
    assert found(RULE, request, catalog, at) == []
    assert numbers(found(RULE, request, catalog, above)) == [("tue", most, most + 1)]


def test_both_readings_hold_the_exercises_of_the_first_four_weeks() -> None:
    """A beginner's first weeks have their own number: six, where the level would allow ten."""
    for weeks, most in ((3, 6), (4, 10)):
        catalog = a_catalog(
            *many((1, 1)).exercises.values(), evidence={"beginner_first4_exercises": (6,)}
        )
        athlete = {"level": "beginner", "weeks_of_strength": weeks}
        request = a_request(LONG, athlete=athlete)
        assert len(sets_of(planned(request, catalog))) == most
        above = a_session(catalog, "tue", TUESDAY, of(most + 1, most + 1))
        assert numbers(found(RULE, request, catalog, above)) == [("tue", most, most + 1)]


def test_both_readings_halve_the_sets_in_a_taper() -> None:
    """Twelve sets instead of 24; the exercises are as many as ever."""
    catalog, request = many((2, 2)), a_request(LONG, week={"phase": "taper"})
    at = a_session(catalog, "tue", TUESDAY, of(12, 6))
    above = a_session(catalog, "tue", TUESDAY, of(13, 6))
    assert sum(sets_of(planned(request, catalog)).values()) == 12
    assert found(RULE, request, catalog, at) == []
    assert numbers(found(RULE, request, catalog, above)) == [("tue", 12, 13)]


def test_both_readings_hold_two_of_one_pattern() -> None:
    """Of three squats for three muscles two are done; a session with all three is told."""
    catalog = a_catalog(
        *(an_exercise(f"squat_{n}", f"muscle_{n}", pattern="squat") for n in range(3))
    )
    request = a_request()
    assert len(sets_of(planned(request, catalog))) == 2
    three = a_session(catalog, "tue", TUESDAY, {f"squat_{n}": 2 for n in range(3)})
    two = a_session(catalog, "tue", TUESDAY, {f"squat_{n}": 2 for n in range(2)})
    assert found(RULE, request, catalog, two) == []
    assert numbers(found(RULE, request, catalog, three)) == [("squat", 2, 3)]


def test_model_limits_sessions_not_weeks() -> None:
    """What one session may not hold goes into the second."""
    catalog = a_catalog(
        *(an_exercise(f"squat_{n}", f"muscle_{n}", pattern="squat") for n in range(3)),
        muscles=[a_muscle(f"muscle_{n}", neglected=True) for n in range(3)],
    )
    request = a_request(a_window("tue", "Tue 18:00"), a_window("thu", "Thu 18:00"))
    result = planned(request, catalog)
    assert (result.status, len(sets_of(result))) == ("optimal", 3)


def test_both_readings_count_a_family_s_loaded_sets_together_whatever_their_role() -> None:
    """Two calf raises of four sets each are eight for the calves; of the body's weight none is."""
    loaded, body = (
        a_catalog(
            *(
                a_leg_lift(
                    name, muscle, pattern=pattern, sets=(2, 4), main_lift="calf", **of_class
                )
                for name, muscle, pattern in (
                    ("raise_x", "soleus", "calf"), ("press_x", "gastrocnemius", "calf_foot"),
                )
            ),
            muscles=[a_muscle("soleus"), a_muscle("gastrocnemius")],
        )
        for of_class in (
            {"load_class": "external", "least_load_kg": (4, 6, 10), "loaded": True},
            {"load_class": "body"},
        )
    )  # fmt: skip
    request = a_request(LONG, athlete={"level": "advanced"})
    both = {"raise_x": 3, "press_x": 3}
    at = a_session(loaded, "tue", TUESDAY, {"raise_x": 2, "press_x": 2})
    above = a_session(loaded, "tue", TUESDAY, both)
    assert found(RULE, request, loaded, at) == []
    assert numbers(found(RULE, request, loaded, above)) == [("lifts", 4, 6)]
    assert found(RULE, request, body, a_session(body, "tue", TUESDAY, both)) == []
    assert sum(sets_of(planned(request, loaded)).values()) <= 4
