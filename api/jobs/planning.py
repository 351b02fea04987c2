"""How a process plans one athlete of a batch after another."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from api.club.answering import Planned, plan_entry
from api.club.entries import Entry
from api.club.planning import begin_planning
from optimizer.solving.options import SolveOptions


def planner(folders: Sequence[Path], solve_seconds: float) -> Callable[[Entry], Planned]:
    """Reads the catalog once; what it gives back plans one entry after another."""
    options = SolveOptions(wall_seconds=solve_seconds)
    return begin_planning(
        folders, partial(plan_entry, options=options, describe_fault=fault_without_words)
    )


def fault_without_words(error: Exception) -> str:
    """The kind of an exception and the places it came through; its words may be an athlete's."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.name} ({Path(frame.filename).name}:{frame.lineno})" for frame in frames]
    return " > ".join([*places, type(error).__name__])
