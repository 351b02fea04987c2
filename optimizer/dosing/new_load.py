"""The next load: what weight fits a reserve, and the steps up and down."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from catalog import Catalog
from optimizer.documents.strength import Lift
from optimizer.dosing.one_rep_max import Estimate, estimate_of, percent_at, share_between
from optimizer.dosing.prescription import Prescribed
from optimizer.dosing.standing import STANDING_STILL, Decision, ProgressRule, Standing
from optimizer.dosing.weights import Weight, heaviest_up_to
from optimizer.dosing.working_maximum import WorkingMaximum

_MOST_AT_ONCE = 1.15
"""Times the last load, for other repetitions."""


@dataclass(frozen=True)
class FirstLoad:
    """The weight to begin with, and the maximum that it was computed from."""

    weight: Weight
    estimate: Estimate


def first_load(
    catalog: Catalog, dose: Prescribed, lift: Lift, weights: Sequence[Weight], share: float = 1
) -> FirstLoad | None:
    """The first load for ``dose`` from a lift; None: no formula is trusted that far.

    ``share``: of the lift's maximum, where it is that of another exercise.
    """
    estimate = estimate_of(catalog, lift.in_kg, lift.reps, lift.rir)
    wanted = dose.reps_to_failure
    percent = None if wanted is None else percent_at(catalog, wanted)
    if estimate is None or percent is None:
        return None
    begin = catalog.number("first_load") / 100
    wanted_kg = estimate.kg * share * percent / 100 * begin
    return FirstLoad(heaviest_up_to(catalog, weights, wanted_kg), estimate)


def load_for_rir(standing: Standing, more: float) -> Weight | None:
    """This week's weight with so much more left in reserve, by the curve from the last load."""
    if not standing.is_loaded:
        return None
    load = standing.load_kg
    assert load is not None
    wanted = standing.dose.least_to_failure
    before = standing.dose if standing.before is None else standing.before
    had = before.least_to_failure
    if wanted is None or had is None:
        return standing.same()
    share = share_between(standing.catalog, had, wanted + more)
    share = _within_reach(share)
    if standing.is_deload or standing.phase in STANDING_STILL:
        share = min(share, 1.0)
    weight = standing.at_most(load * share)
    # What may not rise does not by what is hardly more either.
    return standing.same() if share <= 1 and weight.kg > load else weight


def load_for_new_range(standing: Standing, maximum: WorkingMaximum | None) -> Weight:
    """The weight for this week's dose by the maximum, else from the last load on the curve; 15 %
    more or less than the last load at most."""
    load, wanted = standing.load_kg, standing.dose.least_to_failure
    percent = None if wanted is None else percent_at(standing.catalog, wanted)
    if maximum is None or percent is None:
        weight = load_for_rir(standing, 0)
        assert weight is not None
        return weight
    assert load is not None
    share = _within_reach(maximum.estimate.kg * percent / 100 / load)
    weight = standing.at_most(load * share)
    return standing.same() if share <= 1 and weight.kg > load else weight


def _within_reach(share: float) -> float:
    return min(max(share, 1 / _MOST_AT_ONCE), _MOST_AT_ONCE)


def lowered(standing: Standing, load: float, share: float) -> Weight:
    """At least one step down."""
    weight = standing.at_most(load * share / (standing.catalog.number("rounding") / 100))
    return weight if weight.kg < load - 1e-6 else standing.below(load)


def next_step_percent(standing: Standing, kg: float | None = None) -> float:
    """How much heavier than ``kg``, else the last load, the next weight is.

    Infinity where there is none, or no load.
    """
    load = kg or standing.load_kg
    higher = [weight for weight in standing.weights if load and weight.kg > load + 1e-6]
    return 100 * (higher[0].kg / load - 1) if load and higher else math.inf


def wide_top(standing: Standing, kg: float, least: int) -> int | None:
    """The repetitions that a wide step above ``kg`` asks for first; None: it is not wide."""
    step = next_step_percent(standing, kg)
    variant_above, most_reps = standing.catalog.numbers("big_step")
    if not standing.catalog.numbers("progression_step")[3] < step <= variant_above:
        return None
    per_rep = standing.catalog.number("percent_per_rep")
    return min(round(most_reps), least + math.ceil(step / per_rep))


def raised(
    standing: Standing, rule: ProgressRule, percent: float, because: str, bottom: int | None = None
) -> Decision:
    """Up by ``percent``, by one weight at least, unless that is too much heavier.

    ``bottom``: the repetitions to begin the new load with; None: those of the range.
    """
    load = standing.load_kg
    assert load is not None
    least = (standing.dose.reps or standing.reps)[0]
    higher = [weight for weight in standing.weights if weight.kg > load + 1e-6]
    reason = f"{standing.last_in_words}{f', {because}' if because else ''}"
    heaviest = standing.at_most(load)
    if not higher:
        return Decision(
            "heaviest",
            f"{reason}: {standing.words(heaviest)} is the heaviest there, so lower more slowly or"
            " take a harder variant.",
            heaviest,
        )
    step = 100 * (higher[0].kg / load - 1)
    if step > standing.catalog.numbers("big_step")[0]:
        return Decision(
            "next_too_heavy",
            f"{reason}: the next weight, {standing.words(higher[0])}, is {step:.0f} % heavier, so"
            " lower more slowly or take a harder variant.",
            heaviest,
        )
    fitting = [weight for weight in higher if weight.kg <= load * (1 + percent / 100) + 1e-6]
    weight = fitting[-1] if fitting else higher[0]
    begin = "" if bottom is None else f", from {least} repetitions on"
    return Decision(
        rule,
        f"{reason}: {'one step' if weight == higher[0] else 'steps'} up to"
        f" {standing.words(weight)}{begin}.",
        weight,
    )
