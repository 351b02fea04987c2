"""A plan as a coach writes it by hand: windows, starts and sets."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, JsonValue

from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.kinds import PLAN, RESULT
from optimizer.documents.reading import read_json_object, read_text, validated
from optimizer.documents.result import Document, Plan, Result
from optimizer.documents.text_limits import AnyName

_MOST_EXERCISES = 30
_MOST_SETS = 20


class WrittenSession(Document):
    """``start``: as in a request, ``Tue 19:00`` or ``2026-11-24T19:00``."""

    window: AnyName
    start: AnyName
    exercises: Annotated[
        dict[AnyName, Annotated[int, Field(ge=1, le=_MOST_SETS)]],
        Field(min_length=1, max_length=_MOST_EXERCISES),
    ]
    """Sets by exercise id."""


class WrittenPlan(Document):
    sessions: Annotated[tuple[WrittenSession, ...], Field(max_length=14)]


AnyPlan = Result | Plan | WrittenPlan


def read_plan(data: bytes | str) -> AnyPlan:
    """Read a result, the plan of one, or a plan written by hand; raises ``UnusableInput``."""
    text = read_text(data)
    document = read_json_object(text, PLAN, RESULT)
    if "status" in document or "plan" in document:
        return validated(Result, text)
    if "sessions" not in document:
        raise UnusableInput(
            Problem(
                "",
                "",
                "is no result and no plan; a plan has a list of sessions, each with window, start"
                " and exercises",
            )
        )
    if _is_written(document["sessions"]):
        return validated(WrittenPlan, text)
    return validated(Plan, text)


def _is_written(sessions: JsonValue) -> bool:
    """True: no session has the blocks of a finished plan."""
    if not isinstance(sessions, list) or not sessions:
        return False
    return not any(isinstance(session, dict) and "blocks" in session for session in sessions)
