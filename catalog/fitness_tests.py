"""Fitness tests: what is asked before them, how each is done, and what its result says.

Entries like those of ``catalog/models.py``, whose words they use.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from catalog.models import Entry, Id, Text

Sex = Literal["f", "m"]
TestUnit = Literal["repetitions", "seconds", "centimetres", "points", "kilograms"]
SpeaksFor = Literal["strength", "balance", "range", "quality", "landing"]
"""What a result says something of; only ``strength`` can mark a muscle as weak."""
ReadAs = Literal["value", "share_of_norm", "share_of_body_mass"]

_Age = Annotated[int, Field(ge=0, le=120)]
_Amount = Annotated[float, Field(ge=0, le=1000)]


class ScreenQuestion(Entry):
    """One question of the health screen; a yes to any means no test."""

    id: Id
    place: Annotated[int, Field(ge=1, le=100)]
    """In the order of asking."""
    asks: Text
    refer: Text
    """What to do after a yes."""
    source: Text
    basis: Text


class OfWhom(Entry):
    """For whom a row holds; the row of the highest ``age_from`` that is reached counts."""

    sex: Sex | None = None
    """None: for both, and where it is not told."""
    age_from: _Age = 0


class Norm(OfWhom):
    """What people of a sex and age reach, as the source has it."""

    value: Annotated[float, Field(gt=0, le=1000)]


class Bounds(OfWhom):
    """Where levels begin, and below what a result is weak, in what ``read_as`` says."""

    variant: Id | None = None
    """Only for results of this variant of the test; None: of any."""
    exercises: tuple[Id, ...] = ()
    """Only for results with one of these; empty: with any."""
    intermediate_from: _Amount | None = None
    advanced_from: _Amount | None = None
    weak_below: _Amount | None = None
    weak_below_value: _Amount | None = None
    """Weak too where the plain value is below, whatever ``read_as`` says."""

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if (self.intermediate_from is None) != (self.advanced_from is None):
            raise ValueError(
                "intermediate_from and advanced_from go together: give both or neither"
            )
        if (self.intermediate_from or 0) >= (self.advanced_from or 1001):
            raise ValueError(
                f"advanced_from = {self.advanced_from:g} is not above intermediate_from ="
                f" {self.intermediate_from:g}; correct one of them"
            )
        return self


class StartingDose(Entry):
    """What to begin with after a result below ``below``; the last one has none."""

    below: Annotated[float, Field(gt=0, le=1000)] | None = None
    says: Text


class FitnessTest(Entry):
    """One test: its steps, who must not do it, how its result is read and what follows."""

    id: Id
    name: Text
    place: Annotated[int, Field(ge=1, le=100)]
    """In the order of testing: range and balance, quality, jump, strength, endurance."""
    minutes: Annotated[float, Field(gt=0, le=30)]
    """With the rests inside it, both sides."""
    unit: TestUnit
    per_side: bool = False
    better: Literal["higher", "lower"] = "higher"
    least: _Amount = 0
    most: Annotated[float, Field(gt=0, le=1000)]
    """A result outside is a slip of the hand."""
    variants: tuple[Id, ...] = ()
    """One of them has to be told with a result; empty: there are none."""
    with_exercise: tuple[Id, ...] = ()
    """A result names one of these and its repetitions; empty: it names none."""
    sets_lift: bool = False
    """True: a result is a load to begin with."""
    equipment: tuple[Annotated[tuple[Id, ...], Field(min_length=1)], ...] = ()
    """All-of any-of, as of an exercise."""
    least_weeks_of_strength: Annotated[int, Field(ge=0, le=104)] = 0
    steps: Annotated[tuple[Text, ...], Field(min_length=1)]
    stop_rules: tuple[Text, ...] = ()
    """Beside those that every test has."""
    groups: tuple[Id, ...]
    """Parts of the body that it tires; no two tests in a row share one."""
    contraindications: tuple[Id, ...] = ()
    """Injuries with which it is not done."""
    cautions: tuple[Id, ...] = ()
    """Injuries with which it is done with caution and never sets the level."""
    speaks_for: SpeaksFor
    sets_level: bool = False
    muscles: tuple[Id, ...] = ()
    read_as: ReadAs = "value"
    norms: tuple[Norm, ...] = ()
    usual: Annotated[float, Field(gt=0, le=1000)] | None = None
    """The norm where age and sex are not told."""
    bounds: tuple[Bounds, ...] = ()
    detectable_change: Annotated[float, Field(gt=0, le=1000)] | None = None
    """A difference up to it is the test's own noise; None: no two results are compared."""
    detectable_percent: Annotated[float, Field(gt=0, le=100)] | None = None
    """The same in percent of the result before."""
    symmetry_percent: Annotated[int, Field(ge=50, le=100)] | None = None
    """Sides differ where the worse is below so much of the better, beyond the noise."""
    adds: tuple[Id, ...] = ()
    """Exercises that help after a poor result."""
    starting_doses: tuple[StartingDose, ...] = ()
    impact_below: _Amount | None = None
    """With less on either side, no exercise of impact 2 or more."""
    impact_again_from: _Amount | None = None
    single_leg_from: _Amount | None = None
    """Of a test where less is better: with so much on either side, work on one leg with a weight
    only as a beginner's."""
    source: Text
    basis: Text
    doubt: Text | None = None

    @property
    def tells_strength(self) -> bool:
        return self.speaks_for == "strength"

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.least >= self.most:
            raise ValueError(f"most = {self.most:g} is not above least = {self.least:g}")
        if self.read_as == "share_of_norm" and self.usual is None:
            raise ValueError("read_as = 'share_of_norm' without usual; give it")
        if self.symmetry_percent is not None and not self.per_side:
            raise ValueError("symmetry_percent is only for a test of each side; leave it out")
        if self.symmetry_percent is not None and self.detectable_change is None:
            raise ValueError("symmetry_percent needs detectable_change; give it")
        if self.tells_strength and self.detectable_change is None:
            weak = [b for b in self.bounds if b.weak_below or b.weak_below_value]
            if weak:
                raise ValueError(
                    "weak_below without detectable_change: a result is weak beyond the test's"
                    " noise, so give that too"
                )
        if not self.tells_strength:
            levels = [b for b in self.bounds if b.intermediate_from is not None]
            if self.sets_level or levels:
                raise ValueError(
                    f"speaks_for = {self.speaks_for!r}: only a test of strength sets a level"
                )
        if self.sets_level and not any(b.intermediate_from is not None for b in self.bounds):
            raise ValueError("sets_level without bounds that tell levels; give them")
        if (self.impact_below is None) != (self.impact_again_from is None):
            raise ValueError("impact_below and impact_again_from go together: give both or neither")
        if self.single_leg_from is not None and self.better != "lower":
            raise ValueError("single_leg_from is only for a test with better = 'lower'")
        return self


class Battery(Entry):
    """Tests that are done on one day."""

    id: Id
    name: Text
    tests: Annotated[tuple[Id, ...], Field(min_length=1)]
    source: Text
    basis: Text
