"""From data files to a checked ``Catalog``.

All faults of all files are found before one ``CatalogError`` reports them together.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from catalog.catalog import Catalog
from catalog.errors import CatalogError, Fault, cure
from catalog.files import (
    Key,
    Layers,
    RawEntry,
    entry_name,
    packaged_entry,
    packaged_layer,
    read_layers,
)
from catalog.fitness_test_faults import fitness_test_faults
from catalog.fitness_tests import Battery, FitnessTest, ScreenQuestion
from catalog.models import (
    Claim,
    Contradiction,
    Entry,
    Equipment,
    Evidence,
    Exercise,
    Injury,
    Kit,
    Muscle,
    Source,
    Structure,
)
from catalog.near_names import key_of, nearest_name
from catalog.prescription import (
    Ladder,
    LoadTransfer,
    LogNames,
    Prescription,
    StartLoad,
    UsualWeights,
)
from catalog.prescription_faults import prescription_faults
from catalog.run_plan_faults import run_plan_faults
from catalog.run_plans import CouchTo5kWeek, RaceDistance, RunOption
from catalog.strength import (
    Effects,
    MainLiftFamily,
    MainLiftSession,
    MainLiftWeek,
    Ranking,
    SecondChoice,
    WantedMovement,
)
from catalog.strength_faults import strength_faults
from catalog.wording import counted

_MODELS: dict[str, type[Entry]] = {
    "muscle": Muscle,
    "structure": Structure,
    "exercise": Exercise,
    "equipment": Equipment,
    "kit": Kit,
    "injury": Injury,
    "source": Source,
    "contradiction": Contradiction,
    "evidence": Evidence,
    "effects": Effects,
    "main_lift_family": MainLiftFamily,
    "main_lift_week": MainLiftWeek,
    "main_lift_session": MainLiftSession,
    "ranking": Ranking,
    "wanted_movement": WantedMovement,
    "second_choice": SecondChoice,
    "prescription": Prescription,
    "usual_weights": UsualWeights,
    "ladder": Ladder,
    "log_names": LogNames,
    "load_transfer": LoadTransfer,
    "start_load": StartLoad,
    "screen_question": ScreenQuestion,
    "fitness_test": FitnessTest,
    "battery": Battery,
    "couch_to_5k_week": CouchTo5kWeek,
    "race_distance": RaceDistance,
    "run_option": RunOption,
}
_MANY_CHOICES = 10
_LONGEST_VALUE = 60

# What to write instead, by the kind of pydantic's fault; the rest say it themselves.
_CURES = {
    "missing": "is missing; add it",
    "int_type": "is no whole number; write one, without quotes",
    "int_from_float": "is no whole number; write one",
    "float_type": "is no number; write one, without quotes",
    "finite_number": "is not finite; write a finite number",
    "string_type": "is no text; write it in quotes",
    "string_too_short": "is empty; write a text",
    "bool_type": "is neither true nor false; write one of them, without quotes",
    "tuple_type": "is no list; write it in [brackets]",
    "model_type": "is no table; write it as { key = value }",
    "string_pattern_mismatch": "is no id; use lower-case letters, digits and underscores",
}

Typed = TypeVar("Typed", bound=Entry)
Reference = tuple[str, str, tuple[str, ...]]
"""A field, an id that stands in it, and the tables that may hold the id."""


def load_catalog(*folders: Path) -> Catalog:
    """The packaged catalog, with the entries of ``folders`` laid over it in turn.

    Every ``*.toml`` file below a folder is read and may hold any of the tables.  A new id adds an
    entry; a known id replaces the keys that are given and keeps the others; ``remove = true``
    takes an entry away.  Raises ``CatalogError`` with every fault found.
    """
    return _assembled(read_layers(folders)) if folders else _packaged()


@lru_cache(maxsize=1)
def _packaged() -> Catalog:
    return _assembled(read_layers(()))


def _assembled(layers: Layers) -> Catalog:
    faults = list(layers.faults)
    entries: dict[Key, Entry] = {}
    for key in sorted(layers.entries):
        raw = layers.entries[key]
        try:
            entries[key] = _MODELS[key[0]].model_validate_json(_as_json(raw.values))
        except ValidationError as error:
            faults.extend(_shape_faults(key, raw, error, layers))
    faults.extend(_reference_faults(entries, layers))
    faults.extend(_synonym_faults(entries, layers))
    faults.extend(_watch_faults(entries, layers))
    faults.extend(_evidence_faults(entries, layers))
    faults.extend(strength_faults(entries, layers))
    faults.extend(prescription_faults(entries, layers))
    faults.extend(fitness_test_faults(entries, layers))
    faults.extend(run_plan_faults(entries, layers))
    if faults:
        raise CatalogError(*sorted(set(faults)))
    return Catalog(
        muscles=_of(entries, "muscle", Muscle),
        structures=_of(entries, "structure", Structure),
        exercises=_of(entries, "exercise", Exercise),
        equipment=_of(entries, "equipment", Equipment),
        kits=_of(entries, "kit", Kit),
        injuries=_of(entries, "injury", Injury),
        sources=_of(entries, "source", Source),
        contradictions=_of(entries, "contradiction", Contradiction),
        evidence=_of(entries, "evidence", Evidence),
        effects=_of(entries, "effects", Effects),
        main_lift_families=_of(entries, "main_lift_family", MainLiftFamily),
        main_lift_weeks=_of(entries, "main_lift_week", MainLiftWeek),
        main_lift_sessions=_of(entries, "main_lift_session", MainLiftSession),
        rankings=_of(entries, "ranking", Ranking),
        wanted_movements=_of(entries, "wanted_movement", WantedMovement),
        second_choices=_of(entries, "second_choice", SecondChoice),
        prescriptions=_of(entries, "prescription", Prescription),
        usual_weights=_of(entries, "usual_weights", UsualWeights),
        ladders=_of(entries, "ladder", Ladder),
        log_names=_of(entries, "log_names", LogNames),
        load_transfers=_of(entries, "load_transfer", LoadTransfer),
        start_loads=_of(entries, "start_load", StartLoad),
        screen_questions=_of(entries, "screen_question", ScreenQuestion),
        fitness_tests=_of(entries, "fitness_test", FitnessTest),
        batteries=_of(entries, "battery", Battery),
        couch_to_5k_weeks=_of(entries, "couch_to_5k_week", CouchTo5kWeek),
        race_distances=_of(entries, "race_distance", RaceDistance),
        run_options=_of(entries, "run_option", RunOption),
        version=_version(entries),
    )


def _of(entries: dict[Key, Entry], table: str, model: type[Typed]) -> dict[str, Typed]:
    found = {
        name: entry
        for (kind, name), entry in entries.items()
        if kind == table and isinstance(entry, model)
    }
    return dict(sorted(found.items(), key=lambda item: _reading_order(item[0])))


def _reading_order(name: str) -> list[tuple[str, int]]:
    """Sorts C2 before C10."""
    return [(word, int(digits or 0)) for word, digits in re.findall(r"(\D*)(\d*)", name)]


def _version(entries: dict[Key, Entry]) -> str:
    """A hash over the content alone: neither files, their order nor comments change it."""
    content = [[table, entry.model_dump(mode="json")] for (table, _), entry in entries.items()]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _as_json(values: dict[str, Any]) -> str:
    # The models are strict and take a list for a tuple only from JSON.  TOML's dates become text.
    return json.dumps(values, default=str)


# --- Faults of shape ------------------------------------------------------------------------------


def _shape_faults(
    key: Key, raw: RawEntry, error: ValidationError, layers: Layers
) -> Iterator[Fault]:
    details = error.errors(include_url=False)
    absent = [_path(one["loc"]) for one in details if one["type"] == "missing"]
    # One with most of its keys is surely a new one.
    meant = _meant_by(key, layers) if len(absent) > len(raw.values) else None
    if meant is not None:
        missing = _listed(absent)
        message = f"{key[1]!r} is no entry yet, and a new one needs {missing}; did you mean"
        yield Fault(raw.file, entry_name(key), "id", f"{message} {meant!r}?")
    for detail in details:
        location = detail["loc"]
        if meant is not None and detail["type"] == "missing":
            continue
        if location and location[-1] == "int":
            continue  # A number may be whole or not; the fault as a float says enough.
        file = raw.origin(location[0]) if location else raw.file
        yield Fault(file, entry_name(key), _path(location), _message(key[0], detail))


def _meant_by(key: Key, layers: Layers) -> str | None:
    """The entry that one with another id surely means to change."""
    table, name = key
    others = {other: (other,) for kind, other in layers.entries if kind == table and other != name}
    return nearest_name(name, others)


def _message(table: str, detail: ErrorDetails) -> str:
    kind = detail["type"]
    context = detail.get("ctx", {})
    shown = detail["input"]
    value = f"{_shortened(repr(shown))} " if isinstance(shown, (str, int, float)) else ""
    if isinstance(shown, bool):
        value = f"{str(shown).lower()} "
    if kind == "extra_forbidden":
        known = _fields_at(_MODELS[table], detail["loc"][:-1])
        return f"is no known key{cure(str(detail['loc'][-1]), known, f'known: {_listed(known)}')}"
    if kind == "missing":
        return _CURES[kind]
    if kind in _CURES:
        return f"{value}{_CURES[kind]}"
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", str(context["expected"]))
        otherwise = f"write one of {_listed(choices)}"
        if len(choices) <= _MANY_CHOICES:
            return f"{value}is not known; {otherwise}"
        return f"{value}is not known{cure(str(shown), choices, otherwise)}"
    if kind == "value_error":
        return str(context["error"])
    if kind == "string_too_long":
        return f"{value}is too long; write at most {context['max_length']} characters"
    if kind in ("too_short", "too_long"):
        length = context.get("min_length", context.get("max_length"))
        least = "at least" if kind == "too_short" else "at most"
        return f"has {counted(context['actual_length'], 'values')}; write {least} {length}"
    for bound, words in (("ge", "at least"), ("gt", "more than"), ("le", "at most")):
        if bound in context:
            return f"{value}is out of range; write {words} {context[bound]:g}"
    return f"{value}is not usable: {detail['msg']}"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"


def _path(location: tuple[int | str, ...]) -> str:
    """``claims[0].status``; the members of a union, which pydantic names too, are left out."""
    path = ""
    for part in location:
        if isinstance(part, int):
            path += f"[{part}]"
        elif part not in ("int", "float"):
            path += f".{part}" if path else part
    return path


def _fields_at(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """The keys of the table that ``location`` points to."""
    for part in location:
        if isinstance(part, str):
            annotation = model.model_fields[part].annotation
            inner = next(_models_in(annotation), None)
            if inner is None:
                return []
            model = inner
    return list(model.model_fields)


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _models_in(argument)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


# --- Faults of reference --------------------------------------------------------------------------


def _reference_faults(entries: dict[Key, Entry], layers: Layers) -> Iterator[Fault]:
    # An entry with a fault of its own still exists: what names it is not at fault too.
    known: dict[str, set[str]] = {table: set() for table in _MODELS}
    for table, name in layers.entries:
        known[table].add(name)
    for key, entry in entries.items():
        raw = layers.entries[key]
        for field, name, tables in _references(entry):
            if any(name in known[table] for table in tables):
                continue
            kind = " or ".join(tables)
            file = raw.origin(field.split("[")[0])
            if "exercise" in tables and ("exercise", name) in layers.removed:
                continue  # What singles exercises out does without it: it is simply not there.
            by = next(
                (layers.removed[t, name] for t in tables if (t, name) in layers.removed), None
            )
            if by is not None:
                message = f"{name!r} was removed by {by}; take it out here too"
            elif "structure" not in tables and name in known["structure"]:
                message = f"{name!r} is a passive structure, which only mobility or release may"
                message += " name; name a muscle"
            else:
                names = set().union(*(known[table] for table in tables))
                hint = cure(name, names, "add its entry or take it out")
                message = f"{name!r} is no known {kind}{hint}"
            yield Fault(file, entry_name(key), field, message)


def _references(entry: Entry) -> Iterator[Reference]:
    """Every id by which ``entry`` names another entry."""
    if isinstance(entry, Exercise):
        passive = entry.kind in ("mobility", "release")
        tissues = ("muscle", "structure") if passive else ("muscle",)
        yield from _each("primary", entry.primary, *tissues)
        yield from _each("secondary", entry.secondary, *tissues)
        for group in entry.equipment:
            yield from _each("equipment", group, "equipment")
        yield from _each("weights_at_once", tuple(entry.weights_at_once), "equipment")
        yield from _each("only_for", entry.only_for, "injury")
        yield from _each("contraindications", entry.contraindications, "injury")
        yield from _each("cautions", entry.cautions, "injury")
        yield from _each("articles", (dose.source for dose in entry.articles), "source")
    elif isinstance(entry, Muscle):
        yield from _each("antagonists", entry.antagonists, "muscle")
        yield from _claimed(entry.claims)
    elif isinstance(entry, Structure):
        yield from _claimed(entry.claims)
    elif isinstance(entry, Injury):
        yield from _each("emphasise", entry.emphasise, "muscle")
        yield from _each("also_train", entry.also_train, "muscle")
        yield from _each("avoid_stretching", entry.avoid_stretching, "muscle", "structure")
        yield from _each("allows", entry.allows, "exercise")
        yield from _each("cautions", entry.cautions, "exercise")
        yield from _each("warm_up", entry.warm_up, "exercise")
        yield from _each("stretches", entry.stretches, "exercise")
        for index, stage in enumerate(entry.stages):
            where, avoided = f"stages[{index}]", stage.avoid_stretching or ()
            yield from _each(f"{where}.avoid_stretching", avoided, "muscle", "structure")
            yield from _each(f"{where}.allows", stage.allows, "exercise")
            yield from _each(f"{where}.cautions", stage.cautions, "exercise")
    elif isinstance(entry, Contradiction):
        yield from _each("muscles", entry.muscles, "muscle")
        for index, position in enumerate(entry.positions):
            yield from _each(f"positions[{index}].sources", position.sources, "source")
    elif isinstance(entry, Kit):
        yield from _each("equipment", entry.equipment, "equipment")
    elif isinstance(entry, (Effects, MainLiftFamily, WantedMovement)):
        yield from _each("muscles", entry.muscles, "muscle")
    elif isinstance(entry, Ranking):
        yield from _each("exercises", entry.exercises, "exercise")
    elif isinstance(entry, SecondChoice):
        yield from _each("exercises", entry.exercises, "exercise")
        yield from _each("better", entry.better, "exercise")
    elif isinstance(entry, Ladder):
        yield from _each("rungs", entry.rungs, "exercise")
    elif isinstance(entry, LoadTransfer):
        yield from _each("exercise", (entry.exercise,), "exercise")
        yield from _each("known", (entry.known,), "exercise")
    elif isinstance(entry, UsualWeights):
        yield from _each("id", (entry.id,), "equipment")
    elif isinstance(entry, (LogNames, StartLoad)):
        yield from _each("id", (entry.id,), "exercise")
    elif isinstance(entry, FitnessTest):
        for group in entry.equipment:
            yield from _each("equipment", group, "equipment")
        yield from _each("muscles", entry.muscles, "muscle")
        yield from _each("contraindications", entry.contraindications, "injury")
        yield from _each("cautions", entry.cautions, "injury")
        yield from _each("adds", entry.adds, "exercise")
        yield from _each("with_exercise", entry.with_exercise, "exercise")
        for index, bounds in enumerate(entry.bounds):
            yield from _each(f"bounds[{index}].exercises", bounds.exercises, "exercise")
    elif isinstance(entry, Battery):
        yield from _each("tests", entry.tests, "fitness_test")
    elif isinstance(entry, RunOption) and entry.race is not None:
        yield from _each("race", (entry.race,), "race_distance")


def _claimed(claims: tuple[Claim, ...]) -> Iterator[Reference]:
    for index, claim in enumerate(claims):
        yield f"claims[{index}].source", claim.source, ("source",)


def _each(field: str, names: Iterable[str], *tables: str) -> Iterator[Reference]:
    for name in names:
        yield field, name, tables


def _watch_faults(entries: dict[Key, Entry], layers: Layers) -> Iterator[Fault]:
    """Watch exercises that the FIT profile does not know.

    The packaged ones are read by the tests instead: loading the profile takes half as long as
    loading the whole catalog.
    """
    for key, entry in entries.items():
        if not isinstance(entry, Exercise) or entry.watch is None:
            continue
        raw = layers.entries[key]
        packaged = packaged_entry(key)
        if packaged is not None and packaged.values.get("watch") == raw.values["watch"]:
            continue
        from catalog.watch_profile import WATCH_CATEGORIES, watch_names

        category, name = entry.watch.category, entry.watch.name
        file = raw.origin("watch")
        if category not in WATCH_CATEGORIES:
            hint = cure(category, WATCH_CATEGORIES, "write 'unknown' where none comes near")
            message = f"{category!r} is no exercise category of the FIT profile{hint}"
            yield Fault(file, entry_name(key), "watch.category", message)
        elif name is not None and name not in watch_names(category):
            hint = cure(name, watch_names(category), "leave the name out")
            message = f"{name!r} is no exercise of {category!r} in the FIT profile{hint}"
            yield Fault(file, entry_name(key), "watch.name", message)


def _synonym_faults(entries: dict[Key, Entry], layers: Layers) -> Iterator[Fault]:
    """Synonyms by which two entries would be found, and so neither."""
    named = (Muscle, Structure, Exercise, Equipment, Kit, Injury)
    owners: dict[tuple[str, str], Key] = {}
    alike = {"structure": "muscle", "kit": "equipment"}
    for is_synonym in (False, True):
        for key, entry in entries.items():
            if not isinstance(entry, named):
                continue
            table = alike.get(key[0], key[0])
            for name in entry.synonyms if is_synonym else (entry.id, entry.name):
                owner = owners.setdefault((table, key_of(name)), key)
                if is_synonym and owner != key:
                    message = f"{name!r} is a name of {entry_name(owner)} too; take it out of one"
                    file = layers.entries[key].origin("synonyms")
                    yield Fault(file, entry_name(key), "synonyms", message)


# --- Faults of evidence ---------------------------------------------------------------------------


def _evidence_faults(entries: dict[Key, Entry], layers: Layers) -> Iterator[Fault]:
    """Built-in evidence stays, with as many values as the rules read."""
    for key, packaged in packaged_layer().entries.items():
        if key[0] != "evidence":
            continue
        if key in layers.removed:
            message = "the rules read it, so it has to stay; give it other values instead"
            yield Fault(layers.removed[key], entry_name(key), "remove", message)
        entry = entries.get(key)
        read = len(packaged.values["values"])
        if isinstance(entry, Evidence) and len(entry.values) != read:
            has = counted(len(entry.values), "values")
            message = f"has {has}; the rules read {read}: {packaged.values['statement']}"
            yield Fault(layers.entries[key].origin("values"), entry_name(key), "values", message)
