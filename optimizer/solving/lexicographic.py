"""The lexicographic engine: tier after tier to proof, each frozen for the next."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar, cast

from ortools.sat.python import cp_model

from optimizer.documents.errors import InternalFault
from optimizer.objective.changes import with_the_plan_so_far
from optimizer.objective.tiers import ModelTier, joined
from optimizer.solving import budgets
from optimizer.solving.clock import Clock
from optimizer.solving.kernel import best_of_kernel
from optimizer.solving.modelling import sessions_in
from optimizer.solving.progress import Progress
from optimizer.solving.relaxation import Relaxation
from optimizer.solving.solver import (
    lean_solver_of,
    presolving_solver_of,
    run,
    solver_of,
)
from optimizer.week.model import WeekModel

_MOST_OF_A_LEAN_MODEL = 60
"""Exercises of a model that tells slots apart, up to which a search without presolve may do."""
_MOST_OF_A_SMALL_MODEL = 200
"""Exercises of a model that tells slots apart, up to which it is searched at once."""


@dataclass(frozen=True)
class Decided:
    """One tier's value and the proven bound below which no week can be."""

    name: str
    value: int
    bound: int
    unit: str

    @property
    def is_proven(self) -> bool:
        return self.value == self.bound


def are_proven(tiers: Iterable[Decided]) -> bool:
    """True: of weeks that keep the values before it, none has less of any of these tiers."""
    return all(tier.is_proven for tier in tiers)


@dataclass(frozen=True)
class Solution:
    """A solved model: the tiers and the weekly sets by exercise."""

    tiers: tuple[Decided, ...]
    totals: Mapping[str, int]
    sessions: Mapping[int, Mapping[str, int]]
    occupied_slots: frozenset[int] = frozenset()
    """Slots that hold a session, by index; a weekly model tells them without their sessions."""
    far_windows: frozenset[str] = frozenset()
    """While runs are to be placed: windows that are not close to the runs of the weeks beside."""


@dataclass(frozen=True)
class Below:
    """What is known of the weeks that keep some proven values.

    ``floors``: lower bounds of all tiers.  ``week``: one of these weeks that meets every floor, so
    that none is better; None: none is known.
    """

    floors: Mapping[str, int]
    week: Solution | None = None


Made = TypeVar("Made")
KnownBelow = Callable[[Sequence[Decided]], Below | None]
"""What is known as long as each of the decided tiers keeps its proven value; None: nothing."""


def _nothing_known(decided: Sequence[Decided]) -> Below | None:  # noqa: ARG001
    return None


Bounds = Mapping[str, int]
"""By tier name what no week has less of, as long as each tier before it has no more than that."""


def lexicographic(
    week: WeekModel,
    tiers: Sequence[ModelTier],
    clock: Clock,
    floors: Bounds | None = None,
) -> Solution | None:
    """Solve the tiers in order, each frozen for the next, see ``deciding``."""
    return finished(deciding(week, tiers, clock, floors))


@dataclass(frozen=True)
class Beaten:
    """What a search ends with that was left because no better week could come of it."""


IsBeaten = Callable[[Bounds], bool]
"""True: no week with these bounds is wanted."""


def never_beaten(bounds: Bounds) -> bool:  # noqa: ARG001
    return False


def within(steps: Generator[Bounds, None, Made], is_beaten: IsBeaten) -> Made | Beaten:
    """What a search ends with, or that it was left as soon as its bounds were beaten."""
    while True:
        try:
            bounds = next(steps)
        except StopIteration as end:
            return cast(Made, end.value)
        if is_beaten(bounds):
            return Beaten()


def finished(steps: Generator[Bounds, None, Made]) -> Made:
    """What a search ends with."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return cast(Made, end.value)


def deciding(
    week: WeekModel,
    tiers: Sequence[ModelTier],
    clock: Clock,
    floors: Bounds | None = None,
    start: Solution | None = None,
    known_below: KnownBelow = _nothing_known,
) -> Generator[Bounds, None, Solution | None]:
    """Solve the tiers in order, each frozen for the next, and tell after each group what is known.

    Returns None: infeasible; no tiers: the limit came before any week.  ``floors``: known lower
    bounds, of use as long as every earlier tier has met its own; after that ``known_below`` is
    asked for those below proven tiers, and for a week that meets them.  ``start``: a week of this
    very model to begin from, with the value of every tier.
    """
    decided: list[Decided] = []
    known = _as_it_was(week, tiers, clock)
    groups = joined(tiers)
    solver = known
    relaxation = Relaxation(week.cp) if len(week.slotted) > _MOST_OF_A_SMALL_MODEL else None
    at_start = {tier.name: tier.value for tier in start.tiers} if start and known is None else None
    if at_start is not None and start is not None:
        hint_sessions(week, start.sessions)
    for index, group in enumerate(groups):
        if clock.on_progress is not None:
            last = decided[-1] if decided else None
            clock.on_progress(
                Progress(
                    group[0].name,
                    index,
                    len(groups),
                    last.value if last else None,
                    last.bound if last else None,
                )
            )
        values = at_start
        if solver is not None:
            values = {tier.name: solver.value(tier.expression) for tier in group}
        met = [] if values is None else list(_met(group, values, floors))
        for tier, value in met:
            decided.append(Decided(tier.name, value, value, tier.unit))
            week.cp.add(tier.expression <= value)
        group = group[len(met) :]
        if not group:
            continue
        left = [tier for g in (group, *groups[index + 1 :]) for tier in g]
        if solver is not None and clock.wall_left <= 0:
            decided += [_measured_tier(tier, solver) for tier in left]
            break
        weights = _weights_of(group)
        objective = sum(w * t.expression for w, t in zip(weights, group, strict=True))
        if floors is not None:
            known_least = (floors.get(tier.name, 0) for tier in group)
            week.cp.add(objective >= sum(w * f for w, f in zip(weights, known_least, strict=True)))
        week.cp.clear_objective()  # type: ignore[no-untyped-call]
        week.cp.minimize(objective)
        most = max(clock.share, budgets.LEAST) if are_proven(decided) else budgets.BELOW_UNPROVEN
        searched = _searched(week, objective, clock, relaxation, most)
        next_solver, status = searched.solver, searched.status
        if status == cp_model.INFEASIBLE:
            if decided:
                raise InternalFault(f"tier {group[0].name} became infeasible after earlier tiers")
            return None
        if status == cp_model.MODEL_INVALID:
            raise InternalFault(f"the model is invalid: {week.cp.validate()}")
        if status == cp_model.UNKNOWN:
            if solver is None and start is not None and at_start is not None:
                decided += [Decided(t.name, at_start[t.name], 0, t.unit) for t in left]
                return Solution(tuple(decided), start.totals, start.sessions)
            if solver is None:
                return Solution((), {}, {})
            # The last week found still stands; its later tiers are only measured.
            decided += [_measured_tier(tier, solver) for tier in left]
            break
        if known is not None and not _is_as_good(known, next_solver, group):
            known = None
        bounds = _bounds(group, weights, searched)
        is_above = False
        for tier, bound in zip(group, bounds, strict=True):
            value = next_solver.value(tier.expression)
            decided.append(Decided(tier.name, value, min(bound, value), tier.unit))
            week.cp.add(tier.expression <= value)
            is_above = is_above or floors is None or value > floors.get(tier.name, 0)
        if is_above:
            is_last = index + 1 == len(groups)
            below = None if is_last or not are_proven(decided) else known_below(decided)
            if below is not None and below.week is not None:
                return below.week
            floors = None if below is None else below.floors
        yield {**(floors or {}), **{tier.name: tier.bound for tier in decided}}
        if (
            start is not None
            and at_start is not None
            and all(at_start[t.name] == next_solver.value(t.expression) for t in group)
        ):
            # The week to begin from is as good, and it is known that its sessions can be done.
            hint_sessions(week, start.sessions)
            continue
        solver, at_start = known or next_solver, None
        _hint(week, solver)
    if solver is None:
        # The week to begin from is the best in every tier.
        assert start is not None
        return Solution(tuple(decided), start.totals, start.sessions)
    return Solution(tuple(decided), *content_of(week, solver))


def _as_it_was(
    week: WeekModel, tiers: Sequence[ModelTier], clock: Clock
) -> cp_model.CpSolver | None:
    """A week as near to the plan so far as can be seen at once, to begin from; None: none is."""
    model = with_the_plan_so_far(week)
    if model is None:
        return None
    # Little is left open here, so weights that only lean to the earlier tiers do.
    decisive = sum(tier.tier.kind != "week" for tier in tiers)
    weights = [4 ** max(0, decisive - index) for index in range(len(tiers))]
    model.minimize(sum(w * tier.expression for w, tier in zip(weights, tiers, strict=True)))
    solver = solver_of(clock, budgets.LEAST)
    if run(solver, model, clock) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    _hint(week, solver)
    return solver


def _is_as_good(
    known: cp_model.CpSolver, found: cp_model.CpSolver, group: Sequence[ModelTier]
) -> bool:
    return all(known.value(tier.expression) <= found.value(tier.expression) for tier in group)


def _met(
    group: Sequence[ModelTier], values: Mapping[str, int], floors: Mapping[str, int] | None
) -> Iterator[tuple[ModelTier, int]]:
    """The first tiers of a group in which a week with these values cannot be bettered."""
    for tier in group:
        if values[tier.name] > (floors or {}).get(tier.name, 0):
            return
        yield tier, values[tier.name]


def _weights_of(group: Sequence[ModelTier]) -> list[int]:
    """Mixed radix: a step of one tier outweighs all that the later ones can save."""
    weights = [1]
    for tier in reversed(group[1:]):
        weights.append(weights[-1] * (tier.most + 1))
    return weights[::-1]


def _bounds(group: Sequence[ModelTier], weights: Sequence[int], searched: _Searched) -> list[int]:
    solver = searched.solver
    if searched.status == cp_model.OPTIMAL:
        return [solver.value(tier.expression) for tier in group]
    left = searched.bound
    bounds = []
    for tier, weight in zip(group, weights, strict=True):
        bound = max(0, left) // weight
        bounds.append(bound)
        # Below an unproven tier nothing is known of the next.
        left = left - bound * weight if bound == solver.value(tier.expression) else 0
    return bounds


def _measured_tier(tier: ModelTier, solver: cp_model.CpSolver) -> Decided:
    return Decided(tier.name, solver.value(tier.expression), 0, tier.unit)


@dataclass(frozen=True)
class _Searched:
    """What one search found: ``solver`` has the week where ``status`` says that there is one.

    ``bound``: no week's objective is below.
    """

    solver: cp_model.CpSolver
    status: cp_model.CpSolverStatus
    bound: int


def _searched(
    week: WeekModel,
    objective: cp_model.LinearExprT,
    clock: Clock,
    relaxation: Relaxation | None,
    most: float,
) -> _Searched:
    """The least of ``objective``, which is that of the model, in ``most`` deterministic units.

    Of a very large model a good week first, where there is a ``relaxation``.  Then each
    configuration in its turn, the next building on what the last has found: how long one takes on
    one week has a heavy tail, and the tails differ.
    """
    relaxed = None if relaxation is None else relaxation.solved(clock.wall_left)
    good = None if relaxed is None else best_of_kernel(week, relaxed, clock)
    if relaxed is None or good is None:
        return _in_turns(week, objective, clock, most)
    if good.objective_value <= relaxed.bound:
        return _Searched(good, cp_model.OPTIMAL, relaxed.bound)
    _hint_all(week, good)
    found = _in_turns(week, objective, clock, most)
    if found.status == cp_model.INFEASIBLE:
        raise InternalFault("one configuration of the solver found a week, another none")
    if found.status == cp_model.UNKNOWN:
        return _Searched(good, cp_model.FEASIBLE, max(found.bound, relaxed.bound))
    return found


def _in_turns(
    week: WeekModel, objective: cp_model.LinearExprT, clock: Clock, most: float
) -> _Searched:
    """One configuration after the other, each beginning from what is known by then."""
    found: _Searched | None = None
    for solver in _turns(week, clock, most):
        searched = _as_searched(solver, run(solver, week.cp, clock))
        if found is not None and searched.status == cp_model.INFEASIBLE:
            raise InternalFault("one configuration of the solver found a week, another none")
        if searched.status in (cp_model.OPTIMAL, cp_model.INFEASIBLE, cp_model.MODEL_INVALID):
            return searched
        week.cp.add(objective >= searched.bound)
        if searched.status == cp_model.FEASIBLE:
            found = searched
            _hint(week, solver)
            week.cp.add(objective <= round(solver.objective_value))
        elif found is not None:
            found = replace(found, bound=max(found.bound, searched.bound))
        if clock.is_over():
            break
    return found or searched


def _turns(week: WeekModel, clock: Clock, most: float) -> Iterator[cp_model.CpSolver]:
    if len(week.slotted) <= _MOST_OF_A_LEAN_MODEL:
        yield lean_solver_of(clock, min(most, budgets.LEAN_TURN))
    yield presolving_solver_of(clock, most)


def _as_searched(solver: cp_model.CpSolver, status: cp_model.CpSolverStatus) -> _Searched:
    return _Searched(solver, status, math.ceil(solver.best_objective_bound - 1e-6))


def _hint(week: WeekModel, solver: cp_model.CpSolver) -> None:
    """Start from this week; what follows from its decisions is for the next tier to make small."""
    _begin_from(week, {variable.index: solver.value(variable) for variable in week.decisions})


def _hint_all(week: WeekModel, solver: cp_model.CpSolver) -> None:
    """Start from this very week, to prove that none is better."""
    _begin_from(week, dict(enumerate(solver.response_proto.solution)))


def hint_sessions(week: WeekModel, sessions: Mapping[int, Mapping[str, int]]) -> None:
    """Start from a week that is given by its sessions; the model tells slots apart."""
    values = {literal.index: int(slot in sessions) for slot, literal in week.has_session.items()}
    cells = {id(c): c for parts in (*week.slotted.values(), week.weekly.values()) for c in parts}
    for cell in cells.values():
        sets = [
            done[cell.exercise]
            for slot in cell.slots
            for done in [sessions.get(slot.index, {})]
            if cell.exercise in done
        ]
        values |= {literal.index: int(n < len(sets)) for n, literal in enumerate(cell.does)}
        if cell.more_sets is not None:
            least = week.problem.doses[cell.exercise].sets_least
            values[cell.more_sets.index] = sum(sets) - least * len(sets)
    _begin_from(week, values)


def _begin_from(week: WeekModel, values: Mapping[int, int]) -> None:
    """The next search begins with these values, by variable index."""
    week.cp.clear_hints()  # type: ignore[no-untyped-call]
    # All at once: one by one takes longer than many a tier's search.
    hint = week.cp.proto.solution_hint
    hint.vars.extend(list(values))
    hint.values.extend(list(values.values()))


def content_of(
    week: WeekModel, solver: cp_model.CpSolver
) -> tuple[dict[str, int], dict[int, dict[str, int]], frozenset[int], frozenset[str]]:
    """Weekly sets by exercise, the sets by slot index where the model tells slots apart, and the
    slots that are held, and windows that are far from the weeks beside."""
    totals = {e: solver.value(week.sets_of(e)) for e in week.problem.doses}
    occupied_slots = frozenset(
        slot for slot, literal in week.has_session.items() if solver.value(literal)
    )
    far = frozenset(w for w, close in week.close_windows.items() if not solver.value(close))
    return totals, sessions_in(week, solver), occupied_slots, far
