"""The load of an exercise that nothing tells, from one of its kin that a log or a lift tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.documents.strength import KG_PER_LB, MOST_LB, Lift
from optimizer.dosing.new_load import FirstLoad, first_load
from optimizer.dosing.prescription import Prescribed
from optimizer.dosing.weights import Weight
from optimizer.dosing.working_maximum import working_maximum
from optimizer.dosing.workouts import Workout, days_between, workouts_of

_LEAST_KG = 0.1
"""Less is no load that another could be a share of."""


@dataclass(frozen=True)
class TransferredLoad:
    """A first load, the set of the other exercise that leads to it, and how much of it that is."""

    first: FirstLoad
    known: Exercise
    lift: Lift
    percent: float
    aside: Lift | None = None
    """The last set of the log, where it is too far from those just before it to be used."""


def transferred_load(
    case: Case, exercise: Exercise, dose: Prescribed, weights: Sequence[Weight], at_once: int
) -> TransferredLoad | None:
    """By the first transfer of the catalog whose other exercise is told; None: there is none.

    ``at_once``: weights that share the load.  A log decides before a lift, and no formula is used
    beyond its range.
    """
    for transfer in case.catalog.load_transfers.values():
        known = case.catalog.exercises.get(transfer.known)
        if transfer.exercise != exercise.id or known is None:
            continue
        for lift, aside in _sets_of(case, known.id):
            share = transfer.percent / 100 / at_once
            first = first_load(case.catalog, dose, lift, weights, share=share)
            if first is not None:
                return TransferredLoad(first, known, lift, transfer.percent, aside)
    return None


def _sets_of(case: Case, exercise: str) -> Iterator[tuple[Lift, Lift | None]]:
    """The set of its recent workouts that tells the maximum, if the last is not long ago, with one
    that was put aside; then its lifts, the last first."""
    today = case.timeline.first_day
    longest = case.catalog.numbers("time_off_days")[1]
    workouts = workouts_of(case, exercise)
    if workouts and days_between(workouts[-1].day, today) <= longest:
        weighed = [one for one in workouts if one.kg is not None and one.kg >= _LEAST_KG]
        found = working_maximum(case.catalog, weighed, today)
        if found is not None:
            aside = None if found.aside is None else _lift(exercise, found.aside)
            yield _lift(exercise, found.workout), aside
    for lift in reversed(case.request.athlete.lifts):
        if lift.exercise == exercise:
            yield lift, None


def _lift(exercise: str, workout: Workout) -> Lift:
    """Its hardest set."""
    assert workout.kg is not None
    assert workout.reserve is not None
    pounds = min(workout.kg / KG_PER_LB, MOST_LB)
    return Lift(
        exercise=exercise,
        kg=workout.kg if workout.unit == "kg" else None,
        lb=None if workout.unit == "kg" else pounds,
        reps=workout.least_reps,
        rir=workout.reserve,
    )
