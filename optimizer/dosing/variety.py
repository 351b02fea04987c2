"""How many different exercises a week may hold before each more counts against it."""

from __future__ import annotations

from optimizer.case.case import Case


def different_exercises_free(case: Case) -> int:
    """Different exercises of a week that count nothing."""
    return round(case.catalog.number("different_exercises_free"))


def different_exercise_price(case: Case) -> int:
    """Weighted half sets of the target dose that each different exercise more counts."""
    return round(case.catalog.number("different_exercise_price"))
