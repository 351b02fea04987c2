"""From a problem to its proven optimum.

The weekly model (how often and with how many sets, slots not told apart) is solved tier by tier to
proof.  Its optimum bounds the exact one, so if slots can hold the very same week, that week is
optimal (``realising``).  Where they cannot, the full model of all slots is solved.

A week that is to stay near a plan so far is settled by its sessions, of which the weekly model
knows nothing: its full model is solved at once.
"""

from __future__ import annotations

from optimizer.solving.clock import Clock
from optimizer.solving.dominance import undominated
from optimizer.solving.lexicographic import (
    Beaten,
    IsBeaten,
    Solution,
    deciding,
    lexicographic,
    never_beaten,
    within,
)
from optimizer.solving.modelling import may_have_week
from optimizer.solving.realising import BEATEN, Outcome, Realiser, built
from optimizer.week.problem import WeekProblem


def solve(problem: WeekProblem, clock: Clock, is_beaten: IsBeaten = never_beaten) -> Outcome:
    """The lexicographic optimum of ``problem``, or the best found with honest bounds.

    It is left, as ``beaten``, when its bounds are.
    """
    if problem.case.current is not None:
        if not problem.relaxed and not may_have_week(problem, clock):
            return Outcome(infeasible=True)
        nothing_known = Realiser(problem, clock, Solution((), {}, {}))
        with clock.within(0.8):
            own = _own_optimum(nothing_known, is_beaten)
        return own or nothing_known.without_supersets()
    enough = undominated(problem)
    weekly, weekly_tiers = built(problem, "weekly", enough)
    with clock.within(0.8):
        bounded = within(deciding(weekly, weekly_tiers, clock), is_beaten)
        if bounded is None and len(enough) < len(problem.doses):
            # Before anyone is told that no week exists, every exercise is tried.
            bounded = lexicographic(*built(problem, "weekly"), clock)
    if isinstance(bounded, Beaten):
        return BEATEN
    if bounded is None:
        return Outcome(infeasible=True)
    realiser = Realiser(problem, clock, bounded)
    with clock.within(0.95):
        outcome = realiser.same_week() if bounded.tiers else None
        if outcome is None and bounded.tiers:
            outcome = _own_optimum(realiser, is_beaten)
    return outcome or realiser.without_supersets()


def _own_optimum(realiser: Realiser, is_beaten: IsBeaten) -> Outcome | None:
    own = within(realiser.own_optimum(), is_beaten)
    return BEATEN if isinstance(own, Beaten) else own
