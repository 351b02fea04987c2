"""Which side begins, and what one more set of it takes.

A side that a test found weaker begins every set of one side that works its muscles.  In weeks that
are not lighter ones the first such exercises of a session have one more set of that side, after the
work: it counts in time only.
"""

from __future__ import annotations

import math

from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.documents.fitness import Side


def first_side_of(case: Case, exercise: Exercise) -> Side | None:
    """The side to begin with; None: no test says it, or the exercise works both at once.

    Where tests disagree, the one whose sides differ most decides.
    """
    if not exercise.per_side or not exercise.counts_toward_volume:
        return None
    found = [one for one in case.fitness.first_sides if set(one.muscles) & set(exercise.primary)]
    return min(found, key=lambda one: (one.percent, one.test)).side if found else None


def hides_a_weaker_side(case: Case, exercise: Exercise) -> bool:
    """True: it works muscles of a weaker side with both sides at once, so the stronger helps."""
    return (
        exercise.kind == "strength"
        and not exercise.per_side
        and any(set(one.muscles) & set(exercise.primary) for one in case.fitness.first_sides)
    )


def has_more_of_a_side(case: Case, exercise: Exercise) -> bool:
    """True: it may have one more set of its weaker side."""
    return (
        exercise.kind == "strength"
        and not case.is_lightened
        and not case.is_deload
        and first_side_of(case, exercise) is not None
    )


def most_exercises_with_more(case: Case) -> int:
    """In one session."""
    return round(case.catalog.numbers("test_weaker_side")[1])


def more_of_a_side_seconds(
    exercise: Exercise, reps: tuple[int, int] | None, hold: tuple[int, int] | None
) -> int:
    """One set of one side at the top of its range, with the rest before it."""
    if reps is not None and exercise.seconds_per_rep is not None:
        work = math.ceil(reps[1] * exercise.seconds_per_rep)
    else:
        work = 0 if hold is None else hold[1]
    return exercise.rest_seconds + work
