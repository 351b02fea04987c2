"""Taper before a race, rest on its day, a careful return after it."""

from __future__ import annotations

import pytest

from catalog.models import Exercise
from optimizer.documents.request import Run
from optimizer.operations.plan import plan
from tests.optimizer.worlds import (
    a_catalog,
    a_leg_lift,
    a_request,
    a_run,
    a_session,
    a_window,
    an_exercise,
    found,
    numbers,
    planned,
    sets_of,
    starts,
)

RULE = "race_proximity"
TUESDAY = "2026-11-24T18:00:00+00:00"
HARD = a_leg_lift("squat", "quadriceps", pattern="squat")
LIGHT = an_exercise("step", "hip", leg_load=1, impact=1, pattern="balance")
UPPER = an_exercise("plank", "abdominals", pattern="anti_extension")
JUMP = an_exercise("hop", "calf", impact=1, leg_load=1, pattern="hop")
SOFT = an_exercise("bridge", "gluteus", leg_load=1, pattern="hip_extension")
LIFTS = (HARD, LIGHT, UPPER, JUMP, SOFT)
CATALOG = a_catalog(*LIFTS)

ANYTHING = {"squat", "step", "plank", "hop", "bridge"}
NOTHING: set[str] = set()
TRUNK = {"plank"}
GENTLE = {"step", "plank", "hop", "bridge"}
NO_IMPACT = {"plank", "bridge"}


def allowed(race: Run) -> set[str]:
    """The lifts that Tuesday's session may hold, each by itself, by both readings.

    The window is too short to wait in until more is allowed.
    """
    # Only what this rule says is asked, not how rested the athlete is nor how fresh the legs.
    rules = {
        "recovery_after_run": {"hours": 0.0, "applies_to": "leg_loading"},
        "before_key_run": {"enforcement": "off"},
    }
    request = a_request(a_window("tue", "Tue 18:00", 10), runs=[race], rules=rules)
    done, approved = set(), set()
    for lift in LIFTS:
        if sets_of(planned(request, a_catalog(lift))):
            done.add(lift.id)
        if not found(RULE, request, CATALOG, a_session(CATALOG, "tue", TUESDAY, {lift.id: 2})):
            approved.add(lift.id)
    assert done == approved
    return done


def marathon(start: str) -> Run:
    return a_run(start, 240, "race", 42.195)


def half(start: str) -> Run:
    return a_run(start, 100, "race", 21.1)


def parkrun(start: str) -> Run:
    return a_run(start, 25, "race", 5)


@pytest.mark.parametrize(
    ("race", "expected"),
    [
        # On its day, before and after.
        (parkrun("Tue 09:00"), NOTHING),
        (parkrun("Tue 20:00"), NOTHING),
        # The day before, and the day before that.
        (parkrun("Wed 09:00"), TRUNK),
        (parkrun("Wed 23:00"), TRUNK),
        (parkrun("Thu 00:30"), GENTLE),
        # The last heavy session: four days before a short race, ten before a marathon.
        (half("Sat 17:59"), GENTLE),
        (half("Sat 18:00"), ANYTHING),
        (marathon("2026-12-04T17:59"), GENTLE),
        (marathon("2026-12-04T18:00"), ANYTHING),
        # Without a distance the minutes tell a marathon: two hours and a half.
        (a_run("2026-12-03T10:00", 150, "race"), GENTLE),
        (a_run("2026-12-03T10:00", 149, "race"), ANYTHING),
        # A hard race: 72 hours without heavy work or impact.  A short one asks for nothing.
        (half("2026-11-21T16:21"), NO_IMPACT),
        (half("2026-11-21T16:20"), ANYTHING),
        (parkrun("Mon 23:00"), ANYTHING),
        (a_run("Mon 23:00", 34, "race"), ANYTHING),
        (a_run("Mon 23:00", 35, "race"), NO_IMPACT),
        # A marathon: 72 h no legs, 168 h nothing heavy, 240 h no impact.
        (marathon("2026-11-21T14:01"), TRUNK),
        (marathon("2026-11-21T14:00"), NO_IMPACT),
        (marathon("2026-11-17T14:01"), NO_IMPACT),
        (marathon("2026-11-17T14:00"), {"squat", "plank", "bridge"}),
        (marathon("2026-11-14T14:01"), {"squat", "plank", "bridge"}),
        (marathon("2026-11-14T14:00"), ANYTHING),
    ],
    ids=lambda value: f"{value.start} {value.minutes}" if isinstance(value, Run) else "",
)
def test_both_readings_around_a_race(race: Run, expected: set[str]) -> None:
    """What may be done on Tuesday at 18:00 with a race then, to the minute."""
    assert allowed(race) == expected


def test_model_waits_until_a_session_may_hold_more() -> None:
    """72 h after the race end at 18:20: the heavy lift starts then, inside the window."""
    catalog = a_catalog(HARD)
    request = a_request(runs=[half("2026-11-21T16:40")])
    assert starts(planned(request, catalog)) == ["tue 2026-11-24T18:20"]


def test_model_tells_days_apart_by_local_time() -> None:
    """A race on Wednesday 00:30 in Auckland has Tuesday 18:00 as its day before."""
    week = {"start": "2026-11-23", "timezone": "Pacific/Auckland"}
    result = planned(a_request(week=week, runs=[parkrun("Wed 00:30")]), CATALOG)
    assert set(sets_of(result)) == TRUNK


def test_model_waits_for_midnight_after_a_race_day() -> None:
    """A window from 22:00 to 02:00 on race day: the session starts at midnight."""
    request = a_request(
        a_window("tue", "Tue 22:00", 240),
        runs=[parkrun("Tue 09:00")],
        rules={"recovery_after_run": {"hours": 0.0}},
    )
    assert starts(planned(request, CATALOG)) == ["tue 2026-11-25T00:00"]


@pytest.mark.parametrize("phase", ["taper", "in_season"])
def test_both_readings_take_eccentric_work_out_of_a_taper(phase: str) -> None:
    """High-eccentric work is left out of a taper week, race or not, and of no other week."""
    catalog = a_catalog(an_exercise("nordic", "hamstrings", high_eccentric=True))
    request = a_request(week={"phase": phase})
    session = a_session(catalog, "tue", TUESDAY, {"nordic": 2})
    findings = found(RULE, request, catalog, session)
    if phase == "taper":
        assert sets_of(planned(request, catalog)) == {}
        assert numbers(findings) == [("tue", 0, 1)]
    else:
        assert set(sets_of(planned(request, catalog))) == {"nordic"}
        assert findings == []


def test_review_tells_a_session_on_race_day() -> None:
    """One session on the day, whatever it holds."""
    session = a_session(CATALOG, "tue", TUESDAY, {"plank": 2})
    findings = found(RULE, a_request(runs=[parkrun("Tue 09:00")]), CATALOG, session)
    assert numbers(findings) == [("tue", 0, 1)]


@pytest.mark.parametrize(
    ("race", "lift", "expected"),
    [
        (half("Sat 09:00"), HARD, [("leg load", 1, 2)]),
        (parkrun("Wed 09:00"), JUMP, [("leg load", 0, 1), ("impact", 0, 1)]),
        (marathon("2026-11-16T09:00"), JUMP, [("impact", 0, 1)]),
        (half("2026-11-22T09:00"), JUMP, [("impact", 0, 1)]),
    ],
)
def test_review_tells_what_was_too_hard(
    race: Run, lift: Exercise, expected: list[tuple[str, float, float]]
) -> None:
    """Leg load and impact are told apart, each with what is allowed and what was done."""
    session = a_session(CATALOG, "tue", TUESDAY, {lift.id: 2})
    findings = found(RULE, a_request(runs=[race]), CATALOG, session)
    assert [(f.unit, f.required, f.actual) for f in findings] == expected


@pytest.mark.parametrize(("day", "may"), [("tue", GENTLE - {"step", "hop"}), ("fri", ANYTHING)])
def test_after_a_race_that_is_not_told_the_first_days_are_light(day: str, may: set[str]) -> None:
    """It is taken to have ended as the week begins, by both readings, and asked for."""
    start = {"tue": TUESDAY, "fri": "2026-11-27T18:00:00+00:00"}[day]
    request = a_request(
        a_window(day, f"{day.capitalize()} 18:00", 10),
        week={"phase": "post_race"},
        rules={"recovery_after_run": {"hours": 0.0, "applies_to": "leg_loading"}},
    )
    done, approved = set(), set()
    for lift in LIFTS:
        if sets_of(planned(request, a_catalog(lift))):
            done.add(lift.id)
        if not found(RULE, request, CATALOG, a_session(CATALOG, day, start, {lift.id: 2})):
            approved.add(lift.id)
    assert done == approved == may
    sentences = [one.sentence for one in plan(request, catalog=CATALOG).warnings]
    assert any("Add the race to runs" in sentence for sentence in sentences) == (day == "tue")
