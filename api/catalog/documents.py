"""The JSON form of catalog entries and rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from catalog import Catalog
from catalog.fitness_tests import FitnessTest
from catalog.models import EMPHASES, Exercise, Muscle
from catalog.run_plans import RunOption

if TYPE_CHECKING:
    from optimizer.rules.base import Rule


def document(entry: BaseModel) -> dict[str, Any]:
    return entry.model_dump(mode="json")


def test_documents(catalog: Catalog, tests: Iterable[FitnessTest]) -> dict[str, Any]:
    """Tests in their order, with the screen before them and the batteries that they make."""
    questions = sorted(catalog.screen_questions.values(), key=lambda one: one.place)
    return {
        "screen": [document(one) for one in questions],
        "tests": [document(one) for one in tests],
        "batteries": [document(one) for one in catalog.batteries.values()],
    }


def run_documents(catalog: Catalog, options: Iterable[RunOption]) -> dict[str, Any]:
    """Choices of run plans, with the races and the weeks from the couch to 5 km."""
    return {
        "options": [document(one) for one in options],
        "races": [document(one) for one in catalog.race_distances.values()],
        "couch_to_5k": [document(one) for one in catalog.couch_to_5k_weeks.values()],
    }


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
