"""What a relaxed week gives up of its required rules; all of it is zero in an unrelaxed one.

Measured, each rule says how far a plan falls short of it: see ``Rule.given_up``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from optimizer.case.claims import Admission, RelaxationStep
from optimizer.objective.tier import Expression, Kind, Tier
from optimizer.rules.registry import RULES
from optimizer.week.model import WeekModel, weighted_sum
from optimizer.week.reviewed import ReviewedWeek


@dataclass(frozen=True)
class DemandMissed(Tier):
    """How much of some rules' demands is missed, as ``WeekModel.may_miss`` counts it."""

    name: str
    unit: str
    kind: ClassVar[Kind] = "relaxation"

    def expression(self, week: WeekModel) -> Expression | None:
        missed = [missed for missed in week.missed if missed.step == self.name]
        if not missed:
            return None
        return Expression(weighted_sum((m.amount, 1) for m in missed), sum(m.most for m in missed))


class SessionsInsideRecovery(Tier):
    """Sessions that start before their recovery is over."""

    name = "sessions_inside_recovery"
    unit = "sessions"
    kind: ClassVar[Kind] = "relaxation"

    def expression(self, week: WeekModel) -> Expression | None:
        return _sessions_with(week, lambda admission: admission.relaxation != "none")


class LegsBetweenRuns(Tier):
    """Sessions that load the legs inside the recovery after a run, on the eve of a key run.

    Where the legs cannot have their hours after a run, they have at least those before the next key
    run.
    """

    name = "recovery_short_before_key_run"
    unit = "sessions"
    kind: ClassVar[Kind] = "relaxation"

    def expression(self, week: WeekModel) -> Expression | None:
        return _sessions_with(
            week, lambda admission: admission.relaxation == "floor" and admission.ends_late
        )

    def given_up(self, week: ReviewedWeek) -> int:
        return sum(
            session.is_leg_loading
            and any(rule.starts_inside(week.case, session) for rule in RULES)
            and any(rule.ends_late(week.case, session) for rule in RULES)
            for session in week.ahead.sessions
        )


def _sessions_with(week: WeekModel, counts: Callable[[Admission], bool]) -> Expression | None:
    """The sessions in slots whose admission ``counts``; None: there is no such slot."""
    sessions = [
        (week.has_session[slot.index], 1) for slot in week.problem.slots if counts(slot.admission)
    ]
    return Expression(weighted_sum(sessions), week.problem.most_sessions) if sessions else None


@dataclass(frozen=True)
class RecoveryShort(Tier):
    """Minutes that sessions start before their recovery is over, at one published ``step``."""

    name: str
    step: RelaxationStep
    unit: str = "minutes"
    kind: ClassVar[Kind] = "relaxation"

    def expression(self, week: WeekModel) -> Expression | None:
        terms = [
            (week.has_session[slot.index], slot.admission.relaxed_minutes)
            for slot in week.problem.slots
            if slot.admission.relaxation == self.step
        ]
        if not terms:
            return None
        return Expression(weighted_sum(terms), sum(minutes for _, minutes in terms))
