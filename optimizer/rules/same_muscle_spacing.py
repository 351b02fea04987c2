"""Loaded work for the same muscle at least 48 hours apart, start to start."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from optimizer.rules.base import Rule
from optimizer.wording import hours

if TYPE_CHECKING:
    from catalog.models import Exercise
    from optimizer.case import Case
    from optimizer.model import Group, Variable, WeekModel
    from optimizer.result import Finding
    from optimizer.review import ReviewedSession, ReviewedWeek
    from optimizer.slots import Slot


class SameMuscleSpacing(Rule):
    """48 h for every muscle, longer where an injury of it asks for more; last week counts too."""

    id = "same_muscle_spacing"
    title = "48 hours between loaded work for the same muscle"
    evidence = ("same_muscle_gap", "daily_ok")

    def refuses_at(self, case: Case, slot: Slot, exercise: Exercise) -> bool:
        if not _is_loaded(exercise):
            return False
        for session in case.past:
            gap = slot.start - session.start
            for muscle in exercise.primary:
                if gap < needed_minutes(case, muscle) and any(
                    muscle in case.catalog.exercises[i].primary
                    and _is_loaded(case.catalog.exercises[i])
                    for i in session.sets
                    if i in case.catalog.exercises
                ):
                    return True
        return False

    def add(self, week: WeekModel) -> None:
        case = week.problem.case
        single = [group for group in week.groups if len(group.slots) == 1]
        literals: dict[tuple[int, str], Variable | None] = {}

        def loads(group: Group, muscle: str) -> Variable | None:
            key = (group.index, muscle)
            if key not in literals:
                literals[key] = _loads(week, group, muscle)
            return literals[key]

        muscles = sorted({m for e in week.problem.exercises if _is_loaded(e) for m in e.primary})
        for first, second in combinations(single, 2):
            a, b = first.slots[0], second.slots[0]
            if a.window == b.window:
                continue
            for muscle in muscles:
                if abs(b.start - a.start) < needed_minutes(case, muscle):
                    one, other = loads(first, muscle), loads(second, muscle)
                    if one is not None and other is not None:
                        week.cp.add_at_most_one([one, other])

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        from optimizer.review import breach

        case = week.case
        for session in week.sessions:
            for past in case.past:
                earlier = {
                    m
                    for i in past.sets
                    if i in case.catalog.exercises and _is_loaded(case.catalog.exercises[i])
                    for m in case.catalog.exercises[i].primary
                }
                gap = session.start / 60 - past.start
                for muscle in sorted(earlier & _loaded_muscles(session)):
                    if gap < needed_minutes(case, muscle):
                        yield breach(
                            self.id, muscle, needed_minutes(case, muscle) / 60, gap / 60, "hours",
                            f"{week.when(session)} loads {muscle} {hours(gap)} after last week's"
                            " session did.",
                        )  # fmt: skip
        for first, second in combinations(week.sessions, 2):
            gap = (second.start - first.start) / 60
            for muscle in sorted(_loaded_muscles(first) & _loaded_muscles(second)):
                if gap < needed_minutes(case, muscle):
                    yield breach(
                        self.id, muscle, needed_minutes(case, muscle) / 60, gap / 60, "hours",
                        f"{week.when(first)} and {week.when(second)} both load {muscle}, only"
                        f" {hours(gap)} apart.",
                    )  # fmt: skip


def needed_minutes(case: Case, muscle: str) -> int:
    """The spacing for one muscle: the catalog's, or an injury's where it emphasises the muscle."""
    injuries = (case.catalog.injuries[i] for i in case.request.athlete.injuries)
    asked = (60 * i.hours_between_loading for i in injuries if muscle in i.emphasise)
    return max(case.minutes_from_hours("same_muscle_gap"), *asked, 0)


def _is_loaded(exercise: Exercise) -> bool:
    return exercise.loaded and exercise.counts_toward_volume


def _loaded_muscles(session: ReviewedSession) -> set[str]:
    return {m for e in session.training if e.exercise.loaded for m in e.exercise.primary}


def _loads(week: WeekModel, group: Group, muscle: str) -> Variable | None:
    """A literal that is true if the group's one session holds loaded work for ``muscle``."""
    doing = [
        cell.sessions
        for cell in week.cells_in(group)
        if muscle in week.problem.doses[cell.exercise].exercise.primary
        and _is_loaded(week.problem.doses[cell.exercise].exercise)
    ]
    if not doing:
        return None
    literal = week.cp.new_bool_var(f"loads {muscle} @{group.index}")
    for does in doing:
        week.cp.add_implication(does, literal)
    return literal
