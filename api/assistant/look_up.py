"""The catalog for an assistant: everything of what is named, of many only what tells them apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, JsonValue

from api.assistant.calls import LookUpCall, Section
from api.catalog.documents import document, exercise_document, muscle_document, rule_document
from api.catalog.exercise_filters import chosen_entries, selected
from catalog import Catalog
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.rules.registry import RULES

_TELLING = ("id", "name", "title", "topic", "statement", "level", "kind", "primary", "neglected")
"""The fields of an entry that tell it apart from its kin."""


def looked_up(call: LookUpCall, catalog: Catalog) -> Iterator[dict[str, JsonValue]]:
    """Raises ``UnusableInput`` for a name that is not known."""
    for entry in _documents(call, catalog):
        yield entry if call.id else {key: entry[key] for key in _TELLING if key in entry}


def section_documents(section: Section, catalog: Catalog) -> list[dict[str, Any]]:
    """All entries of one section, in full."""
    return [*_documents(LookUpCall(section=section), catalog)]


def _documents(call: LookUpCall, catalog: Catalog) -> Iterator[dict[str, Any]]:
    _refuse_other_filters(call)
    if call.section == "rules":
        rules = {rule.id: rule for rule in RULES}
        yield from map(rule_document, chosen_entries("id", call.id or rules, rules))
        return
    entries = _entries(call.section, catalog)
    chosen = chosen_entries("id", call.id or entries, entries)
    if call.section == "muscles":
        for muscle in chosen_entries("id", call.id or catalog.muscles, catalog.muscles):
            yield muscle_document(catalog, muscle)
    elif call.section == "exercises":
        exercises = chosen_entries("id", call.id or catalog.exercises, catalog.exercises)
        try:
            found = selected(
                catalog,
                exercises,
                muscles=call.muscle,
                equipment=call.equipment or None,
                level=call.level,
            )
        except UnusableInput as error:
            raise UnusableInput(
                *(replace(p, field=p.field.removeprefix("--")) for p in error.problems)
            ) from None
        yield from map(exercise_document, found)
    else:
        yield from map(document, chosen)


def _refuse_other_filters(call: LookUpCall) -> None:
    filters = {"muscle": call.muscle, "equipment": call.equipment, "level": call.level}
    given = [name for name, value in filters.items() if value]
    if call.section != "exercises" and given:
        message = f"is for exercises, not for {call.section}; leave it out, or look exercises up"
        raise UnusableInput(*(Problem(name, "", message) for name in given))


def _entries(section: Section, catalog: Catalog) -> Mapping[str, BaseModel]:
    by_section: dict[str, Mapping[str, BaseModel]] = {
        "muscles": catalog.muscles,
        "exercises": catalog.exercises,
        "injuries": catalog.injuries,
        "equipment": catalog.equipment,
        "tests": catalog.fitness_tests,
        "runs": catalog.run_options,
        "sources": catalog.sources,
        "contradictions": catalog.contradictions,
        "evidence": catalog.evidence,
    }
    return by_section[section]
