"""A session that a person of this level can do well: sets, exercises, two of one pattern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from catalog.models import LIFT_FAMILIES, LOADED_CLASSES
from optimizer.case.case import Case
from optimizer.documents.result import Finding
from optimizer.documents.wording import counted, listed
from optimizer.dosing.worth import main_lift_of, main_lift_sets_wanted
from optimizer.rules.base import Rule
from optimizer.week.model import Linear, WeekModel
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek

SETS = "sets"
EXERCISES = "exercises"
SAME_PATTERN = "same_pattern"
LIFTS = "lifts"


class SessionLimits(Rule):
    """In a taper week the sets are halved, but for the few of main lifts that it keeps.

    Loaded sets of one family of main lifts count together, whatever their role: as many as one
    exercise may have.  Left out for ``sets``, ``exercises``, ``same_pattern`` or ``lifts``: any
    number of them in a session.
    """

    id = "session_limits"
    title = "Sets and exercises of one session by level, at most two of one pattern"
    evidence = (
        "session_set_cap", "session_exercise_cap", "beginner_first4_exercises", "pattern_cap",
        "taper_volume", "ex_sets_cap",
    )  # fmt: skip

    def add(self, week: WeekModel) -> None:
        most_sets, most_exercises = most_in_session(week.problem.case)
        most_of_pattern = self.most_of_a_pattern(week.problem.case)
        for group in week.groups:
            cells = group.cells
            sessions = week.sessions_in(group)
            sets = [cell.sets for cell in cells]
            most = most_sets + kept_main_lift_sets(week.problem.case)
            week.cp.add(sum(sets) <= most * sessions).only_enforce_if(week.keeps(self.id, SETS))
            if most > most_sets:
                others = [c.sets for c in cells if not _is_main_lift(week.problem.case, c.exercise)]
                week.cp.add(sum(others) <= most_sets * sessions).only_enforce_if(
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
            most_lifts = self.most_lift_sets(week.problem.case)
            for names in loaded_by_family(week.problem.case, {c.exercise for c in cells}):
                of_family = [cell.sets for cell in cells if cell.exercise in names]
                week.cp.add(sum(of_family) <= most_lifts * sessions).only_enforce_if(
                    week.keeps(self.id, LIFTS)
                )

    def most_of_a_pattern(self, case: Case) -> int:
        return round(case.catalog.number("pattern_cap"))

    def most_lift_sets(self, case: Case) -> int:
        return round(case.catalog.numbers("ex_sets_cap")[1])

    def subjects(self, problem: WeekProblem) -> list[str]:  # noqa: ARG002
        return [EXERCISES, LIFTS, SAME_PATTERN, SETS]

    def claim_sentence(self, case: Case, subject: str) -> str:
        most_sets, most_exercises = most_in_session(case)
        if subject == SAME_PATTERN:
            alike = counted(self.most_of_a_pattern(case), "exercises")
            return f"A session holds at most {alike} of one pattern."
        if subject == LIFTS:
            sets = counted(self.most_lift_sets(case), "loaded sets")
            return f"A session holds at most {sets} of one family of main lifts."
        most = most_sets if subject == SETS else most_exercises
        taper = ""
        if self._is_halved(case, subject):
            taper = ", half of the usual in a taper week"
            if main_lifts := kept_main_lift_sets(case):
                taper += f", beside {main_lifts} of main lifts"
        return f"A session holds at most {counted(most, subject)}{taper}."

    def _is_halved(self, case: Case, subject: str) -> bool:
        return subject == SETS and case.request.week.phase == "taper"

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        most_sets, most_exercises = most_in_session(week.case)
        most_of_pattern = self.most_of_a_pattern(week.case)
        for session in week.sessions:
            done = session.sets()
            name, when = session.session.window, week.when(session)
            beside = min(kept_main_lift_sets(week.case), _main_lift_sets(week.case, done))
            sets = sum(done.values()) - beside
            if sets > most_sets:
                where = " beside its main lifts" if beside else ""
                yield self.breach(
                    name, most_sets, sets, "sets",
                    f"{when} holds {counted(sets, 'sets')}{where}; the most is {most_sets}.",
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

            for names in loaded_by_family(week.case, done):
                sets = sum(done[exercise] for exercise in names)
                if sets > self.most_lift_sets(week.case):
                    listed_names = listed([week.case.catalog.exercises[i].name for i in names])
                    yield self.breach(
                        LIFTS, self.most_lift_sets(week.case), sets, "sets",
                        f"{when} holds {counted(sets, 'loaded sets')} of one family of main"
                        f" lifts: {listed_names}.",
                    )  # fmt: skip

    def closest(self, week: ReviewedWeek) -> Finding | None:
        if not week.sessions:
            return None
        session = max(week.sessions, key=lambda one: sum(one.sets().values()))
        sets, most = sum(session.sets().values()), most_in_session(week.case)[0]
        sets -= min(kept_main_lift_sets(week.case), _main_lift_sets(week.case, session.sets()))
        return self.margin(
            session.session.window, most, sets, "sets",
            f"{week.when(session)} holds {counted(sets, 'sets')}; the most is {most}.",
        )  # fmt: skip


def loaded_by_family(case: Case, exercises: Iterable[str]) -> list[list[str]]:
    """Those of the exercises that are lifts with a load, by family; of two and more alone."""
    found: dict[str, list[str]] = {}
    for name in sorted(exercises):
        exercise = case.catalog.exercises[name]
        if exercise.main_lift is not None and exercise.load_class in LOADED_CLASSES:
            found.setdefault(exercise.main_lift, []).append(name)
    return [names for names in found.values() if len(names) > 1]


def kept_main_lift_sets(case: Case) -> int:
    """Sets of main lifts that a taper session may hold beside its halved sets: the load is kept."""
    if case.request.week.phase != "taper":
        return 0
    return len(LIFT_FAMILIES) * main_lift_sets_wanted(case)


def _is_main_lift(case: Case, exercise: str) -> bool:
    return main_lift_of(case, case.catalog.exercises[exercise]) is not None


def _main_lift_sets(case: Case, done: Mapping[str, int]) -> int:
    return sum(sets for exercise, sets in done.items() if _is_main_lift(case, exercise))


def most_in_session(case: Case) -> tuple[int, int]:
    """The most sets and the most exercises of one session."""
    sets = round(case.catalog.numbers("session_set_cap")[case.level_index])
    exercises = round(case.catalog.numbers("session_exercise_cap")[case.level_index])
    if case.in_first_weeks:
        exercises = min(exercises, round(case.catalog.number("beginner_first4_exercises")))
    if case.request.week.phase == "taper":
        sets = int(sets * case.catalog.number("taper_volume"))
    return sets, exercises
