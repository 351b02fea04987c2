"""``explain``: the rules' own reasons, and prices that are proven."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalog import Catalog
from optimizer import UnusableInput, explain, read_request
from optimizer.documents.explanation import Explanation, WhatIf
from optimizer.documents.request import Pin, Request
from optimizer.documents.result import Result, Versions
from tests.optimizer.worlds import (
    a_catalog,
    a_leg_lift,
    a_muscle,
    a_request,
    a_run,
    a_session,
    a_window,
    an_exercise,
    an_injury,
    last_week,
    planned,
    starts,
)

SQUAT = a_leg_lift("squat_x", "quadriceps", pattern="squat")
LUNGE = a_leg_lift("lunge_x", "quadriceps", pattern="lunge", rest_seconds=90)
HINGE = a_leg_lift("hinge_x", "hamstrings", pattern="hinge")
PLANK = an_exercise("plank_x", "core", pattern="anti_extension", rest_seconds=30)
DIP = an_exercise("dip_x", "triceps", level="advanced")
ROW = an_exercise("row_x", "back", equipment=(("dumbbell",),))
HOP = a_leg_lift("hop_x", "calf", pattern="hop", kind="plyometric", impact=2, sets=(2, 2),
                 foot_contacts_per_rep=1)  # fmt: skip
THIGHS = (a_muscle("quadriceps", neglected=True), a_muscle("hamstrings", neglected=True))
# Seventeen minutes hold the warm-up, three sets of two lifts, and a longer rest in one of them.
A_SHORT_WEEK = a_request(a_window("tue", "Tue 18:00", 17))
CATALOG = a_catalog(
    SQUAT, LUNGE, HINGE, PLANK, DIP, ROW, HOP,
    an_exercise("stretch_x", "quadriceps", kind="mobility", reps=None, seconds_per_rep=None,
                hold_seconds=(30, 30), sets=(1, 1)),
    muscles=THIGHS,
    injuries=[an_injury("knee_x", avoid_patterns=("lunge",))],
)  # fmt: skip


def explained(
    request: Request, catalog: Catalog = CATALOG, result: Result | None = None, **question: Any
) -> Explanation:
    answer = planned(request, catalog) if result is None else result
    return explain(request, answer, catalog=catalog, **question)


def why_not(name: str, request: Request, catalog: Catalog = CATALOG) -> WhatIf:
    found = explained(request, catalog, why_not=name).why_not
    assert found is not None
    return found


def rules(what_if: WhatIf) -> list[str]:
    return [reason.rule for reason in what_if.reasons]


def differences(what_if: WhatIf) -> dict[str, int]:
    return {tier.name: tier.difference for tier in what_if.price}


# --- Windows and sessions -------------------------------------------------------------------------


def test_a_window_too_soon_after_a_run_names_the_rule_and_the_hours() -> None:
    request = a_request(
        a_window("tue", "Tue 17:50", 60), a_window("thu", "Thu 12:00", 60),
        runs=[a_run("Mon 17:00", 60), a_run("Wed 18:00", 60, "tempo")],
    )  # fmt: skip
    tuesday, thursday = explained(request).windows
    assert (tuesday.window, tuesday.session) == ("tue", "s1")
    assert tuesday.earliest_start == "2026-11-24T18:00:00+00:00"
    assert [(r.rule, r.sentence) for r in tuesday.reasons] == [
        (
            "recovery_after_run",
            "Tue 17:50 is 23 h 50 min after the easy run of Mon 17:00 ends; 24 h are required.",
        )
    ]
    assert (thursday.session, thursday.earliest_start) == (None, None)
    assert "17 h after the tempo run of Wed 18:00" in thursday.reasons[0].sentence


@pytest.mark.parametrize(
    ("window", "runs", "rule", "says"),
    [
        (a_window("w", "Tue 18:00", 5), (), "time_budget", "The 5 min from Tue 18:00"),
        (a_window("w", "Tue 18:00", 30), ("Tue 17:00", 120, "easy"), "availability", "in the run"),
        (a_window("w", "Tue 18:00", 30), ("Tue 20:00", 40, "race"), "race_proximity", "on the day"),
    ],
)  # fmt: skip
def test_a_window_without_a_start_says_why(window: Any, runs: Any, rule: str, says: str) -> None:
    request = a_request(window, runs=[a_run(*runs)] if runs else [])
    [choice] = explained(request).windows
    assert choice.earliest_start is None
    assert (choice.reasons[0].rule, says in choice.reasons[0].sentence) == (rule, True)


def test_a_free_window_that_is_as_good_costs_nothing() -> None:
    request = a_request(
        a_window("tue", "Tue 18:00"), a_window("fri", "Fri 18:00"), limits={"max_sessions": 1}
    )
    [session] = explained(request, session="s1").sessions
    [other] = session.elsewhere
    assert other.proven
    assert not other.price
    free = {"tue": "fri", "fri": "tue"}[session.window]
    assert other.question == f"a session in window {free} and none in {session.window}"
    assert "is as good in every tier" in other.sentence


def test_a_shorter_window_costs_what_it_cannot_hold() -> None:
    """Eight and a half minutes hold one lift of two sets, so one thigh muscle is left out."""
    request = a_request(
        a_window("tue", "Tue 18:00", 30), a_window("fri", "Fri 18:00", 9),
        limits={"max_sessions": 1},
    )  # fmt: skip
    [session] = explained(request, session="s1").sessions
    [friday] = session.elsewhere
    assert friday.status == "relaxed"
    assert friday.proven
    assert friday.first_difference == "neglected_major_left_out"
    assert differences(friday)["neglected_major_left_out"] == 1
    assert [r.rule for r in friday.relaxations if r.rule == "neglected_coverage"]


def test_a_session_that_waits_for_the_spacing_says_what_an_earlier_start_costs() -> None:
    """The same muscles may work again 48 hours after Tuesday 18:00, not ten minutes earlier."""
    request = a_request(
        a_window("tue", "Tue 18:00", 20), a_window("thu", "Thu 17:50", 40),
        limits={"min_sessions": 2},
    )  # fmt: skip
    catalog = a_catalog(SQUAT, HINGE, muscles=THIGHS)
    result = planned(request, catalog)
    assert starts(result) == ["tue 2026-11-24T18:00", "thu 2026-11-26T18:00"]
    [session] = explained(request, catalog, result, session="s2").sessions
    assert session.sooner is not None
    assert session.sooner.proven
    assert session.sooner.first_difference is not None
    assert next(iter(differences(session.sooner).values())) > 0


# --- Exercises ------------------------------------------------------------------------------------


def test_an_exercise_names_its_muscles_and_what_the_week_loses_without_it() -> None:
    """The only hinge: without it the hamstrings and a pattern are left out."""
    [hinge] = explained(a_request(), exercise="hinge_x").exercises
    [served] = hinge.serves
    assert (served.muscle, served.role, served.alone) == ("hamstrings", "primary", True)
    struck = {tier.name: tier.without - tier.value for tier in hinge.tiers}
    assert struck["neglected_major_left_out"] == 1
    assert struck["patterns_missing"] == 1
    assert hinge.without is not None
    assert hinge.without.status == "relaxed"
    assert hinge.without.first_difference == "neglected_major_left_out"
    assert {r.subject for r in hinge.without.relaxations} == {"hamstrings", "hinge"}


def test_an_exercise_with_a_stand_in_costs_less_to_leave_out_than_to_strike() -> None:
    """A lunge takes the squat's place, at the price of its longer rests."""
    catalog = a_catalog(SQUAT, LUNGE, HINGE, muscles=THIGHS)
    [squat] = explained(A_SHORT_WEEK, catalog, exercise="squat_x").exercises
    assert squat.without is not None
    assert squat.without.status == "optimal"
    assert differences(squat.without).keys() == {"session_time", "coach_rank"}
    assert squat.without.first_difference == "session_time"
    assert squat.without.changes is not None
    doses = [(e.exercise, e.after - e.before) for e in squat.without.changes.exercises]
    assert doses == [("lunge_x", 3), ("squat_x", -3)]


def test_without_a_question_everything_is_told_and_nothing_solved() -> None:
    request = a_request()
    result = planned(request, CATALOG)
    explanation = explained(request, result=result)
    assert [s.session for s in explanation.sessions] == ["s1"]
    assert {e.exercise for e in explanation.exercises} == {
        item.exercise
        for session in (result.plan.sessions if result.plan else ())
        for block in session.blocks
        if block.kind in ("straight", "superset")
        for item in block.items
    }
    assert all(e.without is None for e in explanation.exercises)


# --- Why not --------------------------------------------------------------------------------------


def test_the_dearer_exercise_is_priced_by_the_tier_that_it_costs() -> None:
    catalog = a_catalog(SQUAT, LUNGE, HINGE, muscles=THIGHS)
    lunge = why_not("lunge_x", A_SHORT_WEEK, catalog)
    assert lunge.proven
    assert lunge.first_difference == "session_time"
    assert next(iter(differences(lunge).values())) > 0


@pytest.mark.parametrize(
    ("exercise", "athlete", "rule", "says"),
    [
        ("dip_x", {}, "level", "is for the advanced, the athlete is intermediate"),
        ("lunge_x", {"injuries": ("knee_x",)}, "injuries", "is a lunge, which knee_x avoids"),
        ("row_x", {}, "equipment", "tue: Row x needs dumbbell, which anywhere does not have."),
    ],
)
def test_what_no_week_can_hold_names_the_rule(
    exercise: str, athlete: dict[str, Any], rule: str, says: str
) -> None:
    found = why_not(exercise, a_request(athlete=athlete))
    assert (found.status, rules(found)) == ("infeasible", [rule])
    assert says in found.reasons[0].sentence


def test_an_exercise_that_loads_the_legs_too_soon_after_a_long_run_says_the_hours() -> None:
    request = a_request(
        a_window("tue", "Tue 18:00", 30), runs=[a_run("Tue 06:00", 120, "long")]
    )  # fmt: skip
    found = why_not("squat_x", request)
    assert (found.status, rules(found)) == ("infeasible", ["recovery_after_run"])
    assert "Tue 18:00 is 10 h after the long run of Tue 06:00 ends" in found.reasons[0].sentence


def test_an_exercise_that_last_week_did_too_late_says_the_hours() -> None:
    sunday = a_session(CATALOG, "sun", "2026-11-22T18:00:00+00:00", {"squat_x": 2, "hop_x": 2})
    request = a_request(a_window("mon", "Mon 18:00", 30), previous=last_week(sunday))
    squat = why_not("squat_x", request)
    assert rules(squat) == ["same_muscle_spacing"]
    assert "loads quadriceps 24 h after last week's session did; 48 h are" in (
        squat.reasons[0].sentence
    )
    assert rules(why_not("hop_x", request)) == ["same_muscle_spacing", "impact_limits"]


def test_an_exercise_too_long_for_every_window_says_the_minutes() -> None:
    slow = an_exercise("slow_x", "core", sets=(3, 3), rest_seconds=300)
    request = a_request(a_window("tue", "Tue 18:00", 12))
    found = why_not("slow_x", request, a_catalog(SQUAT, slow))
    assert rules(found) == ["time_budget"]
    assert "tue: 7 min after the warm-up from Tue 18:00 are too short" in found.reasons[0].sentence


def test_a_window_on_the_day_of_a_race_is_refused_by_its_rule() -> None:
    request = a_request(
        a_window("tue", "Tue 18:00"), a_window("sun", "Sun 18:00"),
        runs=[a_run("Sun 09:00", 40, "race")],
    )  # fmt: skip
    found = why_not("sun", request)
    assert found.status == "infeasible"
    assert "race_proximity" in rules(found)


def test_a_window_too_soon_after_a_run_is_priced_by_the_minutes_of_recovery() -> None:
    """Ten hours after a run: the least is a session without leg work, 14 hours too soon."""
    request = a_request(
        a_window("tue", "Tue 18:00"), a_window("fri", "Fri 18:00"), runs=[a_run("Fri 07:00", 60)],
        limits={"max_sessions": 2},
    )  # fmt: skip
    found = why_not("fri", request)
    assert found.status == "relaxed"
    assert found.proven
    assert found.first_difference == "sessions_inside_recovery"
    assert differences(found)["recovery_short_without_leg_loading"] == 14 * 60
    assert [r.rule for r in found.relaxations] == ["recovery_after_run"]


def test_a_window_that_pins_leave_no_room_for_has_no_week() -> None:
    """Both sessions are pinned elsewhere, and the phase has no third."""
    windows = [a_window(day.lower(), f"{day} 18:00") for day in ("Mon", "Wed", "Fri")]
    request = a_request(*windows, pinned=[Pin(window="mon"), Pin(window="fri")])
    found = why_not("wed", request)
    assert (found.status, found.plan) == ("infeasible", None)
    assert found.sentence == "No week has a session in window wed, whatever is relaxed."
    assert rules(found) == ["sessions_per_week", "pinned"]


def test_a_request_that_fails_rather_than_relax_still_learns_the_price() -> None:
    request = a_request(
        a_window("tue", "Tue 18:00"), a_window("fri", "Fri 18:00"), runs=[a_run("Fri 07:00", 60)],
        on_conflict="fail",
    )  # fmt: skip
    assert why_not("fri", request).status == "relaxed"


# --- What cannot be asked -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ({"session": "s9"}, "session: 's9' is no session of the plan; known: s1"),
        ({"exercise": "squats"}, "is no exercise of this catalog; did you mean 'squat_x'?"),
        ({"exercise": "dip_x"}, "exercise: 'dip_x' is not in the plan; ask why not"),
        ({"exercise": "stretch_x"}, "follow a fixed procedure and have no price"),
        ({"why_not": "stretch_x"}, "follow a fixed procedure and have no price"),
        ({"why_not": "hinge_x"}, "why_not: 'hinge_x' is in the plan already"),
        ({"why_not": "tue"}, "why_not: 'tue' holds a session already"),
        ({"why_not": "window:x"}, "'window:x' is no window of the request; known: tue"),
        ({"why_not": "window:tuesday"}, "is no window of the request; did you mean 'tue'?"),
        ({"why_not": "window:squat_x"}, "is no window of the request; known: tue"),
        ({"why_not": "exercise:squat"}, "is no exercise of this catalog; did you mean 'squat_x'?"),
        ({"why_not": "zzz"}, "no exercise of this catalog; windows: tue"),
        ({"why_not": "tuesday"}, "is no window of the request and no exercise of this catalog"),
    ],
)
def test_a_question_that_makes_no_sense_is_told_why(question: dict[str, Any], says: str) -> None:
    with pytest.raises(UnusableInput) as raised:
        explained(a_request(), **question)
    assert says in str(raised.value)


def test_a_name_that_is_a_window_and_an_exercise_has_to_say_which() -> None:
    catalog = a_catalog(SQUAT, LUNGE, HINGE, muscles=THIGHS)
    request = a_request(
        a_window("tue", "Tue 18:00", 17), a_window("lunge_x", "Fri 18:00", 9),
        limits={"max_sessions": 1},
    )  # fmt: skip
    with pytest.raises(UnusableInput, match="write window:lunge_x or exercise:lunge_x"):
        why_not("lunge_x", request, catalog)
    assert why_not("window:lunge_x", request, catalog).question == "a session in window lunge_x"
    assert why_not("exercise:lunge_x", request, catalog).question == "lunge_x"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"athlete_id": "bob"}, "athlete_id: 'bob' is not the request's athlete 'test'"),
        ({"fingerprint": "sha256:0"}, "is that of another request"),
        ({"plan": None, "status": "infeasible"}, "plan: there is none, the result is infeasible"),
        ({"versions": Versions(catalog="sha256:0", software="0")}, "is not the present catalog"),
        (
            {"versions": Versions(catalog=CATALOG.version, software="0.0.1")},
            "versions.software: '0.0.1' is not this version",
        ),
    ],
)
def test_a_result_that_does_not_belong_here_is_refused(
    changed: dict[str, object], says: str
) -> None:
    request = a_request()
    with pytest.raises(UnusableInput) as raised:
        explain(request, planned(request, CATALOG).model_copy(update=changed), catalog=CATALOG)
    assert says in str(raised.value)


def test_a_result_whose_tiers_were_changed_is_refused() -> None:
    request = a_request()
    result = planned(request, CATALOG)
    first, *others = result.objective
    lie = first.model_copy(update={"value": first.value + 1})
    with pytest.raises(UnusableInput, match="is not what the plan reads"):
        explain(request, result.model_copy(update={"objective": (lie, *others)}), catalog=CATALOG)


@pytest.mark.parametrize(
    "named",
    [
        {"athlete": {"id": "ana", "level": "advanced", "injuries": ["Knee x"]}},
        {"preferences": {"avoid": ["Lunge x"]}},
        {"places": {"home": ["Dumbbells", "Chair"]}},
    ],
)
def test_a_request_that_names_things_as_people_do_is_explained(named: dict[str, Any]) -> None:
    written = {
        "athlete": {"id": "ana", "level": "advanced"},
        "week": {"start": "2026-11-23"},
        "availability": [{"id": "tue", "start": "Tue 18:00", "minutes": 30, "place": "home"}],
        "places": {"home": []},
    }
    request = read_request(json.dumps(written | named), CATALOG)
    assert explain(request, planned(request, CATALOG), catalog=CATALOG).sessions


def test_what_could_stand_instead_trains_the_same_and_may_be_done_there() -> None:
    """The other quadriceps lift, and none that is in the plan, too hard or without its tool."""
    squat = explained(A_SHORT_WEEK, exercise="squat_x").exercises[0]
    assert [(one.exercise, one.shared, one.windows) for one in squat.instead] == [
        ("lunge_x", ("quadriceps",), ("tue",))
    ]
