"""What would cure a conflict: the smallest changes of the athlete's own week.

Only a change that touches a claim of the conflict can cure it, so the rules of those claims offer
the remedies.  The fewest steps of each are found by search: more steps hardly ever help less, so
what fails one step earlier is taken to fail everywhere below.  Where a number of things is to be
chosen, the solver minimises it.  Every change is applied to the request and a week found for it,
arranged and read by the rules' reviews, before it is offered.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import combinations, takewhile

from ortools.sat.python import cp_model

from optimizer.building.case_of import case_of
from optimizer.building.findings import findings_of, required_only, reviewed
from optimizer.building.problem_of import problem_of, with_fewest_sets, without
from optimizer.case.case import Case
from optimizer.case.remedies import Change, Remedy
from optimizer.conflict.conflict import Explained, claims_of
from optimizer.documents.errors import UnusableInput
from optimizer.documents.patch import Operation, patched
from optimizer.documents.result import Plan, Repair
from optimizer.rules.base import Choice
from optimizer.rules.registry import RULES_BY_ID
from optimizer.session.arrange import sessions_of
from optimizer.solving import budgets
from optimizer.solving.clock import Clock
from optimizer.solving.feasible import Sessions, any_week
from optimizer.solving.modelling import may_have_week, modelled
from optimizer.solving.solver import run, solver_of
from optimizer.week.model import weighted_sum
from optimizer.week.problem import DemandingNoMore, WeekProblem

_MOST_OFFERED = 6
_MOST_OF_ONE_KIND = 2
_ENOUGH_KINDS = 3
_MOST_PAIRS = 6
_MOST_ROUNDS = 5
_FURTHER_STEPS = 12


def repairs_of(
    explained: Explained,
    clock: Clock,
    offer: Callable[[Change], Repair | None] = lambda change: Repair(
        patch=change.operations, sentence=change.sentence
    ),
) -> tuple[Repair, ...]:
    """Changes after which a week keeps every required rule, those that ask least first.

    ``offer`` is asked of one after the other, of no more than may be offered; None: not this one,
    so that the next in its place is tried.
    """
    search = _Search(explained, clock)
    offered = _offered(search.single_changes(), offer)
    if len({change.kind for change, _ in offered}) < _ENOUGH_KINDS:
        offered += _offered(search.pairs(), offer)
    offered.sort(key=lambda found: _rank(found[0]))
    return tuple(repair for _, repair in offered[:_MOST_OFFERED])


def _offered(
    changes: Iterable[Change], offer: Callable[[Change], Repair | None]
) -> list[tuple[Change, Repair]]:
    found: list[tuple[Change, Repair]] = []
    for change in sorted(changes, key=_rank):
        of_its_kind = sum(other.kind == change.kind for other, _ in found)
        if of_its_kind < _MOST_OF_ONE_KIND and len(found) < _MOST_OFFERED:
            repair = offer(change)
            if repair is not None:
                found.append((change, repair))
    return found


def _rank(change: Change) -> tuple[int, int, str, str]:
    return change.asks, len(change.operations), change.kind, change.sentence


def _is_approved(problem: WeekProblem, sessions: Sessions) -> bool:
    """True: read without the solver, the sessions keep every required rule."""
    week = reviewed(problem.case, Plan(sessions=sessions_of(problem, sessions)))
    return not required_only(problem.case, findings_of(week))


class _Undecided(Exception):
    """Whether a change cures is not known, so nothing can be said of the smallest one."""


@dataclass
class _Search:
    explained: Explained
    clock: Clock
    known: dict[str, bool] = field(default_factory=dict)
    """By patch: whether it cures."""
    weeks: list[tuple[object, bool]] = field(default_factory=list)
    """By what is left of a week: the same."""
    likely: frozenset[str] = frozenset()
    """The exercises of the last week found."""
    failed: list[Remedy] = field(default_factory=list)
    """Remedies of windows that do not help by themselves."""

    @property
    def case(self) -> Case:
        return self.explained.problem.case

    def single_changes(self) -> list[Change]:
        """What takes a few solves first: the limit of the search may come before the rest."""
        found: list[Change] = []
        for choice in self._choices():
            with suppress(_Undecided):
                found += self._cheapest(choice)
        remedies = self._remedies()
        for remedy in (r for r in remedies if r.most <= 1):
            with suppress(_Undecided):
                found += self._fewest(remedy)
        stepped = [r for r in remedies if r.most > 1]
        for kind in sorted({remedy.kind for remedy in stepped}):
            found += self._fewest_of([r for r in stepped if r.kind == kind])
        # By their place in the week, whatever their kind.
        place = [(remedy.kind, remedy.subject) for remedy in remedies]
        self.failed.sort(key=lambda remedy: place.index((remedy.kind, remedy.subject)))
        return found

    def _fewest_of(self, remedies: Sequence[Remedy]) -> Iterator[Change]:
        """The remedies of one kind that ask least: by one step at the most, then two, four, ….

        What all of them cannot do together none of them can, so many are ruled out at once.
        """
        found: list[Change] = []
        tried, steps = 0, 1
        while any(remedy.most > tried for remedy in remedies):
            together = [o for r in remedies for o in r.change(min(r.most, steps)).operations]
            left = [] if (may_cure := self._may_cure(together)) else list(remedies)
            for remedy in remedies if may_cure else ():
                cheaper = _cheaper(remedy, found)
                by_so_many = replace(cheaper, most=min(cheaper.most, steps))
                change = None
                with suppress(_Undecided):
                    least = self._least_steps(by_so_many, (), more_than=tried)
                    if least is None:
                        left.append(remedy)
                        continue
                    change = self._best_at(cheaper, least, ())
                if change is not None:
                    found.append(change)
                    yield change
            remedies = [_cheaper(remedy, found) for remedy in left]
            remedies = [remedy for remedy in remedies if remedy.most >= 1]
            tried, steps = steps, 2 * steps
        self.failed += [remedy for remedy in remedies if remedy.as_a_whole is not None]

    def pairs(self) -> list[Change]:
        """Two windows changed where one is not enough; neither by less while the other stays.

        The first two for which that helps: not the best of all pairs.
        """
        pairs = [
            (one, other)
            for one, other in combinations(self.failed, 2)
            if one.subject != other.subject
        ]
        for one, other in pairs[:_MOST_PAIRS]:
            most = one.change(one.most).operations + other.change(other.most).operations
            with suppress(_Undecided):
                if self._cures(most):
                    change = self._fewest_of_both(one, other)
                    if change is not None:
                        return [change]
        return []

    def _remedies(self) -> list[Remedy]:
        """Without repetition, the simplest to try first."""
        found: dict[tuple[str, str], Remedy] = {}
        for claim in self.explained.claims:
            for remedy in RULES_BY_ID[claim.rule].remedies(self.case, claim.subject):
                found.setdefault((remedy.kind, remedy.subject), remedy)
        return sorted(found.values(), key=lambda remedy: remedy.most > 1)

    def _choices(self) -> Iterator[Choice]:
        seen = set()
        for claim in self.explained.claims:
            choice = RULES_BY_ID[claim.rule].choice(self.explained.problem, claim.subject)
            if choice is not None and choice.free not in seen:
                seen.add(choice.free)
                yield choice

    def _fewest(self, remedy: Remedy) -> list[Change]:
        steps = self._least_steps(remedy, ())
        if steps is None:
            if remedy.as_a_whole is not None:
                self.failed.append(remedy)
            return []
        change = self._best_at(remedy, steps, ())
        return [] if change is None else [change]

    def _fewest_of_both(self, one: Remedy, other: Remedy) -> Change | None:
        first = self._least_steps(one, other.change(other.most).operations)
        if first is None:
            return None
        for way in _ways(one, first):
            second = self._least_steps(other, way.operations)
            if second is None:
                continue
            change = self._best_at(other, second, way.operations)
            if change is not None:
                return Change(
                    change.kind,
                    way.asks + change.asks,
                    way.operations + change.operations,
                    f"{way.sentence} {change.sentence}",
                )
        return None

    def _least_steps(
        self, remedy: Remedy, with_operations: tuple[Operation, ...], *, more_than: int = 0
    ) -> int | None:
        """The fewest steps that cure, together with other changes; None: not even the most.

        ``more_than``: so many are known not to.
        """

        def cures(steps: int) -> bool:
            return self._cures(with_operations + remedy.change(steps).operations)

        if remedy.most <= more_than or not cures(remedy.most):
            return None
        too_few, enough = more_than, min(max(1, 2 * more_than), remedy.most)
        while enough < remedy.most and not cures(enough):
            too_few, enough = enough, min(2 * enough, remedy.most)
        while enough - too_few > 1:
            middle = (too_few + enough) // 2
            if cures(middle):
                enough = middle
            else:
                too_few = middle
        return enough

    def _best_at(
        self, remedy: Remedy, steps: int, with_operations: tuple[Operation, ...]
    ) -> Change | None:
        """The change by just these steps, rather as a whole where that cures too."""
        for change in _ways(remedy, steps):
            if self._cures(with_operations + change.operations):
                return change
        return None

    def _cheapest(self, choice: Choice) -> list[Change]:
        """The cheapest things that cure, if there are any and the solver proves them to be."""
        claims = claims_of(self.explained.problem)
        problem = with_fewest_sets(without(self.explained.problem, claims, free=choice.free))
        slots_differ = any(slot.refused or slot.admission.breaks for slot in problem.slots)
        week = modelled(problem, "direct" if slots_differ else "weekly")
        literals = choice.literals(week)
        week.cp.add(cp_model.LinearExpr.sum(list(literals.values())) <= choice.most)
        week.cp.minimize(weighted_sum((literals[name], choice.costs[name]) for name in literals))
        for _ in range(_MOST_ROUNDS):
            if self.clock.is_over():
                return []
            solver = solver_of(self.clock, budgets.ONE_CHOICE)
            if run(solver, week.cp, self.clock) != cp_model.OPTIMAL:
                return []
            chosen = [name for name, literal in literals.items() if solver.value(literal)]
            if not chosen:
                return []
            change = choice.change(chosen)
            if self._cures(change.operations):
                return [change]
            # The model promised more than sessions can hold: the next cheapest things.
            week.cp.add_bool_or(
                [~literals[name] if name in chosen else literals[name] for name in literals]
            )
        return []

    def _cures(self, operations: Sequence[Operation]) -> bool:
        """True: with these changes a week exists that the reviews approve.

        Raises ``_Undecided`` where the limit of the search comes before the answer.
        """
        key = json.dumps(operations)
        if key not in self.known:
            if self.clock.is_over():
                raise _Undecided
            self.known[key] = self._has_week(operations)
        return self.known[key]

    def _may_cure(self, operations: Sequence[Operation]) -> bool:
        """False: no week meets even what the week as it is demands, which is soon told.

        What a wider window makes possible may be demanded then, and with several windows more of it
        than with one.
        """
        try:
            problem = self._problem(operations)
        except UnusableInput:
            return True
        problem = DemandingNoMore(
            problem.case,
            problem.doses,
            problem.slots,
            problem.relaxed,
            problem.conditions,
            demanded=self.explained.problem.demanded,
        )
        return may_have_week(with_fewest_sets(problem), self.clock)

    def _problem(self, operations: Sequence[Operation]) -> WeekProblem:
        case = case_of(patched(self.case.request, list(operations)), self.case.catalog)
        return problem_of(case, conditions=self.explained.problem.conditions)

    def _has_week(self, operations: Sequence[Operation]) -> bool:
        try:
            problem = self._problem(operations)
        except UnusableInput:
            return False
        case = problem.case
        # Windows and runs count only by what they leave of the week: many changes leave the same.
        slots = [
            (slot.window.id, slot.start, slot.admission, slot.work_seconds, slot.exercises)
            for slot in problem.slots
        ]
        week = (slots, case.request.model_copy(update={"runs": (), "availability": ()}))
        for other, outcome in self.weeks:
            if other == week:
                return outcome
        verdict = any_week(problem, self.clock, likely=self.likely)
        if verdict.exists is None:
            raise _Undecided
        if verdict.sessions is not None:
            self.likely = verdict.exercises
        cures = verdict.exists and _is_approved(problem, verdict.sessions or {})
        self.weeks.append((week, cures))
        return cures


def _cheaper(remedy: Remedy, found: Sequence[Change]) -> Remedy:
    """With only the steps that could still be offered besides what is found of its kind."""
    rivals = sorted(change.asks for change in found if change.kind == remedy.kind)
    if len(rivals) < _MOST_OF_ONE_KIND:
        return remedy
    bound = rivals[_MOST_OF_ONE_KIND - 1]
    steps = range(1, remedy.most + 1)
    most = sum(1 for _ in takewhile(lambda n: remedy.change(n).asks < bound, steps))
    return replace(remedy, most=most)


def _ways(remedy: Remedy, steps: int) -> Iterator[Change]:
    """The ways to make a change by these steps; too long for that, as a whole by a few more."""
    whole = None if remedy.as_a_whole is None else remedy.as_a_whole(steps)
    if whole is not None:
        yield whole
    if remedy.is_worth_offering(steps):
        yield remedy.change(steps)
    elif remedy.as_a_whole is not None:
        for more in range(steps + 1, min(steps + _FURTHER_STEPS, remedy.most) + 1):
            whole = remedy.as_a_whole(more)
            if whole is not None:
                yield whole
