"""On the way to a wide step: more repetitions than the range has, two more a workout."""

from __future__ import annotations

from optimizer.dosing.new_load import wide_top
from optimizer.dosing.prescription import Bounds
from optimizer.dosing.standing import Standing, missed
from optimizer.dosing.weights import Weight


def wanted_for_step(standing: Standing) -> int:
    """The reserve that every set has to leave before the load goes up."""
    return standing.reserve[1] if standing.phase == "in_season" else standing.reserve[0]


def reps_next(standing: Standing, weight: Weight) -> Bounds | None:
    """Those on the way to a wide step; None: the range as it is.

    What is above the range and not earned anew is held, not given back: with the range alone far
    too much would be left.  Who did not even reach its bottom begins with it.
    """
    reps = standing.dose.reps
    top = None if reps is None else wide_top(standing, weight.kg, reps[0])
    if reps is None or top is None or top <= reps[1]:
        return None
    reached = 0 if standing.last.least_reps < reps[0] else min(top, _top_before(standing))
    if (
        standing.last.least_reps >= reps[1]
        and not missed(standing, standing.last)
        and earns_more(standing)
    ):
        reached = max(reached, next_top(standing, top))
    return (reps[0], reached) if reached > reps[1] else None


def _top_before(standing: Standing) -> int:
    """Of the repetitions that were planned the last time; 0: of another range, or unknown."""
    before, reps = standing.before, standing.dose.reps
    if before is None or before.reps is None or reps is None or before.reps[0] != reps[0]:
        return 0
    return before.reps[1]


def earns_more(standing: Standing) -> bool:
    """In season what is reached is held until more is left: so are repetitions above the range."""
    reserve = standing.last.reserve
    if standing.phase != "in_season":
        return True
    return reserve is not None and reserve >= wanted_for_step(standing)


def next_top(standing: Standing, top: int) -> int:
    """Towards ``top`` a set grows by so many repetitions from one workout to the next."""
    more = round(standing.catalog.number("most_reps_added"))
    _, most = standing.dose.reps or standing.reps
    return min(top, max(most, standing.last.least_reps + more))
