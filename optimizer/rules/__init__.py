"""The registry of rules, in their published order.  A new rule is one file and one line here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from catalog import Catalog
from optimizer.errors import Problem
from optimizer.reading import problems_of, validation_of
from optimizer.request import Request
from optimizer.rules.availability import Availability
from optimizer.rules.base import ANYTHING, Admission, Rule, RuleParameters
from optimizer.rules.before_key_run import BeforeKeyRun
from optimizer.rules.equipment import Equipment
from optimizer.rules.impact_limits import ImpactLimits
from optimizer.rules.injuries import Injuries
from optimizer.rules.level import Level
from optimizer.rules.neglected_coverage import NeglectedCoverage
from optimizer.rules.pattern_variety import PatternVariety
from optimizer.rules.pinned import Pinned
from optimizer.rules.progression import Progression
from optimizer.rules.race_proximity import RaceProximity
from optimizer.rules.recovery_after_run import RecoveryAfterRun
from optimizer.rules.rest_between_sets import RestBetweenSets
from optimizer.rules.same_muscle_spacing import SameMuscleSpacing
from optimizer.rules.session_limits import SessionLimits
from optimizer.rules.sessions_per_week import SessionsPerWeek
from optimizer.rules.time_budget import TimeBudget
from optimizer.rules.volume_limits import VolumeLimits
from optimizer.rules.week_so_far import WeekSoFar
from optimizer.wording import nearest, quoted

if TYPE_CHECKING:
    from optimizer.case import Case

RULES: tuple[Rule, ...] = (
    RecoveryAfterRun(),
    NeglectedCoverage(),
    TimeBudget(),
    Equipment(),
    Level(),
    Injuries(),
    Availability(),
    SessionsPerWeek(),
    SameMuscleSpacing(),
    BeforeKeyRun(),
    RaceProximity(),
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


def settings_of(
    request: Request, catalog: Catalog
) -> tuple[dict[str, RuleParameters], list[Problem]]:
    """Every rule's parameters as the request sets them, and what is wrong with those."""
    settings: dict[str, RuleParameters] = {}
    problems = [
        Problem(f"rules.{name}", "", f"is no known rule{nearest(name, RULES_BY_ID)}")
        for name in request.rules
        if name not in RULES_BY_ID
    ]
    for rule in RULES:
        given = request.rules.get(rule.id, {})
        found, error = validation_of(rule.parameters, json.dumps(given))
        if found is None:
            assert error is not None
            problems += problems_of(error, rule.parameters, f"rules.{rule.id}")
            continue
        if found.enforcement is not None and found.enforcement not in rule.may_be:
            problems.append(
                Problem(
                    f"rules.{rule.id}.enforcement",
                    quoted(found.enforcement),
                    f"is not open to this rule; it may be {' or '.join(sorted(rule.may_be))}",
                )
            )
        problems += rule.unknown_names(found, catalog)
        settings[rule.id] = found
    return settings, problems


def admissions(case: Case, start: int, *, openly: bool = False) -> list[Admission]:
    """The ways in which all rules together let a session start at ``start``; none: it may not.

    ``openly``: also those that some claims of the rules forbid, with what they break.
    """
    ways = [ANYTHING]
    for rule in RULES:
        options = rule.open_options(case, start) if openly else rule.options(case, start)
        ways = [way.and_also(option) for way in ways for option in options]
    return ways
