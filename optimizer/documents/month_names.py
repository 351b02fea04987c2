"""Months by their names in the languages whose weekdays are known, and by what begins only them."""

from __future__ import annotations

import unicodedata

# English, German, French, Spanish, Italian, Portuguese and Dutch, without accents.
_NAMES = (
    ("january", "januar", "janner", "janvier", "enero", "gennaio", "janeiro", "januari"),
    ("february", "februar", "fevrier", "febrero", "febbraio", "fevereiro", "februari"),
    ("march", "marz", "maerz", "mars", "marzo", "marco", "maart", "mrt"),
    ("april", "avril", "abril", "aprile"),
    ("may", "mai", "mayo", "maggio", "maio", "mei"),
    ("june", "juni", "juin", "junio", "giugno", "junho"),
    ("july", "juli", "juillet", "julio", "luglio", "julho"),
    ("august", "aout", "agosto", "augustus"),
    ("september", "septembre", "septiembre", "settembre", "setembro"),
    ("october", "oktober", "octobre", "octubre", "ottobre", "outubro"),
    ("november", "novembre", "noviembre", "novembro"),
    ("december", "dezember", "decembre", "diciembre", "dicembre", "dezembro"),
)
_SHORTEST = 3


def month_called(word: str) -> int | None:
    """1 to 12; None where no month, or more than one, is called or begins so."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(sign for sign in letters if not unicodedata.combining(sign))
    if len(plain) < _SHORTEST:
        return None
    found = {
        month
        for month, names in enumerate(_NAMES, start=1)
        if any(name.startswith(plain) for name in names)
    }
    return found.pop() if len(found) == 1 else None
