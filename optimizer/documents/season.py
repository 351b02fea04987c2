"""A season as documents: what is asked for, every week with its request and result, and its log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date as date_of_day
from datetime import datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, JsonValue, model_validator

from catalog.models import Emphasis, Phase, Recovery
from optimizer.documents.errors import Inconsistent, Problem
from optimizer.documents.fitness import FitnessResult
from optimizer.documents.request import (
    MAX_PARAMETERS,
    MAX_PLACES,
    MAX_RULES,
    MAX_RUNS,
    MAX_WINDOWS,
    Athlete,
    Limits,
    Name,
    Pin,
    Preferences,
    Request,
    Run,
    Week,
    When,
    Window,
)
from optimizer.documents.result import (
    MAX_ENTRIES,
    MAX_SESSIONS,
    Item,
    Result,
    Versions,
    instant_in,
)
from optimizer.documents.result import Document as Answered
from optimizer.documents.running import (
    MOST_RACES,
    MOST_WEEKS,
    ChosenOption,
    Goal,
    PlannedRun,
    RaceOnTheWay,
    RunChoices,
    RunCure,
    Running,
    RunReport,
)
from optimizer.documents.strength import MOST_LOG_ENTRIES, Day, Document, LogEntry, Place
from optimizer.documents.text_limits import AnyName, Text
from optimizer.documents.wording import nearest, quoted
from optimizer.documents.written_times import WEEKDAY_TIME

MOST_EXACT_WEEKS = 16
DEFAULT_EXACT_WEEKS = 4
MOST_SEASON_BYTES = 20_000_000
"""Of a season: every week has its request and its result."""
MOST_REVISIONS = 10_000
MOST_DROPPED = 1000
MOST_FLEXIBILITY = 7
_MOST_EXCEPTIONS = 100
_MOST_TESTS = 100

SeasonStatus = Literal["proven", "feasible", "relaxed", "infeasible"]
PHASE_WORDS: Mapping[Phase, str] = {
    "off_season": "off season", "pre_season": "pre-season", "in_season": "in season",
    "taper": "taper", "post_race": "after the race",
}  # fmt: skip
WeekState = Literal["done", "frozen", "planned", "coarse"]
_Weekly = Annotated[tuple[Window, ...], Field(max_length=MAX_WINDOWS)]


class SeasonRunWindow(Document):
    """A time in which a run may be; it starts with it."""

    start: When
    end: When | None = None


_RunWindows = Annotated[tuple[SeasonRunWindow, ...], Field(max_length=MAX_WINDOWS)]
_Places = Annotated[dict[Name, Place], Field(max_length=MAX_PLACES)]


class EveryWeek(Document):
    """A week's request without runs, dates and phase: what stays from week to week."""

    availability: _Weekly
    """By weekday; dated windows are those of one week."""
    run_windows: _RunWindows = ()
    """Weekly times at which runs may start, where ``running.times`` has none."""
    places: _Places = Field(default={})
    limits: Limits = Limits()
    emphasis: Emphasis = "balanced"
    recovery: Recovery = "day_after"
    preferences: Preferences = Preferences()
    rules: Annotated[
        dict[AnyName, Annotated[dict[AnyName, JsonValue], Field(max_length=MAX_PARAMETERS)]],
        Field(max_length=MAX_RULES),
    ] = Field(default={})
    pinned: Annotated[tuple[Pin, ...], Field(max_length=100)] = ()

    @model_validator(mode="after")
    def _places_are_known(self) -> Self:
        problems = [*unknown_places(self.availability, self.places, "availability")]
        if problems:
            raise Inconsistent(*problems)
        return self


def unknown_places(
    windows: tuple[Window, ...], places: dict[str, Place], where: str
) -> Iterator[Problem]:
    for index, window in enumerate(windows):
        if window.place is not None and window.place not in places:
            message = f"is no place that places lists{nearest(window.place, places)}"
            yield Problem(f"{where}[{index}].place", quoted(window.place), message)


class SeasonException(Document):
    """Days that are different: a holiday, a journey, another place."""

    model_config = ConfigDict(serialize_by_alias=True)

    since: Annotated[Day, Field(alias="from")]
    to: Day
    """The last day."""
    availability: _Weekly | None = None
    """The windows of these days, none with an empty list; null: as ever."""
    run_windows: _RunWindows | None = None
    """The same for runs: on other days than those of these windows there is none."""
    places: _Places = Field(default={})
    """Instead of, or beside, those of every week."""
    note: Annotated[str, Field(max_length=200)] | None = None

    @property
    def first_day(self) -> date_of_day:
        return date_of_day.fromisoformat(self.since)

    @property
    def last_day(self) -> date_of_day:
        return date_of_day.fromisoformat(self.to)

    def holds(self, day: date_of_day) -> bool:
        return self.first_day <= day <= self.last_day

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if self.to < self.since:
            raise ValueError(f"ends on {self.to}, before it begins on {self.since}; change one")
        return self


class WeekOverride(Document):
    """What one week has instead; what is null is as it would be."""

    week: Day
    """Any of its days."""
    phase: Phase | None = None
    deload: bool | None = None
    availability: _Weekly | None = None
    limits: Limits | None = None
    runs: Annotated[tuple[Run, ...], Field(max_length=MAX_RUNS)] | None = None
    frozen: bool = False
    """True: once it is planned, its plan stays, whatever changes."""

    @property
    def day(self) -> date_of_day:
        return date_of_day.fromisoformat(self.week)


class SeasonRequest(Document):
    """An athlete, a goal, how they run, and what stays from week to week."""

    athlete: Athlete
    start: Day
    """First day of the first week."""
    timezone: AnyName = "UTC"
    goal: Goal | None = None
    """A race, or weeks without one; may be left out for the weeks from the couch to 5 km."""
    races: Annotated[tuple[RaceOnTheWay, ...], Field(max_length=MOST_RACES)] = ()
    running: Running
    week: EveryWeek
    exceptions: Annotated[tuple[SeasonException, ...], Field(max_length=_MOST_EXCEPTIONS)] = ()
    overrides: Annotated[tuple[WeekOverride, ...], Field(max_length=MOST_WEEKS)] = ()
    exact_weeks: Annotated[int, Field(ge=1, le=MOST_EXACT_WEEKS)] = DEFAULT_EXACT_WEEKS
    """The weeks ahead that are planned and proven; beyond them a season is coarse."""
    flexibility: Annotated[int, Field(ge=0, le=MOST_FLEXIBILITY)] | None = None
    """Sessions of stretches a week after runs, 0: none; null: as the catalog has it."""
    choices: RunChoices = RunChoices()

    @model_validator(mode="after")
    def _starts_in_a_zone(self) -> Self:
        # The week's own reading knows zones and how they are written.
        zone = Week(start=self.start, timezone=self.timezone).timezone
        object.__setattr__(self, "timezone", zone)
        return self

    @property
    def first_day(self) -> date_of_day:
        return date_of_day.fromisoformat(self.start)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        problems = [*self._contradictions()]
        if problems:
            raise Inconsistent(*problems)
        return self

    def _contradictions(self) -> Iterator[Problem]:
        for index, one in enumerate(self.exceptions):
            places = {**self.week.places, **one.places}
            where = f"exceptions[{index}].availability"
            yield from unknown_places(one.availability or (), places, where)
        for index, override in enumerate(self.overrides):
            where = f"overrides[{index}].availability"
            yield from unknown_places(override.availability or (), self.week.places, where)
        for name, windows in (
            ("week.run_windows", self.week.run_windows),
            *((f"exceptions[{i}].run_windows", e.run_windows or ())
              for i, e in enumerate(self.exceptions)),
        ):  # fmt: skip
            for index, window in enumerate(windows):
                if WEEKDAY_TIME.match(window.start) is None:
                    message = "is no weekly time; write it as Tue 18:00"
                    yield Problem(f"{name}[{index}].start", quoted(window.start), message)


class SeasonNotes(Document):
    """How the week was, beside what was done."""

    ill: bool = False
    """A fever, or an illness that kept from training."""


class SeasonLog(Document):
    """What became of one week of a season."""

    week: Day
    """Its first day."""
    sessions: Annotated[tuple[LogEntry, ...], Field(max_length=MOST_LOG_ENTRIES)] = ()
    """As ``previous.log``.  Without any the sessions were done as planned, unless missed."""
    missed: Annotated[tuple[AnyName, ...], Field(max_length=MAX_SESSIONS)] = ()
    runs: Annotated[tuple[RunReport, ...], Field(max_length=MAX_RUNS)] = ()
    tests: Annotated[tuple[FitnessResult, ...], Field(max_length=_MOST_TESTS)] = ()
    """Results of the fitness test; they count from the next week on."""
    notes: SeasonNotes = SeasonNotes()


class FlexibilitySession(Answered):
    """Stretches that follow a run, on a day without strength."""

    id: AnyName
    start: AnyName
    """Local time with its offset, ISO 8601: the end of the run."""
    minutes: Annotated[int, Field(ge=1, le=180)]
    after_run: AnyName
    items: Annotated[tuple[Item, ...], Field(max_length=MAX_ENTRIES)]
    why: Text

    @property
    def starts_at(self) -> datetime:
        return datetime.fromisoformat(self.start)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


class SeasonWeek(Answered):
    """One week: its phase and runs, and where it is near, its request and its result."""

    number: Annotated[int, Field(ge=1, le=2 * MOST_WEEKS)]
    start: Annotated[str, Field(max_length=10)]
    state: WeekState
    phase: Phase
    deload: bool = False
    weeks_to_race: Annotated[int, Field(ge=1, le=MOST_WEEKS)] | None = None
    """The week of the race is 1; null after it and without one."""
    runs: Annotated[tuple[PlannedRun, ...], Field(max_length=MAX_RUNS)] = ()
    running_minutes: Annotated[int, Field(ge=0, le=20_000)] = 0
    """Of its runs but races."""
    sessions: tuple[int, int]
    """Strength sessions: least and most, of a planned week as many as it has."""
    sets: tuple[int, int]
    """Working sets in the same way."""
    strength_minutes: tuple[int, int]
    flexibility: Annotated[tuple[FlexibilitySession, ...], Field(max_length=MOST_FLEXIBILITY)] = ()
    """Of a planned week."""
    request: Request | None = None
    result: Result | None = None
    log: SeasonLog | None = None
    note: Text | None = None

    @property
    def first_day(self) -> date_of_day:
        return date_of_day.fromisoformat(self.start)


class SeasonChange(Answered):
    """What another step of a season changed in a week that was planned, and why."""

    week: Annotated[int, Field(ge=1, le=2 * MOST_WEEKS)]
    sentence: Text
    why: Text


class DroppedEntry(Answered):
    """A run, or a session of strength or stretches, of an earlier step that the season no longer
    has: calendars cancel it."""

    kind: Literal["run", "session", "flexibility"]
    week: Day
    """First day of its week."""
    id: AnyName
    name: Text
    start: AnyName
    end: AnyName

    @property
    def starts_at(self) -> datetime:
        return datetime.fromisoformat(self.start)

    @property
    def ends_at(self) -> datetime:
        return datetime.fromisoformat(self.end)


class Season(Answered):
    """Every week from its first day to the weeks after the race."""

    status: SeasonStatus
    """``proven``: every exact week is; ``infeasible``: there is no such season, ``reason`` and
    ``cures`` say why and what could be."""
    athlete_id: AnyName
    sentence: Text
    reason: Text | None = None
    cures: Annotated[tuple[RunCure, ...], Field(max_length=10)] = ()
    request: SeasonRequest
    weeks: Annotated[tuple[SeasonWeek, ...], Field(max_length=2 * MOST_WEEKS)] = ()
    revision: Annotated[int, Field(ge=0, le=MOST_REVISIONS)] = 0
    """How many times it went on, with a log or a change: a calendar's events are newer by it."""
    next_week: Annotated[int, Field(ge=1, le=2 * MOST_WEEKS)] | None = None
    """The number of the first week that is not done; null: the season is over."""
    changes: Annotated[tuple[SeasonChange, ...], Field(max_length=MAX_ENTRIES)] = ()
    dropped: Annotated[tuple[DroppedEntry, ...], Field(max_length=MOST_DROPPED)] = ()
    """What earlier steps had ahead and this one has not, the newest last."""
    choices: Annotated[tuple[ChosenOption, ...], Field(max_length=20)] = ()
    notes: Annotated[tuple[Text, ...], Field(max_length=MAX_ENTRIES)] = ()
    versions: Versions
    fingerprint: Text = ""
    """``sha256:`` over what was asked, the catalog and the software; empty: of an older release."""

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        first = self.request.first_day
        for one in self.dropped:
            _refuse_dropped(one, first)
        if self.weeks and first.year + len(self.weeks) // 50 >= date_of_day.max.year:
            raise ValueError(f"begins on {self.request.start}, where no season can end")
        is_ahead = False
        for index, week in enumerate(self.weeks):
            start = (first + timedelta(weeks=index)).isoformat()
            _refuse_other_times(week, first + timedelta(weeks=index))
            if week.number != index + 1 or week.start != start:
                raise ValueError(
                    f"has week {week.number} of {week.start} where week {index + 1} of {start}"
                    " belongs; give a season as it was answered"
                )
            is_ahead |= week.state != "done"
            if is_ahead and week.state == "done":
                raise ValueError(f"has week {week.number} as done after one that is not")
        return self

    def week_of(self, number: int) -> SeasonWeek:
        return self.weeks[number - 1]

    @property
    def done(self) -> tuple[SeasonWeek, ...]:
        """The weeks behind."""
        return tuple(week for week in self.weeks if week.state == "done")


def _refuse_dropped(one: DroppedEntry, first: date_of_day) -> None:
    """Raises ``ValueError`` for what was dropped at no time of a week of the season."""
    week = date_of_day.fromisoformat(one.week)
    moments = [instant_in(text) for text in (one.start, one.end)]
    away = (week - first).days
    if (
        not 0 <= away < 7 * 2 * MOST_WEEKS
        or week.year >= date_of_day.max.year - 1
        or any(m is None or not -1 <= (m.date() - week).days <= 9 for m in moments)
    ):
        raise ValueError(
            f"has dropped {one.kind} {quoted(one.id)} at {quoted(one.start)}, which is no time of a"
            " week of it; give a season as it was answered"
        )


def _refuse_other_times(week: SeasonWeek, first: date_of_day) -> None:
    """Raises ``ValueError`` for runs and sessions whose times are none, or of another week."""
    plan = None if week.result is None else week.result.plan
    sessions = () if plan is None else plan.sessions
    named = [("run", run.id, run.start) for run in week.runs]
    named += [("session", session.id, session.start) for session in sessions]
    named += [("flexibility session", one.id, one.start) for one in week.flexibility]
    for kind, name, start in named:
        moment = instant_in(start)
        # A session late in a week may lie on the day after it by another zone's clock.
        if moment is None or not -1 <= (moment.date() - first).days <= 7:
            raise ValueError(
                f"has {kind} {quoted(name)} at {quoted(start)}, which is no time of its week; give"
                " a season as it was answered"
            )
    if any(not 1 <= run.minutes <= 2880 for run in week.runs):
        raise ValueError("has a run without minutes, or of more than two days")
