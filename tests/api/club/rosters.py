"""Small clubs of quick weeks."""

from __future__ import annotations

import csv
import io
import json
import os
from typing import Any

from api.club.answering import Planned, plan_entry
from api.club.entries import Entry
from api.club.roster import read_roster
from catalog import load_catalog

Document = dict[str, Any]


def athlete(name: str, minutes: int = 20, **changes: object) -> Document:
    """A beginner with one window and nothing to lift."""
    return {
        "athlete": {"id": name, "level": "beginner"},
        "week": {"start": "2026-11-23", "timezone": "Europe/Berlin"},
        "runs": [{"start": "Mon 18:00", "minutes": 30}],
        "availability": [{"id": "tue", "start": "Tue 19:00", "minutes": minutes}],
        **changes,
    }


def quick(name: str, minutes: int = 20) -> Document:
    """One of whom nothing is demanded: planned within a tenth of a second."""
    muscles = sorted(load_catalog().muscles)
    return athlete(name, minutes, rules={"neglected_coverage": {"leave_out": muscles}})


def json_lines(*documents: Document) -> bytes:
    return b"".join(json.dumps(document).encode() + b"\n" for document in documents)


def own_csv(week: str) -> str:
    """A week as a roster of one row, whose first column has a name of a coach's own."""
    document: Document = json.loads(week)
    cells = {
        "Schützling": document["athlete"]["id"],
        "level": document["athlete"]["level"],
        "start": document["week"]["start"],
        "timezone": document["week"]["timezone"],
        "weeks_of_strength": document["athlete"]["weeks_of_strength"],
        "phase": document["week"]["phase"],
        "max_sessions": document["limits"]["max_sessions"],
        **{name: json.dumps(document[name]) for name in ("runs", "availability", "places")},
    }
    text = io.StringIO()
    csv.writer(text).writerows([cells.keys(), cells.values()])
    return text.getvalue()


def entries(*documents: Document) -> tuple[Entry, ...]:
    return tuple(read_roster(json_lines(*documents), "json lines"))


def without_stats(text: str | bytes) -> Document:
    document: Document = json.loads(text)
    document.pop("stats", None)
    return document


def dies_for_eve(entry: Entry, **how: Any) -> Planned:
    """A planner whose process dies whenever it is given Eve."""
    if entry.athlete_id == "eve":
        os.abort()
    return plan_entry(entry, **how)


def unwritable_for_eve(entry: Entry, **how: Any) -> Planned:
    """A planner whose line of Eve has no bytes."""
    planned = plan_entry(entry, **how)
    if entry.athlete_id == "eve":
        raise ValueError("the line cannot be written")
    return planned
