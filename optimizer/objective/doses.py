"""Doses: how many half sets every muscle lacks of its minimum and of its target.

Sets count for what they are worth (``week/worth.py``); a half set that is begun counts as lacking.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import ClassVar

from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.week.case import Case
from optimizer.week.model import Variable, WeekModel, weighted_sum
from optimizer.week.reviewed import ReviewedWeek
from optimizer.week.worth import EIGHTHS_OF_A_HALF_SET


class MinimumDoseMissed(PlanTier):
    """Half sets below the minimum dose, over all muscles."""

    name = "minimum_dose_missed"
    unit = "half sets"
    kind: ClassVar[Kind] = "week"

    def expression(self, week: WeekModel) -> Expression:
        wanted = {muscle: dose.minimum for muscle, dose in week.problem.case.doses.items()}
        short = _shortfalls(week, wanted, "below minimum")
        return Expression(weighted_sum((v, 1) for v in short.values()), sum(wanted.values()))

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:  # noqa: ARG002
        return sum(
            _lacking(dose.minimum, week.worth(muscle)) for muscle, dose in week.case.doses.items()
        )


class TargetDoseShortfall(PlanTier):
    """Half sets below the target dose, weighted by ``target_weights``."""

    name = "target_dose_shortfall"
    unit = "weighted half sets"
    kind: ClassVar[Kind] = "week"

    def expression(self, week: WeekModel) -> Expression:
        case = week.problem.case
        wanted = {muscle: dose.target for muscle, dose in case.doses.items()}
        weights = target_weights(case)
        short = _shortfalls(week, wanted, "below target")
        return Expression(
            weighted_sum((v, weights[m]) for m, v in short.items()),
            sum(weights[m] * half_sets for m, half_sets in wanted.items()),
        )

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:  # noqa: ARG002
        weights = target_weights(week.case)
        return sum(
            weights[muscle] * _lacking(dose.target, week.worth(muscle))
            for muscle, dose in week.case.doses.items()
        )


def target_weights(case: Case) -> dict[str, int]:
    """How much a missing half set of each muscle's target counts."""
    return {
        muscle: 1 + (muscle in case.neglected) + (muscle in case.emphasised)
        for muscle in case.doses
    }


def _shortfalls(week: WeekModel, wanted: Mapping[str, int], what: str) -> dict[str, Variable]:
    """By muscle: half sets below ``wanted``."""
    found = {}
    for muscle, half_sets in wanted.items():
        if half_sets > 0:
            short = week.cp.new_int_var(0, half_sets, f"{what} {muscle}")
            eighths = EIGHTHS_OF_A_HALF_SET * half_sets
            useful = week.useful_worth(muscle, eighths)
            week.cp.add(EIGHTHS_OF_A_HALF_SET * short + useful >= eighths)
            found[muscle] = short
    return found


def _lacking(half_sets: int, eighths: int) -> int:
    """Half sets that ``eighths`` of a set fall short by, rounded up."""
    return max(0, -((eighths - EIGHTHS_OF_A_HALF_SET * half_sets) // EIGHTHS_OF_A_HALF_SET))
