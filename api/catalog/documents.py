"""The JSON form of catalog entries and rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from catalog.models import EMPHASES, Exercise, Muscle

if TYPE_CHECKING:
    from catalog import Catalog
    from optimizer.rules.base import Rule


def document(entry: BaseModel) -> dict[str, Any]:
    return entry.model_dump(mode="json")


def exercise_document(exercise: Exercise) -> dict[str, Any]:
    return {**document(exercise), "counts_toward_volume": exercise.counts_toward_volume}


def muscle_document(catalog: Catalog, muscle: Muscle) -> dict[str, Any]:
    """``neglected`` under the default emphasis; ``neglected_by`` says it for each."""
    by = {emphasis: muscle.id in catalog.neglected(emphasis) for emphasis in EMPHASES}
    return {**document(muscle), "neglected": by["balanced"], "neglected_by": by}


def rule_document(rule: Rule | type[Rule]) -> dict[str, Any]:
    """``parameters``: by name, the JSON schema of each that a request may set.

    ``enforcement``, which every rule has, is what ``may_be`` is about.
    """
    schema = rule.parameters.model_json_schema()
    return {
        "id": rule.id,
        "title": rule.title,
        "enforcement": rule.enforcement,
        "may_be": [way for way in ("required", "preferred", "off") if way in rule.may_be],
        "relaxable": rule.relaxable,
        "evidence": list(rule.evidence),
        "parameters": {
            name: {key: value for key, value in field.items() if key != "title"}
            for name, field in schema["properties"].items()
            if name != "enforcement"
        },
    }
