"""No exercise harder than the athlete's level."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.models import LEVELS, Exercise
from optimizer.case.case import Case
from optimizer.documents.result import Finding
from optimizer.documents.wording import counted
from optimizer.rules.base import Rule
from optimizer.week.reviewed import ReviewedWeek


class Level(Rule):
    """An exercise may also ask weeks of strength work of athletes of its very level."""

    id = "level"
    title = "No exercise above the athlete's level"
    evidence = ("beginner_first4",)

    def refuses(self, case: Case, exercise: Exercise) -> str | None:
        athlete = case.request.athlete
        if LEVELS.index(exercise.level) > case.level_index:
            return f"is for the {exercise.level}, the athlete is {athlete.level}"
        needed, weeks = exercise.least_weeks_of_strength, athlete.known_weeks_of_strength
        if exercise.level == athlete.level and weeks < needed:
            return f"needs {counted(needed, 'weeks')} of strength, the athlete has {weeks}"
        return None

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        athlete = week.case.request.athlete
        allowed = LEVELS.index(athlete.level)
        for session in week.sessions:
            for entry in session.entries:
                needed = LEVELS.index(entry.exercise.level)
                if needed > allowed:
                    yield self.breach(
                        entry.exercise.id, allowed, needed, "level",
                        f"{entry.exercise.name} is for the {entry.exercise.level}.",
                    )  # fmt: skip
                least = entry.exercise.least_weeks_of_strength
                if needed == allowed and athlete.known_weeks_of_strength < least:
                    yield self.breach(
                        entry.exercise.id, least, athlete.known_weeks_of_strength, "weeks",
                        f"{entry.exercise.name} needs {counted(least, 'weeks')} of strength work.",
                    )  # fmt: skip
