"""Every rule is registered once, known by its evidence, and has its own tests of both readings."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest
from hypothesis import given

from api.catalog.example_requests import Example, examples
from catalog import load_catalog
from optimizer import UnusableInput, read_request
from optimizer.building.case_of import case_of
from optimizer.building.problem_of import open_problem, problem_of
from optimizer.building.settings import settings_of
from optimizer.case.case import Case
from optimizer.documents.request import CurrentWeek, Pin
from optimizer.rules.base import Rule
from optimizer.rules.registry import RULES, RULES_BY_ID
from optimizer.week.slot import Slot
from tests.answers import request_of
from tests.drawn import drawn
from tests.optimizer.athletes import Document, athletes
from tests.optimizer.worlds import (
    a_case,
    a_catalog,
    a_leg_lift,
    a_plan,
    a_request,
    a_session,
    a_window,
    an_exercise,
    last_week,
)

HERE = Path(__file__).parent
ENFORCEMENTS = ("required", "preferred", "off")

PUBLISHED = (
    "recovery_after_run", "neglected_coverage", "time_budget", "equipment", "level", "injuries",
    "pain", "fitness_test", "outgrown", "availability", "sessions_per_week", "same_muscle_spacing",
    "before_key_run", "race_proximity", "run_placement", "volume_limits", "session_limits",
    "impact_limits", "pattern_variety", "progression", "rest_between_sets", "pinned", "week_so_far",
)  # fmt: skip
NEVER_RELAXED = {"equipment", "level", "injuries", "availability", "time_budget"}

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def own_tests(rule: Rule) -> tuple[object, dict[str, FunctionType]]:
    """The id that the rule's own test file is about, and its tests by name."""
    module = import_module(f"tests.optimizer.rules.test_{rule.id}")
    tests = {name: item for name, item in vars(module).items() if name.startswith("test_")}
    return getattr(module, "RULE", None), tests


def test_the_published_order_stands() -> None:
    """Findings come in this order; a change of it is a change of the product."""
    assert tuple(rule.id for rule in RULES) == PUBLISHED


def test_ids_are_unique_and_every_rule_is_known_by_its_own() -> None:
    """One entry an id, and no two rules under one."""
    assert [*RULES_BY_ID] == [rule.id for rule in RULES]
    assert len(RULES_BY_ID) == len(RULES)
    assert len({rule.title for rule in RULES}) == len(RULES)


def test_every_file_of_the_folder_is_a_registered_rule() -> None:
    """A rule's file bears its id, and no rule is forgotten in the registry."""
    folder = Path(inspect.getfile(Rule)).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "base", "registry"}
    assert files == set(RULES_BY_ID)
    assert {type(rule).__module__.rsplit(".", 1)[1]: rule.id for rule in RULES} == {
        rule.id: rule.id for rule in RULES
    }


@every_rule
def test_a_rule_has_tests_of_its_own_for_both_readings(rule: Rule) -> None:
    """Its file is named after it, says so, and tests the model and the review, each in words."""
    about, tests = own_tests(rule)
    assert about == rule.id
    both = [name for name in tests if name.startswith("test_both_readings_")]
    for reading in ("test_model_", "test_review_"):
        assert [name for name in tests if name.startswith(reading)] or both, reading
    unspoken = [name for name, function in tests.items() if not function.__doc__]
    assert unspoken == []


def test_every_test_file_is_about_a_registered_rule() -> None:
    """No tests are left behind for a rule that is gone."""
    files = {path.stem.removeprefix("test_") for path in HERE.glob("test_*.py")}
    assert files - {"registry", "new_rule", "two_readings"} == set(RULES_BY_ID)


@every_rule
def test_evidence_is_in_the_catalog(rule: Rule) -> None:
    """Every number that a rule says it rests on can be looked up."""
    assert set(rule.evidence) <= set(load_catalog().evidence)
    assert len(set(rule.evidence)) == len(rule.evidence)


@every_rule
def test_a_rule_says_what_it_is(rule: Rule) -> None:
    """A title in words and, by default, an enforcement that may be chosen."""
    assert rule.title
    assert rule.enforcement in rule.may_be


@pytest.mark.parametrize("rule_id", sorted(NEVER_RELAXED))
def test_what_the_contract_never_relaxes(rule_id: str) -> None:
    """These are required, always, and never given up."""
    rule = RULES_BY_ID[rule_id]
    assert rule.may_be == {"required"}
    assert not rule.relaxable


@every_rule
@pytest.mark.parametrize("enforcement", ENFORCEMENTS)
def test_enforcement_is_open_only_where_the_rule_allows_it(rule: Rule, enforcement: str) -> None:
    """A choice that the rule does not have is an error that names the field and the choices."""
    request = a_request(rules={rule.id: {"enforcement": enforcement}})
    catalog = a_catalog(an_exercise("lift"))
    if enforcement in rule.may_be:
        assert rule.enforced(a_case(request, catalog)) == enforcement
        return
    with pytest.raises(UnusableInput) as raised:
        a_case(request, catalog)
    (problem,) = raised.value.problems
    assert problem.field == f"rules.{rule.id}.enforcement"
    assert all(choice in problem.message for choice in rule.may_be)


@every_rule
def test_an_unknown_parameter_is_an_error_that_names_it(rule: Rule) -> None:
    """A slip of the keyboard is not passed over."""
    _, problems = settings_of(
        a_request(rules={rule.id: {"enforcment": "required"}}), load_catalog()
    )
    assert [problem.field for problem in problems] == [f"rules.{rule.id}.enforcment"]
    assert "enforcement" in problems[0].message


def test_an_unknown_rule_is_an_error_that_names_the_nearest() -> None:
    """``time_budgets`` is no rule; ``time_budget`` is."""
    _, problems = settings_of(a_request(rules={"time_budgets": {}}), load_catalog())
    assert [problem.field for problem in problems] == ["rules.time_budgets"]
    assert "'time_budget'" in problems[0].message


def slots_of(case: Case) -> tuple[Slot, ...]:
    return open_problem(problem_of(case)).slots


def refusing(case: Case, slots: Iterable[Slot]) -> set[str]:
    """The rules that name a subject for some exercise in one of ``slots``, asked one by one."""
    return {
        rule.id
        for rule in RULES
        for slot in slots
        for exercise in case.catalog.exercises.values()
        if rule.refuses_at(case, slot, exercise)
    }


def may_refuse(case: Case) -> set[str]:
    return {rule.id for rule in RULES if rule.may_refuse(case)}


JUMPS = a_catalog(
    an_exercise(
        "hop", "calf", kind="plyometric", pattern="jump", impact=2, foot_contacts_per_rep=1
    ),
    a_leg_lift("squat_x"),
)
DONE = {"hop": 2, "squat_x": 2}
TWO_DAYS = (a_window("mon", "Mon 07:00"), a_window("tue", "Tue 07:00"))


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({"pinned": [Pin(exercise="hop", sets=0)]}, {"pinned"}),
        (
            {"previous": last_week(a_session(JUMPS, "sun", "2026-11-22T18:00:00+00:00", DONE))},
            {"impact_limits", "same_muscle_spacing"},
        ),
        (
            {
                "current": CurrentWeek(
                    plan=a_plan(a_session(JUMPS, "mon", "2026-11-23T07:00:00+00:00", DONE)),
                    done=("s1",),
                )
            },
            {"week_so_far", "impact_limits", "same_muscle_spacing"},
        ),
    ],
    ids=["a pin", "last week", "this week so far"],
)
def test_a_rule_that_refuses_is_asked(changes: dict[str, Any], rules: set[str]) -> None:
    """Each rule that may be passed over refuses something here, and says beforehand that it may."""
    case = a_case(a_request(*TWO_DAYS, **changes), JUMPS)
    # Those of a week of which nothing is told: what is done leaves no slot in its window.
    slots = slots_of(a_case(a_request(*TWO_DAYS), JUMPS))
    assert rules <= refusing(case, slots) <= may_refuse(case)


@drawn(10)
@given(athletes())
def test_a_rule_that_has_nothing_to_refuse_refuses_nothing(athlete: Document) -> None:
    """Asked all the same, it names no subject for any exercise in any slot of the week."""
    case = case_of(read_request(json.dumps(athlete)), load_catalog())
    assert refusing(case, slots_of(case)) <= may_refuse(case)


@pytest.mark.parametrize("example", examples(), ids=lambda one: one.id)
def test_every_claim_of_an_example_has_a_sentence_of_its_rule(example: Example) -> None:
    case = case_of(request_of(example.id), load_catalog())
    problem = open_problem(problem_of(case))
    claims = [(rule, subject) for rule in RULES for subject in rule.subjects(problem)]
    assert {rule.id for rule, _ in claims} >= {"session_limits", "volume_limits"}
    for rule, subject in claims:
        sentence = rule.claim_sentence(case, subject)
        assert sentence.endswith(".")
        assert sentence != Rule.claim_sentence(rule, case, subject)
