"""From last week to this: at most 20 % more sets, half of the exercises kept, deloads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from optimizer.case.case import Case
from optimizer.documents.result import Finding
from optimizer.documents.wording import counted
from optimizer.dosing.after_lighter_week import comes_back
from optimizer.dosing.doses import dose_of
from optimizer.dosing.progress import goes_up
from optimizer.rules.base import Rule
from optimizer.week.model import WeekModel
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek

_MOST_MISSED = 200


SETS = "weekly_sets"
STAYING_EXERCISES = "kept_exercises"


class Progression(Rule):
    """Only with ``previous``, and if something of it was done; ``week.number`` tells deloads.

    A lighter week, a taper and a week after a race keep as many exercises as they have room for.
    Left out for ``weekly_sets``, an exercise or ``kept_exercises``: that bound does not count.
    """

    id = "progression"
    title = "At most 20 % more sets than last week, half of its exercises kept, deload in four"
    evidence = ("set_step", "set_step_exercise", "deload", "deload_cut", "after_deload")
    relaxable = True
    mended_by_more = True
    says_what_is_possible = False

    def add(self, week: WeekModel) -> None:
        case = week.problem.case
        before = case.sets_before
        if not before:
            return
        over = week.may_miss(self.id, SETS, _MOST_MISSED, "sets_above_progression")
        total = week.weighted_sets(dict.fromkeys(week.problem.doses, 1))
        most_in_all = max(most_sets(case), sum(week.problem.done_sets.values()))
        week.cp.add(total <= most_in_all + (0 if over is None else over)).only_enforce_if(
            week.keeps(self.id, SETS)
        )
        stays = []
        for exercise, sets in before.items():
            if exercise not in week.problem.doses:
                continue
            stays.append(week.present[exercise])
            most = sets + most_rise(case, exercise)
            # A pinned dose is the athlete's own decision.
            if exercise not in pinned_exercises(case):
                most = max(most, week.problem.done_sets.get(exercise, 0))
                week.cp.add(
                    week.sets_of(exercise) <= max(most, week.problem.doses[exercise].sets_least)
                ).only_enforce_if(week.keeps(self.id, exercise))
        required = least_staying(case, possible=len(week.problem.possible.intersection(before)))
        if required:
            missed = week.may_miss(self.id, STAYING_EXERCISES, required, "kept_exercises_missing")
            week.cp.add(sum(stays) + (0 if missed is None else missed) >= required).only_enforce_if(
                week.keeps(self.id, STAYING_EXERCISES)
            )

    def names(self, case: Case) -> Iterable[str]:
        return case.sets_before

    def needs(self, problem: WeekProblem) -> frozenset[str]:
        before = problem.case.sets_before if problem.asks(self.id, STAYING_EXERCISES) else ()
        return frozenset(before).intersection(problem.doses)

    def subjects(self, problem: WeekProblem) -> list[str]:
        before = problem.case.sets_before
        return [SETS, STAYING_EXERCISES, *sorted(before)] if before else []

    def claim_sentence(self, case: Case, subject: str) -> str:
        before = case.sets_before
        if subject == SETS:
            most = counted(most_sets(case), "sets")
            return f"At most {most} in all, after {sum(before.values())} last week."
        if subject == STAYING_EXERCISES:
            return "Half of last week's exercises that are possible this week are kept."
        most = counted(before[subject] + most_rise(case, subject), "sets")
        return f"At most {most} of {subject}, after {before[subject]} last week."

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        case = week.case
        before = case.sets_before
        if not before:
            return
        now = week.sets()
        total = sum(now.values())
        if total > most_sets(case):
            yield self.breach(
                SETS, most_sets(case), total, "sets",
                f"{counted(total, 'sets')} after {sum(before.values())} last week; the most is"
                f" {most_sets(case)}.",
            )  # fmt: skip
        exercises = case.catalog.exercises
        possible = [e for e in before if e in now or week.could_hold(exercises[e])]
        for exercise in possible:
            sets_least = dose_of(case, exercises[exercise]).sets_least
            most = max(before[exercise] + most_rise(case, exercise), sets_least)
            if now.get(exercise, 0) > most and exercise not in pinned_exercises(case):
                yield self.breach(
                    exercise, most, now[exercise], "sets",
                    f"{counted(now[exercise], 'sets')} of {exercise} after {before[exercise]} last"
                    " week.",
                )  # fmt: skip
        staying = sum(exercise in now for exercise in possible)
        least = least_staying(case, possible=len(possible))
        if staying < least:
            yield self.breach(
                STAYING_EXERCISES, least, staying, "exercises",
                f"Of last week's {counted(len(possible), 'exercises')} only {staying} stay"
                f"{'s' if staying == 1 else ''}.",
            )  # fmt: skip

    def closest(self, week: ReviewedWeek) -> Finding | None:
        before = week.case.sets_before
        if not before:
            return None
        total, most = sum(week.sets().values()), most_sets(week.case)
        return self.margin(
            "weekly_sets", most, total, "sets",
            f"{counted(total, 'sets')} after {sum(before.values())} last week; the most is {most}.",
        )  # fmt: skip

    def given_up(self, week: ReviewedWeek, problem: WeekProblem) -> Mapping[str, int]:
        before = week.case.sets_before
        if not before:
            return {}
        now = week.sets()
        possible = [exercise for exercise in before if exercise in problem.doses]
        staying = sum(exercise in now for exercise in possible)
        most = max(most_sets(week.case), sum(problem.done_sets.values()))
        return {
            "sets_above_progression": max(0, sum(now.values()) - most),
            "kept_exercises_missing": max(
                0, least_staying(week.case, possible=len(possible)) - staying
            ),
        }


def most_sets(case: Case) -> int:
    """This week's most sets in all: last week's and a fifth, or three fifths of it in a deload.

    After a deload no more than before it.
    """
    before = sum(case.sets_before.values())
    if case.is_deload:
        return before * (100 - round(case.catalog.numbers("deload_cut")[0])) // 100
    rise = round(case.catalog.numbers("set_step")[1])
    if comes_back(case):
        rise = round(case.catalog.numbers("after_deload")[1])
    return before * (100 + rise) // 100


def most_rise(case: Case, exercise: str) -> int:
    """Sets that one exercise may gain on last week; none where its load goes up."""
    return 0 if goes_up(case, exercise) else round(case.catalog.number("set_step_exercise"))


def least_staying(case: Case, *, possible: int) -> int:
    """Half, rounded up: one of three would be less than half; none where a week holds less."""
    return 0 if case.holds_less else -(-possible // 2)


def pinned_exercises(case: Case) -> frozenset[str]:
    return frozenset(pin.exercise for pin in case.request.pinned if pin.exercise is not None)
