"""The best week over every way to choose the slots that hold a session.

Once it is settled which slots do, the models are far smaller and their bounds far closer, and the
week of the weekly model can far more often be spread over them.  The slots of a week are few, so
that the ways are too, and most of them are soon ruled out.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from heapq import heapify, heappop, heappush
from itertools import combinations

from ortools.sat.python import cp_model

from optimizer.objective.tiers import joined
from optimizer.solving import budgets
from optimizer.solving.clock import Clock
from optimizer.solving.lexicographic import (
    Bounds,
    IsBeaten,
    Solution,
    deciding,
    lexicographic,
    never_beaten,
    weights_of,
)
from optimizer.solving.realising import BEATEN, Outcome, Realiser, bounded_by, built, hold
from optimizer.solving.solver import lean_solver_of, run
from optimizer.week.model import most_sessions_in
from optimizer.week.problem import WeekProblem

Way = frozenset[int]
"""By index the slots that hold a session."""
Bound = tuple[int, ...]
"""Tier after tier what no week of a way is better than."""

_MOST_WAYS = 64


def ways_to_hold(problem: WeekProblem) -> Sequence[Way]:
    """Every way to choose slots for a week's sessions; none where there are too many to ask.

    Those of most sessions come first: of ways that are told apart no further they promise most.
    """
    found: list[Way] = []
    for count in range(most_sessions_in(problem, problem.slots), -1, -1):
        for chosen in combinations(problem.slots, count):
            if most_sessions_in(problem, chosen) < count:
                continue
            if len(found) == _MOST_WAYS:
                return []
            found.append(frozenset(slot.index for slot in chosen))
    return found


def best_of_ways(
    problem: WeekProblem,
    clock: Clock,
    bounded: Solution,
    ways: Sequence[Way],
    is_beaten: IsBeaten = never_beaten,
) -> Outcome | None:
    """The best week of all ways, proven where no other can be better; None: none found in time.

    Ways whose bounds are beaten are left.

    ``bounded``: the optimum of the weekly model of all slots.  The way with the least bounds goes
    on by one step at a time, until one has a week that is no worse than the bounds of any other.
    """
    names = [tier.name for tier in bounded.tiers]
    floors = {tier.name: tier.bound for tier in bounded.tiers}
    best: Outcome | None = None
    arranged_away = False
    unproven: list[Bound] = []
    begun: list[Realiser] = []
    waiting = [
        (bound, number, bound, _steps(_only(problem, way), clock, begun))
        for number, (bound, way) in enumerate(
            _possible(problem, clock, _likeliest_first(ways, bounded), names, floors)
        )
    ]
    heapify(waiting)
    left = False
    while waiting and (best is None or waiting[0][0] < _values(best)):
        if is_beaten(dict(zip(names, waiting[0][2], strict=True))):
            left = True
            heappop(waiting)
            continue
        _, number, bound, steps = heappop(waiting)
        try:
            known = next(steps)
        except StopIteration as end:
            outcome: Outcome | None = end.value
            if outcome is None or not (outcome.infeasible or outcome.proven):
                tiers = () if outcome is None else outcome.tiers
                unproven.append(max(bound, tuple(tier.bound for tier in tiers)))
            if outcome is not None and outcome.infeasible:
                arranged_away |= outcome.arranged_away
            elif outcome is not None and (best is None or _values(outcome) < _values(best)):
                best = outcome
            if clock.is_over() and (best is not None or clock.is_over(budgets.OVERTIME)):
                unproven += [other for _, _, other, _ in waiting]
                break
        else:
            # Two readings of one way: what holds of either is known.
            closer = max(bound, tuple(known.get(name, 0) for name in names))
            # Out of time the way that is under way comes to its end first.
            heappush(waiting, (() if clock.is_over() else closer, number, closer, steps))
    if clock.is_over():
        # Of ways that were left, what they had by then.
        for realiser in begun:
            week = realiser.week_in_hand()
            if week is not None and (best is None or _values(week) < _values(best)):
                best = week
    beaten = left if best is None else is_beaten(dict(zip(names, _values(best), strict=True)))
    if beaten and not unproven:
        return BEATEN
    if best is None:
        return None if unproven else Outcome(infeasible=True, arranged_away=arranged_away)
    # What no way without a proof is better than, nothing is.
    least = min([*unproven, _values(best)])
    return replace(best, tiers=bounded_by(best.tiers, dict(zip(names, least, strict=True))))


def _steps(
    problem: WeekProblem, clock: Clock, begun: list[Realiser]
) -> Generator[Bounds, None, Outcome | None]:
    """The best week of one way, with what is known by and by; its realiser is added to ``begun``.

    The first tiers are settled by the full model: most ways go no further, and the weekly model of
    the others then nearly always has a week that can be spread over the slots.
    """
    week, tiers = built(problem, "full")
    first = lexicographic(week, joined(tiers)[0], clock)
    if first is None:
        return Outcome(infeasible=True)
    floors = {tier.name: tier.bound for tier in first.tiers}
    yield floors
    week, tiers = built(problem, "weekly")
    if first.tiers and all(tier.value == tier.bound for tier in first.tiers):
        hold(week, tiers, floors)
    bounded = yield from deciding(week, tiers, clock, floors)
    if bounded is None:
        return Outcome(infeasible=True)
    if not bounded.tiers:
        return None
    realiser = Realiser(problem, clock, bounded)
    begun.append(realiser)
    return realiser.same_week() or (yield from realiser.own_optimum())


def _likeliest_first(ways: Sequence[Way], bounded: Solution) -> list[Way]:
    """The way of the weekly week first: where the limit comes early, it is to have been asked."""
    return sorted(ways, key=lambda way: way != bounded.occupied_slots)


def _only(problem: WeekProblem, way: Way) -> WeekProblem:
    others = frozenset(slot.index for slot in problem.slots) - way
    return replace(problem, occupied_slots=way, closed=others)


def _possible(
    problem: WeekProblem, clock: Clock, ways: Sequence[Way], names: Sequence[str], floors: Bounds
) -> Iterator[tuple[Bound, Way]]:
    """The ways that the weekly model does not rule out, with its bound of the first tiers."""
    week, tiers = built(problem, "weekly")
    group = joined(tiers)[0]
    week.cp.minimize(
        sum(w * tier.expression for w, tier in zip(weights_of(group), group, strict=True))
    )
    at_least = tuple(floors[name] for name in names)
    for way in ways:
        if clock.is_over():
            yield at_least, way
            continue
        model = week.cp.clone()
        for slot, has_session in week.has_session.items():
            model.add(has_session == (slot in way))
        solver = lean_solver_of(clock, budgets.RANKING)
        status = run(solver, model, clock)
        if status == cp_model.INFEASIBLE:
            continue
        bound: Bound = at_least
        if status == cp_model.OPTIMAL:
            values = {tier.name: solver.value(tier.expression) for tier in group}
            bound = max(bound, tuple(values.get(name, 0) for name in names))
        yield bound, way


def _values(outcome: Outcome) -> Bound:
    return tuple(tier.value for tier in outcome.tiers)
