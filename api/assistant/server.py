"""The server of the Model Context Protocol: one for each door, with the same tools behind it."""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, TypeVar, get_args

import mcp_types as mcp
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from pydantic import BaseModel

from api.assistant.calls import Section
from api.assistant.look_up import section_documents
from api.assistant.pointers import in_tools
from api.assistant.tools import TOOLS, TOOLS_BY_NAME, Heard, Tool, done
from api.assistant.weeks import MOST_SEASONS, MOST_WEEKS, Remembered, Week, season_name
from api.catalog.example_requests import NoExamples, examples
from catalog import Catalog
from optimizer.documents.errors import UnusableInput
from optimizer.documents.reading import validated
from optimizer.documents.request import Request
from optimizer.documents.season import Season
from optimizer.documents.versions import SOFTWARE
from optimizer.operations.read import request_in
from optimizer.solving.options import SolveOptions

Answer = TypeVar("Answer")
Given = TypeVar("Given")
Work = Callable[[Catalog, SolveOptions], Answer]
ProtocolCall = Any
"""What the library gives of a call: typed by each version of the protocol in its own way."""

_SCHEME = "runstrong://"
_JSON = "application/json"
_SECTIONS: tuple[Section, ...] = get_args(Section)
_INSTRUCTIONS = (
    "runstrong plans the strength week of a runner around the runs already planned, and proves that"
    " no other week does better by its rules. Ask when the athlete runs, when and where they could"
    " train, what is there, their level and injuries; then call plan. Tell people only numbers that"
    " a tool answered. It gives no medical advice and promises no fewer injuries."
)


@dataclass(frozen=True)
class Door:
    """How a door has work done, and who calls there.

    ``run`` does the work of a tool that solves, ``read`` that of the others.  ``fault``: what the
    caller is told of an error that is not of its input; left to itself, the library tells all.
    """

    catalog: Catalog
    run: Callable[[ProtocolCall, str, Work[Heard]], Awaitable[Heard]]
    read: Callable[[ProtocolCall, str, Work[Heard]], Awaitable[Heard]]
    caller: Callable[[ProtocolCall], str]
    fault: Callable[[ProtocolCall, Exception], str]


def assistant_server(door: Door) -> Server[Any]:
    """A server that answers through ``door`` and remembers the weeks and seasons of its callers."""
    weeks = Remembered[Week](MOST_WEEKS, "week", "plan", "fingerprint")
    seasons = Remembered[Season](MOST_SEASONS, "season", "season", "name")

    @cache
    def resource(uri: str) -> str:
        return _resource(uri, door.catalog)

    async def list_tools(_call: ProtocolCall, _page: object) -> mcp.ListToolsResult:
        return mcp.ListToolsResult(tools=[*_described_tools()])

    async def call_tool(
        call: ProtocolCall, params: mcp.CallToolRequestParams
    ) -> mcp.CallToolResult:
        tool = TOOLS_BY_NAME.get(params.name)
        if tool is None:
            known = ", ".join(TOOLS_BY_NAME)
            raise MCPError(mcp.INVALID_PARAMS, f"there is no tool {params.name}; known: {known}")
        caller = door.caller(call)
        try:
            question = _read(tool, params.arguments or {}, door.catalog)
            named = {
                name: known.named(caller, getattr(question, name), name)
                for known, names in ((weeks, tool.weeks), (seasons, tool.seasons))
                for name in names
            }
            do = door.run if tool.solves else door.read
            heard = await do(call, tool.name, partial(done, tool.name, question, named))
        except UnusableInput as error:
            sentences = "\n".join(str(problem.said(in_tools)) for problem in error.problems)
            return mcp.CallToolResult(
                content=[mcp.TextContent(type="text", text=sentences)], is_error=True
            )
        if heard.week is not None:
            weeks.add(caller, heard.week.result.fingerprint, heard.week)
        if heard.season is not None:
            seasons.add(caller, season_name(heard.season), heard.season)
        return _answer(heard)

    async def list_resources(_call: ProtocolCall, _page: object) -> mcp.ListResourcesResult:
        return mcp.ListResourcesResult(resources=_resources())

    async def read_resource(
        _call: ProtocolCall, params: mcp.ReadResourceRequestParams
    ) -> mcp.ReadResourceResult:
        text = resource(str(params.uri))
        found = mcp.TextResourceContents(uri=params.uri, mime_type=_JSON, text=text)
        return mcp.ReadResourceResult(contents=[found])

    async def list_prompts(_call: ProtocolCall, _page: object) -> mcp.ListPromptsResult:
        return mcp.ListPromptsResult(prompts=[_PROMPT])

    async def get_prompt(
        _call: ProtocolCall, params: mcp.GetPromptRequestParams
    ) -> mcp.GetPromptResult:
        if params.name != _PROMPT.name:
            raise MCPError(
                mcp.INVALID_PARAMS, f"there is no prompt {params.name}; known: {_PROMPT.name}"
            )
        about = (params.arguments or {}).get("about", "").strip()
        text = f"{_PLAN_MY_WEEK}\n\nWhat I know already: {about}" if about else _PLAN_MY_WEEK
        message = mcp.PromptMessage(role="user", content=mcp.TextContent(type="text", text=text))
        return mcp.GetPromptResult(description=_PROMPT.description, messages=[message])

    return Server(
        "runstrong",
        version=SOFTWARE,
        title="runstrong",
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=_guarded(door, call_tool),
        on_list_resources=_guarded(door, list_resources),
        on_read_resource=_guarded(door, read_resource),
        on_list_prompts=list_prompts,
        on_get_prompt=get_prompt,
    )


def _guarded(
    door: Door, handler: Callable[[ProtocolCall, Given], Awaitable[Answer]]
) -> Callable[[ProtocolCall, Given], Awaitable[Answer]]:
    """As ``handler``, with every error that it did not mean as the door tells it."""

    async def answering(call: ProtocolCall, given: Given) -> Answer:
        try:
            return await handler(call, given)
        except MCPError:
            raise
        except Exception as error:  # noqa: BLE001  (the last door: nobody sees our internals)
            raise MCPError(mcp.INTERNAL_ERROR, door.fault(call, error)) from None

    return answering


@cache
def _described_tools() -> tuple[mcp.Tool, ...]:
    return tuple(_described(tool) for tool in TOOLS)


def _described(tool: Tool[Any]) -> mcp.Tool:
    return mcp.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.about,
        input_schema=tool.call.model_json_schema(),
        output_schema=tool.answer.model_json_schema(mode="serialization"),
        annotations=mcp.ToolAnnotations(read_only_hint=True, open_world_hint=False),
    )


def _read(tool: Tool[Any], arguments: dict[str, Any], catalog: Catalog) -> BaseModel:
    """By the strict readers, so that every fault is told at once and by its field."""
    text = json.dumps(arguments)
    if tool.call is Request:
        return request_in(text, catalog)
    found = validated(tool.call, text)
    assert isinstance(found, BaseModel)
    return found


def _answer(heard: Heard) -> mcp.CallToolResult:
    words = heard.words or heard.answer.model_dump_json(exclude_none=True)
    content: list[mcp.ContentBlock] = [mcp.TextContent(type="text", text=words)]
    if heard.file is not None:
        uri = f"{_SCHEME}files/{heard.file.name}"
        file: mcp.TextResourceContents | mcp.BlobResourceContents
        if heard.is_text:
            file = mcp.TextResourceContents(uri=uri, text=heard.file.data.decode())
        else:
            file = mcp.BlobResourceContents(
                uri=uri, blob=base64.b64encode(heard.file.data).decode()
            )
        content.append(mcp.EmbeddedResource(type="resource", resource=file))
    return mcp.CallToolResult(
        content=content, structured_content=heard.answer.model_dump(mode="json")
    )


def _resources() -> list[mcp.Resource]:
    found = [
        mcp.Resource(
            uri=f"{_SCHEME}catalog/{section}",
            name=f"catalog {section}",
            description=f"All {section} of the catalog.",
            mime_type=_JSON,
        )
        for section in _SECTIONS
    ]
    for name, (title, about, _) in _examples().items():
        found.append(
            mcp.Resource(
                uri=f"{_SCHEME}examples/{name}",
                name=f"example {name}",
                title=title,
                description=about,
                mime_type=_JSON,
            )
        )
    return found


@cache
def _examples() -> dict[str, tuple[str, str, str]]:
    """By id: title, what it shows, and the request; none where they did not come along."""
    try:
        return {
            one.id: (one.title, one.about, one.path.read_text(encoding="utf-8"))
            for one in examples()
        }
    except NoExamples:
        return {}


def _resource(uri: str, catalog: Catalog) -> str:
    kind, _, name = uri.removeprefix(_SCHEME).partition("/")
    if kind == "catalog":
        for section in _SECTIONS:
            if section == name:
                return json.dumps(section_documents(section, catalog), ensure_ascii=False)
    if kind == "examples" and name in _examples():
        return _examples()[name][2]
    raise MCPError(mcp.INVALID_PARAMS, f"there is no resource {uri}; list them to see what is")


_PROMPT = mcp.Prompt(
    name="plan_my_week",
    title="Plan my week",
    description="Plan my strength training around my runs.",
    arguments=[
        mcp.PromptArgument(
            name="about",
            description="What is known already: runs, free time, places, level, injuries.",
            required=False,
        )
    ],
)
_PLAN_MY_WEEK = (
    "Plan my strength training of the coming week around my runs.\n"
    "1. Ask me for what is missing: when I run, how long and how hard; when and where I could"
    " train; what equipment is there; my level; injuries; a race. Look up names that you are not"
    " sure of.\n"
    "2. Call plan. Where the status is relaxed or infeasible, tell me what conflicts and which"
    " repairs there are, and let me choose.\n"
    "3. Show me the sessions by day, with sets and rests as they were answered, and what was given"
    " up. Say no number that no tool answered.\n"
    "4. Offer to explain a choice, to change the week, and to write it for my calendar or watch."
)
