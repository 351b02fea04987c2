"""From a problem to its proven optimum.

The coarse model (slots that admit the same exercises not told apart) is solved tier by tier to
proof.  Its optimum bounds the exact one, so if the fine model can hold the very same week, that
week is optimal.  Where it cannot, the fine model is asked for another week with the same value in
every tier, and only then solved tier by tier itself.  A week whose session cannot be arranged
within its charged time is cut off and the fine model asked again.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from optimizer.arrange import arranged
from optimizer.errors import InternalFault
from optimizer.model import WeekModel, coarse_groups, fine_groups, week_model
from optimizer.objective import Tier, joined, tiers_of
from optimizer.problem import WeekProblem
from optimizer.progress import OnProgress, Progress
from optimizer.rules import RULES
from optimizer.slots import Slot

_MOST_ROUNDS = 30
_SEARCH_FOR_SAME_VALUES = 2.0
_FIRST_TURN = 0.5
_SHARE_OF_ONE_TIER = 1 / 3
_OVERTIME = 10.0
_CONFIRMATION = 10.0

Cut = tuple[int, Mapping[str, int], bool]
"""A slot, the sets that cannot be arranged in it, and True: with more exercises they might be."""
_LEAST_DETERMINISTIC_LIMIT = 0.5


@dataclass(frozen=True)
class SolveOptions:
    """How long to search.  The deterministic limit keeps answers the same on every machine; the
    wall limit (seconds) is only a backstop, and a result that it cut short says so."""

    deterministic_limit: float = 60.0
    wall_seconds: float | None = None


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
    wall_share: float = 1.0
    """The part of the wall limit that the present phase may use up."""

    @property
    def wall_left(self) -> float:
        if self.options.wall_seconds is None:
            return math.inf
        left = self.options.wall_seconds * self.wall_share - (time.perf_counter() - self.started)
        self.hit_wall |= left <= 0
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
        return Clock(SolveOptions(deterministic_limit, left))

    def limits(self, solver: cp_model.CpSolver, most: float) -> None:
        left = max(self.options.deterministic_limit - self.spent, _LEAST_DETERMINISTIC_LIMIT)
        solver.parameters.max_deterministic_time = min(left, most)
        if self.options.wall_seconds is not None:
            solver.parameters.max_time_in_seconds = max(self.wall_left, 0.05)


def solve(problem: WeekProblem, clock: Clock) -> Outcome:
    """The lexicographic optimum of ``problem``, or the best found with honest bounds."""
    coarse, coarse_tiers = _built(problem, coarse_groups(problem))
    clock.wall_share = 0.5
    bounded = _lexicographic(coarse, coarse_tiers, clock)
    if bounded is None:
        return Outcome(infeasible=True)
    realiser = _Realiser(problem, clock, bounded)
    clock.wall_share = 0.8
    outcome = (realiser.same_week() or realiser.own_optimum()) if bounded.tiers else None
    clock.wall_share = 1.0
    return outcome or realiser.without_supersets()


@dataclass(frozen=True)
class _Solution:
    """A solved model: the tiers and the weekly sets by exercise."""

    tiers: tuple[Decided, ...]
    totals: Mapping[str, int]
    sessions: Mapping[int, Mapping[str, int]]


def _built(
    problem: WeekProblem, grouping: Sequence[Sequence[Slot]]
) -> tuple[WeekModel, tuple[Tier, ...]]:
    week = week_model(problem, grouping)
    for rule in RULES:
        rule.add(week)
    return week, tiers_of(week)


class _Realiser:
    """Spreads the coarse model's week over sessions that can be done, or finds the next best."""

    def __init__(self, problem: WeekProblem, clock: Clock, bounded: _Solution) -> None:
        self.problem = problem
        self.clock = clock
        self.bounded = bounded
        self.cuts: list[Cut] = []
        self.unheld: list[Mapping[str, int]] = []

    def same_week(self) -> Outcome | None:
        """A week worth the coarse bound.  None: none exists, or none was found in time."""
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
                    following = self._next_coarse_week()
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
        """The fine model tier by tier, helped by the coarse bound as long as it is met."""
        floors = {tier.name: tier.bound for tier in self.bounded.tiers}
        for _ in range(_MOST_ROUNDS):
            if self.clock.is_over(_OVERTIME):
                return None
            week, tiers = self._fine()
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
        week, tiers = _built(replace(self.problem, doses=doses), fine_groups(self.problem))
        found = _lexicographic(week, tiers, self.clock)
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
        unarranged = []
        for slot_index, sets in found.sessions.items():
            slot = self.problem.slots[slot_index]
            session = arranged(self.problem.case, self.problem.doses, slot.window.place, sets)
            if session.seconds > slot.work_seconds:
                # Waiting between blocks could be filled; the work itself could not be.
                only_waits = session.seconds_without_waits <= slot.work_seconds
                unarranged.append((slot_index, sets, only_waits))
        self.cuts += unarranged
        return not unarranged

    def _fine(self) -> tuple[WeekModel, tuple[Tier, ...]]:
        week, tiers = _built(self.problem, fine_groups(self.problem))
        for cut in self.cuts:
            cut_off(week, *cut)
        return week, tiers

    def _with_totals(self) -> tuple[_Solution | None, bool]:
        """The very week of the coarse model, spread over slots; with none: True if none exists."""
        week, tiers = self._fine()
        _hold(week, tiers, self.bounded)
        for exercise in self.problem.doses:
            week.cp.add(week.sets_of(exercise) == self.bounded.totals[exercise])
        return self._any(week, _SEARCH_FOR_SAME_VALUES)

    def _with_values(self) -> tuple[_Solution | None, bool]:
        """Another week with the same value in every tier; with none: True if none exists."""
        week, tiers = self._fine()
        _hold(week, tiers, self.bounded)
        return self._any(week, _SEARCH_FOR_SAME_VALUES)

    def _next_coarse_week(self) -> _Solution | None:
        """Another coarse week of the same values than those that no sessions were found for."""
        week, tiers = _built(self.problem, coarse_groups(self.problem))
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


def cut_off(week: WeekModel, slot_index: int, sets: Mapping[str, int], only_these: bool) -> None:
    """No slot of this place holds these sets in no more time than this one has.

    Unless ``only_these``, more exercises with them do not fit either: leaving an exercise out never
    makes the others take longer.
    """
    problem = week.problem
    cut = problem.slots[slot_index]
    for group in week.groups:
        slot = group.slots[0]
        if slot.window.place != cut.window.place or slot.work_seconds > cut.work_seconds:
            continue
        if not slot.exercises.issuperset(sets):
            continue
        differs: list[cp_model.LiteralT] = []
        if only_these:
            others = (exercise for exercise in group.exercises if exercise not in sets)
            differs += [week.cells[exercise, group.index].sessions for exercise in others]
        for exercise, wanted in sets.items():
            cell = week.cells[exercise, group.index]
            differs.append(~cell.sessions)
            if problem.doses[exercise].sets_least < problem.doses[exercise].sets_most:
                other = week.cp.new_bool_var(f"cut {slot_index} {exercise} @{group.index}")
                fewer = week.cp.new_bool_var("fewer")
                week.cp.add(cell.sets <= wanted - 1).only_enforce_if(other, fewer)
                week.cp.add(cell.sets >= wanted + 1).only_enforce_if(other, ~fewer)
                differs.append(other)
        week.cp.add_bool_or(differs)


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


def _hold(week: WeekModel, tiers: Sequence[Tier], bounded: _Solution) -> None:
    values = {tier.name: tier.value for tier in bounded.tiers}
    for tier in tiers:
        week.cp.add(tier.expression <= values[tier.name])


def _lexicographic(
    week: WeekModel,
    tiers: Sequence[Tier],
    clock: Clock,
    floors: Mapping[str, int] | None = None,
) -> _Solution | None:
    """Solve the tiers in order, each frozen for the next.  None: infeasible.

    No tiers in the answer: the limit came before any week.  ``floors``: known lower bounds, of use
    as long as every earlier tier has met its own.
    """
    groups = joined(tiers)
    decided: list[Decided] = []
    solver: cp_model.CpSolver | None = None
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
        weights = _weights(group)
        objective = sum(w * t.expression for w, t in zip(weights, group, strict=True))
        if floors is not None:
            week.cp.add(group[0].expression >= floors.get(group[0].name, 0))
        week.cp.clear_objective()  # type: ignore[no-untyped-call]
        week.cp.minimize(objective)
        next_solver, status = _searched(week.cp, objective, clock)
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
        bounds = _bounds(group, weights, solver, proven=status == cp_model.OPTIMAL)
        for tier, bound in zip(group, bounds, strict=True):
            value = solver.value(tier.expression)
            decided.append(Decided(tier.name, value, min(bound, value), tier.unit))
            week.cp.add(tier.expression <= value)
            if floors is not None and value > floors.get(tier.name, 0):
                floors = None
        _hint(week.cp, solver)
    assert solver is not None
    return _Solution(tuple(decided), *_content(week, solver))


def _at_floor(
    group: Sequence[Tier], solver: cp_model.CpSolver, floors: Mapping[str, int] | None
) -> bool:
    """True: the last week found cannot be bettered in these tiers."""
    return all(solver.value(tier.expression) <= (floors or {}).get(tier.name, 0) for tier in group)


def _weights(group: Sequence[Tier]) -> list[int]:
    """Mixed radix: a step of one tier outweighs all that the later ones can save."""
    weights = [1]
    for tier in reversed(group[1:]):
        weights.append(weights[-1] * (tier.most + 1))
    return weights[::-1]


def _bounds(
    group: Sequence[Tier], weights: Sequence[int], solver: cp_model.CpSolver, *, proven: bool
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


def _measured_tier(tier: Tier, solver: cp_model.CpSolver) -> Decided:
    return Decided(tier.name, solver.value(tier.expression), 0, tier.unit)


def _searched(
    model: cp_model.CpModel, objective: cp_model.LinearExprT, clock: Clock
) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
    """A short turn of one configuration, then a long one of another that builds on it.

    How long one configuration takes on one week has a heavy tail, and the tails differ: the first
    is better at finding the weeks that many need, the second at proving the hard ones.
    """
    first = solver_of(clock, _FIRST_TURN)
    first.parameters.add_lp_constraints_lazily = False
    first.parameters.keep_symmetry_in_presolve = True
    status = run(first, model, clock)
    if status not in (cp_model.FEASIBLE, cp_model.UNKNOWN) or clock.is_over():
        return first, status
    model.add(objective >= math.ceil(first.best_objective_bound - 1e-6))
    if status == cp_model.FEASIBLE:
        _hint(model, first)
        model.add(objective <= round(first.objective_value))
    second = solver_of(clock, max(clock.share, _LEAST_DETERMINISTIC_LIMIT))
    second_status = run(second, model, clock)
    if second_status == cp_model.UNKNOWN and status == cp_model.FEASIBLE:
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


def run(
    solver: cp_model.CpSolver, model: cp_model.CpModel, clock: Clock
) -> cp_model.CpSolverStatus:
    started = time.perf_counter()
    status = solver.solve(model)
    clock.solve_seconds += time.perf_counter() - started
    clock.spent += solver.response_proto.deterministic_time
    return status


def _hint(model: cp_model.CpModel, solver: cp_model.CpSolver) -> None:
    model.clear_hints()  # type: ignore[no-untyped-call]
    for index, value in enumerate(solver.response_proto.solution):
        model.add_hint(model.get_int_var_from_proto_index(index), value)


def _content(
    week: WeekModel, solver: cp_model.CpSolver
) -> tuple[dict[str, int], dict[int, dict[str, int]]]:
    """Weekly sets by exercise and, of groups with one slot, the sets by slot index."""
    totals = dict.fromkeys(week.problem.doses, 0)
    sessions: dict[int, dict[str, int]] = {}
    for cell in week.cells.values():
        sets = solver.value(cell.sets)
        totals[cell.exercise] += sets
        if sets and len(cell.group.slots) == 1:
            sessions.setdefault(cell.group.slots[0].index, {})[cell.exercise] = sets
    return totals, sessions


def confirm_infeasible(problem: WeekProblem, clock: Clock) -> None:
    """Ask a second configuration of the solver before anyone is told that no week exists.

    Raises ``InternalFault`` where the two disagree.
    """
    week, _ = _built(problem, fine_groups(problem))
    solver = solver_of(clock, _CONFIRMATION)
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.random_seed = 1
    if run(solver, week.cp, clock) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise InternalFault("one configuration of the solver found a week, another none")
