"""Athletes for scenarios: real weeks that are planned quickly, each another one."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from api.club.answering import Planned
from api.club.entries import Entry
from api.jobs.planning import planner

POISON = "poison"
"""An athlete of this id ends the process that plans it, where ``poisonable`` plans."""


def roster(count: int, *others: str) -> str:
    """``count`` athletes as JSON Lines, then one of each id of ``others``."""
    names = [*(f"a{number}" for number in range(count)), *others]
    return "".join(f"{json.dumps(_request(name, place))}\n" for place, name in enumerate(names))


def _request(name: str, place: int) -> dict[str, object]:
    # Other minutes are another problem, which is not solved together with the rest.
    day, minute = place // 48 % 5, place % 48
    longer = place // 240
    return {
        "athlete": {"id": name, "level": "beginner"},
        "week": {"start": "2026-11-23"},
        "runs": [{"start": "Sun 18:00", "minutes": 30 + minute + 60 * day}],
        "availability": [
            {"id": "tue", "start": "Tue 18:30", "minutes": 90, "place": "gym"},
            {"id": "thu", "start": "Thu 18:30", "minutes": 90 + longer, "place": "gym"},
        ],
        "places": {"gym": ["kit:gym"]},
    }


def poisonable(folders: Sequence[Path], solve_seconds: float) -> Callable[[Entry], Planned]:
    """The usual planner, but for athletes called ``POISON``: they end its process."""
    return partial(_planned, planner(folders, solve_seconds))


def _planned(plan: Callable[[Entry], Planned], entry: Entry) -> Planned:
    if entry.athlete_id == POISON:
        os.kill(os.getpid(), signal.SIGKILL)
    return plan(entry)
