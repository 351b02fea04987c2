"""Every muscle that running neglects is trained directly."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Annotated, ClassVar

from pydantic import Field

from catalog import Catalog
from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.case.claims import Enforcement, RuleParameters
from optimizer.case.remedies import MUSCLE_LEFT_OUT, Change
from optimizer.documents.errors import Problem
from optimizer.documents.result import MAX_ENTRIES, Finding
from optimizer.documents.wording import counted, did_you_mean, listed, quoted, short
from optimizer.rules.base import ACCESSORY, MINOR, OWN_DEMAND, Choice, Rule
from optimizer.week.model import Variable, WeekModel
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek

TIME = "time"
_MOST_HINTS = 20
"""At the names of muscles that are none."""


class Parameters(RuleParameters):
    sets: Annotated[int, Field(ge=1, le=4)] = 2
    """Sets of one exercise that has the muscle as primary."""
    leave_out: Annotated[tuple[str, ...], Field(max_length=MAX_ENTRIES)] = ()
    """Muscles that this week does without."""


class NeglectedCoverage(Rule):
    """Each neglected muscle is the primary muscle of an exercise with at least two sets.

    An accessory muscle that last week covered is carried over for 14 days.  Left out for a muscle:
    the week may do without it.
    """

    id = "neglected_coverage"
    title = "Direct work for every muscle that running neglects"
    evidence = ("direct_floor", "secondary_weight")
    may_be: ClassVar[frozenset[Enforcement]] = frozenset({"required"})
    relaxable = True
    mended_by_more = True
    parameters = Parameters
    muscle_lists = ("leave_out",)

    def unknown_names(self, parameters: RuleParameters, catalog: Catalog) -> Iterator[Problem]:
        assert isinstance(parameters, Parameters)
        unknown = 0
        for index, muscle in enumerate(parameters.leave_out):
            if muscle not in catalog.muscles:
                unknown += 1
                near = catalog.muscle_names.near(muscle) if unknown <= _MOST_HINTS else None
                yield Problem(
                    f"rules.{self.id}.leave_out[{index}]",
                    quoted(muscle),
                    f"is no known muscle{did_you_mean(near)}",
                )

    def add(self, week: WeekModel) -> None:
        case = week.problem.case
        least = case.parameters(self.id, Parameters).sets
        enough: dict[str, Variable] = {}
        for muscle in self.muscles(week.problem):
            covering = []
            for exercise in week.problem.trained_by[muscle]:
                if exercise not in enough:
                    enough[exercise] = _has_sets(week, exercise, least)
                covering.append(enough[exercise])
            step = f"neglected_{case.catalog.muscles[muscle].volume_class}_left_out"
            week.demand_any(covering, self.id, muscle, step)

    def muscles(self, problem: WeekProblem) -> list[str]:
        left_out = problem.case.parameters(self.id, Parameters).leave_out
        return [muscle for muscle in problem.must_cover if muscle not in left_out]

    def needs(self, problem: WeekProblem) -> frozenset[str]:
        muscles = (m for m in self.muscles(problem) if problem.asks(self.id, m))
        return frozenset(exercise for m in muscles for exercise in problem.trained_by[m])

    def sets_needed(self, case: Case, exercise: Exercise) -> int:  # noqa: ARG002
        return case.parameters(self.id, Parameters).sets

    def subjects(self, problem: WeekProblem) -> list[str]:
        return sorted(self.muscles(problem))

    def unmeetable(self, problem: WeekProblem) -> Iterator[tuple[str, str]]:
        done = problem.done_sets.keys()
        open_muscles = [
            muscle for muscle in self.muscles(problem) if not done & {*problem.trained_by[muscle]}
        ]
        for muscle in open_muscles:
            if not problem.trained_by[muscle]:
                words = self.claim_sentence(problem.case, muscle)
                yield muscle, f"{words} No session of this week can hold an exercise for it."
        muscles = [muscle for muscle in open_muscles if problem.trained_by[muscle]]
        needed, there = self._least_seconds(problem, muscles), _most_work_seconds(problem)
        if needed > there:
            work = counted(len(muscles), "muscles")
            yield (
                TIME,
                f"The direct work for {work} takes at least {math.ceil(needed / 60)} min beside"
                f" the warm-ups; all sessions together have {there // 60}.",
            )

    def _least_seconds(self, problem: WeekProblem, muscles: Sequence[str]) -> Fraction:
        """No choice of exercises for ``muscles`` takes less time.

        Each muscle is charged the least share that it has of the time of any exercise for it; the
        shares of what one exercise trains are then never more than its time.
        """
        least = problem.case.parameters(self.id, Parameters).sets
        share: dict[str, Fraction] = {}
        of_use = {*muscles}
        for dose in problem.doses.values():
            trained = of_use.intersection(dose.exercise.primary)
            for muscle in trained:
                seconds = dose.charged_seconds(max(least, dose.sets_least))
                each = Fraction(seconds, len(trained))
                share[muscle] = min(each, share.get(muscle, each))
        return sum(share.values(), Fraction())

    def conflict_priority(self, problem: WeekProblem, subject: str) -> int:
        volume_class = problem.case.catalog.muscles[subject].volume_class
        return {"accessory": ACCESSORY, "minor": MINOR, "major": OWN_DEMAND}[volume_class]

    def choice(self, problem: WeekProblem, subject: str) -> Choice:  # noqa: ARG002
        """The fewest muscles to leave out, of these the least important."""
        muscles = self.muscles(problem)
        case = problem.case
        count = len(muscles) + 1
        costs = {m: MUSCLE_LEFT_OUT * count + self.conflict_priority(problem, m) for m in muscles}

        def left_out(week: WeekModel) -> dict[str, Variable]:
            found = {}
            for muscle in muscles:
                found[muscle] = week.cp.new_bool_var(f"leaves out {muscle}")
                week.cp.add_bool_or(found[muscle], *week.keeps(self.id, muscle))
            return found

        def change(chosen: Sequence[str]) -> Change:
            before = case.parameters(self.id, Parameters).leave_out
            names = listed(short(case.catalog.muscles[m].name) for m in chosen)
            return Change(
                "leave_out", MUSCLE_LEFT_OUT * len(chosen),
                self._set_parameter(case, "leave_out", [*before, *chosen]),
                f"Leave the direct work for another week: {names}.",
            )  # fmt: skip

        free = frozenset(self.claim(m) for m in muscles)
        return Choice(free, left_out, costs, len(muscles) // 2, change)

    def claim_sentence(self, case: Case, subject: str) -> str:
        name = short(case.catalog.muscles[subject].name)
        sets = case.parameters(self.id, Parameters).sets
        return f"{name}: at least {counted(sets, 'direct sets')} this week."

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        case = week.case
        parameters = case.parameters(self.id, Parameters)
        done = week.sets()
        for muscle in case.neglected:
            if muscle in parameters.leave_out or muscle in case.carried_over:
                continue
            most = max(
                (n for i, n in done.items() if muscle in case.catalog.exercises[i].primary),
                default=0,
            )
            if most < parameters.sets:
                name = case.catalog.muscles[muscle].name
                yield self.breach(
                    muscle, parameters.sets, most, "sets",
                    f"{name}: {most} of {counted(parameters.sets, 'direct sets')} this week.",
                )  # fmt: skip

    def given_up(self, week: ReviewedWeek, problem: WeekProblem) -> Mapping[str, int]:  # noqa: ARG002
        left_out: dict[str, int] = {}
        for finding in self.review(week):
            volume_class = week.case.catalog.muscles[finding.subject].volume_class
            tier = f"neglected_{volume_class}_left_out"
            left_out[tier] = left_out.get(tier, 0) + 1
        return left_out


def _most_work_seconds(problem: WeekProblem) -> int:
    """Of all sessions together, beside their warm-ups: one a window, and no more than may be."""
    most: dict[str, int] = {}
    for slot in problem.slots:
        most[slot.window.id] = max(slot.work_seconds, most.get(slot.window.id, 0))
    return sum(sorted(most.values(), reverse=True)[: problem.most_sessions])


def _has_sets(week: WeekModel, exercise: str, least: int) -> Variable:
    """A literal that implies at least ``least`` weekly sets of ``exercise``."""
    is_done = exercise in week.problem.done_sets
    if week.problem.doses[exercise].sets_least >= least and not is_done:
        return week.present[exercise]
    literal = week.cp.new_bool_var(f"sets of {exercise} at least {least}")
    week.cp.add(week.sets_of(exercise) >= least).only_enforce_if(literal)
    return literal
