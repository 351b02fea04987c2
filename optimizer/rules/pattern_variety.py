"""A whole week: a squat or lunge, a hinge, a calf and a trunk pattern."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalog.models import Pattern
from optimizer.case.case import Case
from optimizer.documents.result import Finding
from optimizer.rules.base import Rule
from optimizer.week.model import WeekModel
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek

FAMILIES: Mapping[str, tuple[Pattern, ...]] = {
    "squat_or_lunge": ("squat", "lunge", "lunge_lateral"),
    "hinge": ("hinge", "hip_extension"),
    "calf": ("calf", "calf_foot"),
    "trunk": (
        "anti_extension", "anti_rotation", "anti_lateral_flexion", "trunk_flexion",
        "trunk_extension", "rotation", "carry",
    ),
}  # fmt: skip


class PatternVariety(Rule):
    """A family that no slot of the week admits (injury, race, equipment) is not asked for.

    Left out for a family: the week may do without it.

    Taper and post-race weeks are free of it: legs are not to be worked in all ways there.
    """

    id = "pattern_variety"
    title = "A squat or lunge, a hinge, a calf and a trunk pattern each week"
    evidence = ("order",)
    relaxable = True
    mended_by_more = True
    says_what_is_possible = False

    def add(self, week: WeekModel) -> None:
        if week.problem.case.is_lightened:
            return
        for family, patterns in FAMILIES.items():
            fitting = [e.id for e in week.problem.exercises if e.pattern in patterns]
            if week.problem.possible.intersection(fitting):
                done = [week.present[exercise] for exercise in fitting]
                week.demand_any(done, self.id, family, "patterns_missing")

    def needs(self, problem: WeekProblem) -> frozenset[str]:
        if problem.case.is_lightened:
            return frozenset()
        patterns = {p for f, ps in FAMILIES.items() if problem.asks(self.id, f) for p in ps}
        return frozenset(e.id for e in problem.exercises if e.pattern in patterns)

    def subjects(self, problem: WeekProblem) -> list[str]:
        return [] if problem.case.is_lightened else sorted(FAMILIES)

    def claim_sentence(self, case: Case, subject: str) -> str:  # noqa: ARG002
        return f"The week holds a {subject.replace('_', ' ')} pattern."

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        if week.case.is_lightened:
            return
        done = {week.case.catalog.exercises[i].pattern for i in week.sets()}
        missing = {f: patterns for f, patterns in FAMILIES.items() if not done & set(patterns)}
        exercises = week.case.catalog.exercises.values()
        for family, patterns in missing.items():
            fitting = (e for e in exercises if e.pattern in patterns and e.counts_toward_volume)
            if any(week.could_hold(exercise) for exercise in fitting):
                yield self.breach(
                    family, 1, 0, "exercises",
                    f"No {family.replace('_', ' ')} pattern this week.",
                )  # fmt: skip

    def given_up(self, week: ReviewedWeek, problem: WeekProblem) -> Mapping[str, int]:
        if week.case.is_lightened:
            return {}
        done = {week.case.catalog.exercises[i].pattern for i in week.sets()}
        possible = {exercise.pattern for exercise in problem.exercises}
        missing = [p for p in FAMILIES.values() if possible & set(p) and not done & set(p)]
        return {"patterns_missing": len(missing)}
