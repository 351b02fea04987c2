"""What work that was lighter on the eve of a key run tells of other days.

Plans keep the lighter dose and load alone, so the way of ``eve.py`` is gone back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.dosing.eve import reserve_on_eve
from optimizer.dosing.one_rep_max import share_between
from optimizer.dosing.prescription import Prescribed, prescribed
from optimizer.dosing.weights import Weight, heaviest_up_to


def before_eve(case: Case, exercise: Exercise, lighter: Prescribed) -> Prescribed:
    """The dose that became ``lighter`` on an eve; the same where none of its repetitions did."""
    if lighter.rir is None:
        return lighter
    least, most = lighter.rir
    usual = prescribed(case, exercise).rir
    if usual is not None:
        # Of the lower leg two doses may lead to one on an eve: that of now is the likelier.
        more = reserve_on_eve(case, exercise, usual[0])
        if (usual[0] + more, usual[1] + more) == lighter.rir:
            return replace(lighter, rir=usual)
    for more in range(1, least + 1):
        if reserve_on_eve(case, exercise, least - more) == more:
            return replace(lighter, rir=(least - more, most - more))
    return lighter


def kg_before_eve(
    case: Case, exercise: Exercise, kg: float, lighter: Prescribed, weights: Sequence[Weight]
) -> float | None:
    """The lightest load from which ``lighter`` leads to ``kg``; None: none of ``weights``."""
    had = before_eve(case, exercise, lighter).reps_to_failure
    wanted = lighter.reps_to_failure
    if had is None or wanted is None:
        return None
    share = share_between(case.catalog, had, wanted)
    there = [weight.kg for weight in weights if weight.kg >= kg - 1e-6]
    leads = (one for one in there if _lighter_kg(case, one, share, weights) == kg)
    return next(leads, None)


def _lighter_kg(case: Case, kg: float, share: float, weights: Sequence[Weight]) -> float:
    return min(kg, heaviest_up_to(case.catalog, weights, kg * share).kg)
