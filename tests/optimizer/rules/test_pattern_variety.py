"""A squat or lunge, a hinge, a calf and a trunk pattern each week."""

from __future__ import annotations

import pytest

from optimizer.rules.pattern_variety import FAMILIES
from tests.optimizer.worlds import (
    a_catalog,
    a_muscle,
    a_request,
    a_run,
    a_session,
    a_window,
    an_exercise,
    an_injury,
    found,
    numbers,
    planned,
    relaxed,
    sets_of,
)

RULE = "pattern_variety"
TUESDAY = "2026-11-24T18:00:00+00:00"
FOUR = {"squat": "squat", "swing": "hinge", "raise": "calf", "plank": "anti_extension"}
# Muscles without a dose: only this rule asks for the lifts.
LIFTS = tuple(
    an_exercise(name, f"{name}_muscle", pattern=pattern, sets=(2, 2))
    for name, pattern in FOUR.items()
)
MUSCLES = tuple(a_muscle(f"{name}_muscle", own_dose=False) for name in FOUR)
CATALOG = a_catalog(*LIFTS, muscles=MUSCLES)


def test_model_trains_every_family() -> None:
    """Nothing else asks for them: each of the four is done."""
    assert set(sets_of(planned(a_request(), CATALOG))) == set(FOUR)


@pytest.mark.parametrize(
    ("family", "pattern"), [(family, p) for family, some in FAMILIES.items() for p in some]
)
def test_both_readings_take_any_pattern_of_a_family(family: str, pattern: str) -> None:
    """One lift of any of the family's patterns is asked for, and enough."""
    catalog = a_catalog(
        an_exercise("lift", "thigh", pattern=pattern),
        an_exercise("other", "thigh", pattern="scapular"),
        muscles=[a_muscle("thigh", own_dose=False)],
    )
    request = a_request()
    assert set(sets_of(planned(request, catalog))) == {"lift"}
    done = a_session(catalog, "tue", TUESDAY, {"lift": 2})
    missing = a_session(catalog, "tue", TUESDAY, {"other": 2})
    assert found(RULE, request, catalog, done) == []
    assert numbers(found(RULE, request, catalog, missing)) == [(family, 1, 0)]


@pytest.mark.parametrize("phase", ["taper", "post_race"])
def test_both_readings_ask_for_nothing_in_a_light_week(phase: str) -> None:
    """Around a race the legs are not worked in all ways."""
    request = a_request(week={"phase": phase})
    assert sets_of(planned(request, CATALOG)) == {}
    assert found(RULE, request, CATALOG) == []


def test_both_readings_do_not_ask_for_what_an_injury_forbids() -> None:
    """Who may not hinge is not asked to."""
    injury = an_injury("sore", avoid_patterns=("hinge", "hip_extension"))
    catalog = a_catalog(*LIFTS, muscles=MUSCLES, injuries=[injury])
    request = a_request(athlete={"injuries": ("sore",)})
    result = planned(request, catalog)
    assert (result.status, set(sets_of(result))) == ("optimal", {"squat", "raise", "plank"})
    session = a_session(catalog, "tue", TUESDAY, {"squat": 2, "raise": 2, "plank": 2})
    assert found(RULE, request, catalog, session) == []


def test_both_readings_do_not_ask_for_what_only_a_tired_session_could_hold() -> None:
    """The kettlebell is in the gym, whose only window is 10 h after a run: no hinge this week.

    Recovery is not given up for a pattern, and the plan is no less than optimal for it.
    """
    swing = an_exercise("swing", "thigh", pattern="hinge", equipment=(("kettlebell",),))
    catalog = a_catalog(
        swing, *LIFTS[:1], muscles=[*MUSCLES[:1], a_muscle("thigh", own_dose=False)]
    )
    request = a_request(
        a_window("home", "Tue 18:00"),
        a_window("gym", "Thu 18:00", 60, "gym"),
        runs=[a_run("Thu 07:00")],
        places={"gym": ("kettlebell",)},
    )
    result = planned(request, catalog)
    assert (result.status, set(sets_of(result))) == ("optimal", {"squat"})
    # A week that does use the gym has no such reason.
    tired = a_session(catalog, "gym", "2026-11-26T18:00:00+00:00", {"squat": 2}, place="gym")
    assert numbers(found(RULE, request, catalog, tired)) == [("hinge", 1, 0)]


def test_model_misses_patterns_before_neglected_muscles() -> None:
    """With time for three lifts, the neglected muscle's and two families' are done."""
    catalog = a_catalog(
        an_exercise("shin_raise", "shin", pattern="shin", sets=(2, 2)),
        *LIFTS,
        muscles=[*MUSCLES, a_muscle("shin", neglected=True, own_dose=False)],
    )
    result = planned(a_request(a_window("tue", "Tue 18:00", 16)), catalog)
    assert len(sets_of(result)) == 3
    assert "shin_raise" in sets_of(result)
    assert [entry[0] for entry in relaxed(result)] == [RULE, RULE]
    assert {entry[2:] for entry in relaxed(result)} == {(1, 0)}


def test_review_names_each_missing_family() -> None:
    """A squat alone leaves three families; warm-up drills of a pattern do not count."""
    session = a_session(CATALOG, "tue", TUESDAY, {"squat": 2})
    findings = found(RULE, a_request(), CATALOG, session)
    assert numbers(findings) == [("hinge", 1, 0), ("calf", 1, 0), ("trunk", 1, 0)]
