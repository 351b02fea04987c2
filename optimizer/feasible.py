"""Whether a week exists at all: the model without its tiers, then sessions that can be done.

The coarse model is asked first: where it has no week, there is none.  Where it has one, the fine
model has to hold a week whose sessions can be arranged in their time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from optimizer.arrange import arranged, lifts_of
from optimizer.doses import Dose
from optimizer.model import WeekModel, coarse_groups, fine_groups, week_model
from optimizer.problem import WeekProblem, with_fewest_sets, with_only
from optimizer.rules import RULES
from optimizer.rules.base import Claim
from optimizer.slots import Slot
from optimizer.solve import Clock, Cut, cut_off, run, solver_of

_MOST_ROUNDS = 30
_MOST_LIFTS = 14
_ONE_SOLVE = 1.0

Sessions = Mapping[int, Mapping[str, int]]
"""By slot index the sets of each exercise."""


@dataclass(frozen=True)
class Verdict:
    """``exists`` None: the budget was spent before it was known."""

    exists: bool | None
    sessions: Sessions | None = None


_UNKNOWN = Verdict(None)


def any_week(problem: WeekProblem, clock: Clock, *, second: bool = False) -> Verdict:
    """Any week of ``problem``; ``second``: by another configuration of the solver."""
    problem = with_fewest_sets(problem)
    grouping = coarse_groups(problem)
    if len(grouping) < len(problem.slots):
        week = modelled(problem, grouping)
        solver = _solver(clock, second=second)
        status = run(solver, week.cp, clock)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Verdict(False) if status == cp_model.INFEASIBLE else _UNKNOWN
        # Nearly always sessions hold what the coarse week has: far fewer exercises to try.
        used = {c.exercise for c in week.cells.values() if solver.value(c.sets)}
        smaller, indices = with_only(problem, used)
        found = _fine(smaller, clock, second=second)
        if found.sessions is not None:
            return Verdict(True, {indices[i]: sets for i, sets in found.sessions.items()})
    return _fine(problem, clock, second=second)


def _fine(problem: WeekProblem, clock: Clock, *, second: bool) -> Verdict:
    """The same by the fine model alone, with sessions that can be arranged."""
    week = modelled(problem, fine_groups(problem))
    for _ in range(_MOST_ROUNDS):
        if clock.is_over():
            return _UNKNOWN
        solver = _solver(clock, second=second)
        status = run(solver, week.cp, clock)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Verdict(False) if status == cp_model.INFEASIBLE else _UNKNOWN
        sessions = _sessions(week, solver)
        if any(_is_huge(problem, index, sets) for index, sets in sessions.items()):
            # Blocks are found over all ways to put a session together, so it has to be a real one.
            week.cp.minimize(cp_model.LinearExpr.sum([c.sets for c in week.cells.values()]))
            solver = _solver(clock, second=second)
            status = run(solver, week.cp, clock)
            week.cp.clear_objective()  # type: ignore[no-untyped-call]
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                return _UNKNOWN
            sessions = _sessions(week, solver)
            if any(_is_huge(problem, index, sets) for index, sets in sessions.items()):
                return _UNKNOWN
        found = [
            cut
            for index, sets in sessions.items()
            for cut in _unarranged(problem, problem.slots[index], sets)
        ]
        if not found:
            return Verdict(True, sessions)
        for cut in found:
            cut_off(week, *cut)
    return _UNKNOWN


def core_of(problem: WeekProblem, clock: Clock, most: float) -> frozenset[Claim] | None:
    """Some of the claims at stake that cannot hold together, or None where that is not found out.

    The claims with a literal in the model are assumptions of the solver, which answers with a small
    set of them, not a minimal one; all others are in the answer.  Presolve stays off: with it the
    solver has named literals that nobody assumed.
    """
    problem = with_fewest_sets(problem)
    coarse = problem.held == "on_slots"
    week = modelled(problem, (coarse_groups if coarse else fine_groups)(problem))
    by_index = {literal.index: claim for claim, literal in week.claims.items()}
    week.cp.add_assumptions([week.claims[claim] for claim in sorted(week.claims)])
    solver = solver_of(clock, most)
    solver.parameters.cp_model_presolve = False
    if run(solver, week.cp, clock) != cp_model.INFEASIBLE:
        return None
    named = solver.sufficient_assumptions_for_infeasibility()
    at_stake = problem.at_stake or frozenset()
    return (at_stake - frozenset(week.claims)) | {by_index[i] for i in named if i in by_index}


def modelled(problem: WeekProblem, grouping: Sequence[Sequence[Slot]]) -> WeekModel:
    week = week_model(problem, grouping)
    for rule in RULES:
        rule.add(week)
    return week


def _solver(clock: Clock, *, second: bool = False) -> cp_model.CpSolver:
    solver = solver_of(clock, _ONE_SOLVE)
    if second:
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
        solver.parameters.random_seed = 1
    return solver


def _sessions(week: WeekModel, solver: cp_model.CpSolver) -> dict[int, dict[str, int]]:
    sessions: dict[int, dict[str, int]] = {}
    for cell in week.cells.values():
        sets = solver.value(cell.sets)
        if sets:
            sessions.setdefault(cell.group.slots[0].index, {})[cell.exercise] = sets
    return sessions


def _straight_seconds(doses: Mapping[str, Dose], sets: Mapping[str, int]) -> int:
    """One exercise after the other with whole rests: so a session can always be done."""
    return sum(
        doses[exercise].exercise.setup_seconds
        + count * (doses[exercise].work_seconds + doses[exercise].exercise.rest_seconds)
        for exercise, count in sets.items()
    )


def _is_huge(problem: WeekProblem, slot_index: int, sets: Mapping[str, int]) -> bool:
    slot = problem.slots[slot_index]
    if _straight_seconds(problem.doses, sets) <= slot.work_seconds:
        return False
    return len(lifts_of(problem.case, problem.doses, slot.window.place, sets)) > _MOST_LIFTS


def _unarranged(problem: WeekProblem, slot: Slot, sets: Mapping[str, int]) -> list[Cut]:
    if _straight_seconds(problem.doses, sets) <= slot.work_seconds:
        return []
    session = arranged(problem.case, problem.doses, slot.window.place, sets)
    if session.seconds <= slot.work_seconds:
        return []
    # Waiting between blocks could be filled; the work itself could not be.
    return [(slot.index, sets, session.seconds_without_waits <= slot.work_seconds)]
