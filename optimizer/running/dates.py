"""The first day of a plan of runs, and how many weeks its goal leaves."""

from __future__ import annotations

from datetime import date, timedelta

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


_LATE_DAYS = 6
"""A run that was done so much earlier or later than its week is still that run."""


def is_near(day: date, first: date) -> bool:
    """Whether a run of the week from ``first`` may have been done on ``day``."""
    return first - timedelta(days=_LATE_DAYS) <= day < first + timedelta(days=7 + _LATE_DAYS)


def weeks_to(request: RunsRequest, start: date) -> int:
    """Weeks with that of the race."""
    goal = request.goal
    assert goal is not None
    if goal.weeks is not None:
        return goal.weeks
    assert goal.race_day is not None
    away = (goal.race_day - start).days
    if away < 0:
        raise UnusableInput(before_start(request))
    return min(MOST_WEEKS, away // 7 + 1)


def before_start(request: RunsRequest) -> Problem:
    """Of a race that is over when the plan begins."""
    assert request.goal is not None
    message = f"is before {request.start}, the start; change one of them"
    return Problem("goal.race", quoted(request.goal.race), message)
