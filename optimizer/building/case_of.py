"""A request joined with the catalog, and what the rules refuse of it."""

from __future__ import annotations

from collections.abc import Iterator

from catalog import Catalog
from catalog.models import Exercise
from optimizer.building.named import named_by_ids
from optimizer.building.settings import settings_of
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.request import Request
from optimizer.documents.wording import nearest, quoted
from optimizer.rules.registry import RULES
from optimizer.week.case import Case, PastSession
from optimizer.week.claims import RuleParameters
from optimizer.week.current import current_of, minute_of
from optimizer.week.timeline import timeline_of


def case_of(request: Request, catalog: Catalog) -> Case:
    """Join a request with a catalog.

    Raises ``UnusableInput`` with every unknown name, bad rule parameter and impossible time.
    """
    named, settings, problems = _joined(request, catalog)
    timeline = past = None
    try:
        timeline = timeline_of(named)
    except UnusableInput as error:
        problems += error.problems
    try:
        past = _past(named)
    except UnusableInput as error:
        problems += error.problems
    if problems or timeline is None or past is None:
        raise UnusableInput(*problems)
    current = current_of(named, timeline, catalog)
    return Case(named, catalog, timeline, settings, past, current)


def faults_of(request: Request, catalog: Catalog | None) -> list[Problem]:
    """What is wrong with a request beside its shape; without a catalog, its times alone."""
    problems = [] if catalog is None else _joined(request, catalog)[2]
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
    return named, settings, [*problems, *bad_settings, *_contradictions(named)]


def _contradictions(request: Request) -> Iterator[Problem]:
    """Parameters of a rule that a named choice leaves no room for."""
    if request.recovery != "hard_days_hard":
        return
    for name, value in request.rules.get("recovery_after_run", {}).items():
        if name in ("hours", "applies_to") and value is not None:
            yield Problem(
                "recovery",
                quoted(request.recovery),
                f"and rules.recovery_after_run.{name} ({quoted(value)}) cannot both hold; leave one"
                " of them out",
            )


def _past(request: Request) -> tuple[PastSession, ...]:
    """The sessions of ``previous`` that were done, in order of time."""
    if request.previous is None:
        return ()
    known = {session.id for session in request.previous.plan.sessions}
    for index, missed in enumerate(request.previous.missed):
        if missed not in known:
            raise UnusableInput(
                Problem(
                    f"previous.missed[{index}]",
                    quoted(missed),
                    f"is no session of the previous plan{nearest(missed, known)}",
                )
            )
    past = []
    for index, session in enumerate(request.previous.plan.sessions):
        if session.id in request.previous.missed:
            continue
        start = minute_of(session.start, f"previous.plan.sessions[{index}].start")
        past.append(PastSession(start, session.training_sets()))
    return tuple(sorted(past, key=lambda session: session.start))


def refusal(case: Case, exercise: Exercise) -> str | None:
    """Why this athlete may not do ``exercise`` at all this week, or None."""
    for rule in RULES:
        reason = rule.refuses(case, exercise)
        if reason is not None:
            return reason
    return None
