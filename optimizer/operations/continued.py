"""A plan that goes on from the plan so far: the same sessions under the same ids.

``as_it_was`` asks the rules' reviews alone whether the plan so far can simply stay: no week has
fewer changes than none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from optimizer.building.findings import findings_of, required_only, reviewed
from optimizer.case.case import Case
from optimizer.case.current import Current, PlannedSession, minute_of
from optimizer.case.timeline import TimedWindow, hours_around
from optimizer.documents.result import Finding, Plan, Session
from optimizer.objective.tiers import measured
from optimizer.session.represcribed import represcribed
from optimizer.week.matched_sessions import SessionMatch, matched_sessions
from optimizer.week.reviewed import ReviewedWeek


def as_it_was(case: Case) -> tuple[Session, ...] | None:
    """The sessions of the plan so far, where every required rule lets all of them stay.

    Loads and efforts are those of the request as it is now; where other repetitions or holds make a
    session last otherwise, it does not stay.
    """
    current = case.current
    if current is None or current.missed:
        return None
    if not {planned.window for planned in current.all} <= {w.id for w in case.timeline.windows}:
        return None
    known = [
        planned.session if planned in current.done else up_to_date(case, planned)
        for planned in current.all
    ]
    sessions = tuple(session for session in known if session is not None)
    if len(sessions) < len(known) or _breaches(reviewed(case, Plan(sessions=sessions))):
        return None
    return sessions


def continued(case: Case, sessions: Sequence[Session]) -> tuple[Session, ...]:
    """What is done, as it was, and ``sessions`` under the ids of those that they follow.

    A session with the same sets in the same place keeps its blocks too, where the rules allow it.
    """
    current = case.current
    if current is None:
        return tuple(sessions)
    found = [
        (
            up_to_date(case, one.before) if one.before and one.is_unchanged else None,
            one.after.session.model_copy(update={"id": name}),
        )
        for one, name in _named(current, reviewed(case, Plan(sessions=tuple(sessions))))
        if one.after is not None
    ]
    arranged_anew = _with_the_past(current, [session for _, session in found])
    same_blocks = _with_the_past(
        current,
        [old or session for old, session in found],
    )
    if arranged_anew == same_blocks:
        return arranged_anew
    new, old = (reviewed(case, Plan(sessions=ways)) for ways in (arranged_anew, same_blocks))
    is_as_good = measured(new, ()) == measured(old, ()) and _breaches(new) == _breaches(old)
    return same_blocks if is_as_good else arranged_anew


def _named(current: Current, week: ReviewedWeek) -> Iterator[tuple[SessionMatch, str]]:
    """Every session with its id; an added one has the first that no session of the plan had."""
    taken = {planned.id for planned in current.all}
    free = (name for name in (f"s{number}" for number in count(1)) if name not in taken)
    for one in matched_sessions(current, week):
        yield one, next(free) if one.before is None else one.before.id


def _with_the_past(current: Current, sessions: Sequence[Session]) -> tuple[Session, ...]:
    # What is done comes before anything that is still ahead.
    ahead = sorted(sessions, key=lambda session: minute_of(session.start, "start"))
    return (*(planned.session for planned in current.done), *ahead)


def _breaches(week: ReviewedWeek) -> tuple[Finding, ...]:
    return required_only(week.case, findings_of(week))


def up_to_date(case: Case, planned: PlannedSession) -> Session | None:
    """The session with what its surroundings are now, and what the request says of its doses.

    None: other repetitions or holds ask for other blocks or seconds.
    """
    place = _window_of(case, planned).place
    return represcribed(
        case, in_its_surroundings(case, planned), planned.start, place, planned.sets
    )


def in_its_surroundings(case: Case, planned: PlannedSession) -> Session:
    """The session as it was, with what its surroundings are now."""
    since, until = hours_around(case.timeline, planned.start)
    key_run = case.timeline.next_key_run_after(planned.start)
    return planned.session.model_copy(
        update={
            "place": case.place_name(_window_of(case, planned).place),
            "hours_since_run": since,
            "hours_to_key_run": until,
            "next_key_run": None if key_run is None else case.timeline.iso(key_run.start),
        }
    )


def _window_of(case: Case, planned: PlannedSession) -> TimedWindow:
    return next(window for window in case.timeline.windows if window.id == planned.window)
