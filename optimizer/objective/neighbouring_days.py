"""Strength on days that follow each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import ClassVar

from optimizer.case.case import Case
from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.week.model import Linear, Variable, WeekModel, weighted_sum
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek

_DAY_BEFORE, _FIRST, _LAST = -1, 0, 6
_IN_A_ROW = (*((day, day + 1) for day in range(_DAY_BEFORE, _LAST)), (_LAST, _FIRST))
"""Pairs of days, counted from the week's first; weeks follow each other, so its last and its first
day are one too."""


class NeighbouringDays(PlanTier):
    """Pairs of days in a row that both hold strength, and sessions beyond one a day.

    Muscles need 48 hours, so of such a pair one day trains no legs.
    """

    name = "strength_on_neighbouring_days"
    unit = "pairs of days"
    kind: ClassVar[Kind] = "week"

    def counts_in(self, problem: WeekProblem) -> bool:
        """False where the windows leave no two days that could count."""
        case = problem.case
        windows = {slot.window for slot in problem.slots}
        possible = Counter(_day(case, window.start) for window in windows)
        return _close_together(possible + _trained(case)) > 0

    def expression(self, week: WeekModel) -> Expression:
        case = week.problem.case
        done = _trained(case)
        ahead: dict[int, list[Variable]] = {}
        for slot in week.problem.slots:
            day = _day(case, slot.window.start)
            ahead.setdefault(day, []).append(week.has_session[slot.index])
        close: list[tuple[Linear, int]] = []
        trains: dict[int, Variable] = {}
        most = len(_IN_A_ROW)
        for day in sorted({*ahead, *done}):
            sessions = ahead.get(day, [])
            trains[day] = week.cp.new_bool_var(f"strength on day {day}")
            for session in sessions:
                week.cp.add_implication(session, trains[day])
            if done[day]:
                week.cp.add(trains[day] == 1)
            if len(sessions) + done[day] > 1:
                beyond = week.cp.new_int_var(0, len(sessions) + done[day] - 1, f"beyond one, {day}")
                week.cp.add(beyond + 1 >= sum(sessions) + done[day])
                close.append((beyond, 1))
                most += len(sessions) + done[day] - 1
        for one, other in _IN_A_ROW:
            if one in trains and other in trains:
                both = week.cp.new_bool_var(f"strength on day {one} and day {other}")
                week.cp.add(both + 1 >= trains[one] + trains[other])
                close.append((both, 1))
        return Expression(weighted_sum(close), most)

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:  # noqa: ARG002
        case = week.case
        ahead = Counter(
            _day(case, case.timeline.window(session.session.window).start)
            for session in week.ahead.sessions
        )
        return _close_together(ahead + _trained(case))


def _close_together(sessions: Counter[int]) -> int:
    beyond = sum(count - 1 for count in sessions.values() if count)
    return beyond + sum(bool(sessions[one] and sessions[other]) for one, other in _IN_A_ROW)


def _trained(case: Case) -> Counter[int]:
    """Sessions that were done, from the day before the week on, by day."""
    days = Counter(_day(case, session.start) for session in case.done_before)
    return Counter({day: count for day, count in days.items() if day >= _DAY_BEFORE})


def _day(case: Case, minute: int) -> int:
    """Counted from the week's first.  A session's day is the one on which its window begins."""
    return (case.timeline.day(minute) - case.timeline.first_day).days
