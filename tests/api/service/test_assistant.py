"""``/mcp``: the tools of an assistant over HTTP, for each caller with their own weeks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock

import anyio
import mcp_types
import pytest
from mcp.client.client import Client as AssistantClient

from api.service.routers import assistant
from api.service.sample_bodies import TINY_WEEK
from api.service.workers import Broke, Overran
from optimizer import InternalFault
from tests.api.service.client import Client, problem, serving
from tests.api.service.loopback import server_process
from tests.api.service.test_authentication import HASHES, bearer

ACCEPT = {"Accept": "application/json, text/event-stream"}


def answer_to(client: Client, method: str, params: Mapping[str, Any], **headers: str) -> Any:
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    answer = client.post("/mcp", message, headers={**ACCEPT, **headers})
    assert answer.status_code == 200, answer.text
    return answer.json()


def called(client: Client, name: str, arguments: object, **headers: str) -> Any:
    params = {"name": name, "arguments": arguments}
    return answer_to(client, "tools/call", params, **headers)["result"]


def test_a_client_of_the_protocol_plans_and_exports(tmp_path: Path) -> None:
    async def conversation(url: str) -> tuple[int, str]:
        async with AssistantClient(f"{url}/mcp") as assistant:
            tools = await assistant.list_tools()
            planned = await assistant.call_tool("plan", dict(TINY_WEEK))
            week = planned.structured_content["fingerprint"]
            note = await assistant.call_tool("export", {"week": week, "format": "markdown"})
            return len(tools.tools), note.structured_content["name"]

    with server_process("--no-batches", "--state", str(tmp_path)) as process:
        process.wait_for("Application startup complete")
        assert anyio.run(conversation, process.url) == (13, "ready-2026-11-23.md")


def test_a_week_is_known_to_its_caller_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(key_hashes=HASHES) as client:
        assert problem(client.post("/mcp", {}, headers=ACCEPT))["code"] == "key_required"
        ana, ben = bearer("key of club"), bearer("key of coach")
        with monkeypatch.context() as broken:
            # A first call that fails leaves room for the next.
            broken.setattr("api.assistant.server.assistant_server", _failing)
            ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
            fault = client.post("/mcp", ping, headers={**ACCEPT, **ana})
            assert problem(fault)["code"] == "internal_fault"
        planned = called(client, "plan", TINY_WEEK, **ana)
        week = {"week": planned["structuredContent"]["fingerprint"]}
        assert not called(client, "check", week, **ana).get("isError")
        unknown = called(client, "check", week, **ben)
        assert unknown["isError"]
        assert "is no week that is still known" in unknown["content"][0]["text"]


def _failing(*_: object) -> None:
    raise InternalFault("what only the log may know")


def test_a_fault_of_ours_is_logged_and_its_words_are_not_told(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = {"name": "plan", "arguments": TINY_WEEK}
    for error, sentence in (
        (InternalFault("what only the log may know"), "This is a fault of the service"),
        (Broke("it ended with status 9"), "This is a fault of the service"),
        (Overran(), "The answer was not there in its time"),
    ):
        monkeypatch.setattr(assistant, "solved_in_turn", AsyncMock(side_effect=error))
        found = answer_to(client, "tools/call", plan)["error"]
        assert found["code"] == mcp_types.INTERNAL_ERROR
        assert found["message"].startswith(sentence)
        assert "only the log" not in found["message"]
    faults = [line["exception"] for line in client.log if line["event"] == "fault"]
    assert faults[-2:] == ["InternalFault", "Broke"]


def test_faults_and_foreign_pages_are_refused(client: Client) -> None:
    wrong = called(client, "plan", {**TINY_WEEK, "x": 1})
    assert wrong["content"][0]["text"].startswith("x: is no known field")
    form = client.post("/mcp", b"{}", headers={**ACCEPT, "Content-Type": "text/plain"})
    assert problem(form)["code"] == "unsupported_media_type"
    foreign = client.post("/mcp", {}, headers={**ACCEPT, "Origin": "https://elsewhere.example"})
    assert problem(foreign)["code"] == "foreign_origin"
    assert client.get("/mcp").status_code == 405
    for body, words in (
        (b'{"jsonrpc": ', "cannot be read as JSON"),
        (b"[" * 50_000, "nested too deeply"),
        (b"9" * 5000, "a number has thousands of digits."),
        (b"{}", 'send one object with "jsonrpc": "2.0"'),
        (b'{"jsonrpc": "2.0", "id": 1}', 'has no "method"'),
    ):
        torn = client.post("/mcp", body, headers={**ACCEPT, "Content-Type": "application/json"})
        assert torn.status_code == 400
        error = json.loads(torn.content)["error"]
        assert error["code"] < 0
        assert words in error["message"]
