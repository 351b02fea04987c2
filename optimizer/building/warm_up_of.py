"""Which drills may warm up for a session: what rules, place and the session's limits allow."""

from __future__ import annotations

from optimizer.building.case_of import refusal
from optimizer.case.case import Case
from optimizer.case.claims import Admission
from optimizer.case.timeline import TimedWindow
from optimizer.week.warm_up import WarmUp, filled


def warm_up_of(case: Case, window: TimedWindow, admission: Admission) -> WarmUp | None:
    """The warm-up for a session in ``window``; None where the drills that are allowed there do not
    fill it."""
    equipment = case.equipment_at(window.place)
    allowed = [
        drill
        for drill in case.catalog.exercises.values()
        if drill.kind == "warm_up"
        and drill.leg_load <= admission.max_leg_load
        and drill.impact <= admission.max_impact
        and all(equipment.intersection(any_of) for any_of in drill.equipment)
        and refusal(case, drill) is None
    ]
    return filled(case, window, allowed)
