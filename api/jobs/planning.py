"""One athlete in a planning process: an entry in, the status and the bytes of its line out."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from api.club.answering import plan_entry
from api.club.entries import Entry
from api.club.lines import Line
from catalog import Catalog, load_catalog
from optimizer.solving.options import SolveOptions


@dataclass(frozen=True)
class Planned:
    """``fault``: where in our code it went wrong, without a word of the athlete's."""

    line: Line
    fault: str | None = None


def planner(folders: Sequence[Path], solve_seconds: float) -> Callable[[Entry], Planned]:
    """Reads the catalog once; what it gives back plans one entry after another."""
    return partial(_planned, load_catalog(*folders), SolveOptions(wall_seconds=solve_seconds))


def _planned(catalog: Catalog, options: SolveOptions, entry: Entry) -> Planned:
    faults: list[str] = []
    line = plan_entry(
        entry,
        catalog=catalog,
        options=options,
        on_fault=lambda _entry, error: faults.append(_where(error)),
    )
    return Planned(line, faults[0] if faults else None)


def _where(error: Exception) -> str:
    """The kind of an exception and the places it came through; its words may be an athlete's."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.name} ({Path(frame.filename).name}:{frame.lineno})" for frame in frames]
    return " > ".join([*places, type(error).__name__])
