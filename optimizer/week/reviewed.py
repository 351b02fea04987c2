"""A finished plan as the rules' reviews read it; nothing here knows how the plan was made."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.documents.request import Window
from optimizer.documents.result import Block, Item, Session
from optimizer.dosing.doses import budgeted_seconds, contacts_per_set, dose_of
from optimizer.dosing.worth import half_sets_of, worth_of


@dataclass(frozen=True)
class Entry:
    """One exercise in one session."""

    exercise: Exercise
    item: Item
    block: Block

    @property
    def counts(self) -> bool:
        """Is part of the training dose: no warm-up, stretch or release."""
        return self.block.kind in ("straight", "superset") and self.exercise.counts_toward_volume


@dataclass(frozen=True)
class ReviewedSession:
    """A session with its times in seconds since 1970-01-01T00:00Z."""

    session: Session
    start: int
    end: int
    entries: tuple[Entry, ...]
    window: Window
    is_done: bool = False
    """Held already, this week: a fact, not a plan."""

    @property
    def id(self) -> str:
        return self.session.id

    @property
    def training(self) -> Iterator[Entry]:
        return (entry for entry in self.entries if entry.counts)

    @property
    def is_leg_loading(self) -> bool:
        return any(entry.exercise.leg_loading for entry in self.entries)

    @property
    def contacts(self) -> int:
        """Foot contacts, those of its warm-up among them, at the top of each item's range."""
        return sum(e.item.sets * contacts_per_set(e.exercise, e.item.reps) for e in self.entries)

    def charged_seconds(self, case: Case, but: Collection[str] = ()) -> int:
        """What it costs in the time model: its warm-up and every exercise's charged time.

        ``but``: exercises whose time is left out.
        """
        warm_up = sum(e.item.seconds for e in self.entries if e.block.kind == "warm_up")
        exercises = case.catalog.exercises
        return warm_up + sum(
            dose_of(case, exercises[exercise]).charged_seconds(sets)
            for exercise, sets in self.sets().items()
            if exercise not in but
        )

    def budgeted_seconds(self, case: Case) -> int:
        """What it takes of the time budget, but for its ramp sets."""
        sets = self.sets()
        doses = {name: dose_of(case, case.catalog.exercises[name]) for name in sets}
        charged = sum(doses[name].charged_seconds(count) for name, count in sets.items())
        return self.charged_seconds(case) - charged + budgeted_seconds(doses, sets)

    def sets(self) -> dict[str, int]:
        """Sets of each exercise that counts, by id."""
        found: dict[str, int] = {}
        for entry in self.training:
            found[entry.exercise.id] = found.get(entry.exercise.id, 0) + entry.item.sets
        return found


class Possibilities(Protocol):
    """What a week could hold beside what it holds, by the rules' reviews alone."""

    def gives_up_recovery(self, week: ReviewedWeek) -> bool:
        """True: some session of ``week`` stands where only a relaxed week may have one."""
        ...

    def admits(self, exercise: Exercise, *, relaxed: bool) -> bool:
        """True: some session of the week could hold ``exercise``; ``relaxed``: of a relaxed one."""
        ...


@dataclass(frozen=True)
class ReviewedWeek:
    case: Case
    sessions: tuple[ReviewedSession, ...]
    """In order of time."""
    possibilities: Possibilities

    @cached_property
    def _gives_up_recovery(self) -> bool:
        return self.possibilities.gives_up_recovery(self)

    def could_hold(self, exercise: Exercise) -> bool:
        """True: some session could hold ``exercise``, so that a rule may ask for it.

        What only a session inside the hours of recovery admits is asked for only where the week
        has such a session.
        """
        return self.possibilities.admits(exercise, relaxed=self._gives_up_recovery)

    @property
    def ahead(self) -> ReviewedWeek:
        """The week with only the sessions that are not done yet."""
        return replace(self, sessions=tuple(s for s in self.sessions if not s.is_done))

    @property
    def behind(self) -> ReviewedWeek:
        """The week with only the sessions that are done."""
        return replace(self, sessions=tuple(s for s in self.sessions if s.is_done))

    def sets(self) -> dict[str, int]:
        """The week's sets of each exercise that counts, by id."""
        found: dict[str, int] = {}
        for session in self.sessions:
            for exercise, sets in session.sets().items():
                found[exercise] = found.get(exercise, 0) + sets
        return found

    def half_sets(self, muscle: str) -> int:
        """The muscle's week in half sets: 2 a primary set, 1 a secondary."""
        exercises = self.case.catalog.exercises
        return sum(
            sets * (2 * (muscle in exercises[i].primary) + (muscle in exercises[i].secondary))
            for i, sets in self.sets().items()
        )

    def worth(self, muscle: str) -> int:
        """What the muscle's week is worth, in eighths of a set."""
        worth = worth_of(self.case)
        return sum(
            sets * worth.get(exercise, {}).get(muscle, 0) for exercise, sets in self.sets().items()
        )

    def worth_half_sets(self, muscle: str) -> int:
        """The same in whole half sets, as doses and balance are measured."""
        half_sets = half_sets_of(self.case)
        return sum(
            sets * half_sets.get(exercise, {}).get(muscle, 0)
            for exercise, sets in self.sets().items()
        )

    def when(self, session: ReviewedSession) -> str:
        return self.case.timeline.clock(session.start // 60)
