"""Choosing exercises by what a person asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from catalog import Catalog
from catalog.models import LEVELS, Equipment, Exercise, Injury, Muscle, Structure
from catalog.names import Names
from catalog.near_names import key_of
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.wording import did_you_mean, nearest, quoted

Value = TypeVar("Value")
_NAMED = (Muscle, Structure, Exercise, Equipment, Injury)


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
    tissues = {one for name in muscles for one in _tissues(catalog, name)}
    known_kinds = {exercise.kind for exercise in catalog.exercises.values()}
    kinds = [known_one("--kind", kind, known_kinds) for kind in kinds]
    levels: list[str] = list(LEVELS)
    hardest = levels.index(known_one("--level", level, levels)) if level else len(levels)
    owned = None if equipment is None else _pieces(catalog, equipment)
    return [
        exercise
        for exercise in exercises
        if (not muscles or tissues & set(exercise.primary))
        and (not kinds or exercise.kind in kinds)
        and levels.index(exercise.level) <= hardest
        and (owned is None or all(owned & set(any_of) for any_of in exercise.equipment))
    ]


def _tissues(catalog: Catalog, name: str) -> Iterator[str]:
    """What is called so: a muscle or structure, or all muscles of a family, as ``calves``."""
    family = [
        muscle.id
        for muscle in catalog.muscles.values()
        if key_of(name) in map(key_of, muscle.groups)
    ]
    if catalog.tissue_names.found(name) is None and family:
        yield from family
    else:
        yield known_one("--muscle", name, catalog.tissue_names)


def _pieces(catalog: Catalog, names: Sequence[str]) -> frozenset[str]:
    known = catalog.equipment_names
    return catalog.equipment_of(known_one("--equipment", name, known) for name in names)


def known_one(field: str, name: str, known: Names | Iterable[str]) -> str:
    """The id that ``name`` means, or ``UnusableInput`` with the nearest known one."""
    if isinstance(known, Names):
        found = known.found(name)
        hint = "" if found else did_you_mean(known.near(name))
    else:
        names = list(known)
        equal = [one for one in names if key_of(one) == key_of(name)]
        found = name if name in names else equal[0] if len(equal) == 1 else None
        hint = "" if found else nearest(name, names)
    if found is None:
        raise UnusableInput(Problem(field, quoted(name), f"is not known{hint}"))
    return found


def chosen_entries(field: str, names: Iterable[str], entries: Mapping[str, Value]) -> list[Value]:
    """The entries that are called so, by any of their names where they have several."""
    named = [entry for entry in entries.values() if isinstance(entry, _NAMED)]
    known = Names(named) if named else entries
    return [entries[known_one(field, name, known)] for name in names]
