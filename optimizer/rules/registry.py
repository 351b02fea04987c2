"""The registry of rules, in their published order.  A new rule is one file and one line here."""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.rules.availability import Availability
from optimizer.rules.base import Rule
from optimizer.rules.before_key_run import BeforeKeyRun
from optimizer.rules.equipment import Equipment
from optimizer.rules.fitness_test import FitnessTest
from optimizer.rules.impact_limits import ImpactLimits
from optimizer.rules.injuries import Injuries
from optimizer.rules.level import Level
from optimizer.rules.neglected_coverage import NeglectedCoverage
from optimizer.rules.outgrown import Outgrown
from optimizer.rules.pain import Pain
from optimizer.rules.pattern_variety import PatternVariety
from optimizer.rules.pinned import Pinned
from optimizer.rules.progression import Progression
from optimizer.rules.race_proximity import RaceProximity
from optimizer.rules.recovery_after_run import RecoveryAfterRun
from optimizer.rules.rest_between_sets import RestBetweenSets
from optimizer.rules.run_placement import RunPlacement
from optimizer.rules.same_muscle_spacing import SameMuscleSpacing
from optimizer.rules.session_limits import SessionLimits
from optimizer.rules.sessions_per_week import SessionsPerWeek
from optimizer.rules.time_budget import TimeBudget
from optimizer.rules.volume_limits import VolumeLimits
from optimizer.rules.week_so_far import WeekSoFar

RULES: tuple[Rule, ...] = (
    RecoveryAfterRun(),
    NeglectedCoverage(),
    TimeBudget(),
    Equipment(),
    Level(),
    Injuries(),
    Pain(),
    FitnessTest(),
    Outgrown(),
    Availability(),
    SessionsPerWeek(),
    SameMuscleSpacing(),
    BeforeKeyRun(),
    RaceProximity(),
    RunPlacement(),
    VolumeLimits(),
    SessionLimits(),
    ImpactLimits(),
    PatternVariety(),
    Progression(),
    RestBetweenSets(),
    Pinned(),
    WeekSoFar(),
)
RULES_BY_ID: Mapping[str, Rule] = {rule.id: rule for rule in RULES}
REFUSING_RULES: tuple[Rule, ...] = tuple(
    rule for rule in RULES if type(rule).refused_for is not Rule.refused_for
)
"""Those that refuse some exercise somewhere: a catalog asks often."""
