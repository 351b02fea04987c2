"""Which athletes travel together through the queue."""

from __future__ import annotations

import json
from collections.abc import Sequence

from api.club.entries import Entry


def chunks_of(entries: Sequence[Entry], most: int) -> tuple[int, ...]:
    """The chunk of each entry, counted from 0: ``most`` different weeks a chunk, in their order.

    Athletes whose requests differ in nothing but the id go together, since they are solved once.
    """
    chunk_of: dict[str, int] = {}
    return tuple(chunk_of.setdefault(_asked(one), len(chunk_of) // most) for one in entries)


def _asked(entry: Entry) -> str:
    """The same for such athletes; two that ask the same in other words may differ."""
    try:
        document = json.loads(entry.text)
    except (ValueError, RecursionError):
        return f"row {entry.row}"
    athlete = document.get("athlete") if isinstance(document, dict) else None
    if not isinstance(athlete, dict):
        return f"row {entry.row}"
    known = {key: value for key, value in athlete.items() if key != "id"}
    return json.dumps({**document, "athlete": known}, sort_keys=True)
