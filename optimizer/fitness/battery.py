"""Which tests to do, in which order, with what there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalog import Catalog
from catalog.fitness_tests import FitnessTest
from optimizer.documents.assessment import BatteryPlan, OmittedTest, TestStep
from optimizer.documents.wording import counted, listed
from optimizer.fitness.person import Person

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
    for test in sorted((catalog.fitness_tests[n] for n in names), key=lambda one: one.place):
        why = _why_not(catalog, test, person, there, is_beginner=is_beginner)
        if why is None:
            steps.append(_step(catalog, test, person))
        else:
            left_out.append(OmittedTest(test=test.id, why=why))
    minutes = sum(step.minutes for step in steps) + (warm_up if steps else 0)
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


def _step(catalog: Catalog, test: FitnessTest, person: Person) -> TestStep:
    cautions = sorted(person.injuries.intersection(test.cautions))
    most_pain = catalog.number("test_stop_pain")
    names = listed(catalog.injuries[name].name for name in cautions)
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
        caution=f"With care because of {names}: it does not set the level." if cautions else None,
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
