"""Second choices: what a coach gives only where nothing better can be done."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from catalog.strength import SecondChoice
from optimizer.week.case import Case
from optimizer.week.worth import stage_of


@dataclass(frozen=True)
class SecondBeside:
    """Exercises that count ``price`` once where one is done and none of ``others`` in the week."""

    exercises: frozenset[str]
    others: frozenset[str]
    price: int


def second_choices(case: Case, possible: Collection[str]) -> dict[str, int]:
    """By exercise among ``possible`` that is a second choice beside the others among them, its
    price: weighted half sets of the target dose that a coach would give up for not giving it.

    What the athlete wishes for is the athlete's first.
    """
    found: dict[str, int] = {}
    for choice in _choices(case, possible):
        for exercise in () if choice.beside else sorted(_given(case, choice, possible)):
            found[exercise] = max(found.get(exercise, 0), _price(case, choice))
    return found


def seconds_beside(case: Case, possible: Collection[str]) -> list[SecondBeside]:
    """What is a second choice only where the week holds nothing of its better ones."""
    return [
        SecondBeside(exercises, frozenset(choice.better) & {*possible}, _price(case, choice))
        for choice in _choices(case, possible)
        if choice.beside
        for exercises in [_given(case, choice, possible)]
        if exercises
    ]


def _choices(case: Case, possible: Collection[str]) -> Iterator[SecondChoice]:
    """Those of the athlete's stage of which something better is possible."""
    for choice in case.catalog.second_choices.values():
        if stage_of(case) in choice.stages and not set(choice.better).isdisjoint(possible):
            yield choice


def _given(case: Case, choice: SecondChoice, possible: Collection[str]) -> frozenset[str]:
    emphasised = {m for injury in case.injuries if choice.unless_injured for m in injury.emphasise}
    return frozenset(
        exercise
        for exercise in choice.exercises
        if exercise in possible
        and exercise not in case.request.preferences.prefer
        and emphasised.isdisjoint(case.catalog.exercises[exercise].primary)
    )


def _price(case: Case, choice: SecondChoice) -> int:
    default = round(case.catalog.number("second_choice_price"))
    return default if choice.price is None else choice.price
