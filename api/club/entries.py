"""One athlete's row of a roster, before anybody has looked closely at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import JsonValue

from optimizer.documents.errors import Problem
from optimizer.documents.season import DEFAULT_EXACT_WEEKS, MOST_EXACT_WEEKS
from optimizer.documents.wording import quoted

Kind = Literal["plan", "season", "next"]
"""What a row asks: a week, a season, or a season that goes on."""
_LONGEST_ID = 64


@dataclass(frozen=True)
class Entry:
    """``row``: where it stands in the roster, as a person would count; see ``api/club/roster.py``.

    ``text``: the athlete's request as JSON; with ``problems`` what is left of it without them, or
    whatever stood there instead.
    ``athlete_id``: None where none can be told.
    ``kind``, ``weeks``: what it asks, and how many weeks are planned for it at most.
    """

    row: int
    text: str
    athlete_id: str | None = None
    problems: tuple[Problem, ...] = ()
    kind: Kind = "plan"
    weeks: int = 1


def athlete_id_of(document: JsonValue, kind: Kind = "plan") -> str | None:
    """``athlete.id`` of a document that need not be what its ``kind`` says."""
    if kind == "next":
        season = document.get("season") if isinstance(document, dict) else None
        document = season.get("request") if isinstance(season, dict) else None
    athlete = document.get("athlete") if isinstance(document, dict) else None
    name = athlete.get("id") if isinstance(athlete, dict) else None
    usable = isinstance(name, str) and 0 < len(name) <= _LONGEST_ID and name.isprintable()
    return name if usable and isinstance(name, str) else None


def weeks_of(document: JsonValue, kind: Kind) -> int:
    """How many weeks are planned for such a document at most, as far as it says so."""
    if kind == "plan" or not isinstance(document, dict):
        return 1
    request: JsonValue = document
    if kind == "next":
        if _changes_exact_weeks(document.get("change")):
            return MOST_EXACT_WEEKS
        season = document.get("season")
        request = season.get("request") if isinstance(season, dict) else None
    if not isinstance(request, dict):
        return DEFAULT_EXACT_WEEKS
    weeks = request.get("exact_weeks", DEFAULT_EXACT_WEEKS)
    return max(1, min(MOST_EXACT_WEEKS, weeks)) if isinstance(weeks, int) else 1


def _changes_exact_weeks(change: JsonValue) -> bool:
    """Whether a merge patch names the field, or an operation it or the whole request."""
    if isinstance(change, dict):
        return "exact_weeks" in change
    operations = change if isinstance(change, list) else []
    paths = [
        one.get(key) for one in operations if isinstance(one, dict) for key in ("path", "from")
    ]
    return "" in paths or "/exact_weeks" in paths


def with_one_id_each(entries: Iterable[Entry]) -> Iterator[Entry]:
    """``entries``, in which a row that repeats an athlete's id has that as its problem."""
    rows: dict[str, int] = {}
    for entry in entries:
        name = entry.athlete_id
        first = entry.row if name is None else rows.setdefault(name, entry.row)
        if first != entry.row:
            problem = Problem(
                "athlete.id",
                quoted(name),
                f"stands in row {first} already; give every athlete an id of its own",
            )
            entry = replace(entry, problems=(*entry.problems, problem))
        yield entry
