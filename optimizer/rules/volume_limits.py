"""No muscle above its weekly most, no exercise above four sets a session.

In a beginner's first four weeks an exercise has two.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.documents.result import Finding
from optimizer.documents.wording import counted, short
from optimizer.dosing.prescription import prescribed
from optimizer.rules.base import Rule
from optimizer.week.model import WeekModel
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek


class VolumeLimits(Rule):
    """Left out for a muscle: any number of weekly sets.  The most of one exercise stays."""

    id = "volume_limits"
    title = "Each muscle within its weekly most"
    evidence = (
        "sets_major_offpre", "sets_major_in", "sets_minor_offpre", "sets_minor_in",
        "sets_accessory_offpre", "sets_accessory_in", "secondary_weight", "ex_sets_cap",
        "beginner_first4_sets",
    )  # fmt: skip

    def add(self, week: WeekModel) -> None:
        for muscle, dose in week.problem.case.doses.items():
            if week.problem.trained_by[muscle] or week.problem.helped_by[muscle]:
                most = max(dose.maximum, week.problem.done_half_sets(muscle))
                week.cp.add(week.half_sets(muscle) <= most).only_enforce_if(
                    week.keeps(self.id, muscle)
                )

    def subjects(self, problem: WeekProblem) -> list[str]:
        return sorted(m for m in problem.trained_by if self._is_trained(problem, m))

    def claim_sentence(self, case: Case, subject: str) -> str:
        name = short(case.catalog.muscles[subject].name)
        return f"{name}: at most {counted(case.doses[subject].maximum / 2, 'sets')} this week."

    def _is_trained(self, problem: WeekProblem, muscle: str) -> bool:
        return bool(problem.trained_by[muscle] or problem.helped_by[muscle])

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        for muscle, dose in week.case.doses.items():
            half_sets = week.half_sets(muscle)
            if half_sets > dose.maximum:
                name = week.case.catalog.muscles[muscle].name
                yield self.breach(
                    muscle, dose.maximum / 2, half_sets / 2, "sets",
                    f"{name}: {counted(half_sets / 2, 'sets')} this week;"
                    f" the most is {dose.maximum / 2:g}.",
                )  # fmt: skip
        for session in week.sessions:
            for exercise, sets in session.sets().items():
                most = most_of_exercise(week.case, week.case.catalog.exercises[exercise])
                if sets > most:
                    yield self.breach(
                        exercise, most, sets, "sets",
                        f"{week.when(session)}: {counted(sets, 'sets')} of {exercise};"
                        f" the most is {most}.",
                    )  # fmt: skip

    def closest(self, week: ReviewedWeek) -> Finding | None:
        doses = week.case.doses
        room = {muscle: dose.maximum - week.half_sets(muscle) for muscle, dose in doses.items()}
        worked = [muscle for muscle in room if week.half_sets(muscle)]
        if not worked:
            return None
        muscle = min(worked, key=lambda name: (room[name], name))
        sets, most = week.half_sets(muscle) / 2, doses[muscle].maximum / 2
        name = week.case.catalog.muscles[muscle].name
        return self.margin(
            muscle, most, sets, "sets",
            f"{name}: {counted(sets, 'sets')} this week; the most is {most:g}.",
        )  # fmt: skip


def most_of_exercise(case: Case, exercise: Exercise) -> int:
    """The most sets of one exercise in one session."""
    most = case.catalog.numbers("ex_sets_cap")[1]
    if case.in_first_weeks:
        most = min(most, case.catalog.numbers("beginner_first4_sets")[1])
    by_phase = prescribed(case, exercise).sets_most
    return round(most if by_phase is None else min(most, by_phase))
