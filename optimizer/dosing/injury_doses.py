"""What injuries change of doses: more sets of what heals, more reserve in what asks for caution."""

from __future__ import annotations

from catalog.models import Exercise
from optimizer.case.case import Case


def is_loaded_work(exercise: Exercise) -> bool:
    """True: a lift with a load on the muscle, and no hold."""
    return exercise.loaded and exercise.kind == "strength" and exercise.reps is not None


def loading_sets_of(case: Case, exercise: Exercise) -> tuple[int, int] | None:
    """Sets a session, [least, most], that an injury asks for of a lift for what it emphasises.

    None: none does, it cautions against the lift, or the week holds less of everything: one of a
    beginner's first four, a lighter one, a taper, one after a race.
    """
    if case.in_first_weeks or case.holds_less or not is_loaded_work(exercise):
        return None
    loading = [
        injury.loading_sets
        for injury in case.injuries
        if injury.loading_sets is not None
        and not injury.cautions_against(exercise)
        and not set(injury.emphasise).isdisjoint(exercise.primary)
    ]
    if not loading:
        return None
    most = exercise.sets[1]
    return min(max(least for least, _ in loading), most), min(max(top for _, top in loading), most)


def more_reserve(case: Case, exercise: Exercise) -> int:
    """Repetitions that stay in reserve beyond the dose, as an injury asks for caution."""
    return round(case.catalog.number("caution_reserve")) if case.cautions_of(exercise) else 0
