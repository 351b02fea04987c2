"""The direct model as a mixed-integer program, for HiGHS and SCIP by OR-Tools' MathOpt.

The export is exact.  A domain with a hole becomes one binary an interval, a condition on literals a
constraint with the smallest sufficient constant, a clause a sum.  A kind of constraint that is not
known here is an error, never left out.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ortools.math_opt.python import mathopt  # type: ignore[import-untyped]
from ortools.sat.python import cp_model

from benchmarks.instances import Instance
from benchmarks.peers.base import Answer
from benchmarks.peers.lexicographic import Decision, DirectPlanner
from catalog import Catalog

_INFINITE = 2**62
Proto = Any
"""OR-Tools gives its protocol buffers no types."""


class NotLinear(ValueError):
    """A constraint that this export does not know."""


@dataclass(frozen=True)
class MixedInteger:
    """One of MathOpt's solvers with its defaults, one thread."""

    id: str
    title: str
    kind: mathopt.SolverType
    exact: bool = True

    def plan(self, instance: Instance, catalog: Catalog, wall_seconds: float) -> Answer:
        return DirectPlanner(self, wall_seconds).plan(instance, catalog)

    def decide(self, model: cp_model.CpModel, hint: Sequence[int], wall_seconds: float) -> Decision:
        export = Export(model.proto)
        parameters = mathopt.SolveParameters(
            time_limit=datetime.timedelta(seconds=max(wall_seconds, 0.01)),
            # HiGHS refuses a number of threads; with MathOpt's defaults it uses one.
            threads=None if self.kind == mathopt.SolverType.HIGHS else 1,
            random_seed=0,
            relative_gap_tolerance=0.0,
            # Every tier is a whole number: a gap below one is a proof.
            absolute_gap_tolerance=0.999,
        )
        with_hint = mathopt.ModelSolveParameters()
        if hint:
            with_hint.solution_hints.append(
                mathopt.SolutionHint(
                    variable_values={
                        v: float(x) for v, x in zip(export.variables, hint, strict=False)
                    }
                )
            )
        result = mathopt.solve(export.model, self.kind, params=parameters, model_params=with_hint)
        reason = result.termination.reason
        if reason == mathopt.TerminationReason.INFEASIBLE:
            return Decision("infeasible")
        if not result.has_primal_feasible_solution():
            if reason in (mathopt.TerminationReason.OPTIMAL, mathopt.TerminationReason.UNBOUNDED):
                raise RuntimeError(f"{self.id}: {result.termination}")
            return Decision("unknown")
        values = result.variable_values()
        # Cut off early, a solver may know no bound; no tier is below zero.
        bound = result.dual_bound() if math.isfinite(result.dual_bound()) else 0.0
        return Decision(
            "optimal" if reason == mathopt.TerminationReason.OPTIMAL else "feasible",
            tuple(round(values[variable]) for variable in export.variables),
            bound,
        )


class Export:
    """A CP-SAT model as a mixed-integer one; ``variables`` by their index in CP-SAT."""

    def __init__(self, proto: Proto) -> None:
        self.model = mathopt.Model()
        self.bounds: list[tuple[int, int]] = []
        self.variables: list[mathopt.Variable] = []
        for variable in proto.variables:
            self._variable(list(variable.domain))
        for constraint in proto.constraints:
            self._constraint(constraint)
        self.model.objective.is_maximize = False
        self.model.objective.offset = proto.objective.offset
        for var, coeff in zip(proto.objective.vars, proto.objective.coeffs, strict=True):
            self.model.objective.set_linear_coefficient(self._known(var), coeff)

    def _variable(self, domain: list[int]) -> None:
        low, high = domain[0], domain[-1]
        variable = self.model.add_integer_variable(lb=low, ub=high)
        self.variables.append(variable)
        self.bounds.append((low, high))
        intervals = list(zip(domain[::2], domain[1::2], strict=True))
        if len(intervals) < 2:
            return
        chosen = [self.model.add_binary_variable() for _ in intervals]
        one = self.model.add_linear_constraint(lb=1, ub=1)
        above = self.model.add_linear_constraint(lb=0)
        below = self.model.add_linear_constraint(ub=0)
        above.set_coefficient(variable, 1)
        below.set_coefficient(variable, 1)
        for binary, (least, most) in zip(chosen, intervals, strict=True):
            one.set_coefficient(binary, 1)
            above.set_coefficient(binary, -least)
            below.set_coefficient(binary, -most)

    def _known(self, index: int) -> mathopt.Variable:
        if index < 0:
            raise NotLinear("a negated variable inside a sum")
        return self.variables[index]

    def _row(
        self,
        terms: Iterable[tuple[int, int]],
        literals: Iterable[tuple[int, float]],
        low: float = -math.inf,
        high: float = math.inf,
    ) -> None:
        """``low`` ≤ Σ variables + Σ literals ≤ ``high``; a literal below 0 is a negated one."""
        row: dict[mathopt.Variable, float] = {}
        constant = 0.0
        for index, coeff in terms:
            variable = self._known(index)
            row[variable] = row.get(variable, 0.0) + coeff
        for literal, weight in literals:
            variable = self.variables[literal if literal >= 0 else -literal - 1]
            if literal < 0:
                constant += weight
            row[variable] = row.get(variable, 0.0) + (weight if literal >= 0 else -weight)
        constraint = self.model.add_linear_constraint(lb=low - constant, ub=high - constant)
        for variable, weight in row.items():
            constraint.set_coefficient(variable, weight)

    def _constraint(self, constraint: Proto) -> None:
        # Each of these holds only where the constraint is not enforced.
        released = [-literal - 1 for literal in constraint.enforcement_literal]
        off = [(literal, 1.0) for literal in released]
        if constraint.has_linear():
            self._linear(constraint.linear, released)
        elif constraint.has_bool_or():
            self._row((), [*((x, 1.0) for x in constraint.bool_or.literals), *off], low=1)
        elif constraint.has_bool_and():
            for literal in constraint.bool_and.literals:
                self._row((), [(literal, 1.0), *off], low=1)
        elif constraint.has_at_most_one() and not released:
            self._row((), [(x, 1.0) for x in constraint.at_most_one.literals], high=1)
        elif constraint.has_exactly_one() and not released:
            self._row((), [(x, 1.0) for x in constraint.exactly_one.literals], low=1, high=1)
        else:
            raise NotLinear(f"no linear form of this constraint is known: {constraint}")

    def _linear(self, linear: Proto, released: list[int]) -> None:
        low, *inner, high = linear.domain
        if inner:
            raise NotLinear("a linear constraint whose domain has a hole")
        terms = list(zip(linear.vars, linear.coeffs, strict=True))
        if high < _INFINITE:
            slack = float(max(0, self._most(terms) - high))
            self._row(terms, [(x, -slack) for x in released], high=high)
        if low > -_INFINITE:
            slack = float(max(0, low + self._most((v, -c) for v, c in terms)))
            self._row(terms, [(x, slack) for x in released], low=low)

    def _most(self, terms: Iterable[tuple[int, int]]) -> int:
        """The most that a sum can be."""
        return sum(self.bounds[index][1 if coeff > 0 else 0] * coeff for index, coeff in terms)


HIGHS = MixedInteger("highs", "direct model, HiGHS", mathopt.SolverType.HIGHS)
SCIP = MixedInteger("scip", "direct model, SCIP", mathopt.SolverType.GSCIP)
