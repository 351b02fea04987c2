"""One athlete's row of a roster, before anybody has looked closely at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pydantic import JsonValue

from optimizer.documents.errors import Problem
from optimizer.documents.wording import quoted

_LONGEST_ID = 64


@dataclass(frozen=True)
class Entry:
    """``row``: where it stands in the roster, as a person would count; see ``api/club/roster.py``.

    ``text``: the athlete's request as JSON; with ``problems`` what is left of it without them, or
    whatever stood there instead.
    ``athlete_id``: None where none can be told.
    """

    row: int
    text: str
    athlete_id: str | None = None
    problems: tuple[Problem, ...] = ()


def athlete_id_of(document: JsonValue) -> str | None:
    """``athlete.id`` of a document that need not be a request."""
    athlete = document.get("athlete") if isinstance(document, dict) else None
    name = athlete.get("id") if isinstance(athlete, dict) else None
    usable = isinstance(name, str) and 0 < len(name) <= _LONGEST_ID and name.isprintable()
    return name if usable and isinstance(name, str) else None


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
