"""The runs of a planned week, and why a placed one stands where it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from optimizer.case.case import Case
from optimizer.case.fixed_run_starts import window_of
from optimizer.case.timeline import TimedRun
from optimizer.documents.result import RunOfPlan, Session
from optimizer.documents.wording import hours


def planned_runs(case: Case, sessions: Iterable[Session]) -> Iterator[RunOfPlan]:
    """The runs of the week's seven days, in order of time; ``case`` has a start of each."""
    timeline = case.timeline
    sessions = tuple(sessions)
    for run in timeline.runs:
        if 0 <= (timeline.day(run.start) - timeline.first_day).days < 7:
            yield RunOfPlan(
                id=run.id,
                kind=run.kind,
                start=timeline.iso(run.start),
                minutes=run.minutes,
                placed=run.is_placed,
                window=window_of(run),
                why=_why(case, run, sessions) if run.is_placed else None,
            )


def _why(case: Case, run: TimedRun, sessions: tuple[Session, ...]) -> str:
    """What lies around it: the sessions are what it was placed by."""
    clock = case.timeline.clock
    after = min((s.start_minute for s in sessions if s.start_minute >= run.end), default=None)
    before = max((s.end_minute for s in sessions if s.end_minute <= run.start), default=None)
    around = []
    if after is not None:
        around.append(f"ends {hours(after - run.end)} before the session of {clock(after)}")
    if before is not None:
        around.append(f"starts {hours(run.start - before)} after a session ends")
    placed = f"Placed at {clock(run.start)}"
    return f"{placed}: it {' and '.join(around)}." if around else f"{placed}; no session is near."
