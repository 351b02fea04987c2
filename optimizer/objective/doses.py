"""Doses: how many half sets every muscle lacks of its minimum and of its target.

Sets count for what they are worth (``dosing/worth.py``), in whole half sets.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import ClassVar

from optimizer.case.case import Case
from optimizer.dosing.choices import second_choices, seconds_beside
from optimizer.dosing.variety import different_exercise_price, different_exercises_free
from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.week.model import Linear, WeekModel, weighted_sum
from optimizer.week.reviewed import ReviewedWeek


class MinimumDoseMissed(PlanTier):
    """Half sets below the minimum dose, over all muscles."""

    name = "minimum_dose_missed"
    unit = "half sets"
    kind: ClassVar[Kind] = "week"

    def expression(self, week: WeekModel) -> Expression:
        return _shortfall(week, _minima(week.problem.case), {}, "below minimum")

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:  # noqa: ARG002
        return _lacking(week, _minima(week.case), {})


class TargetDoseShortfall(PlanTier):
    """Half sets below the target dose, weighted by ``target_weights``, and second choices.

    The shortest way to a muscle is often the lightest.  So each exercise that a coach gives only
    where nothing better can be done counts like some half sets that are missing: it stays where
    the better one would cost more of the target.  Of what is to stand beside each other in a week,
    one kind alone counts once.  So does each different exercise above some (``dosing/variety.py``):
    a second set of a known one is as good and need not be learned.
    """

    name = "target_dose_shortfall"
    unit = "weighted half sets"
    kind: ClassVar[Kind] = "week"

    def expression(self, week: WeekModel) -> Expression:
        case = week.problem.case
        short = _shortfall(week, _targets(case), target_weights(case), "below target")
        second = sorted(second_choices(case, week.problem.doses.keys()).items())
        terms: list[tuple[Linear, int]] = [(week.present[one], price) for one, price in second]
        for beside in seconds_beside(case, week.problem.doses.keys()):
            alone = week.cp.new_bool_var("a second choice and nothing better beside it")
            better = [week.present[other] for other in sorted(beside.others)]
            for exercise in sorted(beside.exercises):
                week.cp.add_bool_or([alone, ~week.present[exercise], *better])
            terms.append((alone, beside.price))
        most = sum(price for _, price in terms)
        exercises, price = week.problem.doses, different_exercise_price(case)
        many = week.cp.new_int_var(0, len(exercises), "different exercises above some")
        present = weighted_sum((week.present[exercise], 1) for exercise in exercises)
        week.cp.add(many >= present - different_exercises_free(case))
        terms.append((many, price))
        most += price * len(exercises)
        return Expression(short.linear + weighted_sum(terms), short.most + most)

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:
        done = week.sets().keys()
        there = {*possible, *done}
        counted = _lacking(week, _targets(week.case), target_weights(week.case))
        for exercise, price in second_choices(week.case, there).items():
            counted += price if exercise in done else 0
        for beside in seconds_beside(week.case, there):
            is_alone = beside.exercises & done and not beside.others & done
            counted += beside.price if is_alone else 0
        many = max(0, len(done) - different_exercises_free(week.case))
        return counted + different_exercise_price(week.case) * many


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
    """Half sets below ``wanted``, of all muscles together; a muscle without a weight has 1."""
    terms: list[tuple[Linear, int]] = []
    most = 0
    for muscle, half_sets in wanted.items():
        if half_sets > 0:
            short = week.cp.new_int_var(0, half_sets, f"{what} {muscle}")
            week.cp.add(short + week.useful_worth(muscle, half_sets) >= half_sets)
            terms.append((short, weights.get(muscle, 1)))
            most += weights.get(muscle, 1) * half_sets
    return Expression(weighted_sum(terms), most)


def _lacking(week: ReviewedWeek, wanted: Mapping[str, int], weights: Mapping[str, int]) -> int:
    """The same, read from a finished plan."""
    return sum(
        weights.get(muscle, 1) * max(0, half_sets - week.worth_half_sets(muscle))
        for muscle, half_sets in wanted.items()
    )
