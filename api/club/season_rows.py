"""A club's seasons that go on: each beside the log of its week and its change, as rows to answer.

Seasons are lines of an earlier call, or of ``runstrong season`` one after the other.  Logs are
lines of their own, told apart by the athlete: ``{"athlete_id": "ana", "log": {...}, "change":
{...}}``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pydantic import JsonValue

from api.club.entries import Entry, weeks_of, with_one_id_each
from api.club.roster import Form, read_roster
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.wording import nearest, quoted

_FIELDS = ("athlete_id", "log", "change")


@dataclass(frozen=True)
class News:
    """What is told of one athlete; each part may be None."""

    log: JsonValue = None
    change: JsonValue = None


def read_news(data: bytes, form: Form) -> dict[str, News]:
    """What is told of each athlete, by id; raises ``UnusableInput`` with every fault of it.

    A log that belongs to nobody would leave its athlete with a week as planned, so that none is
    passed over.
    """
    found: dict[str, News] = {}
    problems: list[Problem] = []
    for entry in read_roster(data, form, None, "next"):
        document = _object(entry.text)
        name = document.get("athlete_id") if document is not None else None
        where = f"row {entry.row}"
        if document is None or not isinstance(name, str):
            message = 'names no athlete; write {"athlete_id": …, "log": {…}}, one a line'
            problems.append(Problem(where, "", message))
            continue
        for field in sorted(document.keys() - set(_FIELDS)):
            message = f"is no field of a log{nearest(field, _FIELDS)}"
            problems.append(Problem(f"{where}.{field}", "", message))
        if name in found:
            message = "is told of in an earlier row already; put both into one"
            problems.append(Problem(f"{where}.athlete_id", quoted(name), message))
        found[name] = News(document.get("log"), document.get("change"))
    if problems:
        raise UnusableInput(*problems)
    return found


def season_rows(
    seasons: Iterable[Entry], news: Mapping[str, News] | None, change: JsonValue
) -> Iterator[Entry]:
    """Each season beside what is told of it.

    ``news``: where it is given, and where nothing is changed for everybody, the week of every
    season is done: as logged, or as planned.  ``change``: of everybody.  Raises ``UnusableInput``
    for an athlete who has no season.
    """
    rows = [(entry, _object(entry.text)) for entry in seasons]
    names = {name for _, document in rows if (name := _athlete_id(document)) is not None}
    unknown = [name for name in news or () if name not in names]
    if unknown:
        raise UnusableInput(
            *(
                Problem("athlete_id", quoted(name), f"has no season here{nearest(name, names)}")
                for name in unknown
            )
        )
    is_over = news is not None or change is None
    yield from with_one_id_each(
        _row(entry, document, news or {}, change, is_over) for entry, document in rows
    )


def _row(
    entry: Entry,
    document: dict[str, JsonValue] | None,
    news: Mapping[str, News],
    change: JsonValue,
    is_over: bool,
) -> Entry:
    name = _athlete_id(document)
    entry = replace(entry, athlete_id=name)
    if document is None or entry.problems:
        # A torn line: what is wrong with it is said where it is read.
        return entry
    if "weeks" not in document:
        status = document.get("status")
        why = (
            f"is a line with status {quoted(status)} and not a season; plan it anew as a"
            " season, or take its season from the call before"
        )
        return replace(entry, problems=(Problem("season", "", why),))
    own = news.get(name or "", News())
    if own.change is not None and change is not None:
        message = "is given for this athlete and for everybody; put both into one"
        return replace(entry, problems=(Problem("change", "", message),))
    log = own.log
    if log is None and is_over and (week := _week_ahead(document)) is not None:
        log = {"week": week}
    own_change = change if own.change is None else own.change
    text = f'{{"season":{entry.text},"log":{json.dumps(log)},"change":{json.dumps(own_change)}}}'
    document_of_row: JsonValue = {"season": document, "change": own_change}
    return replace(entry, text=text, weeks=weeks_of(document_of_row, "next"))


def _athlete_id(document: dict[str, JsonValue] | None) -> str | None:
    found = None if document is None else document.get("athlete_id")
    return found if isinstance(found, str) else None


def _week_ahead(document: dict[str, JsonValue]) -> str | None:
    """The first day of the first week that is not done; None: there is none, or it is unreadable,
    which is told where the season is read."""
    number, weeks = document.get("next_week"), document.get("weeks")
    if not isinstance(number, int) or not isinstance(weeks, list) or not 0 < number <= len(weeks):
        return None
    week = weeks[number - 1]
    start = week.get("start") if isinstance(week, dict) else None
    return start if isinstance(start, str) else None


def _object(text: str) -> dict[str, JsonValue] | None:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None
