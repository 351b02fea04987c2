"""What became of the sessions of a plan so far.

A session of the plan so far is matched as ``session_matching.py`` matches two plans: by its window,
and where that is empty now, to a window that held none, so that the fewest exercises and then the
fewest sets differ.  What is left over was dropped or added.
"""

from __future__ import annotations

from optimizer.case.current import Current, PlannedSession
from optimizer.case.session_matching import Pair, Standing, paired
from optimizer.week.reviewed import ReviewedSession, ReviewedWeek

SessionMatch = Pair[PlannedSession, ReviewedSession]
"""What became of one session of the plan so far, or one that is new."""


def matched_sessions(current: Current, week: ReviewedWeek) -> tuple[SessionMatch, ...]:
    """What became of every session that is not done, and what is new; in order of time."""
    old = [Standing(one, one.window, one.start * 60, one.sets) for one in current.to_keep]
    return tuple(sorted(paired(old, _standings(week)), key=_when))


def all_added(week: ReviewedWeek) -> tuple[SessionMatch, ...]:
    """Where there is no plan so far."""
    return tuple(Pair(None, one) for one in _standings(week))


def _standings(week: ReviewedWeek) -> list[Standing[ReviewedSession]]:
    return [Standing(one, one.session.window, one.start, one.sets()) for one in week.ahead.sessions]


def _when(one: SessionMatch) -> int:
    known = one.old or one.new
    assert known is not None
    return known.start
