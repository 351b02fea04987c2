"""A request joined with the catalog, and what the rules refuse of it."""

from __future__ import annotations

from catalog import Catalog
from catalog.models import Exercise
from optimizer.building.athlete_of import tested_athlete
from optimizer.building.named import named_by_ids
from optimizer.building.past_sessions import past_sessions
from optimizer.building.settings import settings_of
from optimizer.building.strength_problems import strength_problems
from optimizer.case.case import Case
from optimizer.case.claims import RuleParameters
from optimizer.case.current import current_of
from optimizer.case.timeline import timeline_of
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.request import Request
from optimizer.dosing.of_age import catalog_of_age
from optimizer.dosing.weights import catalog_within_weights
from optimizer.rules.registry import RULES


def case_of(request: Request, catalog: Catalog) -> Case:
    """Join a request with a catalog.

    Raises ``UnusableInput`` with every unknown name, bad rule parameter and impossible time.
    """
    named, settings, problems = _joined(request, catalog)
    named, fitness, of_tests = tested_athlete(named, catalog)
    problems += of_tests
    timeline = past = None
    try:
        timeline = timeline_of(named)
    except UnusableInput as error:
        problems += error.problems
    try:
        past = past_sessions(named)
    except UnusableInput as error:
        problems += error.problems
    if problems or timeline is None or past is None:
        raise UnusableInput(*problems)
    catalog = catalog_of_age(named.athlete, catalog_within_weights(named, catalog))
    current = current_of(named, timeline, catalog)
    return Case(named, catalog, timeline, settings, past, current, fitness)


def faults_of(request: Request, catalog: Catalog | None) -> list[Problem]:
    """What is wrong with a request beside its shape; without a catalog, its times alone."""
    problems: list[Problem] = []
    if catalog is not None:
        named, _, problems = _joined(request, catalog)
        problems += tested_athlete(named, catalog)[2]
    try:
        timeline_of(request)
    except UnusableInput as error:
        problems += error.problems
    return problems


def _joined(
    request: Request, catalog: Catalog
) -> tuple[Request, dict[str, RuleParameters], list[Problem]]:
    """The request by ids, the rules as it sets them, and what is wrong with either."""
    named, problems = named_by_ids(request, catalog)
    settings, bad_settings = settings_of(named, catalog)
    found = [*problems, *bad_settings, *(p for rule in RULES for p in rule.contradictions(named))]
    return named, settings, [*found, *strength_problems(named, catalog)]


def refusal(case: Case, exercise: Exercise) -> str | None:
    """Why this athlete may not do ``exercise`` at all this week, or None."""
    for rule in RULES:
        reason = rule.refuses(case, exercise)
        if reason is not None:
            return reason
    return None
