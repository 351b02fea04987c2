"""No jumps before the fitness test allows them."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.models import Exercise
from optimizer.documents.result import Finding
from optimizer.rules.base import Rule
from optimizer.week.case import Case
from optimizer.week.reviewed import ReviewedWeek

_JUMPS_FROM = 2
"""The impact from which an exercise is a jump."""


class FitnessTest(Rule):
    """Only with results of tests; what they say of muscles and sides is in doses and sessions."""

    id = "fitness_test"
    title = "No jumps before the tests allow them"
    evidence = ("test_level",)

    def refuses(self, case: Case, exercise: Exercise) -> str | None:
        if exercise.impact < _JUMPS_FROM:
            return None
        impact = case.fitness.impact
        if impact is not None and impact.ready is False:
            return f"has impact {exercise.impact}; by the fitness test: {impact.why.rstrip('.')}"
        if case.fitness.jumps_as_beginner and exercise.level != "beginner":
            weeks = round(case.catalog.numbers("test_level")[2])
            return f"has impact {exercise.impact}, too early before {weeks} weeks of strength"
        return None

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        fitness = week.case.fitness
        shut = fitness.impact is not None and fitness.impact.ready is False
        for session in week.sessions:
            for entry in session.entries:
                early = fitness.jumps_as_beginner and entry.exercise.level != "beginner"
                if entry.exercise.impact >= _JUMPS_FROM and (shut or early):
                    yield self.breach(
                        entry.exercise.id, _JUMPS_FROM - 1, entry.exercise.impact, "impact",
                        f"{week.when(session)}: {entry.exercise.name} jumps before the tests allow"
                        " it.",
                    )  # fmt: skip
