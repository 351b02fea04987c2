"""The sets of one exercise in one block, and the stations that it occupies."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.models import Exercise
from optimizer.case.case import Case


@dataclass(frozen=True)
class Lift:
    """The sets of one exercise in one block; ``machines`` are the stations it occupies."""

    exercise: Exercise
    sets: int
    work_seconds: int
    machines: frozenset[str]
    leads: bool = False
    """True for a main lift: in its block it goes first, and no other has more sets."""


def change_seconds(case: Case) -> int:
    return round(case.catalog.number("superset_transition"))


def machines_of(case: Case, exercise: Exercise, place: str | None) -> frozenset[str]:
    """The stations the exercise occupies at ``place``, where it cannot do without them."""
    there = case.equipment_at(place)
    occupied = set()
    for any_of in exercise.equipment:
        usable = sorted(there.intersection(any_of))
        if usable and all(case.catalog.equipment[thing].exclusive for thing in usable):
            occupied.add(usable[0])
    return frozenset(occupied)
