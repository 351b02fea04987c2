"""The load of an exercise that nothing tells, from one of its kin that a log or a lift tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.models import Exercise
from optimizer.documents.strength import KG_PER_LB, MOST_LB, Lift
from optimizer.week.case import Case
from optimizer.week.new_load import FirstLoad, first_load
from optimizer.week.prescription import Prescribed
from optimizer.week.weights import Weight
from optimizer.week.workouts import days_between, workouts_of

_LEAST_KG = 0.1
"""Less is no load that another could be a share of."""


@dataclass(frozen=True)
class TransferredLoad:
    """A first load, the set of the other exercise that leads to it, and how much of it that is."""

    first: FirstLoad
    known: Exercise
    lift: Lift
    percent: float


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
        for lift in _sets_of(case, known.id):
            share = transfer.percent / 100 / at_once
            first = first_load(case.catalog, dose, lift, weights, share=share)
            if first is not None:
                return TransferredLoad(first, known, lift, transfer.percent)
    return None


def _sets_of(case: Case, exercise: str) -> Iterator[Lift]:
    """The hardest set of its last workout, if not long ago; then its lifts, the last first."""
    workouts = workouts_of(case, exercise)
    longest = case.catalog.numbers("time_off_days")[1]
    if workouts and days_between(workouts[-1].day, case.timeline.first_day) <= longest:
        last = workouts[-1]
        if last.reserve is not None and last.kg is not None and last.kg >= _LEAST_KG:
            pounds = min(last.kg / KG_PER_LB, MOST_LB)
            if 1 <= last.least_reps <= case.catalog.numbers("e1rm_sets")[0]:
                yield Lift(
                    exercise=exercise,
                    kg=last.kg if last.unit == "kg" else None,
                    lb=None if last.unit == "kg" else pounds,
                    reps=last.least_reps,
                    rir=last.reserve,
                )
    for lift in reversed(case.request.athlete.lifts):
        if lift.exercise == exercise:
            yield lift
