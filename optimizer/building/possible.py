"""What a week could hold, asked of the rules' reviews and not of what shapes the problem.

A rule that demands some exercise has to know whether the week could hold one at all.  Its review
may not ask the problem, or a fault in the shaping half of any rule would blind it.  So a session of
a drill and the exercise is put into the windows, and the other rules review it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from catalog.models import Exercise
from optimizer.case.case import Case
from optimizer.case.timeline import GRID_MINUTES, TimedWindow
from optimizer.documents.request import Window
from optimizer.documents.result import Block, BlockKind, Item, Session
from optimizer.dosing.doses import Dose, dose_of
from optimizer.rules.registry import RULES
from optimizer.week.reviewed import Entry, ReviewedSession, ReviewedWeek
from optimizer.week.warm_up import filled, least_seconds_in

_MOST_STARTS_OF_A_WINDOW = 48
"""In a longer window only every so many starts are tried, which may miss a possibility: a review
that misses one asks for less."""


@dataclass(frozen=True)
class _Opening:
    """A start at which the drills that break no rule there fill a warm-up."""

    window: TimedWindow
    start: int
    warm_up: tuple[Entry, ...]


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
        work = _work(dose)
        return any(
            self._is_lawful(self._session(opening, work), relaxed=relaxed)
            for opening in self._openings[relaxed]
        )

    def _opened(self, *, relaxed: bool) -> Iterator[_Opening]:
        drills = [e for e in self.case.catalog.exercises.values() if e.kind == "warm_up"]
        for window in self.case.timeline.windows:
            for start in _starts(window):
                allowed = self._allowed(drills, window, start, relaxed=relaxed)
                warm_up = filled(self.case, window, allowed)
                if warm_up is not None:
                    exercises = self.case.catalog.exercises
                    entries = (_entry(exercises[i.exercise], i, "warm_up") for i in warm_up.items())
                    yield _Opening(window, start, tuple(entries))

    def _allowed(
        self, drills: Sequence[Exercise], window: TimedWindow, start: int, *, relaxed: bool
    ) -> list[Exercise]:
        """The drills that no rule forbids; nearly always that is all or none of them."""
        least = least_seconds_in(self.case, window)
        seconds = [least, *[0] * (len(drills) - 1)]
        entries = (
            _entry(drill, _item(drill, 1, 0, each), "warm_up")
            for drill, each in zip(drills, seconds, strict=True)
        )
        session = self._session(_Opening(window, start, tuple(entries)))
        if self._is_lawful(session, relaxed=relaxed):
            return list(drills)
        if len(drills) == 1:
            return []
        half = len(drills) // 2
        return [
            drill
            for some in (drills[:half], drills[half:])
            for drill in self._allowed(some, window, start, relaxed=relaxed)
        ]

    def _is_lawful(self, session: ReviewedSession, *, relaxed: bool) -> bool:
        sessions = sorted((*self.done, session), key=lambda one: one.start)
        week = ReviewedWeek(self.case, tuple(sessions), self)
        return not any(
            rule.forbids(week, relaxed=relaxed) for rule in RULES if rule.says_what_is_possible
        )

    def _session(self, opening: _Opening, *work: Entry) -> ReviewedSession:
        entries = (*opening.warm_up, *work)
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


def _starts(window: TimedWindow) -> range:
    first = -(-window.start // GRID_MINUTES) * GRID_MINUTES
    steps = -(-(window.end - first) // GRID_MINUTES)
    coarse = max(1, -(-steps // _MOST_STARTS_OF_A_WINDOW))
    return range(first, window.end, GRID_MINUTES * coarse)


def _work(dose: Dose) -> Entry:
    """The least sets of one exercise, in its charged time: a partner may fill the rests."""
    sets = dose.sets_least
    item = _item(dose.exercise, sets, dose.charged_rest_seconds, dose.least_seconds)
    item = item.model_copy(update={"reps": dose.reps, "hold_seconds": dose.hold_seconds})
    return _entry(dose.exercise, item, "straight")


def _item(exercise: Exercise, sets: int, rest_seconds: int, seconds: int) -> Item:
    return Item(
        label="",
        exercise=exercise.id,
        name=exercise.name,
        sets=sets,
        per_side=exercise.per_side,
        rest_seconds=rest_seconds,
        seconds=seconds,
    )


def _entry(exercise: Exercise, item: Item, kind: BlockKind) -> Entry:
    return Entry(exercise, item, Block(label="", kind=kind, rounds=item.sets, items=(item,)))
