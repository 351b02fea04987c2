"""What a week could hold, asked of the rules' reviews and not of what shapes the problem.

A rule that demands some exercise has to know whether the week could hold one at all.  Its review
may not ask the problem, or a fault in the shaping half of any rule would blind it.  So a session of
a drill and the exercise is put into the windows, and the other rules review it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from catalog.models import Exercise
from optimizer.case import Case
from optimizer.doses import dose_of
from optimizer.request import Window
from optimizer.result import Block, Item, Session
from optimizer.reviewed import Entry, ReviewedSession, ReviewedWeek
from optimizer.rules import RULES
from optimizer.timeline import GRID_MINUTES, TimedWindow

_MOST_STARTS_OF_A_WINDOW = 48
"""In a longer window only every so many starts are tried, which may miss a possibility: a review
that misses one asks for less."""


@dataclass(frozen=True)
class _Opening:
    """A start at which a warm-up of ``drill`` breaks no rule."""

    window: TimedWindow
    start: int
    drill: Exercise


@dataclass
class Possible:
    """The possibilities of one case beside ``done``, this week's sessions that are done."""

    case: Case
    done: tuple[ReviewedSession, ...]
    _openings: dict[bool, tuple[_Opening, ...]] = field(default_factory=dict)
    _admitted: dict[tuple[str, bool], bool] = field(default_factory=dict)

    def gives_up_recovery(self, week: ReviewedWeek) -> bool:
        return any(
            any(rule.review(week.ahead))
            for rule in RULES
            if rule.relaxable and not rule.mended_by_more
        )

    def admits(self, exercise: Exercise, *, relaxed: bool) -> bool:
        key = (exercise.id, relaxed)
        if key not in self._admitted:
            self._admitted[key] = self._is_admitted(exercise, relaxed=relaxed)
        return self._admitted[key]

    def _is_admitted(self, exercise: Exercise, *, relaxed: bool) -> bool:
        dose = dose_of(self.case, exercise)
        if dose.sets_most <= 0:
            return False
        if relaxed not in self._openings:
            self._openings[relaxed] = tuple(self._opened(relaxed=relaxed))
        seconds = dose.exercise.setup_seconds + dose.sets_least * (
            dose.work_seconds + exercise.rest_seconds
        )
        item = Item(
            label="A",
            exercise=exercise.id,
            name=exercise.name,
            sets=dose.sets_least,
            reps=dose.reps,
            hold_seconds=dose.hold_seconds,
            per_side=exercise.per_side,
            rest_seconds=exercise.rest_seconds,
            seconds=seconds,
        )
        block = Block(label="A", kind="straight", rounds=dose.sets_least, items=(item,))
        work = Entry(exercise, item, block)
        return any(
            self._is_lawful(self._session(opening, work), relaxed=relaxed)
            for opening in self._openings[relaxed]
        )

    def _opened(self, *, relaxed: bool) -> Iterator[_Opening]:
        drills = [e for e in self.case.catalog.exercises.values() if e.kind == "warm_up"]
        for window in self.case.timeline.windows:
            for start in _starts(window):
                for drill in drills:
                    opening = _Opening(window, start, drill)
                    if self._is_lawful(self._session(opening), relaxed=relaxed):
                        yield opening
                        break

    def _is_lawful(self, session: ReviewedSession, *, relaxed: bool) -> bool:
        sessions = sorted((*self.done, session), key=lambda one: one.start)
        week = ReviewedWeek(self.case, tuple(sessions), self)
        return not any(
            rule.forbids(week, relaxed=relaxed) for rule in RULES if not rule.asks_what_is_possible
        )

    def _session(self, opening: _Opening, *work: Entry) -> ReviewedSession:
        entries = (self._warm_up(opening.drill), *work)
        start = 60 * opening.start
        end = start + sum(entry.item.seconds for entry in entries)
        return ReviewedSession(
            session=Session(
                id="possible",
                window=opening.window.id,
                place=self.case.place_name(opening.window.place),
                start=self.case.timeline.iso(opening.start),
                end=self.case.timeline.iso(opening.start, end - start),
                minutes=round((end - start) / 60, 2),
                blocks=tuple(entry.block for entry in entries),
            ),
            start=start,
            end=end,
            entries=entries,
            window=self._windows[opening.window.id],
        )

    @cached_property
    def _windows(self) -> dict[str, Window]:
        return {window.id: window for window in self.case.request.availability}

    def _warm_up(self, drill: Exercise) -> Entry:
        """As long as a warm-up may be: a shorter one leaves room for more, and asks for more."""
        item = Item(
            label="W1",
            exercise=drill.id,
            name=drill.name,
            sets=1,
            rest_seconds=0,
            seconds=round(60 * self.case.catalog.numbers("warmup_len")[1]),
        )
        return Entry(drill, item, Block(label="W", kind="warm_up", rounds=1, items=(item,)))


def _starts(window: TimedWindow) -> range:
    first = -(-window.start // GRID_MINUTES) * GRID_MINUTES
    steps = -(-(window.end - first) // GRID_MINUTES)
    coarse = max(1, -(-steps // _MOST_STARTS_OF_A_WINDOW))
    return range(first, window.end, GRID_MINUTES * coarse)
