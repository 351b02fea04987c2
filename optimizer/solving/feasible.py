"""Whether a week exists at all: the model without its tiers, then sessions that can be done.

The weekly model is asked first: where it has no week, there is none.  Where it has one, the direct
model has to hold a week whose sessions can be arranged in their time.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from optimizer.building.problem_of import with_fewest_sets
from optimizer.case.claims import Claim
from optimizer.solving import budgets
from optimizer.solving.clock import Clock
from optimizer.solving.cuts import cut_off, straight_seconds, unarranged
from optimizer.solving.modelling import modelled, sessions_in
from optimizer.solving.solver import lean_solver_of, run, second_solver_of, solver_of
from optimizer.week.model import WeekModel
from optimizer.week.problem import OpenProblem, WeekProblem

_MOST_LIFTS = 14
_FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)

Sessions = Mapping[int, Mapping[str, int]]
"""By slot index the sets of each exercise."""


@dataclass(frozen=True)
class Verdict:
    """``exists`` None: the budget was spent before it was known."""

    exists: bool | None
    sessions: Sessions | None = None

    @property
    def exercises(self) -> frozenset[str]:
        """Those of the week that was found."""
        return frozenset(e for sets in (self.sessions or {}).values() for e in sets)


_UNKNOWN = Verdict(None)


def any_week(
    problem: WeekProblem,
    clock: Clock,
    *,
    second: bool = False,
    likely: Collection[str] = (),
) -> Verdict:
    """Any week of ``problem``; ``second``: by another configuration of the solver.

    ``likely``: exercises that made up a week of a like problem.
    """
    problem = with_fewest_sets(problem)
    week = modelled(problem, "weekly")
    solver, status = _searched(week, clock, second=second)
    if status not in _FOUND:
        return Verdict(False) if status == cp_model.INFEASIBLE else _UNKNOWN
    # Nearly always sessions hold what the weekly model has, or one before: far less to try.
    done = [e for e in problem.doses if solver.value(week.present[e])]
    for exercises in (problem.doses.keys() & likely, done):
        if exercises:
            found = _direct(problem, clock, exercises, second=second, most=budgets.FEASIBILITY_TRY)
            if found.exists:
                return found
    return _direct(problem, clock, second=second)


def _direct(
    problem: WeekProblem,
    clock: Clock,
    exercises: Collection[str] | None = None,
    *,
    second: bool,
    most: float = math.inf,
) -> Verdict:
    """The same by the direct model alone, with sessions that can be arranged.

    ``most``: deterministic units that one search may take.
    """
    week = modelled(problem, "direct", exercises)
    for _ in range(budgets.MOST_ROUNDS):
        if clock.is_over():
            return _UNKNOWN
        solver, status = _searched(week, clock, second=second, most=most)
        if status not in _FOUND:
            return Verdict(False) if status == cp_model.INFEASIBLE else _UNKNOWN
        sessions = sessions_in(week, solver)
        if any(_is_huge(problem, index, sets) for index, sets in sessions.items()):
            # Blocks are found over all ways to put a session together, so it has to be a real one.
            week.cp.minimize(cp_model.LinearExpr.sum([c.sets for c in week.slot_cells]))
            solver, status = _searched(week, clock, second=second)
            week.cp.clear_objective()  # type: ignore[no-untyped-call]
            if status not in _FOUND:
                return _UNKNOWN
            sessions = sessions_in(week, solver)
            if any(_is_huge(problem, index, sets) for index, sets in sessions.items()):
                return _UNKNOWN
        found = list(unarranged(problem, sessions))
        if not found:
            return Verdict(True, sessions)
        for cut in found:
            cut_off(week, cut)
    return _UNKNOWN


@dataclass(frozen=True)
class OccupiedSlots:
    """``exists`` None: not known; ``slots``: by index those that some week of a model holds."""

    exists: bool | None
    slots: frozenset[int] = frozenset()


def some_occupied_slots(week: WeekModel, clock: Clock) -> OccupiedSlots:
    """Some week of a model, of which nothing is asked but its slots."""
    solver, status = _searched(week, clock, second=False)
    if status not in _FOUND:
        return OccupiedSlots(False if status == cp_model.INFEASIBLE else None)
    slots = (slot for slot, literal in week.has_session.items() if solver.value(literal))
    return OccupiedSlots(True, frozenset(slots))


def core_of(problem: OpenProblem, clock: Clock, most: float) -> frozenset[Claim] | None:
    """Some of the claims at stake that cannot hold together, or None where that is not found out.

    The claims with a literal in the model are assumptions of the solver, which answers with a small
    set of them, not a minimal one; all others are in the answer.  Presolve stays off: with it the
    solver has named literals that nobody assumed.
    """
    problem = with_fewest_sets(problem)
    week = modelled(problem, "weekly" if problem.enforced == "on_slots" else "direct")
    by_index = {literal.index: claim for claim, literal in week.claims.items()}
    week.cp.add_assumptions([week.claims[claim] for claim in sorted(week.claims)])
    solver = solver_of(clock, most)
    solver.parameters.cp_model_presolve = False
    if run(solver, week.cp, clock) != cp_model.INFEASIBLE:
        return None
    named = solver.sufficient_assumptions_for_infeasibility()
    at_stake = problem.at_stake or frozenset()
    return (at_stake - frozenset(week.claims)) | {by_index[i] for i in named if i in by_index}


def _searched(
    week: WeekModel, clock: Clock, *, second: bool, most: float = math.inf
) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
    """A short turn without presolve, which takes longer than most searches; then one with it."""
    if not second:
        first = lean_solver_of(clock, min(most, budgets.FEASIBILITY_FIRST_TURN))
        status = run(first, week.cp, clock)
        if status != cp_model.UNKNOWN or most <= budgets.FEASIBILITY_FIRST_TURN or clock.is_over():
            return first, status
    most = min(most, budgets.FEASIBILITY)
    solver = second_solver_of(clock, most) if second else solver_of(clock, most)
    return solver, run(solver, week.cp, clock)


def _is_huge(problem: WeekProblem, slot_index: int, sets: Mapping[str, int]) -> bool:
    slot = problem.slots[slot_index]
    if straight_seconds(problem.doses, sets) <= slot.work_seconds:
        return False
    return len(sets) > _MOST_LIFTS
