"""Heavy work at the seam of two weeks, next to runs that the request does not tell."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from optimizer.objective.heavy_sessions import heavy_sessions_in
from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.rules.registry import RULES
from optimizer.week.case import Case
from optimizer.week.model import WeekModel
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek
from optimizer.week.timeline import TimedWindow
from optimizer.week.worth import is_heavy


class HeavyAcrossWeeks(PlanTier):
    """Sessions with heavy work that would stand close to a run, were all weeks like this one.

    Where no run before a window is told, the last week is taken to have ended as this one does;
    where no key run after it is told, the next to begin as this one does.  Their hours are those of
    the rules, from the start of the window: it says which day is the better one, not which hour.
    Nothing is taken for like of weeks whose runs move.
    """

    name = "heavy_across_weeks"
    unit = "sessions"
    kind: ClassVar[Kind] = "week"

    def counts_in(self, problem: WeekProblem) -> bool:
        windows = {slot.window for slot in problem.slots}
        return any(_is_close(problem.case, window) for window in windows)

    def expression(self, week: WeekModel) -> Expression:
        case = week.problem.case
        close = {slot.index for slot in week.problem.slots if _is_close(case, slot.window)}
        return heavy_sessions_in(week, close, "heavy at the seam")

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:  # noqa: ARG002
        timeline = week.case.timeline
        return sum(
            _is_close(week.case, timeline.window(session.session.window))
            for session in week.ahead.sessions
            if any(is_heavy(entry.exercise) for entry in session.training)
        )


def _is_close(case: Case, window: TimedWindow) -> bool:
    timeline = case.timeline
    runs = [run for run in timeline.runs if timeline.is_of_week(run.start)]
    if timeline.to_place or not runs or any(run.is_placed for run in runs):
        return False
    after_run, before_key_run = _minutes_clear(case)
    last = max(runs, key=lambda run: run.end)
    if timeline.last_run_before(window.start) is None:
        ended = timeline.weeks_on(last.end, -1)
        if window.start < ended + after_run:
            return True
    first = next((run for run in runs if run.is_key), None)
    return (
        first is not None
        and timeline.next_key_run_after(window.start) is None
        and timeline.weeks_on(first.start, 1) < window.start + before_key_run
    )


def _minutes_clear(case: Case) -> tuple[int, int]:
    clear = [rule.minutes_clear(case) for rule in RULES]
    return max(after for after, _ in clear), max(before for _, before in clear)
