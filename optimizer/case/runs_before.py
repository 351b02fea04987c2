"""Which runs before a week still bear on it."""

from __future__ import annotations

from datetime import date, timedelta

from optimizer.documents.request import RunKind

DAYS_OF_RUNS = 7
"""No rule looks further back: hours after a run, and those between key runs, are 168 at most."""
DAYS_OF_RACES = 28
"""A season ends at most four weeks after the week of its race, and each of them follows from it."""


def bears(day: date, kind: RunKind, first_day: date) -> bool:
    """Whether a run of ``day``, before the week from ``first_day``, belongs into its request."""
    days = DAYS_OF_RACES if kind == "race" else DAYS_OF_RUNS
    return first_day - timedelta(days=days) <= day < first_day
