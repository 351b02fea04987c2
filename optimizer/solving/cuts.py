"""Sessions that fit by charged time but cannot be arranged, and how a model is told so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from optimizer.dosing.doses import Dose, rests_long
from optimizer.session.arrange import arranged
from optimizer.week.model import WeekModel
from optimizer.week.problem import WeekProblem
from optimizer.week.ramp_sets import first_heavy_lift
from optimizer.week.slot import Slot

Sets = Mapping[str, int]
"""By exercise id the sets of one session."""


@dataclass(frozen=True)
class Cut:
    """``sets`` do not fit into a slot; ``only_these``: with more exercises they might."""

    slot: Slot
    sets: Sets
    only_these: bool


def unarranged(problem: WeekProblem, sessions: Mapping[int, Sets]) -> Iterator[Cut]:
    """What cannot be done of some sessions, given by slot index, in their time."""
    for index, sets in sessions.items():
        slot = problem.slots[index]
        if straight_seconds(problem.doses, sets) <= slot.work_seconds:
            continue
        session = arranged(problem.case, problem.doses, slot.window.place, sets)
        if session.seconds > slot.work_seconds:
            # Waiting between blocks could be filled; the work itself could not be.
            only_waits = session.seconds_without_waits <= slot.work_seconds
            yield Cut(slot, sets if only_waits else _too_much(problem, slot, sets), only_waits)


def straight_seconds(doses: Mapping[str, Dose], sets: Sets) -> int:
    """One exercise after the other with whole rests: so a session can always be done."""
    heavy = first_heavy_lift(doses, sets)
    ramp = 0 if heavy is None else doses[heavy].ramp_seconds
    return ramp + sum(
        doses[exercise].exercise.setup_seconds
        + count * (doses[exercise].work_seconds + doses[exercise].exercise.rest_seconds)
        for exercise, count in sets.items()
    )


def _too_much(problem: WeekProblem, slot: Slot, sets: Sets) -> Sets:
    """The least of the session that is too much already: it rules out most."""
    left = dict(sets)
    for exercise in sorted(sets, key=lambda e: (straight_seconds(problem.doses, {e: sets[e]}), e)):
        fewer = {e: n for e, n in left.items() if e != exercise}
        session = arranged(problem.case, problem.doses, slot.window.place, fewer)
        if session.seconds_without_waits > slot.work_seconds:
            left = fewer
    return left


def cut_off(week: WeekModel, cut: Cut) -> None:
    """No slot of this place holds these sets in no more time than this one has.

    Unless ``only_these``, more exercises with them do not fit either: leaving an exercise out never
    makes the others take longer.  But for a long rest, in which others are set up.
    """
    problem = week.problem
    for group in week.groups:
        slot = group.slots[0]
        if not group.is_slot:
            continue
        cells = {cell.exercise: cell for cell in group.cells}
        if slot.window.place != cut.slot.window.place or slot.work_seconds > cut.slot.work_seconds:
            continue
        if not cells.keys() >= cut.sets.keys():
            continue
        differs: list[cp_model.LiteralT] = []
        differs += [
            cell.does[0]
            for name, cell in cells.items()
            if name not in cut.sets and (cut.only_these or rests_long(problem.doses[name].exercise))
        ]
        for exercise, wanted in cut.sets.items():
            cell = cells[exercise]
            differs.append(~cell.does[0])
            if problem.doses[exercise].sets_least < problem.doses[exercise].sets_most:
                other = week.cp.new_bool_var(f"cut {cut.slot.index} {exercise} @{slot.index}")
                fewer = week.cp.new_bool_var("fewer")
                week.cp.add(cell.sets <= wanted - 1).only_enforce_if(other, fewer)
                week.cp.add(cell.sets >= wanted + 1).only_enforce_if(other, ~fewer)
                differs.append(other)
        week.cp.add_bool_or(differs)
