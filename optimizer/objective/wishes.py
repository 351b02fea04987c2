"""Freshness and wishes in points."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from optimizer.case.case import Case
from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.rules.registry import RULES
from optimizer.week.model import Linear, WeekModel, weighted_sum
from optimizer.week.reviewed import ReviewedWeek

POINTS_AVOIDED = 4
POINTS_PREFERRED = 2
POINTS_CAUTION = 1


class FreshnessAndPreferences(PlanTier):
    """Points for tired legs, unwelcome exercises and wishes not met."""

    name = "freshness_and_preferences"
    unit = "points"
    kind: ClassVar[Kind] = "week"

    def expression(self, week: WeekModel) -> Expression:
        case = week.problem.case
        terms: list[tuple[Linear, int]] = [
            (week.has_session[slot.index], slot.admission.points)
            for slot in week.problem.slots
            if slot.admission.points
        ]
        points = exercise_points(case)
        terms += [(week.present[e], points[e]) for e in week.problem.doses if e in points]
        terms += [term for rule in RULES for term in rule.point_terms(week)]
        constant = 0
        for exercise in sorted(set(case.request.preferences.prefer)):
            if exercise in week.problem.doses:
                terms.append((week.present[exercise], -POINTS_PREFERRED))
                constant += POINTS_PREFERRED
        most = constant + sum(weight for _, weight in terms if weight > 0)
        return Expression(weighted_sum(terms) + constant, most)

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:
        done = week.sets()
        costs = exercise_points(week.case)
        points = sum(costs.get(exercise, 0) for exercise in done)
        wanted = set(week.case.request.preferences.prefer).intersection(possible)
        points += POINTS_PREFERRED * len(wanted.difference(done))
        return points + sum(rule.measured_points(week) for rule in RULES)


def exercise_points(case: Case) -> dict[str, int]:
    """Points of each exercise that is done against a wish, or under an injury's caution."""
    points: dict[str, int] = {}
    for exercise in case.catalog.exercises.values():
        cost = POINTS_AVOIDED * (exercise.id in case.request.preferences.avoid)
        cost += POINTS_CAUTION * len(case.cautions_of(exercise))
        if cost:
            points[exercise.id] = cost
    return points
