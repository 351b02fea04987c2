"""Tables of catalog entries, and everything about a single one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from api.words.phrases import between, number, short_name
from catalog import Catalog
from catalog.fitness_tests import FitnessTest
from catalog.models import (
    EMPHASES,
    Contradiction,
    Equipment,
    Evidence,
    Exercise,
    Injury,
    Muscle,
    Source,
)
from catalog.run_plans import RunOption
from optimizer.documents.wording import counted


def muscle_table(catalog: Catalog, muscles: Sequence[Muscle]) -> RenderableType:
    """A mark for each emphasis under which a muscle counts as neglected."""
    neglected = [catalog.neglected(emphasis) for emphasis in EMPHASES]
    table = _table("Id", "Muscle", "Region", "Class", "B", "Q", "P")
    for one in muscles:
        marks = ("●" if one.id in ids else "·" for ids in neglected)
        table.add_row(one.id, one.name, one.region.replace("_", " "), one.volume_class, *marks)
    table.caption = "● neglected when the emphasis is B balanced, Q quads_first, P posterior_chain"
    return table


def exercise_table(catalog: Catalog, exercises: Sequence[Exercise]) -> RenderableType:
    table = _table("Id", "Dose", "Load", "Trains")
    for one in exercises:
        trains = ", ".join(_name_of(catalog, muscle) for muscle in one.primary)
        needs = " + ".join(" or ".join(any_of) for any_of in one.equipment)
        about = f"{one.kind.replace('_', '-')}, {one.level}{f', needs {needs}' if needs else ''}"
        load = f"{one.leg_load}/{one.impact}"
        table.add_row(one.id, _dose(one), load, Text.assemble(trains, (f"\n{about}", "dim")))
    table.caption = f"{counted(len(exercises), 'exercises')}; load: leg load / impact, each 0 to 3"
    return table


def _name_of(catalog: Catalog, muscle: str) -> str:
    known = catalog.muscles.get(muscle) or catalog.structures.get(muscle)
    return short_name(known.name) if known else muscle


def _dose(exercise: Exercise) -> str:
    sets = between((exercise.sets[0], exercise.sets[1]))
    if exercise.reps is not None:
        return f"{sets} × {between((exercise.reps[0], exercise.reps[1]))}"
    assert exercise.hold_seconds is not None  # the model demands one of the two
    return f"{sets} × {between((exercise.hold_seconds[0], exercise.hold_seconds[1]))} s"


def injury_table(catalog: Catalog, injuries: Sequence[Injury]) -> RenderableType:
    table = _table("Id", "Impact", "Leg load", "Emphasises")
    for one in injuries:
        emphasis = ", ".join(_name_of(catalog, muscle) for muscle in one.emphasise)
        table.add_row(one.id, f"≤ {one.max_impact}", f"≤ {one.max_leg_load}", emphasis or "–")
    table.caption = "No treatment; 'runstrong catalog injuries ID' says when to see a clinician"
    return table


def equipment_table(_: Catalog, pieces: Sequence[Equipment]) -> RenderableType:
    table = _table("Id", "Equipment", "Group", "Set-up")
    for one in pieces:
        table.add_row(one.id, one.name, one.group.replace("_", " "), f"{one.setup_seconds} s")
    return table


def kit_table(catalog: Catalog) -> RenderableType:
    table = _table("Id", "Kit", "Holds")
    for one in catalog.kits.values():
        table.add_row(
            f"kit:{one.id}", one.name, ", ".join(one.equipment) or "nothing but the floor"
        )
    return table


def fitness_test_table(catalog: Catalog, tests: Sequence[FitnessTest]) -> RenderableType:
    table = _table("Id", "Test", "Says something of", "min")
    for one in sorted(tests, key=lambda test: test.place):
        muscles = ", ".join(_name_of(catalog, muscle) for muscle in one.muscles)
        says = f"{one.speaks_for}{f': {muscles}' if muscles else ''}"
        table.add_row(one.id, one.name, says, number(one.minutes))
    batteries = "; ".join(f"{b.id}: {len(b.tests)}" for b in catalog.batteries.values())
    table.caption = f"In the order of testing. Batteries and their tests: {batteries}"
    return table


def screen_table(catalog: Catalog) -> RenderableType:
    table = _table("Id", "Health screen, before any test")
    for one in sorted(catalog.screen_questions.values(), key=lambda question: question.place):
        table.add_row(one.id, one.asks)
    return table


def run_option_table(_: Catalog, options: Sequence[RunOption]) -> RenderableType:
    table = _table("Id", "Choice", "Source")
    for one in options:
        default = ", the default" if one.is_default else ""
        race = f" ({one.race})" if one.race else ""
        choice = f"{one.topic.replace('_', ' ')}: {one.name}{race}{default}"
        table.add_row(one.id, choice, one.source)
    return table


def rule_table(rules: Sequence[dict[str, Any]]) -> RenderableType:
    table = _table("Id", "What it says", "By default", "May be", "Relaxable")
    for one in rules:
        relaxable = "yes" if one["relaxable"] else "never"
        table.add_row(
            one["id"], one["title"], one["enforcement"], ", ".join(one["may_be"]), relaxable
        )
    table.caption = "'runstrong catalog rules ID' lists a rule's parameters"
    return table


def source_table(_: Catalog, sources: Sequence[Source]) -> RenderableType:
    table = _table("Id", "Title")
    for one in sources:
        table.add_row(one.id, one.title)
    table.caption = "'runstrong catalog sources ID' says what was taken, and what was not"
    return table


def contradiction_table(_: Catalog, contradictions: Sequence[Contradiction]) -> RenderableType:
    table = _table("Id", "Topic", "How to choose")
    for one in contradictions:
        table.add_row(one.id, one.topic, one.decided_by)
    return table


def evidence_table(_: Catalog, evidence: Sequence[Evidence]) -> RenderableType:
    table = _table("Id", "Statement", "Value")
    for one in evidence:
        values = "–".join(number(value) for value in one.values)
        table.add_row(one.id, one.statement, f"{values} {one.unit}")
    return table


def details(document: dict[str, Any]) -> RenderableType:
    """Every field of one entry that says something."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for field, value in document.items():
        if value not in (None, [], {}, ""):
            table.add_row(field.replace("_", " "), Text(_field_in_words(field, value)))
    return table


def _field_in_words(field: str, value: object) -> str:
    if field in {"sets", "reps", "hold_seconds"} and isinstance(value, list):
        return between((value[0], value[1]))
    if field == "equipment" and isinstance(value, list):
        return " + ".join(part if isinstance(part, str) else " or ".join(part) for part in value)
    if field == "parameters" and isinstance(value, dict):
        return "\n".join(f"{name}: {_parameter(schema)}" for name, schema in value.items())
    return _in_words(value)


def _parameter(schema: dict[str, Any]) -> str:
    """``number, 0 to 168``; a parameter that may be null says so by its default."""
    default = schema.get("default")
    known = next((one for one in schema.get("anyOf", ()) if one.get("type") != "null"), schema)
    words = " or ".join(known["enum"]) if "enum" in known else str(known.get("type", "any value"))
    if "minimum" in known and "maximum" in known:
        words += f", {number(known['minimum'])} to {number(known['maximum'])}"
    return words if default is None else f"{words}; {_in_words(default)} unless told otherwise"


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | int):
        return number(value)
    if isinstance(value, dict):
        parts = (
            f"{key.replace('_', ' ')}: {_in_words(v)}" for key, v in value.items() if v is not None
        )
        return "; ".join(parts)
    if isinstance(value, list | tuple):
        between_them = "\n" if any(isinstance(part, dict | list) for part in value) else ", "
        return between_them.join(_in_words(part) for part in value)
    return str(value)


def plain_table(*headers: str) -> Table:
    """A table in which every column may be broken; one without a header stays whole."""
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for header in headers:
        table.add_column(Text(header), overflow="fold", no_wrap=not header)
    return table


def _table(*headers: str) -> Table:
    """Ids stay whole, to be copied; the other columns share what is left."""
    table = Table(
        box=SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        caption_justify="left",
    )
    for header in headers:
        table.add_column(Text(header), overflow="fold", no_wrap=header == "Id")
    return table
