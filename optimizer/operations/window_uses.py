"""What becomes of each window of a request, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from optimizer.case.case import Case
from optimizer.case.timeline import TimedWindow
from optimizer.documents.result import Session, WindowUse
from optimizer.documents.wording import counted, hours
from optimizer.rules.sessions_per_week import MOST, most_by_subject
from optimizer.week.problem import WeekProblem


def window_uses(
    case: Case, strict: WeekProblem, sessions: Iterable[Session], *, proven: bool | None
) -> Iterator[WindowUse]:
    """``proven``: no week is better than that of ``sessions``; None: there is no week yet."""
    sessions = tuple(sessions)
    ids_by_window = {session.window: session.id for session in sessions}
    timeline = case.timeline
    for window, slots in strict.slots_by_window.items():
        earliest = min((slot.start for slot in slots), default=None)
        before = timeline.last_run_before(window.start)
        gap = None if before is None else window.start - before.end
        past = reason = _why_past(case, window)
        if reason is None and (earliest is None or earliest > window.start):
            reason = (
                "no session may start here"
                if earliest is None
                else f"the first start the rules allow is {timeline.clock(earliest)}"
            )
            if before is not None and gap is not None and gap < 24 * 60:
                when = timeline.clock(window.start)
                reason = f"{when} is {hours(gap)} after {timeline.run_name(before)} ends"
        is_open = earliest is not None and past is None
        if proven is not None and is_open and window.id not in ids_by_window:
            unused = _why_unused(case, len(sessions), proven=proven)
            reason = unused if reason is None else f"{reason}; later in it, {unused}"
        yield WindowUse(
            window=window.id,
            session=ids_by_window.get(window.id),
            earliest_start=None if earliest is None else timeline.iso(earliest),
            lost_minutes=0 if earliest is None else earliest - window.start,
            hours_since_run=None if gap is None else round(gap / 60, 2),
            reason=reason,
        )


def _why_unused(case: Case, sessions: int, *, proven: bool) -> str:
    """In words, why a window that could hold a session holds none."""
    for subject, most in sorted(most_by_subject(case).items(), key=lambda bound: bound[1]):
        if sessions >= most:
            who = "the athlete wants" if subject == MOST else _phase_wants(case)
            return f"{who} at most {counted(most, 'sessions')} a week"
    if proven:
        return "no week with another session here does better"
    return "the search found no better week with a session here"


def _phase_wants(case: Case) -> str:
    return f"the {case.request.week.phase.replace('_', '-')} phase has"


def _why_past(case: Case, window: TimedWindow) -> str | None:
    """In words, why a window cannot be used any more this week."""
    current = case.current
    if current is None:
        return None
    if any(done.window == window.id for done in current.done):
        return "its session is done"
    if current.now is not None and window.end <= current.now:
        return f"it is {case.timeline.clock(current.now)} already"
    return None
