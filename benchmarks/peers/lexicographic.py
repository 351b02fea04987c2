"""The direct model, tier by tier to proof, whatever solver decides each tier.

Direct: sets for every exercise and every slot, nothing told apart later.  Rules, tiers and the cut
for a session that cannot be arranged in its time are the project's own, so that every exact peer
answers the same question; how it is decided is the peer's.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from ortools.sat.python import cp_model

from benchmarks.instances import Instance
from benchmarks.peers.base import Answer, Deadline, Status, TierBound
from catalog import Catalog
from optimizer.building.case_of import case_of
from optimizer.building.problem_of import problem_of
from optimizer.objective.tiers import ModelTier, joined, tiers_of
from optimizer.rules.registry import RULES
from optimizer.session.arrange import arranged
from optimizer.week.model import Linear, WeekModel, week_model
from optimizer.week.problem import WeekProblem

Cut = tuple[int, Mapping[str, int]]
"""A slot and the sets that cannot be arranged in it."""


@dataclass(frozen=True)
class Decision:
    """What a solver says of one model: ``values`` of all variables by their index."""

    verdict: Literal["optimal", "feasible", "infeasible", "unknown"]
    values: Sequence[int] = ()
    bound: float = 0.0
    presolve_seconds: float = 0.0


class Solver(Protocol):
    def decide(self, model: cp_model.CpModel, hint: Sequence[int], wall_seconds: float) -> Decision:
        """Minimise the model's objective; ``hint``: values of an earlier week, or empty."""


@dataclass
class _Decided:
    tiers: tuple[TierBound, ...]
    sessions: Mapping[int, Mapping[str, int]]


class DirectPlanner:
    """Plans one instance with one solver; counts where the time goes."""

    def __init__(self, solver: Solver, wall_seconds: float) -> None:
        self.solver = solver
        self.deadline = Deadline(wall_seconds)
        self.started = time.perf_counter()
        self.solve_seconds = 0.0
        self.presolve_seconds = 0.0
        self.cuts = 0

    def plan(self, instance: Instance, catalog: Catalog) -> Answer:
        case = case_of(instance.request, catalog)
        status: Status = "optimal"
        found = self._week(problem_of(case))
        if found == "infeasible" and instance.request.on_conflict == "relax":
            status = "relaxed"
            found = self._week(problem_of(case, relaxed=True))
        if found == "infeasible":
            return self._answer("infeasible")
        if found == "unknown":
            return self._answer("unsolved")
        if status == "optimal" and any(tier.value != tier.bound for tier in found.tiers):
            status = "feasible"
        return self._answer(status, found.tiers)

    def _answer(self, status: Status, tiers: tuple[TierBound, ...] = ()) -> Answer:
        total = time.perf_counter() - self.started
        shares = {
            "build": 1000 * (total - self.solve_seconds),
            "solve": 1000 * (self.solve_seconds - self.presolve_seconds),
        }
        if self.presolve_seconds:
            shares["presolve"] = 1000 * self.presolve_seconds
        note = f"{self.cuts} weeks could not be arranged and were cut off" if self.cuts else ""
        return Answer(status, tiers, shares, note)

    def _week(self, problem: WeekProblem) -> _Decided | Literal["infeasible", "unknown"]:
        cuts: list[Cut] = []
        while True:
            found = self._lexicographic(problem, cuts)
            if isinstance(found, str):
                return found
            unarranged = [
                (slot, sets)
                for slot, sets in found.sessions.items()
                if not can_be_arranged(problem, slot, sets)
            ]
            if not unarranged:
                return found
            if self.deadline.is_over:
                return "unknown"
            self.cuts += len(unarranged)
            cuts += unarranged

    def _lexicographic(
        self, problem: WeekProblem, cuts: Sequence[Cut]
    ) -> _Decided | Literal["infeasible", "unknown"]:
        week = week_model(problem, "direct")
        for rule in RULES:
            rule.add(week)
        tiers = tiers_of(week)
        for cut in cuts:
            _cut_off(week, cut)
        groups = joined(tiers)
        decided: list[TierBound] = []
        values: Sequence[int] = ()
        for index, group in enumerate(groups):
            weights = mixed_radix(group)
            week.cp.clear_objective()  # type: ignore[no-untyped-call]
            week.cp.minimize(sum(w * t.expression for w, t in zip(weights, group, strict=True)))
            decision = self._decide(week.cp, values)
            if decision.verdict == "infeasible":
                if decided:
                    raise RuntimeError(f"tier {group[0].name}: infeasible after earlier tiers")
                return "infeasible"
            if decision.verdict == "unknown":
                if not values:
                    return "unknown"
                decided += [
                    TierBound(t.name, value_of(t, values), 0) for g in groups[index:] for t in g
                ]
                break
            values = decision.values
            decided += _bounded(group, weights, decision)
            for tier in group:
                week.cp.add(tier.expression <= value_of(tier, values))
        return _Decided(tuple(decided), _sessions(week, values))

    def _decide(self, model: cp_model.CpModel, hint: Sequence[int]) -> Decision:
        if self.deadline.is_over:
            return Decision("unknown")
        started = time.perf_counter()
        decision = self.solver.decide(model, hint, self.deadline.left)
        self.solve_seconds += time.perf_counter() - started
        self.presolve_seconds += decision.presolve_seconds
        return decision


def mixed_radix(group: Sequence[ModelTier]) -> list[int]:
    """Weights by which a step of one tier outweighs all that the later ones can save."""
    weights = [1]
    for tier in reversed(group[1:]):
        weights.append(weights[-1] * (tier.most + 1))
    return weights[::-1]


def value_of(tier: ModelTier, values: Sequence[int]) -> int:
    """A linear expression at the point ``values``."""
    return _at(tier.expression, values)


def _at(expression: Linear, values: Sequence[int]) -> int:
    flat = cp_model.FlatIntExpr(expression)
    terms = zip(flat.vars, flat.coeffs, strict=True)
    value: int = sum((int(coeff) * values[var.index] for var, coeff in terms), int(flat.offset))
    return value


def _bounded(
    group: Sequence[ModelTier], weights: Sequence[int], decision: Decision
) -> list[TierBound]:
    values = [value_of(tier, decision.values) for tier in group]
    if decision.verdict == "optimal":
        return [TierBound(t.name, v, v) for t, v in zip(group, values, strict=True)]
    left = max(0, -int(-(decision.bound - 1e-6) // 1))
    found = []
    for tier, value, weight in zip(group, values, weights, strict=True):
        bound = min(left // weight, value)
        found.append(TierBound(tier.name, value, bound))
        # Below an unproven tier nothing is known of the next.
        left = left - bound * weight if bound == value else 0
    return found


def _sessions(week: WeekModel, values: Sequence[int]) -> dict[int, dict[str, int]]:
    sessions: dict[int, dict[str, int]] = {}
    for cells in week.slotted.values():
        for cell in cells:
            sets = _at(cell.sets, values)
            if sets:
                sessions.setdefault(cell.slots[0].index, {})[cell.exercise] = sets
    return sessions


def can_be_arranged(problem: WeekProblem, slot: int, sets: Mapping[str, int]) -> bool:
    """True: the session's real blocks fit into its work time."""
    chosen = problem.slots[slot]
    session = arranged(problem.case, problem.doses, chosen.window.place, sets)
    return session.seconds <= chosen.work_seconds


def _cut_off(week: WeekModel, cut: Cut) -> None:
    """No slot of this place, with no more time, may hold exactly these sets."""
    index, sets = cut
    tried = week.problem.slots[index]
    for group in week.groups:
        slot = group.slots[0]
        if slot.window.place != tried.window.place or slot.work_seconds > tried.work_seconds:
            continue
        if not slot.exercises.issuperset(sets):
            continue
        differs = []
        for cell in group.cells:
            wanted = sets.get(cell.exercise, 0)
            for side, name in (
                (cell.sets <= wanted - 1, "less"),
                (cell.sets >= wanted + 1, "more"),
            ):
                if wanted == 0 and name == "less":
                    continue
                literal = week.cp.new_bool_var(f"{name} {cell.exercise} @{slot.index}")
                week.cp.add(side).only_enforce_if(literal)
                differs.append(literal)
        week.cp.add_bool_or(differs)
