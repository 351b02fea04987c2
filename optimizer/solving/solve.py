"""From a problem to its proven optimum.

The weekly model (how often and with how many sets, slots not told apart) is solved tier by tier to
proof.  Its optimum bounds the exact one, so if slots can hold the very same week, that week is
optimal.  Where they cannot, the full model is solved tier by tier itself, with the weekly bounds.
A week whose session cannot be arranged within its charged time is cut off and the exact model asked
again, with what is known by then as its bounds.

A week that is to stay near a plan so far is settled by its sessions, of which the weekly model
knows nothing: its full model is solved at once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from optimizer.objective.tiers import TIERS, ModelTier, joined, tiers_of
from optimizer.solving import budgets
from optimizer.solving.clock import Clock
from optimizer.solving.cuts import Cut, cut_off, unarranged
from optimizer.solving.dominance import undominated
from optimizer.solving.lexicographic import (
    Decided,
    Solution,
    content_of,
    hint_sessions,
    lexicographic,
)
from optimizer.solving.modelling import may_have_week, modelled
from optimizer.solving.solver import lean_solver_of, run, solver_of
from optimizer.week.model import Depth, WeekModel
from optimizer.week.problem import WeekProblem


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


def solve(problem: WeekProblem, clock: Clock) -> Outcome:
    """The lexicographic optimum of ``problem``, or the best found with honest bounds."""
    if problem.case.current is not None:
        if not problem.relaxed and not may_have_week(problem, clock):
            return Outcome(infeasible=True)
        nothing_known = _Realiser(problem, clock, Solution((), {}, {}))
        clock.wall_share = 0.8
        outcome = nothing_known.own_optimum()
        clock.wall_share = 1.0
        return outcome or nothing_known.without_supersets()
    enough = undominated(problem)
    weekly, weekly_tiers = _built(problem, "weekly", enough)
    clock.wall_share = 0.8
    bounded = lexicographic(weekly, weekly_tiers, clock)
    if bounded is None and len(enough) < len(problem.doses):
        # Before anyone is told that no week exists, every exercise is tried.
        bounded = lexicographic(*_built(problem, "weekly"), clock)
    if bounded is None:
        return Outcome(infeasible=True)
    if problem.relaxed and bounded.tiers:
        outcome = _in_open_slots(problem, clock, bounded)
        if outcome is not None:
            return outcome
    realiser = _Realiser(problem, clock, bounded)
    clock.wall_share = 0.95
    outcome = (realiser.same_week() or realiser.own_optimum()) if bounded.tiers else None
    clock.wall_share = 1.0
    return outcome or realiser.without_supersets()


def _in_open_slots(problem: WeekProblem, clock: Clock, bounded: Solution) -> Outcome | None:
    """The optimum, if the tiers of relaxation alone say which slots can be held at all.

    They nearly always do, and the slots that are left tell the bound and the search far more.  None
    where none can be closed, where those tiers are not proven, or where no week is as good as the
    weekly bound in them, so that other slots may hold the best one.
    """
    first = _relaxing(bounded)
    if any(tier.value != tier.bound for tier in bounded.tiers if tier.name in first):
        return None
    closed = _always_empty(problem, clock, first)
    if not closed:
        return None
    narrowed = replace(problem, closed=closed)
    again = lexicographic(*_built(narrowed, "weekly"), clock)
    if again is None or not again.tiers or _relaxing(again) != first:
        return None
    if not _may_keep(narrowed, clock, first):
        return None
    realiser = _Realiser(narrowed, clock, again)
    outcome = realiser.same_week() or realiser.own_optimum()
    if outcome is None or outcome.sessions is None:
        return None
    return outcome if _relaxing(outcome) == first else None


def _may_keep(problem: WeekProblem, clock: Clock, values: Mapping[str, int]) -> bool:
    """False: no week of ``problem`` has these values, or better ones, of its tiers."""
    week, tiers = _built(problem, "full")
    _hold(week, tiers, values)
    return run(lean_solver_of(clock, budgets.FIRST_TURN), week.cp, clock) != cp_model.INFEASIBLE


def _relaxing(found: Solution | Outcome) -> dict[str, int]:
    """The values of the tiers up to the last that counts what is given up."""
    values = {tier.name: tier.value for tier in found.tiers}
    last = max(
        (place for place, name in enumerate(values) if TIERS[name].kind == "relaxation"),
        default=-1,
    )
    return dict(list(values.items())[: last + 1])


def _always_empty(problem: WeekProblem, clock: Clock, values: Mapping[str, int]) -> frozenset[int]:
    """By index, slots that no week with these values in the weekly model holds."""
    if len(problem.slots) > _MOST_SLOTS_TO_CLOSE:
        return frozenset()
    week, tiers = _built(problem, "weekly")
    _hold(week, tiers, values)
    closed = set()
    for slot in problem.slots:
        if clock.is_over():
            break
        model = week.cp.clone()
        model.add(week.has_session[slot.index] == 1)
        solver = lean_solver_of(clock, budgets.CLOSING)
        if run(solver, model, clock) == cp_model.INFEASIBLE:
            closed.add(slot.index)
    return frozenset(closed)


def _built(
    problem: WeekProblem, depth: Depth, exercises: Collection[str] | None = None
) -> tuple[WeekModel, tuple[ModelTier, ...]]:
    week = modelled(problem, depth, exercises)
    return week, tiers_of(week)


_MOST_SLOTS_TO_CLOSE = 40
_ALIKE = 2
"""Exercises of a pattern beside those of the weekly optimum, the first of a coach's order."""


class _Realiser:
    """Spreads the weekly model's week over sessions that can be done, or finds the next best."""

    def __init__(self, problem: WeekProblem, clock: Clock, bounded: Solution) -> None:
        self.problem = problem
        self.clock = clock
        self.bounded = bounded
        self.cuts: list[Cut] = []

    def same_week(self) -> Outcome | None:
        """A week worth the weekly bound.  None: none exists, or none was found in time."""
        for _ in range(budgets.MOST_ROUNDS):
            if self.clock.is_over(budgets.OVERTIME):
                return None
            found = self._with_totals()
            if found is None:
                return None
            if self._arranged(found):
                return self._outcome(found)
        return None

    def own_optimum(self) -> Outcome | None:
        """The full model tier by tier, helped by the weekly bound as long as it is met.

        It begins from a week of few exercises that can be done, which is also the answer where the
        limit comes before a better one or the proof.
        """
        floors = {tier.name: tier.bound for tier in self.bounded.tiers}
        in_hand = self._among_few(floors)
        for _ in range(budgets.MOST_ROUNDS):
            if self.clock.is_over(0.0 if in_hand is not None else budgets.OVERTIME):
                break
            week, tiers = self._exact()
            found = lexicographic(
                week, tiers, self.clock, floors, in_hand, floors_below=self._weekly_floors
            )
            if found is None:
                return Outcome(infeasible=True, arranged_away=bool(self.cuts))
            if not found.tiers:
                break
            if self._arranged(found):
                return self._outcome(found)
            as_good = self._as_good(found)
            if as_good is not None:
                return self._outcome(as_good)
            # With fewer sessions to choose from no week is better.
            floors = {tier.name: tier.bound for tier in found.tiers}
        return None if in_hand is None else self._with_bounds(in_hand, floors)

    def _weekly_floors(self, decided: Sequence[Decided]) -> Mapping[str, int] | None:
        """What the weekly model proves of the other tiers, once some have their proven values."""
        if self.clock.is_over() or self.problem.case.current is not None:
            return None
        values = {tier.name: tier.value for tier in decided}
        week, tiers = _built(self.problem, "weekly")
        found = lexicographic(week, _hold(week, tiers, values), self.clock)
        if found is None:
            return None
        return values | {tier.name: tier.bound for tier in found.tiers}

    def _among_few(self, floors: Mapping[str, int]) -> Solution | None:
        """The best week of the exercises of the weekly optimum and some like them that can be done.

        Of few exercises there are few weeks, so it is soon found; nearly always it is the best of
        all or close to it, and the proof has a week in hand.
        """
        doses = self.problem.doses
        done = {exercise for exercise, sets in self.bounded.totals.items() if sets}
        if not done:
            return None
        ranks = self.problem.case.catalog.coach_ranks()
        alike: dict[str, list[str]] = {}
        for exercise in sorted(doses.keys() - done, key=lambda name: ranks[name]):
            alike.setdefault(doses[exercise].exercise.pattern, []).append(exercise)
        patterns = {doses[exercise].exercise.pattern for exercise in done}
        few = done.union(*(alike.get(pattern, [])[:_ALIKE] for pattern in sorted(patterns)))
        clock, self.clock = self.clock, self.clock.part(budgets.IN_HAND)
        try:
            return self._arranged_among(few, floors)
        finally:
            clock.take_back(self.clock)
            self.clock = clock

    def _arranged_among(self, few: Collection[str], floors: Mapping[str, int]) -> Solution | None:
        for _ in range(budgets.MOST_ROUNDS):
            found = lexicographic(*self._exact("full", few), self.clock, floors)
            if found is None or not found.tiers:
                return None
            if self._arranged(found):
                return found
            as_good = self._as_good(found, few)
            if as_good is not None:
                return as_good
            if self.clock.is_over():
                return None
        return None

    def _as_good(
        self, found: Solution, exercises: Collection[str] | None = None
    ) -> Solution | None:
        """A week that can be done and is as good as a proven one that cannot be, but for its time
        and rank.

        With sessions ruled out no week is better, so the earlier tiers need no search again.  None:
        there is none, or none was found in time.
        """
        for _ in range(budgets.MOST_ROUNDS):
            if self.clock.is_over() or any(tier.value != tier.bound for tier in found.tiers):
                return None
            floors = {tier.name: tier.value for tier in found.tiers}
            week, tiers = self._exact("full", exercises)
            last = joined(tiers)[-1]
            settled = found.tiers[: -len(last)]
            _hold(week, tiers, {tier.name: tier.value for tier in settled})
            hint_sessions(week, found.sessions)
            again = lexicographic(week, last, self.clock, floors)
            if again is None or not again.tiers:
                return None
            found = replace(again, tiers=(*settled, *again.tiers))
            if self._arranged(found):
                return found
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
            found = lexicographic(*_built(problem, "full"), self.clock)
        if found is None or not found.tiers:
            # Of few exercises there are few weeks: those of the best weekly solution, or so far.
            self.clock.least_wall_seconds = budgets.SECONDS_FOR_ANY_WEEK
            done = [exercise for exercise, sets in self.bounded.totals.items() if sets]
            current = self.problem.case.current
            if current is not None:
                planned = {exercise for planned in current.to_keep for exercise in planned.sets}
                done = [exercise for exercise in problem.doses if exercise in planned]
            found = lexicographic(*_built(problem, "direct", done), self.clock) if done else None
        if found is None or not found.tiers:
            return Outcome(infeasible=False, hit_wall=self.clock.hit_wall)
        return self._with_bounds(found, {tier.name: tier.bound for tier in self.bounded.tiers})

    def _with_bounds(self, found: Solution, bounds: Mapping[str, int]) -> Outcome:
        """A week in hand with what is known of all others."""
        decided, met = [], True
        for tier in found.tiers:
            # A bound says something only below tiers that have met theirs.
            bound = bounds.get(tier.name, 0) if met else 0
            met = met and bound == tier.value
            decided.append(Decided(tier.name, tier.value, min(bound, tier.value), tier.unit))
        return self._outcome(replace(found, tiers=tuple(decided)))

    def _outcome(self, found: Solution) -> Outcome:
        return Outcome(
            infeasible=False,
            sessions=found.sessions,
            tiers=found.tiers,
            hit_wall=self.clock.hit_wall,
        )

    def _arranged(self, found: Solution) -> bool:
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

    def _with_totals(self) -> Solution | None:
        """The very week of the weekly model, spread over slots; None: none exists, or was found."""
        done = {exercise: sets for exercise, sets in self.bounded.totals.items() if sets}
        week, tiers = self._exact("direct", done)
        _hold(week, tiers, {tier.name: tier.value for tier in self.bounded.tiers})
        for exercise, sets in done.items():
            week.cp.add(week.sets_of(exercise) == sets)
        solver = solver_of(self.clock, budgets.SAME_VALUES)
        status = run(solver, week.cp, self.clock)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return Solution(self.bounded.tiers, *content_of(week, solver))


def _hold(
    week: WeekModel, tiers: Sequence[ModelTier], values: Mapping[str, int]
) -> list[ModelTier]:
    """Let no tier be above its value; the tiers without one are given back."""
    for tier in tiers:
        if tier.name in values:
            week.cp.add(tier.expression <= values[tier.name])
    return [tier for tier in tiers if tier.name not in values]
