"""From the week of a weekly model to one whose sessions can be done.

Where slots cannot hold the very week, the full model is solved tier by tier itself, with the weekly
bounds.  A week whose session cannot be arranged within its charged time is cut off and the exact
model asked again, with what is known by then as its bounds.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from optimizer.dosing.doses import Dose
from optimizer.objective.tiers import ModelTier, joined, tiers_of
from optimizer.solving import budgets
from optimizer.solving.clock import Clock
from optimizer.solving.cuts import Cut, cut_off, unarranged
from optimizer.solving.lexicographic import (
    Below,
    Bounds,
    Decided,
    Solution,
    are_proven,
    content_of,
    deciding,
    finished,
    hint_sessions,
    lexicographic,
)
from optimizer.solving.modelling import modelled
from optimizer.solving.solver import run, solver_of
from optimizer.week.model import Depth, WeekModel
from optimizer.week.problem import WeekProblem


@dataclass(frozen=True)
class Outcome:
    """``sessions``: by slot index the sets of each exercise; None where no week was found."""

    infeasible: bool
    sessions: Mapping[int, Mapping[str, int]] | None = None
    tiers: tuple[Decided, ...] = ()
    arranged_away: bool = False
    """True: weeks exist for the model, but none whose sessions can be done in their time."""
    beaten: bool = False
    """True: no week is better than one that is known elsewhere; there are no ``sessions``."""

    @property
    def proven(self) -> bool:
        return bool(self.tiers) and are_proven(self.tiers)


BEATEN = Outcome(infeasible=False, beaten=True)


def built(
    problem: WeekProblem, depth: Depth, exercises: Collection[str] | None = None
) -> tuple[WeekModel, tuple[ModelTier, ...]]:
    """The model of a week with its tiers; ``exercises``: those that may be done, None: all."""
    week = modelled(problem, depth, exercises)
    return week, tiers_of(week)


_ALIKE = 2
"""Exercises of a pattern beside those of the weekly optimum, the first of a coach's order."""

_MANY_SLOTS = 8
"""Beyond so many slots, the best week in a few of them is sought before the best in all."""


class Realiser:
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
            found = self._spread(self.bounded)
            if found is None:
                return None
            if self._arranged(found):
                return self._outcome(found)
        return None

    def own_optimum(self) -> Generator[Bounds, None, Outcome | None]:
        """The full model tier by tier, helped by the weekly bound as long as it is met.

        Tells after each group of tiers what is known by then.
        It begins from a week of few exercises that can be done, which is also the answer where the
        limit comes before a better one or the proof.
        """
        floors = {tier.name: tier.bound for tier in self.bounded.tiers}
        in_hand = self._among_few(floors)
        if in_hand is not None and len(self.problem.slots) > _MANY_SLOTS:
            in_hand = self._in_slots_of(in_hand, floors)
        for _ in range(budgets.MOST_ROUNDS):
            if self.clock.is_over(0.0 if in_hand is not None else budgets.OVERTIME):
                break
            week, tiers = self._exact()
            found = yield from deciding(
                week, tiers, self.clock, floors, in_hand, self._weekly_below
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

    def _weekly_below(self, decided: Sequence[Decided]) -> Below | None:
        """What the weekly model proves of the other tiers, once some have their proven values."""
        if self.clock.is_over() or self.problem.case.current is not None:
            return None
        values = {tier.name: tier.value for tier in decided}
        week, tiers = built(self.problem, "weekly")
        found = lexicographic(week, constrain_tiers(week, tiers, values), self.clock)
        if found is None or not found.tiers:
            return None
        found = replace(found, tiers=(*decided, *found.tiers))
        floors = {tier.name: tier.bound for tier in found.tiers}
        return Below(floors, self._spread(found) if are_proven(found.tiers) else None)

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
        with self._sub_budget(budgets.IN_HAND, budgets.IN_HAND_AT_LEAST):
            return self._arranged_among(few, floors)

    @contextmanager
    def _sub_budget(self, deterministic_limit: float, at_least: float = 0.0) -> Iterator[None]:
        """While inside, what is searched spends of a part of the budget, see ``Clock``."""
        clock, self.clock = self.clock, self.clock.sub_budget(deterministic_limit, at_least)
        try:
            yield
        finally:
            clock.take_back(self.clock)
            self.clock = clock

    def _in_slots_of(self, in_hand: Solution, floors: Mapping[str, int]) -> Solution:
        """The best week of all exercises in the very slots of a week that is known, or that week.

        Where a week could be held in many slots, a good one is soon found in some of them.
        """
        week, tiers = self._exact()
        for slot, literal in week.has_session.items():
            if slot not in in_hand.sessions:
                week.cp.add(literal == 0)
        with self._sub_budget(budgets.IN_HAND):
            found = finished(deciding(week, tiers, self.clock, floors, in_hand))
        if found is None or not found.tiers or not self._arranged(found):
            return in_hand
        return found

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
            if self.clock.is_over() or not are_proven(found.tiers):
                return None
            spread = self._spread(found)
            if spread is not None:
                # The same sets in other sessions.
                if self._arranged(spread):
                    return spread
                continue
            floors = {tier.name: tier.value for tier in found.tiers}
            week, tiers = self._exact("full", exercises)
            last = joined(tiers)[-1]
            settled = found.tiers[: -len(last)]
            constrain_tiers(week, tiers, {tier.name: tier.value for tier in settled})
            hint_sessions(week, found.sessions)
            again = lexicographic(week, last, self.clock, floors)
            if again is None or not again.tiers:
                return None
            found = replace(again, tiers=(*settled, *again.tiers))
            if self._arranged(found):
                return found
        return None

    def without_supersets(self) -> Outcome:
        """The last resort within the limit: whole rests and the longest ramp charged, so that any
        session fits."""
        problem = replace(self.problem, doses=_one_after_the_other(self.problem.doses))
        found = None
        if self.clock.wall_left > 0:
            found = lexicographic(*built(problem, "full"), self.clock)
        if found is None or not found.tiers:
            # Of few exercises there are few weeks: those of the best weekly solution, or so far.
            self.clock.least_wall_seconds = budgets.SECONDS_FOR_ANY_WEEK
            done = [exercise for exercise, sets in self.bounded.totals.items() if sets]
            current = self.problem.case.current
            if current is not None:
                planned = {exercise for planned in current.to_keep for exercise in planned.sets}
                done = [exercise for exercise in problem.doses if exercise in planned]
            found = lexicographic(*built(problem, "direct", done), self.clock) if done else None
        if found is None or not found.tiers:
            return Outcome(infeasible=False)
        return self._with_bounds(found, {tier.name: tier.bound for tier in self.bounded.tiers})

    def _with_bounds(self, found: Solution, bounds: Mapping[str, int]) -> Outcome:
        """A week in hand with what is known of all others."""
        return self._outcome(replace(found, tiers=bounded_by(found.tiers, bounds)))

    def _outcome(self, found: Solution) -> Outcome:
        return Outcome(infeasible=False, sessions=found.sessions, tiers=found.tiers)

    def _arranged(self, found: Solution) -> bool:
        """True: every session can be done in its time; else those that cannot are cut off."""
        found_out = list(unarranged(self.problem, found.sessions))
        self.cuts += found_out
        return not found_out

    def _exact(
        self, depth: Depth = "full", exercises: Collection[str] | None = None
    ) -> tuple[WeekModel, tuple[ModelTier, ...]]:
        week, tiers = built(self.problem, depth, exercises)
        for cut in self.cuts:
            cut_off(week, cut)
        return week, tiers

    def _spread(self, weekly: Solution) -> Solution | None:
        """The very week of a weekly model over slots; None: none exists, or none was found."""
        done = {exercise: sets for exercise, sets in weekly.totals.items() if sets}
        week, tiers = self._exact("direct", done)
        if [tier.name for tier in tiers] != [tier.name for tier in weekly.tiers]:
            # The bound of another problem, in which other things can be asked for.
            return None
        constrain_tiers(week, tiers, {tier.name: tier.value for tier in weekly.tiers})
        for exercise, sets in done.items():
            week.cp.add(week.sets_of(exercise) == sets)
        solver = solver_of(self.clock, budgets.SAME_VALUES)
        status = run(solver, week.cp, self.clock)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return Solution(weekly.tiers, *content_of(week, solver))


def _one_after_the_other(doses: Mapping[str, Dose]) -> dict[str, Dose]:
    """Each dose charged as in a session without a superset, whichever heavy lift is its first."""
    longest = max((dose.ramp_seconds for dose in doses.values()), default=0)
    return {
        exercise: replace(
            dose,
            charged_rest_seconds=dose.exercise.rest_seconds,
            ramp_seconds=longest if dose.ramp_seconds else 0,
        )
        for exercise, dose in doses.items()
    }


def constrain_tiers(
    week: WeekModel, tiers: Sequence[ModelTier], values: Mapping[str, int]
) -> list[ModelTier]:
    """Let no tier be above its value; the tiers without one are given back."""
    for tier in tiers:
        if tier.name in values:
            week.cp.add(tier.expression <= values[tier.name])
    return [tier for tier in tiers if tier.name not in values]


def bounded_by(tiers: Iterable[Decided], bounds: Mapping[str, int]) -> tuple[Decided, ...]:
    """The tiers of a week with what is known of all others; no bound: zero."""
    decided, met = [], True
    for tier in tiers:
        # A bound says something only below tiers that have met theirs.
        bound = min(bounds.get(tier.name, 0), tier.value) if met else 0
        met = met and bound == tier.value
        decided.append(Decided(tier.name, tier.value, bound, tier.unit))
    return tuple(decided)
