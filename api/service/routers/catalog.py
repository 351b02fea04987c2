"""``/v1/catalog``: what there is.

The entries are those of ``runstrong catalog``; they change only with the catalog, so every answer
has an ETag.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from sys import getsizeof
from typing import Annotated, Any, TypeVar

from cachetools import LRUCache
from fastapi import APIRouter, Header, Query, Response
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from api.catalog.documents import (
    document,
    exercise_document,
    muscle_document,
    rule_document,
    run_documents,
    test_documents,
)
from api.catalog.exercise_filters import chosen_entries, selected
from api.service.answering import MOST_ETAGS, known_tags
from api.service.bodies import JSON
from api.service.context import Here
from api.service.responses import Answers
from catalog import Catalog
from catalog.models import Level
from optimizer.documents.errors import UnusableInput
from optimizer.documents.result import MAX_ENTRIES
from optimizer.documents.text_limits import AnyName
from optimizer.rules.registry import RULES

router = APIRouter(prefix="/v1/catalog", tags=["catalog"])

Entry = TypeVar("Entry")

_MOST_KEPT_BYTES = 4_000_000


@dataclass(frozen=True)
class _Answer:
    """``question``: the catalog's version, the section and the filters, which can be longer than
    the answer to them."""

    question: str
    body: bytes

    @property
    def size_bytes(self) -> int:
        return getsizeof(self.question) + getsizeof(self.body)


_kept_answers: LRUCache[str, _Answer] = LRUCache(
    _MOST_KEPT_BYTES, getsizeof=lambda answer: answer.size_bytes
)
"""Answers by their question; used on the event loop only."""

_ETAG = {
    "ETag": {
        "description": "Of this very answer; send it back as If-None-Match.",
        "schema": {"type": "string"},
    }
}


def _answers(schema: Mapping[str, Any] | None = None) -> Answers:
    entries = schema or {"type": "array", "items": {"type": "object"}}
    return {
        200: {
            "description": "The entries.",
            "headers": _ETAG,
            "content": {JSON: {"schema": entries}},
        },
        304: {"description": "Unchanged since the ETag in If-None-Match.", "headers": _ETAG},
    }


_Chosen = Annotated[list[AnyName], Field(max_length=MAX_ENTRIES)]


def _each_once(names: list[str]) -> list[str]:
    return sorted(set(names))


_AnyOf = Annotated[_Chosen, AfterValidator(_each_once)]
"""Asked in another order, or twice, it is the same question."""


def _in_small_letters(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value


class Chosen(BaseModel):
    """Which entries to give; without any filter, all of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: _Chosen = []
    """Only these, in this order."""


class ChosenExercises(Chosen):
    """Every filter that is given has to be met; of several values in one, any."""

    muscle: _AnyOf = []
    """With this as primary muscle."""
    equipment: _AnyOf = []
    """That need no more than these pieces and kits (`kit:gym`)."""
    level: Annotated[Level | None, BeforeValidator(_in_small_letters)] = None
    """No harder than this."""
    kind: _AnyOf = []
    """Of this kind."""


Filter = Annotated[Chosen, Query()]
Known = Annotated[
    str | None,
    Header(
        alias="If-None-Match",
        max_length=MOST_ETAGS,
        description="ETags of answers that are still known.",
    ),
]


@router.get("/muscles", responses=_answers())
async def muscles(service: Here, chosen: Filter, known: Known = None) -> Response:
    """Muscles, and which sources call them neglected."""
    catalog = service.catalog

    def make() -> object:
        return [muscle_document(catalog, one) for one in _chosen(catalog.muscles, chosen)]

    return _answer(catalog, "muscles", chosen, make, known)


@router.get("/exercises", responses=_answers())
async def exercises(
    service: Here, chosen: Annotated[ChosenExercises, Query()], known: Known = None
) -> Response:
    """Exercises with their dose, demands and muscles."""
    catalog = service.catalog

    def make() -> object:
        with _named_as_in_a_query():
            found = selected(
                catalog,
                _chosen(catalog.exercises, chosen),
                muscles=chosen.muscle,
                equipment=chosen.equipment or None,
                level=chosen.level,
                kinds=chosen.kind,
            )
        return [exercise_document(exercise) for exercise in found]

    return _answer(catalog, "exercises", chosen, make, known)


@router.get("/injuries", responses=_answers())
async def injuries(service: Here, chosen: Filter, known: Known = None) -> Response:
    """Injuries: what they exclude, cap and emphasise, and when to see a clinician."""
    found = service.catalog.injuries
    return _answer(service.catalog, "injuries", chosen, lambda: _documents(found, chosen), known)


_EQUIPMENT = {
    "type": "object",
    "properties": {
        "equipment": {"type": "array", "items": {"type": "object"}},
        "kits": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
    "required": ["equipment", "kits"],
}


@router.get("/equipment", responses=_answers(_EQUIPMENT))
async def equipment(service: Here, chosen: Filter, known: Known = None) -> Response:
    """Equipment, and the kits that name several pieces at once."""
    catalog = service.catalog

    def make() -> object:
        kits = {kit.id: list(kit.equipment) for kit in catalog.kits.values()}
        return {"equipment": _documents(catalog.equipment, chosen), "kits": kits}

    return _answer(catalog, "equipment", chosen, make, known)


def _lists(*names: str) -> dict[str, Any]:
    entries = {"type": "array", "items": {"type": "object"}}
    properties = dict.fromkeys(names, entries)
    return {"type": "object", "properties": properties, "required": [*names]}


@router.get("/tests", responses=_answers(_lists("screen", "tests", "batteries")))
async def fitness_tests(service: Here, chosen: Filter, known: Known = None) -> Response:
    """Fitness tests, the health screen before them, and batteries."""
    catalog = service.catalog

    def make() -> object:
        return test_documents(catalog, _chosen(catalog.fitness_tests, chosen))

    return _answer(catalog, "tests", chosen, make, known)


@router.get("/runs", responses=_answers(_lists("options", "races", "couch_to_5k")))
async def runs(service: Here, chosen: Filter, known: Known = None) -> Response:
    """Choices of run plans, races, and the weeks from the couch to 5 km."""
    catalog = service.catalog

    def make() -> object:
        return run_documents(catalog, _chosen(catalog.run_options, chosen))

    return _answer(catalog, "runs", chosen, make, known)


@router.get("/rules", responses=_answers())
async def rules(service: Here, chosen: Filter, known: Known = None) -> Response:
    """Rules with their parameters, and which of them a week may give up."""

    def make() -> object:
        return [rule_document(rule) for rule in _chosen({rule.id: rule for rule in RULES}, chosen)]

    return _answer(service.catalog, "rules", chosen, make, known)


@router.get("/sources", responses=_answers())
async def sources(service: Here, chosen: Filter, known: Known = None) -> Response:
    """Sources, what was taken from them and what was not."""
    found = service.catalog.sources
    return _answer(service.catalog, "sources", chosen, lambda: _documents(found, chosen), known)


@router.get("/contradictions", responses=_answers())
async def contradictions(service: Here, chosen: Filter, known: Known = None) -> Response:
    """Where the sources contradict each other, and how to choose."""
    found = service.catalog.contradictions
    return _answer(
        service.catalog, "contradictions", chosen, lambda: _documents(found, chosen), known
    )


@router.get("/evidence", responses=_answers())
async def evidence(service: Here, chosen: Filter, known: Known = None) -> Response:
    """The numbers that the rules rest on."""
    found = service.catalog.evidence
    return _answer(service.catalog, "evidence", chosen, lambda: _documents(found, chosen), known)


def _chosen(entries: Mapping[str, Entry], chosen: Chosen) -> list[Entry]:
    return chosen_entries("id", chosen.id or entries, entries)


@contextmanager
def _named_as_in_a_query() -> Iterator[None]:
    """The filters name their faults as the command line has them."""
    try:
        yield
    except UnusableInput as error:
        raise UnusableInput(
            *(replace(p, field=p.field.removeprefix("--")) for p in error.problems)
        ) from None


def _documents(entries: Mapping[str, BaseModel], chosen: Chosen) -> list[object]:
    return [document(one) for one in _chosen(entries, chosen)]


def _answer(
    catalog: Catalog, section: str, chosen: Chosen, make: Callable[[], object], known: str | None
) -> Response:
    """What ``make`` gives, or only that it is what the client knows already.

    It is kept: to make it anew for everybody who asks would keep others waiting.
    """
    question = f"{catalog.version} {section} {chosen.model_dump_json()}"
    answer = _kept_answers.get(question)
    if answer is None:
        made = json.dumps(make(), ensure_ascii=False, separators=(",", ":")).encode()
        answer = _Answer(question, made)
        if answer.size_bytes <= _kept_answers.maxsize:
            _kept_answers[question] = answer
    body = answer.body
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    etags = known_tags(known or "")
    if etag in etags or "*" in etags:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=JSON, headers=headers)
