"""What injuries exclude and cap, and what is meant only for some of them.

What they emphasise is in the objective.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.documents.result import Finding
from optimizer.rules.base import Rule
from optimizer.week.reviewed import ReviewedWeek

_STRETCHES = ("mobility", "release")


class Injuries(Rule):
    id = "injuries"
    title = "Nothing that an injury excludes or caps"
    evidence = ("pain",)

    def refuses(self, case: Case, exercise: Exercise) -> str | None:
        for injury in case.injuries:
            reason = injury.why_not(exercise)
            if reason is not None:
                return reason
        if exercise.only_for and not any(one.id in exercise.only_for for one in case.injuries):
            return f"is only for {' or '.join(exercise.only_for)}"
        return None

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        injuries = week.case.injuries
        theirs = {injury.id for injury in injuries}
        for session in week.sessions:
            for entry in session.entries:
                exercise = entry.exercise
                if exercise.only_for and theirs.isdisjoint(exercise.only_for):
                    yield self.breach(
                        exercise.id, 0, 1, "excluded exercises",
                        f"{exercise.name} is only for {' or '.join(exercise.only_for)}.",
                    )  # fmt: skip
                for injury in injuries:
                    excluded = (
                        (
                            injury.id in exercise.contraindications
                            and exercise.id not in injury.allows
                        )
                        or exercise.pattern in injury.avoid_patterns
                        or exercise.impact > injury.max_impact
                        or exercise.leg_load > injury.max_leg_load
                        or (
                            exercise.kind in _STRETCHES
                            and bool(set(exercise.primary) & set(injury.avoid_stretching))
                        )
                    )
                    if excluded:
                        yield self.breach(
                            exercise.id, 0, 1, "excluded exercises",
                            f"{exercise.name} is not for {injury.name.lower()}.",
                        )  # fmt: skip
