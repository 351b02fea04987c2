"""What time off changes of an exercise's first dose: fewer sets, then more reserve, then a
beginner's.

The load is the affair of ``progress_rules.py``; both read the same rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Literal

from catalog import Catalog
from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.documents.wording import counted
from optimizer.dosing.after_lighter_week import LEAST_SETS
from optimizer.dosing.workouts import days_between, workouts_of

Easing = Literal["none", "one_set_less", "two_sets", "two_sets_and_reserve", "as_a_beginner"]
_BY_ROW: tuple[Easing, ...] = (
    "none", "one_set_less", "one_set_less", "two_sets", "two_sets_and_reserve", "as_a_beginner",
    "as_a_beginner",
)  # fmt: skip
"""By row of ``time_off_days``, and beyond its end."""


@dataclass(frozen=True)
class Eased:
    """What is left of a dose."""

    sets_most: int
    more_reserve: int


def row_of(catalog: Catalog, days: int, age_years: int | None) -> int:
    """The row of ``time_off_days``, from 0; as many as there are rows: beyond the last one.

    From an age on it is one further, once there is time off at all.
    """
    limits = catalog.numbers("time_off_days")
    row = next((i for i, most in enumerate(limits) if days <= most), len(limits))
    is_old = age_years is not None and age_years >= catalog.number("time_off_age")
    return min(row + 1, len(limits)) if row and is_old else row


def easing_in_words(catalog: Catalog, row: int) -> str:
    """What the dose of that row is, to follow a load: empty where it is the usual one."""
    fewer, most, more, days = (round(one) for one in catalog.numbers("time_off_dose"))
    at_most = f", at most {counted(most, 'sets')}"
    return {
        "none": "",
        "one_set_less": f", {counted(fewer, 'sets')} less",
        "two_sets": at_most,
        "two_sets_and_reserve": f"{at_most}, {counted(more, 'repetitions')} more left",
        "as_a_beginner": f", for {counted(days, 'days')} dosed like a beginner's first weeks",
    }[_BY_ROW[row]]


def begins_anew(case: Case, exercise: Exercise) -> bool:
    """True: after so much time off, for two weeks, it is dosed as in a beginner's first weeks."""
    days = [one.day for one in workouts_of(case, exercise.id)]
    return days_of_new_begin(case.catalog, days, case.timeline.first_day, _age(case)) is not None


def days_of_new_begin(
    catalog: Catalog, worked: Sequence[date], today: date, age_years: int | None
) -> int | None:
    """How many days were off before the begin as a beginner that still lasts; None: none does.

    ``worked``: the days of its workouts, the earliest first.
    """
    lasts = catalog.numbers("time_off_dose")[3]
    return next(
        (
            off
            for earlier, later in pairwise((*worked, today))
            for off in [days_between(earlier, later)]
            if _BY_ROW[row_of(catalog, off, age_years)] == "as_a_beginner"
            and days_between(later, today) < lasts
        ),
        None,
    )


def eased(case: Case, exercise: Exercise, sets_most: int) -> Eased:
    """What the time since its last workout leaves of a dose of ``sets_most`` sets."""
    workouts = workouts_of(case, exercise.id)
    usual = Eased(sets_most, 0)
    if not workouts:
        return usual
    easing = _BY_ROW[_row(case, days_between(workouts[-1].day, case.timeline.first_day))]
    fewer, most, more, _ = (round(one) for one in case.catalog.numbers("time_off_dose"))
    if easing == "one_set_less":
        return replace(usual, sets_most=max(min(LEAST_SETS, sets_most), sets_most - fewer))
    if easing in ("two_sets", "two_sets_and_reserve"):
        has_more = easing == "two_sets_and_reserve"
        return Eased(min(most, sets_most), more if has_more else 0)
    return usual


def _row(case: Case, days: int) -> int:
    return row_of(case.catalog, days, _age(case))


def _age(case: Case) -> int | None:
    return case.request.athlete.age_years
