"""Families whose main lifts are all light although something heavy could be done."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import ClassVar

from catalog.models import LIFT_FAMILIES
from optimizer.case.case import Case
from optimizer.dosing.worth import longest_sessions_minutes, main_lift_of
from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.week.model import WeekModel, weighted_sum
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek

_FAMILIES = ("knee", "hip")
"""A calf's own body is load enough for one leg, and machines for it are few."""


class HeavyLiftsMissing(PlanTier):
    """Families of the knee and the hip of which the week holds no heavy lift.

    Asked of the intermediate and advanced without an injury, outside tapers and the weeks after a
    race, where a session is long enough for every family.  A lighter lift is quicker and reaches
    more small muscles: without this, gyms with a rack would give lunges.
    """

    name = "heavy_lifts_missing"
    unit = "families"
    kind: ClassVar[Kind] = "week"

    def counts_in(self, problem: WeekProblem) -> bool:
        return bool(_heavy(problem.case, problem.doses))

    def expression(self, week: WeekModel) -> Expression:
        families = _heavy(week.problem.case, week.problem.doses)
        missing = []
        for number, lifts in enumerate(families):
            lacks = week.cp.new_bool_var(f"family {number} without a heavy lift")
            week.cp.add_bool_or([lacks, *(week.present[lift] for lift in lifts)])
            missing.append((lacks, 1))
        return Expression(weighted_sum(missing), len(families))

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:
        sets = week.sets()
        families = _heavy(week.case, {*possible, *sets})
        return sum(sets.keys().isdisjoint(lifts) for lifts in families)


def _heavy(case: Case, exercises: Iterable[str]) -> list[list[str]]:
    """The heavy lifts of each family among some exercises; families without any are left out."""
    athlete = case.request.athlete
    if case.level == "beginner" or athlete.injuries or case.is_lightened:
        return []
    longest = longest_sessions_minutes(case, 1)
    if not longest or case.catalog.main_lift_session(longest[0]).most_families < len(LIFT_FAMILIES):
        return []
    known = [case.catalog.exercises[name] for name in sorted(exercises)]
    found = [
        [e.id for e in known if e.load_class == "heavy" and main_lift_of(case, e) == family]
        for family in _FAMILIES
    ]
    return [lifts for lifts in found if lifts]
