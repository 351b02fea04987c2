"""What is behind the athlete: the previous plan as it was done, or as the log tells it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time

from optimizer.case.case import CARRY_OVER_DAYS, PastSession
from optimizer.case.current import minute_of
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.request import PreviousWeek, Request
from optimizer.documents.wording import Hints, quoted

_NOON = time(12)


def past_sessions(request: Request) -> tuple[PastSession, ...]:
    """The sessions of ``previous`` that were done, in order of time.

    A session with entries in the log held what they tell, in part, swapped or more; one without any
    is taken to be done as planned, unless it is missed.  What was logged on a day without a session
    of the plan is a session of its own, at noon.  Raises ``UnusableInput`` for a missed session
    that there is not, or a time that cannot be read.
    """
    previous = request.previous
    if previous is None:
        return ()
    _refuse_unknown(previous)
    logged, beside = _logged_by_session(previous, request.week.first_day)
    past = []
    for index, session in enumerate(previous.plan.sessions):
        if session.id in previous.missed:
            continue
        start = minute_of(session.start, f"previous.plan.sessions[{index}].start")
        past.append(PastSession(start, logged.get(session.id) or session.training_sets()))
    for index, session in enumerate(() if previous.base is None else previous.base.sessions):
        minute_of(session.start, f"previous.base.sessions[{index}].start")
    past += _beside_the_plan(beside, request)
    return tuple(sorted(past, key=lambda session: session.start))


def _refuse_unknown(previous: PreviousWeek) -> None:
    known = {session.id for session in previous.plan.sessions}
    hints = Hints()
    problems = [
        Problem(
            f"previous.missed[{index}]",
            quoted(missed),
            f"is no session of the previous plan{hints.nearest(missed, known)}",
        )
        for index, missed in enumerate(previous.missed)
        if missed not in known
    ]
    if problems:
        raise UnusableInput(*problems)


def _logged_by_session(
    previous: PreviousWeek, first_day: date
) -> tuple[dict[str, Counter[str]], dict[date, Counter[str]]]:
    """Sets by exercise of each session that the log tells of, and of days without one."""
    on_day = {
        session.starts_at.date(): session.id
        for session in previous.plan.sessions
        if session.id not in previous.missed
    }
    logged: dict[str, Counter[str]] = {}
    beside: dict[date, Counter[str]] = {}
    for entry in previous.log:
        sets, day = len(entry.work_sets), entry.day
        if entry.exercise is None or not sets or day >= first_day:
            continue
        session = entry.session or on_day.get(day)
        if session is None:
            beside.setdefault(day, Counter())[entry.exercise] += sets
        else:
            logged.setdefault(session, Counter())[entry.exercise] += sets
    return logged, beside


def _beside_the_plan(
    beside: Mapping[date, Mapping[str, int]], request: Request
) -> Iterator[PastSession]:
    first_day = request.week.first_day
    for day, sets in beside.items():
        if (first_day - day).days <= CARRY_OVER_DAYS:
            noon = datetime.combine(day, _NOON, tzinfo=request.week.zone)
            yield PastSession(int(noon.timestamp()) // 60, sets)
