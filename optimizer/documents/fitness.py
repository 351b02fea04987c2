"""What a fitness test found, and what it says: results as a request has them, and verdicts.

Each verdict has its sentence (``why``) and where it comes from (``source``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as date_of_day
from typing import Annotated, Literal

from pydantic import Field, model_validator

from catalog.models import Level
from optimizer.documents.errors import Inconsistent, Problem
from optimizer.documents.pointers import Listed
from optimizer.documents.result import Document as Answered
from optimizer.documents.strength import KG_PER_LB, Day, Document, Lift

Side = Literal["left", "right"]
SIDES: tuple[Side, ...] = ("left", "right")
MOST_RESULTS = 500

Screen = Annotated[dict[str, bool], Field(max_length=50)]
"""Answers to the health screen by question; True is yes."""


class FitnessResult(Document):
    """One result: of one side, where a test has two."""

    test: Annotated[str, Field(min_length=1, max_length=64)]
    date: Day
    value: Annotated[float, Field(ge=0, le=1000)]
    """In the unit of the test."""
    side: Side | None = None
    variant: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    """How it was done, where a test may be done in several ways."""
    exercise: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    """Of a test that finds a load."""
    reps: Annotated[int, Field(ge=1, le=30)] | None = None
    rir: Annotated[float, Field(ge=0, le=10)] | None = None
    """Repetitions that were left."""
    pain: Annotated[int, Field(ge=0, le=10)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _is_in_the_test_s_unit(cls, value: object) -> object:
        if isinstance(value, dict):
            problems = [*_other_units(value)]
            if problems:
                raise Inconsistent(*problems)
        return value

    @property
    def place(self) -> tuple[str, ...]:
        """By which results are put in order: that of time, then of the test."""
        parts = (self.date, self.test, self.side, self.exercise, self.variant)
        return tuple(part or "" for part in parts)

    @property
    def day(self) -> date_of_day:
        return date_of_day.fromisoformat(self.date)


_UNIT_FIELDS = ("unit", "units", "kg", "seconds", "cm", "repetitions", "points", "result", "score")


def _other_units(value: dict[object, object]) -> Iterator[Problem]:
    """Fields that say a unit, where a result is in that of its test."""
    pounds = value.get("lb")
    if isinstance(pounds, (int, float)) and not isinstance(pounds, bool):
        kilograms = round(pounds * KG_PER_LB, 1)
        message = f"a result is in kilograms; write value {kilograms:g} instead"
        yield Problem("lb", f"{pounds:g}", message)
    for name in _UNIT_FIELDS:
        if name in value:
            message = "is no field of a result: write value, in the unit of its test"
            yield Problem(name, "", message, Listed("tests"))


class LevelFound(Answered):
    """How far the athlete is, by tests and weeks of strength."""

    level: Level
    by_tests: dict[str, Level]
    """What each test that counts says."""
    why: str
    source: str


class WeakMuscles(Answered):
    """Muscles below a test's threshold by more than its noise."""

    test: str
    muscles: tuple[str, ...]
    side: Side | None = None
    """The worse one; null where the test has no sides."""
    value: float
    threshold: float
    detectable_change: float
    exercises: tuple[str, ...] = ()
    """That help."""
    why: str
    source: str


class FirstSide(Answered):
    """A side that is weaker beyond a test's noise: it begins every set of one side."""

    test: str
    muscles: tuple[str, ...]
    side: Side
    percent: float
    """Of the other side."""
    why: str
    source: str


class ImpactReadiness(Answered):
    """Whether exercises of impact 2 or more are offered; ``ready`` null: no test says it."""

    ready: bool | None
    why: str
    source: str


class SingleLegWork(Answered):
    """Why work on one leg with a weight is only a beginner's for now."""

    test: str
    side: Side | None = None
    value: float
    why: str
    source: str


class StartingLift(Answered):
    """A load to begin with, as ``athlete.lifts`` takes it."""

    lift: Lift
    why: str
    source: str


class StartingWork(Answered):
    """What to begin with after a test that finds no load."""

    test: str
    says: str
    exercises: tuple[str, ...] = ()
    why: str
    source: str


class ResultChange(Answered):
    """The last result beside the one before it."""

    test: str
    side: Side | None = None
    exercise: str | None = None
    before: float
    before_date: str
    after: float
    after_date: str
    is_real: bool
    """True: more than the test's noise."""
    why: str
    source: str


class UncountedResult(Answered):
    """A result that says nothing now, and why."""

    test: str
    date: str
    side: Side | None = None
    why: str
