"""Ramp sets in the time of a session: what its first heavy lift has more than each has by itself.

The one ramp set that every heavy lift has is part of its set-up (``dosing/doses.py``).
"""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.dosing.doses import Dose
from optimizer.dosing.roles import lift_order
from optimizer.week.model import Linear, WeekModel


def first_heavy_lift(doses: Mapping[str, Dose], sets: Mapping[str, int]) -> str | None:
    """The exercise of a session that gets all ramp sets; None: it holds no heavy main lift."""
    heavy = [exercise for exercise in sets if doses[exercise].ramp_seconds]
    return min(heavy, key=lambda name: lift_order(doses[name].exercise, sets), default=None)


def ramp_costs(week: WeekModel) -> list[list[tuple[Linear, int]]]:
    """By group of the model what the first lift's ramp sets cost its sessions: never more than they
    take.

    Whichever the first heavy lift will be, its ramp takes no less than the shortest.
    """
    return week.once(_ramp_costs)


def _ramp_costs(week: WeekModel) -> list[list[tuple[Linear, int]]]:
    costs: list[list[tuple[Linear, int]]] = []
    for group in week.groups:
        doses = week.problem.doses
        heavy = [cell for cell in group.cells if doses[cell.exercise].ramp_seconds]
        if not heavy:
            costs.append([])
            continue
        sessions: Linear = heavy[0].sessions
        if len(heavy) > 1:
            most = max(len(cell.does) for cell in heavy)
            sessions = week.cp.new_int_var(0, most, "sessions with ramp sets")
            for cell in heavy:
                week.cp.add(cell.sessions <= sessions)
        costs.append([(sessions, min(doses[cell.exercise].ramp_seconds for cell in heavy))])
    return costs
