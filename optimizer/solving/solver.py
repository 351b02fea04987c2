"""Configurations of the solver, and one run of it within a clock."""

from __future__ import annotations

import math
import time
from contextlib import nullcontext

from ortools.sat.python import cp_model

from optimizer.solving.clock import Clock


def solver_of(clock: Clock, most: float = math.inf) -> cp_model.CpSolver:
    """A solver within what the plan's budget has left, at the most ``most`` deterministic units."""
    solver = cp_model.CpSolver()
    # One worker with a fixed seed is deterministic; the linear relaxation does the proving.
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.linearization_level = 2
    # The solver's own handler would end the process; the command line answers Ctrl-C itself.
    solver.parameters.catch_sigint_signal = False
    clock.limits(solver, most)
    return solver


def lean_solver_of(clock: Clock, most: float = math.inf) -> cp_model.CpSolver:
    """One that searches at once, without presolve, probing and cuts."""
    solver = presolving_solver_of(clock, most)
    solver.parameters.cp_model_presolve = False
    return solver


def presolving_solver_of(clock: Clock, most: float = math.inf) -> cp_model.CpSolver:
    """One for large models and what the lean one does not prove soon, without what takes longer
    than it saves there: probing, symmetries and cuts."""
    solver = _without_probing(clock, most)
    solver.parameters.max_num_cuts = 0
    return solver


def second_solver_of(clock: Clock, most: float = math.inf) -> cp_model.CpSolver:
    """Another configuration, to be asked where one has said that there is no week."""
    solver = _without_probing(clock, most)
    solver.parameters.random_seed = 1
    return solver


def _without_probing(clock: Clock, most: float) -> cp_model.CpSolver:
    solver = solver_of(clock, most)
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    return solver


def run(
    solver: cp_model.CpSolver, model: cp_model.CpModel, clock: Clock
) -> cp_model.CpSolverStatus:
    started = time.perf_counter()
    stop = clock.options.stop
    with nullcontext() if stop is None else stop.ends(solver):
        if stop is not None and stop.requested:
            # Asked since the solver got its limits.
            solver.parameters.max_time_in_seconds = max(clock.wall_left, clock.least_wall_seconds)
        status = solver.solve(model)
    clock.solve_seconds += time.perf_counter() - started
    clock.spent += solver.response_proto.deterministic_time
    if status in (cp_model.FEASIBLE, cp_model.UNKNOWN) and math.isfinite(clock.wall_left):
        # Cut short by the clock rather than by the deterministic limit.
        clock.hit_wall |= solver.wall_time >= 0.95 * solver.parameters.max_time_in_seconds
        if stop is not None:
            clock.hit_wall |= stop.requested
            stop.cut_short |= clock.hit_wall
    return status
