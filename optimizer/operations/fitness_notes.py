"""What a plan says of the fitness test: what followed from it, and what did not."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.case.case import Case
from optimizer.documents.result import Warning
from optimizer.documents.wording import listed, short


def fitness_notes(case: Case) -> Iterator[Warning]:
    """Said of every plan of an athlete with a health screen or tests."""
    fitness = case.fitness
    if fitness.refused:
        yield Warning(code="health_screen", sentence=fitness.refused)
    if fitness.chosen_level:
        yield Warning(code="level_by_tests", sentence=fitness.chosen_level)
    muscles = case.catalog.muscles
    for weak in fitness.weak:
        names = listed(short(muscles[muscle].name) for muscle in weak.muscles)
        test = case.catalog.fitness_tests[weak.test].name
        yield Warning(
            code="weak_by_tests",
            sentence=f"{test}: {weak.why} More work for {names} than usual.",
        )
    for side in fitness.first_sides:
        test = case.catalog.fitness_tests[side.test].name
        yield Warning(code="weaker_side", sentence=f"{test}: {side.why}")
    if fitness.impact is not None and fitness.impact.ready is False:
        yield Warning(code="jumps_by_tests", sentence=fitness.impact.why)
    if fitness.single_leg is not None:
        yield Warning(code="single_leg_by_tests", sentence=fitness.single_leg.why)
    for one in fitness.uncounted:
        yield Warning(code="test_not_counted", sentence=one.why)
