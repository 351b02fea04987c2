"""What is different between two plans, as ``diff``, ``replan`` and ``explain`` tell it."""

from __future__ import annotations

from typing import Literal

from optimizer.documents.result import (
    Bounds,
    Document,
    Effort,
    Load,
    Relaxation,
    Status,
    TierValue,
)

ChangeKind = Literal[
    "dropped", "added", "moved", "other_start", "other_content", "other_dose", "rearranged"
]


class SessionTime(Document):
    """Where and when a session stands; null what a plan written by hand does not say."""

    id: str
    window: str
    place: str | None
    start: str
    """As the plan has it."""
    end: str | None
    minutes: float | None


class SetsChange(Document):
    """An exercise that stays in its session with another number of sets."""

    exercise: str
    before: int
    after: int


class SessionChange(Document):
    """One session that does not stay as it was.

    ``moved``: to another window.  ``other_start``: in its window at another time.
    ``other_content``: in its place with other exercises or sets, which the first two may have too.
    ``other_dose``: in its place with the same exercises and sets, with other loads, repetitions,
    holds or efforts, which ``doses`` of the diff or of the replan tells.
    ``rearranged``: the same work in other blocks, with another warm-up or other stretches, or at
    another place; this is no change that a tier counts.
    """

    session: str
    """Its id: in the first plan, or in the second where it was added."""
    kind: ChangeKind
    before: SessionTime | None = None
    """Null: it was added."""
    after: SessionTime | None = None
    """Null: it was dropped."""
    exercises_out: tuple[str, ...] = ()
    exercises_in: tuple[str, ...] = ()
    sets: tuple[SetsChange, ...] = ()
    sentence: str | None = None
    """The change in words; only a replan has them."""
    reasons: tuple[str, ...] = ()
    """Only of a replan: what would be broken, or worse, with this session as it was."""


class WindowSets(Document):
    """Sets of one exercise in the session of one window."""

    window: str
    before: int
    after: int


class ExerciseChange(Document):
    """The week's sets of one exercise; 0: the plan does without it."""

    exercise: str
    name: str
    before: int
    after: int
    windows: tuple[WindowSets, ...]
    """Where they differ; the week's sum may be the same."""


class Dose(Document):
    """How an exercise is done, as its item has it: the amount of a set, how hard and how heavy."""

    reps: Bounds | None = None
    hold_seconds: Bounds | None = None
    per_side: bool = False
    first_side: Literal["left", "right"] | None = None
    effort: Effort | None = None
    load: Load | None = None


class DoseChange(Document):
    """An exercise of both plans with another load, other repetitions or another effort."""

    exercise: str
    name: str
    session_before: str
    """The id of its session in the first plan."""
    session_after: str
    before: Dose
    after: Dose


class MuscleChange(Document):
    """A muscle's weekly sets (a secondary set counts a half), and the exercises for it."""

    muscle: str
    before: float
    after: float
    effective_before: float | None = None
    """What the sets are worth; null unless both plans tell it."""
    effective_after: float | None = None
    direct_before: tuple[str, ...] = ()
    direct_after: tuple[str, ...] = ()


class RelaxationChange(Document):
    """What a plan gives up of a rule; null: it keeps it."""

    rule: str
    subject: str
    before: Relaxation | None = None
    after: Relaxation | None = None


class TierChange(Document):
    """One tier in two results; null where a result does not have it."""

    name: str
    unit: str
    before: TierValue | None = None
    after: TierValue | None = None


class RunChange(Document):
    """A placed run that has another start in the second plan."""

    run: str
    before: str
    after: str
    sentence: str


class PlanDiff(Document):
    """What is different in the second of two plans."""

    same: bool
    """True: the plans are comparable, and nothing in them differs but reasons in words."""
    notes: tuple[str, ...] = ()
    """What the two do not have in common, and what is therefore not compared."""
    status_before: Status | None = None
    status_after: Status | None = None
    sessions: tuple[SessionChange, ...] = ()
    exercises: tuple[ExerciseChange, ...] = ()
    doses: tuple[DoseChange, ...] = ()
    """Another reason for the same load is no change; another way to find one is."""
    runs: tuple[RunChange, ...] = ()
    """Runs that one of the two has placed, and that stand at another time in the other."""
    coverage: tuple[MuscleChange, ...] = ()
    relaxations: tuple[RelaxationChange, ...] = ()
    objective: tuple[TierChange, ...] = ()
    """Tiers of which the value or the bound differs, in their order."""
    first_difference: str | None = None
    """The first tier whose value differs: the plan with less of it is the better one."""
