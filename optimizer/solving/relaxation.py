"""The linear relaxation of a model: a bound, and how much each variable would add to it.

CP-SAT relaxes a model too, but keeps the reduced costs to itself, and they tell before any search
which exercises are worth having.  The relaxation is solved in floating point; its bound is computed
from the dual values in whole numbers, so that it holds whatever was rounded.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]
from ortools.sat.python import cp_model, cp_model_helper

_SCALE = 1 << 30
"""Dual values are rounded to whole multiples of its inverse."""
_UNBOUNDED = 1 << 61
"""CP-SAT's domains end below and above here where they have no end."""


@dataclass(frozen=True)
class _Row:
    """``least`` ≤ Σ coefficient × variable ≤ ``most``; None: no limit."""

    variables: Sequence[int]
    coefficients: Sequence[int]
    least: int | None
    most: int | None


@dataclass(frozen=True)
class Relaxed:
    """The optimum of a relaxation; ``values`` and ``reduced_costs`` by variable index."""

    values: Sequence[float]
    reduced_costs: Sequence[float]
    bound: int
    """No solution's objective is below."""


class Relaxation:
    """Of one model that only grows; its last basis is where the next solve begins."""

    def __init__(self, model: cp_model.CpModel) -> None:
        self._model = model
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._columns: list[pywraplp.Variable] = []
        self._bounds: list[tuple[int, int]] = []
        self._rows: list[_Row] = []
        self._constraints: list[pywraplp.Constraint] = []
        self._constraints_read = 0

    def solved(self, most_seconds: float = math.inf) -> Relaxed | None:
        """The relaxation under the model's objective as it now is; None: it has no optimum, or
        none was found in time or in floating point."""
        self._read_variables()
        self._read_constraints()
        costs, offset = self._costs()
        objective = self._solver.Objective()
        objective.Clear()
        for variable, cost in enumerate(costs):
            if cost:
                objective.SetCoefficient(self._columns[variable], cost)
        objective.SetMinimization()
        if most_seconds < math.inf:
            self._solver.set_time_limit(max(1, math.floor(1000 * most_seconds)))
        if self._solver.Solve() != pywraplp.Solver.OPTIMAL:
            return None
        return Relaxed(
            [column.solution_value() for column in self._columns],
            [column.reduced_cost() for column in self._columns],
            self._bound(costs, [one.dual_value() for one in self._constraints]) + offset,
        )

    def _read_variables(self) -> None:
        variables = self._model.proto.variables
        for index in range(len(self._columns), len(variables)):
            low, *_, high = variables[index].domain
            self._bounds.append((low, high))
            self._columns.append(self._solver.NumVar(low, high, ""))

    def _read_constraints(self) -> None:
        constraints = self._model.proto.constraints
        for index in range(self._constraints_read, len(constraints)):
            for row in self._rows_of(constraints[index]):
                if row.variables:
                    self._add(row)
        self._constraints_read = len(constraints)

    def _rows_of(self, constraint: cp_model_helper.ConstraintProto) -> list[_Row]:
        enforced = list(constraint.enforcement_literal)
        if constraint.has_linear():
            linear = constraint.linear
            low, *_, high = linear.domain
            least = None if low <= -_UNBOUNDED else low
            most = None if high >= _UNBOUNDED else high
            row = _Row(list(linear.vars), list(linear.coeffs), least, most)
            return self._enforced(row, enforced)
        if constraint.has_bool_or():
            literals = [*constraint.bool_or.literals, *(~one for one in enforced)]
            return [_count(literals, 1, None)]
        if constraint.has_bool_and():
            off = [~one for one in enforced]
            return [_count([one, *off], 1, None) for one in constraint.bool_and.literals]
        if constraint.has_at_most_one() and not enforced:
            return [_count(list(constraint.at_most_one.literals), None, 1)]
        if constraint.has_exactly_one() and not enforced:
            return [_count(list(constraint.exactly_one.literals), 1, 1)]
        return []  # Left out: the relaxation is only looser.

    def _enforced(self, row: _Row, literals: Sequence[int]) -> list[_Row]:
        """Where not all ``literals`` hold, the row's limits give way to what it can be at all."""
        if not literals:
            return [row]
        ends = [
            sorted((coefficient * low, coefficient * high))
            for variable, coefficient in zip(row.variables, row.coefficients, strict=True)
            for low, high in [self._bounds[variable]]
        ]
        found = []
        for limit, extreme, is_least in (
            (row.least, sum(low for low, _ in ends), True),
            (row.most, sum(high for _, high in ends), False),
        ):
            if limit is None:
                continue
            give = extreme - limit  # At the least below zero, at the most above it.
            if give >= 0 if is_least else give <= 0:
                continue  # It is never out of its limit.
            off = _count([~one for one in literals], None, None)
            variables = [*row.variables, *off.variables]
            coefficients = [*row.coefficients, *(-give * c for c in off.coefficients)]
            limit += give * sum(one >= 0 for one in literals)
            ends_at = (limit, None) if is_least else (None, limit)
            found.append(_Row(variables, coefficients, *ends_at))
        return found

    def _add(self, row: _Row) -> None:
        infinity = self._solver.infinity()
        constraint = self._solver.Constraint(
            -infinity if row.least is None else row.least,
            infinity if row.most is None else row.most,
        )
        for variable, coefficient in _merged(row).items():
            constraint.SetCoefficient(self._columns[variable], coefficient)
        self._rows.append(row)
        self._constraints.append(constraint)

    def _costs(self) -> tuple[list[int], int]:
        costs = [0] * len(self._columns)
        objective = self._model.proto.objective
        for variable, cost in zip(objective.vars, objective.coeffs, strict=True):
            costs[variable] += cost
        return costs, round(objective.offset)

    def _bound(self, costs: Sequence[int], duals: Sequence[float]) -> int:
        """What the dual values, rounded to whole parts of the scale, prove: duals of any value do.

        Each row times its price is taken off the objective, and what is left of it cannot be less
        than with every variable at its better end.
        """
        left = [cost * _SCALE for cost in costs]
        bound = 0
        for row, dual in zip(self._rows, duals, strict=True):
            price = round(dual * _SCALE)
            limit = row.least if price > 0 else row.most
            if price == 0 or limit is None:
                continue
            bound += price * limit
            for variable, coefficient in zip(row.variables, row.coefficients, strict=True):
                left[variable] -= price * coefficient
        for cost, (low, high) in zip(left, self._bounds, strict=True):
            bound += cost * (low if cost > 0 else high)
        return -(-bound // _SCALE)


def _count(literals: Sequence[int], least: int | None, most: int | None) -> _Row:
    """So many of ``literals`` hold; a negated one is a variable's index below zero."""
    negated = sum(one < 0 for one in literals)
    return _Row(
        [one if one >= 0 else ~one for one in literals],
        [1 if one >= 0 else -1 for one in literals],
        None if least is None else least - negated,
        None if most is None else most - negated,
    )


def _merged(row: _Row) -> dict[int, int]:
    found: dict[int, int] = {}
    for variable, coefficient in zip(row.variables, row.coefficients, strict=True):
        found[variable] = found.get(variable, 0) + coefficient
    return found
