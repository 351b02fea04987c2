"""Plans of runs against their caps: drawn athletes, races and choices, each read by the caps alone.

``python -m benchmarks.running`` draws a thousand plans to 5 km up to the marathon, with 2 to 6 days
and 8 to 30 weeks, and beside them the couch to 5 km with drawn reports, and tells every cap that
one breaks.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from pydantic import JsonValue

from catalog import Catalog, load_catalog
from optimizer import InternalFault, RunsPlan, RunsRequest, read_runs_request, runs
from optimizer.running.review import breaches

PLANS = 1333
"""A thousand to a race, since each fourth is from the couch to 5 km."""
_KILOMETRES = (5.0, 10.0, 21.0975, 42.195)
_MIXES = ("pyramidal", "polarised", "time_poor")
_AIMS = ("finish", "good", "ambitious")
_ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Sydney")
_FIRST = date(2026, 1, 1)


def custom_request(rng: random.Random) -> RunsRequest:
    """One drawn plan to a race, with races on the way; the seed of ``rng`` decides."""
    level = rng.choice(("beginner", "intermediate", "advanced"))
    days = rng.randint(2, 4 if level == "beginner" else 6)
    longest = rng.randint(20, 150)
    start = _FIRST + timedelta(days=rng.randrange(730))
    weeks = rng.randint(8, 30)
    race = start + timedelta(days=7 * weeks - 1 - rng.randrange(7))
    running: dict[str, JsonValue] = {
        "plan": "custom",
        "days_a_week": days,
        "days_now": rng.randint(max(1, days - 2), days),
        "minutes_a_week": rng.randint(max(40, longest), max(60, longest * days)),
        "longest_minutes": longest,
    }
    races: dict[str, JsonValue] = {}
    while weeks >= 10 and rng.random() < 0.4:
        day = (start + timedelta(days=rng.randrange(7 * weeks - 14))).isoformat()
        races[day] = {
            "date": day,
            "distance_km": rng.choice(_KILOMETRES[:3]),
            "priority": rng.choice(("B", "C")),
        }
    document: dict[str, JsonValue] = {
        "athlete": {"level": level},
        "start": start.isoformat(),
        "timezone": rng.choice(_ZONES),
        "goal": {"race": race.isoformat(), "distance_km": rng.choice(_KILOMETRES)},
        "races": [*races.values()],
        "running": running,
        "choices": {
            "mix": rng.choice(_MIXES),
            "aim": rng.choice(_AIMS),
            "weekly_growth": rng.choice((5, 10, 20)),
            "deload_every": rng.randint(3, 6),
        },
    }
    return read_runs_request(json.dumps(document))


def program_request(rng: random.Random) -> RunsRequest:
    """One drawn runner from the couch to 5 km, some weeks on: good weeks, bad ones, none."""
    start = _FIRST + timedelta(days=rng.randrange(730))
    weeks = rng.randint(0, 12)
    reports: list[JsonValue] = []
    for number in range(1, weeks + 1):
        if rng.random() < 0.15:
            continue
        effort = rng.choice((5, 5, 6, 9))
        for index, letter in enumerate("abc"):
            day = start + timedelta(days=7 * (number - 1) + 2 * index)
            done = rng.random() < 0.9
            reports.append(
                {"id": f"w{number}{letter}", "date": day.isoformat(), "rpe": effort, "done": done}
            )
    running: dict[str, JsonValue] = {
        "plan": "couch_to_5k",
        "longest_minutes": rng.randint(0, 25),
        "heavier": rng.random() < 0.3,
        "reports": reports,
        "today": (start + timedelta(weeks=weeks)).isoformat(),
    }
    document: dict[str, JsonValue] = {"start": start.isoformat(), "running": running}
    return read_runs_request(json.dumps(document))


def broken_caps(
    catalog: Catalog, seed: int, count: int
) -> Iterator[tuple[RunsRequest, RunsPlan | None, list[str]]]:
    """Every drawn plan with the caps it breaks; each fourth is from the couch to 5 km."""
    for number in range(count):
        rng = random.Random(f"{seed}:{number}")
        request = program_request(rng) if number % 4 == 3 else custom_request(rng)
        try:
            answer = runs(request, catalog=catalog)
        except InternalFault as fault:
            yield request, None, [str(fault)]
        else:
            yield request, answer, [*breaches(request, answer, catalog)]


def main() -> int:
    found: Counter[str] = Counter()
    broken = 0
    for request, answer, caps in broken_caps(load_catalog(), 1, PLANS):
        if answer is not None:
            found[f"{answer.plan}, {answer.status}"] += 1
        for cap in caps:
            broken += 1
            sys.stdout.write(f"{cap}: {request.model_dump_json(exclude_defaults=True)}\n")
    for what, count in sorted(found.items()):
        sys.stdout.write(f"{count} {what}\n")
    sys.stdout.write(f"{broken} broken caps in {PLANS} plans\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
