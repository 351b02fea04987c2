"""Main lifts: how many of the sets that this week wants of each family it does not hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import ClassVar

from catalog.models import LIFT_FAMILIES, LiftFamily
from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.week.case import Case
from optimizer.week.model import WeekModel, weighted_sum
from optimizer.week.problem import most_sessions
from optimizer.week.reviewed import ReviewedWeek
from optimizer.week.worth import (
    main_lift_of,
    main_lift_sets_possible,
    main_lift_sets_wanted,
)


class MainLiftSetsMissing(PlanTier):
    """Sets of main lifts that the week wants and does not hold.

    Each family wants its sets, as far as the longest sessions of the week can hold them.  A family
    that no exercise of the week is in wants none.
    """

    name = "main_lift_sets_missing"
    unit = "sets"
    kind: ClassVar[Kind] = "week"

    def expression(self, week: WeekModel) -> Expression | None:
        case = week.problem.case
        families = by_family(case, week.problem.doses)
        wanted, most = all_sets_wanted(case, len(families))
        if not families or not most:
            return None
        counted = []
        for family, exercises in families.items():
            sets = week.cp.new_int_var(0, wanted, f"main lifts {family}")
            week.cp.add(sets <= week.weighted_sets(dict.fromkeys(exercises, 1)))
            counted.append((sets, 1))
        missing = week.cp.new_int_var(0, most, "main lifts missing")
        week.cp.add(missing + weighted_sum(counted) >= most)
        return Expression(missing + 0, most)

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:
        families = by_family(week.case, {*possible, *week.sets()})
        wanted, most = all_sets_wanted(week.case, len(families))
        done = sum(min(wanted, sets_done(week, exercises)) for exercises in families.values())
        return max(0, most - done)


def by_family(case: Case, exercises: Iterable[str]) -> dict[LiftFamily, list[str]]:
    """By family its exercises among some, in the order of the families; none is empty."""
    found: dict[LiftFamily, list[str]] = {family: [] for family in LIFT_FAMILIES}
    for name in sorted(exercises):
        family = main_lift_of(case, case.catalog.exercises[name])
        if family is not None:
            found[family].append(name)
    return {family: names for family, names in found.items() if names}


def all_sets_wanted(case: Case, families: int) -> tuple[int, int]:
    """Sets that are wanted of each family, and of all together."""
    of_one, of_all = main_lift_sets_possible(case, most_sessions(case))
    wanted = min(main_lift_sets_wanted(case), of_one)
    return wanted, min(families * wanted, of_all)


def sets_done(week: ReviewedWeek, exercises: Iterable[str]) -> int:
    """The sets of a family that a finished week holds."""
    sets = week.sets()
    return sum(sets.get(exercise, 0) for exercise in exercises)
