"""The OpenAPI document: what FastAPI knows of the routes, and what only we know.

``make openapi`` writes it to ``docs/openapi.json``; a test fails when that is not what the service
says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from api.club.result_lines import BatchLine, SeasonLine
from api.service.bodies import JSON, JsonBody
from api.service.problems import (
    BODY_TOO_LARGE,
    FOREIGN_HOST,
    FOREIGN_ORIGIN,
    INTERNAL_FAULT,
    NO_KEY,
    NOT_JSON_MEDIA,
    SLOW_BODY,
    TOO_MANY_REQUESTS,
    TOO_MUCH_WORK,
    UNSUPPORTED_ENCODING,
    UNUSABLE_INPUT,
    Kind,
    ProblemDocument,
)
from api.service.responses import problem_answers

Documented = dict[str, Any]
OfRoute = tuple[APIRoute, bool]
"""A route, and True: it asks for no key."""


def document_of(app: FastAPI, routes: Iterable[OfRoute]) -> Documented:
    """The document of ``app``, whose routes are ``routes``."""
    routes = [*routes]
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        routes=app.routes,
        tags=app.openapi_tags,
        separate_input_output_schemas=False,
    )
    # Where the document itself comes from, so that a client needs no address of its own.
    document["servers"] = [{"url": "/", "description": "The service that gives this document."}]
    bodies = {route.path_format: body for route, _ in routes for body in _bodies(route)}
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    names = _add_schemas(schemas, [body.model for body in bodies.values()])
    for route, is_open in routes:
        if not route.include_in_schema:
            continue
        body = bodies.get(route.path_format)
        for method in sorted(route.methods or ()):
            operation = document["paths"][route.path_format][method.lower()]
            _complete(operation, is_open, body, names)
    _refer_to_titled(schemas)
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    return _with_short_names(document)


def _refer_to_titled(schemas: Documented) -> None:
    """Make a document of its own of every object with a title that stands inside of another, as a
    generated client makes a class of each and does not know that they are one."""

    def referring(value: Any) -> Any:
        if isinstance(value, list):
            return [referring(one) for one in value]
        if not isinstance(value, dict):
            return value
        found = {key: referring(one) for key, one in value.items()}
        if found.get("type") != "object" or not {"title", "properties"} <= found.keys():
            return found
        _refuse_namesake(schemas, found["title"], found)
        schemas.setdefault(found["title"], found)
        return {"$ref": f"#/components/schemas/{found['title']}"}

    for name, schema in [*schemas.items()]:
        schemas[name] = {key: referring(value) for key, value in schema.items()}


def _refuse_namesake(schemas: Documented, name: str, schema: Documented) -> None:
    other = schemas.get(name, schema)
    if other.get("properties", {}).keys() != schema.get("properties", {}).keys():
        raise ValueError(f"two documents are called {name}; rename one")


def written(document: Documented) -> str:
    """As it stands in the file."""
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _with_short_names(document: Documented) -> Documented:
    """Documents of one name are told apart by their whole module, of which the end is enough."""
    text = re.sub(
        r"\boptimizer__([a-z_]+)__(\w+)",
        lambda found: found[1].title().replace("_", "") + found[2],
        json.dumps(document),
    )
    short: Documented = json.loads(text)
    return short


def _bodies(route: APIRoute) -> Iterator[JsonBody[Any]]:
    for dependency in route.dependant.dependencies:
        if isinstance(dependency.call, JsonBody):
            yield dependency.call


def _add_schemas(schemas: Documented, models: Iterable[type[Any]]) -> dict[type[Any], str]:
    """Put the schemas of ``models`` beside those of the answers; the name of each."""
    wanted: list[tuple[type[Any], JsonSchemaMode]] = [
        (model, "validation") for model in dict.fromkeys(models)
    ]
    # What stands in a stream belongs to no answer as a whole.
    wanted += [(BatchLine, "validation"), (SeasonLine, "validation")]
    # It only ever goes out, and then with every field filled.
    wanted.append((ProblemDocument, "serialization"))
    references, found = models_json_schema(
        wanted,
        ref_template="#/components/schemas/{model}",
    )
    for name, schema in found["$defs"].items():
        _refuse_namesake(schemas, name, schema)
        schemas[name] = schema
    return {
        model: str(reference["$ref"]).rpartition("/")[2]
        for (model, _), reference in references.items()
    }


def _complete(
    operation: Documented, is_open: bool, body: JsonBody[Any] | None, names: dict[type[Any], str]
) -> None:
    # A title and a text, where FastAPI has a name and both together.
    summary, _, text = operation.pop("description", operation["summary"]).partition("\n")
    operation["summary"] = summary
    if text.strip():
        operation["description"] = " ".join(text.split())
    kinds: list[Kind] = [INTERNAL_FAULT, FOREIGN_HOST, FOREIGN_ORIGIN]
    if not is_open:
        kinds += [NO_KEY, TOO_MANY_REQUESTS]
        # Where the service has no keys, nobody needs one.
        operation["security"] = [*operation.get("security", []), {}]
    if body is not None:
        kinds += [NOT_JSON_MEDIA, UNSUPPORTED_ENCODING, BODY_TOO_LARGE, SLOW_BODY, TOO_MUCH_WORK]
        operation["requestBody"] = {
            "required": True,
            "content": {
                JSON: {
                    "schema": {"$ref": f"#/components/schemas/{names[body.model]}"},
                    "examples": {"small": {"value": body.example}},
                }
            },
        }
    answers = operation["responses"]
    if body is not None or operation.get("parameters") or "422" in answers:
        kinds.insert(0, UNUSABLE_INPUT)
        answers.pop("422", None)
    for answer in answers.values():
        # A generated client takes the first form of an answer.
        content = answer.get("content", {})
        if JSON in content:
            answer["content"] = {JSON: content.pop(JSON), **content}
    for status, answer in problem_answers(kinds).items():
        answers.setdefault(str(status), {k: v for k, v in answer.items() if v})
    operation["responses"] = dict(sorted(answers.items()))
