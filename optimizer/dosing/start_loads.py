"""How a load is found that neither a log nor a lift tells: its begin, and the steps from there."""

from __future__ import annotations

from catalog import Catalog
from catalog.fitness_tests import Sex
from catalog.models import LEVELS, Exercise, Level


def start_kg(
    catalog: Catalog,
    exercise: Exercise,
    level: Level,
    *,
    at_once: int = 1,
    body_mass_kg: float | None = None,
    sex: Sex | None = None,
    in_first_weeks: bool = False,
) -> float | None:
    """Kilograms of each of ``at_once`` weights; None: the catalog says nothing.

    By the body mass, where it is told; else by a light one (evidence ``start_body_mass``), and no
    less than what makes the exercise worth its class.  A beginner's first weeks begin with that
    least.
    """
    least = None if exercise.least_load_kg is None else exercise.least_load_kg[LEVELS.index(level)]
    share = catalog.start_loads.get(exercise.id)
    if share is None:
        return least
    percent = share.percent_of(sex)
    if body_mass_kg is not None:
        return body_mass_kg * percent / 100 / at_once
    if in_first_weeks:
        return least
    guess = catalog.number("start_body_mass") * percent / 100 / at_once
    return guess if least is None else max(least, guess)


def finding_steps(catalog: Catalog) -> tuple[tuple[float, float], ...]:
    """With so many repetitions left or more, so many percent more; the widest step first."""
    values = catalog.numbers("finding_steps")
    return tuple(zip(values[::2], values[1::2], strict=True))
