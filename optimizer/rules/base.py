"""What a rule is: one idea with two independent readings.

The first reading shapes the problem and the model: ``options`` and ``refuses`` say what can be
before any solver is asked, ``add`` constrains the weekly model.  The second, ``review``, reads a
finished plan without the solver.  Neither calls the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from catalog import Catalog
    from catalog.models import Exercise
    from optimizer.case import Case
    from optimizer.errors import Problem
    from optimizer.model import WeekModel
    from optimizer.problem import WeekProblem
    from optimizer.result import Finding
    from optimizer.review import ReviewedWeek
    from optimizer.slots import Slot

Enforcement = Literal["required", "preferred", "off"]


class RuleParameters(BaseModel):
    """What a request may set of a rule.  ``enforcement`` null: the rule's default."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    enforcement: Enforcement | None = None


@dataclass(frozen=True)
class Admission:
    """What a session that starts at one moment may hold.

    ``relaxed_minutes`` > 0 says that this session breaks a required rule, by how much, and
    ``relaxation`` at which of the published steps; ``points`` is its cost among preferences.
    """

    max_leg_load: int = 3
    max_impact: int = 3
    high_eccentric: bool = True
    ends_by: int | None = None
    relaxation: Literal["none", "leg_loading_only", "floor"] = "none"
    relaxed_minutes: int = 0
    points: int = 0

    def and_also(self, other: Admission) -> Admission:
        """Both at once.  At most one rule relaxes, so the other's relaxation is ``none``."""
        ends = [end for end in (self.ends_by, other.ends_by) if end is not None]
        return replace(
            self,
            max_leg_load=min(self.max_leg_load, other.max_leg_load),
            max_impact=min(self.max_impact, other.max_impact),
            high_eccentric=self.high_eccentric and other.high_eccentric,
            ends_by=min(ends, default=None),
            relaxation=self.relaxation if other.relaxation == "none" else other.relaxation,
            relaxed_minutes=self.relaxed_minutes + other.relaxed_minutes,
            points=self.points + other.points,
        )

    def covers(self, other: Admission) -> bool:
        """True: whatever ``other`` admits is admitted here too, at no higher cost."""
        order = ("none", "leg_loading_only", "floor")
        return (
            self.max_leg_load >= other.max_leg_load
            and self.max_impact >= other.max_impact
            and self.high_eccentric >= other.high_eccentric
            and order.index(self.relaxation) <= order.index(other.relaxation)
            and self.relaxed_minutes <= other.relaxed_minutes
            and self.points <= other.points
        )

    def admits(self, exercise: Exercise) -> bool:
        return (
            exercise.leg_load <= self.max_leg_load
            and exercise.impact <= self.max_impact
            and (self.high_eccentric or not exercise.high_eccentric)
        )


ANYTHING = Admission()


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
    parameters: ClassVar[type[RuleParameters]] = RuleParameters

    def unknown_names(
        self,
        parameters: RuleParameters,  # noqa: ARG002
        catalog: Catalog,  # noqa: ARG002
    ) -> Iterable[Problem]:
        """Ids among the parameters that the catalog does not have."""
        return ()

    def enforced(self, case: Case) -> Enforcement:
        return case.settings[self.id].enforcement or self.enforcement

    def moments(self, case: Case) -> Iterable[int]:  # noqa: ARG002
        """Instants at which the answer of ``options`` may change."""
        return ()

    def options(self, case: Case, start: int) -> Sequence[Admission]:  # noqa: ARG002
        """The ways in which a session may start at ``start``; none: it may not."""
        return (ANYTHING,)

    def refuses(self, case: Case, exercise: Exercise) -> str | None:  # noqa: ARG002
        """Why this athlete may not do ``exercise`` anywhere this week, or None."""
        return None

    def refuses_at(self, case: Case, slot: Slot, exercise: Exercise) -> bool:  # noqa: ARG002
        """True: ``exercise`` may not be done in ``slot``."""
        return False

    def words_at(self, case: Case, start: int) -> str | None:  # noqa: ARG002
        """What the rule asks of a session that starts at ``start``, in words; None: nothing."""
        return None

    def words_for(self, case: Case, slot: Slot, exercise: Exercise) -> str | None:  # noqa: ARG002
        """Why ``exercise`` may not be done in ``slot``, where ``refuses_at`` says so."""
        return None

    def add(self, week: WeekModel) -> None:
        """Constrain the model of the week."""

    def review(self, week: ReviewedWeek) -> Iterable[Finding]:  # noqa: ARG002
        """Every breach of the rule in a finished plan."""
        return ()

    def closest(self, week: ReviewedWeek) -> Finding | None:  # noqa: ARG002
        """Where a plan that keeps the rule comes closest to its edge; None: there is no edge.

        Asked only where ``review`` has found no breach.
        """
        return None

    def given_up(
        self,
        week: ReviewedWeek,  # noqa: ARG002
        problem: WeekProblem,  # noqa: ARG002
    ) -> Mapping[str, int]:
        """How far a finished plan falls short of the rule, by the relaxation tier that counts it.

        Read without the solver; ``problem`` is the relaxed one that the plan answers.
        """
        return {}
