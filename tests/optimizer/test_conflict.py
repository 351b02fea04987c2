"""The conflict behind a week that no plan can keep: exact on the smallest instances, then minimal
for every athlete."""

from __future__ import annotations

import json

import pytest
from hypothesis import Phase, given

from catalog import Catalog, load_catalog
from optimizer import SolveOptions, read_request
from optimizer.building.case_of import case_of
from optimizer.building.problem_of import open_problem, problem_of, without
from optimizer.case.claims import Claim
from optimizer.conflict.conflict import Explained, claims_of, conflict_of
from optimizer.documents.request import Pin, Request
from optimizer.documents.result import Result
from optimizer.operations.plan import plan
from optimizer.operations.replan import replan
from optimizer.rules.registry import RULES, RULES_BY_ID
from optimizer.solving.clock import Clock
from optimizer.solving.feasible import any_week
from optimizer.solving.modelling import modelled
from optimizer.week.conditions import HoldWindow, LeaveOutWindow
from optimizer.week.problem import WeekProblem
from tests.drawn import drawn
from tests.optimizer.athletes import Document, athletes
from tests.optimizer.worlds import (
    a_catalog,
    a_leg_lift,
    a_muscle,
    a_request,
    a_run,
    a_session,
    a_window,
    an_exercise,
    last_week,
)

THIGH = a_muscle("quadriceps", neglected=True)
SQUAT = a_leg_lift("squat_x", "quadriceps", pattern="knee_extension")
HOP = an_exercise("hop_x", "calf", pattern="hop", kind="plyometric", impact=2, sets=(2, 2),
                  foot_contacts_per_rep=1)  # fmt: skip
WORLD = a_catalog(SQUAT, muscles=[THIGH])
COVERAGE = ("neglected_coverage", "quadriceps")
PINS = [("pinned", "pinned[0]"), ("pinned", "pinned[1]")]


def answered(request: Request, catalog: Catalog = WORLD) -> Result:
    return plan(request, catalog=catalog)


def members(result: Result) -> list[tuple[str, str]]:
    assert result.conflict is not None, result.warnings
    return [(member.rule, member.subject) for member in result.conflict.rules]


def with_limit(evidence: str, *values: float) -> Catalog:
    """The small world with other numbers."""
    return a_catalog(SQUAT, muscles=[THIGH], evidence={evidence: values})


# --- What leaving a claim out leaves --------------------------------------------------------------


def test_a_start_that_spacing_asks_for_is_kept_when_recovery_no_longer_asks_for_it() -> None:
    """Tuesday's run ends 24 h before Wed 07:00, and that is 48 h after Monday's session: the two
    pins need that very start, and only the end of Wednesday's window is too soon for it."""
    lift = an_exercise("x_x", "quadriceps", loaded=True)
    request = a_request(
        a_window("mon", "Mon 07:00", 10),
        a_window("wed", "Wed 06:30", 35),
        runs=(a_run("Tue 06:00", 60),),
        pinned=(Pin(window="mon", exercise="x_x"), Pin(window="wed", exercise="x_x")),
        rules={"recovery_after_run": {"applies_to": "leg_loading"}},
    )
    catalog = a_catalog(lift, muscles=[a_muscle("quadriceps")])
    assert members(answered(request, catalog)) == [
        ("time_budget", "wed"), ("same_muscle_spacing", "quadriceps"), *PINS,
    ]  # fmt: skip


@pytest.mark.parametrize("pins", [3, 9, 10])
def test_only_claims_limit_the_sessions(pins: int) -> None:
    """Two windows a day, all pinned: two of one day are the conflict, however many there are."""
    windows = [
        f"{day}{hour}" for day in ("Mon", "Tue", "Wed", "Thu", "Fri") for hour in ("07", "18")
    ]
    request = a_request(
        *(a_window(name, f"{name[:3]} {name[3:]}:00", 10) for name in windows),
        pinned=tuple(Pin(window=name) for name in windows[:pins]),
    )
    catalog = a_catalog(an_exercise("a_x", "quadriceps"), muscles=[a_muscle("quadriceps")])
    assert members(answered(request, catalog)) == [("availability", "2026-11-23"), *PINS]


def test_a_start_after_midnight_is_another_day() -> None:
    """Window m2 can hold its session on Tuesday, beside Monday's: every claim can be kept."""
    request = a_request(
        a_window("m1", "Mon 07:00", 10),
        a_window("m2", "Mon 23:50", 20),
        pinned=(Pin(window="m1"), Pin(window="m2")),
    )
    catalog = a_catalog(an_exercise("a_x", "quadriceps"), muscles=[a_muscle("quadriceps")])
    opened = open_problem(problem_of(case_of(request, catalog)))
    assert any_week(without(opened, claims_of(opened)), Clock(SolveOptions())).exists


# --- One rule each --------------------------------------------------------------------------------


def test_a_week_that_exists_has_no_conflict() -> None:
    result = answered(a_request())
    assert result.status == "optimal"
    assert result.conflict is None
    assert result.repairs == ()


def test_the_hours_after_one_run() -> None:
    """The window opens 23 h 50 min after the end of the run, and closes before the 24 h are over;
    the run of the day before has nothing to do with it."""
    runs = (a_run("Sun 08:00"), a_run("Mon 18:00", 60, "tempo"))
    result = answered(a_request(a_window("tue", "Tue 18:50", 10), runs=runs))
    assert members(result) == [("recovery_after_run", "run 2"), COVERAGE]
    assert result.conflict is not None
    assert result.conflict.rules[0].sentence.startswith(
        "Sessions start at least 24 h after the tempo run of Mon 18:00 ends at Mon 19:00;"
        " window tue opens Tue 18:50, 23 h 50 min after, 10 min too soon"
    )


def test_a_condition_stands_behind_every_claim() -> None:
    """Without its only window the week has nothing for the muscle.  To hold that window after all
    would be against the condition, so the muscle is the whole conflict."""
    case = case_of(a_request(), WORLD)
    (window,) = case.timeline.windows
    assert any_week(problem_of(case), Clock(SolveOptions())).exists
    strict = problem_of(case, conditions=[LeaveOutWindow(window.id)])
    explained = conflict_of(strict, Clock(SolveOptions()))
    assert explained is not None
    assert [(claim.rule, claim.subject) for claim in explained.claims] == [COVERAGE]


def test_a_condition_is_not_left_out_with_the_claims() -> None:
    """A session in the only window, and none in it: no claim is needed for that conflict."""
    case = case_of(a_request(), WORLD)
    (window,) = case.timeline.windows
    conditions = [LeaveOutWindow(window.id), HoldWindow(window.id)]
    explained = conflict_of(problem_of(case, conditions=conditions), Clock(SolveOptions()))
    assert explained is not None
    assert explained.claims == ()


def test_a_muscle_that_nothing_trains() -> None:
    catalog = a_catalog(SQUAT, muscles=[a_muscle("soleus", neglected=True)])
    result = answered(a_request(), catalog)
    assert members(result) == [("neglected_coverage", "soleus")]
    assert result.conflict is not None
    assert result.conflict.rules[0].sentence == "Soleus: at least 2 direct sets this week."


def test_the_minutes_of_a_window() -> None:
    result = answered(a_request(a_window("tue", "Tue 18:00", 8)))
    assert members(result) == [COVERAGE, ("time_budget", "tue")]


def test_every_window_is_needed_for_the_conflict() -> None:
    windows = (a_window("tue", "Tue 18:00", 8), a_window("fri", "Fri 18:00", 8))
    assert members(answered(a_request(*windows))) == [
        COVERAGE, ("time_budget", "fri"), ("time_budget", "tue"),
    ]  # fmt: skip


def test_the_athletes_own_limit() -> None:
    result = answered(a_request(limits={"max_session_minutes": 8}))
    assert members(result) == [COVERAGE, ("time_budget", "max_session_minutes")]


def test_the_equipment_of_a_place() -> None:
    squat = a_leg_lift("squat_x", "quadriceps", equipment=(("dumbbell",),))
    request = a_request(a_window("tue", "Tue 18:00", 60, "home"), places={"home": ()})
    result = answered(request, a_catalog(squat, muscles=[THIGH]))
    assert members(result) == [COVERAGE, ("equipment", "home")]


def test_fewer_windows_than_sessions_wanted() -> None:
    """How many windows there are is a fact: the wish stands alone."""
    result = answered(a_request(limits={"min_sessions": 2}))
    assert members(result) == [("sessions_per_week", "min_sessions")]


def test_two_windows_of_one_day() -> None:
    windows = (a_window("early", "Tue 06:00"), a_window("late", "Tue 18:00"))
    squat = an_exercise("squat_x", "quadriceps")
    result = answered(
        a_request(*windows, limits={"min_sessions": 2}), a_catalog(squat, muscles=[THIGH])
    )
    assert members(result) == [
        ("availability", "2026-11-24"), ("sessions_per_week", "min_sessions"),
    ]  # fmt: skip


def test_the_most_sessions_of_the_phase() -> None:
    windows = tuple(a_window(day.lower(), f"{day} 18:00") for day in ("Mon", "Wed", "Fri"))
    catalog = with_limit("sessions_in_season", 1, 2)
    result = answered(a_request(*windows, limits={"min_sessions": 3}), catalog)
    assert members(result) == [
        ("sessions_per_week", "min_sessions"), ("sessions_per_week", "phase"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lift", "rule", "subject"),
    [(SQUAT, "same_muscle_spacing", "quadriceps"), (HOP, "impact_limits", "spacing")],
)
def test_two_pins_too_close(lift: object, rule: str, subject: str) -> None:
    catalog = a_catalog(SQUAT, HOP)
    name = lift.id  # type: ignore[attr-defined]
    windows = (a_window("tue", "Tue 18:00", 30), a_window("wed", "Wed 18:00", 30))
    pins = (Pin(window="tue", exercise=name), Pin(window="wed", exercise=name))
    result = answered(a_request(*windows, pinned=pins), catalog)
    assert result.status == "infeasible"
    assert members(result) == [(rule, subject), *PINS]


def test_a_muscles_weekly_most() -> None:
    result = answered(a_request(), with_limit("sets_major_in", 0, 1, 1))
    assert members(result) == [COVERAGE, ("volume_limits", "quadriceps")]


@pytest.mark.parametrize(
    ("evidence", "subject"),
    [("session_set_cap", "sets"), ("session_exercise_cap", "exercises")],
)
def test_the_limits_of_a_session(evidence: str, subject: str) -> None:
    least = 1 if subject == "sets" else 0
    result = answered(a_request(), with_limit(evidence, least, least, least))
    assert members(result) == [COVERAGE, ("session_limits", subject)]


def test_a_pattern_for_which_there_is_no_time() -> None:
    """Eight minutes and a half hold one exercise, and the week wants two patterns."""
    plank = an_exercise("plank_x", "core", pattern="anti_extension")
    squat = an_exercise("squat_x", "quadriceps", pattern="squat")
    result = answered(a_request(a_window("tue", "Tue 18:00", 9)), a_catalog(plank, squat))
    assert members(result) == [
        ("time_budget", "tue"), ("pattern_variety", "squat_or_lunge"), ("pattern_variety", "trunk"),
    ]  # fmt: skip


def test_last_weeks_sets() -> None:
    before = a_session(WORLD, "tue", "2026-11-17T18:00:00+00:00", {"squat_x": 1})
    result = answered(a_request(previous=last_week(before)))
    assert members(result) == [COVERAGE, ("progression", "weekly_sets")]


def test_the_spacing_after_last_week() -> None:
    before = a_session(WORLD, "tue", "2026-11-22T18:00:00+00:00", {"squat_x": 2})
    request = a_request(a_window("mon", "Mon 18:00"), previous=last_week(before))
    assert members(answered(request)) == [COVERAGE, ("same_muscle_spacing", "quadriceps")]


def test_the_hours_before_a_key_run() -> None:
    runs = (a_run("Wed 06:00", 60, "interval"),)
    rules = {"before_key_run": {"enforcement": "required"}}
    result = answered(a_request(runs=runs, rules=rules))
    assert members(result) == [COVERAGE, ("before_key_run", "run 1")]


def test_the_hours_before_each_key_run_are_a_claim_of_its_own() -> None:
    """Tuesday evening is too late for either of two key runs, also without the other's claim."""
    runs = (a_run("Wed 06:00", 60, "interval"), a_run("Thu 06:00", 60, "tempo"))
    rules = {"before_key_run": {"enforcement": "required", "hours": 48.0}}
    opened = open_problem(problem_of(case_of(a_request(runs=runs, rules=rules), WORLD)))
    for run in ("run 1", "run 2"):
        claims = frozenset({Claim(*COVERAGE), Claim("before_key_run", run)})
        assert any_week(without(opened, claims), Clock(SolveOptions())).exists is False
    assert any_week(without(opened, frozenset({Claim(*COVERAGE)})), Clock(SolveOptions())).exists


def test_the_days_before_a_race() -> None:
    runs = (a_run("Thu 09:00", 100, "race"),)
    rules = {"before_key_run": {"enforcement": "off"}}
    result = answered(a_request(runs=runs, rules=rules))
    assert members(result) == [COVERAGE, ("race_proximity", "run 1")]


def test_the_more_important_muscle_stays() -> None:
    """Either muscle alone would do to show that the window is too short."""
    minor = a_muscle("aaa_minor", neglected=True, volume_class="minor")
    accessory = a_muscle("bbb_accessory", neglected=True, volume_class="accessory")
    catalog = a_catalog(
        SQUAT, an_exercise("one", "aaa_minor"), an_exercise("two", "bbb_accessory"),
        muscles=[minor, accessory, THIGH],
    )  # fmt: skip
    result = answered(a_request(a_window("tue", "Tue 18:00", 8)), catalog)
    assert members(result) == [COVERAGE, ("time_budget", "tue")]


def test_the_reason_is_told_where_no_plan_is_wanted() -> None:
    request = a_request(a_window("tue", "Tue 18:00", 8), on_conflict="fail")
    result = answered(request)
    assert result.status == "infeasible"
    assert result.plan is None
    assert members(result) == [COVERAGE, ("time_budget", "tue")]
    # Neither of a week that is not shown: what it would have given up, and how it would have read.
    assert result.relaxations == ()
    assert result.objective == ()
    with_plan = answered(request.model_copy(update={"on_conflict": "relax"}))
    assert [r.patch for r in result.repairs] == [r.patch for r in with_plan.repairs]


def test_it_can_be_left_out() -> None:
    result = plan(a_request(a_window("tue", "Tue 18:00", 8)), catalog=WORLD, explain_conflict=False)
    assert result.status == "relaxed"
    assert result.conflict is None
    assert result.repairs == ()


def test_without_time_for_the_proof_nothing_is_claimed() -> None:
    result = plan(
        a_request(a_window("tue", "Tue 18:00", 8)),
        catalog=WORLD,
        options=SolveOptions(deterministic_limit=0),
    )
    if result.status in ("relaxed", "infeasible"):
        assert result.conflict is None
        assert "conflict_not_proven" in [warning.code for warning in result.warnings]


def test_every_rule_that_can_be_left_out_says_how() -> None:
    problem = open_problem(problem_of(case_of(a_request(), WORLD)))
    silent = {
        "fitness_test",
        "level",
        "injuries",
        "outgrown",
        "pain",
        "rest_between_sets",
        "run_placement",
        "week_so_far",
    }
    for rule in RULES:
        if rule.id in silent:
            assert not list(rule.subjects(problem))
        else:
            assert "eft out for" in (type(rule).__doc__ or ""), rule.id


# --- Every athlete --------------------------------------------------------------------------------


def strict_problem(document: Document) -> WeekProblem:
    return problem_of(case_of(read_request(json.dumps(document)), load_catalog()))


@drawn(24, phases=(Phase.explicit, Phase.generate))
@given(athletes())
def test_with_every_claim_the_open_problem_is_the_strict_one(document: Document) -> None:
    strict = strict_problem(document)
    opened = open_problem(strict)
    claims = claims_of(opened)
    closed = without(opened, claims)
    if not claims or strict.most_sessions == 0:
        return
    used = {exercise for slot in closed.slots for exercise in slot.exercises}
    for slot in strict.slots:
        assert (
            any(
                other.window == slot.window
                and other.start <= slot.start
                and other.work_seconds >= slot.work_seconds
                and other.exercises >= slot.exercises & used
                for other in closed.slots
                if slot.exercises & used
            )
            or not slot.exercises & used
        )
    for slot in closed.slots:
        assert any(
            other.window == slot.window
            and other.start <= slot.start
            and other.work_seconds >= slot.work_seconds
            and other.exercises >= slot.exercises
            for other in strict.slots
        )


@drawn(9, phases=(Phase.explicit, Phase.generate))
@given(athletes())
def test_no_rule_makes_a_claim_that_it_does_not_name(document: Document) -> None:
    opened = open_problem(strict_problem(document))
    if len(opened.slots) > 12:
        return
    week = modelled(opened, "direct")
    on_slots = {claim for slot in opened.slots for claim in slot.admission.breaks}
    on_slots |= {claim for slot in opened.slots for claim, _ in slot.budgets}
    on_slots |= {c for slot in opened.slots for claims in slot.refused.values() for c in claims}
    assert {*week.claims, *on_slots} <= claims_of(opened)


@drawn(8, phases=(Phase.explicit, Phase.generate))
@given(athletes())
def test_every_conflict_is_minimal(document: Document) -> None:
    """All of it: no week.  Without any one of it: a week, arranged, that keeps the others."""
    strict = strict_problem(document)
    clock = Clock(SolveOptions(deterministic_limit=20))
    if any_week(strict, clock).exists is not False:
        return
    explained = conflict_of(strict, Clock(SolveOptions(deterministic_limit=3)))
    if explained is None:
        return
    claims = frozenset(explained.claims)
    assert exists(explained, claims) is False
    for claim in explained.claims:
        assert exists(explained, claims - {claim}) is True, claim
        sentence = RULES_BY_ID[claim.rule].claim_sentence(strict.case, claim.subject)
        assert sentence.endswith(".")


def exists(explained: Explained, claims: frozenset[Claim]) -> bool | None:
    clock = Clock(SolveOptions(deterministic_limit=5))
    return any_week(without(explained.problem, claims), clock, second=True).exists


# --- A week under way -----------------------------------------------------------------------------


def test_what_is_done_and_past_stands_behind_the_conflict() -> None:
    """Tuesday's session was missed and its window is past; nothing else is free this week."""
    request = a_request()
    after = replan(request, answered(request), missed=["s1"], catalog=WORLD).result
    assert after.status == "relaxed"
    assert members(after) == [COVERAGE]
    assert after.conflict is not None
    assert after.conflict.background == ("It is Tue 19:00 already: tue is past.",)


def test_no_repair_changes_what_is_past() -> None:
    """Thursday's session was missed.  What is left is too near Friday's run, which can still move;
    the run of Wednesday and Thursday's window cannot."""
    runs = [a_run("Wed 06:00", 60), a_run("Fri 18:00", 60)]
    windows = [a_window("thu", "Thu 08:00", 30), a_window("sat", "Sat 18:30", 30)]
    request = a_request(*windows, runs=runs)
    after = replan(request, answered(request), missed=["s1"], catalog=WORLD).result
    assert members(after) == [("recovery_after_run", "run 2"), COVERAGE]
    paths = {str(o["path"]) for repair in after.repairs for o in repair.patch}
    assert any(path.startswith("/runs/1/") for path in paths), paths
    assert not any(path.startswith(("/runs/0/", "/availability/0/")) for path in paths), paths


@drawn(8, phases=(Phase.explicit, Phase.generate))
@given(athletes())
def test_the_conflict_of_a_week_under_way_is_minimal(document: Document) -> None:
    catalog = load_catalog()
    request = read_request(json.dumps(document))
    options = SolveOptions(deterministic_limit=5)
    before = plan(request, catalog=catalog, options=options, explain_conflict=False)
    if before.plan is None or not before.plan.sessions:
        return
    missed = [before.plan.sessions[0].id]
    after = replan(request, before, missed=missed, catalog=catalog, options=options)
    if after.result.conflict is None:
        return
    opened = open_problem(problem_of(case_of(after.request, catalog)))
    claims = frozenset(Claim(m.rule, m.subject) for m in after.result.conflict.rules)
    explained = Explained(tuple(claims), opened)
    assert exists(explained, claims) is False
    for claim in claims:
        assert exists(explained, claims - {claim}) is True, claim
