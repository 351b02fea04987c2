"""A log of any kind, read into entries with the catalog's names, and into a request."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import islice

from pydantic import JsonValue

from api.training_log.by_hand import is_by_hand, is_empty, rows_by_hand
from api.training_log.csv_files import rows_of_csv
from api.training_log.documents import (
    MOST_ENTRIES,
    LogOptions,
    LogReading,
    Source,
    TrainingLog,
    UnknownExercise,
    WatchGuess,
)
from api.training_log.fit_activity import is_fit, read_activity
from api.training_log.nearest import nearest_exercise
from api.training_log.rows import entries_of
from catalog import Catalog
from optimizer.case.timeline import DAYS_OF_A_WEEK
from optimizer.documents.errors import MAX_PROBLEMS, Problem, UnusableInput
from optimizer.documents.file_text import text_of, with_plain_line_ends
from optimizer.documents.reading import problems_of, read_json, validation_of
from optimizer.documents.request import PreviousWeek, Request
from optimizer.documents.result import Plan
from optimizer.documents.strength import MOST_LOG_ENTRIES, LogEntry
from optimizer.documents.wording import Hints, counted, did_you_mean, quoted, unlisted
from optimizer.documents.written_times import NoTime, written_date

MOST_LOG_BYTES = 20_000_000
_MOST_HINTS = 100
_MOST_DAYS = 180
"""Longer ago nothing of a log is read any more: the load is then found anew."""


def read_log(
    data: bytes | str,
    catalog: Catalog,
    options: LogOptions | None = None,
    request: Request | None = None,
    *,
    may_be_empty: bool = False,
) -> LogReading:
    """Read a log; with ``request`` also into its ``previous.log``.

    ``may_be_empty``: a file without a line is the log of a week in which nothing was done.

    Raises ``UnusableInput`` for what is no log, an unknown id in ``options.names``, and a log of
    another athlete or plan, with all faults that it has.
    """
    options = options or LogOptions()
    problems = _unknown_names(options.names, catalog)
    guessed: tuple[WatchGuess, ...] = ()
    athlete_id: str | None = None
    source: Source
    if isinstance(data, bytes) and is_fit(data):
        _refuse_long(data)
        activity = read_activity(data, catalog, options.names)
        entries = entries_of(activity.rows, problems)
        source, guessed = "fit", activity.guessed
    else:
        source, athlete_id, entries = _entries(
            _text(data), options, problems, may_be_empty=may_be_empty
        )
    if request is not None:
        problems += _of_another(request, athlete_id, entries)
    since = _since(entries, options, problems)
    if problems:
        raise UnusableInput(*problems)
    named = [_named(entry, catalog, options.names) for entry in entries]
    named.sort(key=lambda entry: entry.date)
    recent = [entry for entry in named if since is None or entry.date >= since]
    if len(recent) > MOST_ENTRIES:
        raise UnusableInput(_too_many(len(recent), MOST_ENTRIES))
    reading = LogReading(
        source=source,
        log=tuple(recent),
        unknown=tuple(_unknown(recent, catalog)),
        guessed=guessed,
        left_out=len(named) - len(recent),
        since=since if len(recent) < len(named) else None,
    )
    return reading if request is None else _into(request, reading)


def _refuse_long(data: bytes | str) -> None:
    if len(data) > MOST_LOG_BYTES:
        raise UnusableInput(
            Problem("", "", f"the log has {len(data):,} bytes; at most {MOST_LOG_BYTES:,} are read")
        )


def _text(data: bytes | str) -> str:
    _refuse_long(data)
    if isinstance(data, str):
        return with_plain_line_ends(data.removeprefix("\ufeff"))
    return text_of(data, "log")


def _entries(
    text: str, options: LogOptions, problems: list[Problem], *, may_be_empty: bool
) -> tuple[Source, str | None, list[LogEntry]]:
    if is_empty(text):
        if may_be_empty:
            return "hand", None, []
        raise UnusableInput(Problem("", "", "the log is empty; nothing was read"))
    if text.lstrip()[0] in "[{":
        log = _json_log(text, problems)
        return "json", log.athlete_id, list(log.log)
    found: list[Problem] = []
    if is_by_hand(text):
        source: Source = "hand"
        rows = rows_by_hand(text, found)
    else:
        source, rows = rows_of_csv(text, options.units, found)
    entries = entries_of(rows, found)
    problems += sorted(found, key=_line_of)
    return source, None, entries


def _line_of(problem: Problem) -> float:
    """Where in the file it is; what is wrong with all of it comes last."""
    number = re.match(r"line ([0-9]+)", problem.field)
    return math.inf if number is None else int(number[1])


def _json_log(text: str, problems: list[Problem]) -> TrainingLog:
    """The log; where it has faults, its entries without."""
    document: JsonValue = read_json(text)
    if isinstance(document, list):
        document, text = {"log": document}, f'{{"log": {text}}}'
    assert isinstance(document, dict)
    if "log" not in document:
        raise UnusableInput(
            Problem("log", "", "is missing; write the entries of previous.log as a list")
        )
    found, error = validation_of(TrainingLog, text)
    if found is not None:
        return found
    assert error is not None
    problems += problems_of(error, TrainingLog)
    entries, name = document["log"], document.get("athlete_id")
    return TrainingLog(
        athlete_id=name if isinstance(name, str) and name else None,
        log=tuple(_without_faults(entries if isinstance(entries, list) else ())),
    )


def _without_faults(entries: Iterable[JsonValue]) -> Iterator[LogEntry]:
    for entry in islice(entries, MOST_ENTRIES):
        found, _ = validation_of(LogEntry, json.dumps(entry))
        if found is not None:
            yield found


def _unknown_names(names: Mapping[str, str], catalog: Catalog) -> list[Problem]:
    known = catalog.exercise_names
    unknown = {name: one for name, one in names.items() if known.found(one) is None}
    return [
        unlisted(
            f"names.{name}",
            quoted(exercise),
            "is no known exercise",
            did_you_mean(near),
            "exercises",
        )
        for index, (name, exercise) in enumerate(unknown.items())
        # Near names cost the most; they are sought for those alone that are told.
        for near in [known.near(exercise) if index < MAX_PROBLEMS else None]
    ]


def _named(entry: LogEntry, catalog: Catalog, names: Mapping[str, str]) -> LogEntry:
    """The entry with the catalog's id; an id or name that it does not know stays as a name."""
    written_name = entry.exercise or entry.name
    assert written_name is not None
    exercise = catalog.exercise_named(written_name)
    if written_name in names:
        exercise = catalog.exercise_names.found(names[written_name])
    if exercise is None:
        return entry.model_copy(update={"exercise": None, "name": written_name})
    name = None if entry.name is None or exercise == entry.name else entry.name
    return entry.model_copy(update={"exercise": exercise, "name": name})


def _unknown(entries: Iterable[LogEntry], catalog: Catalog) -> Iterable[UnknownExercise]:
    counts: dict[str, int] = {}
    for entry in entries:
        if entry.exercise is None and entry.name is not None:
            counts[entry.name] = counts.get(entry.name, 0) + 1
    hinted = set(sorted(counts, key=lambda name: (-counts[name], name))[:_MOST_HINTS])
    for name, count in sorted(counts.items()):
        near = nearest_exercise(name, catalog) if name in hinted else None
        yield UnknownExercise(name=name, entries=count, nearest=near)


def _since(entries: Iterable[LogEntry], options: LogOptions, problems: list[Problem]) -> str | None:
    if options.since is not None:
        try:
            return written_date(options.since)
        except NoTime as error:
            problems.append(Problem("since", quoted(options.since), str(error)))
            return None
    last = max((entry.date for entry in entries), default=None)
    if last is None or problems:
        return None
    return (date.fromisoformat(last) - timedelta(days=_MOST_DAYS)).isoformat()


def _into(request: Request, reading: LogReading) -> LogReading:
    """The request with the log added; what it has already is not added twice.

    A log of many weeks names sessions of each week's own plan: those of other weeks than the last
    plan's lose their id.
    """
    previous = request.previous or PreviousWeek(plan=Plan(sessions=()))
    there = set(previous.log)
    ids = {session.id for session in previous.plan.sessions}
    on_day = {
        session.starts_at.date().isoformat(): session.id for session in previous.plan.sessions
    }
    week = _days_of(previous.plan, request.week.first_day)
    new = []
    for entry in reading.log:
        session = entry.session if entry.session in ids and entry.day in week else None
        session = session or on_day.get(entry.date)
        if session in previous.missed:
            session = None
        with_session = entry.model_copy(update={"session": session})
        if with_session not in there and entry not in there:
            new.append(with_session)
    log = tuple(sorted((*previous.log, *new), key=lambda entry: entry.date))
    if len(log) > MOST_LOG_ENTRIES:
        raise UnusableInput(_too_many(len(log), MOST_LOG_ENTRIES))
    changed = request.model_copy(update={"previous": previous.model_copy(update={"log": log})})
    return reading.model_copy(
        update={"already_there": len(reading.log) - len(new), "request": changed}
    )


def _days_of(plan: Plan, next_week: date) -> frozenset[date]:
    """The days of the week of ``plan``: whole weeks before that which is planned now."""
    first = min((session.starts_at.date() for session in plan.sessions), default=None)
    if first is None:
        return frozenset()
    weeks_ago = -(-(next_week - first).days // DAYS_OF_A_WEEK)
    first_day = next_week - timedelta(days=weeks_ago * DAYS_OF_A_WEEK)
    return frozenset(first_day + timedelta(days=days) for days in range(DAYS_OF_A_WEEK))


def another_athlete(request: Request, athlete_id: str | None, what: str) -> Problem:
    """``what`` is of an athlete that the request is not of."""
    return Problem(
        "athlete_id",
        quoted(athlete_id),
        f"is not the athlete of the request, {quoted(request.athlete.id)}; is this the {what}"
        " of another athlete?",
    )


def _of_another(
    request: Request, athlete_id: str | None, log: Iterable[LogEntry]
) -> Iterator[Problem]:
    """Of whom the log is instead, and sessions that the last plan does not have on its days."""
    if athlete_id not in (None, request.athlete.id):
        yield another_athlete(request, athlete_id, "log")
    if request.previous is None:
        return
    plan = request.previous.plan
    hints = Hints()
    known = {session.id for session in plan.sessions}
    first = min((session.starts_at.date() for session in plan.sessions), default=None)
    strange = {
        entry.session: entry.date
        for entry in log
        if entry.session is not None and entry.session not in known
        # Before the plan's own days it is the plan of an earlier week that the log names.
        if first is not None and entry.day >= first
    }
    for name, day in strange.items():
        yield Problem(
            "session",
            quoted(name),
            f"on {day} is no session of the previous plan{hints.nearest(name, known)};"
            " is this the log of another plan?",
        )


def _too_many(count: int, most: int) -> Problem:
    return Problem(
        "since",
        "",
        f"is needed: the log has {counted(count, 'entries')}, and at most {most:,} are taken; name"
        " the first day that counts",
    )
