"""The model of a week with all that rules and conditions add, and what one asks of it at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ortools.sat.python import cp_model

from optimizer.documents.errors import InternalFault
from optimizer.rules.base import Rule
from optimizer.rules.registry import RULES
from optimizer.solving import budgets
from optimizer.solving.clock import Clock
from optimizer.solving.solver import lean_solver_of, run, second_solver_of, solver_of
from optimizer.week.model import Depth, WeekModel, week_model
from optimizer.week.problem import WeekProblem


def modelled(
    problem: WeekProblem,
    depth: Depth,
    exercises: Collection[str] | None = None,
    rules: Iterable[Rule] = RULES,
) -> WeekModel:
    """The model without its tiers; ``exercises``: those that may be done, None: all."""
    week = week_model(problem, depth, exercises)
    for rule in rules:
        rule.add(week)
    for condition in problem.conditions:
        condition.add(week)
    return week


def sessions_in(week: WeekModel, solver: cp_model.CpSolver) -> dict[int, dict[str, int]]:
    """The sets of each session by slot index; none where the model does not tell slots apart."""
    sessions: dict[int, dict[str, int]] = {}
    for cell in week.slot_cells:
        sets = solver.value(cell.sets)
        if sets:
            sessions.setdefault(cell.slots[0].index, {})[cell.exercise] = sets
    return sessions


def may_have_week(problem: WeekProblem, clock: Clock) -> bool:
    """False: not even the weekly model has one, which is soon told."""
    week = modelled(problem, "weekly")
    return run(lean_solver_of(clock, budgets.ONE_BOUND), week.cp, clock) != cp_model.INFEASIBLE


def confirm_infeasible(problem: WeekProblem, clock: Clock) -> None:
    """Ask a second configuration of the solver before anyone is told that no week exists.

    Raises ``InternalFault`` where the two disagree.
    """
    week = modelled(problem, "direct")
    solver = second_solver_of(clock, budgets.CONFIRMATION)
    if run(solver, week.cp, clock) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise InternalFault("one configuration of the solver found a week, another none")


def week_exists(problem: WeekProblem, rules: Iterable[Rule], clock: Clock) -> bool | None:
    """Whether the direct model has a week under these rules alone; None: the limit came first.

    What shapes the problem itself (its slots and exercises) stays, and so do its conditions.
    """
    week = modelled(problem, "direct", rules=rules)
    status = run(solver_of(clock, budgets.CONFIRMATION), week.cp, clock)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return True
    return False if status == cp_model.INFEASIBLE else None
