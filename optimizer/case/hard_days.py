"""Recovery by hard days: what runs ask of a session where ``recovery`` is ``hard_days_hard``.

The day of an interval or tempo run is hard already: strength stands there, some hours after the
run, and the days of easy runs stay easy.
"""

from __future__ import annotations

from optimizer.case.case import Case
from optimizer.case.timeline import TimedRun
from optimizer.documents.request import RunKind

HARD_RUNS: frozenset[RunKind] = frozenset({"interval", "tempo"})
POINTS_OFF_HARD_DAYS = 5
"""Of a session that does not stand on the day of an interval or tempo run, after it."""


def is_chosen(case: Case) -> bool:
    return case.request.recovery == "hard_days_hard"


def holds_at(case: Case, start: int) -> bool:
    """True: it is chosen, and an interval or tempo run of the day of ``start`` is over."""
    if not is_chosen(case):
        return False
    day = case.timeline.day(start)
    return day in case.timeline.taken_for_hard or any(
        run.kind in HARD_RUNS and run.end <= start and case.timeline.day(run.start) == day
        for run in case.timeline.runs
    )


def least_minutes(case: Case, run: TimedRun) -> int:
    """The gap after ``run`` before any session on a hard day: none after another kind of run."""
    if run.kind not in HARD_RUNS:
        return 0
    advanced = case.request.athlete.level == "advanced"
    return case.minutes_from_hours(
        "run_to_leg_floor_hard_advanced" if advanced else "run_to_leg_floor_hard"
    )
