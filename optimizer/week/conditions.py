"""What a week is asked to be on top of its rules, to see what that would cost.

A condition is no wish of the athlete and no rule: it is never relaxed, and it leaves the problem
as it is.  So the tiers of a week under conditions can be held against those of the week without.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from ortools.sat.python import cp_model

from optimizer.week.reviewed import ReviewedWeek
from optimizer.week.slot import Slot


class Decisions(Protocol):
    """What a model of a week decides; ``has_session`` is by slot index, ``present`` by exercise."""

    @property
    def cp(self) -> cp_model.CpModel: ...
    @property
    def slots(self) -> tuple[Slot, ...]: ...
    @property
    def has_session(self) -> Mapping[int, cp_model.IntVar]: ...
    @property
    def present(self) -> Mapping[str, cp_model.IntVar]: ...
    @property
    def close_windows(self) -> dict[str, cp_model.IntVar]: ...


class Condition(ABC):
    """A demand that every week has to meet."""

    @abstractmethod
    def add(self, week: Decisions) -> None:
        """Constrain the model, at whatever depth it is built."""

    @abstractmethod
    def met_by(self, week: ReviewedWeek) -> bool:
        """True: a finished plan meets it, read without the solver."""


@dataclass(frozen=True)
class DoExercise(Condition):
    """The exercise is done at least once."""

    exercise: str

    def add(self, week: Decisions) -> None:
        present = week.present.get(self.exercise)
        week.cp.add_at_least_one([] if present is None else [present])

    def met_by(self, week: ReviewedWeek) -> bool:
        return self.exercise in week.sets()


@dataclass(frozen=True)
class LeaveOutExercise(Condition):
    """The exercise is not done."""

    exercise: str

    def add(self, week: Decisions) -> None:
        if self.exercise in week.present:
            week.cp.add(week.present[self.exercise] == 0)

    def met_by(self, week: ReviewedWeek) -> bool:
        return self.exercise not in week.sets()


@dataclass(frozen=True)
class HoldWindow(Condition):
    """A session is held in the window; ``start`` (minutes): then, and not at another time."""

    window: str
    start: int | None = None

    def add(self, week: Decisions) -> None:
        week.cp.add_at_least_one(_sessions_in(week, self.window, self.start))

    def met_by(self, week: ReviewedWeek) -> bool:
        return any(
            session.session.window == self.window
            and (self.start is None or session.start == self.start * 60)
            for session in week.sessions
        )


@dataclass(frozen=True)
class LeaveOutWindow(Condition):
    """No session is held in the window."""

    window: str

    def add(self, week: Decisions) -> None:
        for session in _sessions_in(week, self.window, None):
            week.cp.add(session == 0)

    def met_by(self, week: ReviewedWeek) -> bool:
        return all(session.session.window != self.window for session in week.sessions)


def _sessions_in(week: Decisions, window: str, start: int | None) -> list[cp_model.IntVar]:
    def is_meant(slot: Slot) -> bool:
        return slot.window.id == window and (start is None or slot.start == start)

    return [week.has_session[slot.index] for slot in week.slots if is_meant(slot)]
