"""What rules say of a week: claims, parameters, and what a session may hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from pydantic import BaseModel, ConfigDict

from catalog.models import Exercise

Enforcement = Literal["required", "preferred", "off"]
RelaxationStep = Literal["none", "leg_loading_only", "floor"]
"""How a session inside the hours of recovery is held: without leg-loading work, or with it from the
published floor on."""


@dataclass(frozen=True, order=True)
class Claim:
    """What one rule asks of one subject: a run, a window, a muscle, a limit, a place, a pin.

    It can be left out by itself; each rule says in its docstring what is then allowed.
    """

    rule: str
    subject: str


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
    relaxation: RelaxationStep = "none"
    relaxed_minutes: int = 0
    points: int = 0
    ends_late: bool = False
    """True: it may end within the hours that a rule prefers before a key run."""
    breaks: frozenset[Claim] = frozenset()
    """Claims that have to be left out for this; only in an open problem."""

    def and_also(self, other: Admission) -> Admission:
        """Both at once.  At most one rule relaxes, so the other's relaxation is ``none``."""
        if other is ANYTHING:
            return self
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
            ends_late=self.ends_late or other.ends_late,
            breaks=self.breaks | other.breaks,
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
            and self.ends_late <= other.ends_late
            and self.breaks <= other.breaks
        )

    def admits(self, exercise: Exercise) -> bool:
        return (
            exercise.leg_load <= self.max_leg_load
            and exercise.impact <= self.max_impact
            and (self.high_eccentric or not exercise.high_eccentric)
        )


ANYTHING = Admission()
