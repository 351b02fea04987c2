"""The week after one is the same by the page and by the command line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.training_log.week_after import week_after
from catalog import load_catalog
from optimizer import plan, read_request
from tests.api.page.visits import Visit
from tests.browser import in_chromium

pytestmark = in_chromium

WEEK: dict[str, Any] = {
    "athlete": {"id": "me", "level": "beginner", "weeks_of_strength": 3},
    "week": {"start": "2026-11-23", "timezone": "Europe/Berlin", "number": 3},
    "runs": [
        {"id": "far", "start": "2026-11-05T09:00", "minutes": 30, "kind": "race", "distance_km": 5},
        {"id": "before-sun", "start": "2026-11-15T09:00", "minutes": 30, "kind": "race"},
        {"id": "old", "start": "2026-11-20T09:00", "minutes": 30},
        {"id": "mon", "start": "Mon 07:00", "minutes": 30},
        {
            "id": "hard", "kind": "interval", "minutes": 40,
            "when": [
                {"start": "Wed 06:00", "end": "08:00"},
                {"start": "2026-11-26T06:00", "end": "2026-11-26T08:00"},
            ],
        },
        {"kind": "easy", "minutes": 30, "when": [
            {"start": "Fri 06:00", "end": "07:00"}, {"start": "Fri 12:00", "end": "13:00"},
        ]},
        {"id": "sun", "start": "Sun 09:00", "minutes": 30, "kind": "race", "distance_km": 5},
    ],
    "run_rules": {"order": ["mon", "hard", "sun"], "hours_between_key_runs": 72},
    "availability": [
        {"id": "mon", "start": "Mon 20:00", "end": "21:00", "place": "home"},
        {"id": "thu", "start": "2026-11-26T18:00", "minutes": 40, "place": "home"},
    ],
    "places": {"home": ["mini_band", "dumbbell"]},
    "pinned": [{"exercise": "inchworm", "sets": 0}, {"window": "thu"}],
}  # fmt: skip
WITHOUT_RULES = {name: part for name, part in WEEK.items() if name not in ("run_rules", "pinned")}


@pytest.mark.parametrize("document", [WEEK, WITHOUT_RULES])
def test_a_week_leads_to_the_same_next_one(wide: Visit, document: dict[str, Any]) -> None:
    """With races, placed runs, one without an id, dated and weekly times, an order and pins."""
    request = read_request(json.dumps(document))
    result = plan(request, catalog=load_catalog())
    by_hand = week_after(request, result, load_catalog())
    answer = {"result": json.loads(result.model_dump_json()), "request": document}
    found = wide.page.evaluate(
        """async ([request, answer]) =>
          (await import("/page/js/week_after.js")).weekAfter(request, answer, [])""",
        [document, answer],
    )
    on_page = read_request(json.dumps(found))
    assert on_page.model_copy(update={"previous": None}) == by_hand.model_copy(
        update={"previous": None}
    )
    assert on_page.previous is not None
    assert by_hand.previous is not None
    assert on_page.previous.missed == by_hand.previous.missed
    assert on_page.previous.base == by_hand.previous.base
    assert [run.id for run in on_page.runs[:4]] == [
        "far",
        "before-sun",
        "before-mon",
        "before-hard",
    ]
    if document is WEEK:
        assert on_page.run_rules.order == ("mon", "hard")
