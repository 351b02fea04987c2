"""The maximum that recent sets of an exercise tell: the median of a few, without what is far off.

One set is off by five to ten percent, and a slip of the pen by more: neither decides alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from catalog import Catalog
from optimizer.dosing.one_rep_max import Estimate, estimate_of
from optimizer.dosing.workouts import Workout, days_between


@dataclass(frozen=True)
class WorkingMaximum:
    """``workout``: whose hardest set gives the estimate.

    ``aside``: the last workout, where its estimate is too far from those just before it to be used.
    """

    estimate: Estimate
    workout: Workout
    aside: Workout | None = None


def working_maximum(
    catalog: Catalog, workouts: Sequence[Workout], today: date
) -> WorkingMaximum | None:
    """The median of the last estimates, of two the lesser; None: no recent set is in range.

    ``workouts``: the earliest first.
    """
    most, recent_days, _, _ = catalog.numbers("working_maximum")
    recent = [one for one in workouts if days_between(one.day, today) <= recent_days]
    known = list(_estimates(catalog, recent))
    used = _without_jumps(catalog, known)[-round(most) :]
    if not used:
        return None
    workout, estimate = sorted(used, key=lambda one: one[1].kg)[(len(used) - 1) // 2]
    last = known[-1][0]
    return WorkingMaximum(estimate, workout, None if last is used[-1][0] else last)


def _estimates(catalog: Catalog, workouts: Sequence[Workout]) -> Iterator[tuple[Workout, Estimate]]:
    for workout in workouts:
        estimate = estimate_of(catalog, workout.kg or 0, workout.least_reps, workout.reserve)
        if estimate is not None:
            yield workout, estimate


def _without_jumps(
    catalog: Catalog, known: Sequence[tuple[Workout, Estimate]]
) -> list[tuple[Workout, Estimate]]:
    """Without what is so far from the one used before it, a few days ago, that nobody changes so
    fast."""
    _, _, most_percent, days = catalog.numbers("working_maximum")
    used: list[tuple[Workout, Estimate]] = []
    for workout, estimate in known:
        if used:
            before, least = used[-1]
            off = 100 * abs(estimate.kg / least.kg - 1)
            if off > most_percent and days_between(before.day, workout.day) <= days:
                continue
        used.append((workout, estimate))
    return used
