"""A new rule is one class and one place in the registry: nothing else has to know it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import pytest

from optimizer.building.problem_of import problem_of
from optimizer.case.case import Case
from optimizer.case.claims import ANYTHING, Admission
from optimizer.documents.result import Finding, Warning
from optimizer.rules.base import Rule
from optimizer.rules.registry import RULES, RULES_BY_ID
from optimizer.week.reviewed import ReviewedWeek
from tests.optimizer.worlds import (
    a_case,
    a_catalog,
    a_leg_lift,
    a_plan,
    a_request,
    a_session,
    a_week,
    a_window,
    planned,
    starts,
)

_POINTS = 7
_GAP_MINUTES = 50 * 60


class QuietTuesday(Rule):
    """No session on a Tuesday if that can be helped, and 50 hours between any two."""

    id = "quiet_tuesday"
    title = "Tuesdays stay free, 50 hours between sessions"
    enforcement = "preferred"
    may_be = frozenset({"required", "preferred"})

    def options(self, case: Case, start: int) -> Sequence[Admission]:
        if case.timeline.weekday(start) != "Tue":
            return (ANYTHING,)
        return () if self.enforced(case) == "required" else (Admission(points=_POINTS),)

    def spacings_minutes(self, case: Case) -> Sequence[int]:  # noqa: ARG002
        return (_GAP_MINUTES,)

    def measured_points(self, week: ReviewedWeek) -> int:
        return _POINTS * len(list(self.review(week.ahead)))

    def notices(self, case: Case) -> Iterator[Warning]:
        for window in case.timeline.windows:
            if case.timeline.weekday(window.start) == "Tue":
                yield Warning(code=self.id, sentence=f"Window {window.id} is on a Tuesday.")

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        for session in week.sessions:
            if week.case.timeline.weekday(session.start // 60) == "Tue":
                yield self.breach(session.id, 0, 1, "sessions", f"{session.id} is on a Tuesday.")


@pytest.fixture
def new_rule(monkeypatch: pytest.MonkeyPatch) -> QuietTuesday:
    """The rule in its place of the registry, wherever that was imported already."""
    rule = QuietTuesday()
    longer, by_id = (*RULES, rule), {**RULES_BY_ID, rule.id: rule}
    for module in list(sys.modules.values()):
        if getattr(module, "RULES", None) is RULES:
            monkeypatch.setattr(module, "RULES", longer)
        if getattr(module, "RULES_BY_ID", None) is RULES_BY_ID:
            monkeypatch.setattr(module, "RULES_BY_ID", by_id)
    return rule


CATALOG = a_catalog(a_leg_lift("lift", "thigh", pattern="squat", sets=(2, 2)))
TUESDAY, WEDNESDAY = a_window("tue", "Tue 18:00"), a_window("wed", "Wed 18:00")


@pytest.mark.usefixtures("new_rule")
def test_a_preference_moves_the_session_and_is_told() -> None:
    """One session is enough: without the rule on Tuesday, with it on Wednesday, at no points."""
    request = a_request(TUESDAY, WEDNESDAY, limits={"max_sessions": 1})
    result = planned(request, CATALOG)
    assert (result.status, starts(result)) == ("optimal", ["wed 2026-11-25T18:00"])
    assert ("quiet_tuesday", "Window tue is on a Tuesday.") in [
        (warning.code, warning.sentence) for warning in result.warnings
    ]
    points = {tier.name: tier.value for tier in result.objective}["freshness_and_preferences"]
    only_tuesday = planned(a_request(TUESDAY), CATALOG)
    assert only_tuesday.status == "optimal"
    worse = {tier.name: tier.value for tier in only_tuesday.objective}["freshness_and_preferences"]
    assert worse == points + _POINTS


@pytest.mark.usefixtures("new_rule")
def test_required_it_binds_the_model_and_its_review_agrees(new_rule: QuietTuesday) -> None:
    """Required by the request, no session stands on Tuesday; one by hand is a breach."""
    rules = {"quiet_tuesday": {"enforcement": "required"}}
    request = a_request(TUESDAY, WEDNESDAY, rules=rules)
    assert starts(planned(request, CATALOG)) == ["wed 2026-11-25T18:00"]
    by_hand = a_session(CATALOG, "tue", "2026-11-24T18:00:00+00:00", {"lift": 2})
    (breach,) = new_rule.review(a_week(request, CATALOG, a_plan(by_hand)))
    assert breach.rule == "quiet_tuesday"


@pytest.mark.usefixtures("new_rule")
def test_its_spacing_gives_a_later_session_a_start() -> None:
    """50 hours after Tuesday 18:00 is a start worth considering on Thursday, at 20:00."""
    request = a_request(TUESDAY, a_window("thu", "Thu 18:00", 180))
    found = problem_of(a_case(request, CATALOG)).slots
    clock = a_case(request, CATALOG).timeline.clock
    assert "Thu 20:00" in {clock(slot.start) for slot in found}
