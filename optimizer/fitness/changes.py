"""What changed since: the last result of each kind beside the one before it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from catalog import Catalog
from catalog.fitness_tests import FitnessTest
from optimizer.documents.fitness import FitnessResult, ResultChange
from optimizer.documents.strength import Units
from optimizer.fitness.results import amount
from optimizer.fitness.verdicts import maximum_of


def changes_of(
    catalog: Catalog, results: Sequence[FitnessResult], units: Units
) -> tuple[ResultChange, ...]:
    """By test in its order, each side and exercise that has two dates; the same variant only."""
    found: list[ResultChange] = []
    for test in sorted(catalog.fitness_tests.values(), key=lambda one: one.place):
        own = [result for result in results if result.test == test.id]
        kinds = dict.fromkeys((one.side, one.variant, one.exercise) for one in own)
        for side, variant, exercise in kinds:
            alike = sorted(
                (r for r in own if (r.side, r.variant, r.exercise) == (side, variant, exercise)),
                key=lambda one: one.date,
            )
            if len(alike) > 1:
                change = _change(catalog, test, alike[-2], alike[-1], units)
                if change is not None:
                    found.append(change)
    return tuple(found)


def _change(
    catalog: Catalog, test: FitnessTest, before: FitnessResult, after: FitnessResult, units: Units
) -> ResultChange | None:
    old, new = before.value, after.value
    if test.sets_lift:
        old, new = (round(maximum_of(catalog, one), 1) for one in (before, after))
    shown = partial(amount, test, units=units)
    noise = test.detectable_change
    if test.detectable_percent is not None:
        noise = old * test.detectable_percent / 100
    if noise is None:
        return None
    is_real = abs(new - old) > noise
    better = (new > old) is (test.better == "higher")
    if not is_real:
        says = f"within the {shown(round(noise, 1))} by which the test differs: no change"
    else:
        says = f"{'better' if better else 'worse'} by more than {shown(round(noise, 1))}"
    where = "" if after.side is None else f", {after.side} side"
    what = f" ({after.exercise})" if after.exercise is not None else ""
    return ResultChange(
        test=test.id,
        side=after.side,
        exercise=after.exercise,
        before=old,
        before_date=before.date,
        after=new,
        after_date=after.date,
        is_real=is_real,
        why=f"{test.name}{what}{where}: {shown(old)} to {shown(new)}, {says}.",
        source=test.source,
    )
