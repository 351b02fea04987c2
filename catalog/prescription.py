"""How hard and how heavy: doses by role, level and phase, usual weights, ladders of variants.

Entries like those of ``catalog/models.py``, whose words they use.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from catalog.models import Entry, Id, Phase, Stage, Text

DoseRole = Literal[
    "main_lift", "external_lift", "calf_lift", "accessory", "body_lift", "circuit", "core",
    "loaded_hold", "plyometric",
]  # fmt: skip
"""By what an exercise is dosed; unlike its role in a session it is the same in all of a week."""
DOSE_ROLES: tuple[DoseRole, ...] = (
    "main_lift", "external_lift", "calf_lift", "accessory", "body_lift", "circuit", "core",
    "loaded_hold", "plyometric",
)  # fmt: skip
LIFT_ROLES: frozenset[DoseRole] = frozenset({"main_lift", "external_lift", "calf_lift"})
"""Those whose dose is also a share of the one-repetition maximum."""

_Amount = Annotated[int, Field(ge=0, le=600)]
Bounds = Annotated[tuple[_Amount, ...], Field(min_length=2, max_length=2)]
Unit = Literal["kg", "lb"]


class PrescribedDose(Entry):
    """One cell of the table; every pair is [least, most]."""

    sets: Bounds
    """Of one exercise in a session."""
    reps: Bounds | None = None
    rir: Bounds | None = None
    """Repetitions left in reserve."""
    hold_seconds: Bounds | None = None
    reserve_seconds: Bounds | None = None
    """How much longer the hold could be held."""
    percent_1rm: Bounds | None = None
    """Of the one-repetition maximum."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for name in ("sets", "reps", "rir", "hold_seconds", "reserve_seconds", "percent_1rm"):
            bounds: tuple[int, ...] | None = getattr(self, name)
            if bounds is not None and bounds[0] > bounds[1]:
                raise ValueError(f"{name} = {list(bounds)}: write [least, most]")
        for amount, reserve in (("reps", "rir"), ("hold_seconds", "reserve_seconds")):
            if (getattr(self, amount) is None) != (getattr(self, reserve) is None):
                raise ValueError(f"{amount} and {reserve} go together: give both or neither")
        for name in ("reps", "hold_seconds"):
            bounds = getattr(self, name)
            if bounds is not None and bounds[0] < 1:
                raise ValueError(f"{name} = {list(bounds)}: both are at least 1")
        for name in ("rir", "reserve_seconds", "percent_1rm"):
            bounds = getattr(self, name)
            if bounds is not None and bounds[0] < 0:
                raise ValueError(f"{name} = {list(bounds)}: both are at least 0")
        if self.percent_1rm is not None and self.percent_1rm[1] > 100:
            raise ValueError(f"percent_1rm = {list(self.percent_1rm)}: at most 100")
        return self


class Prescription(Entry):
    """The dose of one role for one stage, by phase."""

    id: Id
    role: DoseRole
    stage: Stage
    off_season: PrescribedDose
    pre_season: PrescribedDose
    in_season: PrescribedDose
    taper: PrescribedDose
    post_race: PrescribedDose
    source: Text
    basis: Text

    def of(self, phase: Phase) -> PrescribedDose:
        found: PrescribedDose = getattr(self, phase)
        return found


class WeightSteps(Entry):
    """The weights that a thing comes in, from the least in steps; amounts in one unit."""

    least: Annotated[float, Field(gt=0, le=500)]
    """Of a barbell the empty bar."""
    step: Annotated[float, Field(gt=0, le=100)]
    wide_from: Annotated[float, Field(gt=0, le=1000)] | None = None
    """From here on in wider steps; None: never."""
    wide_step: Annotated[float, Field(gt=0, le=100)] | None = None
    most: Annotated[float, Field(gt=0, le=1500)]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.wide_from is None) != (self.wide_step is None):
            raise ValueError("wide_from and wide_step go together: give both or neither")
        if self.most < self.least:
            raise ValueError(f"most = {self.most:g} is below least = {self.least:g}")
        return self

    def weights(self) -> tuple[float, ...]:
        """All of them, the lightest first."""
        found: list[float] = []
        weight = self.least
        while weight <= self.most + 1e-9:
            found.append(round(weight, 3))
            is_wide = self.wide_from is not None and weight >= self.wide_from - 1e-9
            weight += self.wide_step if is_wide and self.wide_step is not None else self.step
        return tuple(found)


class UsualWeights(Entry):
    """What a thing usually comes in, where a place does not say; the id is the equipment's."""

    id: Id
    kg: WeightSteps
    lb: WeightSteps
    source: Text
    basis: Text

    def steps(self, unit: Unit) -> WeightSteps:
        return self.kg if unit == "kg" else self.lb


ANY_WEIGHT: dict[Unit, WeightSteps] = {
    "kg": WeightSteps(least=1, step=1, most=200),
    "lb": WeightSteps(least=2, step=2, most=440),
}
"""Of a thing for which no usual weights are known."""


class Ladder(Entry):
    """Variants of one movement without a weight, from easy to hard."""

    id: Id
    name: Text
    rungs: Annotated[tuple[Id, ...], Field(min_length=2)]
    top: Annotated[int, Field(ge=1, le=60)]
    """Repetitions in every set from which the next rung is due; of a hold see the evidence."""
    source: Text
    basis: Text


class LoadTransfer(Entry):
    """How much of the load of a known exercise another begins with, where nothing tells its own.

    All weights that are used at once count together.
    """

    id: Id
    exercise: Id
    known: Id
    percent: Annotated[float, Field(gt=0, le=200)]
    source: Text
    basis: Text

    @model_validator(mode="after")
    def _has_two(self) -> Self:
        if self.exercise == self.known:
            raise ValueError(f"exercise and known are both {self.known!r}; name two")
        return self


class StartLoad(Entry):
    """With how much of the body mass an exercise begins whose load nothing tells; the id is the
    exercise's.

    All weights that are used at once count together.
    """

    id: Id
    percent: Annotated[
        tuple[Annotated[float, Field(gt=0, le=200)], ...], Field(min_length=2, max_length=2)
    ]
    """Women, men."""
    source: Text
    basis: Text

    @model_validator(mode="after")
    def _does_not_fall(self) -> Self:
        if self.percent[0] > self.percent[1]:
            raise ValueError(f"percent = {list(self.percent)}: write women's share, then men's")
        return self

    def percent_of(self, sex: Literal["f", "m"] | None) -> float:
        """The lesser of the two where the sex is not told."""
        return self.percent[1 if sex == "m" else 0]


class LogNames(Entry):
    """What training programs call an exercise in their logs; the id is the exercise's."""

    id: Id
    names: Annotated[tuple[Text, ...], Field(min_length=1)]
