"""What is known of a week before anything is searched: only what is certain."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.catalog.example_requests import examples
from api.service.sample_bodies import WEEK
from catalog import load_catalog
from optimizer import Request, UnusableInput, Validation, plan, read_request, validate
from tests.answers import answer_to, by_example, request_of

CATALOG = load_catalog()


def changed(**changes: Any) -> Request:
    return read_request(json.dumps({**WEEK, **changes}), CATALOG)


def found(**changes: Any) -> Validation:
    return validate(changed(**changes), catalog=CATALOG)


def subjects(validation: Validation) -> list[tuple[str, str]]:
    return [(one.rule, one.subject) for one in validation.conflicts]


@pytest.mark.parametrize("name", by_example(one.id for one in examples()))
def test_what_is_called_a_conflict_has_no_week_that_keeps_every_rule(name: str) -> None:
    request = request_of(name)
    validation = validate(request, catalog=CATALOG)
    answer = answer_to(request)
    assert validation.fingerprint == answer.fingerprint
    if validation.status == "conflict":
        assert answer.status in ("relaxed", "infeasible")
    if answer.plan is not None:
        for before, use in zip(validation.windows, answer.plan.windows, strict=True):
            # Only a plan has sessions, and tells of a window without one why it has none.
            assert before == use.model_copy(update={"session": None, "reason": before.reason})
            if use.session is not None:
                assert use.reason == before.reason
            else:
                assert use.reason is not None
                assert use.reason.startswith(before.reason or "")


def test_some_examples_have_a_conflict_and_some_have_none() -> None:
    statuses = {validate(request_of(one.id), catalog=CATALOG).status for one in examples()}
    assert statuses == {"usable", "conflict"}


def test_as_many_sessions_as_there_are_windows_and_no_more() -> None:
    assert found(limits={"min_sessions": 2}).status == "usable"
    too_many = found(limits={"min_sessions": 3})
    assert subjects(too_many) == [("sessions_per_week", "min_sessions")]
    assert too_many.conflicts[0].sentence == (
        "The athlete wants at least 3 sessions. Only 2 windows can hold one."
    )
    assert too_many.status == "conflict"
    week = {"start": "2026-11-23", "timezone": "Europe/Berlin", "phase": "taper"}
    before_a_race = found(week=week, limits={"min_sessions": 2})
    assert subjects(before_a_race) == [("sessions_per_week", "min_sessions")]
    assert "in the taper phase has at most 1 session." in before_a_race.conflicts[0].sentence


def test_a_pin_stands_where_a_session_can_hold_it() -> None:
    at = "Thu 18:30"
    assert (
        found(pinned=[{"exercise": "goblet_squat", "window": "thu", "start": at}]).conflicts == ()
    )
    early = found(pinned=[{"window": "tue", "start": "Tue 19:40"}])
    assert subjects(early) == [("pinned", "pinned[0]")]
    assert early.conflicts[0].sentence.endswith("No session can be held there.")
    barbell = found(pinned=[{"exercise": "back_squat"}])
    assert ("pinned", "pinned[0]") in subjects(barbell)
    assert ("level", "back_squat") in subjects(barbell)


def test_a_muscle_that_nothing_can_train_is_told_apart_from_the_others() -> None:
    for_soleus = [e.id for e in CATALOG.exercises.values() if "soleus" in e.primary]
    pins = [{"exercise": name, "sets": 0} for name in for_soleus]
    assert subjects(found(pinned=pins)) == [("neglected_coverage", "soleus")]
    left_out = {"neglected_coverage": {"leave_out": ["soleus"]}}
    assert found(pinned=pins, rules=left_out).status == "usable"


@pytest.mark.parametrize(("minutes", "status"), [(14, "conflict"), (45, "usable")])
def test_work_that_takes_longer_than_all_sessions_have(minutes: int, status: str) -> None:
    windows = [{"id": "tue", "start": "Tue 19:00", "minutes": minutes, "place": "home"}]
    validation = found(availability=windows)
    assert validation.status == status
    if status == "conflict":
        assert subjects(validation) == [("neglected_coverage", "time")]
        assert plan(changed(availability=windows), explain_conflict=False).status == "relaxed"


def test_a_name_that_is_none_is_a_fault() -> None:
    with pytest.raises(UnusableInput, match="tennis elbow"):
        found(athlete={"id": "ana", "level": "beginner", "injuries": ["tennis elbow of the left"]})
