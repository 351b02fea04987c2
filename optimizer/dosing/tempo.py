"""How a movement without a weight is made harder within a workout, and from week to week where
there is no harder variant of it."""

from __future__ import annotations

from catalog import Catalog
from catalog.models import Exercise
from optimizer.dosing.prescription import Prescribed


def slower(catalog: Catalog) -> str:
    """``lower for 3 to 4 s, then pause for 2 s too, then …``, in their order."""
    least, most, pause = catalog.numbers("slower")
    return (
        f"lower for {least:g} to {most:g} s, then pause for {pause:g} s too, then take a"
        " longer range"
    )


def may_be_slower(exercise: Exercise, dose: Prescribed) -> bool:
    """False for jumps, and for what is held or walked by the clock: nothing in it is lowered."""
    return exercise.kind != "plyometric" and dose.reps is not None
