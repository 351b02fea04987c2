"""Who an event of ours is: UIDs that stay the same when a week is planned again.

A session is known by its athlete, the first day of its week and its id, which a replan keeps for
every session that goes on, even in another window.  So importing the calendar again moves and
changes events instead of doubling them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from optimizer.case.timeline import MAX_DAYS_AWAY, Timeline
from optimizer.documents.request import Request

PRODUCT = "-//runstrong//runstrong//EN"
SESSION_ENDING = "-session@runstrong"
RUN_ENDING = "-run@runstrong"


def session_uid(request: Request, session_id: str) -> str:
    return session_uid_of(request.athlete.id, request.week.start, session_id)


def session_uid_of(athlete_id: str, week_start: str, session_id: str) -> str:
    """The same where the request is no longer there."""
    return f"{_id(athlete_id, week_start, 'session', session_id)}{SESSION_ENDING}"


def run_uid(request: Request, index: int) -> str:
    """Of the run at ``index`` of the request: by its id, or by its place where it has none."""
    name = request.runs[index].id
    kind, name = ("run", name) if name is not None else ("unnamed run", str(index))
    return f"{_id(request.athlete.id, request.week.start, kind, name)}{RUN_ENDING}"


def revision(request: Request, timeline: Timeline) -> int:
    """``SEQUENCE``: 0 for a week that was planned afresh, and more after each replan that says how
    far the week has gone."""
    if request.current is None:
        return 0
    if timeline.now is None:
        return 1
    return max(1, timeline.now - _earliest_now(timeline) + 1)


def stamp(timeline: Timeline, sequence: int) -> datetime:
    """``DTSTAMP``: no clock's time, but one that grows with the revision."""
    return datetime.fromtimestamp(60 * _earliest_now(timeline), UTC) + timedelta(minutes=sequence)


def _earliest_now(timeline: Timeline) -> int:
    return timeline.midnights[0] - (MAX_DAYS_AWAY + 1) * 24 * 60


def _id(*parts: str) -> str:
    # A length before each part: no two athletes, weeks and ids can be written alike.
    return str(uuid5(NAMESPACE_URL, "".join(f"{len(part)}:{part}" for part in parts)))
