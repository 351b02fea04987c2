"""The fewest changes: how far a week is from the plan that the athlete has already.

One thing in place of another is one change, not two.  Which session of the plan so far became which
of the week, ``week/matched_sessions.py`` says of a finished plan, and ``_Comparison`` in the model,
which has to tell slots apart: a weekly one does not.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import ClassVar

from ortools.sat.python import cp_model

from optimizer.case.current import PlannedSession
from optimizer.objective.tier import Expression, Kind, PlanTier
from optimizer.week.matched_sessions import SessionMatch, matched_sessions
from optimizer.week.model import Cell, Group, Linear, Variable, WeekModel
from optimizer.week.problem import WeekProblem
from optimizer.week.reviewed import ReviewedWeek
from optimizer.week.slot import Slot


class _Change(PlanTier):
    """A tier of change; only where the request has a plan so far."""

    kind: ClassVar[Kind] = "change"

    def counts_in(self, problem: WeekProblem) -> bool:
        return problem.case.current is not None

    def expression(self, week: WeekModel) -> Expression:
        return self._in(week.once(_Comparison))

    def measured(self, week: ReviewedWeek, possible: Collection[str]) -> int:  # noqa: ARG002
        current = week.case.current
        return 0 if current is None else self._among(matched_sessions(current, week))

    @abstractmethod
    def _in(self, compared: _Comparison) -> Expression:
        """The tier in a model."""

    @abstractmethod
    def _among(self, sessions: Sequence[SessionMatch]) -> int:
        """The tier of a finished plan."""


class SessionsChanged(_Change):
    """Sessions that are not exactly as they were, dropped and added ones included."""

    name = "sessions_changed"
    unit = "sessions"

    def _in(self, compared: _Comparison) -> Expression:
        changed = compared.sessions + compared.dropped - compared.unchanged()
        return Expression(changed, compared.sessions_before + compared.most_sessions)

    def _among(self, sessions: Sequence[SessionMatch]) -> int:
        return sum(not one.is_unchanged for one in sessions)


class SessionsDropped(_Change):
    """Sessions that nothing takes the place of."""

    name = "sessions_dropped"
    unit = "sessions"

    def _in(self, compared: _Comparison) -> Expression:
        return Expression(compared.dropped + 0, compared.sessions_before)

    def _among(self, sessions: Sequence[SessionMatch]) -> int:
        return sum(one.new is None for one in sessions)


class SessionsMoved(_Change):
    """Sessions in windows that held none."""

    name = "sessions_moved"
    unit = "sessions"

    def _in(self, compared: _Comparison) -> Expression:
        return Expression(compared.moved(), compared.most_sessions)

    def _among(self, sessions: Sequence[SessionMatch]) -> int:
        return sum(one.new is not None and not one.stays_in_window for one in sessions)


class StartsChanged(_Change):
    """Sessions that stay in their window and start at another time."""

    name = "starts_changed"
    unit = "sessions"

    def _in(self, compared: _Comparison) -> Expression:
        return Expression(compared.starts_changed(), compared.sessions_before)

    def _among(self, sessions: Sequence[SessionMatch]) -> int:
        return sum(one.stays_in_window and not one.stays_in_place for one in sessions)


class ExercisesChanged(_Change):
    """Exercises that differ between a session and what became of it."""

    name = "exercises_changed"
    unit = "exercises"

    def _in(self, compared: _Comparison) -> Expression:
        return _total(changed for changed, _ in compared.content_changes)

    def _among(self, sessions: Sequence[SessionMatch]) -> int:
        return sum(one.exercises_changed for one in sessions)


class SetsChanged(_Change):
    """Sets that differ, of the exercises that a session keeps."""

    name = "sets_changed"
    unit = "sets"

    def _in(self, compared: _Comparison) -> Expression:
        return _total(change for _, changes in compared.content_changes for change in changes)

    def _among(self, sessions: Sequence[SessionMatch]) -> int:
        return sum(one.sets_changed for one in sessions)


CHANGES: tuple[PlanTier, ...] = (
    SessionsChanged(),
    SessionsDropped(),
    SessionsMoved(),
    StartsChanged(),
    ExercisesChanged(),
    SetsChanged(),
)


def _total(changes: Iterable[tuple[Variable, int]]) -> Expression:
    pairs = list(changes)
    return Expression(_sum(variable for variable, _ in pairs), sum(most for _, most in pairs))


class _Comparison:
    """The plan so far and the week of one model."""

    def __init__(self, week: WeekModel) -> None:
        current = week.problem.case.current
        assert current is not None
        self.week = week
        self.planned = current.to_keep
        self.slots: dict[str, list[Slot]] = {}
        for slot in week.problem.slots:
            self.slots.setdefault(slot.window.id, []).append(slot)
        self.cells: dict[int, dict[str, Cell]] = {
            group.slots[0].index: {cell.exercise: cell for cell in group.cells}
            for group in week.groups
            if group.is_slot
        }
        windows_before = {planned.window for planned in self.planned}
        self.free_windows = [window for window in self.slots if window not in windows_before]
        self.dropped = week.cp.new_int_var(0, len(self.planned), "dropped")
        week.cp.add_max_equality(self.dropped, [len(self.planned) - self.sessions, 0])
        self.moves = self._moves()

    @property
    def sessions(self) -> Linear:
        return self.week.sessions_planned

    @property
    def sessions_before(self) -> int:
        return len(self.planned)

    @property
    def most_sessions(self) -> int:
        return self.week.problem.most_sessions

    def unchanged(self) -> Linear:
        """Sessions that stay exactly as they are."""
        return _sum(v for planned in self.planned for v in self._unchanged(planned))

    def moved(self) -> Linear:
        return _sum(self._sessions_in(window) for window in self.free_windows)

    def starts_changed(self) -> Linear:
        return _sum(
            self._sessions_in(planned.window) - self._sessions_in_place(planned)
            for planned in self.planned
        )

    @cached_property
    def content_changes(self) -> list[tuple[tuple[Variable, int], list[tuple[Variable, int]]]]:
        """By session of before: ``_content_changes``, each with the most it can be."""
        return [self._content_changes(planned) for planned in self.planned]

    def _sessions_in(self, window: str) -> Linear:
        return _sum(self.week.has_session[slot.index] for slot in self.slots.get(window, ()))

    def _sessions_in_place(self, planned: PlannedSession) -> Linear:
        return _sum(self.week.has_session[slot.index] for slot in self._places(planned))

    def _places(self, planned: PlannedSession) -> list[Slot]:
        return [s for s in self.slots.get(planned.window, ()) if s.start == planned.start]

    def _unchanged(self, planned: PlannedSession) -> Iterator[Variable]:
        """Literals of which one is true if the session stays exactly as it is."""
        cp = self.week.cp
        for slot in self._places(planned):
            cells = self.cells[slot.index]
            if not planned.sets or not planned.sets.keys() <= cells.keys():
                continue
            same = cp.new_bool_var(f"unchanged {planned.window} @{slot.index}")
            cp.add_implication(same, self.week.has_session[slot.index])
            for exercise, sets in planned.sets.items():
                cp.add(cells[exercise].sets == sets).only_enforce_if(same)
            others = [cell for name, cell in cells.items() if name not in planned.sets]
            cp.add(_sum(cell.sessions for cell in others) <= 0).only_enforce_if(same)
            yield same

    def _moves(self) -> dict[tuple[str, str], Variable]:
        """By the window before and the free window after: the session is followed there."""
        cp = self.week.cp
        moves = {
            (planned.window, window): cp.new_bool_var(f"{planned.window} to {window}")
            for planned in self.planned
            for window in self.free_windows
        }
        for window in self.free_windows:
            into = _sum(moves[planned.window, window] for planned in self.planned)
            cp.add(into <= self._sessions_in(window))
        for planned in self.planned:
            out = _sum(moves[planned.window, window] for window in self.free_windows)
            cp.add(out + self._sessions_in(planned.window) <= 1)
        gone = len(self.planned) - _sum(
            self._sessions_in(planned.window) for planned in self.planned
        )
        cp.add(_sum(moves.values()) == gone - self.dropped)
        return moves

    def _content_changes(
        self, planned: PlannedSession
    ) -> tuple[tuple[Variable, int], list[tuple[Variable, int]]]:
        """The exercises of one session that change, and for each that stays the sets that do."""
        cp, week = self.week.cp, self.week
        # The windows where the session may be found now, each with what says that it is there.
        there: list[tuple[str, Linear | Variable]] = [
            (planned.window, self._sessions_in(planned.window))
        ]
        there += [(window, self.moves[planned.window, window]) for window in self.free_windows]
        is_somewhere = _sum(literal for _, literal in there)
        stays: list[Variable] = []
        set_changes: list[tuple[Variable, int]] = []
        for exercise, sets in planned.sets.items():
            stay = cp.new_bool_var(f"{planned.window} keeps {exercise}")
            stays.append(stay)
            cp.add(stay <= is_somewhere)
            most = (
                max(sets, week.problem.doses[exercise].sets_most) if self._has_dose(exercise) else 0
            )
            if most:
                change = cp.new_int_var(0, most, f"sets of {exercise} in {planned.window}")
                set_changes.append((change, most))
            for window, literal in there:
                cells = [c for c in self._cells_in(window) if c.exercise == exercise]
                cp.add(stay + literal <= 1 + _sum(cell.sessions for cell in cells))
                if not cells:
                    continue
                done = _sum(cell.sets for cell in cells)
                # ``sets`` counts unless the session is elsewhere or leaves the exercise out.
                off = 2 * most - most * stay - most * literal
                cp.add(change + done + off >= sets)
                cp.add(change + sets + off >= done)
        cap = max(week.problem.case.catalog.numbers("session_exercise_cap"))
        most_changed = max(len(planned.sets), round(cap))
        changed = cp.new_int_var(0, most_changed, f"exercises of {planned.window}")
        cp.add(changed + _sum(stays) >= len(planned.sets) * is_somewhere)
        for window, _ in there:
            now = _sum(cell.sessions for cell in self._cells_in(window))
            constraint = cp.add(changed + _sum(stays) >= now)
            if window != planned.window:
                constraint.only_enforce_if(self.moves[planned.window, window])
        return (changed, most_changed), set_changes

    def _has_dose(self, exercise: str) -> bool:
        return exercise in self.week.problem.doses

    def _cells_in(self, window: str) -> list[Cell]:
        return [c for slot in self.slots.get(window, ()) for c in self.cells[slot.index].values()]


def with_the_plan_so_far(week: WeekModel) -> cp_model.CpModel | None:
    """A copy of the model in which every session that is to be kept is as it was.

    One that the model has no place for may be held elsewhere, with some of its exercises; nothing
    else may.  None where there is no plan so far.
    """
    current = week.problem.case.current
    if current is None:
        return None
    model = week.cp.clone()
    single = [group for group in week.groups if group.is_slot]
    elsewhere = {slot.index for slot in week.problem.slots}
    displaced: set[str] = set()
    for planned in current.to_keep:
        groups = [group for group in single if _stands_in(planned, group)]
        cells = [cell for group in groups for cell in group.cells]
        if not planned.sets.keys() <= {cell.exercise for cell in cells}:
            displaced.update(planned.sets)
            continue
        model.add(_sum(week.sessions_in(group) for group in groups) == 1)
        model.add(_sum(cell.sessions for cell in cells) == len(planned.sets))
        for exercise, sets in planned.sets.items():
            model.add(_sum(cell.sets for cell in cells if cell.exercise == exercise) == sets)
        elsewhere.difference_update(slot.index for group in groups for slot in group.slots)
    if not displaced:
        model.add(_sum(week.has_session[index] for index in sorted(elsewhere)) == 0)
    for group in single:
        if group.slots[0].index in elsewhere:
            others = (cell for cell in group.cells if cell.exercise not in displaced)
            model.add(_sum(cell.sessions for cell in others) == 0)
    return model


def _stands_in(planned: PlannedSession, group: Group) -> bool:
    slot = group.slots[0]
    return planned.stands_at(slot.window.id, slot.start)


def _sum(terms: Iterable[cp_model.LinearExprT]) -> Linear:
    return cp_model.LinearExpr.sum(list(terms))
