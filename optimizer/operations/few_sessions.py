"""What to say of a week with fewer sessions than its phase wants, though it keeps every rule.

A week that gives up nothing has no conflict and so no repairs; what would make it a better one is
said here.
"""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.case.case import Case
from optimizer.documents.result import Warning
from optimizer.documents.wording import counted
from optimizer.rules.recovery_after_run import RecoveryAfterRun
from optimizer.week.reviewed import ReviewedWeek

_CURE = (
    "Let the recovery after runs count for leg-loading sessions only"
    " (rules.recovery_after_run.applies_to = leg_loading): sooner sessions may then hold work that"
    " spares the legs."
)


def few_sessions(case: Case, week: ReviewedWeek) -> Iterator[Warning]:
    """Where recovery after runs keeps windows free that the phase would have sessions in."""
    wanted = round(case.catalog.numbers(f"sessions_{case.request.week.phase}")[0])
    most = case.request.limits.max_sessions
    wanted = wanted if most is None else min(wanted, most)
    there = len(week.sessions)
    used = {session.window.id for session in week.sessions}
    near = [
        window
        for window in case.timeline.windows
        if window.id not in used and RecoveryAfterRun().words_at(case, window.start)
    ]
    if there >= wanted or not near:
        return
    cure = f" {_CURE}" if RecoveryAfterRun().may_spare_legs_alone(case) else ""
    yield Warning(
        code="few_sessions",
        sentence=f"The week has {counted(there, 'sessions')}; its phase wants {wanted}."
        f" {counted(len(near), 'free windows')} {'begins' if len(near) == 1 else 'begin'} too soon"
        f" after a run.{cure}",
    )
