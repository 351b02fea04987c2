"""Reading a finished plan without the solver.

``reviewed`` turns a plan, also one that a coach wrote by hand, into what the rules' reviews read;
``findings_of`` asks every rule.  Nothing here knows how the plan was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from catalog.models import Exercise
from optimizer.case import Case
from optimizer.doses import dose_of
from optimizer.errors import Problem, UnusableInput
from optimizer.request import Window
from optimizer.result import Block, Finding, Item, Plan, Session
from optimizer.rules import RULES, RULES_BY_ID
from optimizer.wording import nearest, quoted


@dataclass(frozen=True)
class Entry:
    """One exercise in one session."""

    exercise: Exercise
    item: Item
    block: Block

    @property
    def counts(self) -> bool:
        """Is part of the training dose: no warm-up, stretch or release."""
        return self.block.kind in ("straight", "superset") and self.exercise.counts_toward_volume


@dataclass(frozen=True)
class ReviewedSession:
    """A session with its times in seconds since 1970-01-01T00:00Z."""

    session: Session
    start: int
    end: int
    entries: tuple[Entry, ...]
    window: Window
    is_done: bool = False
    """Held already, this week: a fact, not a plan."""

    @property
    def id(self) -> str:
        return self.session.id

    @property
    def training(self) -> Iterator[Entry]:
        return (entry for entry in self.entries if entry.counts)

    @property
    def is_leg_loading(self) -> bool:
        return any(entry.exercise.leg_loading for entry in self.entries)

    def charged_seconds(self, case: Case) -> int:
        """What it costs in the time model: its warm-up and every exercise's charged time."""
        warm_up = sum(e.item.seconds for e in self.entries if e.block.kind == "warm_up")
        exercises = case.catalog.exercises
        return warm_up + sum(
            dose_of(case, exercises[exercise]).charged_seconds(sets)
            for exercise, sets in self.sets().items()
        )

    def sets(self) -> dict[str, int]:
        """Sets of each exercise that counts, by id."""
        found: dict[str, int] = {}
        for entry in self.training:
            found[entry.exercise.id] = found.get(entry.exercise.id, 0) + entry.item.sets
        return found


@dataclass(frozen=True)
class ReviewedWeek:
    case: Case
    sessions: tuple[ReviewedSession, ...]
    """In order of time."""

    @property
    def ahead(self) -> ReviewedWeek:
        """The week with only the sessions that are not done yet."""
        return replace(self, sessions=tuple(s for s in self.sessions if not s.is_done))

    @property
    def behind(self) -> ReviewedWeek:
        """The week with only the sessions that are done."""
        return replace(self, sessions=tuple(s for s in self.sessions if s.is_done))

    def sets(self) -> dict[str, int]:
        """The week's sets of each exercise that counts, by id."""
        found: dict[str, int] = {}
        for session in self.sessions:
            for exercise, sets in session.sets().items():
                found[exercise] = found.get(exercise, 0) + sets
        return found

    def half_sets(self, muscle: str) -> int:
        """The muscle's week in half sets: 2 a primary set, 1 a secondary."""
        exercises = self.case.catalog.exercises
        return sum(
            sets * (2 * (muscle in exercises[i].primary) + (muscle in exercises[i].secondary))
            for i, sets in self.sets().items()
        )

    def when(self, session: ReviewedSession) -> str:
        return self.case.timeline.clock(session.start // 60)


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
        start = _instant(session.start, f"{where}.start")
        done = None if case.current is None else case.current.done_at(session.window, start)
        # A second session in its place is none that was done.
        is_done = done is not None and not any(s.is_done and s.start == start for s in sessions)
        sessions.append(
            ReviewedSession(
                session=session,
                start=start,
                end=_instant(session.end, f"{where}.end"),
                entries=tuple(_entries(case, session, where)),
                window=windows[session.window],
                is_done=is_done,
            )
        )
    return ReviewedWeek(case, tuple(sorted(sessions, key=lambda s: s.start)))


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


def _instant(text: str, field: str) -> int:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise UnusableInput(
            Problem(
                field, quoted(text), "is no time with an offset; write 2026-11-24T19:00:00+01:00"
            )
        )
    return int(moment.timestamp())


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
    return RULES_BY_ID[finding.rule].mended_by_more and finding.actual < finding.required


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
