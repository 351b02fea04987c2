"""Which weights a place has for an exercise, and which load classes they reach.

A weight is counted as in a log: of one dumbbell or kettlebell, of a barbell with the bar, of a
machine what it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from catalog import Catalog
from catalog.models import LEVELS, Exercise
from catalog.prescription import ANY_WEIGHT
from optimizer.case.case import DEFAULT_KIT, Case
from optimizer.documents.request import Request
from optimizer.documents.strength import KG_PER_LB, Units


@dataclass(frozen=True, order=True)
class Weight:
    """One weight: in kilograms, and as it is written there."""

    kg: float
    amount: float
    unit: Units


def tools_at(case: Case, exercise: Exercise, place: str | None) -> tuple[str, ...]:
    """The weights among the exercise's equipment that the place has, sorted."""
    return _tools(case.catalog, exercise, case.equipment_at(place))


def weights_at(case: Case, exercise: Exercise, place: str | None) -> tuple[Weight, ...]:
    """All weights for the exercise at the place, the lightest first; none: it has no weight."""
    return case.once(("weights", exercise.id, place), lambda: _weights_at(case, exercise, place))


def _weights_at(case: Case, exercise: Exercise, place: str | None) -> tuple[Weight, ...]:
    found: dict[float, Weight] = {}
    for tool in tools_in_use(case, exercise, place):
        for weight in weights_of(case, tool, place):
            found.setdefault(weight.kg, weight)
    return tuple(sorted(found.values()))


def weights_at_once(case: Case, exercise: Exercise, place: str | None) -> int | None:
    """How many of ``weights_at`` the exercise takes at once; None: the catalog does not say."""
    counts = exercise.weights_at_once
    return next(
        (counts[tool] for tool in tools_in_use(case, exercise, place) if tool in counts), None
    )


def tools_in_use(case: Case, exercise: Exercise, place: str | None) -> tuple[str, ...]:
    """Tools of the place whose weights are counted alike: two dumbbells are not one backpack.

    Those come first that the exercise names first, but for what is too light to be of its class.
    """
    there = set(tools_at(case, exercise, place))
    alike: dict[int, list[str]] = {}
    for tool in dict.fromkeys(tool for any_of in exercise.equipment for tool in any_of):
        if tool in there:
            alike.setdefault(exercise.weights_at_once.get(tool, 1), []).append(tool)
    groups = [tuple(sorted(tools)) for tools in alike.values()]
    if exercise.least_load_kg is not None:
        least = exercise.least_load_kg[case.level_index] - 1e-6
        for tools in groups:
            if any(weights_of(case, tool, place)[-1].kg >= least for tool in tools):
                return tools
    return groups[0] if groups else ()


def weights_of(case: Case, tool: str, place: str | None) -> tuple[Weight, ...]:
    """The weights that the place has of a tool, the lightest first."""
    units = case.request.athlete.units
    listed = None if place is None else case.request.places[place].weights.get(tool)
    known = case.catalog.usual_weights.get(tool)
    usual = ANY_WEIGHT[units] if known is None else known.steps(units)
    unit, amounts = (units, usual.weights()) if listed is None else (listed.unit, listed.amounts)
    return tuple(Weight(round(_kg(amount, unit), 3), amount, unit) for amount in amounts)


def heaviest_up_to(catalog: Catalog, weights: Sequence[Weight], kg: float) -> Weight:
    """The heaviest weight that is no more than ``kg``, or hardly; else the lightest."""
    over = catalog.number("rounding") / 100
    return next((one for one in reversed(weights) if one.kg <= kg * over + 1e-6), weights[0])


def _tools(catalog: Catalog, exercise: Exercise, there: Iterable[str]) -> tuple[str, ...]:
    usable = frozenset(there)
    return tuple(
        sorted(
            {
                thing
                for any_of in exercise.equipment
                for thing in usable.intersection(any_of)
                if thing in catalog.equipment and catalog.equipment[thing].is_weight
            }
        )
    )


def catalog_within_weights(request: Request, catalog: Catalog) -> Catalog:
    """The catalog as the athlete's weights leave it.

    A main lift for which no place of a window has a weight that reaches ``least_load_kg`` is one
    class down: hard with the body alone.  Places that tell no weights have any.
    """
    if not any(place.weights for place in request.places.values()):
        return catalog
    level = LEVELS.index(request.athlete.level)
    named = {window.place for window in request.availability}
    lighter: dict[str, Exercise] = {}
    for exercise in catalog.exercises.values():
        if exercise.least_load_kg is None:
            continue
        reached = [_reaches(request, catalog, exercise, place, level) for place in named]
        if False in reached and True not in reached:
            lighter[exercise.id] = exercise.model_copy(
                update={"load_class": "body", "least_load_kg": None}
            )
    if not lighter:
        return catalog
    return replace(catalog, exercises={**catalog.exercises, **lighter})


def too_light_at(case: Case, place: str | None) -> frozenset[str]:
    """Main lifts that another place's weights reach and this one's do not, by id."""
    if place is None or not case.request.places[place].weights:
        return frozenset()
    return case.once(("too light", place), lambda: _too_light_at(case, place))


def _too_light_at(case: Case, place: str) -> frozenset[str]:
    return frozenset(
        exercise.id
        for exercise in case.catalog.exercises.values()
        if exercise.least_load_kg is not None
        and _reaches(case.request, case.catalog, exercise, place, case.level_index) is False
    )


def _reaches(
    request: Request, catalog: Catalog, exercise: Exercise, place: str | None, level: int
) -> bool | None:
    """Whether the place's weights reach the class; None: the place has no tool for it."""
    assert exercise.least_load_kg is not None
    kit = (DEFAULT_KIT,) if place is None else request.places[place].equipment
    tools = _tools(catalog, exercise, catalog.equipment_of(kit))
    if not tools:
        return None
    weights = {} if place is None else request.places[place].weights
    heaviest = [weights[tool] for tool in tools if tool in weights]
    if len(heaviest) < len(tools):
        return True
    return any(
        _kg(weights.amounts[-1], weights.unit) >= exercise.least_load_kg[level] - 1e-6
        for weights in heaviest
    )


def _kg(amount: float, unit: Units) -> float:
    return amount if unit == "kg" else amount * KG_PER_LB
