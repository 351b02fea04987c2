"""Draws the instance families: ``python -m benchmarks.draw`` writes ``families/*.jsonl`` anew.

Every family has its own seed, so that a new family leaves the others as they are.  A family that a
release was measured with is never drawn differently: a new one gets a new name.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.instances import path_of
from catalog import load_catalog
from catalog.models import EMPHASES, LEVELS, Exercise

Document = dict[str, Any]

SEED = 20261123
COUNT = 10
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
KITS: dict[str, list[str]] = {
    "gym": ["kit:gym"],
    "home": ["kit:home_basic"],
    "few": ["mini_band", "stability_ball", "dumbbell", "chair", "wall"],
    "none": ["kit:bodyweight"],
}
PHASES = ("in_season", "off_season", "pre_season", "in_season", "taper")
TIMES = (1, 2, 5, 10)


def main() -> None:
    for family, draw in DRAWN.items():
        chance = random.Random(f"{SEED} {family}")
        lines = []
        for number, (times, request) in enumerate(draw(chance), start=1):
            request["athlete"]["id"] = name = f"{family}-{number:02d}"
            document = {"id": name, "catalog_times": times, "request": request}
            lines.append(json.dumps(document, ensure_ascii=False, separators=(",", ":")))
        path_of(family).write_text("\n".join(lines) + "\n", encoding="utf-8")


Drawn = Iterator[tuple[int, Document]]


def athlete_week(
    chance: random.Random, number: int, windows: list[Document], runs: list[Document]
) -> Document:
    """A request; level, kit and phase go round with ``number`` in cycles of different lengths."""
    kit = list(KITS)[(number + number // 4) % len(KITS)]
    request: Document = {
        "athlete": {"id": "", "level": LEVELS[(number + 1) % 3]},
        "week": {
            "start": "2026-11-23",
            "timezone": "Europe/Berlin",
            "phase": PHASES[number % len(PHASES)],
        },
        "runs": runs,
        "availability": windows,
        "places": {"here": KITS[kit]},
        "emphasis": chance.choice(EMPHASES),
    }
    if chance.random() < 0.25:
        request["preferences"] = {"style": "straight"}
    return request


def a_window(day: str, clock: str, minutes: int, place: str = "here") -> Document:
    name = f"{day.lower()}_{clock.replace(':', '')}"
    return {"id": name, "start": f"{day} {clock}", "minutes": minutes, "place": place}


def a_run(day: str, clock: str, minutes: int, kind: str = "easy") -> Document:
    return {"start": f"{day} {clock}", "minutes": minutes, "kind": kind}


def _three_runs(chance: random.Random) -> list[Document]:
    """Runs that leave 24 hours before Tuesday, Friday and Sunday evening."""
    return [
        a_run("Mon", "17:30", chance.choice((30, 45, 60))),
        a_run(
            "Wed", "18:00", chance.choice((40, 60)), chance.choice(("easy", "tempo", "interval"))
        ),
        a_run("Sat", "08:00", chance.choice((75, 100, 130)), "long"),
    ]


def _evenings(minutes: int, days: tuple[str, ...]) -> list[Document]:
    return [a_window(day, "19:30", minutes) for day in days]


def _short_sessions(days: tuple[str, ...], lengths: tuple[int, ...]) -> Callable[..., Drawn]:
    """Sessions of a few minutes more and less, from comfortable to impossible."""

    def draw(chance: random.Random) -> Drawn:
        for number in range(COUNT):
            windows = _evenings(lengths[number % len(lengths)], days)
            yield 1, athlete_week(chance, number, windows, _three_runs(chance))

    return draw


def _roomy(chance: random.Random) -> Drawn:
    for number in range(COUNT):
        days = ("Tue", "Fri", "Sun") if number % 2 else ("Tue", "Fri")
        windows = _evenings(chance.choice((60, 75, 90)), days)
        yield 1, athlete_week(chance, number, windows, _three_runs(chance))


def _mixed_places(chance: random.Random) -> Drawn:
    for number in range(COUNT):
        minutes = chance.choice((25, 30, 40, 50))
        windows = [
            a_window("Tue", "19:30", minutes, "gym"),
            a_window("Fri", "19:30", chance.choice((20, 30, 40)), "home"),
            a_window("Sun", "10:00", minutes, chance.choice(("gym", "home"))),
        ]
        request = athlete_week(chance, number, windows, _three_runs(chance))
        request["places"] = {"gym": KITS["gym"], "home": KITS[chance.choice(("home", "few"))]}
        yield 1, request


def _many_windows(chance: random.Random) -> Drawn:
    clocks = ("06:30", "12:15", "20:00")
    for number in range(COUNT):
        minutes = (20, 30, 40, 30, 60)[number % 5]
        windows = [a_window(day, clock, minutes) for day in DAYS for clock in clocks]
        runs = [
            a_run("Mon", "17:00", 45),
            a_run("Wed", "17:00", 60, chance.choice(("easy", "tempo"))),
            a_run("Sat", "08:00", 100, "long"),
        ]
        yield 1, athlete_week(chance, number, windows, runs)


def _many_runs(chance: random.Random) -> Drawn:
    for number in range(COUNT):
        days = DAYS[: 5 + number % 3]
        clock = chance.choice(("06:00", "06:30", "17:00"))
        kinds = ("easy", "interval", "easy", "tempo", "easy", "easy", "long")
        runs = [
            a_run(day, clock, chance.choice((40, 50, 60)) if kind != "long" else 120, kind)
            for day, kind in zip(days, kinds, strict=False)
        ]
        windows = _evenings(chance.choice((30, 45, 60)), ("Tue", "Thu", "Sat"))
        yield 1, athlete_week(chance, number, windows, runs)


def _injuries(chance: random.Random) -> Drawn:
    known = sorted(load_catalog().injuries)
    for number in range(COUNT):
        windows = _evenings(chance.choice((25, 30, 40, 50)), ("Tue", "Fri", "Sun"))
        request = athlete_week(chance, number, windows, _three_runs(chance))
        request["athlete"]["injuries"] = sorted(chance.sample(known, 1 + number % 2))
        yield 1, request


def _pinned(chance: random.Random) -> Drawn:
    """After a week that was partly missed, with some of this week already fixed."""
    for number in range(COUNT):
        windows = _evenings(chance.choice((30, 40, 50)), ("Tue", "Fri", "Sun"))
        request = athlete_week(chance, number, windows, _three_runs(chance))
        request["week"]["phase"] = ("in_season", "off_season")[number % 2]
        level, kit = request["athlete"]["level"], request["places"]["here"]
        known = _doable(level, kit)
        pins: list[Document] = [{"window": windows[0]["id"]}]
        pins += [{"exercise": e.id} for e in chance.sample(known, number % 3)]
        request["pinned"] = pins
        if number % 4 != 3:
            request["previous"] = {
                "plan": _last_week(chance, known),
                "missed": ["s2"] if number % 2 else [],
            }
        yield 1, request


def _doable(level: str, kit: list[str]) -> list[Exercise]:
    """Light exercises of this level that the kit is enough for."""
    catalog = load_catalog()
    owned = catalog.equipment_of(kit)
    return [
        exercise
        for exercise in catalog.exercises.values()
        if exercise.counts_toward_volume
        and LEVELS.index(exercise.level) <= LEVELS.index(level)
        and exercise.leg_load <= 1
        and exercise.impact == 0
        and all(owned.intersection(any_of) for any_of in exercise.equipment)
    ]


def _last_week(chance: random.Random, known: list[Exercise]) -> Document:
    """Two sessions of straight sets, as a coach writes them down."""
    sessions = []
    for number, day in enumerate(("2026-11-17", "2026-11-20"), start=1):
        blocks = [
            {
                "label": str(label),
                "kind": "straight",
                "rounds": 3,
                "items": [
                    {
                        "label": str(label), "exercise": exercise.id, "name": exercise.name,
                        "sets": 3, "rest_seconds": exercise.rest_seconds, "seconds": 300,
                    }
                ],
            }
            for label, exercise in enumerate(chance.sample(known, 6), start=1)
        ]  # fmt: skip
        sessions.append(
            {
                "id": f"s{number}", "window": "evening", "place": "here",
                "start": f"{day}T19:30:00+01:00", "end": f"{day}T20:00:00+01:00",
                "minutes": 30.0, "blocks": blocks,
            }
        )  # fmt: skip
    return {"sessions": sessions}


def _scaling(chance: random.Random) -> Drawn:
    """Three weeks, each with every size of the catalog: the same request, only the choice grows."""
    for days, minutes, kit, level in (
        (("Tue", "Fri"), 30, "gym", "intermediate"),
        (("Tue", "Fri"), 20, "home", "intermediate"),
        (("Tue", "Fri", "Sun"), 45, "gym", "advanced"),
    ):
        request = athlete_week(chance, 0, _evenings(minutes, days), _three_runs(chance))
        request["athlete"]["level"] = level
        request["places"] = {"here": KITS[kit]}
        request["emphasis"] = "balanced"
        for times in TIMES:
            yield times, json.loads(json.dumps(request))


DRAWN: dict[str, Callable[[random.Random], Drawn]] = {
    "roomy": _roomy,
    "tight": _short_sessions(("Tue", "Fri"), (30, 28, 30, 32, 30, 34)),
    "very_tight": _short_sessions(("Tue", "Fri"), (20, 18, 20, 22, 20, 24)),
    "three_short": _short_sessions(("Tue", "Fri", "Sun"), (20, 25, 22, 18, 28)),
    "mixed_places": _mixed_places,
    "many_windows": _many_windows,
    "many_runs": _many_runs,
    "injuries": _injuries,
    "pinned": _pinned,
    "scaling": _scaling,
}


def club(size: int, seed: int = SEED) -> Iterator[Document]:
    """Requests of ``size`` distinct athletes, every one drawn by itself from its number."""
    for number in range(size):
        chance = random.Random(f"{seed} club {number}")
        days = chance.choice((("Tue", "Fri"), ("Tue", "Fri"), ("Tue", "Fri", "Sun"), ("Fri",)))
        windows = _evenings(chance.choice((20, 30, 30, 40, 45, 60)), days)
        request = athlete_week(chance, chance.randrange(60), windows, _three_runs(chance))
        request["athlete"]["id"] = f"club-{number:04d}"
        request["athlete"]["weeks_of_strength"] = chance.randrange(0, 200)
        request["limits"] = {"max_session_minutes": chance.choice((25, 30, 35, 45, 60))}
        yield request


if __name__ == "__main__":
    main()
