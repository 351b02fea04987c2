"""The fewest changes: how far a week is from the plan that the athlete has already.

A session of the plan so far is followed by its window: the session that stands there now is the
same one.  Sessions whose window is empty now are followed to those in windows that held none, one
for one, so that the fewest exercises and then the fewest sets differ.  What is left over was
dropped or added.  One thing in place of another is one change, not two.

Each tier stands here twice, like those of ``optimizer/objective.py``: as an expression of the
model, and read from a finished plan without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from ortools.sat.python import cp_model

from optimizer.current import Current, PlannedSession
from optimizer.model import Cell, Group, Linear, Variable, WeekModel
from optimizer.review import ReviewedSession, ReviewedWeek
from optimizer.slots import Slot

CHANGE_UNITS: Mapping[str, str] = {
    "sessions_changed": "sessions",
    "sessions_dropped": "sessions",
    "sessions_moved": "sessions",
    "starts_changed": "sessions",
    "exercises_changed": "exercises",
    "sets_changed": "sets",
}

Change = tuple[str, Linear, int]
"""A tier's name, its expression and the most it can be."""


# --- On a finished plan ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Followed:
    """What became of one session: dropped where ``now`` is None, added where ``before`` is."""

    before: PlannedSession | None
    now: ReviewedSession | None

    @property
    def stays_in_window(self) -> bool:
        return (
            self.before is not None
            and self.now is not None
            and self.before.window == self.now.session.window
        )

    @property
    def stays_in_place(self) -> bool:
        return (
            self.before is not None
            and self.now is not None
            and self.stays_in_window
            and self.before.start * 60 == self.now.start
        )

    @property
    def is_unchanged(self) -> bool:
        return (
            self.before is not None
            and self.now is not None
            and self.stays_in_place
            and self.before.sets == self.now.sets()
        )

    @property
    def exercises_changed(self) -> int:
        if self.before is None or self.now is None:
            return 0
        old, new = self.before.sets, self.now.sets()
        return max(len(old), len(new)) - len(old.keys() & new.keys())

    @property
    def sets_changed(self) -> int:
        if self.before is None or self.now is None:
            return 0
        old, new = self.before.sets, self.now.sets()
        return sum(abs(new[exercise] - old[exercise]) for exercise in old.keys() & new.keys())


def followed(current: Current, week: ReviewedWeek) -> tuple[Followed, ...]:
    """What became of every session that is not done, and what is new; in order of time."""
    new = {session.session.window: session for session in week.ahead.sessions}
    old = {planned.window: planned for planned in current.to_keep}
    found = [Followed(old[window], new[window]) for window in old if window in new]
    gone = [planned for window, planned in old.items() if window not in new]
    come = [session for window, session in new.items() if window not in old]
    found += _one_for_one(gone, come)
    return tuple(sorted(found, key=_when))


def _when(one: Followed) -> int:
    if one.before is not None:
        return one.before.start * 60
    assert one.now is not None
    return one.now.start


def _one_for_one(gone: Sequence[PlannedSession], come: Sequence[ReviewedSession]) -> list[Followed]:
    """The pairs of the fewest changes, tried out: a week has few sessions."""
    longer = max(len(gone), len(come))
    old = [*gone, *[None] * (longer - len(gone))]
    new = [*come, *[None] * (longer - len(come))]
    ways = [
        [Followed(before, now) for before, now in zip(old, order, strict=True)]
        for order in permutations(new)
    ]
    return min(
        ways,
        key=lambda way: (sum(f.exercises_changed for f in way), sum(f.sets_changed for f in way)),
    )


def measured_changes(week: ReviewedWeek) -> dict[str, int]:
    """Every tier of change, read from a finished plan; none where there is no plan so far."""
    current = week.case.current
    if current is None:
        return {}
    found = followed(current, week)
    return {
        "sessions_changed": sum(not one.is_unchanged for one in found),
        "sessions_dropped": sum(one.now is None for one in found),
        "sessions_moved": sum(one.now is not None and not one.stays_in_window for one in found),
        "starts_changed": sum(one.stays_in_window and not one.stays_in_place for one in found),
        "exercises_changed": sum(one.exercises_changed for one in found),
        "sets_changed": sum(one.sets_changed for one in found),
    }


# --- In the model ---------------------------------------------------------------------------------


def change_tiers(week: WeekModel) -> tuple[Change, ...]:
    """Every tier of change of a model, in order; none where there is no plan so far.

    The model has to tell slots apart: a weekly one does not.
    """
    current = week.problem.case.current
    return () if current is None else _Comparison(week, current).tiers()


class _Comparison:
    """The plan so far and the week of one model."""

    def __init__(self, week: WeekModel, current: Current) -> None:
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
        held_before = {planned.window for planned in self.planned}
        self.free_windows = [window for window in self.slots if window not in held_before]
        self.dropped = week.cp.new_int_var(0, len(self.planned), "dropped")
        week.cp.add_max_equality(self.dropped, [len(self.planned) - self._sessions, 0])
        self.moves = self._moves()

    def tiers(self) -> tuple[Change, ...]:
        old, most = len(self.planned), self.week.problem.most_sessions
        unchanged = _sum(v for planned in self.planned for v in self._unchanged(planned))
        moved = _sum(self._held(window) for window in self.free_windows)
        starts = _sum(
            self._held(planned.window) - self._held_in_place(planned) for planned in self.planned
        )
        exercises, sets = [], []
        for planned in self.planned:
            changed, set_changes = self._content_changes(planned)
            exercises.append(changed)
            sets += set_changes
        values = (
            (self._sessions + self.dropped - unchanged, old + most),
            (self.dropped + 0, old),
            (moved, most),
            (starts, old),
            (_sum(v for v, _ in exercises), sum(n for _, n in exercises)),
            (_sum(v for v, _ in sets), sum(n for _, n in sets)),
        )
        return tuple(
            (name, expression, most_of_it)
            for name, (expression, most_of_it) in zip(CHANGE_UNITS, values, strict=True)
        )

    @property
    def _sessions(self) -> Linear:
        return self.week.sessions_planned

    def _held(self, window: str) -> Linear:
        return _sum(self.week.held[slot.index] for slot in self.slots.get(window, ()))

    def _held_in_place(self, planned: PlannedSession) -> Linear:
        return _sum(self.week.held[slot.index] for slot in self._places(planned))

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
            cp.add_implication(same, self.week.held[slot.index])
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
            cp.add(into <= self._held(window))
        for planned in self.planned:
            out = _sum(moves[planned.window, window] for window in self.free_windows)
            cp.add(out + self._held(planned.window) <= 1)
        gone = len(self.planned) - _sum(self._held(planned.window) for planned in self.planned)
        cp.add(_sum(moves.values()) == gone - self.dropped)
        return moves

    def _content_changes(
        self, planned: PlannedSession
    ) -> tuple[tuple[Variable, int], list[tuple[Variable, int]]]:
        """The exercises of one session that change, and for each that stays the sets that do."""
        cp, week = self.week.cp, self.week
        # The windows where the session may be found now, each with what says that it is there.
        there: list[tuple[str, Linear | Variable]] = [(planned.window, self._held(planned.window))]
        there += [(window, self.moves[planned.window, window]) for window in self.free_windows]
        is_held = _sum(literal for _, literal in there)
        stays: list[Variable] = []
        set_changes: list[tuple[Variable, int]] = []
        for exercise, sets in planned.sets.items():
            kept = cp.new_bool_var(f"{planned.window} keeps {exercise}")
            stays.append(kept)
            cp.add(kept <= is_held)
            most = max(sets, week.problem.doses[exercise].sets_most) if self._known(exercise) else 0
            if most:
                change = cp.new_int_var(0, most, f"sets of {exercise} in {planned.window}")
                set_changes.append((change, most))
            for window, literal in there:
                cells = [c for c in self._cells_in(window) if c.exercise == exercise]
                cp.add(kept + literal <= 1 + _sum(cell.sessions for cell in cells))
                if not cells:
                    continue
                done = _sum(cell.sets for cell in cells)
                # ``sets`` counts unless the session is elsewhere or leaves the exercise out.
                off = 2 * most - most * kept - most * literal
                cp.add(change + done + off >= sets)
                cp.add(change + sets + off >= done)
        cap = max(week.problem.case.catalog.numbers("session_exercise_cap"))
        most_changed = max(len(planned.sets), round(cap))
        changed = cp.new_int_var(0, most_changed, f"exercises of {planned.window}")
        cp.add(changed + _sum(stays) >= len(planned.sets) * is_held)
        for window, _ in there:
            now = _sum(cell.sessions for cell in self._cells_in(window))
            constraint = cp.add(changed + _sum(stays) >= now)
            if window != planned.window:
                constraint.only_enforce_if(self.moves[planned.window, window])
        return (changed, most_changed), set_changes

    def _known(self, exercise: str) -> bool:
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
        model.add(_sum(week.held[index] for index in sorted(elsewhere)) == 0)
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
