"""An assistant plans, asks why, replans and exports; all that it is told stands in an answer."""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import anyio
import icalendar
import mcp_types
import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.client import Client
from mcp.client.stdio import stdio_client
from mcp.shared.exceptions import MCPError
from pydantic import BaseModel, JsonValue

from api.assistant import server
from api.assistant.calls import Section
from api.assistant.server import assistant_server
from api.assistant.standard_input import one_persons_door
from api.assistant.tools import TOOLS
from api.service.sample_bodies import ASSESSMENT, RUNS, SEASON, TINY_WEEK, WEEK
from catalog import load_catalog
from optimizer import (
    Result,
    assess,
    explain,
    next_week,
    plan,
    plan_season,
    read_assessment_request,
    read_request,
    read_season_log,
    read_season_request,
    replan,
    validate,
)
from tests.api.shell import ROOT

CATALOG = load_catalog()
_NUMBER = re.compile(r"\d+")
_MINUTES = re.compile(r'"minutes": ([0-9.]+)')

Heard = TypeVar("Heard")


def talk(conversation: Callable[[Client], Awaitable[Heard]]) -> Heard:
    """A conversation with a server in this process, over its protocol."""

    async def whole() -> Heard:
        async with Client(assistant_server(one_persons_door(CATALOG, 60.0))) as client:
            return await conversation(client)

    return anyio.run(whole)


def without_stats(document: Any) -> Any:
    if isinstance(document, dict):
        return {key: without_stats(value) for key, value in document.items() if key != "stats"}
    return [*map(without_stats, document)] if isinstance(document, list) else document


def whole_minutes(result: Result) -> str:
    """Ends and lengths of the sessions as a person reads them: the minute in which all is done."""
    assert result.plan is not None
    found = []
    for session in result.plan.sessions:
        end = datetime.fromisoformat(session.end) + timedelta(seconds=59)
        found.append(f"{end:%H %M} {math.ceil(session.minutes)}")
    return " ".join(found)


def words_of(result: mcp_types.CallToolResult) -> str:
    [first, *_] = result.content
    assert isinstance(first, mcp_types.TextContent)
    return first.text


def test_five_calls_plan_ask_why_replan_and_export() -> None:
    request = read_request(json.dumps(WEEK))
    expected = plan(request)
    change: dict[str, JsonValue] = {"limits": {"max_session_minutes": 35}}

    async def five_calls(client: Client) -> list[mcp_types.CallToolResult]:
        planned = await client.call_tool("plan", dict(WEEK))
        week = planned.structured_content["fingerprint"]
        why = await client.call_tool("why_not", {"week": week, "name": "glute bridge"})
        again = await client.call_tool("replan", {"week": week, "change": change})
        week = again.structured_content["result"]["fingerprint"]
        calendar = await client.call_tool(
            "export", {"week": week, "format": "ics", "alarm_minutes": 30}
        )
        watch = await client.call_tool("export", {"week": week, "format": "fit"})
        return [planned, why, again, calendar, watch]

    heard = talk(five_calls)
    assert not any(one.is_error for one in heard)
    planned, _, again, calendar, watch = heard
    answers = [one.structured_content for one in heard]
    assert without_stats(answers[0]) == without_stats(expected.model_dump(mode="json"))
    assert answers[1] == explain(request, expected, why_not="glute bridge").model_dump(mode="json")
    replanned = replan(request, expected, patch=change)
    assert without_stats(answers[2]) == without_stats(replanned.model_dump(mode="json"))
    # The words have no number that the answer, or the catalog that it is told with, does not have.
    of_the_request = " 23 24 25 26 27 28 29, runs end at 18:45 and 09:40 "
    catalog_words = " ".join(exercise.how_to for exercise in CATALOG.exercises.values())
    for one, result in ((planned, expected), (again, replanned.result)):
        text = (
            json.dumps(one.structured_content)
            + catalog_words
            + of_the_request
            + whole_minutes(result)
        )
        known = {*_NUMBER.findall(text)}
        # A version is cut short there, and so may be a number in it.
        said = words_of(one).replace(CATALOG.version.removeprefix("sha256:")[:12], "")
        assert {*_NUMBER.findall(said)} - known == set()
    [_, file] = calendar.content
    assert isinstance(file, mcp_types.EmbeddedResource)
    assert isinstance(file.resource, mcp_types.TextResourceContents)
    events = icalendar.Calendar.from_ical(file.resource.text).walk("VEVENT")
    assert replanned.result.plan is not None
    assert len(events) == len(replanned.result.plan.sessions)
    assert all(event.walk("VALARM") for event in events)
    assert answers[4]["media_type"] == "application/zip"
    assert isinstance(watch.content[1], mcp_types.EmbeddedResource)


def test_every_other_tool_answers_as_python_does() -> None:
    async def calls(client: Client) -> dict[str, mcp_types.CallToolResult]:
        tiny = {**WEEK, "availability": [WEEK["availability"][0]]}  # type: ignore[index]
        week = (await client.call_tool("plan", tiny)).structured_content["fingerprint"]
        by_hand = {"sessions": [{"window": "tue", "start": "Tue 19:00",
                                 "exercises": {"goblet_squat": 2}}]}  # fmt: skip
        look_up = {"section": "exercises", "muscle": ["soleus"], "equipment": ["dumbbell"]}
        return {
            "validate": await client.call_tool("validate", {**WEEK, "limits": {"min_sessions": 3}}),
            "check": await client.call_tool("check", {"week": week}),
            "written": await client.call_tool("check", {"week": week, "plan": by_hand}),
            "explain": await client.call_tool("explain", {"week": week}),
            "diff": await client.call_tool("diff", {"before": week, "after": week}),
            "look_up": await client.call_tool("look_up", look_up),
            "assess": await client.call_tool("assess", dict(ASSESSMENT)),
            "runs": await client.call_tool("runs", dict(RUNS)),
        }  # fmt: skip

    heard = talk(calls)
    answers = {name: one.structured_content for name, one in heard.items()}
    assert not any(one.is_error for one in heard.values()), heard
    conflict = validate(read_request(json.dumps({**WEEK, "limits": {"min_sessions": 3}})))
    assert answers["validate"] == conflict.model_dump(mode="json")
    assert answers["check"]["holds"]
    assert answers["written"]["filled_in"]
    assert answers["explain"]["sessions"]
    assert answers["diff"]["same"]
    ids = [one["id"] for one in answers["look_up"]["entries"]]
    assert "single_leg_calf_raise" in ids
    assert "seated_calf_raise" not in ids
    assert all("soleus" in one["primary"] for one in answers["look_up"]["entries"])
    found = assess(read_assessment_request(json.dumps(ASSESSMENT)))
    assert answers["assess"] == found.model_dump(mode="json")
    assert answers["runs"]["weeks"]


def test_a_season_goes_on_by_its_name() -> None:
    """As in Python, and told in words whose numbers stand in the answer."""
    request = read_season_request(json.dumps(SEASON))
    expected = plan_season(request, catalog=CATALOG)
    log = {"week": SEASON["start"], "notes": {"ill": True}}

    async def two_calls(client: Client) -> list[mcp_types.CallToolResult]:
        planned = await client.call_tool("season", dict(SEASON))
        name = planned.structured_content["name"]
        following = await client.call_tool("next", {"season": name, "log": log})
        forgotten = await client.call_tool("next", {"season": "sha256:0", "log": log})
        nothing = await client.call_tool("next", {"season": name})
        return [planned, following, forgotten, nothing]

    planned, following, forgotten, nothing = talk(two_calls)
    seasons = [one.structured_content["season"] for one in (planned, following)]
    assert without_stats(seasons[0]) == without_stats(expected.model_dump(mode="json"))
    after = next_week(expected, read_season_log(json.dumps(log)), catalog=CATALOG)
    assert without_stats(seasons[1]) == without_stats(after.model_dump(mode="json"))
    assert following.structured_content["name"] != planned.structured_content["name"]
    catalog_words = " ".join(exercise.how_to for exercise in CATALOG.exercises.values())
    for one in (planned, following):
        answer = json.dumps(one.structured_content)
        # Minutes stand there to a hundredth, and are said as whole ones.
        rounded = {str(round(float(minutes))) for minutes in _MINUTES.findall(answer)}
        known = {*_NUMBER.findall(answer + catalog_words)} | rounded
        assert {*_NUMBER.findall(words_of(one))} - known == set()
    assert words_of(forgotten) == (
        "season: 'sha256:0' is no season that is still known; call season with its request, and"
        " give the name that it answers"
    )
    assert words_of(nothing) == "log: is missing, and so is change; give one of them, or both"


def test_the_schemas_are_those_of_the_models() -> None:
    listed = talk(lambda client: client.list_tools())
    assert [tool.name for tool in listed.tools] == [tool.name for tool in TOOLS]
    for shown, tool in zip(listed.tools, TOOLS, strict=True):
        assert shown.input_schema == tool.call.model_json_schema()
        assert shown.output_schema == tool.answer.model_json_schema(mode="serialization")
        assert shown.annotations is not None
        assert shown.annotations.read_only_hint


@pytest.mark.parametrize(
    ("name", "arguments", "sentences"),
    [
        ("plan", {**WEEK, "week": {"start": "soon"}, "x": 1}, ["week.start", "x: is no known"]),
        ("validate", {"week": {"start": "2026-11-23"}, "athlete": {"id": "a", "level": "beginner",
         "injuries": ["gout"]}, "availability": []}, ["athlete.injuries[0]: 'gout'"]),
        ("why_not", {"week": "sha256:0", "name": "plank"}, ["week: 'sha256:0' is no week"]),
        ("export", {"week": "x", "format": "pdf"}, ["format: 'pdf' is not one of"]),
        ("look_up", {"section": "muscles", "id": ["zoleus"]}, ["did you mean 'soleus'"]),
        ("look_up", {"section": "tests", "muscle": ["soleus"], "level": "beginner"},
         ["muscle: is for exercises, not for tests", "level: is for exercises"]),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_with_its_field(
    name: str, arguments: dict[str, Any], sentences: list[str]
) -> None:
    heard = talk(lambda client: client.call_tool(name, arguments))
    assert heard.is_error
    for sentence in sentences:
        assert sentence in words_of(heard)


def test_a_name_that_is_none_is_said_by_the_argument_that_it_came_in() -> None:
    async def ask(client: Client) -> mcp_types.CallToolResult:
        week = (await client.call_tool("plan", dict(TINY_WEEK))).structured_content["fingerprint"]
        return await client.call_tool("why_not", {"week": week, "name": "plonk"})

    heard = talk(ask)
    assert heard.is_error
    assert words_of(heard).startswith("name: 'plonk' is no window of the request")


def test_a_tool_or_resource_that_is_none_is_an_error_of_the_protocol() -> None:
    async def wrong(client: Client) -> None:
        with pytest.raises(MCPError, match="there is no tool plans; known: plan, "):
            await client.call_tool("plans", {})
        with pytest.raises(MCPError, match="there is no resource"):
            await client.read_resource("runstrong://examples/p99")
        with pytest.raises(MCPError, match="there is no prompt"):
            await client.get_prompt("plan_my_month")

    talk(wrong)


def test_resources_are_the_catalog_and_the_examples_and_there_is_a_prompt() -> None:
    async def look(client: Client) -> tuple[list[str], str, str, str]:
        uris = [str(one.uri) for one in (await client.list_resources()).resources]
        texts = []
        for uri in ("runstrong://catalog/rules", "runstrong://examples/p1_c25k"):
            [found] = (await client.read_resource(uri)).contents
            assert isinstance(found, mcp_types.TextResourceContents)
            texts.append(found.text)
        [prompt] = (await client.list_prompts()).prompts
        answer = await client.get_prompt(prompt.name, {"about": "I run on Mondays."})
        content = answer.messages[0].content
        assert isinstance(content, mcp_types.TextContent)
        return uris, texts[0], texts[1], content.text

    uris, rules, example, prompt = talk(look)
    assert len([uri for uri in uris if "/catalog/" in uri]) == len(Section.__args__)  # type: ignore[attr-defined]
    assert "recovery_after_run" in {rule["id"] for rule in json.loads(rules)}
    assert read_request(example).athlete.id
    assert "Plan my strength training" in prompt
    assert prompt.endswith("What I know already: I run on Mondays.")


def test_what_never_changes_is_drawn_and_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def look(client: Client) -> list[str]:
        found: list[BaseModel] = [
            await client.list_tools(cache_mode="bypass"),
            await client.list_resources(cache_mode="bypass"),
            await client.read_resource("runstrong://catalog/rules", cache_mode="bypass"),
            await client.read_resource("runstrong://examples/p1_c25k", cache_mode="bypass"),
        ]
        return [one.model_dump_json() for one in found]

    def again(*_: object, **__: object) -> None:
        raise AssertionError("once more")

    async def twice(client: Client) -> tuple[list[str], list[str]]:
        first = await look(client)
        monkeypatch.setattr(BaseModel, "model_json_schema", again)
        monkeypatch.setattr(server, "section_documents", again)
        monkeypatch.setattr(Path, "read_text", again)
        return first, await look(client)

    first, second = talk(twice)
    assert first == second


def test_the_command_talks_on_standard_input_and_output() -> None:
    async def whole() -> tuple[str, bool]:
        command = StdioServerParameters(
            command=sys.executable, args=["-m", "api", "mcp"], cwd=str(ROOT)
        )
        async with stdio_client(command) as (read, write), ClientSession(read, write) as session:
            first = await session.initialize()
            heard = await session.call_tool("look_up", {"section": "muscles", "id": ["soleus"]})
            return first.server_info.name, heard.structured_content["entries"][0]["neglected"]

    assert anyio.run(whole) == ("runstrong", True)
