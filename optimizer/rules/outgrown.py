"""An exercise without a load that has become easy gives way to a harder variant."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.models import Exercise
from optimizer.documents.result import Finding
from optimizer.rules.base import Rule
from optimizer.week.case import Case
from optimizer.week.progress import harder_variants
from optimizer.week.reviewed import ReviewedWeek


class Outgrown(Rule):
    """Only with a log that has the top of the range twice; see ``optimizer/week/progress.py``.

    What is pinned stays.
    """

    id = "outgrown"
    title = "A harder variant of what the log has at the top of its range twice"
    evidence = ("hold_step", "time_off_days")

    def refuses(self, case: Case, exercise: Exercise) -> str | None:
        harder = harder_variants(case).get(exercise.id)
        return None if harder is None else f"has become easy: {harder} takes its place"

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        for session in week.sessions:
            for exercise in session.sets():
                harder = harder_variants(week.case).get(exercise)
                if harder is not None:
                    name = week.case.catalog.exercises[exercise].name
                    yield self.breach(
                        exercise, 0, 1, "exercises",
                        f"{week.when(session)}: {name} has become easy; {harder} takes its place.",
                    )  # fmt: skip
