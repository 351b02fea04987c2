"""The runs ahead as documents: what is asked, and every week's runs with their bouts.

The fields are those of a season, of which this is the running side.
"""

from __future__ import annotations

from datetime import date as date_of_day
from datetime import datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue, field_validator, model_validator

from catalog.models import Level, Phase
from optimizer.documents.errors import Inconsistent, Problem
from optimizer.documents.request import (
    MAX_RUN_WINDOWS,
    MAX_RUNS,
    Name,
    Run,
    RunKind,
    RunWindow,
    Week,
    When,
)
from optimizer.documents.result import MAX_ENTRIES, Versions
from optimizer.documents.result import Document as Answered
from optimizer.documents.strength import Day, Document
from optimizer.documents.text_limits import AnyName, Text

RunningPlan = Literal["couch_to_5k", "custom", "given"]
Mix = Literal["pyramidal", "polarised", "time_poor"]
RacePriority = Literal["B", "C"]
Aim = Literal["finish", "good", "ambitious"]
BoutKind = Literal["warm_up", "walk", "run", "work", "recovery", "strides", "cool_down"]
RunsStatus = Literal["planned", "not_in_time", "stopped"]
MOST_WEEKS = 104
MOST_REPORTS = 1000
MOST_RACES = 20


class RunningAthlete(Document):
    """Who runs; ``level`` beginner: fewer days and later key runs."""

    id: Name = "athlete"
    level: Level = "intermediate"


class Goal(Document):
    """A race with its day and length, or so many weeks without one."""

    race: Day | None = None
    distance_km: Annotated[float, Field(gt=0, le=400)] | None = None
    weeks: Annotated[int, Field(ge=1, le=MOST_WEEKS)] | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.race is None) == (self.weeks is None):
            raise ValueError("give either race with distance_km, or weeks, and not both")
        if (self.race is None) != (self.distance_km is None):
            raise ValueError("race and distance_km go together: give both")
        return self

    @property
    def race_day(self) -> date_of_day | None:
        return None if self.race is None else date_of_day.fromisoformat(self.race)


class RaceOnTheWay(Document):
    """A race beside the goal, on its day."""

    date: Day
    distance_km: Annotated[float, Field(gt=0, le=400)]
    minutes: Annotated[int, Field(ge=1, le=2880)] | None = None
    """Not told: by the easy pace."""
    priority: RacePriority = "B"
    """``B``: no run the day before, easy days around it and after it as long as its length asks
    for; ``C``: in place of a key run, from the middle of training.  The A race is the goal."""

    @field_validator("priority", mode="before")
    @classmethod
    def _is_no_second_goal(cls, value: object) -> object:
        if isinstance(value, str) and value.upper() == "A":
            raise ValueError(
                "is the goal's alone: a season leads to one A race; give this one as B or C, or"
                " plan a season of its own from the day after the goal"
            )
        return value

    @property
    def day(self) -> date_of_day:
        return date_of_day.fromisoformat(self.date)


class RunReport(Document):
    """What became of a planned run."""

    id: Name
    date: Day
    minutes: Annotated[int, Field(ge=0, le=2880)] | None = None
    rpe: Annotated[float, Field(ge=0, le=10)] | None = None
    """Effort of 10."""
    pain: Annotated[int, Field(ge=0, le=10)] | None = None
    """The most in a bout, of 10."""
    pain_next_morning: Annotated[int, Field(ge=0, le=10)] | None = None
    place: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    """Where it hurt."""
    done: bool = True
    """False: not, or not every bout."""

    @property
    def day(self) -> date_of_day:
        return date_of_day.fromisoformat(self.date)


class Running(Document):
    """Which plan, and what the runner does now."""

    plan: RunningPlan
    days_a_week: Annotated[int, Field(ge=1, le=7)] | None = None
    """Wanted; couch to 5 km has three."""
    days_now: Annotated[int, Field(ge=1, le=7)] | None = None
    """At present, where it is fewer; a day more comes at most every third week."""
    minutes_a_week: Annotated[int, Field(ge=0, le=2000)] | None = None
    """The mean of the last four weeks."""
    longest_minutes: Annotated[int, Field(ge=0, le=600)] | None = None
    """The longest run of the last 30 days; of couch to 5 km the longest without a walk."""
    easy_seconds_per_km: Annotated[int, Field(ge=150, le=900)] | None = None
    """Easy pace, with which minutes are told as kilometres too."""
    times: Annotated[tuple[When, ...], Field(max_length=14)] = ()
    """Weekly times at which runs start, as ``Tue 18:00``; not told: spread over the week."""
    long_day: Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] | None = None
    first_week: Annotated[int, Field(ge=1, le=9)] | None = None
    """That couch to 5 km begins with; not told: by ``longest_minutes``."""
    heavier: bool = False
    """True: couch to 5 km takes its first two weeks twice each."""
    reports: Annotated[tuple[RunReport, ...], Field(max_length=MOST_REPORTS)] = ()
    today: Day | None = None
    """How far the plan has gone; not told: as far as the last report."""
    runs: Annotated[tuple[Run, ...], Field(max_length=MAX_RUNS)] = ()
    """Of a plan that is given: by weekday, every week, or dated."""

    @model_validator(mode="after")
    def _has_what_its_plan_reads(self) -> Self:
        # Passed over, a report of pain would be lost.
        problems = [
            Problem(name, "", f"is for the plan {plan}; leave it out of {self.plan}{cure}")
            for name, plan, cure in _OF_ONE_PLAN
            if self.plan != plan and getattr(self, name)
        ]
        if problems:
            raise Inconsistent(*problems)
        return self


_OF_ONE_PLAN: tuple[tuple[str, RunningPlan, str], ...] = (
    ("first_week", "couch_to_5k", ""),
    ("heavier", "couch_to_5k", ""),
    ("reports", "couch_to_5k", ", and log what became of its runs in a season"),
    ("runs", "given", ""),
)
"""Fields that one plan alone reads, with what to do besides."""


class RunChoices(Document):
    """Choices where the literature disagrees; each default is a named option of the catalog."""

    mix: Mix = "pyramidal"
    taper_weeks: Annotated[int, Field(ge=1, le=4)] | None = None
    weekly_growth: Literal[5, 10, 20] = 10
    long_run_cap_minutes: Annotated[int, Field(ge=60, le=210)] | None = None
    deload_every: Annotated[int, Field(ge=3, le=6)] = 4
    """A lighter week of runs and of strength every so many weeks."""
    aim: Aim = "finish"
    """How large the largest week gets."""


class RunsRequest(Document):
    """Who runs, from when, for what, and by which plan."""

    athlete: RunningAthlete = RunningAthlete()
    start: Day
    """First day of the first week."""
    timezone: AnyName = "UTC"
    goal: Goal | None = None
    races: Annotated[tuple[RaceOnTheWay, ...], Field(max_length=MOST_RACES)] = ()
    """Of a custom plan: races on the way to its goal."""
    running: Running
    choices: RunChoices = RunChoices()
    week: Annotated[dict[AnyName, JsonValue], Field(max_length=MAX_ENTRIES)] | None = None
    """A request without runs and dates; with it every week of the answer has its request."""

    @model_validator(mode="after")
    def _starts_in_a_zone(self) -> Self:
        # The week's own reading knows zones and how they are written.
        zone = Week(start=self.start, timezone=self.timezone).timezone
        object.__setattr__(self, "timezone", zone)
        return self

    @property
    def first_day(self) -> date_of_day:
        return date_of_day.fromisoformat(self.start)


class Bout(Answered):
    """A part of a run: so long, in one way."""

    kind: BoutKind
    seconds: Annotated[int, Field(ge=1, le=200_000)]
    effort: AnyName | None = None
    """How it feels."""


class PlannedRun(Answered):
    """One run: its time, its length and its bouts."""

    id: AnyName
    start: AnyName
    """Local time with its offset, ISO 8601; of one with ``when`` in a week that is not planned yet,
    the earliest."""
    minutes: int
    kind: RunKind
    name: AnyName
    distance_km: float | None = None
    """Of a race; else about so far at the easy pace that was told."""
    when: Annotated[tuple[RunWindow, ...], Field(max_length=MAX_RUN_WINDOWS)] = ()
    """Where the week decides its time: the windows it may stand in, by date."""
    bouts: Annotated[tuple[Bout, ...], Field(max_length=MAX_ENTRIES)] = ()
    """Without any, the whole run is one."""
    why: Text | None = None

    @property
    def day(self) -> date_of_day:
        return date_of_day.fromisoformat(self.start[:10])

    @property
    def starts_at(self) -> datetime:
        return datetime.fromisoformat(self.start)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def running_seconds(self) -> int:
        """Of running alone; walks are none."""
        if not self.bouts:
            return 60 * self.minutes
        return sum(bout.seconds for bout in self.bouts if bout.kind != "walk")


class RunWeek(Answered):
    """One week's runs."""

    number: int
    start: str
    state: Literal["done", "planned"] = "planned"
    """``done``: behind the runner, by the reports."""
    phase: Phase
    deload: bool = False
    minutes: int
    """Of its runs but races, by which weeks are compared: what caps and tapers count."""
    longest_minutes: int
    runs: tuple[PlannedRun, ...]
    program_week: float | None = None
    """Of couch to 5 km; a half step lies between two weeks."""
    note: str | None = None
    request: dict[str, JsonValue] | None = None
    """The week as a request, where the question has ``week``."""

    @property
    def first_day(self) -> date_of_day:
        return date_of_day.fromisoformat(self.start)

    @property
    def race_minutes(self) -> int:
        return sum(run.minutes for run in self.runs if run.kind == "race")


class RunCure(Answered):
    """What would do instead: a later race, a shorter one, or to run and walk it."""

    kind: Literal["later", "shorter", "run_walk"]
    sentence: Text
    patch: Annotated[
        tuple[Annotated[dict[str, JsonValue], Field(max_length=10)], ...], Field(max_length=100)
    ] = ()
    """RFC 6902 operations on the request; none where it only says something."""


class ChosenOption(Answered):
    """A choice that was made, by the athlete or as the default."""

    topic: AnyName
    choice: AnyName
    name: Text
    source: Text
    others: Annotated[tuple[AnyName, ...], Field(max_length=MAX_ENTRIES)] = ()


class RunsPlan(Answered):
    """Every week's runs."""

    status: RunsStatus
    """``planned``; ``not_in_time``: the race cannot be reached by then, and ``cures`` say what
    could be; ``stopped``: pain ends the plan until a clinician has seen it."""
    athlete_id: str
    plan: RunningPlan
    sentence: str
    weeks: tuple[RunWeek, ...] = ()
    cures: tuple[RunCure, ...] = ()
    choices: tuple[ChosenOption, ...] = ()
    notes: tuple[str, ...] = ()
    next_week: int | None = None
    """The first week that is ahead, where reports say how far the plan has gone."""
    versions: Versions
