"""Why no week exists: a smallest set of claims of the rules that cannot hold together.

A *claim* is what one rule asks of one subject: the hours after one run, the minutes of one window,
the sets of one muscle.  The problem is opened, so that what a claim forbids is still there, and the
claims are left out one by one, the least telling first, as long as still no week exists.  What is
left is a minimal unsatisfiable subset: with all of it there is no week, and without any one of it
there is one that keeps the others.  (Deletion as in Bakker et al. 1993 and Chinneck & Dravnieks
1991, helped by the solver's own cores.)

What the athlete is (level, injuries) and when they are free stands behind every claim and is never
left out; nor is the warm-up, the rest between sets, or that nobody lifts while running.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from optimizer.building.problem_of import open_problem, without
from optimizer.case.case import Case
from optimizer.case.claims import Claim
from optimizer.conflict.pins import what_pins_meet
from optimizer.documents.errors import InternalFault
from optimizer.documents.result import Conflict, Member
from optimizer.documents.wording import listed
from optimizer.rules.base import OWN_DEMAND
from optimizer.rules.registry import RULES, RULES_BY_ID
from optimizer.solving import budgets
from optimizer.solving.clock import Clock
from optimizer.solving.feasible import any_week, core_of
from optimizer.week.problem import Enforced, OpenProblem, WeekProblem

_MOST_SLOTS_FOR_CORE = 12
_FIRST_STEP = 4


@dataclass(frozen=True)
class Explained:
    """A minimal set of claims in the order of the rules, and the open problem they stand in."""

    claims: tuple[Claim, ...]
    problem: OpenProblem


def conflict_of(strict: WeekProblem, clock: Clock) -> Explained | None:
    """The conflict of a problem that has no week; None: it was not proven within the clock's limit.

    Raises ``InternalFault`` where another configuration of the solver finds a week after all.
    """
    finder = _Finder(strict, clock)
    claims = finder.minimal()
    if claims is None:
        return None
    ordered = sorted(claims, key=lambda claim: (place_of(claim), claim.subject))
    return Explained(tuple(ordered), finder.problem)


def in_words(explained: Explained) -> Conflict:
    case = explained.problem.case
    members = [
        Member(
            rule=claim.rule,
            subject=claim.subject,
            sentence=RULES_BY_ID[claim.rule].claim_sentence(case, claim.subject),
        )
        for claim in explained.claims
    ]
    return Conflict(
        rules=(*members, *what_pins_meet(case, explained.claims)),
        background=tuple(_background(case)),
    )


def _background(case: Case) -> Iterator[str]:
    """What this week holds already, or can hold no more."""
    current = case.current
    if current is None:
        return
    clock = case.timeline.clock
    for session in current.done:
        yield f"The session of {clock(session.start)} in window {session.window} is done and stays."
    if current.now is not None:
        past = [window.id for window in case.timeline.windows if window.end <= current.now]
        windows = f": {listed(past)} {'is' if len(past) == 1 else 'are'} past" if past else ""
        yield f"It is {clock(current.now)} already{windows}."


def claims_of(problem: WeekProblem) -> frozenset[Claim]:
    """Every claim that some rule makes in an open problem."""
    return frozenset(rule.claim(subject) for rule in RULES for subject in rule.subjects(problem))


def place_of(claim: Claim) -> int:
    """The rule's place in the registry."""
    return next(index for index, rule in enumerate(RULES) if rule.id == claim.rule)


class _Finder:
    def __init__(self, strict: WeekProblem, clock: Clock) -> None:
        self.strict = strict
        self.problem = open_problem(strict)
        self.clock = clock
        self.likely: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
        """The exercises of the last two weeks found: what one left out, the other holds."""

    def minimal(self) -> frozenset[Claim] | None:
        claims = self._without_ranks(self._that_pins_meet(claims_of(self.problem)))
        claims = self._solvers_core(claims)
        # Several at once as long as that goes well: most claims have nothing to do with it.
        untried, size = self._in_order(claims), _FIRST_STEP
        while untried:
            step = frozenset(untried[:size])
            exists = self._exists(claims - step)
            if exists is None:
                return None
            if not exists:
                claims -= step
            if not exists or len(step) == 1:
                untried = untried[len(step) :]
            size = max(1, len(step) // 2) if exists else 2 * len(step)
        return claims if self._is_confirmed(claims) else None

    def _that_pins_meet(self, claims: frozenset[Claim]) -> frozenset[Claim]:
        """Without what a relaxed week gives up, where pins have no week even so.

        That demands cannot be met either is true, and does not tell why there is no plan.
        """
        if not self.strict.case.request.pinned:
            return claims
        stay = frozenset(c for c in claims if not RULES_BY_ID[c.rule].gives_way(c.subject))
        return stay if self._exists(stay) is False else claims

    def _without_ranks(self, claims: frozenset[Claim]) -> frozenset[Claim]:
        """Without whole ranks of claims that are not needed."""
        for rank, of_rank in groupby(self._in_order(claims), key=self._rank):
            if rank >= OWN_DEMAND:
                break
            chunk = frozenset(of_rank)
            if self._exists(claims - chunk) is False:
                claims -= chunk
        return claims

    def _solvers_core(self, claims: frozenset[Claim]) -> frozenset[Claim]:
        return self._core(self._core(claims, "on_slots"), "none")

    def _core(self, claims: frozenset[Claim], enforced: Enforced) -> frozenset[Claim]:
        """A subset that the solver names and that a second question confirms, or all."""
        problem = without(self.problem, claims, enforced)
        if enforced == "none" and len(problem.slots) > _MOST_SLOTS_FOR_CORE:
            return claims
        core = core_of(problem, self.clock, budgets.CORE)
        if core is None or core == claims or self._exists(core) is not False:
            return claims
        return core

    def _exists(self, claims: frozenset[Claim]) -> bool | None:
        """Whether a week keeps just these claims; None: the limit came first."""
        if self.clock.is_over():
            return None
        problem = without(self.problem, claims)
        verdict = any_week(problem, self.clock, likely=self.likely[0] | self.likely[1])
        if verdict.exists:
            self.likely = (verdict.exercises, self.likely[0])
        return verdict.exists

    def _is_confirmed(self, claims: frozenset[Claim]) -> bool:
        """True: another configuration of the solver finds no week either."""
        narrowed = without(self.problem, claims)
        exists = any_week(narrowed, self.clock, second=True).exists
        if exists and any_week(self.strict, self.clock, second=True).exists:
            raise InternalFault("one configuration of the solver found a week, another none")
        return exists is False

    def _rank(self, claim: Claim) -> int:
        return _rank(self.problem, claim)

    def _in_order(self, claims: Iterable[Claim]) -> list[Claim]:
        return in_order(self.problem, claims)


def in_order(problem: OpenProblem, claims: Iterable[Claim]) -> list[Claim]:
    """The least telling first, then from the last rule of the registry to the first."""
    return sorted(
        claims, key=lambda claim: (_rank(problem, claim), -place_of(claim), claim.subject)
    )


def _rank(problem: OpenProblem, claim: Claim) -> int:
    return RULES_BY_ID[claim.rule].conflict_priority(problem, claim.subject)
