"""Reports of sessions that can be none: of no session, twice, or of another time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from optimizer.documents.errors import Problem
from optimizer.documents.running import Running
from optimizer.documents.wording import counted, quoted
from optimizer.running.couch_to_5k import MOST_WEEKS, session_id
from optimizer.running.dates import is_near


def report_problems(running: Running, start: date) -> Iterator[Problem]:
    """Every report of a plan from ``start`` that cannot be one, and a day beyond all its weeks."""
    today = None if running.today is None else date.fromisoformat(running.today)
    if today is not None and today >= start + timedelta(weeks=MOST_WEEKS):
        message = (
            f"is more than {counted(MOST_WEEKS, 'weeks')} after start; begin a new plan with a"
            " later start"
        )
        yield Problem("running.today", quoted(running.today), message)
    weeks = {session_id(n, i): n for n in range(1, MOST_WEEKS + 1) for i in range(3)}
    seen: dict[str, int] = {}
    for index, report in enumerate(running.reports):
        where = f"running.reports[{index}]"
        week = weeks.get(report.id)
        if week is None:
            message = "is no session of the plan; they are w1a, w1b, w1c, w2a …"
            yield Problem(f"{where}.id", quoted(report.id), message)
            continue
        if seen.setdefault(report.id, index) != index:
            message = f"has a report already in running.reports[{seen[report.id]}]; keep one"
            yield Problem(f"{where}.id", quoted(report.id), message)
        first = start + timedelta(weeks=week - 1)
        if not is_near(report.day, first):
            last = first + timedelta(days=6)
            message = (
                f"is days away from week {week} of the plan, {first.isoformat()} to"
                f" {last.isoformat()}; correct it"
            )
            yield Problem(f"{where}.date", quoted(report.date), message)
        elif today is not None and report.day > today:
            message = f"is after {running.today}, running.today; correct one of them"
            yield Problem(f"{where}.date", quoted(report.date), message)
        if report.done and report.minutes == 0:
            message = "is none, and done is true; give the minutes, or done as false"
            yield Problem(f"{where}.minutes", "0", message)
