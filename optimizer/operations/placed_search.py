"""The search for the best placement of runs, proven against the weekly model of all of them.

The weekly model of all placements at once gives a bound, and the slots of a week that meets it.  Of
the placements that leave these open, one is planned like any request with fixed runs; where its
sessions can hold the very week of the bound, at once.  If its week is worth the bound, no placement
has a better one.  Else all weeks that this placement allows are cut off, which is sound, for their
best is known, and the bound is asked again, until none is below the best week in hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from optimizer.building.problem_of import problem_of
from optimizer.case.case import Case
from optimizer.objective.tiers import TIERS, tier_names, tiers_of
from optimizer.placing.candidates import RunsToPlace
from optimizer.placing.joint_problem import Placed, joint_problems
from optimizer.solving import budgets
from optimizer.solving.clock import Clock
from optimizer.solving.lexicographic import (
    Bounds,
    Decided,
    Solution,
    are_proven,
    deciding,
    within,
)
from optimizer.solving.modelling import modelled
from optimizer.solving.realising import Outcome, Realiser, bounded_by
from optimizer.solving.solve import solve
from optimizer.week.problem import JointProblem, WeekProblem

Key = tuple[int, ...]
"""The values of all tiers in their order; of those that a week does not have, zero."""


@dataclass
class _Part:
    """Placements that are one problem, and the bound of those that are not cut off."""

    problem: JointProblem
    placed: Placed
    bound: Solution

    @property
    def bounds(self) -> Bounds:
        return {tier.name: tier.bound for tier in self.bound.tiers}

    @property
    def least(self) -> Key:
        return key_in(self.bounds.items())


@dataclass(frozen=True)
class InHand:
    case: Case
    outcome: Outcome
    key: Key


class PlacementSearch:
    """``enough``: that no week is better than this is known elsewhere."""

    def __init__(
        self, runs: RunsToPlace, clock: Clock, *, relaxed: bool, enough: Key | None = None
    ) -> None:
        self.runs = runs
        self.enough = enough
        self.clock = clock
        self.relaxed = relaxed
        self.rounds = 0
        self.limit = clock.spent + clock.options.deterministic_limit * budgets.PLACING_TIMES
        self.in_hand: InHand | None = None
        self.is_complete = False
        """True: no placement is left that could have another week, or a better one."""

    @property
    def has_enough(self) -> bool:
        if self.in_hand is None or self.enough is None:
            return False
        return self.in_hand.key <= self.enough

    def best(self) -> InHand | None:
        """None: no placement has a week, or none was found in time."""
        found = joint_problems(self.runs, relaxed=self.relaxed)
        parts = [part for one in found.problems for part in [self._bounded(*one)] if part]
        proven = found.all_of_them
        while parts:
            part = min(parts, key=lambda part: part.least)
            if self.has_enough or (self.in_hand is not None and part.least >= self.in_hand.key):
                break
            if self._is_over() or not self._planned(part):
                proven = False
                break
            parts.remove(part)
            if self._is_beaten(part.bounds):
                continue
            again = self._bounded(part.problem, part.placed, part.bounds)
            if again is not None:
                parts.append(again)
        self.is_complete = proven
        if self.in_hand is None or proven:
            return self.in_hand
        least = min((part.least for part in parts), default=self.in_hand.key)
        if not found.all_of_them:
            least = key_in(())
        return replace(self.in_hand, outcome=with_bounds(self.in_hand.outcome, least))

    def _is_over(self) -> bool:
        # One placement is planned in any case: a week in hand is better than none.
        return self.rounds > 0 and (
            self.clock.spent >= self.limit
            or self.clock.wall_left <= 0
            or self.rounds >= budgets.MOST_PLACEMENTS
        )

    def _bounded(
        self, problem: JointProblem, placed: Placed, floors: Bounds | None = None
    ) -> _Part | None:
        """None: no week is left in it that is better than the one in hand.

        ``floors``: what was known before more of it was cut off.
        """
        if placed.is_used_up:
            return None
        own_clock = self._own_clock()
        # Of a week that is to stay near a plan so far the weekly model knows nothing.
        week = modelled(problem, "weekly" if problem.case.current is None else "full")
        bound = within(deciding(week, tiers_of(week), own_clock, floors), self._is_beaten)
        self.clock.take_back(own_clock)
        return _Part(problem, placed, bound) if isinstance(bound, Solution) else None

    def _is_beaten(self, bounds: Bounds) -> bool:
        """True: no week with these bounds is better than the one in hand."""
        return self.in_hand is not None and key_in(bounds.items()) >= self.in_hand.key

    def _planned(self, part: _Part) -> bool:
        """Plan a placement of this part, and cut it off; False: it could not be done to the end."""
        chosen = part.placed.placement_for(part.bound.occupied_slots, part.bound.far_windows)
        if chosen is None:
            return False
        self.rounds += 1
        case = self.runs.placed_at(chosen)
        own_clock = self._own_clock()
        problem = problem_of(case, relaxed=self.relaxed)
        outcome = same_week(problem, part.bound, own_clock)
        if outcome is None:
            outcome = solve(problem, own_clock, self._is_beaten)
        self.clock.take_back(own_clock)
        if outcome.sessions is not None:
            key = key_in((tier.name, tier.value) for tier in outcome.tiers)
            if self.in_hand is None or key < self.in_hand.key:
                self.in_hand = InHand(case, outcome, key)
        part.placed.cut_off(chosen)
        return outcome.infeasible or outcome.proven or outcome.beaten

    def _own_clock(self) -> Clock:
        own_clock = self.clock.fresh_budget(self.clock.options.deterministic_limit)
        return replace(own_clock, on_progress=self.clock.on_progress)


def same_week(problem: WeekProblem, bound: Solution, clock: Clock) -> Outcome | None:
    """The very week of the bound, which no placement has a better one than; None: sessions cannot
    hold it here, or were not found to."""
    is_proven = are_proven(bound.tiers)
    # What no week of this placement, or of the bound, has anything of is nothing there.
    values = {tier.name: tier.value for tier in bound.tiers}
    names = (*tier_names(problem), *(name for name in values if TIERS[name].kind == "relaxation"))
    if any(value for name, value in values.items() if name not in names):
        return None
    bound = replace(
        bound,
        tiers=tuple(
            Decided(name, values.get(name, 0), values.get(name, 0), tier.unit)
            for name, tier in TIERS.items()
            if name in names
        ),
    )
    done = {exercise for exercise, sets in bound.totals.items() if sets}
    if problem.case.current is not None or not is_proven or not done <= problem.doses.keys():
        return None
    return Realiser(problem, clock, bound).same_week()


def key_of(outcome: Outcome, *, bounds: bool = False) -> Key:
    return key_in((tier.name, tier.bound if bounds else tier.value) for tier in outcome.tiers)


def key_in(values: Iterable[tuple[str, int]]) -> Key:
    by_name = dict(values)
    return tuple(by_name.get(name, 0) for name in TIERS)


def with_bounds(outcome: Outcome, least: Key) -> Outcome:
    """A week in hand with what is known of all others."""
    return replace(outcome, tiers=bounded_by(outcome.tiers, dict(zip(TIERS, least, strict=True))))
