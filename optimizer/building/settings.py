"""Every rule's parameters, as a request sets them."""

from __future__ import annotations

import json

from catalog import Catalog
from optimizer.case.claims import RuleParameters
from optimizer.documents.errors import Problem
from optimizer.documents.reading import problems_of, validation_of
from optimizer.documents.request import Request
from optimizer.documents.wording import nearest, quoted, unlisted
from optimizer.rules.registry import RULES, RULES_BY_ID


def settings_of(
    request: Request, catalog: Catalog
) -> tuple[dict[str, RuleParameters], list[Problem]]:
    """Every rule's parameters as the request sets them, and what is wrong with those."""
    settings: dict[str, RuleParameters] = {}
    problems = [
        unlisted(f"rules.{name}", "", "is no known rule", nearest(name, RULES_BY_ID), "rules")
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
