"""What a person asks for: one athlete's week.

The documents of this module and of ``result.py`` are the product's contract; they travel unchanged
through every door.  Here only the shape is checked.  What needs the calendar (overlaps, times
outside the week) is checked in ``case/timeline.py``, what needs the catalog (ids) in
``building/case_of.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    JsonValue,
    ValidationInfo,
    field_validator,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from catalog.fitness_tests import Sex
from catalog.models import Emphasis, Level, Phase, Recovery
from optimizer.documents.errors import Gathered, Inconsistent, Problem
from optimizer.documents.fitness import MOST_RESULTS, FitnessResult, Screen
from optimizer.documents.result import MAX_EXERCISES, MAX_SESSIONS, Plan
from optimizer.documents.strength import MOST_LOG_ENTRIES, Day, Lift, LogEntry, Place, Units
from optimizer.documents.text_limits import MAX_NAME, AnyName
from optimizer.documents.wording import counted, nearest, quoted
from optimizer.documents.written_times import (
    NoTime,
    end_after,
    is_moment,
    window_id,
    written_moment,
)
from optimizer.documents.zone_names import zone_called, zone_names

MAX_RUNS = 200
MAX_PLACED_RUNS = 14
"""Without a start of their own, of one week."""
MAX_RUN_WINDOWS = 28
"""Of one run."""
MAX_WINDOWS = 100
MAX_PLACES = 100
MAX_INJURIES = 50
MAX_RULES = 100
MAX_PARAMETERS = 50
"""Of one rule."""

RunKind = Literal["easy", "long", "tempo", "interval", "race"]
KEY_RUN_KINDS: frozenset[RunKind] = frozenset({"long", "tempo", "interval", "race"})


def _printable(value: str) -> str:
    """Names come back on terminals and in files, so control characters stay out.

    Those that join letters or pictures, or keep them apart, are part of names.
    """
    shown = value.replace("\u200c", "").replace("\u200d", "")
    if not shown.isprintable() or not shown.strip():
        raise ValueError("has characters that cannot be printed; use plain text")
    return value


Name = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_printable)]


def _understood(value: str) -> str:
    """A time as the rest of the software has it; one that is none is told where times are read."""
    try:
        return written_moment(value)
    except NoTime:
        return value


When = Annotated[str, Field(min_length=2, max_length=40), AfterValidator(_understood)]
"""``Tue 19:00`` or ``2026-11-24T19:00``, also as people write it; see ``written_times.py``."""


def _without_default(schema: dict[str, object]) -> None:
    schema.pop("default", None)


class Document(BaseModel):
    """A part of a request: immutable; an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class PresentInjury(Document):
    """An injury as it is now; where only the id is told, it is written as the id alone."""

    id: AnyName
    stage: AnyName | None = None
    """None: the first stage."""
    site: AnyName | None = None

    @model_validator(mode="before")
    @classmethod
    def _of_its_id(cls, value: object) -> object:
        if isinstance(value, str):
            return {"id": value}
        if isinstance(value, (dict, cls)):
            return value
        raise ValueError("is no injury; write its id, or an object with id, stage and site")

    @model_serializer(mode="plain")
    def _short(self) -> str | dict[str, str]:
        fields = {"id": self.id, "stage": self.stage, "site": self.site}
        found = {name: value for name, value in fields.items() if value is not None}
        return found if len(found) > 1 else self.id

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Both forms, whether a document is read or written."""
        optional = {"type": ["string", "null"], "maxLength": MAX_NAME, "default": None}
        described: JsonSchemaValue = {
            "title": "PresentInjury",
            "anyOf": [
                {
                    "type": "string",
                    "maxLength": MAX_NAME,
                    "description": "The id alone: its first stage.",
                },
                {
                    "title": "InjuryAtStage",
                    "type": "object",
                    "properties": {
                        "id": {"type": "string", "maxLength": MAX_NAME},
                        "stage": optional,
                        "site": optional,
                    },
                    "required": ["id"],
                    "additionalProperties": False,
                },
            ],
            "description": cls.__doc__ or "",
        }
        return described


class Athlete(Document):
    """Who trains; ``level`` may be left out where ``tests`` or a yes of ``screen`` tell it."""

    id: Name
    tests: Annotated[tuple[FitnessResult, ...], Field(max_length=MOST_RESULTS)] = ()
    """Results of the fitness test: what is weak, which side comes first, where to begin."""
    screen: Screen | None = None
    """Answers to the health screen; no fitness test without it."""
    level: Annotated[Level | None, Field(validate_default=True)] = None
    """Not given (null): it follows from the tests."""
    injuries: Annotated[tuple[PresentInjury, ...], Field(max_length=MAX_INJURIES)] = ()
    weeks_of_strength: Annotated[int, Field(ge=0, le=5000)] | None = None
    """Weeks of regular strength work behind the athlete.  Unknown: 0 for a beginner, else 12."""
    lifts: Annotated[tuple[Lift, ...], Field(max_length=200)] = ()
    """Recent hard sets, from which first loads are computed."""
    units: Units = "kg"
    """For what is shown; a log or a lift may be in the other."""
    sex: Sex | None = None
    """For the norms of tests, like age and body mass; with the body mass also for first loads."""
    age_years: Annotated[int, Field(ge=10, le=110)] | None = None
    body_mass_kg: Annotated[float, Field(ge=25, le=300)] | None = None

    @field_validator("level")
    @classmethod
    def _level_or_results(cls, value: Level | None, info: ValidationInfo) -> Level | None:
        # What could not be read is not there.
        may_follow = any(info.data.get(name, True) for name in ("tests", "screen"))
        if value is None and not may_follow:
            raise PydanticCustomError("missing", "is required")
        return value

    @property
    def known_weeks_of_strength(self) -> int:
        if self.weeks_of_strength is not None:
            return self.weeks_of_strength
        return 0 if self.level == "beginner" else 12


class Week(Document):
    start: Day
    """Also as people write it, ``24.11.2026`` or ``Tue 24 Nov 2026``."""
    timezone: AnyName = "UTC"
    phase: Phase = "in_season"
    number: Annotated[int, Field(ge=1, le=520)] | None = None
    """Week of the training block, from 1; told, every fourth week is a deload."""

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        # ZoneInfo also opens files by relative path; only listed names are zones.
        zone = zone_called(value)
        if zone is None:
            is_offset = value.strip()[:1] in ("+", "-") or value.upper().startswith(("UTC", "GMT"))
            hint = "; name a place, as in Europe/Berlin"
            near = nearest(value, zone_names()) or hint
            offset = f"{hint}: an offset knows no summer time"
            raise ValueError(f"is no IANA time zone{offset if is_offset else near}")
        return zone

    @property
    def first_day(self) -> date:
        return date.fromisoformat(self.start)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def local_text(self, minute: int) -> str:
        """An instant, in minutes since 1970, as a request may write it: ``2026-11-24T19:00``."""
        moment = datetime.fromtimestamp(60 * minute, UTC).astimezone(self.zone)
        return moment.strftime("%Y-%m-%dT%H:%M")


class RunWindow(Document):
    """A time in which a run may start and end; a time of day alone is the next after the start."""

    start: When
    end: When

    @model_validator(mode="after")
    def _written_in_full(self) -> Self:
        if is_moment(self.start):
            with suppress(NoTime):
                object.__setattr__(self, "end", end_after(self.start, self.end))
        return self


RunWindows = Annotated[tuple[RunWindow, ...], Field(min_length=1, max_length=MAX_RUN_WINDOWS)]


class Run(Document):
    id: Name | None = None
    when: RunWindows | None = None
    """Instead of ``start``: the plan says when it is run, inside one of these windows."""
    start: Annotated[When | None, Field(validate_default=True)] = None
    minutes: Annotated[int, Field(ge=1, le=2880)]
    kind: RunKind = "easy"
    distance_km: Annotated[float, Field(gt=0, le=400)] | None = None
    """Only used to tell a marathon from a shorter race; without it the minutes decide."""

    @field_validator("start")
    @classmethod
    def _start_or_when(cls, value: str | None, info: ValidationInfo) -> str | None:
        # What could not be read is not there.
        windows = info.data.get("when", ())
        if value is None and windows is None:
            raise PydanticCustomError("missing", "is required")
        if value is not None and windows:
            raise ValueError("and when cannot both be told; leave one of them out")
        return value

    @model_validator(mode="after")
    def _races_stand(self) -> Self:
        if self.kind == "race" and self.when is not None:
            raise ValueError("a race is not placed by a plan; give its start instead of when")
        return self


def run_id(index: int, run: Run) -> str:
    """The id of a run, or the name of one without by its place among the request's runs."""
    return run.id if run.id is not None else f"run {index + 1}"


class RunRules(Document):
    """What holds among runs where some have no start; a run with a start stands in any case."""

    max_a_day: Annotated[int, Field(ge=1, le=4)] = 1
    hours_between_key_runs: Annotated[float, Field(ge=0, le=168)] = 48
    """From start to start."""
    long_after_key_run: bool = False
    """True: a long run may be placed on the day after a key run."""
    grid_minutes: Literal[5, 10, 15, 20, 30, 60] = 15
    """Placed runs start when a window opens, or on a whole so many minutes of the clock."""
    minutes_between: Annotated[int, Field(ge=0, le=720)] = 0
    """Free of strength before and after each placed run, at the least."""
    order: Annotated[tuple[Name, ...], Field(max_length=MAX_PLACED_RUNS)] = ()
    """Ids of runs, each of which starts after the one before it has ended."""


class Window(Document):
    """When and where a session may be held."""

    id: Annotated[Name, Field(json_schema_extra=_without_default)] = ""
    """Left out, it is made of weekday and start: ``tue-1900``."""
    start: When
    end: When | None = None
    """A time of day alone is the next one after the start."""
    minutes: Annotated[int, Field(ge=1, le=10080)] | None = None
    place: Name | None = None

    @model_validator(mode="after")
    def _written_in_full(self) -> Self:
        # A frozen model can be completed in no other way.
        if not self.id:
            object.__setattr__(self, "id", window_id(self.start))
        if self.end is not None and is_moment(self.start):
            with suppress(NoTime):
                object.__setattr__(self, "end", end_after(self.start, self.end))
        return self

    @model_validator(mode="after")
    def _has_one_length(self) -> Self:
        if (self.end is None) == (self.minutes is None):
            raise ValueError("give either end or minutes, and not both")
        return self


class Limits(Document):
    min_sessions: Annotated[int, Field(ge=0, le=7)] | None = None
    max_sessions: Annotated[int, Field(ge=0, le=7)] | None = None
    max_session_minutes: Annotated[int, Field(ge=1, le=600)] | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if (
            self.min_sessions is not None
            and self.max_sessions is not None
            and self.min_sessions > self.max_sessions
        ):
            raise ValueError(
                f"min_sessions {self.min_sessions} is above max_sessions {self.max_sessions};"
                " lower the first or raise the second"
            )
        return self


class Preferences(Document):
    avoid: Annotated[tuple[AnyName, ...], Field(max_length=MAX_EXERCISES, fail_fast=True)] = ()
    prefer: Annotated[tuple[AnyName, ...], Field(max_length=MAX_EXERCISES, fail_fast=True)] = ()
    style: Literal["supersets", "straight"] = "supersets"


class Pin(Document):
    """What must stay: a session in ``window``, an ``exercise`` this week, or both together.

    ``start`` holds the session of ``window`` then; ``sets`` fixes the exercise's dose there.  With
    0 ``sets`` the exercise is refused, in ``window`` or anywhere: it must not be done.
    """

    window: Name | None = None
    start: When | None = None
    exercise: AnyName | None = None
    sets: Annotated[int, Field(ge=0, le=10)] | None = None

    @property
    def refuses(self) -> bool:
        return self.sets == 0

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if self.window is None and self.exercise is None:
            raise ValueError("pins nothing; name a window, an exercise or both")
        if self.sets is not None and self.exercise is None:
            raise ValueError("sets without an exercise; name the exercise")
        if self.start is not None and self.window is None:
            raise ValueError("start without a window; name the window")
        if self.start is not None and self.refuses:
            raise ValueError("start with 0 sets; what is refused has no start, leave it out")
        return self


class PreviousWeek(Document):
    """Last week's plan and what became of it."""

    plan: Plan = Plan(sessions=())
    """Left out: there is none, and only the log tells of last week."""
    missed: Annotated[tuple[AnyName, ...], Field(max_length=MAX_SESSIONS, fail_fast=True)] = ()
    """Ids of the sessions that were not done; the others were."""
    log: Annotated[tuple[LogEntry, ...], Field(max_length=MOST_LOG_ENTRIES)] = ()
    """What was really done, of last week and before.  Without it loads and repetitions stay."""
    base: Plan | None = None
    """The last week that was no deload, for limits and kept exercises; untold: ``plan``."""
    ill: bool = False
    """A fever, or an illness that kept from training, since the sessions of ``plan``."""


class CurrentWeek(Document):
    """This week's plan so far and what became of it; what is ahead stays as far as it can."""

    plan: Plan
    done: Annotated[tuple[AnyName, ...], Field(max_length=MAX_SESSIONS, fail_fast=True)] = ()
    """Ids of sessions that were done, as they stand in the plan."""
    missed: Annotated[tuple[AnyName, ...], Field(max_length=MAX_SESSIONS, fail_fast=True)] = ()
    """Ids of sessions that were not done."""
    now: When | None = None
    """Nothing new starts before; sessions before it are done unless missed.  Untold: as far as the
    last session that is named."""


class Request(Document):
    """One athlete's week; the table of fields in docs/request.md explains each."""

    athlete: Athlete
    week: Week
    runs: Annotated[tuple[Run, ...], Field(max_length=MAX_RUNS)] = ()
    run_rules: RunRules = RunRules()
    availability: Annotated[tuple[Window, ...], Field(max_length=MAX_WINDOWS)]
    places: Annotated[dict[Name, Place], Field(max_length=MAX_PLACES)] = {}
    """Lists of equipment, or objects with ``equipment`` and ``weights``."""
    limits: Limits = Limits()
    emphasis: Emphasis = "balanced"
    recovery: Recovery = "day_after"
    """When strength stands: 24 hours after every run, or also on the days of hard ones."""
    preferences: Preferences = Preferences()
    rules: Annotated[
        dict[AnyName, Annotated[dict[AnyName, JsonValue], Field(max_length=MAX_PARAMETERS)]],
        Field(max_length=MAX_RULES),
    ] = {}
    """Parameters by rule id; their fields are those of the rule (``runstrong catalog rules``)."""
    previous: PreviousWeek | None = None
    current: CurrentWeek | None = None
    pinned: Annotated[tuple[Pin, ...], Field(max_length=100)] = ()
    on_conflict: Literal["relax", "fail"] = "relax"

    @model_validator(mode="after")
    def _one_made_id_each(self) -> Self:
        """Ids that were left out are told apart from those that were given, and from each other."""
        taken = {window.id for window in self.availability if "id" in window.model_fields_set}
        windows = []
        for window in self.availability:
            if "id" not in window.model_fields_set:
                name, number = window.id, 1
                while name in taken:
                    number += 1
                    name = f"{window.id}-{number}"
                if name != window.id:
                    window = window.model_copy(update={"id": name})
                taken.add(name)
            windows.append(window)
        object.__setattr__(self, "availability", tuple(windows))
        return self

    @model_validator(mode="after")
    def _consistent(self, info: ValidationInfo) -> Self:
        problems = [*self._contradictions()]
        if not problems:
            return self
        if isinstance(info.context, Gathered):
            info.context.problems += problems
            return self
        raise Inconsistent(*problems)

    def _contradictions(self) -> Iterator[Problem]:
        """What stands at one place and does not fit another, each with its path."""
        for name, ids in (
            ("availability", [window.id for window in self.availability]),
            ("runs", [run.id for run in self.runs]),
        ):
            first: dict[str, int] = {}
            for index, one in enumerate(ids):
                if one is not None and first.setdefault(one, index) != index:
                    message = f"is the id of {name}[{first[one]}] already; rename one"
                    yield Problem(f"{name}[{index}].id", quoted(one), message)
        placed = sum(run.when is not None for run in self.runs)
        if placed > MAX_PLACED_RUNS:
            most = f"{counted(MAX_PLACED_RUNS, 'runs')} of a week can be placed"
            message = f"have when instead of a start; at most {most}, so give some a start"
            yield Problem("runs", str(placed), message)
        known = [run.id for run in self.runs if run.id is not None]
        for index, name in enumerate(self.run_rules.order):
            at = f"run_rules.order[{index}]"
            if name not in known:
                yield Problem(at, quoted(name), f"is the id of no run{nearest(name, known)}")
            elif name in self.run_rules.order[:index]:
                yield Problem(at, quoted(name), "stands there already; name it once")
        for index, window in enumerate(self.availability):
            if window.place is not None and window.place not in self.places:
                message = f"is no place that places lists{nearest(window.place, self.places)}"
                yield Problem(f"availability[{index}].place", quoted(window.place), message)
        windows = {window.id for window in self.availability}
        for index, pin in enumerate(self.pinned):
            if pin.window is not None and pin.window not in windows:
                message = f"is no window of this request{nearest(pin.window, windows)}"
                yield Problem(f"pinned[{index}].window", quoted(pin.window), message)
