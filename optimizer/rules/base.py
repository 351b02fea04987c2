"""What a rule is: one idea with two independent readings.

The first reading shapes the problem and the model: ``options`` and ``refuses`` say what can be
before any solver is asked, ``add`` constrains the weekly model.  The second, ``review``, reads a
finished plan without the solver.  Neither calls the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from pydantic import JsonValue

from catalog import Catalog
from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.case.claims import ANYTHING, Admission, Claim, Enforcement, RuleParameters
from optimizer.case.remedies import Change, Remedy
from optimizer.case.timeline import TimedRun, TimedWindow
from optimizer.documents.errors import Problem
from optimizer.documents.patch import Operation
from optimizer.documents.request import Request
from optimizer.documents.result import Finding, Warning
from optimizer.week.model import Linear, Variable, WeekModel
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedSession, ReviewedWeek
from optimizer.week.slot import Slot

# Values of ``Rule.conflict_priority``.
BESIDE_THE_POINT = 0
BACKGROUND = 1
ACCESSORY = 2
MINOR = 3
OWN_DEMAND = 4
OWN_WEEK = 5
OWN_WISH = 6


@dataclass(frozen=True)
class Choice:
    """A change that takes a number of things: the cheapest that helps is found by the solver.

    ``free`` are the claims that the things can stand in for; ``literals`` adds the things to a
    model, each by its name with a literal that it is taken, and ``costs`` are theirs.
    """

    free: frozenset[Claim]
    literals: Callable[[WeekModel], Mapping[str, Variable]]
    costs: Mapping[str, int]
    most: int
    change: Callable[[Sequence[str]], Change]


class Rule:
    """A rule without an effect; each file of this folder overrides what its rule needs."""

    id: ClassVar[str]
    title: ClassVar[str]
    evidence: ClassVar[tuple[str, ...]] = ()
    """Ids of the catalog's evidence that its numbers come from."""
    enforcement: ClassVar[Enforcement] = "required"
    may_be: ClassVar[frozenset[Enforcement]] = frozenset({"required"})
    relaxable: ClassVar[bool] = False
    """True: it can be given up, in the published order, when no week keeps every required rule."""
    mended_by_more: ClassVar[bool] = False
    """True: where a plan has less than is required, a further session can still bring it."""
    says_what_is_possible: ClassVar[bool] = True
    """False: it has no say in what a week could hold, because its review asks that itself (see
    ``ReviewedWeek.could_hold``) or is about how sets are arranged."""
    asks_of_placed_runs: ClassVar[bool] = False
    """True: ``options`` depend on runs that may have no start yet, each of them by itself: what all
    of them allow is what every one of them allows."""
    parameters: ClassVar[type[RuleParameters]] = RuleParameters
    muscle_lists: ClassVar[tuple[str, ...]] = ()
    """The parameters that are lists of muscles, which may be called by any of their names."""

    def unknown_names(
        self,
        parameters: RuleParameters,  # noqa: ARG002
        catalog: Catalog,  # noqa: ARG002
    ) -> Iterable[Problem]:
        """Ids among the parameters that the catalog does not have."""
        return ()

    def contradictions(self, request: Request) -> Iterable[Problem]:  # noqa: ARG002
        """Parameters of the rule that another choice of the request leaves no room for."""
        return ()

    def gives_way(self, subject: str) -> bool:  # noqa: ARG002
        """True: the published order of relaxations may give this claim up."""
        return self.relaxable

    def enforced(self, case: Case) -> Enforcement:
        return case.settings[self.id].enforcement or self.enforcement

    def moments(self, case: Case) -> Iterable[int]:  # noqa: ARG002
        """Instants at which the answer of ``options`` may change."""
        return ()

    def options(self, case: Case, start: int) -> Sequence[Admission]:  # noqa: ARG002
        """The ways in which a session may start at ``start``; none: it may not."""
        return (ANYTHING,)

    def open_options(self, case: Case, start: int) -> Sequence[Admission]:
        """``options`` and, with what they break, the ways that open once claims are left out."""
        return self.options(case, start)

    def needs(self, problem: WeekProblem) -> frozenset[str] | None:  # noqa: ARG002
        """The exercises that may be needed for what the rule demands; None: any of them."""
        return frozenset()

    def sets_needed(self, case: Case, exercise: Exercise) -> int:  # noqa: ARG002
        """Sets of ``exercise`` in one session beyond which more never serve a demand."""
        return 0

    def names(self, case: Case) -> Iterable[str]:  # noqa: ARG002
        """Exercises that the rule treats otherwise than others of the same content."""
        return ()

    def most_of_a_pattern(self, case: Case) -> int | None:  # noqa: ARG002
        """The most exercises of one pattern that any session may hold; None: no bound."""
        return None

    def spacings_minutes(self, case: Case) -> Iterable[int]:  # noqa: ARG002
        """Every gap between the starts of two sessions that the rule asks for, or prefers."""
        return ()

    def subjects(self, problem: WeekProblem) -> Iterable[str]:  # noqa: ARG002
        """What the rule makes claims on this week, each of which can be left out; sorted."""
        return ()

    def unmeetable(self, problem: WeekProblem) -> Iterable[tuple[str, str]]:  # noqa: ARG002
        """What no week of the strict ``problem`` can keep, as far as that is seen without a search.

        Subjects, each with a sentence.  Only what is certain: where there is one, a search finds no
        week that keeps the rule.
        """
        return ()

    def conflict_priority(self, problem: WeekProblem, subject: str) -> int:  # noqa: ARG002
        """How much a runner learns from a claim in a conflict: the least is left out first."""
        return BACKGROUND

    def remedies(self, case: Case, subject: str) -> Iterable[Remedy]:  # noqa: ARG002
        """Changes of the athlete's week that could make up for a claim in a conflict."""
        return ()

    def choice(self, problem: WeekProblem, subject: str) -> Choice | None:  # noqa: ARG002
        """Things to choose from, of which some could make up for a claim in a conflict."""
        return None

    def _set_parameter(self, case: Case, field: str, value: JsonValue) -> tuple[Operation, ...]:
        """The operation that sets one parameter of this rule in the request."""
        if self.id in case.request.rules:
            return ({"op": "add", "path": f"/rules/{self.id}/{field}", "value": value},)
        if case.request.rules:
            return ({"op": "add", "path": f"/rules/{self.id}", "value": {field: value}},)
        # A request need not have any rules: the operation has to apply to the file as it is.
        return ({"op": "add", "path": "/rules", "value": {self.id: {field: value}}},)

    def claim(self, subject: str) -> Claim:
        return Claim(self.id, subject)

    def claim_sentence(self, case: Case, subject: str) -> str:  # noqa: ARG002
        """What the rule asks of ``subject`` this week, in words, with true hours and minutes."""
        return f"{self.title} ({subject})."

    def claim_sentence_anywhere(self, case: Case, run: TimedRun) -> str:
        """The same of a placed run, wherever in its windows it is."""
        return self.claim_sentence(case, run.id)

    def refuses(self, case: Case, exercise: Exercise) -> str | None:  # noqa: ARG002
        """Why this athlete may not do ``exercise`` anywhere this week, or None."""
        return None

    def refuses_at(self, case: Case, slot: Slot, exercise: Exercise) -> bool:
        """True: ``exercise`` may not be done in ``slot``."""
        return any(self.refused_for(case, slot, exercise))

    def refused_for(
        self,
        case: Case,  # noqa: ARG002
        slot: Slot,  # noqa: ARG002
        exercise: Exercise,  # noqa: ARG002
    ) -> Iterable[str]:
        """The subjects for which ``exercise`` may not be done in ``slot``; none: it may.

        It goes by the window and the start of the slot alone.
        """
        return ()

    def may_refuse(self, case: Case) -> bool:  # noqa: ARG002
        """False: ``refused_for`` names nothing this week, so that it need not be asked."""
        return True

    def ends(
        self,
        case: Case,  # noqa: ARG002
        window: TimedWindow,  # noqa: ARG002
        start: int,  # noqa: ARG002
    ) -> Iterable[tuple[str, int]]:
        """By subject the minute by which a session that starts at ``start`` has to end."""
        return ()

    def words_at(self, case: Case, start: int) -> str | None:  # noqa: ARG002
        """What the rule asks of a session that starts at ``start``, in words; None: nothing."""
        return None

    def words_for(self, case: Case, slot: Slot, exercise: Exercise) -> str | None:  # noqa: ARG002
        """Why ``exercise`` may not be done in ``slot``, where ``refuses_at`` says so."""
        return None

    def add(self, week: WeekModel) -> None:
        """Constrain the model of the week."""

    def point_terms(self, week: WeekModel) -> Iterable[tuple[Linear, int]]:  # noqa: ARG002
        """What the rule prefers, in points: expressions of the model, each with its weight.

        Besides the points of ``options``, which slots carry already.
        """
        return ()

    def measured_points(self, week: ReviewedWeek) -> int:  # noqa: ARG002
        """All points of the rule, those of ``options`` included, read from a finished plan."""
        return 0

    def ends_late(self, case: Case, session: ReviewedSession) -> bool:  # noqa: ARG002
        """True: a planned session ends where ``Admission.ends_late`` of ``options`` says so.

        By its charged time, as a slot is measured too.
        """
        return False

    def starts_inside(self, case: Case, session: ReviewedSession) -> bool:  # noqa: ARG002
        """True: a session starts inside the hours which the rule requires after a run."""
        return False

    def minutes_clear(self, case: Case) -> tuple[int, int]:  # noqa: ARG002
        """How long leg work keeps clear after a run and before a key run, as the request has it."""
        return 0, 0

    def notices(self, case: Case) -> Iterable[Warning]:  # noqa: ARG002
        """What the runner is told of the rule's limits this week, whatever the plan."""
        return ()

    def review(self, week: ReviewedWeek) -> Iterable[Finding]:  # noqa: ARG002
        """Every breach of the rule in a finished plan."""
        return ()

    def closest(self, week: ReviewedWeek) -> Finding | None:  # noqa: ARG002
        """Where a plan that keeps the rule comes closest to its edge; None: there is no edge.

        Asked only where ``review`` has found no breach.
        """
        return None

    def breach(
        self, subject: str, required: float, actual: float, unit: str, sentence: str
    ) -> Finding:
        """A finding that the rule does not hold."""
        return _finding(self.id, subject, required, actual, unit, sentence, holds=False)

    def margin(
        self, subject: str, required: float, actual: float, unit: str, sentence: str
    ) -> Finding:
        """A finding that the rule holds, where it holds by the least."""
        return _finding(self.id, subject, required, actual, unit, sentence, holds=True)

    def can_be_mended(self, finding: Finding) -> bool:
        """True: the plan lacks something that a further session can bring."""
        return self.mended_by_more and finding.actual < finding.required

    def forbids(self, week: ReviewedWeek, *, relaxed: bool) -> bool:
        """True: the sessions of ``week`` hold what the rule lets no week hold.

        ``relaxed``: not even one that gives up what can be given up.  What a further session could
        still bring is not meant.  Read without the solver, like ``review``.
        """
        if self.enforced(week.case) != "required" or (relaxed and self.relaxable):
            return False
        return any(not self.can_be_mended(finding) for finding in self.review(week))

    def given_up(
        self,
        week: ReviewedWeek,  # noqa: ARG002
        problem: WeekProblem,  # noqa: ARG002
    ) -> Mapping[str, int]:
        """How far a finished plan falls short of the rule, by the relaxation tier that counts it.

        Read without the solver; ``problem`` is the relaxed one that the plan answers.
        """
        return {}


def _finding(
    rule: str,
    subject: str,
    required: float,
    actual: float,
    unit: str,
    sentence: str,
    *,
    holds: bool,
) -> Finding:
    return Finding(
        rule=rule,
        subject=subject,
        holds=holds,
        required=round(required, 2),
        actual=round(actual, 2),
        unit=unit,
        sentence=sentence,
    )
