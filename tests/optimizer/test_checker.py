"""``check``: every tier of any plan, a coach's too, and the way to the optimum."""

from __future__ import annotations

import json
from typing import Any

import pytest

from optimizer import UnusableInput, WrittenPlan, check, read_plan
from optimizer.documents.request import Request
from optimizer.documents.result import CheckReport, Plan, Result, Versions
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
    planned,
)

SQUAT = a_leg_lift("squat_x", "quadriceps", pattern="squat")
HINGE = a_leg_lift("hinge_x", "hamstrings", pattern="hinge")
PLANK = an_exercise("plank_x", "core", pattern="anti_extension", rest_seconds=30)
STRETCH = an_exercise("stretch_x", "quadriceps", kind="mobility", reps=None, seconds_per_rep=None,
                      hold_seconds=(30, 30), sets=(1, 1))  # fmt: skip
THIGHS = (a_muscle("quadriceps", neglected=True), a_muscle("hamstrings", neglected=True))
CATALOG = a_catalog(SQUAT, HINGE, PLANK, STRETCH, muscles=THIGHS)
TUESDAY = "2026-11-24T18:00:00+00:00"


def written(*sessions: dict[str, Any]) -> WrittenPlan:
    found = read_plan(json.dumps({"sessions": sessions}))
    assert isinstance(found, WrittenPlan)
    return found


def on_tuesday(start: str = "Tue 18:00", **sets: int) -> WrittenPlan:
    return written({"window": "tue", "start": start, "exercises": sets})


def broken(report: CheckReport) -> list[tuple[str, float, float]]:
    return [(finding.rule, finding.required, finding.actual) for finding in report.findings]


def values(report: CheckReport) -> dict[str, int]:
    return {tier.name: tier.value for tier in report.objective}


# --- A coach's plan -------------------------------------------------------------------------------


def test_a_plan_by_hand_is_read_as_the_planner_would_hold_it() -> None:
    """Window, start and sets are enough: the week is the one that the planner itself finds."""
    request = a_request(a_window("tue", "Tue 18:00", 20))
    ours = planned(request, CATALOG)
    by_hand = check(request, on_tuesday(squat_x=3, hinge_x=3, plank_x=3), catalog=CATALOG)
    assert by_hand.filled_in
    assert by_hand.holds
    assert values(by_hand) == values(check(request, ours, catalog=CATALOG))


def test_a_session_by_hand_that_is_too_long_says_by_how_much() -> None:
    """Warm-up and three sets take ten minutes; the window has eight and a half."""
    request = a_request(a_window("tue", "Tue 18:00", 9), limits={"max_session_minutes": 8})
    report = check(request, on_tuesday(squat_x=3), catalog=CATALOG)
    assert not report.holds
    assert ("availability", 0, 1) in broken(report)
    assert ("time_budget", 8, 10) in broken(report)


def test_a_start_too_soon_after_a_run_says_the_hours() -> None:
    request = a_request(a_window("tue", "Tue 18:00"), runs=[a_run("Mon 18:00", 30)])
    report = check(request, on_tuesday(squat_x=2, hinge_x=2), catalog=CATALOG)
    assert ("recovery_after_run", 24, 23.5) in broken(report)
    tiers = values(report)
    assert tiers["recovery_short_for_leg_loading"] == 30
    assert tiers["recovery_short_without_leg_loading"] == 0


def test_an_empty_plan_misses_what_there_is_to_do() -> None:
    report = check(a_request(), Plan(sessions=()), catalog=CATALOG)
    assert not report.holds
    assert values(report)["neglected_major_left_out"] == 2
    assert values(report)["sessions_missing"] == 1


@pytest.mark.parametrize(
    ("session", "says"),
    [
        ({"window": "tuesday"}, "sessions[0].window: 'tuesday' is no window of the request"),
        ({"exercises": {"squat_y": 2}}, "'squat_y' is no exercise of this catalog; did you mean"),
        ({"exercises": {"stretch_x": 1}}, "'stretch_x' is a warm-up drill, a stretch or a release"),
        ({"start": "noon"}, "sessions[0].start: 'noon' is no time"),
        ({"start": "2026-12-24T18:00"}, "lies outside"),
    ],
)
def test_a_plan_by_hand_that_cannot_be_read_is_told_why(session: dict[str, Any], says: str) -> None:
    plan = written({"window": "tue", "start": "Tue 18:00", "exercises": {"squat_x": 2}} | session)
    with pytest.raises(UnusableInput) as raised:
        check(a_request(), plan, catalog=CATALOG)
    assert says in str(raised.value)


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({}, "is no result and no plan"),
        ({"sessions": [{"window": "tue", "start": "Tue 18:00"}]}, "sessions[0].exercises"),
        ({"sessions": [{"windw": "tue"}]}, "did you mean 'window'?"),
        ({"sessions": {}}, "is no list"),
        (
            {"sessions": [{"window": "tue", "start": "Tue 18:00", "exercises": {}}]},
            "sessions[0].exercises: is empty; give at least one entry",
        ),
        (
            {"sessions": [{"window": "t", "start": "Tue 18:00", "exercises": {"squat_x": 0}}]},
            "is too small",
        ),
    ],
)
def test_what_is_no_plan_is_told_why(document: dict[str, Any], says: str) -> None:
    with pytest.raises(UnusableInput) as raised:
        read_plan(json.dumps(document))
    assert says in str(raised.value)


def test_a_session_of_very_many_exercises_is_read_too() -> None:
    """Too many for trying every superset, and refused by the limits of a session all the same."""
    many = [an_exercise(f"lift_{n:02}", f"muscle_{n:02}", pattern="calf") for n in range(20)]
    request = a_request(preferences={"style": "supersets"})
    sets = {exercise.id: 4 for exercise in many}
    plan = written({"window": "tue", "start": "Tue 18:00", "exercises": sets})
    report = check(request, plan, catalog=a_catalog(*many))
    assert "session_limits" in {finding.rule for finding in report.findings}


def test_what_holds_says_how_close_to_its_edge_it_is() -> None:
    """Half an hour more than the 24, and ten of twenty minutes."""
    request = a_request(
        a_window("tue", "Tue 18:30", 20), a_window("thu", "Thu 18:35"),
        runs=[a_run("Mon 17:00", 60), a_run("Wed 20:00", 60, "tempo")],
    )  # fmt: skip
    plan = written({"window": "tue", "start": "Tue 18:30", "exercises": {"squat_x": 3}})
    report = check(request, plan, catalog=CATALOG)
    edges = {edge.rule: (edge.subject, edge.required, edge.actual) for edge in report.closest}
    assert edges == {
        "recovery_after_run": ("tue", 24, 24.5),
        "time_budget": ("tue", 20, 10),
        "sessions_per_week": ("sessions", 2, 1),
        "before_key_run": ("tue", 24, 25.33),
        "volume_limits": ("quadriceps", 16, 3),
        "session_limits": ("tue", 24, 3),
    }
    assert edges.keys() <= set(report.rules_held)
    assert all(edge.holds for edge in report.closest)
    assert not any(finding.holds for finding in report.findings)


def test_the_edge_of_the_spacing_is_the_tightest_pair() -> None:
    request = a_request(a_window("tue", "Tue 18:00"), a_window("thu", "Thu 18:00", 90))
    plan = written(
        {"window": "tue", "start": "Tue 18:00", "exercises": {"squat_x": 2, "hinge_x": 2}},
        {"window": "thu", "start": "Thu 18:05", "exercises": {"squat_x": 2, "hinge_x": 2}},
    )
    report = check(request, plan, catalog=CATALOG)
    [edge] = [edge for edge in report.closest if edge.rule == "same_muscle_spacing"]
    assert (edge.subject, edge.required, edge.actual) == ("hamstrings", 48, 48.08)


# --- The optimum ----------------------------------------------------------------------------------


def test_without_the_optimum_no_bound_is_claimed() -> None:
    report = check(a_request(), on_tuesday(squat_x=2), catalog=CATALOG)
    assert report.optimum is None
    assert all(tier.optimum is tier.bound is tier.difference is None for tier in report.objective)


def test_the_planners_own_week_is_as_good_as_the_optimum() -> None:
    request = a_request()
    report = check(request, planned(request, CATALOG), catalog=CATALOG, optimum=True)
    assert report.optimum == "optimal"
    assert report.first_difference is None
    assert all(tier.value == tier.optimum == tier.bound for tier in report.objective)


def test_a_plan_behind_the_optimum_says_in_which_tier_and_by_how_much() -> None:
    """Two sets of each lift where three have room: the targets are missed by more."""
    request = a_request(a_window("tue", "Tue 18:00", 20))
    report = check(request, on_tuesday(squat_x=2, hinge_x=2, plank_x=2), catalog=CATALOG,
                   optimum=True)  # fmt: skip
    tier = next(tier for tier in report.objective if tier.name == report.first_difference)
    assert tier.name == "target_dose_shortfall"
    best = check(request, planned(request, CATALOG), catalog=CATALOG)
    assert tier.bound == tier.optimum == values(best)[tier.name] < tier.value
    assert tier.difference == tier.value - values(best)[tier.name]


# --- What does not belong together ----------------------------------------------------------------


def a_result() -> tuple[Request, Result]:
    request = a_request()
    return request, planned(request, CATALOG)


def refusal(request: Request, result: Result | Plan) -> str:
    with pytest.raises(UnusableInput) as raised:
        check(request, result, catalog=CATALOG)
    return str(raised.value)


def test_a_result_for_another_athlete_is_refused() -> None:
    request, result = a_result()
    other = a_request(athlete={"id": "bob"})
    assert "athlete_id: 'test' is not the request's athlete 'bob'" in refusal(other, result)
    assert check(request, result, catalog=CATALOG).holds


def test_a_result_of_another_catalog_is_refused() -> None:
    request, result = a_result()
    old = Versions(catalog="sha256:0123456789abcdef", software=result.versions.software)
    says = refusal(request, result.model_copy(update={"versions": old}))
    assert "versions.catalog: '0123456789ab' is not the present catalog" in says


def test_a_result_of_another_request_is_refused_but_its_plan_may_be_checked() -> None:
    _, result = a_result()
    other = a_request(runs=[a_run("Sat 08:00", 60)])
    assert "is that of another request" in refusal(other, result)
    assert result.plan is not None
    assert check(other, result.plan, catalog=CATALOG).holds


def test_a_result_of_other_software_is_read_by_the_rules_alone() -> None:
    request, result = a_result()
    versions = result.versions.model_copy(update={"software": "0.0.1"})
    older = result.model_copy(update={"versions": versions, "fingerprint": "sha256:0"})
    assert check(request, older, catalog=CATALOG).holds


def test_a_plan_for_another_week_is_refused() -> None:
    plan = a_plan(a_session(CATALOG, "tue", "2026-12-08T18:00:00+00:00", {"squat_x": 2}))
    assert "is not in the week of 2026-11-23" in refusal(a_request(), plan)
