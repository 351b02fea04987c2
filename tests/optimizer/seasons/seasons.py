"""Seasons for the tests: one half marathon of nineteen weeks, and changes of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, Final

from catalog import load_catalog
from optimizer import plan_season
from optimizer.documents.reading import validated
from optimizer.documents.result import Result
from optimizer.documents.season import Season, SeasonRequest
from optimizer.seasons.outline import Outline, outline_of
from optimizer.seasons.week_requests import level_of
from tests.answers import made_once

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


def ten_km(**changes: Any) -> Document:
    """An advanced runner with dumbbells at home and half an hour twice a week, sixteen weeks to a
    race of 10 km: whole seasons of it are planned in seconds."""
    document = half_marathon(
        athlete={
            "id": "ben", "level": "advanced",
            "lifts": [
                {"exercise": "goblet_squat", "kg": 30, "reps": 8},
                {"exercise": "dumbbell_romanian_deadlift", "kg": 24, "reps": 8},
            ],
        },
        goal={"race": "2027-03-21", "distance_km": 10},
        running={
            "plan": "custom", "days_a_week": 3, "minutes_a_week": 120, "longest_minutes": 60
        },
        week={
            "availability": [
                {"id": "wed", "start": "Wed 19:30", "minutes": 30, "place": "home"},
                {"id": "fri", "start": "Fri 19:00", "minutes": 30, "place": "home"},
            ],
            "places": {"home": ["kit:bodyweight", "dumbbell"]},
        },
    )  # fmt: skip
    return {**document, **changes}


_READ: Final[dict[str, Season]] = {}


def season_of(document: Document) -> Season:
    """The season of a document, planned once in a run of the tests, in whatever process."""
    request = request_of(document)
    key = hashlib.sha256(request.model_dump_json().encode()).hexdigest()

    def make() -> str:
        known = {} if document == WHOLE else known_of([season_of(WHOLE)])
        return plan_season(request, catalog=CATALOG, known=known).model_dump_json()

    if key not in _READ:
        _READ[key] = Season.model_validate_json(made_once(f"season-{key}", make))
    return _READ[key]


WHOLE = ten_km(exact_weeks=16)
"""Every week up to the race is planned; others of the tests begin with some of these weeks."""


def known_of(seasons: Iterable[Season]) -> dict[str, Result]:
    return {
        week.result.fingerprint: week.result
        for season in seasons
        for week in season.weeks
        if week.result is not None
    }
