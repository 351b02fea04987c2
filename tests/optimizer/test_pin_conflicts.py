"""A pin that cannot hold is named with what it meets, and with a way out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalog import load_catalog
from optimizer import Result, plan, read_request
from optimizer.documents.patch import patched

CATALOG = load_catalog()


def pinned_week(pin: dict[str, Any], **changes: Any) -> tuple[str, Result]:
    document = {
        "athlete": {"id": "ana", "level": "beginner"},
        "week": {"start": "2026-11-23", "timezone": "Europe/Berlin"},
        "availability": [
            {"id": "tue", "start": "Tue 19:00", "end": "Tue 20:30", "place": "home"},
            {"id": "thu", "start": "Thu 18:30", "minutes": 60, "place": "home"},
        ],
        "places": {"home": ["dumbbell", "mini_band", "chair"]},
        "limits": {"max_session_minutes": 45},
        "pinned": [pin],
        **changes,
    }
    text = json.dumps(document)
    return text, plan(read_request(text), catalog=CATALOG)


ACHILLES = {
    "id": "ana",
    "level": "advanced",
    "weeks_of_strength": 52,
    "injuries": ["achilles_tendinopathy"],
}


@pytest.mark.parametrize(
    ("pin", "changes", "meets", "says"),
    [
        ({"exercise": "pull_up"}, {"places": {"home": ["kit:gym"]}}, "level", "is for the"),
        ({"exercise": "pull_up"}, {}, "level", "is for the"),
        (
            {"exercise": "box_jump"},
            {"athlete": ACHILLES, "places": {"home": ["kit:gym"]}},
            "injuries",
            "achilles_tendinopathy allows",
        ),
        ({"exercise": "goblet_squat", "sets": 5}, {}, "pinned", "is done in 2 sets a session"),
        ({"exercise": "goblet_squat", "sets": 1}, {}, "pinned", "is done in 2 sets a session"),
        ({"exercise": "goblet_squat"}, {"places": {"home": ["chair"]}}, "equipment", "home has"),
        ({"window": "tue"}, {"limits": {"max_sessions": 0}}, "sessions_per_week", "at most 0"),
        (
            {"exercise": "goblet_squat", "window": "tue"},
            {"limits": {"max_session_minutes": 7}},
            "time_budget",
            "at most 7 min",
        ),
    ],
    ids=["level", "level and equipment", "injury", "most", "least", "equipment", "limit", "time"],
)
def test_a_pin_that_cannot_hold_is_named_with_what_it_meets(
    pin: dict[str, Any], changes: dict[str, Any], meets: str, says: str
) -> None:
    text, result = pinned_week(pin, **changes)
    assert result.status == "infeasible"
    assert result.conflict is not None
    members = {(one.rule, one.subject): one.sentence for one in result.conflict.rules}
    assert ("pinned", "pinned[0]") in members
    others = {at: sentence for at, sentence in members.items() if at != ("pinned", "pinned[0]")}
    assert {rule for rule, _ in others} == {meets}
    assert any(says in sentence for sentence in others.values())
    # Each way out leaves a week.
    assert result.repairs
    for repair in result.repairs:
        after = plan(
            patched(read_request(text), repair.patch), catalog=CATALOG, explain_conflict=False
        )
        assert after.plan is not None, repair.sentence


@pytest.mark.parametrize(("sets", "nearest"), [(3, 2), (1, 2), (7, 4)])
def test_sets_that_cannot_be_done_are_mended_by_the_nearest_that_can(
    sets: int, nearest: int
) -> None:
    _, result = pinned_week({"exercise": "goblet_squat", "sets": sets})
    wanted = {"op": "replace", "path": "/pinned/0/sets", "value": nearest}
    assert any(list(repair.patch) == [wanted] for repair in result.repairs)


def test_a_drill_that_is_pinned_says_that_it_is_one() -> None:
    _, result = pinned_week({"exercise": "inchworm"})
    assert result.conflict is not None
    assert any("is a drill or a stretch" in one.sentence for one in result.conflict.rules)
