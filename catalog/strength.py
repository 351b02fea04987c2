"""What makes a week strength work: effects of sets, main lifts, the coach's order.

Entries like those of ``catalog/models.py``, whose words they use.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from catalog.models import (
    LIFT_FAMILIES,
    PHASES,
    STAGES,
    Entry,
    Exercise,
    Id,
    LiftFamily,
    LoadClass,
    Pattern,
    Phase,
    Stage,
    Text,
)


class Quarters(Entry):
    """What one set is worth for a primary muscle, in quarters of a set, by load class."""

    drill: Annotated[int, Field(ge=0, le=4)]
    body: Annotated[int, Field(ge=0, le=4)]
    band: Annotated[int, Field(ge=0, le=4)]
    external: Annotated[int, Field(ge=0, le=4)]
    heavy: Annotated[int, Field(ge=0, le=4)]
    plyo: Annotated[int, Field(ge=0, le=4)]

    def of(self, load_class: LoadClass) -> int:
        found: int = getattr(self, load_class)
        return found


class EffectRow(Entry):
    """One row of the table of effects: for whom, when, and with a load at hand or not."""

    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)] = PHASES
    with_load: bool | None = None
    """True: some place has a weight; False: none has; None: either way."""
    quarters: Quarters

    def applies(self, stage: Stage, phase: Phase, *, with_load: bool) -> bool:
        return stage in self.stages and phase in self.phases and self.with_load in (None, with_load)


class Effects(Entry):
    """What sets are worth for some muscles; a secondary muscle gets half of it."""

    id: Id
    name: Text
    muscles: tuple[Id, ...] = ()
    """Empty: every muscle that no other entry names."""
    rows: tuple[EffectRow, ...]
    source: Text
    basis: Text

    def quarters(
        self, load_class: LoadClass, stage: Stage, phase: Phase, *, with_load: bool
    ) -> int:
        """Quarters of a set for a primary muscle."""
        for row in self.rows:
            if row.applies(stage, phase, with_load=with_load):
                return row.quarters.of(load_class)
        raise AssertionError("the rows leave nobody out")  # ``_rows_fit`` has seen to it.

    @model_validator(mode="after")
    def _rows_fit(self) -> Self:
        for stage in STAGES:
            for phase in PHASES:
                for with_load in (True, False):
                    fit = sum(row.applies(stage, phase, with_load=with_load) for row in self.rows)
                    if fit != 1:
                        load = "with" if with_load else "without"
                        raise ValueError(
                            f"rows: {fit} rows apply to {stage}, {phase}, {load} a load;"
                            " exactly one has to"
                        )
        return self


class MainLiftFamily(Entry):
    """A family of main lifts: which patterns and muscles make an exercise one of it."""

    id: LiftFamily
    name: Text
    patterns: Annotated[tuple[Pattern, ...], Field(min_length=1)]
    muscles: tuple[Id, ...] = ()
    """A member has one of them as primary; empty: any."""
    source: Text
    basis: Text

    def takes(self, exercise: Exercise) -> bool:
        return exercise.pattern in self.patterns and (
            not self.muscles or not set(self.muscles).isdisjoint(exercise.primary)
        )


class SetsByPhase(Entry):
    """Sets a week of each family."""

    off_season: Annotated[int, Field(ge=0, le=20)]
    pre_season: Annotated[int, Field(ge=0, le=20)]
    in_season: Annotated[int, Field(ge=0, le=20)]
    taper: Annotated[int, Field(ge=0, le=20)]
    post_race: Annotated[int, Field(ge=0, le=20)]

    def of(self, phase: Phase) -> int:
        found: int = getattr(self, phase)
        return found


class MainLiftWeek(Entry):
    """Main-lift sets that a week wants of each family, before its sessions limit them."""

    id: Stage
    sets: SetsByPhase
    source: Text
    basis: Text


class SetsByStage(Entry):
    """Most sets of one family in a session."""

    beginner_first4: Annotated[int, Field(ge=0, le=10)]
    beginner: Annotated[int, Field(ge=0, le=10)]
    intermediate: Annotated[int, Field(ge=0, le=10)]
    advanced: Annotated[int, Field(ge=0, le=10)]

    def of(self, stage: Stage) -> int:
        found: int = getattr(self, stage)
        return found


class MainLiftSession(Entry):
    """What a session of some length can hold of main lifts."""

    id: Id
    from_minutes: Annotated[int, Field(ge=0, le=600)]
    """It holds from this length on, up to that of the next entry."""
    most_families: Annotated[int, Field(ge=0, le=len(LIFT_FAMILIES))]
    most_sets: SetsByStage
    source: Text
    basis: Text


class WantedMovement(Entry):
    """A movement that a week does not go without where it can be done."""

    id: Id
    name: Text
    patterns: Annotated[tuple[Pattern, ...], Field(min_length=1)]
    muscles: tuple[Id, ...] = ()
    """Every primary muscle of an exercise of it is one of them; empty: any."""
    load_classes: Annotated[tuple[LoadClass, ...], Field(min_length=1)]
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)]
    from_sessions: Annotated[int, Field(ge=1, le=7)] = 1
    """Sessions that a week has room for, from which it is wanted."""
    in_sessions: Annotated[int, Field(ge=1, le=7)] = 1
    """Sessions of the week in which one and the same exercise of it stands."""
    source: Text
    basis: Text

    @model_validator(mode="after")
    def _has_room_for_its_sessions(self) -> Self:
        if self.in_sessions > self.from_sessions:
            raise ValueError(
                f"in_sessions is {self.in_sessions}, more than from_sessions {self.from_sessions}"
            )
        return self

    def takes(self, exercise: Exercise) -> bool:
        return (
            exercise.pattern in self.patterns
            and exercise.load_class in self.load_classes
            and (not self.muscles or set(self.muscles).issuperset(exercise.primary))
        )


class SecondChoice(Entry):
    """Exercises that a coach gives only where none of some better ones can be done.

    ``beside``: only where none of the better ones stands in the week too; together they are no
    second choice, and however many stand alone count once.
    """

    id: Id
    name: Text
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)] = STAGES
    """Whose second choice they are: a beginner may well begin with them."""
    exercises: Annotated[tuple[Id, ...], Field(min_length=1)]
    better: Annotated[tuple[Id, ...], Field(min_length=1)]
    beside: bool = False
    unless_injured: bool = False
    """True: no second choice for whom an injury asks to train one of its muscles."""
    price: Annotated[int, Field(ge=1, le=100)] | None = None
    """Weighted half sets that it counts; None: the evidence ``second_choice_price``."""
    source: Text
    basis: Text

    @model_validator(mode="after")
    def _no_circle(self) -> Self:
        both = sorted({*self.exercises} & {*self.better})
        if both:
            raise ValueError(f"better: {both[0]!r} is among the exercises too; keep it in one")
        return self


class Ranking(Entry):
    """A part of the coach's order: what a coach would rather take, the best first."""

    id: Id
    name: Text
    place: Annotated[int, Field(ge=1, le=1000)]
    """Where this part stands among the others; each place is taken once."""
    exercises: tuple[Id, ...]
