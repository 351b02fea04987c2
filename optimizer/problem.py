"""The week as a decision: frozen, indexed, integer and free of any solver."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from catalog.models import Exercise
from optimizer.case import Case
from optimizer.conditions import Condition
from optimizer.doses import Dose, dose_of
from optimizer.slots import Slot, slots_of
from optimizer.timeline import TimedWindow


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
    def exercises(self) -> tuple[Exercise, ...]:
        return tuple(dose.exercise for dose in self.doses.values())

    @property
    def most_sessions(self) -> int:
        return most_sessions(self.case)

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


def most_sessions(case: Case) -> int:
    """The phase's upper bound, or the athlete's where that is lower."""
    most = round(case.catalog.numbers(f"sessions_{case.request.week.phase}")[1])
    asked = case.request.limits.max_sessions
    return most if asked is None else min(most, asked)


def done_sets(case: Case) -> dict[str, int]:
    """The sets of the sessions of this week that are done, by exercise id."""
    found: dict[str, int] = {}
    for session in () if case.current is None else case.current.done:
        for exercise, sets in session.sets.items():
            found[exercise] = found.get(exercise, 0) + sets
    return found


def problem_of(
    case: Case, *, relaxed: bool = False, conditions: Iterable[Condition] = ()
) -> WeekProblem:
    """Everything that may be decided for one case, with all that a rule forbids left out."""
    doses = {
        exercise.id: dose
        for exercise in case.catalog.exercises.values()
        if exercise.counts_toward_volume and case.refusal(exercise) is None
        for dose in [dose_of(case, exercise)]
        if dose.sets_most > 0
    }
    slots = slots_of(case, doses, relaxed=relaxed) if most_sessions(case) > 0 else ()
    usable = {exercise for slot in slots for exercise in slot.exercises}
    for done in done_sets(case):
        # What was done counts, also where no rule would admit it any more.
        usable.add(done)
        doses.setdefault(done, dose_of(case, case.catalog.exercises[done]))
    return WeekProblem(
        case=case,
        doses={i: dose for i, dose in sorted(doses.items()) if i in usable},
        slots=slots,
        relaxed=relaxed,
        conditions=tuple(conditions),
    )
