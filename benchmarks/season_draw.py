"""Drawn seasons: athletes, races, ways to run, holidays, races on the way and other weeks."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta

from pydantic import JsonValue

from optimizer.documents.reading import validated
from optimizer.documents.season import SeasonRequest

_KILOMETRES = (5.0, 10.0, 21.0975, 42.195)
_ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Sydney")
_FIRST = date(2026, 1, 1)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_PLACES: dict[str, JsonValue] = {
    "gym": ["kit:gym"], "home": ["kit:home_basic"], "park": ["kit:bodyweight"]
}  # fmt: skip


def drawn_season(seed: str, exact_weeks: int) -> SeasonRequest:
    """One season; the seed decides.  It may be one that cannot be reached in time."""
    rng = random.Random(seed)
    level = rng.choice(("beginner", "intermediate", "advanced"))
    start = _FIRST + timedelta(days=rng.randrange(730))
    running, goal = _running(rng, level, start)
    document: dict[str, JsonValue] = {
        "athlete": {"id": f"athlete {seed}", "level": level},
        "start": start.isoformat(),
        "timezone": rng.choice(_ZONES),
        "goal": goal,
        "running": running,
        "week": _week(rng),
        "exact_weeks": exact_weeks,
        "choices": {"deload_every": rng.randint(3, 6)},
        **_special(rng, start),
    }
    return validated(SeasonRequest, json.dumps(document))


def _running(
    rng: random.Random, level: str, start: date
) -> tuple[dict[str, JsonValue], dict[str, JsonValue] | None]:
    kind = rng.choice(("custom", "custom", "custom", "given", "couch_to_5k"))
    weeks = rng.randint(2, 30)
    race = start + timedelta(days=7 * weeks - 1 - rng.randrange(7))
    if kind == "couch_to_5k":
        weeks = rng.randint(10, 20)
        open_end: dict[str, JsonValue] = {"weeks": weeks}
        return {"plan": kind}, rng.choice((None, open_end))
    goal: dict[str, JsonValue] = {
        "race": race.isoformat(), "distance_km": rng.choice(_KILOMETRES)
    }  # fmt: skip
    if rng.random() < 0.2:
        goal = {"weeks": weeks}
    if kind == "given":
        runs: list[JsonValue] = [
            {"start": f"{day} 18:00", "minutes": rng.randint(25, 70), "kind": what}
            for day, what in zip(rng.sample(_DAYS[:5], 3), ("easy", "tempo", "long"), strict=True)
        ]
        return {"plan": kind, "runs": runs}, goal
    days = rng.randint(2, 4 if level == "beginner" else 5)
    longest = rng.randint(40, 120)
    running: dict[str, JsonValue] = {
        "plan": kind,
        "days_a_week": days,
        "minutes_a_week": rng.randint(max(60, longest), max(80, longest * days)),
        "longest_minutes": longest,
    }
    return running, goal


def _week(rng: random.Random) -> dict[str, JsonValue]:
    place = rng.choice(tuple(_PLACES))
    days = rng.sample(_DAYS, rng.randint(1, 3))
    minutes = rng.choice((30, 45, 60))
    windows: list[JsonValue] = [
        {"id": day.lower(), "start": f"{day} {rng.choice(('06:30', '12:00', '19:00'))}",
         "minutes": minutes, "place": place}
        for day in days
    ]  # fmt: skip
    return {"availability": windows, "places": {place: _PLACES[place]}}


def _special(rng: random.Random, start: date) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {}
    if rng.random() < 0.4:
        begin = start + timedelta(days=rng.randrange(21))
        end = begin + timedelta(days=rng.randrange(10))
        away: dict[str, JsonValue] = {"from": begin.isoformat(), "to": end.isoformat()}
        away["availability"] = []
        if rng.random() < 0.5:
            away["run_windows"] = []
        found["exceptions"] = [away]
    if rng.random() < 0.3:
        day = start + timedelta(days=rng.randrange(14))
        found["races"] = [{"date": day.isoformat(), "distance_km": rng.choice(_KILOMETRES[:2])}]
    if rng.random() < 0.2:
        day = start + timedelta(days=rng.randrange(14))
        found["overrides"] = [{"week": day.isoformat(), "deload": True}]
    return found
