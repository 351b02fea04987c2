"""What counted results say: level, weak muscles, the weaker side, jumps, where to begin.

A muscle is weak only by a test that speaks for strength, and only where its result lies below the
threshold by more than the test's noise; sides differ only by both the share and the noise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from catalog import Catalog
from catalog.fitness_tests import Bounds, FitnessTest
from catalog.models import LEVELS, Level
from optimizer.documents.fitness import (
    FirstSide,
    FitnessResult,
    ImpactReadiness,
    LevelFound,
    Side,
    SingleLegWork,
    StartingLift,
    StartingWork,
    WeakMuscles,
)
from optimizer.documents.strength import Lift
from optimizer.documents.wording import counted, listed
from optimizer.fitness.person import Person
from optimizer.fitness.results import Counted, Tested, amount, load_amount

_LANDING = "landing"
_SHARE = re.compile(r"(\d+) % of the result")


def level_of(catalog: Catalog, found: Counted, person: Person) -> LevelFound | None:
    """The lower of the median level of the tests and what the weeks of strength allow.

    None: too few tests of legs and trunk count.
    """
    needed, first_weeks, _, intermediate_weeks = (
        round(value) for value in catalog.numbers("test_level")
    )
    by_tests: dict[str, Level] = {}
    for one in found.tested:
        by_test = _level_by(catalog, one, person)
        if by_test is not None:
            lowest = min(LEVELS.index(by_test), LEVELS.index(by_tests.get(one.test.id, by_test)))
            by_tests[one.test.id] = LEVELS[lowest]
    if len(by_tests) < needed:
        return None
    ranks = sorted(LEVELS.index(level) for level in by_tests.values())
    by_median = LEVELS[ranks[(len(ranks) - 1) // 2]]
    weeks = person.weeks_of_strength or 0
    most: Level = "advanced"
    if weeks < first_weeks:
        most = "beginner"
    elif weeks < intermediate_weeks:
        most = "intermediate"
    level: Level = LEVELS[min(LEVELS.index(by_median), LEVELS.index(most))]
    why = f"The median of {counted(len(by_tests), 'tests')} is {by_median}"
    if level != by_median:
        behind = (
            "weeks_of_strength is not told and counts as 0"
            if person.weeks_of_strength is None
            else f"{counted(weeks, 'weeks')} of strength are behind you"
        )
        why += f", and {behind}: at most {most} for now"
    why = "; ".join([why, *_with_caution(catalog, found)])
    return LevelFound(
        level=level,
        by_tests=by_tests,
        why=f"{why}.",
        source=catalog.evidence["test_level"].source,
    )


def _level_by(catalog: Catalog, one: Tested, person: Person) -> Level | None:
    """What one test says of the level, by its worse side; None: nothing."""
    if not one.test.sets_level or not one.is_whole or one.cautions:
        return None
    _, result = one.worse
    bounds = person.bounds_of(one.test, result)
    value = _as_read(catalog, one.test, result, person)
    if bounds is None or bounds.intermediate_from is None or value is None:
        return None
    assert bounds.advanced_from is not None
    if value >= bounds.advanced_from:
        return "advanced"
    return "intermediate" if value >= bounds.intermediate_from else "beginner"


def _as_read(
    catalog: Catalog, test: FitnessTest, result: FitnessResult, person: Person
) -> float | None:
    """The result in what its bounds are in; None: the person does not tell what that needs."""
    if test.read_as == "value":
        return result.value
    if test.read_as == "share_of_norm":
        norm = person.norm_of(test)
        return None if norm is None else result.value / norm
    return (
        None if person.body_mass_kg is None else maximum_of(catalog, result) / person.body_mass_kg
    )


def maximum_of(catalog: Catalog, result: FitnessResult) -> float:
    """By Epley's formula, from the repetitions and what was left, in kilograms."""
    to_failure = (result.reps or 1) + trusted_reserve(catalog, result)
    return result.value if to_failure <= 1 else result.value * (1 + to_failure / 30)


def trusted_reserve(catalog: Catalog, result: FitnessResult) -> float:
    """What was left, as far as formulas are trusted with it: rather too light than too heavy."""
    most_to_failure, most_reserve = catalog.numbers("e1rm_sets")
    return min(result.rir or 0.0, most_reserve, max(0.0, most_to_failure - (result.reps or 1)))


def threshold_of(test: FitnessTest, bounds: Bounds, person: Person) -> float | None:
    """Below what plain value a result is poor; None: no value is."""
    found = bounds.weak_below_value or 0.0
    if bounds.weak_below is not None:
        scale = person.norm_of(test) if test.read_as == "share_of_norm" else 1.0
        if test.read_as == "share_of_body_mass":
            return None
        found = max(found, bounds.weak_below * (scale or 0.0))
    return found or None


def weak_of(catalog: Catalog, found: Counted, person: Person) -> tuple[WeakMuscles, ...]:
    """The muscles that are weak, the farthest below their threshold first."""
    weak = [
        (below, verdict)
        for one in found.tested
        if one.test.tells_strength and one.is_whole
        for below, verdict in _weak_by(catalog, one, person)
    ]
    weak.sort(key=lambda pair: (-pair[0], pair[1].test))
    return tuple(verdict for _, verdict in weak[: round(catalog.number("test_weak_groups"))])


def _weak_by(catalog: Catalog, one: Tested, person: Person) -> Iterator[tuple[float, WeakMuscles]]:
    test, (side, result) = one.test, one.worse
    bounds = person.bounds_of(test, result)
    threshold = None if bounds is None else threshold_of(test, bounds, person)
    noise = test.detectable_change
    if threshold is None or noise is None or threshold - result.value <= noise:
        return
    where = "" if side is None else f" on the {side} side"
    yield (
        (threshold - result.value) / threshold,
        WeakMuscles(
            test=test.id,
            muscles=tuple(m for m in test.muscles if m in catalog.muscles),
            side=side,
            value=result.value,
            threshold=round(threshold, 2),
            detectable_change=noise,
            exercises=helping(catalog, test, person),
            why=(
                f"{amount(test, result.value)}{where} are below"
                f" {amount(test, round(threshold, 1))} by more than the {amount(test, noise)} by"
                " which the test differs from day to day."
            ),
            source=test.source,
        ),
    )


def helping(catalog: Catalog, test: FitnessTest, person: Person) -> tuple[str, ...]:
    """The exercises that a test adds, but for those that an injury of the athlete refuses."""
    injuries = [catalog.injuries[name] for name in sorted(person.injuries)]
    return tuple(
        name
        for name in test.adds
        if name in catalog.exercises
        and all(one.why_not(catalog.exercises[name]) is None for one in injuries)
    )


def first_sides_of(catalog: Catalog, found: Counted) -> tuple[FirstSide, ...]:
    """Every side that is weaker beyond the share and the noise of its test."""
    return tuple(verdict for one in found.tested for verdict in _first_side_by(catalog, one))


def _first_side_by(catalog: Catalog, one: Tested) -> Iterator[FirstSide]:
    test = one.test
    if not test.per_side or not one.is_whole:
        return
    side, result = one.worse
    other, noise = one.better_value, test.detectable_change
    assert side is not None
    if noise is None or abs(other - result.value) <= noise:
        return
    more, less = max(other, result.value), min(other, result.value)
    percent = 100 * less / more
    if test.symmetry_percent is None:
        if not test.tells_strength:
            yield _uneven(one, side, percent)
        return
    if percent >= test.symmetry_percent:
        return
    muscles = tuple(m for m in test.muscles if m in catalog.muscles)
    yield FirstSide(
        test=test.id,
        muscles=muscles,
        side=side,
        percent=round(percent, 1),
        why=(
            f"The {side} side has {amount(test, result.value)} of the other's"
            f" {amount(test, other)}, {percent:.0f} %: less than {test.symmetry_percent} %, and"
            f" more than the {amount(test, noise)} of noise. It begins, and the other side does no"
            " more."
        ),
        source=test.source,
    )


def _uneven(one: Tested, side: Side, percent: float) -> FirstSide:
    """Sides that differ in what is no strength: the runner is told to begin with the worse one."""
    test, result, other = one.test, one.by_side[side], one.better_value
    noise = test.detectable_change
    assert noise is not None
    return FirstSide(
        test=test.id,
        muscles=(),
        side=side,
        percent=round(percent, 1),
        why=(
            f"The {side} side has {amount(test, result.value)}, the other {amount(test, other)}:"
            f" they differ by more than the {amount(test, noise)} of noise. Begin its drills"
            f" with the {side} side."
        ),
        source=test.source,
    )


def single_leg_of(found: Counted) -> SingleLegWork | None:
    """Why work on one leg with a weight has to wait; None: no test says so."""
    for one in found.tested:
        side, result = one.worse
        if one.test.single_leg_from is None or result.value < one.test.single_leg_from:
            continue
        where = "" if side is None else f" on the {side} side"
        return SingleLegWork(
            test=one.test.id,
            side=side,
            value=result.value,
            why=(
                f"{amount(one.test, result.value)}{where} in {one.test.name}, and"
                f" {amount(one.test, one.test.single_leg_from)} or more are poor: on one leg with a"
                " weight only a beginner's exercises for now."
            ),
            source=one.test.source,
        )
    return None


def impact_of(
    catalog: Catalog, found: Counted, before: Counted, sides: tuple[FirstSide, ...]
) -> ImpactReadiness:
    """Whether jumps are offered; ``before``: what counted before the last results."""
    reason: tuple[str, FitnessTest] | None = None
    yes: FitnessTest | None = None
    for one in found.tested:
        test = one.test
        if test.impact_below is not None and test.impact_again_from is not None:
            _, result = one.worse
            was_below = any(
                earlier.test.id == test.id and earlier.worse[1].value < test.impact_below
                for earlier in before.tested
            )
            needed = test.impact_again_from if was_below else test.impact_below
            if result.value < needed:
                again = amount(test, test.impact_again_from)
                reason = (
                    f"{amount(test, result.value)} in {test.name} are below"
                    f" {amount(test, needed)}: no jumps until both sides have {again}.",
                    test,
                )
            elif one.is_whole:
                yes = test
        elif test.speaks_for == _LANDING and any(side.test == test.id for side in sides):
            reason = (
                f"{test.name} differs between the sides beyond its noise: no jumps until it does"
                " not, and the weaker side first.",
                test,
            )
    if reason is not None:
        return ImpactReadiness(ready=False, why=reason[0], source=reason[1].source)
    if yes is not None:
        why = f"{yes.name} has what jumps need on both sides; the level says which and how many."
        return ImpactReadiness(ready=True, why=why, source=yes.source)
    asks = next((t for t in catalog.fitness_tests.values() if t.impact_below is not None), None)
    return ImpactReadiness(
        ready=None,
        why="No test that counts says it; the level decides alone."
        + ("" if asks is None else f" {asks.name} would."),
        source="" if asks is None else asks.source,
    )


def lifts_of(catalog: Catalog, found: Counted, person: Person) -> tuple[StartingLift, ...]:
    """The loads that were found, as lifts of an athlete.

    What leaves more than formulas are trusted with is read as the most that they are: too light
    rather than too heavy.
    """
    lifts = []
    for one in found.tested:
        result = one.by_side.get(None)
        if not one.test.sets_lift or result is None:
            continue
        assert result.exercise is not None
        assert result.reps is not None
        reserve = trusted_reserve(catalog, result)
        lift = Lift(exercise=result.exercise, kg=result.value, reps=result.reps, rir=reserve)
        maximum = round(maximum_of(catalog, result))
        said = result.rir or 0.0
        read_as = "" if said == reserve else f" (read as {reserve:g}: no formula holds for more)"
        lifts.append(
            StartingLift(
                lift=lift,
                why=(
                    f"{load_amount(result.value, person.units)} × {result.reps} with"
                    f" {said:g} left{read_as} on {result.date}: a maximum of about"
                    f" {load_amount(maximum, person.units)}, from which the first load follows."
                ),
                source=one.test.source,
            )
        )
    return tuple(lifts)


def starts_of(catalog: Catalog, found: Counted, person: Person) -> tuple[StartingWork, ...]:
    """What to begin with after each test that finds no load."""
    starts = []
    for one in found.tested:
        test = one.test
        if test.sets_lift or not test.starting_doses or not one.is_whole:
            continue
        side, result = one.worse
        row = next(
            (row for row in test.starting_doses if row.below is None or result.value < row.below),
            None,
        )
        if row is None or (not test.tells_strength and not _is_poor(one, person)):
            continue
        says = _SHARE.sub(partial(_with_amount, test, result.value), row.says)
        where = "" if side is None else f" on the {side} side"
        exercises = helping(catalog, test, person)
        if test.adds and not exercises and person.injuries:
            injured = listed(catalog.injuries[name].name for name in sorted(person.injuries))
            says = f"Nothing for now: its exercises are not for {injured}."
        elif one.cautions:
            names = listed(catalog.injuries[name].name for name in one.cautions)
            says = f"{says} Only as far as it goes with {names}."
        starts.append(
            StartingWork(
                test=test.id,
                says=says,
                exercises=exercises,
                why=f"{test.name}: {amount(test, result.value)}{where}.",
                source=test.source,
            )
        )
    return tuple(starts)


def _with_amount(test: FitnessTest, value: float, share: re.Match[str]) -> str:
    """``60 % of the result (12 repetitions)``."""
    return f"{share[0]} ({amount(test, max(1, int(int(share[1]) * value / 100)))})"


def _is_poor(one: Tested, person: Person) -> bool:
    """Of what says nothing of strength: below its bound, or for faults at it and above."""
    _, result = one.worse
    bounds = person.bounds_of(one.test, result)
    threshold = None if bounds is None else threshold_of(one.test, bounds, person)
    if threshold is None:
        return False
    if one.test.better == "lower":
        return result.value >= threshold
    return result.value < threshold


def level_sentence(catalog: Catalog, found: Counted) -> str:
    """Why no level follows."""
    needed = round(catalog.numbers("test_level")[0])
    whole = [one for one in found.tested if one.test.sets_level and one.is_whole]
    names = [*dict.fromkeys(one.test.name for one in whole if not one.cautions)]
    counts = "counts" if len(names) == 1 else "count"
    has = f"only {listed(names)} {counts}" if names else "none counts"
    text = f"a level needs {counted(needed, 'tests')} of legs and trunk, and {has}"
    return "; ".join([text, *_with_caution(catalog, found)])


def _with_caution(catalog: Catalog, found: Counted) -> Iterator[str]:
    """Which tests set no level because of an injury."""
    for one in found.tested:
        if one.test.sets_level and one.is_whole and one.cautions:
            names = listed(catalog.injuries[name].name for name in one.cautions)
            yield f"{one.test.name} does not set it, because of {names}"
