"""Second choices: what a coach gives only where nothing better can be done."""

from __future__ import annotations

from collections.abc import Collection

from optimizer.week.case import Case
from optimizer.week.worth import stage_of


def second_choices(case: Case, possible: Collection[str]) -> frozenset[str]:
    """The exercises among ``possible`` that are second choices beside the others among them.

    What the athlete wishes for is the athlete's first.
    """
    found = {
        exercise
        for choice in case.catalog.second_choices.values()
        if stage_of(case) in choice.stages and not set(choice.better).isdisjoint(possible)
        for exercise in choice.exercises
        if exercise in possible
    }
    return frozenset(found.difference(case.request.preferences.prefer))


def second_choice_price(case: Case) -> int:
    """Weighted half sets of the target dose that a coach would give up for not giving one."""
    return round(case.catalog.number("second_choice_price"))
