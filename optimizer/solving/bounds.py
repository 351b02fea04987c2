"""What no week can have less of, which is far sooner known than the best week."""

from __future__ import annotations

import math

from ortools.sat.python import cp_model

from optimizer.objective.tier import Tier
from optimizer.solving import budgets
from optimizer.solving.clock import Clock
from optimizer.solving.modelling import modelled
from optimizer.solving.solver import lean_solver_of, run
from optimizer.week.problem import WeekProblem


def least_of(tier: Tier, problem: WeekProblem, clock: Clock) -> int:
    """A proven bound of ``tier`` over all weeks of ``problem``, by the weekly model."""
    week = modelled(problem, "weekly")
    expression = tier.expression(week)
    if expression is None:
        return 0
    week.cp.minimize(expression.linear)
    solver = lean_solver_of(clock, budgets.ONE_BOUND)
    status = run(solver, week.cp, clock)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN):
        return 0
    return max(0, math.ceil(solver.best_objective_bound - 1e-6))
