"""From a problem to its proven optimum.

The weekly model (how often and with how many sets, slots not told apart) is solved tier by tier to
proof.  Its optimum bounds the exact one, so if slots can hold the very same week, that week is
optimal.  Where they cannot, the full model is asked for another week with the same value in every
tier, and only then solved tier by tier itself.  A week whose session cannot be arranged within its
charged time is cut off and the exact model asked again.

A week that is to stay near a plan so far is settled by its sessions, of which the weekly model
knows nothing: its full model is solved at once.
"""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from optimizer.cuts import Cut, cut_off, unarranged
from optimizer.dominance import undominated
from optimizer.errors import InternalFault
from optimizer.model import Depth, WeekModel, week_model
from optimizer.objective.changes import with_the_plan_so_far
from optimizer.objective.tiers import ModelTier, joined, tiers_of
from optimizer.problem import WeekProblem
from optimizer.progress import OnProgress, Progress
from optimizer.rules import RULES
from optimizer.rules.base import Rule
from optimizer.stopping import Stop

_MOST_ROUNDS = 30
_SEARCH_FOR_SAME_VALUES = 2.0
_FIRST_TURN = 1.0
_SHARE_OF_ONE_TIER = 1 / 3
_OVERTIME = 10.0
_NEAR_LIMIT = 10**9
_CONFIRMATION = 10.0

_LEAST_DETERMINISTIC_LIMIT = 0.5
_SECONDS_FOR_ANY_WEEK = 0.5


@dataclass(frozen=True)
class SolveOptions:
    """How long to search.  The deterministic limit keeps answers the same on every machine; the
    wall limit (seconds) is only a backstop, and a result that it cut short says so.  ``stop``,
    asked by another thread, ends the search as the wall limit does."""

    deterministic_limit: float = 60.0
    wall_seconds: float | None = None
    stop: Stop | None = None


@dataclass(frozen=True)
class Decided:
    """One tier's value and the proven bound below which no week can be."""

    name: str
    value: int
    bound: int
    unit: str


@dataclass(frozen=True)
class Outcome:
    """``sessions``: by slot index the sets of each exercise; None where no week was found."""

    infeasible: bool
    sessions: Mapping[int, Mapping[str, int]] | None = None
    tiers: tuple[Decided, ...] = ()
    hit_wall: bool = False
    arranged_away: bool = False
    """True: weeks exist for the model, but none whose sessions can be done in their time."""

    @property
    def proven(self) -> bool:
        return bool(self.tiers) and all(tier.value == tier.bound for tier in self.tiers)


@dataclass
class Clock:
    """Shares one deterministic budget among the solves of a plan, and counts their time."""

    options: SolveOptions
    on_progress: OnProgress | None = None
    spent: float = 0.0
    solve_seconds: float = 0.0
    started: float = field(default_factory=time.perf_counter)
    hit_wall: bool = False
    least_wall_seconds: float = 0.05
    """What a search gets although the wall limit is spent."""
    wall_share: float = 1.0
    """The part of the wall limit that the present phase may use up."""

    @property
    def wall_left(self) -> float:
        left = math.inf
        if self.options.wall_seconds is not None:
            spent = time.perf_counter() - self.started
            left = self.options.wall_seconds * self.wall_share - spent
        if self.options.stop is not None:
            left = min(left, self.options.stop.seconds_left(self.wall_share))
        if left <= 0:
            self.hit_wall = True
            if self.options.stop is not None:
                self.options.stop.cut_short = True
        return left

    def is_over(self, overtime: float = 0.0) -> bool:
        """True: the limit is spent.  ``overtime``: what turning a bound into a week may add."""
        return self.spent >= self.options.deterministic_limit + overtime or self.wall_left <= 0

    @property
    def share(self) -> float:
        """What one tier may take, so that the tiers after it are not left without."""
        return (self.options.deterministic_limit - self.spent) * _SHARE_OF_ONE_TIER

    def another(self, deterministic_limit: float) -> Clock:
        """A fresh deterministic budget within what the wall limit has left."""
        wall = self.options.wall_seconds
        left = None if wall is None else max(0.0, wall - (time.perf_counter() - self.started))
        return Clock(SolveOptions(deterministic_limit, left, self.options.stop))

    def limits(self, solver: cp_model.CpSolver, most: float) -> None:
        left = max(self.options.deterministic_limit - self.spent, _LEAST_DETERMINISTIC_LIMIT)
        solver.parameters.max_deterministic_time = min(left, most)
        wall_left = self.wall_left
        if wall_left < math.inf:
            solver.parameters.max_time_in_seconds = max(wall_left, self.least_wall_seconds)


def solve(problem: WeekProblem, clock: Clock) -> Outcome:
    """The lexicographic optimum of ``problem``, or the best found with honest bounds."""
    if problem.case.current is not None:
        if not problem.relaxed and not may_have_week(problem, clock):
            return Outcome(infeasible=True)
        nothing_known = _Realiser(problem, clock, _Solution((), {}, {}))
        clock.wall_share = 0.8
        outcome = nothing_known.own_optimum()
        clock.wall_share = 1.0
        return outcome or nothing_known.without_supersets()
    enough = undominated(problem)
    weekly, weekly_tiers = _built(problem, "weekly", enough)
    clock.wall_share = 0.8
    bounded = _lexicographic(weekly, weekly_tiers, clock)
    if bounded is None and len(enough) < len(problem.doses):
        # Before anyone is told that no week exists, every exercise is tried.
        bounded = _lexicographic(*_built(problem, "weekly"), clock)
    if bounded is None:
        return Outcome(infeasible=True)
    realiser = _Realiser(problem, clock, bounded)
    clock.wall_share = 0.95
    outcome = (realiser.same_week() or realiser.own_optimum()) if bounded.tiers else None
    clock.wall_share = 1.0
    return outcome or realiser.without_supersets()


@dataclass(frozen=True)
class _Solution:
    """A solved model: the tiers and the weekly sets by exercise."""

    tiers: tuple[Decided, ...]
    totals: Mapping[str, int]
    sessions: Mapping[int, Mapping[str, int]]


def may_have_week(problem: WeekProblem, clock: Clock) -> bool:
    """False: not even the weekly model has one, which is soon told."""
    week = modelled(problem, "weekly")
    return run(lean_solver_of(clock, _FIRST_TURN), week.cp, clock) != cp_model.INFEASIBLE


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


def _built(
    problem: WeekProblem, depth: Depth, exercises: Collection[str] | None = None
) -> tuple[WeekModel, tuple[ModelTier, ...]]:
    week = modelled(problem, depth, exercises)
    return week, tiers_of(week)


class _Realiser:
    """Spreads the weekly model's week over sessions that can be done, or finds the next best."""

    def __init__(self, problem: WeekProblem, clock: Clock, bounded: _Solution) -> None:
        self.problem = problem
        self.clock = clock
        self.bounded = bounded
        self.cuts: list[Cut] = []
        self.unheld: list[Mapping[str, int]] = []

    def same_week(self) -> Outcome | None:
        """A week worth the weekly bound.  None: none exists, or none was found in time."""
        for _ in range(_MOST_ROUNDS):
            if self.clock.is_over(_OVERTIME):
                return None
            found, none_exists = self._with_totals()
            if found is None and none_exists:
                found, none_exists = self._with_values()
                if found is None and none_exists:
                    return None
                if found is None:
                    self.unheld.append(self.bounded.totals)
                    following = self._next_weekly()
                    if following is None:
                        return None
                    self.bounded = following
                    continue
            if found is None:
                return None
            if self._arranged(found):
                return self._outcome(found)
        return None

    def own_optimum(self) -> Outcome | None:
        """The full model tier by tier, helped by the weekly bound as long as it is met."""
        floors = {tier.name: tier.bound for tier in self.bounded.tiers}
        for _ in range(_MOST_ROUNDS):
            if self.clock.is_over(_OVERTIME):
                return None
            week, tiers = self._exact()
            found = _lexicographic(week, tiers, self.clock, floors)
            if found is None:
                return Outcome(infeasible=True, arranged_away=bool(self.cuts))
            if not found.tiers:
                return None
            if self._arranged(found):
                return self._outcome(found)
        return None

    def without_supersets(self) -> Outcome:
        """The last resort within the limit: whole rests charged, so that any session fits."""
        doses = {
            exercise: replace(dose, charged_rest_seconds=dose.exercise.rest_seconds)
            for exercise, dose in self.problem.doses.items()
        }
        problem = replace(self.problem, doses=doses)
        found = None
        if self.clock.wall_left > 0:
            found = _lexicographic(*_built(problem, "full"), self.clock)
        if found is None or not found.tiers:
            # Of few exercises there are few weeks: those of the best weekly solution, or so far.
            self.clock.least_wall_seconds = _SECONDS_FOR_ANY_WEEK
            done = [exercise for exercise, sets in self.bounded.totals.items() if sets]
            current = self.problem.case.current
            if current is not None:
                kept = {exercise for planned in current.to_keep for exercise in planned.sets}
                done = [exercise for exercise in problem.doses if exercise in kept]
            found = _lexicographic(*_built(problem, "direct", done), self.clock) if done else None
        if found is None or not found.tiers:
            return Outcome(infeasible=False, hit_wall=self.clock.hit_wall)
        bounds = {tier.name: tier.bound for tier in self.bounded.tiers}
        decided, met = [], True
        for tier in found.tiers:
            # A bound says something only below tiers that have met theirs.
            bound = bounds.get(tier.name, 0) if met else 0
            met = met and bound == tier.value
            decided.append(Decided(tier.name, tier.value, min(bound, tier.value), tier.unit))
        return self._outcome(replace(found, tiers=tuple(decided)))

    def _outcome(self, found: _Solution) -> Outcome:
        return Outcome(
            infeasible=False,
            sessions=found.sessions,
            tiers=found.tiers,
            hit_wall=self.clock.hit_wall,
        )

    def _arranged(self, found: _Solution) -> bool:
        """True: every session can be done in its time; else those that cannot are cut off."""
        found_out = list(unarranged(self.problem, found.sessions))
        self.cuts += found_out
        return not found_out

    def _exact(
        self, depth: Depth = "full", exercises: Collection[str] | None = None
    ) -> tuple[WeekModel, tuple[ModelTier, ...]]:
        week, tiers = _built(self.problem, depth, exercises)
        for cut in self.cuts:
            cut_off(week, cut)
        return week, tiers

    def _with_totals(self) -> tuple[_Solution | None, bool]:
        """The very week of the weekly model, spread over slots; with none: True if none exists."""
        done = {exercise: sets for exercise, sets in self.bounded.totals.items() if sets}
        week, tiers = self._exact("direct", done)
        _hold(week, tiers, self.bounded)
        for exercise, sets in done.items():
            week.cp.add(week.sets_of(exercise) == sets)
        return self._any(week, _SEARCH_FOR_SAME_VALUES)

    def _with_values(self) -> tuple[_Solution | None, bool]:
        """Another week with the same value in every tier; with none: True if none exists."""
        week, tiers = self._exact()
        _hold(week, tiers, self.bounded)
        return self._any(week, _SEARCH_FOR_SAME_VALUES)

    def _next_weekly(self) -> _Solution | None:
        """Another weekly solution of the same values than those that no sessions were found for."""
        week, tiers = _built(self.problem, "weekly", undominated(self.problem))
        for totals in self.unheld:
            _forbid_totals(week, totals)
        _hold(week, tiers, self.bounded)
        return self._any(week, _SEARCH_FOR_SAME_VALUES)[0]

    def _any(self, week: WeekModel, most: float = math.inf) -> tuple[_Solution | None, bool]:
        """Any week of a model whose tiers are held; with none: True if none exists."""
        solver = solver_of(self.clock, most)
        status = run(solver, week.cp, self.clock)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return _Solution(self.bounded.tiers, *_content(week, solver)), False
        return None, status == cp_model.INFEASIBLE


def _forbid_totals(week: WeekModel, totals: Mapping[str, int]) -> None:
    """Some exercise has another number of weekly sets."""
    differs: list[cp_model.LiteralT] = []
    for exercise, wanted in totals.items():
        if wanted == 0:
            differs.append(week.present[exercise])
            continue
        fewer, more = (week.cp.new_bool_var(f"{side} {exercise}") for side in ("fewer", "more"))
        week.cp.add(week.sets_of(exercise) <= wanted - 1).only_enforce_if(fewer)
        week.cp.add(week.sets_of(exercise) >= wanted + 1).only_enforce_if(more)
        differs += [fewer, more]
    week.cp.add_bool_or(differs)


def _hold(week: WeekModel, tiers: Sequence[ModelTier], bounded: _Solution) -> None:
    values = {tier.name: tier.value for tier in bounded.tiers}
    for tier in tiers:
        week.cp.add(tier.expression <= values[tier.name])


def _lexicographic(
    week: WeekModel,
    tiers: Sequence[ModelTier],
    clock: Clock,
    floors: Mapping[str, int] | None = None,
) -> _Solution | None:
    """Solve the tiers in order, each frozen for the next.  None: infeasible.

    No tiers in the answer: the limit came before any week.  ``floors``: known lower bounds, of use
    as long as every earlier tier has met its own.
    """
    decided: list[Decided] = []
    known = _as_it_was(week, tiers, clock)
    # Beside a plan so far little is open, and fewer and wider sums are quicker.
    groups = joined(tiers) if known is None else joined(tiers, _NEAR_LIMIT)
    solver = known
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
        if solver is not None and _at_floor(group, solver, floors):
            decided += [
                Decided(t.name, v, v, t.unit) for t in group for v in [solver.value(t.expression)]
            ]
            for tier in group:
                week.cp.add(tier.expression <= solver.value(tier.expression))
            continue
        if solver is not None and clock.wall_left <= 0:
            decided += [_measured_tier(tier, solver) for g in groups[index:] for tier in g]
            break
        weights = _weights(group)
        objective = sum(w * t.expression for w, t in zip(weights, group, strict=True))
        if floors is not None:
            week.cp.add(group[0].expression >= floors.get(group[0].name, 0))
        week.cp.clear_objective()  # type: ignore[no-untyped-call]
        week.cp.minimize(objective)
        next_solver, status = _searched(week, objective, clock)
        if status == cp_model.INFEASIBLE:
            if decided:
                raise InternalFault(f"tier {group[0].name} became infeasible after earlier tiers")
            return None
        if status == cp_model.MODEL_INVALID:
            raise InternalFault(f"the model is invalid: {week.cp.validate()}")
        if status == cp_model.UNKNOWN:
            if solver is None:
                return _Solution((), {}, {})
            # The last week found still stands; its later tiers are only measured.
            decided += [_measured_tier(tier, solver) for g in groups[index:] for tier in g]
            break
        solver = next_solver
        if known is not None and not _is_as_good(known, solver, group):
            known = None
        bounds = _bounds(group, weights, solver, proven=status == cp_model.OPTIMAL)
        for tier, bound in zip(group, bounds, strict=True):
            value = solver.value(tier.expression)
            decided.append(Decided(tier.name, value, min(bound, value), tier.unit))
            week.cp.add(tier.expression <= value)
            if floors is not None and value > floors.get(tier.name, 0):
                floors = None
        solver = known or solver
        _hint(week, solver)
    assert solver is not None
    return _Solution(tuple(decided), *_content(week, solver))


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
    solver = solver_of(clock, _LEAST_DETERMINISTIC_LIMIT)
    if run(solver, model, clock) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    _hint(week, solver)
    return solver


def _is_as_good(
    known: cp_model.CpSolver, found: cp_model.CpSolver, group: Sequence[ModelTier]
) -> bool:
    return all(known.value(tier.expression) <= found.value(tier.expression) for tier in group)


def _at_floor(
    group: Sequence[ModelTier], solver: cp_model.CpSolver, floors: Mapping[str, int] | None
) -> bool:
    """True: the last week found cannot be bettered in these tiers."""
    return all(solver.value(tier.expression) <= (floors or {}).get(tier.name, 0) for tier in group)


def _weights(group: Sequence[ModelTier]) -> list[int]:
    """Mixed radix: a step of one tier outweighs all that the later ones can save."""
    weights = [1]
    for tier in reversed(group[1:]):
        weights.append(weights[-1] * (tier.most + 1))
    return weights[::-1]


def _bounds(
    group: Sequence[ModelTier], weights: Sequence[int], solver: cp_model.CpSolver, *, proven: bool
) -> list[int]:
    if proven:
        return [solver.value(tier.expression) for tier in group]
    left = math.ceil(solver.best_objective_bound - 1e-6)
    bounds = []
    for tier, weight in zip(group, weights, strict=True):
        bound = max(0, left) // weight
        bounds.append(bound)
        # Below an unproven tier nothing is known of the next.
        left = left - bound * weight if bound == solver.value(tier.expression) else 0
    return bounds


def _measured_tier(tier: ModelTier, solver: cp_model.CpSolver) -> Decided:
    return Decided(tier.name, solver.value(tier.expression), 0, tier.unit)


def _searched(
    week: WeekModel, objective: cp_model.LinearExprT, clock: Clock
) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
    """A short turn of one configuration, then a long one of another that builds on it.

    How long one configuration takes on one week has a heavy tail, and the tails differ.  The weekly
    model is small and its linear relaxation tight: presolve, probing and cuts cost more than they
    save in nearly every week, and the second turn is for the others.
    """
    first = lean_solver_of(clock, _FIRST_TURN)
    status = run(first, week.cp, clock)
    if status not in (cp_model.FEASIBLE, cp_model.UNKNOWN) or clock.is_over():
        return first, status
    week.cp.add(objective >= math.ceil(first.best_objective_bound - 1e-6))
    if status == cp_model.FEASIBLE:
        _hint(week, first)
        week.cp.add(objective <= round(first.objective_value))
    second = solver_of(clock, max(clock.share, _LEAST_DETERMINISTIC_LIMIT))
    second_status = run(second, week.cp, clock)
    if status == cp_model.FEASIBLE:
        if second_status == cp_model.INFEASIBLE:
            raise InternalFault("one configuration of the solver found a week, another none")
        if second_status == cp_model.UNKNOWN:
            return first, status
    return second, second_status


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
    solver = solver_of(clock, most)
    solver.parameters.cp_model_presolve = False
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.max_num_cuts = 0
    return solver


def second_solver_of(clock: Clock, most: float = math.inf) -> cp_model.CpSolver:
    """Another configuration, to be asked where the first has said that there is no week."""
    solver = solver_of(clock, most)
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.random_seed = 1
    return solver


def run(
    solver: cp_model.CpSolver, model: cp_model.CpModel, clock: Clock
) -> cp_model.CpSolverStatus:
    started = time.perf_counter()
    stop = clock.options.stop
    with nullcontext() if stop is None else stop.ends(solver):
        if stop is not None and stop.asked:
            # Asked since the solver got its limits.
            solver.parameters.max_time_in_seconds = max(clock.wall_left, clock.least_wall_seconds)
        status = solver.solve(model)
    clock.solve_seconds += time.perf_counter() - started
    clock.spent += solver.response_proto.deterministic_time
    if status in (cp_model.FEASIBLE, cp_model.UNKNOWN) and math.isfinite(clock.wall_left):
        # Cut short by the clock rather than by the deterministic limit.
        clock.hit_wall |= solver.wall_time >= 0.95 * solver.parameters.max_time_in_seconds
        if stop is not None:
            clock.hit_wall |= stop.asked
            stop.cut_short |= clock.hit_wall
    return status


def _hint(week: WeekModel, solver: cp_model.CpSolver) -> None:
    """Start from this week; what follows from its decisions is for the next tier to make small."""
    week.cp.clear_hints()  # type: ignore[no-untyped-call]
    # All at once: one by one takes longer than many a tier's search.
    hint = week.cp.proto.solution_hint
    hint.vars.extend([variable.index for variable in week.decisions])
    hint.values.extend([solver.value(variable) for variable in week.decisions])


def _content(
    week: WeekModel, solver: cp_model.CpSolver
) -> tuple[dict[str, int], dict[int, dict[str, int]]]:
    """Weekly sets by exercise and, where the model tells slots apart, the sets by slot index."""
    totals = {e: solver.value(week.sets_of(e)) for e in week.problem.doses}
    return totals, sessions_in(week, solver)


def sessions_in(week: WeekModel, solver: cp_model.CpSolver) -> dict[int, dict[str, int]]:
    """The sets of each session by slot index; none where the model does not tell slots apart."""
    sessions: dict[int, dict[str, int]] = {}
    for cell in week.slot_cells:
        sets = solver.value(cell.sets)
        if sets:
            sessions.setdefault(cell.slots[0].index, {})[cell.exercise] = sets
    return sessions


def confirm_infeasible(problem: WeekProblem, clock: Clock) -> None:
    """Ask a second configuration of the solver before anyone is told that no week exists.

    Raises ``InternalFault`` where the two disagree.
    """
    week, _ = _built(problem, "direct")
    solver = second_solver_of(clock, _CONFIRMATION)
    if run(solver, week.cp, clock) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise InternalFault("one configuration of the solver found a week, another none")


def week_exists(problem: WeekProblem, rules: Iterable[Rule], clock: Clock) -> bool | None:
    """Whether the direct model has a week under these rules alone; None: the limit came first.

    What shapes the problem itself (its slots and exercises) stays, and so do its conditions.
    """
    week = modelled(problem, "direct", rules=rules)
    status = run(solver_of(clock, _CONFIRMATION), week.cp, clock)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return True
    return False if status == cp_model.INFEASIBLE else None
