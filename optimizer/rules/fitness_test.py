"""No jumps before the fitness test allows them."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from catalog.models import LOADED_CLASSES, Exercise
from optimizer.case.case import Case
from optimizer.documents.result import Finding
from optimizer.documents.wording import counted
from optimizer.dosing.weaker_side import hides_a_weaker_side
from optimizer.rules.base import Rule
from optimizer.week.model import Variable, WeekModel
from optimizer.week.reviewed import Entry, ReviewedSession, ReviewedWeek

POINTS_BOTH_AT_ONCE = 2
"""For each exercise of both sides at once with muscles of a weaker side."""
_JUMPS_FROM = 2
"""The impact from which an exercise is a jump."""


class FitnessTest(Rule):
    """Only with results of tests: jumps and hard work on one leg wait, the weaker side
    begins and has the further sets, and work of one side is preferred to that of both at once."""

    id = "fitness_test"
    title = "No jumps before the tests allow them, the weaker side first"
    evidence = ("test_level", "test_weaker_side")

    def refuses(self, case: Case, exercise: Exercise) -> str | None:
        single_leg = case.fitness.single_leg
        if single_leg is not None and _is_hard_on_one_leg(exercise):
            return f"works one leg with a weight; by the fitness test: {single_leg.why.rstrip('.')}"
        if exercise.impact < _JUMPS_FROM:
            return None
        impact = case.fitness.impact
        if impact is not None and impact.ready is False:
            return f"has impact {exercise.impact}; by the fitness test: {impact.why.rstrip('.')}"
        if case.fitness.jumps_as_beginner and exercise.level != "beginner":
            weeks = round(case.catalog.numbers("test_level")[2])
            needed = counted(weeks, "weeks")
            return f"has impact {exercise.impact}, too early before {needed} of strength"
        return None

    def point_terms(self, week: WeekModel) -> Iterator[tuple[Variable, int]]:
        for exercise, dose in week.problem.doses.items():
            if hides_a_weaker_side(week.problem.case, dose.exercise):
                yield week.present[exercise], POINTS_BOTH_AT_ONCE

    def measured_points(self, week: ReviewedWeek) -> int:
        uneven = {m for one in week.case.fitness.first_sides for m in one.muscles}
        exercises = [week.case.catalog.exercises[name] for name in week.sets()]
        return POINTS_BOTH_AT_ONCE * sum(
            one.kind == "strength" and not one.per_side and not uneven.isdisjoint(one.primary)
            for one in exercises
        )

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        fitness = week.case.fitness
        shut = fitness.impact is not None and fitness.impact.ready is False
        for session in week.sessions:
            for entry in session.entries:
                early = fitness.jumps_as_beginner and entry.exercise.level != "beginner"
                if entry.exercise.impact >= _JUMPS_FROM and (shut or early):
                    yield self.breach(
                        entry.exercise.id, _JUMPS_FROM - 1, entry.exercise.impact, "impact",
                        f"{week.when(session)}: {entry.exercise.name} jumps before the tests allow"
                        " it.",
                    )  # fmt: skip
                if fitness.single_leg is not None and (
                    entry.exercise.load_class in ("external", "heavy")
                    and entry.exercise.per_side
                    and entry.exercise.leg_load > 0
                    and entry.exercise.level in ("intermediate", "advanced")
                ):
                    yield self.breach(
                        entry.exercise.id, 0, 1, "exercises",
                        f"{week.when(session)}: {entry.exercise.name} loads one leg before the"
                        " tests allow it.",
                    )  # fmt: skip
            yield from self._sides(week, session)

    def _sides(self, week: ReviewedWeek, session: ReviewedSession) -> Iterator[Finding]:
        """Read from the tests: which side begins, and how much more of it there may be."""
        most_sets, most_exercises = (
            round(value) for value in week.case.catalog.numbers("test_weaker_side")
        )
        done = session.sets()
        further = [e for e in session.entries if e.block.kind == "weaker_side"]
        if len(further) > most_exercises:
            yield self.breach(
                session.session.window, most_exercises, len(further), "exercises",
                f"{week.when(session)} has further sets of one side in"
                f" {counted(len(further), 'exercises')}; at most {most_exercises}.",
            )  # fmt: skip
        for entry in session.entries:
            exercise, item = entry.exercise, entry.item
            is_further = entry in further
            wrong_sets = is_further and (item.sets > most_sets or exercise.id not in done)
            needed = exercise.rest_seconds + _one_side_seconds(entry) if is_further else 0
            if wrong_sets or item.seconds < needed:
                yield self.breach(
                    exercise.id, most_sets, item.sets, "sets",
                    f"{week.when(session)}: one further set of a side belongs to an exercise of the"
                    f" session and takes {needed} s; {exercise.name} has"
                    f" {counted(item.sets, 'sets')} in {item.seconds} s.",
                )  # fmt: skip
            if item.first_side is None and not is_further:
                continue
            sides = {
                verdict.side
                for verdict in week.case.fitness.first_sides
                if not set(verdict.muscles).isdisjoint(exercise.primary)
            }
            if item.first_side not in sides or not exercise.per_side:
                yield self.breach(
                    exercise.id, 0, 1, "sides",
                    f"{week.when(session)}: no test says that the {item.first_side} side of"
                    f" {exercise.name} is the weaker one.",
                )  # fmt: skip


def _is_hard_on_one_leg(exercise: Exercise) -> bool:
    """With a weight, and no beginner's."""
    return (
        exercise.per_side
        and exercise.leg_load > 0
        and exercise.load_class in LOADED_CLASSES
        and exercise.level != "beginner"
    )


def _one_side_seconds(entry: Entry) -> int:
    """The work of one set of one side, at the top of the item's range."""
    item, each = entry.item, entry.exercise.seconds_per_rep
    if item.reps is not None and each is not None:
        return ceil(item.reps[1] * each)
    return 0 if item.hold_seconds is None else item.hold_seconds[1]
