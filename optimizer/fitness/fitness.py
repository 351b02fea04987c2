"""All that the tests of one athlete say, read once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from catalog import Catalog
from optimizer.documents.fitness import (
    FirstSide,
    FitnessResult,
    ImpactReadiness,
    LevelFound,
    ResultChange,
    SingleLegWork,
    StartingLift,
    StartingWork,
    UncountedResult,
    WeakMuscles,
)
from optimizer.fitness.changes import changes_of
from optimizer.fitness.person import Person
from optimizer.fitness.results import Counted, counted_results, unsound
from optimizer.fitness.verdicts import (
    first_sides_of,
    impact_of,
    level_of,
    level_sentence,
    lifts_of,
    single_leg_of,
    starts_of,
    weak_of,
)


@dataclass(frozen=True)
class Fitness:
    """Verdicts of the results that count; without results, none of them says anything."""

    level: LevelFound | None = None
    level_sentence: str = ""
    """Why there is no level; empty where there is one."""
    weak: tuple[WeakMuscles, ...] = ()
    first_sides: tuple[FirstSide, ...] = ()
    impact: ImpactReadiness | None = None
    single_leg: SingleLegWork | None = None
    lifts: tuple[StartingLift, ...] = ()
    starts: tuple[StartingWork, ...] = ()
    changes: tuple[ResultChange, ...] = ()
    uncounted: tuple[UncountedResult, ...] = ()
    refused: str = ""
    """Why nothing is tested: a yes of the health screen, with what to do."""
    chosen_level: str = ""
    """Which level the plan goes by, where it is not the one that was given."""
    jumps_as_beginner: bool = False
    """True: the level came early, so of what jumps only a beginner's exercises."""

    @property
    def weak_muscles(self) -> frozenset[str]:
        return frozenset(muscle for one in self.weak for muscle in one.muscles)


UNTESTED = Fitness()


def fitness_of(
    catalog: Catalog, results: Sequence[FitnessResult], person: Person, today: date
) -> Fitness:
    """What sound results say on ``today``."""
    if not results:
        return UNTESTED
    results = sorted(results, key=lambda one: one.place)
    found = counted_results(catalog, results, person, today)
    sides = first_sides_of(catalog, found)
    level = level_of(catalog, found, person)
    before = _before_the_last(catalog, results, person, today)
    few_weeks = (person.weeks_of_strength or 0) < catalog.numbers("test_level")[2]
    return Fitness(
        level=level,
        level_sentence="" if level is not None else level_sentence(catalog, found),
        weak=weak_of(catalog, found, person),
        first_sides=sides,
        impact=impact_of(catalog, found, before, sides),
        single_leg=single_leg_of(found),
        lifts=lifts_of(catalog, found, person),
        starts=starts_of(catalog, found, person),
        changes=changes_of(catalog, [*_sound(catalog, results, person)], person.units),
        uncounted=found.uncounted,
        jumps_as_beginner=level is not None and level.level != "beginner" and few_weeks,
    )


def _sound(
    catalog: Catalog, results: Sequence[FitnessResult], person: Person
) -> Iterator[FitnessResult]:
    """Results of any age; one that ended with pain is no measure of what changed."""
    for one in results:
        test = catalog.fitness_tests.get(one.test)
        if test is not None and unsound(catalog, test, one, person) is None:
            yield one


def _before_the_last(
    catalog: Catalog, results: Sequence[FitnessResult], person: Person, today: date
) -> Counted:
    """What counted without the newest result of each test and side."""
    newest: dict[tuple[str, str | None, str | None], str] = {}
    for one in results:
        kind = (one.test, one.side, one.exercise)
        newest[kind] = max(one.date, newest.get(kind, one.date))
    earlier = [one for one in results if one.date < newest[one.test, one.side, one.exercise]]
    return counted_results(catalog, earlier, person, today)
