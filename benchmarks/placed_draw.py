"""Draws the joint weeks: ``python -m benchmarks.placed_draw`` writes their family anew.

Three to six runs, nearly all of them with one to seven windows, beside three to seven windows for
strength: weeks as runners have them, mornings and evenings on weekdays, mornings at the weekend.
Weeks whose runs alone cannot stand are drawn again: they are no joint weeks.
Like every family, it is never drawn differently once a release was measured with it.
"""

from __future__ import annotations

import json
import random
from itertools import count
from typing import Any

from benchmarks.draw import DAYS, SEED, a_window, athlete_week
from benchmarks.instances import PLACED_RUNS, path_of
from catalog import load_catalog
from optimizer.building.case_of import case_of
from optimizer.documents.reading import read_request
from optimizer.placing.candidates import runs_to_place
from optimizer.placing.placement import runs_can_stand

Document = dict[str, Any]

WEEKS = 40
_SHORT = (30, 40, 45, 60)
_LONG = (75, 90, 100, 120)
_KINDS = ("long", "interval", "easy", "tempo", "easy", "easy")


def main() -> None:
    lines = []
    for number in range(WEEKS):
        request = drawn(number)
        document = {"id": request["athlete"]["id"], "catalog_times": 1, "request": request}
        lines.append(json.dumps(document, ensure_ascii=False, separators=(",", ":")))
    path_of(PLACED_RUNS).write_text("\n".join(lines) + "\n", encoding="utf-8")


def drawn(number: int) -> Document:
    """The request of one joint week."""
    attempts = (_drawn(number, attempt) for attempt in count())
    return next(request for request in attempts if _can_stand(request))


def _can_stand(request: Document) -> bool:
    read = read_request(json.dumps(request))
    return runs_can_stand(runs_to_place(case_of(read, load_catalog())))


def _drawn(number: int, attempt: int) -> Document:
    chance = random.Random(f"{SEED} {PLACED_RUNS} {number} {attempt}")
    request = athlete_week(chance, number, _strength(chance), _runs(chance))
    request["athlete"]["id"] = f"{PLACED_RUNS}-{number + 1:02d}"
    if number % 4 == 3:
        request["recovery"] = "hard_days_hard"
    rules: Document = {}
    if number % 5 == 1:
        rules["grid_minutes"] = chance.choice((5, 10, 30))
    if number % 7 == 2:
        rules["minutes_between"] = 30
    if number % 6 == 5:
        rules["hours_between_key_runs"] = 40
    if rules:
        request["run_rules"] = rules
    return request


def _runs(chance: random.Random) -> list[Document]:
    runs = []
    for place, kind in enumerate(_KINDS[: chance.randint(3, 6)]):
        minutes = chance.choice(_LONG if kind == "long" else _SHORT)
        run: Document = {"id": f"r{place + 1}", "kind": kind, "minutes": minutes}
        if place >= 2 and chance.random() < 0.25:
            run["start"] = f"{chance.choice(DAYS[:5])} 18:00"
        else:
            days = ("Sat", "Sun") if kind == "long" and chance.random() < 0.7 else DAYS
            most = len(days)
            chosen = sorted(chance.sample(days, chance.randint(1, most)), key=DAYS.index)
            run["when"] = [_span(chance, day, minutes) for day in chosen]
        runs.append(run)
    return runs


def _span(chance: random.Random, day: str, minutes: int) -> Document:
    """A window of this day that is some time longer than the run."""
    at_weekend = day in ("Sat", "Sun")
    opens = chance.choice((480, 540)) if at_weekend else chance.choice((360, 390, 720, 1020, 1080))
    closes = opens + minutes + chance.choice((0, 30, 60, 120))
    return {"start": f"{day} {_clock(opens)}", "end": f"{day} {_clock(closes)}"}


def _strength(chance: random.Random) -> list[Document]:
    days = sorted(chance.sample(DAYS, chance.randint(3, 7)), key=DAYS.index)
    minutes = chance.choice((30, 45, 45, 60, 75))
    return [
        a_window(day, chance.choice(("06:30", "12:00", "17:30", "19:30")), minutes)
        for day in days
    ]  # fmt: skip


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


if __name__ == "__main__":
    main()
