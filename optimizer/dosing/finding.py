"""Whether a load is still to be found: its first workout leaves more in reserve."""

from __future__ import annotations

from catalog.models import LOADED_CLASSES, Exercise
from optimizer.case.case import Case
from optimizer.dosing.workouts import workouts_of


def needs_load_calibration(case: Case, exercise: Exercise) -> bool:
    """True: neither a log nor a lift tells a load of it or of one of its kin, and it is new.

    False of a beginner, whose first load is a step less instead, and in a week that leaves more in
    reserve anyway.
    """
    if exercise.load_class not in LOADED_CLASSES or case.level == "beginner" or case.holds_less:
        return False
    if exercise.id in case.sets_before:
        return False
    kin = (
        transfer.known
        for transfer in case.catalog.load_transfers.values()
        if transfer.exercise == exercise.id
    )
    lifted = {lift.exercise for lift in case.request.athlete.lifts}
    return not any(
        name in lifted or any(workout.kg for workout in workouts_of(case, name))
        for name in (exercise.id, *kin)
    )
