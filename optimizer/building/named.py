"""A request with the ids of the catalog, whatever the athlete calls things.

Past this room an injury, an exercise, a piece of equipment and a muscle are ids.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from catalog import Catalog
from catalog.models import Injury
from catalog.names import Names
from optimizer.documents.errors import Problem
from optimizer.documents.pointers import Table
from optimizer.documents.request import Pin, PresentInjury, PreviousWeek, Request
from optimizer.documents.strength import Place
from optimizer.documents.wording import did_you_mean, nearest, quoted, says_nothing, unlisted
from optimizer.rules.registry import RULES


def named_by_ids(request: Request, catalog: Catalog) -> tuple[Request, list[Problem]]:
    """The request with ids, and what names nothing of the catalog.

    What is named twice stands once.  A request that has ids already comes back as it is.
    """
    reader = _Reader(catalog)
    athlete, preferences = request.athlete, request.preferences
    injuries = tuple(
        reader.injury(injury, f"athlete.injuries[{index}]")
        for index, injury in enumerate(athlete.injuries)
    )
    wishes = {
        name: tuple(
            reader.exercise(exercise, f"preferences.{name}[{index}]")
            for index, exercise in enumerate(exercises)
        )
        for name, exercises in (("avoid", preferences.avoid), ("prefer", preferences.prefer))
    }
    pinned = tuple(reader.pin(pin, f"pinned[{index}]") for index, pin in enumerate(request.pinned))
    places = {name: reader.place(place, f"places.{name}") for name, place in request.places.items()}
    lifts = tuple(
        lift.model_copy(
            update={"exercise": reader.exercise(lift.exercise, f"athlete.lifts[{index}].exercise")}
        )
        for index, lift in enumerate(athlete.lifts)
    )
    found = request.model_copy(
        update={
            "athlete": athlete.model_copy(
                update={"injuries": tuple(dict.fromkeys(injuries)), "lifts": lifts}
            ),
            "preferences": preferences.model_copy(update=wishes),
            "pinned": pinned,
            "places": places,
            "previous": None if request.previous is None else reader.previous(request.previous),
            "rules": {rule: reader.rule(rule, given) for rule, given in request.rules.items()},
        }
    )
    return (request if found == request else found), reader.problems


class _Reader:
    """Looks names up and collects those that are none."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.problems: list[Problem] = []

    def injury(self, present: PresentInjury, where: str) -> PresentInjury:
        field = where if present.stage is None and present.site is None else f"{where}.id"
        if says_nothing(present.id):
            message = "names no injury; where there is none, leave it out"
            self.problems.append(Problem(field, quoted(present.id), message))
            return present
        name = self._found(present.id, self.catalog.injury_names, field, "known injury", "injuries")
        if name is None:
            return present
        self.problems += _unknown_state(present, self.catalog.injuries[name], where)
        return present if name == present.id else present.model_copy(update={"id": name})

    def exercise(self, name: str, where: str) -> str:
        what = "known exercise"
        return self._found(name, self.catalog.exercise_names, where, what, "exercises") or name

    def equipment(self, name: str, where: str) -> str:
        what = "equipment or kit of the catalog"
        return self._found(name, self.catalog.equipment_names, where, what, "equipment") or name

    def place(self, place: Place, where: str) -> Place:
        """What is named twice stands once; weights by the ids of their things."""
        at = f"{where}.equipment" if place.weights else where
        pieces = [self.equipment(one, f"{at}[{i}]") for i, one in enumerate(place.equipment)]
        names = self.catalog.equipment_names
        weights = {names.found(tool) or tool: one for tool, one in place.weights.items()}
        return Place(equipment=tuple(dict.fromkeys(pieces)), weights=weights)

    def previous(self, previous: PreviousWeek) -> PreviousWeek:
        log = tuple(
            entry
            if entry.exercise is None
            else entry.model_copy(
                update={
                    "exercise": self.exercise(entry.exercise, f"previous.log[{index}].exercise")
                }
            )
            for index, entry in enumerate(previous.log)
        )
        return previous.model_copy(update={"log": log})

    def pin(self, pin: Pin, where: str) -> Pin:
        if pin.exercise is None:
            return pin
        name = self.exercise(pin.exercise, f"{where}.exercise")
        return pin if name == pin.exercise else pin.model_copy(update={"exercise": name})

    def rule(self, rule: str, given: dict[str, JsonValue]) -> dict[str, JsonValue]:
        """A rule's parameters; what is no muscle there is told with its other faults."""
        names = self.catalog.muscle_names
        return {
            field: [names.found(one) or one if isinstance(one, str) else one for one in value]
            if field in _MUSCLE_LISTS.get(rule, ()) and isinstance(value, list)
            else value
            for field, value in given.items()
        }

    def _found(self, name: str, names: Names, where: str, what: str, table: Table) -> str | None:
        """``table``: what lists them, told where no name is near."""
        found = names.found(name)
        if found is None:
            # Nobody reads more hints, and each is sought among hundreds of names.
            near = names.near(name) if len(self.problems) < _MOST_HINTS else None
            hint = did_you_mean(near)
            self.problems.append(unlisted(where, quoted(name), f"is no {what}", hint, table))
        return found


_MOST_HINTS = 20
_MUSCLE_LISTS = {rule.id: rule.muscle_lists for rule in RULES if rule.muscle_lists}
"""By rule, the parameters that are lists of muscles."""


def _unknown_state(present: PresentInjury, injury: Injury, where: str) -> Iterator[Problem]:
    """A stage or site that the injury does not have."""
    for name, value, known in (
        ("stage", present.stage, [stage.id for stage in injury.stages]),
        ("site", present.site, [site.id for site in injury.sites]),
    ):
        if value is None or value in known:
            continue
        hint = nearest(value, known) if known else f"; it has no {name}s, so leave it out"
        yield Problem(f"{where}.{name}", quoted(value), f"is no {name} of {injury.id}{hint}")
