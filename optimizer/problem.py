"""The week as a decision: frozen, indexed, integer and free of any solver."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from catalog.models import Exercise
from optimizer.case import Case
from optimizer.conditions import Condition
from optimizer.doses import Dose, dose_of
from optimizer.rules import RULES
from optimizer.rules.base import Claim
from optimizer.slots import Slot, slots_of, slots_without
from optimizer.timeline import TimedWindow

Held = Literal["none", "on_slots", "all"]


@dataclass(frozen=True)
class WeekProblem:
    """What may be done where.  ``relaxed``: demands may be missed, recovery broken, at a price.

    In an *open* problem what a claim of a rule forbids is still there, and says which claims it
    breaks.  All claims but those ``at_stake`` are then left out; those ``held`` say whether they
    hold, or have a literal of the model each.
    """

    case: Case
    doses: Mapping[str, Dose]
    """By exercise id, sorted; only exercises that some slot admits, or that were done already."""
    slots: tuple[Slot, ...]
    relaxed: bool
    conditions: tuple[Condition, ...] = ()
    """Demands on top of the rules, which no relaxation gives up."""
    is_open: bool = False
    at_stake: frozenset[Claim] | None = None
    held: Held = "none"
    free: frozenset[Claim] = frozenset()
    """Claims at stake that have a literal although all others hold."""
    demanded: frozenset[str] | None = None
    """Exercises that demands go by, where not all of ``doses``."""
    sessions_needed: Mapping[str, int] = field(default_factory=dict)
    """By exercise in how many sessions at the most a week needs it; others: in any number."""

    def asks(self, rule: str, subject: str) -> bool:
        """False: this claim is left out."""
        return self.at_stake is None or Claim(rule, subject) in self.at_stake

    @property
    def possible(self) -> frozenset[str]:
        """Exercises by which a rule knows what it may demand: an open problem demands no more."""
        return frozenset(self.doses) if self.demanded is None else self.demanded

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        return tuple(dose.exercise for dose in self.doses.values())

    @property
    def most_sessions(self) -> int:
        # An open problem has its windows as the only bound; the claims are in the model.
        return len(self.case.timeline.windows) if self.is_open else most_sessions(self.case)

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
    if relaxed not in case.problems:
        doses = _doses(case)
        slots = slots_of(case, doses, relaxed=relaxed) if most_sessions(case) > 0 else ()
        usable = _usable(case, doses, slots)
        case.problems[relaxed] = WeekProblem(case, usable, slots, relaxed)
    problem = case.problems[relaxed]
    return replace(problem, conditions=tuple(conditions)) if conditions else problem


def open_problem(strict: WeekProblem) -> WeekProblem:
    """The unrelaxed problem ``strict`` with every claim open to be left out.

    Its conditions stay: they stand behind every claim.
    """
    doses = _doses(strict.case)
    slots = slots_of(strict.case, doses, relaxed=False, openly=True)
    if strict.conditions:
        # One may ask for a start that the rules alone would never need.
        slots = tuple(replace(slot, start_matters=True) for slot in slots)
    return WeekProblem(
        case=strict.case,
        doses=_usable(strict.case, doses, slots),
        slots=slots,
        relaxed=False,
        conditions=strict.conditions,
        is_open=True,
        demanded=frozenset(strict.doses),
    )


def without(
    problem: WeekProblem,
    at_stake: frozenset[Claim],
    held: Held = "all",
    free: frozenset[Claim] = frozenset(),
) -> WeekProblem:
    """An open problem in which every claim but those ``at_stake`` is left out.

    Of these, ``all`` hold, or only those ``on_slots``, which the model need not know of, or none;
    never those that are ``free``.
    """
    narrowed = replace(problem, at_stake=at_stake, held=held, free=free)
    slots = slots_without(
        problem.slots,
        problem.doses,
        left_out=lambda claim: claim not in at_stake,
        held=lambda claim: held != "none" and claim in at_stake and claim not in free,
        of_use=_of_use(narrowed),
        day=problem.case.timeline.day,
    )
    return replace(narrowed, doses=_usable(problem.case, problem.doses, slots), slots=slots)


def with_fewest_sets(problem: WeekProblem) -> WeekProblem:
    """The same question, whether a week exists, of a smaller problem.

    A set or a session more than some demand needs only costs: time, and of every limit.
    """
    case = problem.case
    needed = {
        exercise: max(rule.sets_needed(case, dose.exercise) for rule in RULES)
        for exercise, dose in problem.doses.items()
    }
    doses = {
        exercise: replace(
            dose, sets_most=min(dose.sets_most, max(dose.sets_least, needed[exercise]))
        )
        for exercise, dose in problem.doses.items()
    }
    named = {exercise for rule in RULES for exercise in rule.names(case)}
    sessions = {
        exercise: max(1, -(-needed[exercise] // max(1, dose.sets_least)))
        for exercise, dose in doses.items()
        if exercise not in named
    }
    if problem.conditions or any(rule.needs(problem) is None for rule in RULES):
        sessions = {}
    return replace(problem, doses=doses, sessions_needed=sessions)


def _of_use(problem: WeekProblem) -> frozenset[str]:
    """The exercises that some demand may need: a week that exists also exists without others."""
    if problem.conditions:
        return frozenset(problem.doses)
    found: frozenset[str] = frozenset()
    for rule in RULES:
        needed = rule.needs(problem)
        if needed is None:
            return frozenset(problem.doses)
        found |= needed
    return found


def _doses(case: Case) -> dict[str, Dose]:
    return {
        exercise.id: dose
        for exercise in case.catalog.exercises.values()
        if exercise.counts_toward_volume and case.refusal(exercise) is None
        for dose in [dose_of(case, exercise)]
        if dose.sets_most > 0
    }


def _usable(case: Case, doses: Mapping[str, Dose], slots: Iterable[Slot]) -> dict[str, Dose]:
    """By id, the exercises that some slot admits, or that were done already."""
    usable = {exercise for slot in slots for exercise in slot.exercises}
    # What was done counts, also where no rule would admit it any more.
    done = {i: dose_of(case, case.catalog.exercises[i]) for i in done_sets(case)}
    usable |= done.keys()
    doses = {**done, **doses}
    return {i: dose for i, dose in sorted(doses.items()) if i in usable}
