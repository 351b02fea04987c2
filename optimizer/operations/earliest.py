"""Of starts that are equal in every tier, the earliest.

The tiers say nothing of the hour: in a window over midnight a session at 21:00 is worth what it is
at 00:00, and a solver may take either.  Each session in turn, the first one first, takes the
earliest start of its window at which the week reads the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from optimizer.building.findings import findings_of, required_only, reviewed
from optimizer.documents.result import Plan
from optimizer.objective.tiers import measured, measured_relaxations
from optimizer.session.arrange import sessions_of
from optimizer.solving.cuts import unarranged
from optimizer.week.problem import WeekProblem
from optimizer.week.slot import Slot

Sessions = Mapping[int, Mapping[str, int]]
"""By slot index the sets of each exercise."""


def at_earliest_starts(problem: WeekProblem, sessions: Sessions) -> Sessions:
    """The same sessions, none later than it has to be."""
    reading = None
    for index in sorted(sessions, key=lambda index: problem.slots[index].start):
        for slot in _earlier(problem, problem.slots[index], sessions[index]):
            reading = reading or _reading(problem, sessions)
            moved = {slot.index if i == index else i: sets for i, sets in sessions.items()}
            if not any(unarranged(problem, moved)) and _reading(problem, moved) == reading:
                sessions = moved
                break
    return sessions


def _earlier(problem: WeekProblem, slot_now: Slot, sets: Mapping[str, int]) -> Iterator[Slot]:
    """Earlier places for a session in its window that are no dearer, the earliest first."""
    for slot in problem.slots_by_window[slot_now.window]:
        if (
            slot.start < slot_now.start
            and slot.exercises >= sets.keys()
            and slot.admission.relaxed_minutes <= slot_now.admission.relaxed_minutes
        ):
            yield slot


def _reading(problem: WeekProblem, sessions: Sessions) -> object:
    """All that a week is judged by: the value of every tier, and every breach."""
    week = reviewed(problem.case, Plan(sessions=sessions_of(problem, sessions)))
    breaches = [
        (one.rule, one.subject, one.required, one.actual)
        for one in required_only(problem.case, findings_of(week))
    ]
    return measured(week, problem.doses), measured_relaxations(week, problem), breaches
