"""Faults of what makes a week strength work: load classes, effects, main lifts, the coach's order.

They hold between entries; what one entry must be by itself stands with its model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalog.errors import Fault
from catalog.files import Key, Layers, entry_name, packaged_entry, packaged_layer
from catalog.models import LOADED_CLASSES, Entry, Equipment, Evidence, Exercise
from catalog.strength import Effects, MainLiftFamily, MainLiftSession, Ranking

# What the planner cannot do without.
_STAYING = ("main_lift_family", "main_lift_week")


def strength_faults(entries: Mapping[Key, Entry], layers: Layers) -> Iterator[Fault]:
    """Every fault between the entries that could be read."""
    for key, entry in entries.items():
        if isinstance(entry, Exercise):
            yield from _load_class_faults(key, entry, entries, layers)
            yield from _main_lift_faults(key, entry, entries, layers)
            yield from _contact_faults(key, entry, layers)
            yield from _warm_up_faults(key, entry, entries, layers)
    yield from _effects_faults(entries, layers)
    yield from _session_faults(entries, layers)
    yield from _ranking_faults(entries, layers)
    for key in packaged_layer().entries:
        if key[0] in _STAYING and key in layers.removed:
            message = "the planner reads it, so it has to stay; give it other values instead"
            yield Fault(layers.removed[key], entry_name(key), "remove", message)


def _load_class_faults(
    key: Key, exercise: Exercise, entries: Mapping[Key, Entry], layers: Layers
) -> Iterator[Fault]:
    """The class is that of the least of its tools."""
    groups = [
        [
            thing
            for name in group
            if isinstance(thing := entries.get(("equipment", name)), Equipment)
        ]
        for group in exercise.equipment
    ]
    if any(
        len(group) < len(names) for group, names in zip(groups, exercise.equipment, strict=True)
    ):
        return  # Something in it is no equipment, which is told already.
    resisted = any(all(thing.resistance for thing in group) for group in groups)
    weighted = any(all(thing.is_weight for thing in group) for group in groups)
    found = exercise.load_class
    message = None
    if found in LOADED_CLASSES and not weighted:
        message = "needs a weight or machine whatever is used; ask for one in equipment, or write"
        message += " band or body, or make an entry for each tool"
    elif found == "band" and not resisted:
        message = "needs a band whatever is used; ask for one in equipment, or write body or drill"
    elif found == "band" and weighted:
        message = "is always done with a weight or machine; write external or heavy"
    elif found in ("drill", "body") and resisted:
        message = "always has a resistance; write band, external or heavy"
    if message is not None:
        file = layers.entries[key].origin("load_class")
        yield Fault(file, entry_name(key), "load_class", f"{found!r} {message}")


def _main_lift_faults(
    key: Key, exercise: Exercise, entries: Mapping[Key, Entry], layers: Layers
) -> Iterator[Fault]:
    family = entries.get(("main_lift_family", exercise.main_lift or ""))
    if isinstance(family, MainLiftFamily) and not family.takes(exercise):
        muscles = f" and one of {', '.join(family.muscles)} as primary" if family.muscles else ""
        message = f"{family.id!r} asks for the pattern {' or '.join(family.patterns)}{muscles};"
        message += " correct that, or leave main_lift out"
        file = layers.entries[key].origin("main_lift")
        yield Fault(file, entry_name(key), "main_lift", message)


def _contact_faults(key: Key, exercise: Exercise, layers: Layers) -> Iterator[Fault]:
    """What is counted in contacts has some, unless only the arms throw."""
    if exercise.load_class == "plyo" and exercise.impact and not exercise.foot_contacts_per_rep:
        message = f"is missing with impact = {exercise.impact}; count the landings"
        file = layers.entries[key].origin("foot_contacts_per_rep")
        yield Fault(file, entry_name(key), "foot_contacts_per_rep", message)


def _warm_up_faults(
    key: Key, exercise: Exercise, entries: Mapping[Key, Entry], layers: Layers
) -> Iterator[Fault]:
    """A long static hold before the lifts takes strength from them."""
    long = entries.get(("evidence", "static_stretch_pre"))
    if exercise.kind != "warm_up" or exercise.hold_seconds is None or exercise.pattern == "pulse":
        return
    if isinstance(long, Evidence) and exercise.hold_seconds[1] >= long.values[0]:
        message = (
            f"holds {exercise.hold_seconds[1]} s; a warm-up holds less than {long.values[0]:g} s"
            " (evidence static_stretch_pre): shorten it, or make it mobility"
        )
        yield Fault(
            layers.entries[key].origin("hold_seconds"), entry_name(key), "hold_seconds", message
        )


def _effects_faults(entries: Mapping[Key, Entry], layers: Layers) -> Iterator[Fault]:
    """Each muscle has one table of effects."""
    tables = [(key, entry) for key, entry in entries.items() if isinstance(entry, Effects)]
    seen: dict[str, str] = {}
    for key, table in tables:
        file = layers.entries[key].origin("muscles")
        for muscle in table.muscles:
            if muscle in seen:
                message = f"{muscle!r} is also in {seen[muscle]!r}; keep one"
                yield Fault(file, entry_name(key), "muscles", message)
            seen[muscle] = table.id
    rest = [key for key, table in tables if not table.muscles]
    if len(rest) != 1 and all(k in entries for k in layers.entries if k[0] == "effects"):
        key = rest[-1] if rest else ("effects", "")
        file = layers.entries[key].origin("muscles") if rest else "catalog"
        message = f"{len(rest)} effects are for all other muscles (without muscles); one has to be"
        yield Fault(file, entry_name(key), "muscles", message)


def _session_faults(entries: Mapping[Key, Entry], layers: Layers) -> Iterator[Fault]:
    """Every length of a session has one entry."""
    starts: dict[int, str] = {}
    for key, entry in entries.items():
        if not isinstance(entry, MainLiftSession):
            continue
        if entry.from_minutes in starts:
            message = f"{entry.from_minutes} is also that of {starts[entry.from_minutes]!r}"
            file = layers.entries[key].origin("from_minutes")
            yield Fault(file, entry_name(key), "from_minutes", f"{message}; change one")
        starts[entry.from_minutes] = entry.id
    if 0 not in starts and all(k in entries for k in layers.entries if k[0] == "main_lift_session"):
        message = "none holds from 0 minutes; give one from_minutes = 0"
        yield Fault("catalog", "main_lift_session", "from_minutes", message)


def _ranking_faults(entries: Mapping[Key, Entry], layers: Layers) -> Iterator[Fault]:
    """Each exercise stands in the coach's order once; one's own may be left out."""
    seen: dict[str, str] = {}
    places: dict[int, str] = {}
    # Built-in ones first, so that a fault is told of what was added.
    for key, ranking in sorted(entries.items(), key=lambda item: packaged_entry(item[0]) is None):
        if not isinstance(ranking, Ranking):
            continue
        origin = layers.entries[key].origin
        if ranking.place in places:
            message = f"{ranking.place} is also that of {places[ranking.place]!r}; change one"
            yield Fault(origin("place"), entry_name(key), "place", message)
        places[ranking.place] = ranking.id
        for name in ranking.exercises:
            if name in seen:
                message = f"{name!r} stands in {seen[name]!r} already; keep one"
                yield Fault(origin("exercises"), entry_name(key), "exercises", message)
            seen[name] = ranking.id
    if not all(key in entries for key in layers.entries if key[0] == "ranking"):
        return
    for key in packaged_layer().entries:
        if key[0] == "exercise" and key in layers.entries and key[1] not in seen:
            message = "stands in no ranking; add it to the exercises of one"
            yield Fault(layers.entries[key].file, entry_name(key), "ranking", message)
