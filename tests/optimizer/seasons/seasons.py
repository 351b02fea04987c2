"""Seasons for the tests: one half marathon of nineteen weeks, and changes of it."""

from __future__ import annotations

import json
from typing import Any

from catalog import load_catalog
from optimizer.documents.reading import validated
from optimizer.documents.season import SeasonRequest
from optimizer.seasons.outline import Outline, outline_of
from optimizer.seasons.week_requests import level_of

CATALOG = load_catalog()
GYM = ["barbell", "rack", "bench", "dumbbell", "seated_calf_machine", "mini_band", "wall"]
Document = dict[str, Any]


def half_marathon(**changes: Any) -> Document:
    """An intermediate runner, nineteen weeks to a half marathon on 11 April."""
    return {
        "athlete": {"id": "ana", "level": "intermediate"},
        "start": "2026-11-30",
        "timezone": "Europe/Berlin",
        "goal": {"race": "2027-04-11", "distance_km": 21.0975},
        "running": {
            "plan": "custom", "days_a_week": 4, "minutes_a_week": 200, "longest_minutes": 80
        },
        "week": {
            "availability": [
                {"id": "tue", "start": "Tue 18:00", "minutes": 60, "place": "gym"},
                {"id": "fri", "start": "Fri 06:30", "minutes": 60, "place": "gym"},
            ],
            "places": {"gym": GYM},
        },
        **changes,
    }  # fmt: skip


def request_of(document: Document) -> SeasonRequest:
    return validated(SeasonRequest, json.dumps(document))


def outlined(document: Document) -> Outline:
    request = request_of(document)
    return outline_of(request, level_of(request, CATALOG), CATALOG)
