"""The log of a week, held against the season that it is of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.kinds import SEASON_LOG
from optimizer.documents.reading import read_json_object, read_text, validated
from optimizer.documents.running import RunReport
from optimizer.documents.season import Season, SeasonLog, SeasonWeek
from optimizer.documents.wording import nearest, quoted
from optimizer.running.dates import is_near


def read_season_log(data: bytes | str) -> SeasonLog:
    """Read the log of one week from UTF-8 JSON; raises ``UnusableInput``."""
    text = read_text(data)
    read_json_object(text, SEASON_LOG)
    return validated(SeasonLog, text)


def refuse_another_log(season: Season, log: SeasonLog) -> None:
    """Raises ``UnusableInput`` for a log that is not of the first week ahead."""
    week = _logged_week(season, log)
    problems = [*_problems(week, log)]
    if problems:
        raise UnusableInput(*problems)


def _logged_week(season: Season, log: SeasonLog) -> SeasonWeek:
    number = len(season.done) + 1
    if not season.weeks:
        message = "cannot be logged: the season has no week yet, since it cannot be; change that"
        raise UnusableInput(Problem("week", quoted(log.week), message))
    if number > len(season.weeks):
        message = "is behind the last week of the season; begin another one"
        raise UnusableInput(Problem("week", quoted(log.week), message))
    week = season.week_of(number)
    if log.week == week.start:
        return week
    first, last = season.weeks[0].start, season.weeks[-1].start
    starts = [one.start for one in season.weeks]
    if log.week not in starts:
        message = (
            f"is the first day of no week of this season, which begin from {first} to {last} every"
            f" seven days; the next is {week.start}, so correct it, or give the season of this log"
        )
    elif log.week < week.start:
        message = f"is done already; the next week to log begins on {week.start}"
    else:
        message = f"cannot be logged before the week of {week.start}; log that first"
    raise UnusableInput(Problem("week", quoted(log.week), message))


def _problems(week: SeasonWeek, log: SeasonLog) -> Iterator[Problem]:
    first = week.first_day
    plan = None if week.result is None else week.result.plan
    sessions = {session.id for session in (() if plan is None else plan.sessions)}
    runs = {run.id for run in week.runs}
    for index, name in enumerate(log.missed):
        if name not in sessions:
            message = f"is no session of that week{nearest(name, sessions)}"
            yield Problem(f"missed[{index}]", quoted(name), message)
    for index, entry in enumerate(log.sessions):
        where = f"sessions[{index}]"
        if entry.session is not None and entry.session not in sessions:
            message = f"is no session of that week{nearest(entry.session, sessions)}"
            yield Problem(f"{where}.session", quoted(entry.session), message)
        if not first <= entry.day < first + timedelta(days=7):
            message = f"is not in the week of {week.start}; correct it, or log it with its own week"
            yield Problem(f"{where}.date", quoted(entry.date), message)
        if entry.session is not None and entry.session in log.missed:
            yield Problem(f"{where}.session", quoted(entry.session), "is missed too; name it once")
    seen: dict[str, int] = {}
    for index, run in enumerate(log.runs):
        if run.id not in runs:
            message = f"is no run of that week{nearest(run.id, runs)}"
            yield Problem(f"runs[{index}].id", quoted(run.id), message)
        elif seen.setdefault(run.id, index) != index:
            message = f"has a report already in runs[{seen[run.id]}]; keep one"
            yield Problem(f"runs[{index}].id", quoted(run.id), message)
        if not is_near(run.day, first):
            message = f"is days away from the week of {week.start}; correct it"
            yield Problem(f"runs[{index}].date", quoted(run.date), message)


def run_reports(week: SeasonWeek, log: SeasonLog) -> Iterator[RunReport]:
    """Of every run of a week: as it was logged, else as it was planned."""
    logged = {report.id: report for report in log.runs}
    for run in week.runs:
        yield logged.get(run.id) or RunReport(id=run.id, date=run.start[:10], minutes=run.minutes)
