"""The tiers in their order, in a model and on a finished plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from optimizer.objective.balance import BalanceOutsideBand
from optimizer.objective.changes import CHANGES
from optimizer.objective.coach_rank import CoachRank
from optimizer.objective.contacts import ContactsMissing
from optimizer.objective.doses import MinimumDoseMissed, TargetDoseShortfall
from optimizer.objective.exercises_not_kept import ExercisesNotKept
from optimizer.objective.heavy_across_weeks import HeavyAcrossWeeks
from optimizer.objective.heavy_before_key_run import HeavyBeforeKeyRun
from optimizer.objective.heavy_lifts import HeavyLiftsMissing
from optimizer.objective.injury_work import InjuryWorkMissing
from optimizer.objective.main_lifts import MainLiftFamiliesMissing, MainLiftSetsMissing
from optimizer.objective.main_lifts_kept import MainLiftsNotKept
from optimizer.objective.movements import MovementsMissing
from optimizer.objective.neighbouring_days import NeighbouringDays
from optimizer.objective.relaxations import (
    DemandMissed,
    LegsBetweenRuns,
    RecoveryShort,
    SessionsInsideRecovery,
)
from optimizer.objective.session_size import ExercisesAboveCap
from optimizer.objective.session_time import SessionTime
from optimizer.objective.tier import Kind, PlanTier, Tier
from optimizer.objective.wishes import FreshnessAndPreferences
from optimizer.rules.registry import RULES
from optimizer.week.model import Linear, WeekModel
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek

_IN_ORDER: tuple[Tier, ...] = (
    DemandMissed("neglected_major_left_out", "muscles"),
    DemandMissed("neglected_minor_left_out", "muscles"),
    DemandMissed("neglected_accessory_left_out", "muscles"),
    DemandMissed("sessions_missing", "sessions"),
    DemandMissed("patterns_missing", "patterns"),
    DemandMissed("kept_exercises_missing", "exercises"),
    DemandMissed("sets_above_progression", "sets"),
    # The hours of recovery come before any lift: a main lift may use a session that stands inside
    # them anyway, and never adds one.
    SessionsInsideRecovery(),
    LegsBetweenRuns(),
    # What heals comes before what makes strong, and takes little time.
    InjuryWorkMissing(),
    MainLiftFamiliesMissing(),
    MainLiftSetsMissing(),
    MainLiftsNotKept(),
    # Before the minutes: a coach would rather lift sooner after a run than on the eve of a key run.
    HeavyBeforeKeyRun(),
    RecoveryShort("recovery_short_for_leg_loading", "floor"),
    RecoveryShort("recovery_short_without_leg_loading", "leg_loading_only"),
    *CHANGES,
    # They cost the doses little; behind them, they would never be done.
    HeavyLiftsMissing(),
    ContactsMissing(),
    ExercisesAboveCap(),
    MovementsMissing(),
    MinimumDoseMissed(),
    TargetDoseShortfall(),
    # Behind the doses: before them, a week would rather drop a session than hold two in a row.
    NeighbouringDays(),
    HeavyAcrossWeeks(),
    BalanceOutsideBand(),
    FreshnessAndPreferences(),
    ExercisesNotKept(),
    SessionTime(),
    CoachRank(),
)
TIERS: Mapping[str, Tier] = {tier.name: tier for tier in _IN_ORDER}
"""By name, in their order: the dearest first."""

_MOST_OF_A_SUM = 10**13
"""Of the weights of one sum; CP-SAT counts in 63 bits, and a week's tiers are small."""
_BEGIN_A_SUM = frozenset({ExercisesAboveCap.name, TargetDoseShortfall.name, SessionTime.name})
"""Fewer and wider sums are quicker, as long as the main lifts are settled before the doses."""


def names_of(*kinds: Kind) -> tuple[str, ...]:
    """The names of the tiers of some kinds, in their order."""
    return tuple(tier.name for tier in TIERS.values() if tier.kind in kinds)


@dataclass(frozen=True)
class ModelTier:
    """One tier of one model: an expression between 0 and ``most``."""

    tier: Tier
    expression: Linear
    most: int

    @property
    def name(self) -> str:
        return self.tier.name

    @property
    def unit(self) -> str:
        return self.tier.unit


def tiers_of(week: WeekModel) -> tuple[ModelTier, ...]:
    """Every tier of a model, in order; adds the variables that they need."""
    return tuple(
        ModelTier(tier, found.linear, found.most)
        for tier in TIERS.values()
        if _counts_in(tier, week.problem)
        for found in [tier.expression(week)]
        if found is not None
    )


def _counts_in(tier: Tier, problem: WeekProblem) -> bool:
    if isinstance(tier, PlanTier):
        return tier.counts_in(problem)
    return problem.relaxed


def tier_names(problem: WeekProblem) -> tuple[str, ...]:
    """The tiers of an unrelaxed ``problem``, in order: those of every model of it."""
    return tuple(
        tier.name
        for tier in TIERS.values()
        if isinstance(tier, PlanTier) and tier.counts_in(problem)
    )


def measured(week: ReviewedWeek, possible: Collection[str]) -> dict[str, int]:
    """Every tier but the relaxations, read from a finished plan without the model.

    ``possible``: the exercises that some slot of the week admits.
    """
    return {
        tier.name: tier.measured(week, possible)
        for tier in TIERS.values()
        if isinstance(tier, PlanTier) and (tier.kind != "change" or week.case.current is not None)
    }


def measured_relaxations(week: ReviewedWeek, problem: WeekProblem) -> dict[str, int]:
    """Every relaxation tier, read from a finished plan; all are zero unless ``problem`` is relaxed.

    Where some week keeps every required rule, nothing is given up.
    """
    found = dict.fromkeys(names_of("relaxation"), 0)
    if problem.relaxed:
        for rule in RULES:
            for tier, amount in rule.given_up(week, problem).items():
                found[tier] += amount
        for name in found:
            found[name] += TIERS[name].given_up(week)
    return found


def joined(tiers: Iterable[ModelTier]) -> list[list[ModelTier]]:
    """Neighbouring tiers that one weighted sum can decide exactly."""
    groups: list[list[ModelTier]] = []
    size = 1
    for tier in tiers:
        fits = size * (tier.most + 1) <= _MOST_OF_A_SUM
        if groups and fits and tier.name not in _BEGIN_A_SUM:
            groups[-1].append(tier)
            size *= tier.most + 1
        else:
            groups.append([tier])
            size = tier.most + 1
    return groups
