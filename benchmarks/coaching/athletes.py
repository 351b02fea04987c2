"""Athletes that no other benchmark, example or test has: their own seed, any number of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from benchmarks.draw import DAYS, KITS, a_run, a_window
from catalog import load_catalog
from catalog.models import EMPHASES

Document = dict[str, Any]

SEED = "held out 2026-11-29"
_PHASES = ("in_season", "pre_season", "off_season", "taper", "post_race")
_PHASE_WEIGHTS = (4, 4, 3, 1, 1)
_LEVELS = ("beginner", "intermediate", "advanced")
_KITS = ("gym", "home", "few", "none")


def athletes(count: int, seed: str = SEED) -> Iterator[Document]:
    """Requests, each drawn by itself from its number."""
    for number in range(count):
        yield _athlete(number, random.Random(f"{seed} {number}"))


def _athlete(number: int, chance: random.Random) -> Document:
    level = _LEVELS[number % 3]
    athlete: Document = {"id": f"held-out-{number:03d}", "level": level}
    if level == "beginner":
        athlete["weeks_of_strength"] = chance.choice((0, 2, 5, 20))
    if chance.random() < 0.25:
        athlete["injuries"] = [chance.choice(sorted(load_catalog().injuries))]
    kit = chance.choices(_KITS, weights=(4, 3, 2, 1))[0]
    runs, windows = _week(chance)
    return {
        "athlete": athlete,
        "week": {
            "start": "2026-11-23",
            "timezone": "Europe/Berlin",
            "phase": chance.choices(_PHASES, weights=_PHASE_WEIGHTS)[0],
        },
        "runs": runs,
        "availability": windows,
        "places": {"here": KITS[kit]},
        "emphasis": chance.choice(EMPHASES),
    }


def _week(chance: random.Random) -> tuple[list[Document], list[Document]]:
    """Three to six runs, one long, up to two hard, and two to four windows on other days or the
    far side of the day."""
    days = sorted(chance.sample(range(7), chance.choice((3, 4, 4, 5, 6))))
    kinds = dict.fromkeys(days, "easy")
    kinds[days[-1]] = "long"
    for day in chance.sample(days[:-1], min(len(days) - 1, chance.choice((0, 1, 2)))):
        kinds[day] = chance.choice(("interval", "tempo"))
    clock = chance.choice(("07:00", "07:00", "12:30", "18:00"))
    runs = [
        a_run(DAYS[day], clock, 110 if kind == "long" else chance.choice((35, 45, 60)), kind)
        for day, kind in kinds.items()
    ]
    minutes = chance.choice((30, 40, 45, 50, 60, 60, 75))
    free = [day for day in range(7) if day not in days]
    taken = [*free, *chance.sample(days, len(days))][: chance.choice((2, 3, 3, 4))]
    evening = "20:00" if clock != "18:00" else chance.choice(("20:00", "12:00"))
    windows = [a_window(DAYS[day], evening, minutes) for day in sorted(taken)]
    return runs, windows
