"""The OpenAPI document says what the service does: in its file, by its examples, and for anything
that a client may send."""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from openapi_spec_validator import validate
from schemathesis.checks import (
    negative_data_rejection,
    not_a_server_error,
    positive_data_acceptance,
)
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.generation.meta import TestPhase
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.schemas import BaseSchema

from api.service import sample_bodies
from tests.api.service.client import Client
from tests.api.service.loopback import server_process
from tests.api.shell import ROOT

FILE = ROOT / "docs" / "openapi.json"
DOCUMENT: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
EXAMPLES = [
    (path, kind, example["value"])
    for path, methods in DOCUMENT["paths"].items()
    for kind, media in methods.get("post", {}).get("requestBody", {}).get("content", {}).items()
    for example in media["examples"].values()
]


@dataclass(frozen=True)
class Address:
    url: str
    session: requests.Session


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """A service in a process of its own, which takes batches in and does not plan them."""
    state = tmp_path_factory.mktemp("state")
    limits = ("--solves", "2", "--limit", "5", "--state", str(state), "--processes", "0")
    with server_process(*limits) as process, requests.Session() as session:
        process.wait_for("Application startup complete")
        yield Address(process.url, session)


def test_the_file_is_what_the_service_says(client: Client) -> None:
    said = client.get("/openapi.json").json()
    assert said == DOCUMENT, "run 'make openapi' and keep docs/openapi.json"


def test_the_document_is_valid() -> None:
    validate(DOCUMENT)


def test_every_document_has_a_name_of_its_own() -> None:
    """Two of one name stand under longer names than their own, which no client can know."""
    schemas = DOCUMENT["components"]["schemas"]
    assert [name for name, one in schemas.items() if one.get("title", name) != name] == []


def test_a_generated_client_finds_what_it_needs() -> None:
    """Of `openapi-python-client`, which makes a class of every title and takes the first form."""
    assert [server["url"] for server in DOCUMENT["servers"]] == ["/"]
    schemas = DOCUMENT["components"]["schemas"]
    assert [name for name, one in schemas.items() if "title" not in one] == ["JsonValue"]
    inside = [title for one in schemas.values() for title in titles_inside(one)]
    assert inside == []
    problem = schemas["ProblemDocument"]
    assert sorted(problem["required"]) == sorted(problem["properties"])
    for methods in DOCUMENT["paths"].values():
        for operation in methods.values():
            for answer in operation["responses"].values():
                forms = [*answer.get("content", {})]
                assert "application/json" not in forms[1:]
    names = [
        one["operationId"] for methods in DOCUMENT["paths"].values() for one in methods.values()
    ]
    assert len(names) == len({*names})
    open_to_all = [path for path, methods in DOCUMENT["paths"].items() for one in methods.values()
                   if "security" not in one]  # fmt: skip
    assert open_to_all == ["/health/live", "/health/ready", "/metrics"]


def titles_inside(schema: Any, *, is_inside: bool = False) -> Iterator[str]:
    """Of objects with fields that stand inside of others: each would be made a class twice."""
    if isinstance(schema, dict):
        if is_inside and schema.get("type") == "object" and "properties" in schema:
            yield str(schema.get("title"))
        for one in schema.values():
            yield from titles_inside(one, is_inside=True)
    elif isinstance(schema, list):
        for one in schema:
            yield from titles_inside(one, is_inside=True)


def test_every_operation_says_what_it_is_for_and_every_body_has_an_example() -> None:
    for path, methods in DOCUMENT["paths"].items():
        for operation in methods.values():
            assert operation["summary"].endswith("."), path
            assert operation["tags"], path
            assert "requestBody" not in operation or path in [shown for shown, _, _ in EXAMPLES]


@pytest.mark.parametrize(("path", "kind", "body"), EXAMPLES)
def test_every_example_works(path: str, kind: str, body: object, address: Address) -> None:
    sent = body if isinstance(body, str) else json.dumps(body)
    answer = address.session.post(
        f"{address.url}{path}", data=sent.encode(), headers={"Content-Type": kind}
    )
    assert answer.status_code == next(
        int(status) for status in DOCUMENT["paths"][path]["post"]["responses"] if status < "300"
    )
    if path == "/v1/batches":
        # Nothing plans it here, and a caller may have only a few that are unfinished.
        batch = f"{address.url}{path}/{answer.json()['id']}"
        assert address.session.delete(batch).ok


# Of the hundreds of bodies that its coverage phase lists, so many are left out between two that
# are sent; the explore profile sends them all.
ONE_IN = 1 if settings.get_current_profile_name() == "explore" else 6


@schemathesis.serializer("application/jsonl", "application/x-ndjson", "text/csv")
def as_text(_context: object, value: object) -> bytes:
    return str(value).encode("utf-8", "surrogatepass")


@cache
def schema_for_fuzzing() -> BaseSchema:
    """Requests, results and plans vary in one body each and are honest in the others, where the
    same model reads them: all of them everywhere are eight times as many bodies."""
    document = copy.deepcopy(DOCUMENT)
    schemas = document["components"]["schemas"]
    week: dict[str, Any] = {"enum": [sample_bodies.TINY_WEEK]}
    plan: dict[str, Any] = {"enum": [sample_bodies.DIFF["before"]]}
    result: dict[str, Any] = {"$ref": "#/components/schemas/Result"}
    for question in ("Check", "Replan", "Explain", "Export", "Calendars", "Log"):
        properties = schemas[f"{question}Question"]["properties"]
        assert properties["request"]
        properties["request"] = week
        if "result" in properties:
            properties["result"] = plan if question == "Check" else {"type": "null"}
    schemas["DiffQuestion"]["properties"].update(before=plan, after=result)
    schemas["PreviousWeek"]["properties"].update(plan=plan, base=plan)
    schemas["CurrentWeek"]["properties"]["plan"] = plan
    for path in ("/v1/plans", "/v1/batches"):
        body = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]
        body["schema"] = {**body["schema"], "items": week} if "items" in body["schema"] else week
    return schemathesis.openapi.from_dict(document)


listed: Counter[str] = Counter()


def left_out(case: schemathesis.Case[Any]) -> bool:
    if case.method != "POST" or case.meta is None or case.meta.phase.name != TestPhase.COVERAGE:
        return False
    listed[case.path] += 1
    return listed[case.path] % ONE_IN != 1 % ONE_IN


@settings(
    max_examples=5,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[*HealthCheck],
)
def answer_is_documented(case: schemathesis.Case[Any], address: Address) -> None:
    if left_out(case):
        return
    answer = case.call(base_url=address.url, session=address.session)
    # What the schema allows may still name a muscle or a time that there is not.
    excluded = [positive_data_acceptance, not_a_server_error]
    if answer.status_code == 413:
        excluded.append(negative_data_rejection)  # Refused unread, for its size.
    if "x-schemathesis-unknown-property" in case.headers:
        excluded.append(negative_data_rejection)  # HTTP passes over headers that are not known.
    case.validate_response(answer, excluded_checks=excluded)
    assert answer.status_code < 500 or answer.status_code == 503


@pytest.mark.fuzz
@pytest.mark.parametrize(
    ("path", "method"), [(path, one) for path, all_ in DOCUMENT["paths"].items() for one in all_]
)
def test_whatever_is_sent_the_answer_is_documented(
    path: str, method: str, address: Address
) -> None:
    """Bodies are listed when the test runs: ``parametrize`` of the schema lists them whenever tests
    are collected, in every process."""
    schema = schema_for_fuzzing()
    sent = build_operation_test(
        config=schema.config,
        operation=schema[path][method],
        test_func=answer_is_documented,
        given_kwargs={},
        feedback=FeedbackSources(),
    )
    sent(address=address)
