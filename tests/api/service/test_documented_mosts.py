"""Whatever the service takes has a most, and the document of the service says which."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.service.client import Client, problem
from tests.api.shell import ROOT

DOCUMENT: dict[str, Any] = json.loads((ROOT / "docs" / "openapi.json").read_text("utf-8"))
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
FREE = "#/components/schemas/JsonValue"
"""Any JSON: within the size of a body and the length that any list of it may have."""
Schema = dict[str, Any]


def taken() -> Iterator[tuple[str, Schema]]:
    """Every body and parameter, each with its place."""
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            for media, content in operation.get("requestBody", {}).get("content", {}).items():
                yield f"{method} {path} {media}", content["schema"]
            for parameter in operation.get("parameters", []):
                yield f"{method} {path} {parameter['name']}", parameter["schema"]


def without_a_most(at: str, schema: Schema, seen: set[str]) -> Iterator[str]:
    reference = schema.get("$ref")
    if reference is not None:
        if reference not in seen and reference != FREE:
            seen.add(reference)
            name = reference.rpartition("/")[2]
            yield from without_a_most(name, SCHEMAS[name], seen)
        return
    for one in [*schema.get("anyOf", []), *schema.get("oneOf", []), *schema.get("allOf", [])]:
        yield from without_a_most(at, one, seen)
    kinds = schema.get("type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if "array" in kinds:
        if "maxItems" not in schema:
            yield f"{at}: maxItems"
        for part in [schema.get("items", {}), *schema.get("prefixItems", [])]:
            yield from without_a_most(f"{at}[]", part, seen)
    if "object" in kinds:
        yield from _of_object(at, schema, seen)
    if "string" in kinds and not _is_short(schema):
        yield f"{at}: maxLength"


def _of_object(at: str, schema: Schema, seen: set[str]) -> Iterator[str]:
    for name, part in schema.get("properties", {}).items():
        yield from without_a_most(f"{at}.{name}", part, seen)
    others = schema.get("additionalProperties", True)
    if others is False:
        return
    if "maxProperties" not in schema:
        yield f"{at}: maxProperties"
    if isinstance(others, dict):
        yield from without_a_most(f"{at}{{}}", others, seen)


def _is_short(schema: Schema) -> bool:
    return bool({"maxLength", "enum", "const"} & schema.keys())


def test_every_list_map_and_text_that_is_taken_says_its_most() -> None:
    seen: set[str] = set()
    assert [one for at, schema in taken() for one in without_a_most(at, schema, seen)] == []
    assert len(seen) > 30


@pytest.mark.parametrize(
    ("schema", "lacks"),
    [
        ({"type": "array", "items": {"type": "integer"}}, ["x: maxItems"]),
        ({"type": "array", "maxItems": 2, "items": {"type": "string"}}, ["x[]: maxLength"]),
        ({"type": "object", "additionalProperties": True}, ["x: maxProperties"]),
        ({"anyOf": [{"type": ["string", "null"]}]}, ["x: maxLength"]),
        ({"type": "object", "properties": {"a": {"type": "string"}}}, None),
        ({"type": "string", "maxLength": 3}, []),
    ],
)
def test_the_walk_sees_what_lacks_a_most(schema: Schema, lacks: list[str] | None) -> None:
    found = [*without_a_most("x", schema, set())]
    assert found == (["x.a: maxLength", "x: maxProperties"] if lacks is None else lacks)


@pytest.mark.parametrize(
    "path",
    [
        "exercises?" + "&".join(["id=side_plank"] * 3_000),
        "exercises?" + "&".join(["equipment=chair"] * 3_000),
        "muscles?id=" + "x" * 3_000,
    ],
)
def test_a_filter_is_refused_beyond_its_most(client: Client, path: str) -> None:
    """3,000 names in one address had the catalog answered a thousand times over."""
    answer = client.get(f"/v1/catalog/{path}")
    assert answer.status_code == 422
    assert len(answer.content) < 20_000
    assert "at most 200" in problem(answer)["problems"][0]["message"]
