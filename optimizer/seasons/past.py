"""What came before a week of a season, as the ``previous`` of its request.

What is behind is told by its logs; what is ahead, and what a log says nothing of, is taken as done
as planned: every set at the top of its range with the reserve that was asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.request import PreviousWeek
from optimizer.documents.result import Item, Plan
from optimizer.documents.season import SeasonLog, SeasonWeek
from optimizer.documents.strength import MOST_LOG_ENTRIES, LogEntry, LoggedSet

_WORKOUTS = 6
"""The last ones of each exercise that a request has: no rule looks further back."""
_MOST_REPS, _MOST_SECONDS, _MOST_SETS = 100, 3600, 30


@dataclass(frozen=True)
class PastWeek:
    """``plan``: as it was planned; None: it had no time for strength."""

    number: int
    plan: Plan | None
    missed: frozenset[str]
    entries: tuple[LogEntry, ...]
    is_full: bool
    """False: a lighter week, a taper or one after a race."""
    is_ill: bool

    @property
    def done(self) -> bool:
        """Whether any session of it was."""
        sessions = () if self.plan is None else self.plan.sessions
        return any(session.id not in self.missed for session in sessions)


def past_week(week: SeasonWeek) -> PastWeek:
    """Of a week that is done or planned."""
    log = SeasonLog(week=week.start) if week.log is None else week.log
    plan = None if week.result is None else week.result.plan
    plan = None if plan is None else Plan(sessions=plan.sessions)
    missed = frozenset(log.missed)
    entries: tuple[LogEntry, ...] = log.sessions
    if plan is not None:
        known = _sessions_with_entries(plan, log)
        try:
            entries = (*entries, *as_planned(plan, skipped=missed | known))
        except ValidationError:
            message = "is no plan of ours; give the season as it was answered"
            where = f"weeks[{week.number - 1}].result.plan"
            raise UnusableInput(Problem(where, "", message)) from None
    return PastWeek(
        number=week.number,
        plan=plan,
        missed=missed,
        entries=tuple(sorted(entries, key=lambda entry: entry.date)),
        is_full=not week.deload and week.phase not in ("taper", "post_race"),
        is_ill=log.notes.ill,
    )


def _sessions_with_entries(plan: Plan, log: SeasonLog) -> frozenset[str]:
    """Ids of the sessions that the log tells of, by their name or their day."""
    on_day = {session.start[:10]: session.id for session in plan.sessions}
    found = {entry.session or on_day.get(entry.date) for entry in log.sessions}
    return frozenset(name for name in found if name is not None)


def as_planned(plan: Plan, skipped: Collection[str]) -> Iterable[LogEntry]:
    """The log of a plan that is met, without the sessions ``skipped``."""
    for session in plan.sessions:
        if session.id in skipped:
            continue
        for block in session.blocks:
            for item in block.items if block.is_work else ():
                yield LogEntry(
                    date=session.start[:10],
                    session=session.id,
                    exercise=item.exercise,
                    sets=(_met(item),) * min(item.sets, _MOST_SETS),
                )


def _met(item: Item) -> LoggedSet:
    rir = None
    if item.effort is not None and item.effort.rir is not None:
        rir = float(min(10, item.effort.rir[1]))
    kg = None if item.load is None else item.load.kg
    if item.hold_seconds is not None:
        seconds = min(_MOST_SECONDS, item.hold_seconds[1])
        return LoggedSet(hold_seconds=seconds, kg=kg, rir=rir)
    reps = 1 if item.reps is None else min(_MOST_REPS, item.reps[1])
    return LoggedSet(reps=reps, kg=kg, rir=rir)


def previous_of(past: Sequence[PastWeek]) -> PreviousWeek | None:
    """What the week after ``past`` is told of them; None: nothing is behind it.

    ``plan`` is the last week of which something was done: a missed one leaves what was before it.
    ``base`` is the last full one, where ``plan`` is none.
    """
    done = [week for week in past if week.done]
    if not done:
        return None
    last = done[-1]
    assert last.plan is not None
    full = [week for week in done if week.is_full]
    base = full[-1].plan if full and not last.is_full else None
    return PreviousWeek(
        plan=last.plan,
        missed=tuple(s.id for s in last.plan.sessions if s.id in last.missed),
        log=tuple(_last_workouts(past, last.number)),
        base=base,
        ill=past[-1].is_ill,
    )


def _last_workouts(past: Sequence[PastWeek], last: int) -> Iterable[LogEntry]:
    """Of each exercise the last workouts, in order of time, and the newest that a request may have;
    a session is named in the last week alone, of whose plan it is."""
    days: dict[str, set[str]] = {}
    chosen: list[LogEntry] = []
    for week in reversed(past):
        for entry in reversed(week.entries):
            own = days.setdefault(entry.exercise or entry.name or "", set())
            own.add(entry.date)
            if len(own) > _WORKOUTS:
                own.discard(entry.date)
                continue
            if week.number != last and entry.session is not None:
                entry = entry.model_copy(update={"session": None})
            chosen.append(entry)
    return reversed(chosen[:MOST_LOG_ENTRIES])
