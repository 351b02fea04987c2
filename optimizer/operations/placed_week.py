"""The best week of all placements of the runs that have no start, proven.

Where the runs may start at very many times, the best week as if they were not there is tried first:
if some placement has as good a one, none has a better one, and few of the starts need a look.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from optimizer.building.problem_of import problem_of
from optimizer.case.case import Case
from optimizer.documents.placed_runs import starts_of
from optimizer.operations.best_week import BestWeek, best_week
from optimizer.operations.placed_search import (
    InHand,
    PlacementSearch,
    key_in,
    key_of,
    same_week,
)
from optimizer.placing.candidates import RunsToPlace, runs_to_place, thinned
from optimizer.placing.joint_problem import Placed
from optimizer.placing.placement import runs_can_stand
from optimizer.placing.without_runs import beside, problem_without_runs
from optimizer.session.arrange import sessions_of
from optimizer.solving import budgets
from optimizer.solving.clock import Clock
from optimizer.solving.lexicographic import Solution
from optimizer.solving.realising import Outcome, bounded_by
from optimizer.solving.solve import solve


@dataclass(frozen=True)
class PlacedWeek:
    """``case`` has every run at its start, and ``best`` is its week."""

    case: Case
    best: BestWeek


def best_placed_week(case: Case, clock: Clock) -> PlacedWeek | None:
    """The best week of a case with runs to place; None: the runs alone cannot stand."""
    runs = runs_to_place(case)
    if not runs_can_stand(runs):
        return None
    unmoved = _as_they_stood(runs)
    stays = None if unmoved is None else PlacedWeek(unmoved, best_week(unmoved, clock))
    if stays is not None and stays.best.status in ("optimal", "feasible"):
        return stays
    if all(len(one.starts) == 1 for one in runs.runs):
        only = runs.placed_at([0] * len(runs.runs))
        return PlacedWeek(only, best_week(only, clock))
    is_there_none = False
    if sum(len(one.starts) for one in runs.runs) > budgets.FEW_STARTS and case.current is None:
        found, is_there_none = _of_few_starts(runs, clock)
        if found is not None:
            return PlacedWeek(found.case, best_week(found.case, clock, solved=found.outcome))
    for relaxed in (True,) if is_there_none else (False, True):
        search = PlacementSearch(runs, clock, relaxed=relaxed)
        found = search.best()
        if found is not None:
            if stays is not None and relaxed and _is_as_good(stays.best, found):
                return stays
            best = best_week(found.case, clock, no_strict_week=relaxed, solved=found.outcome)
            return PlacedWeek(found.case, best)
        if not search.is_complete:
            # A week in hand is better than none, though no other placement was tried to the end.
            in_hand = stays is not None and stays.best.status == "relaxed"
            return stays if in_hand else _unsolved(runs)
    # Every week is one of nothing at all: the earliest placement says so in its own words.
    chosen = earliest_placement(runs)
    return None if chosen is None else PlacedWeek(chosen, best_week(chosen, clock))


def _of_few_starts(runs: RunsToPlace, clock: Clock) -> tuple[InHand | None, bool]:
    """The best week of runs that may start at very many times, found among few of these; True: no
    placement has a week that keeps every required rule.

    First runs are placed around the sessions of the best week without these runs, then anew on
    coarse grids.  None: no such week was found, or it was not shown to be the best and all starts
    are few enough to be searched.
    """
    problem = problem_without_runs(runs)
    bound = Outcome(infeasible=False) if problem is None else solve(problem, clock)
    if bound.infeasible:
        return None, True
    found = None
    if problem is not None and bound.sessions is not None:
        around = beside(runs, sessions_of(problem, bound.sessions))
        found = None if around is None else _around(around, bound, clock)
    enough = key_of(bound, bounds=True)
    grids = [grid for grid in _COARSE_GRIDS if runs_can_stand(thinned(runs, grid))]
    for grid in grids if found is None else ():
        search = PlacementSearch(thinned(runs, grid), clock, relaxed=False, enough=enough)
        found = search.best()
        if search.has_enough:
            break
        if sum(len(one.starts) for one in runs.runs) <= budgets.MOST_STARTS:
            found = None
        elif found is not None:
            break
    if found is None:
        return None, False
    bounds = {tier.name: tier.bound for tier in bound.tiers}
    outcome = replace(found.outcome, tiers=bounded_by(found.outcome.tiers, bounds))
    return replace(found, outcome=outcome), False


def _around(runs: RunsToPlace, bound: Outcome, clock: Clock) -> InHand | None:
    """The very week of ``bound`` with these runs; None: it was not found."""
    few = next((f for g in _COARSE_GRIDS if runs_can_stand(f := thinned(runs, g))), None)
    case = None if few is None else earliest_placement(few)
    if case is None or bound.sessions is None:
        return None
    totals = Counter[str]()
    for done in bound.sessions.values():
        totals.update(done)
    # Its values are to be met, whether or not they are proven.
    tiers = tuple(replace(tier, bound=tier.value) for tier in bound.tiers)
    outcome = same_week(problem_of(case), Solution(tiers, totals, bound.sessions), clock)
    return None if outcome is None else InHand(case, outcome, key_of(outcome))


_COARSE_GRIDS = (120, 60)
"""In minutes."""


def _is_as_good(best: BestWeek, found: InHand) -> bool:
    values = key_in((tier.name, tier.value) for tier in best.objective)
    return best.status == "relaxed" and values <= found.key


def best_of(case: Case, clock: Clock) -> tuple[Case, BestWeek]:
    """The best week, and the case with every run at its start; where the runs cannot stand, the
    case as it is."""
    if not case.timeline.to_place:
        return case, best_week(case, clock)
    placed = best_placed_week(case, clock)
    if placed is None:
        outcome = Outcome(infeasible=True)
        return case, BestWeek("infeasible", None, (), (), outcome)
    return placed.case, placed.best


def _as_they_stood(runs: RunsToPlace) -> Case | None:
    """The runs where the plan so far has placed them; None: they cannot all stand there, or it has
    placed none."""
    current = runs.case.request.current
    if current is None or not current.plan.runs:
        return None
    before = starts_of(current.plan)
    places = []
    for one in runs.runs:
        index = next((i for i, run in enumerate(one.starts) if run.start == before.get(one.run.id)),
                     None)  # fmt: skip
        if index is None:
            return None
        places.append(replace(one, starts=(one.starts[index],)))
    stood = replace(runs, runs=tuple(places))
    return stood.placed_at([0] * len(places)) if runs_can_stand(stood) else None


def _unsolved(runs: RunsToPlace) -> PlacedWeek | None:
    """The limit came before any week: nothing is said of one placement that is not known of all."""
    chosen = earliest_placement(runs)
    if chosen is None:
        return None
    outcome = Outcome(infeasible=False)
    return PlacedWeek(chosen, BestWeek("unsolved", None, (), (), outcome))


def earliest_placement(runs: RunsToPlace) -> Case | None:
    """Each run as early as the rules among runs allow; None: they cannot stand."""
    everything = tuple(tuple(range(len(one.starts))) for one in runs.runs)
    chosen = Placed(runs, (), everything).placement_for(frozenset())
    return None if chosen is None else runs.placed_at(chosen)
