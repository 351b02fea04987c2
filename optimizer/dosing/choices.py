"""Second choices: what a coach gives only where nothing better can be done."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from catalog.models import LOADED_CLASSES, Exercise
from catalog.strength import SecondChoice
from optimizer.case.case import Case
from optimizer.dosing.standing import STANDING_STILL
from optimizer.dosing.workouts import workouts_of
from optimizer.dosing.worth import stage_of


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
    for exercise in sorted({*possible} - {*case.request.preferences.prefer}):
        price = max(
            _price_of_easier(case, exercise, possible), _price_of_new(case, exercise, possible)
        )
        if price:
            found[exercise] = max(found.get(exercise, 0), price)
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


def _price_of_easier(case: Case, exercise: str, possible: Collection[str]) -> int:
    """Of a drill that is an easy variant of what could be done: above a beginner a second choice,
    unless an injury asks to train its muscle."""
    harder = case.catalog.next_rung(exercise)
    is_drill = case.catalog.exercises[exercise].load_class == "drill"
    if harder is None or not is_drill or case.level == "beginner" or harder[0] not in possible:
        return 0
    emphasised = {muscle for injury in case.injuries for muscle in injury.emphasise}
    if not emphasised.isdisjoint(case.catalog.exercises[exercise].primary):
        return 0
    return round(case.catalog.number("easier_variant_price"))


def _price_of_new(case: Case, exercise: str, possible: Collection[str]) -> int:
    """Of a loaded lift, and of what makes sore, that neither log, lift nor last week's plan has: in
    a taper and after a race nothing new is begun where lighter work trains one of its muscles."""
    exercises = case.catalog.exercises
    is_still = case.request.week.phase in STANDING_STILL
    if not is_still or not _is_hard_anew(exercises[exercise]) or _is_known(case, exercise):
        return 0
    muscles = {*exercises[exercise].primary}
    has_other = any(
        exercises[other].load_class in ("body", "drill")
        and not _is_hard_anew(exercises[other])
        and not muscles.isdisjoint(exercises[other].primary)
        for other in possible
    )
    return round(case.catalog.number("new_load_price")) if has_other else 0


def _is_hard_anew(exercise: Exercise) -> bool:
    return exercise.load_class in LOADED_CLASSES or "makes_sore" in exercise.traits


def _is_known(case: Case, exercise: str) -> bool:
    previous = case.request.previous
    plans = () if previous is None else (previous.plan, previous.base)
    return (
        bool(workouts_of(case, exercise))
        or any(lift.exercise == exercise for lift in case.request.athlete.lifts)
        or any(
            item.exercise == exercise
            for plan in plans
            for session in (() if plan is None else plan.sessions)
            for block in session.blocks
            for item in block.items
        )
    )


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
