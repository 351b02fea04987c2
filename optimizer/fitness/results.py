"""Which results count: sound ones of the tests that this athlete may do, not too old."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from catalog import Catalog
from catalog.fitness_tests import FitnessTest
from optimizer.documents.errors import Problem
from optimizer.documents.fitness import SIDES, FitnessResult, Side, UncountedResult
from optimizer.documents.strength import KG_PER_LB, Units
from optimizer.documents.wording import counted, listed, nearest, quoted, unlisted
from optimizer.fitness.person import Person

UNITS = {
    "repetitions": "repetitions",
    "seconds": "s",
    "centimetres": "cm",
    "points": "points",
    "kilograms": "kg",
}
"""As a sentence has them after a number."""


def amount(test: FitnessTest, value: float, units: Units = "kg") -> str:
    """``18 repetitions``, ``30 s``; a load in ``units``."""
    if test.unit in ("repetitions", "points"):
        return counted(value, test.unit)
    if test.unit == "kilograms":
        return load_amount(value, units)
    return f"{value:g} {UNITS[test.unit]}"


def load_amount(kg: float, units: Units) -> str:
    return f"{kg:g} kg" if units == "kg" else f"{round(kg / KG_PER_LB, 1):g} lb"


@dataclass(frozen=True)
class Tested:
    """The last results of one test: of each side, or the one without a side."""

    test: FitnessTest
    by_side: dict[Side | None, FitnessResult]
    cautions: tuple[str, ...] = ()
    """The athlete's injuries that ask for caution with it."""

    @property
    def is_whole(self) -> bool:
        """False: one leg is missing."""
        return not self.test.per_side or len(self.by_side) == len(SIDES)

    @property
    def worse(self) -> tuple[Side | None, FitnessResult]:
        """The worse side; of two that are equal the left one."""
        pick = min if self.test.better == "higher" else max
        sides: list[Side | None] = [s for s in (None, *SIDES) if s in self.by_side]
        side = pick(sides, key=lambda one: self.by_side[one].value)
        return side, self.by_side[side]

    @property
    def better_value(self) -> float:
        pick = max if self.test.better == "higher" else min
        return pick(result.value for result in self.by_side.values())


@dataclass(frozen=True)
class Counted:
    """What counts, by test in its order, and what does not with the reason."""

    tested: tuple[Tested, ...]
    uncounted: tuple[UncountedResult, ...]


def result_problems(
    catalog: Catalog, results: Sequence[FitnessResult], where: str, today: date
) -> Iterator[Problem]:
    """Every result that cannot be one, with its field, value and a cure."""
    seen: dict[tuple[object, ...], int] = {}
    for index, result in enumerate(results):
        at = f"{where}[{index}]"
        test = catalog.fitness_tests.get(result.test)
        if test is None:
            hint = nearest(result.test, catalog.fitness_tests)
            yield unlisted(f"{at}.test", quoted(result.test), "is no known test", hint, "tests")
            continue
        yield from _shape_problems(test, result, at)
        if result.day > today:
            message = f"is after {today.isoformat()}; a result tells what was done"
            yield Problem(f"{at}.date", quoted(result.date), message)
        same = (result.test, result.date, result.side, result.variant, result.exercise)
        other = seen.setdefault(same, index)
        if other != index:
            side = "" if result.side is None else f" of the {result.side} side"
            message = f"has a result{side} on {result.date} already in {where}[{other}]; keep one"
            yield Problem(at, quoted(result.test), message)


def _shape_problems(test: FitnessTest, result: FitnessResult, at: str) -> Iterator[Problem]:
    if test.per_side and result.side is None:
        message = f"{test.id} is done on each side; give 'left' or 'right'"
        yield Problem(f"{at}.side", "", message)
    if not test.per_side and result.side is not None:
        yield Problem(f"{at}.side", quoted(result.side), f"{test.id} has no sides; leave it out")
    if not test.least <= result.value <= test.most:
        bounds = f"{test.least:g} to {test.most:g} {UNITS[test.unit]}"
        message = f"is outside what {test.id} can have, {bounds}; correct the number"
        yield Problem(f"{at}.value", f"{result.value:g}", message)
    elif test.unit in ("repetitions", "points") and result.value != int(result.value):
        message = f"is no whole number of {test.unit}; write one"
        yield Problem(f"{at}.value", f"{result.value:g}", message)
    for field, value, known, what in (
        ("variant", result.variant, test.variants, "variant"),
        ("exercise", result.exercise, test.with_exercise, "exercise"),
    ):
        if known and value is None:
            yield Problem(f"{at}.{field}", "", f"is required for {test.id}: one of {listed(known)}")
        elif known and value not in known:
            hint = nearest(str(value), known) or f"; known: {', '.join(known)}"
            yield Problem(f"{at}.{field}", quoted(value), f"is no {what} of {test.id}{hint}")
        elif not known and value is not None:
            yield Problem(f"{at}.{field}", quoted(value), f"{test.id} has none; leave it out")
    if test.sets_lift and result.reps is None:
        yield Problem(f"{at}.reps", "", f"is required for {test.id}; give the repetitions")
    if not test.sets_lift:
        for field, number in (("reps", result.reps), ("rir", result.rir)):
            if number is not None:
                message = f"{test.id} has its result in value; leave it out"
                yield Problem(f"{at}.{field}", f"{number:g}", message)


def counted_results(
    catalog: Catalog, results: Sequence[FitnessResult], person: Person, today: date
) -> Counted:
    """The last result of every test and side that counts on ``today``.

    Results that a later one of their kind stands for are kept and need no word.
    """
    uncounted: list[UncountedResult] = []
    tested: list[Tested] = []
    for test in sorted(catalog.fitness_tests.values(), key=lambda one: one.place):
        own = [result for result in results if result.test == test.id]
        newest = {_kind(result): result.date for result in sorted(own, key=lambda one: one.date)}
        good = []
        for result in own:
            why = unsound(catalog, test, result, person) or _too_old(catalog, test, result, today)
            if why is None:
                good.append(result)
            elif newest[_kind(result)] == result.date:
                uncounted.append(_uncounted(result, why))
        for exercise in dict.fromkeys(result.exercise for result in good):
            found = _last([one for one in good if one.exercise == exercise])
            alone = _apart(catalog, test, found)
            if alone is not None:
                uncounted.append(alone)
                del found[alone.side]
            cautions = tuple(sorted(person.injuries.intersection(test.cautions)))
            one = Tested(test, found, cautions)
            tested.append(one)
            if not one.is_whole and alone is None:
                [(side, only)] = found.items()
                uncounted.append(
                    _uncounted(
                        only,
                        f"{test.name} was done on the {side} side alone: it says nothing of level,"
                        f" weakness or symmetry until the {_other(side)} side is tested too.",
                    )
                )
    return Counted(tuple(tested), tuple(_of_both_sides(uncounted)))


def _kind(result: FitnessResult) -> tuple[object, ...]:
    return (result.test, result.side, result.variant, result.exercise)


def _last(results: Sequence[FitnessResult]) -> dict[Side | None, FitnessResult]:
    """The last result of each side."""
    return {result.side: result for result in sorted(results, key=lambda one: one.date)}


def _apart(
    catalog: Catalog, test: FitnessTest, found: Mapping[Side | None, FitnessResult]
) -> UncountedResult | None:
    """The side that was tested too long before the other to be held against it."""
    if not test.per_side or len(found) < len(SIDES):
        return None
    days = round(catalog.number("test_sides_apart"))
    first, last = sorted(found.values(), key=lambda one: one.date)
    if last.day - first.day <= timedelta(days=days):
        return None
    return _uncounted(
        first,
        f"{test.name} has its {first.side} side of {first.date} and its {last.side} side of"
        f" {last.date}: they count together within {counted(days, 'days')}, so test the"
        f" {first.side} side again.",
    )


def unsound(
    catalog: Catalog, test: FitnessTest, result: FitnessResult, person: Person
) -> str | None:
    """Why a result says nothing of this athlete, whenever it was; None: it does."""
    stopped = sorted(person.injuries.intersection(test.contraindications))
    if stopped:
        name = catalog.injuries[stopped[0]].name
        return (
            f"{test.name} of {result.date} does not count: it is not for {name},"
            " so test again when that is over."
        )
    most_reps = catalog.numbers("e1rm_sets")[0]
    if test.sets_lift and result.reps is not None and result.reps > most_reps:
        return (
            f"{test.name} of {result.date} does not count: {counted(result.reps, 'repetitions')}"
            f" tell no maximum, {most_reps:g} at most do, so test again with more weight."
        )
    most_pain = catalog.number("test_stop_pain")
    if result.pain is not None and result.pain > most_pain:
        return (
            f"{test.name} of {result.date} does not count: it ends above a pain of {most_pain:g}"
            f" of 10, and it had {result.pain}."
        )
    return None


def _too_old(catalog: Catalog, test: FitnessTest, result: FitnessResult, today: date) -> str | None:
    weeks = round(catalog.number("test_age"))
    if today - result.day > timedelta(weeks=weeks):
        return (
            f"{test.name} of {result.date} is history: a result counts for"
            f" {counted(weeks, 'weeks')}, so test again."
        )
    return None


def _of_both_sides(found: Sequence[UncountedResult]) -> Iterator[UncountedResult]:
    """What is said of both sides alike once, without a side."""
    by_words: dict[tuple[str, str, str], list[UncountedResult]] = {}
    for one in found:
        by_words.setdefault((one.test, one.date, one.why), []).append(one)
    for alike in by_words.values():
        sides = {one.side for one in alike}
        yield alike[0] if len(sides) == 1 else alike[0].model_copy(update={"side": None})


def _uncounted(result: FitnessResult, why: str) -> UncountedResult:
    return UncountedResult(test=result.test, date=result.date, side=result.side, why=why)


def _other(side: Side | None) -> Side:
    return "right" if side == "left" else "left"
