"""What the tools are called with; their schemas are what an assistant reads."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from api.formats.format import MOST_ALARM_MINUTES
from optimizer.documents.patch import MAX_OPERATIONS
from optimizer.documents.result import MAX_ENTRIES, MAX_SESSIONS, Document
from optimizer.documents.season import Season, SeasonLog
from optimizer.documents.text_limits import AnyName
from optimizer.documents.written_plan import WrittenPlan

WeekName = Annotated[
    AnyName, Field(description="The fingerprint that plan or replan answered for the week.")
]
Names = Annotated[tuple[AnyName, ...], Field(max_length=MAX_ENTRIES)]

Section = Literal[
    "muscles", "exercises", "injuries", "equipment", "tests", "runs", "rules", "sources",
    "contradictions", "evidence",
]  # fmt: skip


class CheckCall(Document):
    week: WeekName
    plan: Annotated[
        WrittenPlan | None,
        Field(description="A plan by hand; left out, the plan of the week is checked."),
    ] = None
    optimum: Annotated[
        bool, Field(description="True: also say how far it is from the best week; takes a search.")
    ] = False


class ExplainCall(Document):
    week: WeekName
    session: Annotated[
        AnyName | None, Field(description="A session: what every other place for it costs.")
    ] = None
    exercise: Annotated[
        AnyName | None, Field(description="An exercise: what the week loses without it.")
    ] = None


class WhyNotCall(Document):
    week: WeekName
    name: Annotated[
        AnyName, Field(description="An exercise or window that the plan leaves out, by id or name.")
    ]


class ReplanCall(Document):
    week: WeekName
    change: Annotated[
        Annotated[dict[str, JsonValue], Field(max_length=MAX_OPERATIONS)] | None,
        Field(
            description="What is different in the request now: an object with the changed fields,"
            " as in {'limits': {'max_session_minutes': 30}} (RFC 7386); a list is given whole."
        ),
    ] = None
    missed: Annotated[
        tuple[AnyName, ...],
        Field(max_length=MAX_SESSIONS, description="Ids of sessions that were not done."),
    ] = ()
    done: Annotated[
        tuple[AnyName, ...],
        Field(max_length=MAX_SESSIONS, description="Ids of sessions that were done."),
    ] = ()
    now: Annotated[
        AnyName | None,
        Field(description="As in 'Wed 12:00': nothing new starts before it."),
    ] = None


class DiffCall(Document):
    before: WeekName
    after: WeekName


class ExportCall(Document):
    week: WeekName
    format: Annotated[
        Literal["ics", "runs", "fit", "markdown", "html", "svg", "json"],
        Field(description="ics and runs for a calendar, fit for a watch, html to print, svg."),
    ] = "markdown"
    alarm_minutes: Annotated[
        int | None,
        Field(ge=0, le=MOST_ALARM_MINUTES, description="Of a calendar: remind before each event."),
    ] = None


class NextCall(Document):
    """A season that goes on: its first week ahead is done, or something is different."""

    season: Annotated[
        AnyName, Field(description="The name that season or next answered for the season.")
    ]
    log: Annotated[
        SeasonLog | None,
        Field(description="What became of its first week ahead; the rest was done as planned."),
    ] = None
    change: Annotated[
        Annotated[dict[str, JsonValue], Field(max_length=MAX_OPERATIONS)] | None,
        Field(
            description="What is different in the season's request from now on: an object with the"
            " changed fields (RFC 7386); a list is given whole."
        ),
    ] = None


class NamedSeason(Document):
    """A season, and the name by which ``next`` knows it."""

    name: AnyName
    season: Season


class LookUpCall(Document):
    """Every filter that is given has to be met; of several values in one, any.

    Sections other than exercises have ``id`` alone.
    """

    section: Section
    id: Annotated[Names, Field(description="Only these.")] = ()
    muscle: Annotated[Names, Field(description="Exercises with this as primary muscle.")] = ()
    equipment: Annotated[
        Names,
        Field(description="Exercises that need no more than these pieces and kits (kit:gym)."),
    ] = ()
    level: Annotated[
        Literal["beginner", "intermediate", "advanced"] | None,
        Field(description="Exercises no harder than this."),
    ] = None


class Entries(Document):
    """What the catalog has."""

    entries: Annotated[tuple[dict[str, JsonValue], ...], Field(max_length=MAX_ENTRIES * 10)]


class ExportedFile(Document):
    """The file itself comes beside it."""

    name: AnyName
    media_type: AnyName
    size_bytes: int
