"""Estimates of a one-repetition maximum, only where a formula can be trusted.

Repetitions and reserve together are repetitions to failure, n.  Epley's formula, load x (1 + n/30),
is read up to the n of the evidence ``e1rm_sets`` and from sets whose reserve was told and is small;
``percent_by_reps_to_failure`` leads back to the load of a dose.
"""

from __future__ import annotations

from dataclasses import dataclass

from catalog import Catalog


@dataclass(frozen=True)
class Estimate:
    """A maximum in kilograms, and how far off one estimate may be, in percent."""

    kg: float
    error_percent: int


def percent_at(catalog: Catalog, reps_to_failure: float) -> float | None:
    """Percent of the maximum that can be lifted so often; None beyond the end of the curve.

    Between whole repetitions by a straight line.
    """
    curve = catalog.numbers("percent_by_reps_to_failure")
    if not 1 <= reps_to_failure <= len(curve):
        return None
    whole = int(reps_to_failure)
    if whole == len(curve):
        return curve[-1]
    below, above = curve[whole - 1], curve[whole]
    return below + (above - below) * (reps_to_failure - whole)


def share_between(catalog: Catalog, had: float, wanted: float) -> float:
    """The share of a load for ``had`` repetitions to failure that allows ``wanted``, by the curve;
    beyond its end that of the end."""
    most = len(catalog.numbers("percent_by_reps_to_failure"))
    then, now = (percent_at(catalog, min(max(reps, 1), most)) for reps in (had, wanted))
    assert then is not None
    assert now is not None
    return now / then


def estimate_of(catalog: Catalog, kg: float, reps: int, rir: float | None) -> Estimate | None:
    """The maximum behind one set; None: the set is outside the formula's range."""
    most_reps, most_reserve = catalog.numbers("e1rm_sets")
    if rir is None or rir > most_reserve or not 1 <= reps + rir <= most_reps or kg <= 0:
        return None
    n = reps + rir
    close, wide = (round(value) for value in catalog.numbers("e1rm_error"))
    return Estimate(kg if n <= 1 else kg * (1 + n / 30), close if n <= 5 else wide)
