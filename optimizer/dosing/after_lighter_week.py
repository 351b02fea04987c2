"""The first week after a lighter one: a set less of each exercise of the week before that."""

from __future__ import annotations

from catalog.models import Exercise
from optimizer.case.case import Case

LEAST_SETS = 2
"""What counts as direct work of a muscle has so many."""


def comes_back(case: Case) -> bool:
    """True: last week was a lighter one, and this week is none."""
    return case.follows_lighter_week and not case.holds_less


def sets_before_lighter_week(case: Case, exercise: Exercise) -> int:
    """The most sets a session of the week before a lighter one; 0 where this week follows none."""
    previous = case.request.previous
    if previous is None or previous.base is None or not comes_back(case):
        return 0
    return max(
        (one.training_sets().get(exercise.id, 0) for one in previous.base.sessions), default=0
    )


def sets_on_the_way_back(case: Case, exercise: Exercise, sets_most: int) -> int:
    """Of ``sets_most`` sets a session what the first week after a lighter one leaves."""
    had = sets_before_lighter_week(case, exercise)
    if not had:
        return sets_most
    fewer = round(case.catalog.numbers("after_deload")[0])
    return min(sets_most, max(LEAST_SETS, had - fewer))


def main_lift_sets_on_the_way_back(case: Case, sets: int) -> int:
    """Of ``sets`` that a session wants of a family of main lifts, so many that week.

    As many as its lift has: others would take the place of what is missing.
    """
    if not comes_back(case):
        return sets
    return min(sets, max(LEAST_SETS, sets - round(case.catalog.numbers("after_deload")[0])))
