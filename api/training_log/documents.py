"""What reading a log gives, and the log as a document of its own."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from optimizer.documents.request import Name, Request
from optimizer.documents.result import MAX_ENTRIES, Document
from optimizer.documents.strength import LogEntry, Units
from optimizer.documents.text_limits import AnyName

MOST_ENTRIES = 10_000
"""Of a log that is read at once."""

Source = Literal["json", "hand", "hevy", "strong", "fit"]
Guess = Literal["exercise", "repetitions", "day"]


class TrainingLog(Document):
    """A log as JSON: entries, and whose they are."""

    athlete_id: Name | None = None
    log: Annotated[tuple[LogEntry, ...], Field(max_length=MOST_ENTRIES)]


class UnknownExercise(Document):
    """A name that the catalog does not have; its entries are kept under it."""

    name: str
    entries: int
    nearest: str | None = None
    """The name of the catalog that comes nearest, to be told; it was not taken.  Sought for the 100
    names with the most entries."""


class WatchGuess(Document):
    """What a watch guessed of an exercise; the note of the entry says it too."""

    date: str
    exercise: str
    """Its id; the watch's name where the catalog has none."""
    guessed: tuple[Guess, ...]
    """`repetitions` are counted by the movements of the wrist; `day` is by UTC."""


class LogOptions(Document):
    """How a log is to be read."""

    units: Units | None = None
    """Of weights where the file does not say it."""
    names: Annotated[dict[AnyName, AnyName], Field(max_length=MAX_ENTRIES)] = Field(
        default_factory=dict
    )
    """Exercise ids by the names of the log."""
    since: AnyName | None = None
    """Entries before this day are left out; None: those of the last 180 days of the log."""


class LogReading(Document):
    """The entries of a log, and what became of names and days."""

    source: Source
    log: tuple[LogEntry, ...]
    """In order of time."""
    unknown: tuple[UnknownExercise, ...] = ()
    guessed: tuple[WatchGuess, ...] = ()
    """Of a FIT activity alone."""
    left_out: int = 0
    """Entries before ``since``."""
    since: str | None = None
    already_there: int = 0
    """Entries that the request's log had before."""
    request: Request | None = None
    """The request with the log, where one was given."""
