"""A session that a person of this level can do well: sets, exercises, two of one pattern."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.documents.result import Finding
from optimizer.documents.wording import counted
from optimizer.rules.base import Rule
from optimizer.week.case import Case
from optimizer.week.model import Linear, WeekModel
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek

SETS = "sets"
EXERCISES = "exercises"
SAME_PATTERN = "same_pattern"


class SessionLimits(Rule):
    """In a taper week the sets are halved.

    Left out for ``sets``, ``exercises`` or ``same_pattern``: any number of them in a session.
    """

    id = "session_limits"
    title = "Sets and exercises of one session by level, at most two of one pattern"
    evidence = (
        "session_set_cap", "session_exercise_cap", "beginner_first4_exercises", "pattern_cap",
        "taper_volume",
    )  # fmt: skip

    def add(self, week: WeekModel) -> None:
        most_sets, most_exercises = most_in_session(week.problem.case)
        most_of_pattern = self.most_of_a_pattern(week.problem.case)
        for group in week.groups:
            cells = group.cells
            sessions = week.sessions_in(group)
            week.cp.add(sum(cell.sets for cell in cells) <= most_sets * sessions).only_enforce_if(
                week.keeps(self.id, SETS)
            )
            week.cp.add(
                sum(cell.sessions for cell in cells) <= most_exercises * sessions
            ).only_enforce_if(week.keeps(self.id, EXERCISES))
            by_pattern: dict[str, list[Linear]] = {}
            for cell in cells:
                pattern = week.problem.doses[cell.exercise].exercise.pattern
                by_pattern.setdefault(pattern, []).append(cell.sessions)
            for does in by_pattern.values():
                if len(does) > most_of_pattern:
                    week.cp.add(sum(does) <= most_of_pattern * sessions).only_enforce_if(
                        week.keeps(self.id, SAME_PATTERN)
                    )

    def most_of_a_pattern(self, case: Case) -> int:
        return round(case.catalog.number("pattern_cap"))

    def subjects(self, problem: WeekProblem) -> list[str]:  # noqa: ARG002
        return [EXERCISES, SAME_PATTERN, SETS]

    def claim_sentence(self, case: Case, subject: str) -> str:
        most_sets, most_exercises = most_in_session(case)
        if subject == SAME_PATTERN:
            alike = counted(self.most_of_a_pattern(case), "exercises")
            return f"A session holds at most {alike} of one pattern."
        most = most_sets if subject == SETS else most_exercises
        taper = ", half of the usual in a taper week" if self._is_halved(case, subject) else ""
        return f"A session holds at most {counted(most, subject)}{taper}."

    def _is_halved(self, case: Case, subject: str) -> bool:
        return subject == SETS and case.request.week.phase == "taper"

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        most_sets, most_exercises = most_in_session(week.case)
        most_of_pattern = self.most_of_a_pattern(week.case)
        for session in week.sessions:
            done = session.sets()
            name, when = session.session.window, week.when(session)
            if sum(done.values()) > most_sets:
                yield self.breach(
                    name, most_sets, sum(done.values()), "sets",
                    f"{when} holds {counted(sum(done.values()), 'sets')}; the most is {most_sets}.",
                )  # fmt: skip
            if len(done) > most_exercises:
                yield self.breach(
                    name, most_exercises, len(done), "exercises",
                    f"{when} holds {counted(len(done), 'exercises')};"
                    f" the most is {most_exercises}.",
                )  # fmt: skip
            patterns = [week.case.catalog.exercises[i].pattern for i in done]
            for pattern in sorted(set(patterns)):
                count = patterns.count(pattern)
                if count > most_of_pattern:
                    yield self.breach(
                        pattern, most_of_pattern, count, "exercises",
                        f"{when} holds {counted(count, 'exercises')} of pattern {pattern}.",
                    )  # fmt: skip

    def closest(self, week: ReviewedWeek) -> Finding | None:
        if not week.sessions:
            return None
        session = max(week.sessions, key=lambda one: sum(one.sets().values()))
        sets, most = sum(session.sets().values()), most_in_session(week.case)[0]
        return self.margin(
            session.session.window, most, sets, "sets",
            f"{week.when(session)} holds {counted(sets, 'sets')}; the most is {most}.",
        )  # fmt: skip


def most_in_session(case: Case) -> tuple[int, int]:
    """The most sets and the most exercises of one session."""
    sets = round(case.catalog.numbers("session_set_cap")[case.level_index])
    exercises = round(case.catalog.numbers("session_exercise_cap")[case.level_index])
    if case.in_first_weeks:
        exercises = min(exercises, round(case.catalog.number("beginner_first4_exercises")))
    if case.request.week.phase == "taper":
        sets = int(sets * case.catalog.number("taper_volume"))
    return sets, exercises
