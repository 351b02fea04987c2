"""The fitness test as documents: who is tested, which tests in which order, what they found."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from catalog.fitness_tests import Sex, SpeaksFor, TestUnit
from catalog.models import Level, Phase
from optimizer.documents.fitness import (
    MOST_RESULTS,
    FirstSide,
    FitnessResult,
    ImpactReadiness,
    LevelFound,
    ResultChange,
    Screen,
    SingleLegWork,
    StartingLift,
    StartingWork,
    UncountedResult,
    WeakMuscles,
)
from optimizer.documents.request import MAX_INJURIES, Name, PresentInjury
from optimizer.documents.result import MAX_ENTRIES, Versions
from optimizer.documents.result import Document as Answered
from optimizer.documents.strength import Day, Document, Lift, Units
from optimizer.documents.text_limits import AnyName

AssessmentStatus = Literal["screen_first", "refused", "not_now", "battery", "assessed"]


class AssessedAthlete(Document):
    """What of an athlete the tests are read by; ``level`` only as it was chosen."""

    id: Name = "athlete"
    level: Level | None = None
    injuries: Annotated[tuple[PresentInjury, ...], Field(max_length=MAX_INJURIES)] = ()
    weeks_of_strength: Annotated[int, Field(ge=0, le=5000)] | None = None
    """Weeks of regular strength work; not told, they count as 0."""
    sex: Sex | None = None
    age_years: Annotated[int, Field(ge=10, le=110)] | None = None
    body_mass_kg: Annotated[float, Field(ge=25, le=300)] | None = None
    units: Units = "kg"


class AssessmentRequest(Document):
    """Who is tested; with ``tests`` what they found, without them which to do."""

    athlete: AssessedAthlete = AssessedAthlete()
    screen: Screen | None = None
    """Answers to the health screen by question; without them no test."""
    tests: Annotated[tuple[FitnessResult, ...], Field(max_length=MOST_RESULTS)] = ()
    """Results of this and of earlier dates."""
    kit: Annotated[str, Field(min_length=1, max_length=64)] = "home"
    """The battery: ``home``, ``short`` or ``gym``, or one of your own catalog."""
    only: Annotated[tuple[AnyName, ...], Field(max_length=50)] = ()
    """Single tests instead of a battery."""
    equipment: (
        Annotated[tuple[AnyName, ...], Field(max_length=MAX_ENTRIES, fail_fast=True)] | None
    ) = None
    """What is there, as ids and kits; not told: what the tests need."""
    phase: Phase | None = None
    """No tests in a taper or after a race."""
    date: Day | None = None
    """The day of asking, by which results are old; not told: today, where the machine's clock is
    looked at, else the day of the last result, which the sentence then says."""

    @field_validator("only")
    @classmethod
    def _each_once(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value))


class ScreenAnswer(Answered):
    """A question of the health screen, its answer, and what to do after a yes."""

    question: str
    asks: str
    answer: bool | None = None
    refer: str | None = None
    """Only after a yes."""
    source: str


class TestStep(Answered):
    """One test in its place: how it is done, and when it ends."""

    __test__ = False

    test: str
    name: str
    minutes: float
    unit: TestUnit
    per_side: bool
    variants: tuple[str, ...] = ()
    """A result names one of them; empty: there are none."""
    exercises: tuple[str, ...] = ()
    """A result names one of them, and its repetitions; empty: none."""
    speaks_for: SpeaksFor
    equipment: tuple[tuple[str, ...], ...] = ()
    """All-of any-of."""
    steps: tuple[str, ...]
    stop_rules: tuple[str, ...]
    caution: str | None = None
    """Why it is done with caution, and does not set the level."""
    source: str


class OmittedTest(Answered):
    """A test of the battery that is not for this athlete now."""

    test: str
    name: str
    why: str


class BatteryPlan(Answered):
    """The tests to do, in their order, with the warm-up before them."""

    kit: str | None = None
    minutes: float
    warm_up_minutes: float
    rest_minutes: float
    """Between two tests that tire, and between the sides."""
    tests: tuple[TestStep, ...]
    left_out: tuple[OmittedTest, ...] = ()
    when: tuple[str, ...]
    """On which day, and when again."""


class TestedAthlete(Answered):
    """What goes into ``athlete`` of a request, and into the next assessment."""

    __test__ = False

    screen: Screen | None = None
    tests: tuple[FitnessResult, ...] = ()
    lifts: tuple[Lift, ...] = ()


class Assessment(Answered):
    """What to test, or what the tests say; every verdict with its sentence and source."""

    status: AssessmentStatus
    """``screen_first``: the questions want answers; ``refused``: one was a yes, so no test;
    ``not_now``: the phase; ``battery``: which tests to do; ``assessed``: what they found."""
    athlete_id: str
    date: str | None = None
    """The day by which results are old; null without results."""
    sentence: str
    screen: tuple[ScreenAnswer, ...]
    battery: BatteryPlan | None = None
    level: LevelFound | None = None
    weak: tuple[WeakMuscles, ...] = ()
    first_side: tuple[FirstSide, ...] = ()
    ready_for_impact: ImpactReadiness | None = None
    single_leg: SingleLegWork | None = None
    """Null: no test says that work on one leg has to wait."""
    lifts: tuple[StartingLift, ...] = ()
    starts: tuple[StartingWork, ...] = ()
    changes: tuple[ResultChange, ...] = ()
    uncounted: tuple[UncountedResult, ...] = ()
    athlete: TestedAthlete = TestedAthlete()
    """To be put into the next request and the next assessment."""
    claim: str
    """What tests can say, and what they cannot."""
    versions: Versions
