"""What would cure a week without a plan: the smallest changes, each of which really does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import Phase, given
from pydantic import JsonValue

from catalog import Catalog, load_catalog
from optimizer import SolveOptions, read_request
from optimizer.building.case_of import case_of
from optimizer.building.problem_of import problem_of
from optimizer.conflict.conflict import conflict_of
from optimizer.conflict.repairs import repairs_of
from optimizer.documents.patch import patched
from optimizer.documents.request import CurrentWeek, Pin, Request
from optimizer.documents.result import Repair
from optimizer.documents.strength import Place, Weights
from optimizer.operations.plan import plan
from optimizer.solving import budgets
from optimizer.solving.clock import Clock
from optimizer.solving.feasible import Verdict, any_week
from optimizer.week.problem import WeekProblem
from tests.answers import answer_to, request_of
from tests.drawn import drawn
from tests.optimizer.athletes import Document, athletes
from tests.optimizer.worlds import (
    a_catalog,
    a_leg_lift,
    a_muscle,
    a_plan,
    a_request,
    a_run,
    a_session,
    a_window,
    an_exercise,
)

THIGH = a_muscle("quadriceps", neglected=True)
SQUAT = a_leg_lift("squat_x", "quadriceps", pattern="knee_extension")
LIGHT = an_exercise("light_x", "quadriceps")
WORLD = a_catalog(SQUAT, muscles=[THIGH])
QUICK = SolveOptions(deterministic_limit=1)


def cured(request: Request, patch: list[JsonValue], catalog: Catalog) -> bool:
    """True: after the change the public planner finds a week that keeps every required rule."""
    changed = patched(request, patch)
    result = plan(changed, catalog=catalog, options=QUICK, explain_conflict=False)
    return result.status in ("optimal", "feasible")


def repairs(request: Request, catalog: Catalog = WORLD) -> dict[str, Repair]:
    """By sentence, in their order; each cures."""
    result = plan(request, catalog=catalog)
    assert result.conflict is not None
    assert result.status in ("relaxed", "infeasible")
    for repair in result.repairs:
        assert cured(request, list(repair.patch), catalog), repair
    return {repair.sentence: repair for repair in result.repairs}


def withheld(request: Request, catalog: Catalog = WORLD) -> dict[str, str]:
    """By the sentence of each repair that is withheld, why."""
    result = plan(request, catalog=catalog)
    return {one.sentence: one.why for one in result.repairs_withheld}


def numbers(repair: Repair) -> tuple[dict[str, int] | None, dict[str, int]]:
    """Of the week before the change, and after."""
    assert repair.leads_to is not None
    before, after = repair.leads_to.before, repair.leads_to.after
    return None if before is None else before.model_dump(), after.model_dump()


def test_a_window_that_is_half_a_minute_too_short() -> None:
    """Five minutes more at either end, on the five-minute grid."""
    found = repairs(a_request(a_window("tue", "Tue 18:00", 8)))
    assert [list(repair.patch) for repair in found.values()] == [
        [{"op": "replace", "path": "/availability/0/minutes", "value": 13}],
        [
            {"op": "replace", "path": "/availability/0/start", "value": "Tue 17:55"},
            {"op": "replace", "path": "/availability/0/minutes", "value": 13},
        ],
    ]
    assert list(found) == [
        "End window tue later by 5 min: window tue from Tue 18:00 to Tue 18:13.",
        "Start window tue earlier by 5 min: window tue from Tue 17:55 to Tue 18:08.",
    ]


def test_a_window_with_an_end_keeps_that_form() -> None:
    request = a_request(
        availability=({"id": "tue", "start": "2026-11-24T18:00", "end": "2026-11-24T18:08"},)
    )
    patches = [list(repair.patch) for repair in repairs(request).values()]
    assert [
        {"op": "replace", "path": "/availability/0/end", "value": "2026-11-24T18:13"}
    ] in patches


def test_a_window_that_opens_ten_minutes_too_soon_is_held_ten_minutes_later() -> None:
    """By five minutes less the session would still not fit behind the 24 hours."""
    runs = (a_run("Mon 18:00", 60, "tempo"),)
    request = a_request(a_window("tue", "Tue 18:50", 10), runs=runs)
    found = repairs(request)
    first = next(iter(found.values()))
    assert list(first.patch) == [
        {"op": "replace", "path": "/availability/0/start", "value": "Tue 19:00"}
    ]
    assert first.sentence == (
        "Hold window tue later by 10 min: window tue from Tue 19:00 to Tue 19:10."
    )
    less: list[JsonValue] = [{"op": "replace", "path": "/availability/0/minutes", "value": 15}]
    assert not cured(request, less, WORLD)


def test_an_easy_run_can_start_earlier_a_key_run_stays() -> None:
    easy = a_request(a_window("tue", "Tue 18:50", 10), runs=(a_run("Mon 18:00"),))
    [move] = [r for r in repairs(easy).values() if r.patch[0]["path"] == "/runs/0/start"]
    assert move.patch[0]["value"] == "Mon 17:50"
    assert move.sentence == "Start the easy run of Mon 18:00 10 min earlier, at Mon 17:50."
    assert not cured(
        easy, [{"op": "replace", "path": "/runs/0/start", "value": "Mon 17:55"}], WORLD
    )
    tempo = a_request(a_window("tue", "Tue 18:50", 10), runs=(a_run("Mon 18:00", 60, "tempo"),))
    assert all(r.patch[0]["path"] != "/runs/0/start" for r in repairs(tempo).values())


def test_recovery_for_legs_only_helps_where_the_work_is_light() -> None:
    request = a_request(a_window("tue", "Tue 12:00", 20), runs=(a_run("Mon 18:00", 60, "tempo"),))
    operation = {
        "op": "add", "path": "/rules",
        "value": {"recovery_after_run": {"applies_to": "leg_loading"}},
    }  # fmt: skip
    light = [list(r.patch) for r in repairs(request, a_catalog(LIGHT, muscles=[THIGH])).values()]
    assert [operation] in light
    assert [operation] not in [list(r.patch) for r in repairs(request).values()]


def test_a_rule_that_is_already_set_keeps_its_other_parameters() -> None:
    request = a_request(
        a_window("tue", "Tue 12:00", 20), runs=(a_run("Mon 18:00", 60, "tempo"),),
        rules={"recovery_after_run": {"hours": 23}},
    )  # fmt: skip
    found = [list(r.patch) for r in repairs(request, a_catalog(LIGHT, muscles=[THIGH])).values()]
    assert [
        {"op": "add", "path": "/rules/recovery_after_run/applies_to", "value": "leg_loading"}
    ] in found


def test_the_athletes_own_limit_is_raised_by_as_little_as_can_be() -> None:
    found = repairs(a_request(limits={"max_session_minutes": 8}))
    assert [list(repair.patch) for repair in found.values()] == [
        [{"op": "replace", "path": "/limits/max_session_minutes", "value": 13}]
    ]


def test_one_piece_of_equipment_rather_the_simple_one() -> None:
    squat = a_leg_lift("squat_x", "quadriceps", equipment=(("leg_press", "dumbbell"),))
    request = a_request(a_window("tue", "Tue 18:00", 60, "home"), places={"home": ()})
    found = repairs(request, a_catalog(squat, muscles=[THIGH]))
    assert [list(repair.patch) for repair in found.values()] == [
        [{"op": "add", "path": "/places/home/-", "value": "dumbbell"}]
    ]


def test_two_missing_pieces_are_not_one() -> None:
    squat = a_leg_lift("squat_x", "quadriceps", equipment=(("bench",), ("dumbbell",)))
    request = a_request(a_window("tue", "Tue 18:00", 60, "home"), places={"home": ()})
    assert repairs(request, a_catalog(squat, muscles=[THIGH])) == {}


def test_either_of_two_pins_is_dropped() -> None:
    windows = (a_window("tue", "Tue 18:00", 30), a_window("wed", "Wed 18:00", 30))
    pins = (Pin(window="tue", exercise="squat_x"), Pin(window="wed", exercise="squat_x"))
    found = repairs(a_request(*windows, pinned=pins), a_catalog(SQUAT))
    removed = [r.patch[0]["path"] for r in found.values() if r.patch[0]["op"] == "remove"]
    assert removed == ["/pinned/0", "/pinned/1"]


def test_fewer_sessions_than_wanted() -> None:
    [repair] = repairs(a_request(limits={"min_sessions": 2})).values()
    assert list(repair.patch) == [{"op": "replace", "path": "/limits/min_sessions", "value": 1}]
    assert repair.sentence == "Ask for at least 1 session."


def test_as_few_sessions_less_as_will_do_even_where_none_would_do_too() -> None:
    """Nothing has to be trained, so no session at all is lawful; one session less cures."""
    catalog = a_catalog(an_exercise("a_x", "calf"), muscles=[a_muscle("calf")])
    [repair] = repairs(
        a_request(a_window("mon", "Mon 07:00", 10), limits={"min_sessions": 2}), catalog
    ).values()
    assert list(repair.patch) == [{"op": "replace", "path": "/limits/min_sessions", "value": 1}]


def test_one_muscle_waits_and_it_is_the_least_important() -> None:
    """Three exercises, and time for two."""
    accessory = a_muscle("accessory_x", neglected=True, volume_class="accessory")
    minor = a_muscle("minor_x", neglected=True, volume_class="minor")
    catalog = a_catalog(
        SQUAT, an_exercise("one", "accessory_x", pattern="hip_flexion"),
        an_exercise("two", "minor_x", pattern="hip_rotation"), muscles=[accessory, minor, THIGH],
    )  # fmt: skip
    found = repairs(a_request(a_window("tue", "Tue 18:00", 13)), catalog)
    [waits] = [r for r in found.values() if "neglected_coverage" in str(r.patch)]
    assert waits.patch[0]["value"] == {"neglected_coverage": {"leave_out": ["accessory_x"]}}
    assert [sentence.split()[0] for sentence in found] == ["End", "Start", "Leave"]


def test_two_windows_where_one_is_not_enough() -> None:
    """Each session holds one of the two exercises, and each window opens ten minutes too soon."""
    calf = a_muscle("calf", neglected=True)
    catalog = a_catalog(SQUAT, an_exercise("raise_x", "calf"), muscles=[calf, THIGH])
    runs = (a_run("Mon 18:00", 60, "tempo"), a_run("Thu 18:00", 60, "tempo"))
    windows = (a_window("tue", "Tue 18:50", 10), a_window("fri", "Fri 18:50", 10))
    request = a_request(*windows, runs=runs, limits={"max_session_minutes": 10})
    [pair] = [r for r in repairs(request, catalog).values() if len(r.patch) == 2]
    assert list(pair.patch) == [
        {"op": "replace", "path": "/availability/0/start", "value": "Tue 19:00"},
        {"op": "replace", "path": "/availability/1/start", "value": "Fri 19:00"},
    ]


def test_a_window_is_tried_by_itself_although_together_more_is_demanded() -> None:
    """The gym window made longer too admits a hinge, which the week then has to hold."""
    light = an_exercise("light_x", "quadriceps", sets=(3, 3), setup_seconds=60)
    hinge = an_exercise(
        "hinge_x", "hamstrings", pattern="hinge", sets=(2, 2), setup_seconds=120,
        equipment=(("barbell",),),
    )  # fmt: skip
    request = a_request(
        a_window("b", "Mon 18:00", 10, "home"),
        a_window("a", "Tue 23:45", 5, "gym"),
        places={"home": (), "gym": ("barbell",)},
        limits={"max_sessions": 1},
    )
    found = repairs(request, a_catalog(light, hinge, muscles=[THIGH]))
    of_b = [sentence for sentence in found if "window b" in sentence]
    assert len(of_b) == 2
    assert all("by 5 min" in sentence for sentence in of_b)


def test_a_change_that_cannot_be_decided_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def sometimes(problem: WeekProblem, clock: Clock, **how: Any) -> Verdict:
        minutes = {w.id: w.end - w.start for w in problem.case.timeline.windows}
        only_first = minutes["aa"] > 8 and minutes["bb"] == 8
        return Verdict(None) if only_first else any_week(problem, clock, **how)

    monkeypatch.setattr("optimizer.conflict.repairs.any_week", sometimes)
    windows = a_window("aa", "Tue 18:00", 8), a_window("bb", "Thu 18:00", 8)
    found = repairs(
        a_request(*windows, limits={"max_sessions": 1}), a_catalog(LIGHT, muscles=[THIGH])
    )
    assert found
    assert all("window bb" in sentence for sentence in found)


def test_an_exercise_that_was_done_and_may_not_be_done_any_more_is_no_fault() -> None:
    """One set of it has more contacts than a session may have."""
    hop = an_exercise(
        "hop_x", "calves", kind="plyometric", pattern="jump", impact=1, reps=(20, 25),
        seconds_per_rep=0.5, foot_contacts_per_rep=1,
    )  # fmt: skip
    evidence = {"contacts_intermediate": (10, 20)}
    catalog = a_catalog(SQUAT, hop, muscles=[THIGH], evidence=evidence)
    done = a_session(catalog, "mon", "2026-11-23T18:00:00+00:00", {"hop_x": 2})
    current = CurrentWeek(plan=a_plan(done), done=("s1",))
    windows = a_window("mon", "Mon 18:00", 60), a_window("tue", "Tue 18:00", 7)
    assert plan(a_request(*windows, current=current), catalog=catalog).status == "relaxed"


# --- The week that it leads to --------------------------------------------------------------------


def test_a_repair_tells_the_week_that_it_leads_to() -> None:
    """Half a minute too short for two sets, whose muscle needs four half sets; then three fit."""
    request = a_request(a_window("tue", "Tue 18:00", 8))
    for repair in repairs(request).values():
        before, after = numbers(repair)
        nothing = {
            "sessions": 0, "sessions_inside_recovery": 0, "main_lift_sets": 0,
            "minimum_missed_half_sets": 4, "heavy_before_key_run": 0,
        }  # fmt: skip
        assert before == nothing
        assert after == nothing | {"sessions": 1, "minimum_missed_half_sets": 0}
        changed = patched(request, list(repair.patch))
        led_to = plan(changed, catalog=WORLD)
        assert led_to.plan is not None
        assert len(led_to.plan.sessions) == after["sessions"]
        missed = {tier.name: tier.value for tier in led_to.objective}["minimum_dose_missed"]
        assert missed == after["minimum_missed_half_sets"]


def test_where_no_relaxed_week_is_shown_nothing_is_told_of_it() -> None:
    request = a_request(a_window("tue", "Tue 18:00", 8), on_conflict="fail")
    for repair in repairs(request).values():
        before, after = numbers(repair)
        assert before is None
        assert after["sessions"] == 1


def test_main_lifts_are_counted_and_sessions_inside_recovery_stay_inside() -> None:
    """Light work may stand within the hours then, but it does stand within them."""
    light = LIGHT.model_copy(update={"main_lift": "knee"})
    catalog = a_catalog(light, muscles=[THIGH])
    request = a_request(a_window("tue", "Tue 12:00", 10), runs=(a_run("Mon 18:00"),))
    [legs] = [r for r in repairs(request, catalog).values() if r.patch[0]["path"] == "/rules"]
    _, after = numbers(legs)
    assert after["main_lift_sets"] == 3
    assert after["sessions_inside_recovery"] == 1


def test_a_change_that_costs_a_session_is_withheld() -> None:
    """Wednesday opens ten minutes too soon: it can wait so long, or be given up."""
    windows = a_window("mon", "Mon 07:00", 10), a_window("wed", "Wed 18:50", 10)
    request = a_request(
        *windows, runs=(a_run("Tue 18:00", 60, "tempo"),), limits={"min_sessions": 2}
    )
    [later] = repairs(request).values()
    before, after = numbers(later)
    assert before is not None
    assert later.patch[0]["value"] == "Wed 19:00"
    assert before["sessions"] == after["sessions"] == 2
    assert (before["sessions_inside_recovery"], after["sessions_inside_recovery"]) == (1, 0)
    assert withheld(request) == {
        "Ask for at least 1 session.": "The week it leads to has 1 session instead of 2."
    }


def test_a_change_that_misses_more_of_the_minimum_is_withheld() -> None:
    """With a dumbbell a small muscle has to be trained, and two large ones no longer can be."""
    small = a_muscle("small_x", neglected=True, volume_class="accessory")
    both = an_exercise("both_x", "quadriceps", "gluteus")
    curl = an_exercise("curl_x", "small_x", equipment=(("dumbbell",),))
    catalog = a_catalog(both, curl, muscles=[small])
    request = a_request(a_window("tue", "Tue 18:00", 10, "home"), places={"home": ()})
    dumbbell = [one for one in withheld(request, catalog).items() if "umbbell" in one[0]]
    [(_, why)] = dumbbell
    assert why.startswith("The week it leads to misses at least ")
    assert not any("umbbell" in sentence for sentence in repairs(request, catalog))


def test_a_change_that_puts_heavy_work_on_the_eve_of_a_key_run_is_withheld() -> None:
    """A longer window on Tuesday evening has room for a heavy squat, before Wednesday's tempo."""
    heavy = a_leg_lift("squat_x", "quadriceps", leg_load=3)
    catalog = a_catalog(heavy, muscles=[THIGH])
    runs = (a_run("Wed 12:00", 60, "tempo"),)
    request = a_request(a_window("tue", "Tue 18:00", 8), runs=runs)
    why = "The week it leads to has heavy work less than 24 h before a key run in 1 session."
    reasons = withheld(request, catalog)
    assert reasons
    assert set(reasons.values()) == {why}
    assert repairs(request, catalog) == {}
    later = a_request(a_window("tue", "Tue 18:00", 8), runs=(a_run("Wed 19:00", 60, "tempo"),))
    assert withheld(later, catalog) == {}
    assert len(repairs(later, catalog)) == 2


def test_where_the_week_it_leads_to_is_not_known_nothing_is_claimed_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(budgets, "REPAIRED_SHARE", 0.0)
    windows = a_window("mon", "Mon 07:00", 10), a_window("wed", "Wed 18:50", 10)
    request = a_request(
        *windows, runs=(a_run("Tue 18:00", 60, "tempo"),), limits={"min_sessions": 2}
    )
    result = plan(request, catalog=WORLD)
    assert "Ask for at least 1 session." in [repair.sentence for repair in result.repairs]
    assert all(repair.leads_to is None for repair in result.repairs)
    assert result.repairs_withheld == ()
    assert "repairs_not_followed" in [warning.code for warning in result.warnings]


# --- Every athlete --------------------------------------------------------------------------------


@drawn(10, phases=(Phase.explicit, Phase.generate))
@given(athletes())
def test_every_repair_cures(document: Document) -> None:
    request, catalog = read_request(json.dumps(document)), load_catalog()
    strict = problem_of(case_of(request, catalog))
    if any_week(strict, Clock(QUICK)).exists is not False:
        return
    explained = conflict_of(strict, Clock(QUICK))
    if explained is None:
        return
    for repair in repairs_of(explained, Clock(QUICK)):
        assert cured(request, list(repair.patch), catalog), repair


def test_a_search_for_repairs_that_was_cut_short_says_so() -> None:
    """With less and less to search by, repairs are missing only where a warning tells it."""
    request = request_of("p7")
    whole = answer_to(request)
    warned = []
    shorter = [
        plan(request, options=SolveOptions(deterministic_limit=limit)) for limit in (2.0, 0.3)
    ]
    for result in (whole, *shorter):
        codes = [warning.code for warning in result.warnings]
        warned.append("repairs_cut_short" in codes)
        assert result.conflict == whole.conflict
        patches = [repair.patch for repair in result.repairs]
        assert warned[-1] or patches == [repair.patch for repair in whole.repairs]
    assert warned[0] is False
    assert warned[-1] is True


def test_a_thing_is_added_to_a_place_that_tells_its_weights() -> None:
    """The patch names its list of equipment, and the request can be patched with it."""
    place = Place(equipment=("dumbbell",), weights={"dumbbell": Weights(kg=(4.0,))})
    squat = a_leg_lift("squat_x", "quadriceps", equipment=(("chair",),))
    request = a_request(a_window("tue", "Tue 18:00", 60, "home"), places={"home": place})
    [repair] = repairs(request, a_catalog(squat, muscles=[THIGH])).values()
    assert [*repair.patch] == [{"op": "add", "path": "/places/home/equipment/-", "value": "chair"}]
    after = patched(request, list(repair.patch)).places["home"]
    assert (after.equipment, after.weights) == (("dumbbell", "chair"), place.weights)
