"""Loads and workouts in words."""

from __future__ import annotations

from datetime import date, timedelta

from optimizer.documents.strength import KG_PER_LB, Units
from optimizer.documents.wording import weight_in_words
from optimizer.dosing.weights import Weight
from optimizer.dosing.workouts import Workout

# Not strftime: its names follow the machine's locale.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def load_in_words(weight: Weight, units: Units) -> str:
    """As it is marked, and beside it in ``units`` where these are others: ``44 lb (20 kg)``."""
    other = None if weight.unit == units else in_units(weight.kg, units)
    return weight_in_words(weight.amount, weight.unit, other)


def written_weight(kg: float, unit: Units) -> Weight:
    """A weight that is no weight of a place: as somebody wrote it, in ``unit``."""
    return Weight(kg, in_units(kg, unit), unit)


def in_units(kg: float, units: Units) -> float:
    """Kilograms to the nearest hundredth, pounds to the nearest tenth."""
    return round(kg, 2) if units == "kg" else round(kg / KG_PER_LB, 1)


def workout_in_words(workout: Workout, load: str, week_start: date) -> str:
    """``60 kg × 6 with 3 left last week``; ``load`` empty: there was none."""
    amounts = workout.reps or workout.holds_seconds
    same = len(set(amounts)) == 1
    counts = str(amounts[0]) if same else ", ".join(map(str, amounts))
    unit = "" if workout.reps else " s"
    what = " × ".join(part for part in (load, f"{counts}{unit}" if amounts else "") if part)
    left = "" if workout.reserve is None else f" with {workout.reserve:g} left"
    return f"{what or 'Done'}{left} {_when(workout.day, week_start)}"


def far_off_in_words(done: str) -> str:
    """Of a set that is too far from those just before it to be used."""
    return f"{done} is far off what was done just before, and not used: check the entry."


def _when(day: date, week_start: date) -> str:
    if week_start - timedelta(days=7) <= day < week_start:
        return "last week"
    return f"on {day.day} {_MONTHS[day.month - 1]}"
