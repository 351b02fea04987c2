"""Balance: ratios between groups of muscles that are to lie within a band."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from optimizer.case.case import Case
from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.week.model import WeekModel, weighted_sum
from optimizer.week.reviewed import ReviewedWeek


@dataclass(frozen=True)
class Band:
    """A ratio of two groups' average weekly doses that is to lie between ``least`` and ``most``.

    The groups are muscles; ``most`` None: no upper bound.
    """

    name: str
    above: tuple[str, ...]
    below: tuple[str, ...]
    least: Fraction
    most: Fraction | None


class BalanceOutsideBand(PlanTier):
    """Half sets that groups of muscles lack, or have too many, of their bands."""

    name = "balance_outside_band"
    unit = "half sets"
    kind: ClassVar[Kind] = "week"

    def expression(self, week: WeekModel) -> Expression:
        outside = []
        most = 0
        for band in bands_of(week.problem.case):
            size = sum(week.problem.case.doses[m].maximum for m in (*band.above, *band.below))
            variable = week.cp.new_int_var(0, 4 * size, f"outside {band.name}")
            for scale, terms in _sides(band):
                week.cp.add(scale * variable >= week.weighted_worth(terms))
            outside.append(variable)
            most += 4 * size
        return Expression(weighted_sum((v, 1) for v in outside), most)

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:  # noqa: ARG002
        half_sets = {muscle: week.worth_half_sets(muscle) for muscle in week.case.doses}
        return sum(_outside(band, half_sets) for band in bands_of(week.case))


def bands_of(case: Case) -> tuple[Band, ...]:
    """The balances that this week is measured by."""
    catalog = case.catalog

    def group(*names: str) -> tuple[str, ...]:
        return tuple(m.id for m in catalog.muscles.values() if set(names) & set(m.groups))

    def band(name: str, above: tuple[str, ...], below: tuple[str, ...], evidence: str) -> Band:
        least, *most = (Fraction(str(number)) for number in catalog.numbers(evidence))
        return Band(name, above, below, least, most[0] if most else None)

    pull = tuple(m for m in ("latissimus_dorsi", "rhomboids", "trapezius") if m in catalog.muscles)
    push = tuple(m for m in ("deltoid", "pectoralis_major") if m in catalog.muscles)
    hamstrings = f"ham_quad_balance_{case.request.emphasis}"
    bands = (
        band("hamstrings to quadriceps", group("hamstrings"), group("quadriceps"), hamstrings),
        band(
            "adductors to abductors",
            group("hip_adductors"),
            group("hip_abductors"),
            "add_abd_balance",
        ),
        band("shins to calves", group("shins"), group("calves"), "calf_shin_balance"),
        band("pull to push", pull, push, "push_pull"),
    )
    return tuple(found for found in bands if found.above and found.below)


def _sides(band: Band) -> list[tuple[int, dict[str, int]]]:
    """Each side as ``scale × outside ≥ Σ weight × half sets`` with whole numbers.

    ``outside`` counts half sets of the first group: how many it lacks, or has too many, on average
    over the ratio's band.
    """
    sides: list[tuple[int, dict[str, int]]] = []
    for bound, sign in ((band.least, 1), (band.most, -1)):
        if bound is None:
            continue
        # sign × (bound × average below, less average above) × len(above), cleared of fractions
        scale = bound.denominator * len(band.below)
        terms = {m: sign * bound.numerator * len(band.above) for m in band.below}
        for muscle in band.above:
            terms[muscle] = terms.get(muscle, 0) - sign * scale
        sides.append((scale, terms))
    return sides


def _outside(band: Band, half_sets: Mapping[str, int]) -> int:
    """Half sets outside the band, rounded up."""
    above = Fraction(sum(half_sets[m] for m in band.above), len(band.above))
    below = Fraction(sum(half_sets[m] for m in band.below), len(band.below))
    lacking = (band.least * below - above) * len(band.above)
    excess = (above - band.most * below) * len(band.above) if band.most is not None else Fraction(0)
    worst = max(lacking, excess, Fraction(0))
    return -(-worst.numerator // worst.denominator)
