"""Everything that may be decided for one case, with what the rules forbid left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from optimizer.building.case_of import refusal
from optimizer.building.slots_of import slots_of
from optimizer.case.case import DOSES, Case
from optimizer.case.claims import Claim
from optimizer.dosing.doses import Dose, dose_of
from optimizer.rules.registry import RULES
from optimizer.week.conditions import Condition
from optimizer.week.problem import Enforced, OpenProblem, WeekProblem, done_sets, most_sessions
from optimizer.week.slot import Slot, slots_without

Problem = TypeVar("Problem", bound=WeekProblem)


def problem_of(
    case: Case, *, relaxed: bool = False, conditions: Iterable[Condition] = ()
) -> WeekProblem:
    """Everything that may be decided for one case, with all that a rule forbids left out."""
    problem = case.once(("problem", relaxed), lambda: _problem_of(case, relaxed=relaxed))
    return replace(problem, conditions=tuple(conditions)) if conditions else problem


def _problem_of(case: Case, *, relaxed: bool) -> WeekProblem:
    doses = all_doses(case)
    slots = slots_of(case, doses, relaxed=relaxed) if most_sessions(case) > 0 else ()
    return WeekProblem(case, usable_doses(case, doses, slots), slots, relaxed)


def open_problem(strict: WeekProblem) -> OpenProblem:
    """The unrelaxed problem ``strict`` with every claim open to be left out.

    Its conditions stay: they stand behind every claim.
    """
    doses = all_doses(strict.case)
    slots = slots_of(strict.case, doses, relaxed=False, openly=True)
    if strict.conditions:
        # One may ask for a start that the rules alone would never need.
        slots = tuple(replace(slot, start_matters=True) for slot in slots)
    return OpenProblem(
        case=strict.case,
        doses=usable_doses(strict.case, doses, slots),
        slots=slots,
        relaxed=False,
        conditions=strict.conditions,
        demanded=frozenset(strict.doses),
    )


def without(
    problem: OpenProblem,
    at_stake: frozenset[Claim],
    enforced: Enforced = "all",
    free: frozenset[Claim] = frozenset(),
) -> OpenProblem:
    """An open problem in which every claim but those ``at_stake`` is left out.

    Of these, ``all`` hold, or only those ``on_slots``, which the model need not know of, or none;
    never those that are ``free``.
    """
    narrowed = replace(problem, at_stake=at_stake, enforced=enforced, free=free)
    slots = slots_without(
        problem.slots,
        problem.doses,
        left_out=lambda claim: claim not in at_stake,
        holds=lambda claim: enforced != "none" and claim in at_stake and claim not in free,
        of_use=_of_use(narrowed),
        day=problem.case.timeline.day,
    )
    return replace(narrowed, doses=usable_doses(problem.case, problem.doses, slots), slots=slots)


def with_fewest_sets(problem: Problem) -> Problem:
    """The same question, whether a week exists, of a smaller problem.

    A set or a session more than some demand needs only costs: time, and of every limit.
    """
    case = problem.case
    needed = {
        exercise: max(rule.sets_needed(case, dose.exercise) for rule in RULES)
        for exercise, dose in problem.doses.items()
    }
    named = {exercise for rule in RULES for exercise in rule.names(case)}
    any_number = bool(problem.conditions) or any(rule.needs(problem) is None for rule in RULES)
    doses = {}
    for exercise, dose in problem.doses.items():
        sets_most = min(dose.sets_most, max(dose.sets_least, needed[exercise]))
        sessions = max(1, -(-needed[exercise] // max(1, dose.sets_least)))
        doses[exercise] = replace(
            dose,
            sets_most=sets_most,
            sessions_needed=None if any_number or exercise in named else sessions,
        )
    return replace(problem, doses=doses)


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


def all_doses(case: Case) -> Mapping[str, Dose]:
    """By id, the exercises that no rule refuses this athlete."""
    return case.once(DOSES, lambda: _all_doses(case))


def _all_doses(case: Case) -> Mapping[str, Dose]:
    return {
        exercise.id: dose
        for exercise in case.catalog.exercises.values()
        if exercise.counts_toward_volume and refusal(case, exercise) is None
        for dose in [dose_of(case, exercise)]
        if dose.sets_most > 0
    }


def usable_doses(case: Case, doses: Mapping[str, Dose], slots: Iterable[Slot]) -> dict[str, Dose]:
    """By id, the exercises that some slot admits, or that were done already."""
    usable = {exercise for slot in slots for exercise in slot.exercises}
    # What was done counts, also where no rule would admit it any more.
    done = {i: dose_of(case, case.catalog.exercises[i]) for i in done_sets(case)}
    usable |= done.keys()
    doses = {**done, **doses}
    return {i: dose for i, dose in sorted(doses.items()) if i in usable}
