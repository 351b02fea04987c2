"""What was read from calendars, event by event: the document that a person checks."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from optimizer.documents.request import Request, Run, RunKind
from optimizer.documents.text_limits import AnyName
from optimizer.documents.written_times import WEEKDAY_TIME, NoTime, clock_at, written_moment

TakenAs = Literal[
    "run",
    "run_already_told",
    "not_a_run",
    "not_recognised",
    "busy",
    "free",
    "own_session",
    "cancelled",
    "not_read",
]

ReadFor = Literal["runs", "busy"]


def _clock_time(value: str) -> str:
    """``18:00`` or ``Sat 09:00``, also as people write them."""
    if (clock := clock_at(value)) is not None and clock[1] == len(value) and clock[0].hour < 24:
        return str(clock[0])
    with suppress(NoTime):
        moment = written_moment(value)
        if WEEKDAY_TIME.fullmatch(moment):
            return moment
    raise ValueError("is no time of day; write 18:00, or 'Sat 09:00' for one weekday")


EventName = Annotated[str, Field(min_length=1, max_length=300)]
"""A UID, or a title in which * stands for anything; capitals do not matter."""


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class CalendarOptions(_Document):
    """How calendars are read, where they do not say it themselves or say it wrongly."""

    run_kinds: Annotated[dict[EventName, RunKind], Field(max_length=200)] = {}
    """Events that are runs of this kind, whatever they seem."""
    not_runs: Annotated[tuple[EventName, ...], Field(max_length=200)] = ()
    """Events that are no runs."""
    not_busy: Annotated[tuple[EventName, ...], Field(max_length=200)] = ()
    """Events during which a session may be held."""
    all_day_run_at: Annotated[
        tuple[Annotated[AnyName, AfterValidator(_clock_time)], ...], Field(max_length=8)
    ] = ()
    """When a run of a whole day is taken to start; ``Sat 09:00`` tells it for one weekday.  Untold:
    18:00."""
    all_day_is_busy: bool = False
    """Whether events of whole days that do not say whether their time stays free take it."""
    minutes_per_km: Annotated[float, Field(ge=2, le=20)] = 6.5
    """For runs that say how far, but not how long."""


class EventReading(_Document):
    """What one event, or one occurrence of a series, was taken for, and why."""

    calendar: str
    """The name of the file."""
    read_for: ReadFor
    event: int
    """Its place among the events of the file, from 1."""
    uid: str
    title: str
    start: str
    """Local time, or a date for an event of whole days."""
    taken_as: TakenAs
    reason: str
    run: Run | None = None
    """As it stands in the request."""
    assumed: tuple[str, ...] = ()
    """What the event does not say, one sentence each."""
    is_doubtful: bool = False
    """True: it could well be otherwise."""


class FileReading(_Document):
    """One calendar as a whole."""

    calendar: str
    read_for: ReadFor
    title: str
    events: int
    outside: int
    """Events with no occurrence in the weeks that matter."""
    notes: tuple[str, ...] = ()


class Piece(_Document):
    """What busy times leave of a window."""

    id: str
    start: str
    minutes: int


class WindowReading(_Document):
    """A window of the request that busy times cut."""

    window: str
    pieces: tuple[Piece, ...]
    lost_minutes: int
    because_of: tuple[str, ...]
    """Titles of the events that take its time."""


class CalendarReading(_Document):
    """A request with what its calendars add, and how each event was understood."""

    request: Request
    calendars: tuple[FileReading, ...]
    events: tuple[EventReading, ...]
    windows: tuple[WindowReading, ...] = ()
    notes: tuple[str, ...] = ()
    """What concerns no single event, such as an overruling that met none."""
