"""Loads and workouts in words."""

from __future__ import annotations

from datetime import date, timedelta

from optimizer.documents.strength import KG_PER_LB, Units
from optimizer.week.workouts import Workout

# Not strftime: its names follow the machine's locale.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def amount_in_words(kg: float, units: Units) -> str:
    """``62.5 kg`` or ``135 lb``."""
    return f"{in_units(kg, units):g} {units}"


def in_units(kg: float, units: Units) -> float:
    """Kilograms to the nearest hundredth, pounds to the nearest tenth."""
    return round(kg, 2) if units == "kg" else round(kg / KG_PER_LB, 1)


def workout_in_words(workout: Workout, week_start: date, units: Units) -> str:
    """``60 kg × 6 with 3 left last week``."""
    amounts = workout.reps or workout.holds_seconds
    same = len(set(amounts)) == 1
    counts = str(amounts[0]) if same else ", ".join(map(str, amounts))
    unit = "" if workout.reps else " s"
    load = "" if workout.kg is None else amount_in_words(workout.kg, units)
    what = " × ".join(part for part in (load, f"{counts}{unit}" if amounts else "") if part)
    left = "" if workout.reserve is None else f" with {workout.reserve:g} left"
    return f"{what or 'Done'}{left} {_when(workout.day, week_start)}"


def _when(day: date, week_start: date) -> str:
    if week_start - timedelta(days=7) <= day < week_start:
        return "last week"
    return f"on {day.day} {_MONTHS[day.month - 1]}"
