"""Choosing exercises by what a person asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from catalog import KIT_PREFIX, Catalog
from catalog.models import LEVELS, Exercise
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.wording import nearest, quoted


def selected(
    catalog: Catalog,
    exercises: Iterable[Exercise],
    *,
    muscles: Sequence[str] = (),
    equipment: Sequence[str] | None = None,
    level: str | None = None,
    kinds: Sequence[str] = (),
) -> list[Exercise]:
    """The exercises that meet every filter given; of several values in one filter, any.

    ``equipment`` is all that there is (pieces or ``kit:`` names), None: everything.  Raises
    ``UnusableInput`` for an unknown name.
    """
    for muscle in muscles:
        known_one("--muscle", muscle, {*catalog.muscles, *catalog.structures})
    known_kinds = {exercise.kind for exercise in catalog.exercises.values()}
    for kind in kinds:
        known_one("--kind", kind, known_kinds)
    levels: list[str] = list(LEVELS)
    hardest = levels.index(known_one("--level", level, levels)) if level else len(levels)
    owned = None if equipment is None else _pieces(catalog, equipment)
    return [
        exercise
        for exercise in exercises
        if (not muscles or set(muscles) & set(exercise.primary))
        and (not kinds or exercise.kind in kinds)
        and levels.index(exercise.level) <= hardest
        and (owned is None or all(owned & set(any_of) for any_of in exercise.equipment))
    ]


def _pieces(catalog: Catalog, names: Sequence[str]) -> frozenset[str]:
    known = {*catalog.equipment, *(f"{KIT_PREFIX}{kit}" for kit in catalog.kits)}
    return catalog.equipment_of(known_one("--equipment", name, known) for name in names)


def known_one(field: str, name: str, known: Iterable[str]) -> str:
    """``name``, or ``UnusableInput`` with the nearest known one."""
    names = list(known)
    if name in names:
        return name

    raise UnusableInput(Problem(field, quoted(name), f"is not known{nearest(name, names)}"))
