"""The week as a decision: frozen, indexed, integer and free of any solver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.case.claims import Claim
from optimizer.case.timeline import TimedWindow
from optimizer.dosing.doses import Dose
from optimizer.week.conditions import Condition
from optimizer.week.slot import Slot

Enforced = Literal["none", "on_slots", "all"]
"""Which claims hold: none, those that the model need not know of, or all."""
ClaimState = Literal["holds", "left_out", "open"]


@dataclass(frozen=True)
class WeekProblem:
    """What may be done where.  ``relaxed``: demands may be missed, recovery broken, at a price."""

    case: Case
    doses: Mapping[str, Dose]
    """By exercise id, sorted; only exercises that some slot admits, or that were done already."""
    slots: tuple[Slot, ...]
    relaxed: bool
    conditions: tuple[Condition, ...] = ()
    """Demands on top of the rules, which no relaxation gives up."""

    @property
    def is_open(self) -> bool:
        """True: claims of rules can be left out, see ``OpenProblem``."""
        return False

    def asks(self, rule: str, subject: str) -> bool:  # noqa: ARG002
        """False: this claim is left out."""
        return True

    def claim_state(self, claim: Claim) -> ClaimState:  # noqa: ARG002
        """Whether a claim holds, is left out, or is decided by the model."""
        return "holds"

    @property
    def possible(self) -> frozenset[str]:
        """Exercises by which a rule knows what it may demand."""
        return frozenset(self.doses)

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        return tuple(dose.exercise for dose in self.doses.values())

    @property
    def most_sessions(self) -> int:
        return most_sessions(self.case)

    @cached_property
    def usable_windows(self) -> int:
        """The windows that can hold a session."""
        return len({slot.window.id for slot in self.slots})

    @cached_property
    def trained_by(self) -> Mapping[str, tuple[str, ...]]:
        """Muscle id to the exercises that have it as a primary muscle, sorted."""
        found: dict[str, list[str]] = {muscle: [] for muscle in self.case.catalog.muscles}
        for exercise in self.exercises:
            for muscle in exercise.primary:
                found[muscle].append(exercise.id)
        return {muscle: tuple(ids) for muscle, ids in found.items()}

    @cached_property
    def helped_by(self) -> Mapping[str, tuple[str, ...]]:
        """Muscle id to the exercises that have it as a secondary muscle, sorted."""
        found: dict[str, list[str]] = {muscle: [] for muscle in self.case.catalog.muscles}
        for exercise in self.exercises:
            for muscle in exercise.secondary:
                found[muscle].append(exercise.id)
        return {muscle: tuple(ids) for muscle, ids in found.items()}

    @cached_property
    def slots_by_window(self) -> Mapping[TimedWindow, tuple[Slot, ...]]:
        return {
            window: tuple(slot for slot in self.slots if slot.window == window)
            for window in self.case.timeline.windows
        }

    @cached_property
    def done_sets(self) -> Mapping[str, int]:
        """Sets that this week has already, by exercise id."""
        return done_sets(self.case)

    def done_half_sets(self, muscle: str) -> int:
        """What the muscle has of them."""
        return sum(
            sets * (2 * (muscle in exercise.primary) + (muscle in exercise.secondary))
            for i, sets in self.done_sets.items()
            for exercise in [self.doses[i].exercise]
        )

    @cached_property
    def must_cover(self) -> tuple[str, ...]:
        """Neglected muscles that this week has to train directly."""
        return tuple(m for m in self.case.neglected if m not in self.case.carried_over)


@dataclass(frozen=True)
class DemandingNoMore(WeekProblem):
    """A problem whose rules demand no more than those of another one, which may hold less."""

    demanded: frozenset[str] = frozenset()
    """Exercises that demands go by."""

    @property
    def possible(self) -> frozenset[str]:
        return self.demanded


@dataclass(frozen=True)
class JointProblem(WeekProblem):
    """Of every placement of runs at once, each of which leaves so many windows for a session."""

    windows_demanded: int = 0
    may_have_close_windows: bool = False
    """True: some placement brings a window close to the runs of the weeks beside this one."""

    @cached_property
    def usable_windows(self) -> int:
        return self.windows_demanded


@dataclass(frozen=True)
class OpenProblem(DemandingNoMore):
    """A problem in which what a claim of a rule forbids is still there, and says what it breaks.

    Of the claims ``at_stake`` those that are ``enforced`` hold, but for those that are ``free``;
    the others have a literal of the model each.  Every other claim is left out.
    """

    at_stake: frozenset[Claim] | None = None
    """None: all of them."""
    enforced: Enforced = "none"
    free: frozenset[Claim] = frozenset()

    @property
    def is_open(self) -> bool:
        return True

    def asks(self, rule: str, subject: str) -> bool:
        return self.at_stake is None or Claim(rule, subject) in self.at_stake

    def claim_state(self, claim: Claim) -> ClaimState:
        if self.at_stake is not None and claim not in self.at_stake:
            return "left_out"
        return "holds" if self.enforced == "all" and claim not in self.free else "open"

    @property
    def most_sessions(self) -> int:
        # Its windows are the only bound; the claims are in the model.
        return len(self.case.timeline.windows)


def most_sessions(case: Case) -> int:
    """The phase's upper bound, or the athlete's where that is lower."""
    most = round(case.catalog.numbers(f"sessions_{case.request.week.phase}")[1])
    requested = case.request.limits.max_sessions
    return most if requested is None else min(most, requested)


def done_sets(case: Case) -> dict[str, int]:
    """The sets of the sessions of this week that are done, by exercise id."""
    found: dict[str, int] = {}
    for session in () if case.current is None else case.current.done:
        for exercise, sets in session.sets.items():
            found[exercise] = found.get(exercise, 0) + sets
    return found
