"""The bodies of the questions about a plan.

Their parts are the documents of the contract, as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field, JsonValue, PlainSerializer, WrapValidator

from optimizer.documents.patch import MAX_OPERATIONS
from optimizer.documents.request import Request
from optimizer.documents.result import MAX_ENTRIES, MAX_SESSIONS, Document, Plan, Result
from optimizer.documents.season import SeasonLog
from optimizer.documents.text_limits import AnyName
from optimizer.documents.written_plan import WrittenPlan


def _as_it_stands(value: object, _read: object) -> object:
    """The document's own reader follows; its faults say more than those of a union."""
    return value


def _one_change(value: object, _read: object) -> object:
    """A faulty change is one fault, not one for each form that it does not have."""
    if not isinstance(value, dict | list | tuple):
        raise ValueError(
            "is no change; write a list of operations, or an object with the changed fields"
        )
    if len(value) > MAX_OPERATIONS:
        what = "operations" if not isinstance(value, dict) else "fields"
        raise ValueError(
            f"has {len(value):,} {what}; at most {MAX_OPERATIONS} are read, so leave some out"
        )
    return value if isinstance(value, dict) else tuple(value)


if TYPE_CHECKING:
    AnyPlan = JsonValue
else:
    _UNREAD = (WrapValidator(_as_it_stands), PlainSerializer(lambda value: value))
    AnyPlan = Annotated[Result | Plan | WrittenPlan, *_UNREAD]


Change = Annotated[
    Annotated[dict[str, JsonValue], Field(max_length=MAX_OPERATIONS)]
    | Annotated[tuple[JsonValue, ...], Field(max_length=MAX_OPERATIONS)],
    WrapValidator(_one_change),
]


class CheckQuestion(Document):
    """``result``: of the request, the plan of any result, or a plan written by hand."""

    request: Request
    result: AnyPlan
    optimum: bool = True
    """False: only read the plan, without solving for the best week."""


class ReplanQuestion(Document):
    """A week that has to change; an answer has the ``request`` and ``result`` for the next."""

    request: Request
    result: Result | None = None
    """Of the request; left out, the request is planned first."""
    change: Change | None = None
    """What is different now: a list of RFC 6902 operations, or an object with the changed fields
    (RFC 7386)."""
    missed: Annotated[tuple[AnyName, ...], Field(max_length=MAX_SESSIONS)] = ()
    """Ids of sessions that were not done."""
    done: Annotated[tuple[AnyName, ...], Field(max_length=MAX_SESSIONS)] = ()
    """Ids of sessions that were done."""
    now: AnyName | None = None
    """As in ``Wed 12:00``: sessions before it are done unless missed, and nothing new starts before
    it."""


class DiffQuestion(Document):
    """Two results, plans of results, or plans written by hand."""

    before: AnyPlan
    after: AnyPlan


class ExplainQuestion(Document):
    """Asked nothing in particular: every window, session, run and exercise."""

    request: Request
    result: Result | None = None
    """Of the request; left out, the request is planned first."""
    session: AnyName | None = None
    """A session by its id: what every other place for it would cost."""
    exercise: AnyName | None = None
    """An exercise of the plan: what the week would lose without it."""
    why_not: AnyName | None = None
    """An exercise or window that is left out: what a week with it would cost."""
    run: AnyName | None = None
    """A run by its id: what each other window of it would cost, where the plan placed it."""


class NextQuestion(Document):
    """A season that goes on: its first week ahead is done, or something is different."""

    season: Annotated[dict[str, JsonValue], Field(max_length=MAX_ENTRIES)]
    """A season as it was answered: the document that ``POST /v1/seasons`` gives."""
    log: SeasonLog | None = None
    """What became of its first week ahead; what it does not tell was done as planned."""
    change: Change | None = None
    """What is different in the season's request from now on: a list of RFC 6902 operations, or an
    object with the changed fields (RFC 7386)."""
