"""Larger catalogs: the packaged one and perturbed copies of every exercise, drawn by a seed."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from functools import lru_cache
from typing import Any

from catalog import Catalog, load_catalog
from catalog.models import Exercise

SEED = 20261123
_SECONDARY_LEFT_OUT = 0.25
_SECONDARY_SWAPPED = 0.25


@lru_cache(maxsize=2)
def scaled_catalog(times: int) -> Catalog:
    """A catalog with ``times`` as many exercises; once is the packaged one."""
    catalog = load_catalog()
    if times == 1:
        return catalog
    exercises = dict(catalog.exercises)
    for copy in range(2, times + 1):
        for exercise in catalog.exercises.values():
            draw = random.Random(f"{SEED} {copy} {exercise.id}")
            other = _perturbed(exercise, catalog, copy, draw)
            exercises[other.id] = other
    version = hashlib.sha256(f"{catalog.version} ×{times} {SEED}".encode()).hexdigest()
    return replace(catalog, exercises=dict(sorted(exercises.items())), version=f"sha256:{version}")


def _perturbed(exercise: Exercise, catalog: Catalog, copy: int, draw: random.Random) -> Exercise:
    """The same movement with other times and ranges and, often, other secondary muscles."""
    content: dict[str, Any] = exercise.model_dump()
    content["id"] = f"{exercise.id[:58]}_v{copy}"
    content["name"] = f"{exercise.name}, variant {copy}"
    content["articles"] = ()
    content["setup_seconds"] = max(0, exercise.setup_seconds + 5 * draw.randint(-2, 4))
    content["rest_seconds"] = max(0, exercise.rest_seconds + 5 * draw.randint(-3, 3))
    if exercise.seconds_per_rep is not None:
        content["seconds_per_rep"] = exercise.seconds_per_rep + 0.5 * draw.randint(0, 3)
    for name in ("reps", "hold_seconds"):
        bounds = content[name]
        if bounds is not None:
            content[name] = (bounds[0], max(bounds[0], bounds[1] + draw.randint(-2, 3)))
    content["secondary"] = _other_muscles(exercise, catalog, draw)
    return Exercise.model_validate(content)


def _other_muscles(exercise: Exercise, catalog: Catalog, draw: random.Random) -> tuple[str, ...]:
    found: list[str] = []
    for muscle in exercise.secondary:
        chance = draw.random()
        if chance < _SECONDARY_LEFT_OUT:
            continue
        if chance < _SECONDARY_LEFT_OUT + _SECONDARY_SWAPPED and muscle in catalog.muscles:
            region = catalog.muscles[muscle].region
            muscle = draw.choice([m.id for m in catalog.muscles.values() if m.region == region])
        if muscle not in found and muscle not in exercise.primary:
            found.append(muscle)
    return tuple(found)
