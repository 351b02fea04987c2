"""The week as if the runs to place took no time and asked for nothing: no placement has a better
one.

That holds as long as every placement is asked for as much, which what it can hold decides.  So
places of sessions are probed first: where no placement closes all of those that an exercise has,
none goes without it.  The probes are few and the rules among runs are read day by day, so that it
is quick; what is not shown so is not known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from ortools.sat.python import cp_model

from optimizer.building.problem_of import all_doses, usable_doses
from optimizer.building.slots_of import slots_of
from optimizer.case import hard_days
from optimizer.case.case import Case
from optimizer.case.timeline import DAYS_OF_A_WEEK, TimedRun
from optimizer.documents.result import Session
from optimizer.placing.candidates import RunsToPlace
from optimizer.placing.joint_slots import JointSlot, probed_slots, slots_at
from optimizer.placing.placement import may_stand_together, solver_of_runs
from optimizer.week.problem import JointProblem, most_sessions


def problem_without_runs(runs: RunsToPlace) -> JointProblem | None:
    """Of weeks that keep every required rule; None: some placement may be asked for less."""
    case = _with_the_best_days(runs.case)
    if not most_sessions(case):
        return None
    doses = all_doses(case)
    slots = slots_of(case, doses, relaxed=False)
    usable = usable_doses(case, doses, slots)
    probes = probed_slots(runs, usable)
    closing = _Closing(runs, probes)
    kinds = {frozenset(slot.index for slot in probes if e in slot.exercises) for e in usable}
    if any(closing.may_close(kind) for kind in sorted(kinds, key=sorted)):
        return None
    windows = {
        frozenset(slot.index for slot in probes if slot.window.id == name)
        for name in {slot.window.id for slot in probes}
    }
    return JointProblem(
        case=case,
        doses=usable,
        slots=slots,
        relaxed=False,
        windows_demanded=sum(not closing.may_close(kind) for kind in windows),
    )


def beside(runs: RunsToPlace, sessions: Iterable[Session]) -> RunsToPlace | None:
    """The runs with the starts that leave each of these sessions its place; None: none do."""
    doses = all_doses(runs.case)
    allowed = [frozenset(range(len(one.starts))) for one in runs.runs]
    for session in sessions:
        window = runs.case.timeline.window(session.window)
        done = {item.exercise for block in session.blocks if block.is_work for item in block.items}
        open_to = [
            slot.allowed_by
            for slot in slots_at(runs, doses, window, session.start_minute)
            if slot.exercises >= done
            and slot.budget_seconds >= 60 * session.minutes
            and not (slot.made_by or slot.admission.points or slot.admission.ends_late)
        ]
        if not open_to:
            return None
        most = max(open_to, key=lambda one: sum(len(starts) for starts in one))
        allowed = [a & b for a, b in zip(allowed, most, strict=True)]
    return replace(
        runs,
        runs=tuple(
            replace(one, starts=tuple(s for i, s in enumerate(one.starts) if i in stay))
            for one, stay in zip(runs.runs, allowed, strict=True)
        ),
    )


def _with_the_best_days(case: Case) -> Case:
    """Every day taken for one on which a session costs nothing."""
    if not hard_days.is_chosen(case):
        return case
    first = case.timeline.first_day
    days = frozenset(first + timedelta(days=n) for n in range(DAYS_OF_A_WEEK + 1))
    return replace(case, timeline=replace(case.timeline, taken_for_hard=days))


class _Closing:
    """Which of some slots a placement can close together, with rules among runs by day alone."""

    def __init__(self, runs: RunsToPlace, slots: Collection[JointSlot]) -> None:
        self.runs = runs
        self.slots = {slot.index: slot for slot in slots}
        day = runs.case.timeline.day
        # Of each run what a candidate closes, and on which day: others are alike.
        self.kinds: list[list[tuple[frozenset[int], date]]] = [
            list(
                dict.fromkeys(
                    (
                        frozenset(s.index for s in slots if index not in s.allowed_by[place]),
                        day(start.start),
                    )
                    for index, start in enumerate(one.starts)
                )
            )
            for place, one in enumerate(runs.runs)
        ]
        self.apart = [*self._days_apart()]

    def may_close(self, kind: frozenset[int]) -> bool:
        """True: it is not known that every placement leaves one of these open."""
        if any(self.slots[index].made_by for index in kind):
            # Open only beside a run that makes its day a hard one: no probe to count on.
            kind = frozenset(index for index in kind if not self.slots[index].made_by)
        cp = cp_model.CpModel()
        chosen = [
            {one: cp.new_bool_var("") for one in dict.fromkeys((c & kind, d) for c, d in of_run)}
            for of_run in self.kinds
        ]
        for choices in chosen:
            cp.add_exactly_one(choices.values())
        for index in sorted(kind):
            closing = [v for c in chosen for (closes, _), v in c.items() if index in closes]
            cp.add_bool_or(closing)
        self._hold_days(cp, chosen)
        return solver_of_runs().solve(cp) != cp_model.INFEASIBLE

    def _hold_days(
        self,
        cp: cp_model.CpModel,
        chosen: list[dict[tuple[frozenset[int], date], cp_model.IntVar]],
    ) -> None:
        for place, one, other, that in self.apart:
            ours = [v for (_, day), v in chosen[place].items() if day == one]
            theirs = [v for (_, day), v in chosen[other].items() if day == that]
            cp.add(sum(ours) + sum(theirs) <= 1)
        case = self.runs.case
        most = case.request.run_rules.max_a_day
        days = {day for choices in chosen for _, day in choices}
        for day in sorted(days):
            fixed = sum(case.timeline.day(run.start) == day for run in case.timeline.runs)
            on_day = [v for choices in chosen for (_, own), v in choices.items() if own == day]
            cp.add(sum(on_day) <= max(0, most - fixed))

    def _days_apart(self) -> Iterator[tuple[int, date, int, date]]:
        """Days of two runs on which no two of their candidates stand together: what is asked of two
        runs is kept by the two that are furthest from each other, if by any."""
        ends = [self._ends_by_day(place) for place in range(len(self.runs.runs))]
        for place, own in enumerate(ends):
            for other in range(place + 1, len(ends)):
                for one, (first, last) in own.items():
                    for that, (earliest, latest) in ends[other].items():
                        far = ((first, latest), (last, earliest))
                        if not any(may_stand_together(self.runs, a, b) for a, b in far):
                            yield place, one, other, that

    def _ends_by_day(self, place: int) -> dict[date, tuple[TimedRun, TimedRun]]:
        """The first and the last candidate of each day."""
        found: dict[date, tuple[TimedRun, TimedRun]] = {}
        for start in self.runs.runs[place].starts:
            day = self.runs.case.timeline.day(start.start)
            found[day] = (found[day][0] if day in found else start, start)
        return found
