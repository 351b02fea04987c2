"""Which tests to do, in which order, with what there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby, islice, pairwise, permutations

from catalog import Catalog
from catalog.fitness_tests import FitnessTest
from optimizer.documents.assessment import BatteryPlan, OmittedTest, TestStep
from optimizer.documents.wording import counted, listed
from optimizer.fitness.person import Person

_MOST_ORDERS = 50_000
"""Of eight tests all are looked at."""
COMMON_STOP_RULES = (
    "Stop with chest pain, dizziness, faintness or unusual shortness of breath, and see a doctor.",
    "Stop when the form is lost twice in a row, or the position does not come back at once.",
    "Stop when you want to.",
)


def battery_of(
    catalog: Catalog,
    names: Iterable[str],
    person: Person,
    there: frozenset[str] | None,
    *,
    kit: str | None,
    is_beginner: bool,
) -> BatteryPlan:
    """The tests called ``names`` that this athlete may do; ``there`` None: all they need."""
    warm_up, rest = catalog.numbers("test_warm_up")
    steps: list[TestStep] = []
    left_out: list[OmittedTest] = []
    fitting: list[FitnessTest] = []
    for test in sorted((catalog.fitness_tests[n] for n in names), key=lambda one: one.place):
        why = _why_not(catalog, test, person, there, is_beginner=is_beginner)
        if why is None:
            fitting.append(test)
        else:
            left_out.append(OmittedTest(test=test.id, name=test.name, why=why))
    before: FitnessTest | None = None
    minutes = warm_up if fitting else 0.0
    for test in in_turn(fitting):
        is_tired = before is not None and not set(before.groups).isdisjoint(test.groups)
        steps.append(_step(catalog, test, person, before if is_tired else None))
        minutes += test.minutes
        if is_tired:
            minutes += catalog.number("test_same_part")
        elif before is not None and before.tells_strength and test.tells_strength:
            minutes += rest
        before = test
    return BatteryPlan(
        kit=kit,
        minutes=minutes,
        warm_up_minutes=warm_up,
        rest_minutes=rest,
        tests=tuple(steps),
        left_out=tuple(left_out),
        when=tuple(_when(catalog)),
    )


def _why_not(
    catalog: Catalog,
    test: FitnessTest,
    person: Person,
    there: frozenset[str] | None,
    *,
    is_beginner: bool,
) -> str | None:
    stopped = sorted(person.injuries.intersection(test.contraindications))
    if stopped:
        return f"It is not for {catalog.injuries[stopped[0]].name}."
    missing = [group for group in test.equipment if there is not None and there.isdisjoint(group)]
    if missing:
        return f"It needs {' or '.join(catalog.equipment[name].name for name in missing[0])}."
    least, weeks = test.least_weeks_of_strength, person.weeks_of_strength or 0
    if weeks < least:
        return f"It needs {counted(least, 'weeks')} of strength, and {weeks} are behind you."
    if test.speaks_for == "landing" and is_beginner:
        return "It is not for beginners."
    return None


def in_turn(tests: Sequence[FitnessTest]) -> Iterator[FitnessTest]:
    """By their places, but inside one part of the order no two in a row that tire the same part,
    where that can be."""
    last: FitnessTest | None = None
    for _, part in groupby(tests, key=_part):
        ways = islice(permutations(part), _MOST_ORDERS)
        chosen = next(ways)
        for way in ways:
            if not _clashes(last, chosen):
                break
            chosen = min(chosen, way, key=partial(_clashes, last))
        yield from chosen
        last = chosen[-1]


def _part(test: FitnessTest) -> str:
    """Of the order: range, balance, quality, jump, loads, and fatigue."""
    if not test.tells_strength:
        return test.speaks_for
    return "load" if test.sets_lift else "fatigue"


def _clashes(before: FitnessTest | None, tests: Sequence[FitnessTest]) -> int:
    row = [*([] if before is None else [before]), *tests]
    return sum(not set(a.groups).isdisjoint(b.groups) for a, b in pairwise(row))


def _step(
    catalog: Catalog, test: FitnessTest, person: Person, tired_by: FitnessTest | None
) -> TestStep:
    """``tired_by``: the test before, where it tires the same part."""
    care = []
    if tired_by is not None:
        rest = counted(catalog.number("test_same_part"), "minutes")
        care.append(f"{tired_by.name} before it tires the same part: rest {rest} first.")
    cautions = sorted(person.injuries.intersection(test.cautions))
    most_pain = catalog.number("test_stop_pain")
    names = listed(catalog.injuries[name].name for name in cautions)
    if cautions:
        care.append(f"With care because of {names}: it does not set the level.")
    return TestStep(
        test=test.id,
        name=test.name,
        minutes=test.minutes,
        unit=test.unit,
        per_side=test.per_side,
        variants=test.variants,
        exercises=tuple(name for name in test.with_exercise if name in catalog.exercises),
        speaks_for=test.speaks_for,
        equipment=test.equipment,
        steps=test.steps,
        stop_rules=(
            f"Stop above a pain of {most_pain:g} of 10, and with any sharp or new pain.",
            *COMMON_STOP_RULES,
            *test.stop_rules,
        ),
        caution=" ".join(care) or None,
        source=test.source,
    )


def _when(catalog: Catalog) -> Iterator[str]:
    any_run, hard = catalog.numbers("test_when")
    half, marathon = catalog.numbers("test_not_near_race")
    least, most = catalog.numbers("test_again")
    yield (
        f"On a day without a key run, {counted(any_run, 'hours')} after any run and"
        f" {counted(hard, 'hours')} after a long or hard one or leg work; not in a taper, nor"
        " within"
        f" {counted(half, 'days')} after a half marathon or {marathon:g} after a marathon."
    )
    yield (
        f"Again in {least:g} to {counted(most, 'weeks')}, at the same time of day, with the same"
        " chair and shoes; only a change beyond a test's noise counts."
    )
