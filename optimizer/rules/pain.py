"""An exercise that hurt the last time is left out until that has settled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.documents.result import Finding
from optimizer.dosing.progress import stopped_by_pain
from optimizer.rules.base import Rule
from optimizer.week.reviewed import ReviewedWeek


class Pain(Rule):
    """Only with a log that tells of pain; see ``optimizer/dosing/progress.py``."""

    id = "pain"
    title = "Nothing that hurt more than the limit the last time"
    evidence = ("pain_limits", "time_off_days")

    def refuses(self, case: Case, exercise: Exercise) -> str | None:
        if exercise.id in stopped_by_pain(case):
            return "hurt too much the last time"
        return None

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        previous = week.case.request.previous
        if previous is None:
            return
        most = week.case.catalog.numbers("pain_limits")[1]
        settled_after = week.case.catalog.numbers("time_off_days")[1]
        first_day = week.case.timeline.first_day
        last: dict[str, tuple[date, int]] = {}
        for entry in previous.log:
            if entry.exercise is not None and entry.tells_work and entry.day < first_day:
                before = last.get(entry.exercise, (entry.day, 0))
                pain = entry.pain or 0
                if entry.day == before[0]:
                    pain = max(pain, before[1])
                if entry.day >= before[0]:
                    last[entry.exercise] = (entry.day, pain)
        for session in week.sessions:
            for exercise in session.sets():
                day, pain = last.get(exercise, (first_day, 0))
                if pain > most and (first_day - day).days <= settled_after:
                    name = week.case.catalog.exercises[exercise].name
                    yield self.breach(
                        exercise, most, pain, "of 10",
                        f"{week.when(session)}: {name} hurt {pain} of 10 the last time; the most is"
                        f" {most:g}.",
                    )  # fmt: skip
