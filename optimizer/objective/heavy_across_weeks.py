"""Heavy work on legs that a long run has left tired, or next to runs that the weeks beside have."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from optimizer.case import seam
from optimizer.case.case import Case
from optimizer.case.timeline import TimedRun, TimedWindow
from optimizer.objective.heavy_sessions import heavy_sessions_in, heavy_sessions_of
from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.rules.recovery_after_run import is_long
from optimizer.rules.registry import RULES
from optimizer.week.model import WeekModel, weighted_sum
from optimizer.week.problem import JointProblem, WeekProblem
from optimizer.week.reviewed import ReviewedWeek


class HeavyAcrossWeeks(PlanTier):
    """Sessions with heavy work in windows that open within the preferred hours after a long run, or
    that would stand close to a run, were all weeks like this one.

    Legs are sore on the second day too: of two days that the rules allow, the later is the heavy
    one.

    Where no run before a window is told, the last week is taken to have ended as this one does;
    where no key run after it is told, the next to begin as this one does.  Their hours are those of
    the rules, from the start of the window: it says which day is the better one, not which hour.
    While runs are to be placed, their candidates say which windows are close
    (``WeekModel.close_windows``).
    """

    name = "heavy_across_weeks"
    unit = "sessions"
    kind: ClassVar[Kind] = "week"

    def counts_in(self, problem: WeekProblem) -> bool:
        if isinstance(problem, JointProblem):
            return problem.may_have_close_windows
        windows = {slot.window for slot in problem.slots}
        return any(_is_close(problem.case, window) for window in windows)

    def expression(self, week: WeekModel) -> Expression:
        if isinstance(week.problem, JointProblem):
            return _of_any_placement(week)
        case = week.problem.case
        close = {slot.index for slot in week.problem.slots if _is_close(case, slot.window)}
        return heavy_sessions_in(week, close, "heavy at the seam")

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:  # noqa: ARG002
        return heavy_sessions_of(week, lambda window: _is_close(week.case, window))


def _of_any_placement(week: WeekModel) -> Expression:
    found = []
    for window, is_close in week.close_windows.items():
        slots = {slot.index for slot in week.problem.slots if slot.window.id == window}
        heavy = heavy_sessions_in(week, slots, f"heavy in {window}")
        both = week.cp.new_bool_var(f"heavy and close: {window}")
        week.cp.add(both >= heavy.linear + is_close - 1)
        found.append((both, 1))
    return Expression(weighted_sum(found), len(found))


def _is_close(case: Case, window: TimedWindow) -> bool:
    timeline = case.timeline
    after_run, before_key_run = minutes_clear(case)
    has_run_before = any(seam.ends_before(run, window) for run in timeline.runs)
    has_key_run_after = any(seam.is_key_after(run, window) for run in timeline.runs)
    return any(
        leaves_tired(case, run, window)
        or (not has_run_before and seam.ends_late(timeline, run, window, after_run))
        or (not has_key_run_after and seam.begins_early(timeline, run, window, before_key_run))
        for run in timeline.runs
    )


def leaves_tired(case: Case, run: TimedRun, window: TimedWindow) -> bool:
    """True: a long run after which heavy work in the window would come too soon."""
    needed = case.minutes_from_hours("run_to_heavy_long")
    # Every rule is asked last: of runs to place there are thousands of candidates.
    is_soon = run.end <= window.start < run.end + needed
    return is_soon and is_long(case, run) and minutes_clear(case)[0] > 0


def minutes_clear(case: Case) -> tuple[int, int]:
    """How long heavy work keeps clear after a run and before a key run."""
    clear = [rule.minutes_clear(case) for rule in RULES]
    return max(after for after, _ in clear), max(before for _, before in clear)
