"""Numbers and days as logs write them."""

from __future__ import annotations

import re
from datetime import date

from optimizer.documents.month_names import month_called

NUMBER = r"[0-9]{1,9}(?:[.,][0-9]{1,9})?"
"""No log has a longer one."""
_NUMBER = re.compile(rf"[+-]?{NUMBER}")
_ISO_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T\u202f\u00a0].*)?")
_WORDED_DAY = re.compile(r"([0-9]{1,2})\.? (?:de )?([^\W\d_]+)\.? (?:de )?([0-9]{4})(?:,? .*)?")
_AMERICAN_DAY = re.compile(r"([^\W\d_]+)\.? ([0-9]{1,2}), ([0-9]{4})(?:,? .*)?")


def number_in(cell: str) -> float | None:
    """``82.5`` or ``82,5``; None for any other text."""
    found = _NUMBER.fullmatch(cell.strip())
    return None if found is None else float(found[0].replace(",", "."))


def day_in(cell: str) -> date | None:
    """The day of ``2026-01-19 08:30:00``, ``19 Jan 2026, 08:30`` or ``Jan 19, 2026, 08:30``.

    None for any other text, also for days of numbers alone whose order is not sure.
    """
    text = " ".join(cell.split())
    iso = _ISO_DAY.fullmatch(text)
    try:
        if iso is not None:
            return date.fromisoformat(iso[1])
        worded = _WORDED_DAY.fullmatch(text)
        if worded is not None:
            month = month_called(worded[2])
            return None if month is None else date(int(worded[3]), month, int(worded[1]))
        american = _AMERICAN_DAY.fullmatch(text)
        if american is not None:
            month = month_called(american[1])
            return None if month is None else date(int(american[3]), month, int(american[2]))
    except ValueError:
        return None
    return None
