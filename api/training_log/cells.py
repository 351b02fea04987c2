"""Numbers and days as logs write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

NUMBER = r"[0-9]{1,9}(?:[.,][0-9]{1,9})?"
"""No log has a longer one."""
_NUMBER = re.compile(rf"[+-]?{NUMBER}")
_ISO_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T\u202f\u00a0].*)?")
_WORDED_DAY = re.compile(r"([0-9]{1,2})\.? (?:de )?([^\W\d_]+)\.? (?:de )?([0-9]{4})(?:,? .*)?")
_AMERICAN_DAY = re.compile(r"([^\W\d_]+)\.? ([0-9]{1,2}), ([0-9]{4})(?:,? .*)?")

# The first letters of a month's name in English, German, French, Spanish, Italian, Portuguese and
# Dutch, without accents; the longest that fits decides.
_MONTHS = {
    "jan": 1, "ene": 1, "gen": 1, "feb": 2, "fev": 2, "mar": 3, "mrt": 3, "apr": 4, "avr": 4,
    "abr": 4, "may": 5, "mai": 5, "mag": 5, "mei": 5, "maj": 5, "jun": 6, "juin": 6, "giu": 6,
    "jul": 7, "juil": 7, "lug": 7, "aug": 8, "aou": 8, "ago": 8, "sep": 9, "set": 9, "oct": 10,
    "okt": 10, "ott": 10, "out": 10, "nov": 11, "dec": 12, "dez": 12, "dic": 12,
}  # fmt: skip


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
            month = _month(worded[2])
            return None if month is None else date(int(worded[3]), month, int(worded[1]))
        american = _AMERICAN_DAY.fullmatch(text)
        if american is not None:
            month = _month(american[1])
            return None if month is None else date(int(american[3]), month, int(american[2]))
    except ValueError:
        return None
    return None


def _month(name: str) -> int | None:
    letters = unicodedata.normalize("NFKD", name.lower())
    plain = "".join(sign for sign in letters if not unicodedata.combining(sign))
    fitting = [start for start in _MONTHS if plain.startswith(start)]
    return _MONTHS[max(fitting, key=len)] if fitting else None
