"""Among starts that are equal in every tier the earliest stands."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalog import load_catalog
from optimizer import plan, read_request
from optimizer.building.case_of import case_of
from optimizer.building.findings import findings_of, required_only, reviewed
from tests.optimizer.worlds import starts

CATALOG = load_catalog()


def planned(*windows: dict[str, str], **changes: Any) -> list[str]:
    document = {
        "athlete": {"id": "ana", "level": "beginner"},
        "week": {"start": "2026-11-23", "timezone": "Europe/Berlin"},
        "availability": [{"place": "home", **window} for window in windows],
        "places": {"home": ["dumbbell", "mini_band", "chair"]},
        "limits": {"max_session_minutes": 45},
        **changes,
    }
    request = read_request(json.dumps(document))
    result = plan(request, catalog=CATALOG, explain_conflict=False)
    assert result.plan is not None
    assert all(tier.value == tier.bound for tier in result.objective)
    week = reviewed(case_of(request, CATALOG), result.plan)
    broken = required_only(week.case, findings_of(week))
    assert len(broken) == len(result.relaxations)
    return starts(result)


def test_late_shifts_begin_in_the_evening() -> None:
    late = [
        {"id": "tue", "start": "Tue 21:00", "end": "Wed 06:00"},
        {"id": "thu", "start": "Thu 21:00", "end": "Fri 06:00"},
    ]
    assert planned(*late) == ["tue 2026-11-24T21:00", "thu 2026-11-26T21:00"]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("Wed 20:00", "Thu 10:00", "w 2026-11-25T20:00"),
        ("Sun 22:00", "Mon 01:00", "w 2026-11-29T22:00"),
        ("Fri 18:00", "Sun 10:00", "w 2026-11-27T18:00"),
        ("Mon 08:00", "Sun 20:00", "w 2026-11-23T08:00"),
    ],
)
def test_a_window_over_midnight_is_begun_at_its_start(start: str, end: str, expected: str) -> None:
    assert planned({"id": "w", "start": start, "end": end}) == [expected]


def test_what_a_tier_tells_comes_before_the_hour() -> None:
    # A run ends at 20:00; the 24 hours after it end in the window.
    runs = [{"start": "Mon 19:00", "minutes": 60}]
    window = {"id": "w", "start": "Tue 18:00", "end": "Wed 02:00"}
    assert planned(window, runs=runs) == ["w 2026-11-24T20:00"]


def test_the_spacing_to_the_session_before_is_kept() -> None:
    windows = [
        {"id": "a", "start": "Tue 21:00", "end": "Wed 06:00"},
        {"id": "b", "start": "Thu 12:00", "end": "Fri 06:00"},
    ]
    first, second = planned(*windows)
    assert first == "a 2026-11-24T21:00"
    assert second.startswith("b 2026-11-26T")


def test_a_pinned_start_stays() -> None:
    window = {"id": "w", "start": "Tue 21:00", "end": "Wed 06:00"}
    pinned = [{"window": "w", "start": "Wed 00:30"}]
    assert planned(window, pinned=pinned) == ["w 2026-11-25T00:30"]
