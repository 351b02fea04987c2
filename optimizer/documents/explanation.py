"""The documents that explain a plan: why this, why not that, and what it would cost."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from optimizer.documents.difference import PlanDiff, WindowSets
from optimizer.documents.result import Document, Plan, Relaxation, Status


class Reason(Document):
    """What one rule says against something."""

    rule: str
    sentence: str


class TierPrice(Document):
    """One tier of the plan, and of the best week that is asked about."""

    name: str
    unit: str
    plan: int
    other: int
    bound: int
    """No such week can have less; what it costs is proven where ``other`` is equal."""
    difference: int
    """``other`` less ``plan``.  Of the tiers that differ the first is never below zero, unless the
    plan is not proven; what comes after it is only what follows."""


class WhatIf(Document):
    """The best week of another kind, held against the plan."""

    question: str
    """What that week does, as in ``a session in window thu``."""
    status: Status
    """``infeasible``: no week does it, whatever is relaxed.  ``unsolved``: none was found in time.
    """
    price: tuple[TierPrice, ...] = ()
    """Every tier that differs, or that is not proven, in the order that decides."""
    first_difference: str | None = None
    proven: bool = False
    """True: what the first difference costs is exact, or it is exact that nothing differs."""
    relaxations: tuple[Relaxation, ...] = ()
    """What such a week gives up of the required rules, beyond what the plan does."""
    reasons: tuple[Reason, ...] = ()
    """Why no week does it."""
    changes: PlanDiff | None = None
    """From the plan to that week."""
    plan: Plan | None = None
    sentence: str


class WindowChoice(Document):
    """What the rules say of one window."""

    window: str
    start: str
    end: str
    place: str
    session: str | None = None
    """The session that the plan holds in it."""
    earliest_start: str | None = None
    """The first start that every required rule allows; null where there is none."""
    reasons: tuple[Reason, ...] = ()
    """Why no session may start before that, one for each rule that forbids it."""

    @property
    def starts_at(self) -> datetime:
        return datetime.fromisoformat(self.start)

    @property
    def ends_at(self) -> datetime:
        return datetime.fromisoformat(self.end)

    @property
    def earliest_start_at(self) -> datetime | None:
        return None if self.earliest_start is None else datetime.fromisoformat(self.earliest_start)


class SessionChoice(Document):
    """Why a session stands where it does."""

    session: str
    window: str
    start: str
    minutes: float
    hours_since_run: float | None = None
    hours_to_key_run: float | None = None
    limits: tuple[Reason, ...] = ()
    """What rules ask of a session that starts then."""
    sooner: WhatIf | None = None
    """The price of the window's first start, where the session stands later."""
    elsewhere: tuple[WhatIf, ...] = ()
    """The price of each other window instead, where the rules leave one."""

    @property
    def starts_at(self) -> datetime:
        return datetime.fromisoformat(self.start)


class Served(Document):
    """What an exercise does for one muscle this week."""

    muscle: str
    role: Literal["primary", "secondary"]
    sets: float
    """The muscle's sets from this exercise; a secondary set counts a half."""
    of_sets: float
    """The muscle's sets of the whole week."""
    effective_sets: float | None = None
    """What the sets from this exercise are worth; the target is read in it."""
    of_effective_sets: float | None = None
    target: float
    neglected: bool
    alone: bool
    """True: the only exercise of the week that has it as a primary muscle."""


class TierWithout(Document):
    """A tier that gets worse if the exercise is struck and nothing put in its place."""

    name: str
    unit: str
    value: int
    without: int


class Instead(Document):
    """An exercise that could stand in another's place, as far as each rule by itself goes."""

    exercise: str
    name: str
    shared: tuple[str, ...]
    """The primary muscles that both have."""
    windows: tuple[str, ...]
    """Of the windows that hold the other one, those in which it may be done."""


class ExerciseChoice(Document):
    """What an exercise is in the plan for."""

    exercise: str
    name: str
    sets: int
    windows: tuple[WindowSets, ...]
    """Its sets by window, before and after it is struck."""
    serves: tuple[Served, ...]
    tiers: tuple[TierWithout, ...]
    without: WhatIf | None = None
    """The price of the best week without it."""
    instead: tuple[Instead, ...] = ()
    """What could stand in its place, the nearest kin first; ``why_not`` has the price of each."""


class RunChoice(Document):
    """Why a run stands when it does; a run with a start of its own has no other place."""

    run: str
    start: str
    placed: bool
    window: int | None = None
    """Where it was placed: index into the run's ``when``."""
    why: str | None = None
    elsewhere: tuple[WhatIf, ...] = ()
    """The price of each other window of ``when`` instead, all other runs placed anew."""

    @property
    def starts_at(self) -> datetime:
        return datetime.fromisoformat(self.start)


class Explanation(Document):
    """Why a plan is as it is; what was asked about has its price, which takes a solve each."""

    athlete_id: str
    status: Status
    windows: tuple[WindowChoice, ...] = ()
    sessions: tuple[SessionChoice, ...] = ()
    exercises: tuple[ExerciseChoice, ...] = ()
    runs: tuple[RunChoice, ...] = ()
    why_not: WhatIf | None = None
