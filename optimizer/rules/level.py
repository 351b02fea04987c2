"""No exercise harder than the athlete's level."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.models import LEVELS, Exercise
from optimizer.documents.result import Finding
from optimizer.rules.base import Rule
from optimizer.week.case import Case
from optimizer.week.reviewed import ReviewedWeek


class Level(Rule):
    id = "level"
    title = "No exercise above the athlete's level"
    evidence = ("beginner_first4",)

    def refuses(self, case: Case, exercise: Exercise) -> str | None:
        if LEVELS.index(exercise.level) > case.level_index:
            return f"is for the {exercise.level}, the athlete is {case.request.athlete.level}"
        return None

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        allowed = LEVELS.index(week.case.request.athlete.level)
        for session in week.sessions:
            for entry in session.entries:
                needed = LEVELS.index(entry.exercise.level)
                if needed > allowed:
                    yield self.breach(
                        entry.exercise.id, allowed, needed, "level",
                        f"{entry.exercise.name} is for the {entry.exercise.level}.",
                    )  # fmt: skip
