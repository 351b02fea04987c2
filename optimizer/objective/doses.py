"""Doses: how many half sets every muscle lacks of its minimum and of its target.

Sets count for what they are worth (``week/worth.py``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import ClassVar

from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.week.case import Case
from optimizer.week.model import Linear, WeekModel, weighted_sum
from optimizer.week.reviewed import ReviewedWeek
from optimizer.week.worth import EIGHTHS_OF_A_HALF_SET


class MinimumDoseMissed(PlanTier):
    """Half sets below the minimum dose, over all muscles; a half that is begun counts."""

    name = "minimum_dose_missed"
    unit = "half sets"
    kind: ClassVar[Kind] = "week"

    def expression(self, week: WeekModel) -> Expression:
        return _shortfall(week, _minima(week.problem.case), {}, "below minimum")

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:  # noqa: ARG002
        return _lacking(week, _minima(week.case), {})


class TargetDoseShortfall(PlanTier):
    """Half sets below the target dose, weighted by ``target_weights``."""

    name = "target_dose_shortfall"
    unit = "weighted half sets"
    kind: ClassVar[Kind] = "week"

    def expression(self, week: WeekModel) -> Expression:
        case = week.problem.case
        return _shortfall(week, _targets(case), target_weights(case), "below target")

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:  # noqa: ARG002
        return _lacking(week, _targets(week.case), target_weights(week.case))


def target_weights(case: Case) -> dict[str, int]:
    """How much a missing half set of each muscle's target counts."""
    return {
        muscle: 1 + (muscle in case.neglected) + (muscle in case.emphasised)
        for muscle in case.doses
    }


def _minima(case: Case) -> dict[str, int]:
    return {muscle: dose.minimum for muscle, dose in case.doses.items()}


def _targets(case: Case) -> dict[str, int]:
    return {muscle: dose.target for muscle, dose in case.doses.items()}


def _shortfall(
    week: WeekModel, wanted: Mapping[str, int], weights: Mapping[str, int], what: str
) -> Expression:
    """Half sets below ``wanted``, of all muscles together; a muscle without a weight has 1.

    Each muscle's shortfall is exact, and only their sum is rounded up: rounding every one of them
    would leave the linear relaxation far below.
    """
    terms: list[tuple[Linear, int]] = []
    most = 0
    for muscle, half_sets in wanted.items():
        if half_sets > 0:
            eighths = EIGHTHS_OF_A_HALF_SET * half_sets
            short = week.cp.new_int_var(0, eighths, f"{what} {muscle}")
            week.cp.add(short + week.useful_worth(muscle, eighths) >= eighths)
            terms.append((short, weights.get(muscle, 1)))
            most += weights.get(muscle, 1) * half_sets
    total = week.cp.new_int_var(0, most, what)
    week.cp.add(EIGHTHS_OF_A_HALF_SET * total >= weighted_sum(terms))
    return Expression(total + 0, most)


def _lacking(week: ReviewedWeek, wanted: Mapping[str, int], weights: Mapping[str, int]) -> int:
    """The same, read from a finished plan."""
    eighths = sum(
        weights.get(muscle, 1) * max(0, EIGHTHS_OF_A_HALF_SET * half_sets - week.worth(muscle))
        for muscle, half_sets in wanted.items()
    )
    return -(-eighths // EIGHTHS_OF_A_HALF_SET)
