"""Reading a finished plan without the solver.

``reviewed`` turns a plan, also one that a coach wrote by hand, into what the rules' reviews read;
``findings_of`` asks every rule.  Nothing here knows how the plan was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from optimizer.building.possible import Possible
from optimizer.case.case import Case
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.result import Finding, Plan, Session, needed_instant
from optimizer.documents.wording import nearest, quoted
from optimizer.rules.registry import RULES, RULES_BY_ID
from optimizer.week.reviewed import Entry, ReviewedSession, ReviewedWeek


def reviewed(case: Case, plan: Plan) -> ReviewedWeek:
    """Read ``plan`` against ``case``; raises ``UnusableInput`` for what cannot be read."""
    windows = {window.id: window for window in case.request.availability}
    sessions: list[ReviewedSession] = []
    for index, session in enumerate(plan.sessions):
        where = f"plan.sessions[{index}]"
        if session.window not in windows:
            raise UnusableInput(
                Problem(
                    f"{where}.window",
                    quoted(session.window),
                    "is no window of the request; is this a plan for another request?"
                    f"{nearest(session.window, windows)}",
                )
            )
        start = _seconds(session.start, f"{where}.start")
        done = None if case.current is None else case.current.done_at(session.window, start)
        # A second session in its place is none that was done.
        is_done = done is not None and not any(s.is_done and s.start == start for s in sessions)
        sessions.append(
            ReviewedSession(
                session=session,
                start=start,
                end=_seconds(session.end, f"{where}.end"),
                entries=tuple(_entries(case, session, where)),
                window=windows[session.window],
                is_done=is_done,
            )
        )
    past = tuple(session for session in sessions if session.is_done)
    return ReviewedWeek(case, tuple(sorted(sessions, key=lambda s: s.start)), Possible(case, past))


def _entries(case: Case, session: Session, where: str) -> Iterator[Entry]:
    exercises = case.catalog.exercises
    for block_index, block in enumerate(session.blocks):
        for item_index, item in enumerate(block.items):
            if item.exercise not in exercises:
                raise UnusableInput(
                    Problem(
                        f"{where}.blocks[{block_index}].items[{item_index}].exercise",
                        quoted(item.exercise),
                        f"is no exercise of this catalog{nearest(item.exercise, exercises)}",
                    )
                )
            yield Entry(exercises[item.exercise], item, block)


def _seconds(text: str, field: str) -> int:
    return int(needed_instant(text, field).timestamp())


def findings_of(week: ReviewedWeek) -> tuple[Finding, ...]:
    """Every breach of every rule that is not off; required rules first, in registry order.

    What the sessions that are done break for good is left out: no plan can mend the past.
    """
    found = _breaches(week)
    if not any(session.is_done for session in week.sessions):
        return found
    past = {finding for finding in _breaches(week.behind) if not can_be_mended(finding)}
    return tuple(finding for finding in found if finding not in past)


def can_be_mended(finding: Finding) -> bool:
    """True: the plan lacks something that a further session can bring."""
    return RULES_BY_ID[finding.rule].can_be_mended(finding)


def _breaches(week: ReviewedWeek) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for enforcement in ("required", "preferred"):
        for rule in RULES:
            if rule.enforced(week.case) == enforcement:
                found += rule.review(week)
    return tuple(found)


def required_only(case: Case, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    required = {rule.id for rule in RULES if rule.enforced(case) == "required"}
    return tuple(finding for finding in findings if finding.rule in required)
