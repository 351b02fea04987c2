"""A good week of a model of many exercises before its proof.

The linear relaxation says which exercises look worth having.  Of these few, the *kernel*, the best
week is soon found, and nearly always it is the best of all: the proof, which then has a week to
begin from, takes a fraction of the time.  Where it meets the relaxation's bound it is proven.
"""

from __future__ import annotations

from collections.abc import Mapping

from ortools.sat.python import cp_model

from optimizer.solving import budgets
from optimizer.solving.clock import Clock
from optimizer.solving.relaxation import Relaxed
from optimizer.solving.solver import lean_solver_of, run
from optimizer.week.model import Variable, WeekModel

_EXERCISES = 60
"""Of a kernel.  Of 22 slow searches among 100 to 150 exercises it held the best week of 21."""
_NOT_ZERO = 1e-6


def best_of_kernel(week: WeekModel, relaxed: Relaxed, clock: Clock) -> cp_model.CpSolver | None:
    """The best week that was found of few exercises; None: there is none, or none was found."""
    literals = _literals(week)
    kernel = _kernel(week, literals, relaxed)
    model = week.cp.clone()
    for exercise, of_exercise in literals.items():
        if exercise not in kernel:
            model.add_bool_and([~literal for literal in of_exercise])
    solver = lean_solver_of(clock, budgets.KERNEL)
    found = run(solver, model, clock) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return solver if found else None


def _literals(week: WeekModel) -> dict[str, list[Variable]]:
    """By exercise that it is done at all, in the week and in each slot."""
    found: dict[str, list[Variable]] = {}
    for exercise, cells in week.slotted.items():
        found[exercise] = [cell.does[0] for cell in cells]
    for exercise, cell in week.weekly.items():
        found.setdefault(exercise, []).append(cell.does[0])
    return found


def _kernel(
    week: WeekModel, literals: Mapping[str, list[Variable]], relaxed: Relaxed
) -> frozenset[str]:
    """Exercises of the week to begin from and of the relaxed one, then those that cost it least."""
    hint = week.cp.proto.solution_hint
    hinted = dict(zip(hint.vars, hint.values, strict=True))

    def is_in(literal: Variable) -> bool:
        return bool(hinted.get(literal.index)) or relaxed.values[literal.index] > _NOT_ZERO

    def cost(exercise: str) -> tuple[float, str]:
        return min(relaxed.reduced_costs[literal.index] for literal in literals[exercise]), exercise

    kernel = {exercise for exercise, mine in literals.items() if any(map(is_in, mine))}
    others = sorted(literals.keys() - kernel, key=cost)
    return frozenset(kernel.union(others[: max(0, _EXERCISES - len(kernel))]))
