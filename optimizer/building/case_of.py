"""A request joined with the catalog, and what the rules refuse of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalog import Catalog, UnknownName
from catalog.models import Exercise, Injury
from optimizer.building.settings import settings_of
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.request import PresentInjury, Request
from optimizer.documents.wording import nearest, quoted
from optimizer.rules.registry import RULES
from optimizer.week.case import Case, PastSession
from optimizer.week.current import current_of, minute_of
from optimizer.week.timeline import timeline_of


def case_of(request: Request, catalog: Catalog) -> Case:
    """Join a request with a catalog.

    Raises ``UnusableInput`` for an unknown id, a bad rule parameter or an impossible time.
    """
    problems = [*_unknown_names(request, catalog)]
    settings, bad_settings = settings_of(request, catalog)
    problems += [*bad_settings, *_contradictions(request)]
    if problems:
        raise UnusableInput(*problems)
    timeline = timeline_of(request)
    current = current_of(request, timeline, catalog)
    return Case(request, catalog, timeline, settings, _past(request), current)


def _unknown_names(request: Request, catalog: Catalog) -> list[Problem]:
    problems = []

    def look_up(field: str, name: str, known: Mapping[str, object], what: str) -> None:
        if name not in known:
            problems.append(
                Problem(field, quoted(name), f"is no known {what}{nearest(name, known)}")
            )

    for index, injury in enumerate(request.athlete.injuries):
        where = f"athlete.injuries[{index}]"
        look_up(where, injury.id, catalog.injuries, "injury")
        if injury.id in catalog.injuries:
            problems += _unknown_state(injury, catalog.injuries[injury.id], where)
    for list_name, ids in (
        ("avoid", request.preferences.avoid),
        ("prefer", request.preferences.prefer),
    ):
        for index, exercise in enumerate(ids):
            look_up(f"preferences.{list_name}[{index}]", exercise, catalog.exercises, "exercise")
    for index, pin in enumerate(request.pinned):
        if pin.exercise is not None:
            look_up(f"pinned[{index}].exercise", pin.exercise, catalog.exercises, "exercise")
    for place, names in request.places.items():
        for index, name in enumerate(names):
            try:
                catalog.equipment_of((name,))
            except UnknownName as error:
                problems.append(Problem(f"places.{place}[{index}]", "", str(error)))
    return problems


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


def _unknown_state(present: PresentInjury, injury: Injury, where: str) -> Iterator[Problem]:
    """A stage or site that the injury does not have."""
    for name, value, known in (
        ("stage", present.stage, [stage.id for stage in injury.stages]),
        ("site", present.site, [site.id for site in injury.sites]),
    ):
        if value is None or value in known:
            continue
        hint = nearest(value, known) if known else f"; it has no {name}s, so leave it out"
        yield Problem(f"{where}.{name}", quoted(value), f"is no {name} of {injury.id}{hint}")


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
