"""The first day of a plan of runs, and how many weeks its goal leaves."""

from __future__ import annotations

from datetime import date

from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.running import MOST_WEEKS, RunsRequest
from optimizer.documents.wording import quoted
from optimizer.documents.written_times import year_fault


def start_of(request: RunsRequest) -> date:
    start = request.first_day
    fault = year_fault(start)
    if fault:
        raise UnusableInput(Problem("start", quoted(request.start), fault))
    return start


def weeks_to(request: RunsRequest, start: date) -> int:
    """Weeks with that of the race."""
    goal = request.goal
    assert goal is not None
    if goal.weeks is not None:
        return goal.weeks
    assert goal.race_day is not None
    away = (goal.race_day - start).days
    if away < 0:
        message = f"is before {request.start}, the start; change one of them"
        raise UnusableInput(Problem("goal.race", quoted(goal.race), message))
    return min(MOST_WEEKS, away // 7 + 1)
