"""An exercise without a load that has become easy gives way to a harder variant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from catalog.models import LEVELS, Exercise
from optimizer.case.case import Case
from optimizer.documents.result import Finding, Item
from optimizer.documents.strength import LogEntry, LoggedSet
from optimizer.dosing.prescription import prescribed
from optimizer.dosing.progress import harder_variants
from optimizer.rules.base import Rule
from optimizer.week.reviewed import ReviewedWeek


class Outgrown(Rule):
    """Only with a log that has the top of the range twice; see ``optimizer/dosing/progress.py``.

    What is pinned stays.  The review reads the log by itself.
    """

    id = "outgrown"
    title = "A harder variant of what the log has at the top of its range twice"
    evidence = ("hold_step", "time_off_days")

    def refuses(self, case: Case, exercise: Exercise) -> str | None:
        harder = harder_variants(case).get(exercise.id)
        return None if harder is None else f"has become easy: {harder} takes its place"

    def review(self, week: ReviewedWeek) -> Iterator[Finding]:
        log = _Log(week.case)
        for session in week.sessions:
            for name in session.sets():
                exercise = week.case.catalog.exercises[name]
                harder = log.harder_than(exercise)
                if harder is not None:
                    yield self.breach(
                        name, 0, 1, "exercises",
                        f"{week.when(session)}: {exercise.name} has become easy; {harder} takes its"
                        " place.",
                    )  # fmt: skip


@dataclass(frozen=True)
class _Day:
    """The work sets of one exercise on one day."""

    day: date
    sets: tuple[LoggedSet, ...]

    @property
    def reps(self) -> list[int]:
        return [one.reps for one in self.sets if one.reps is not None]

    @property
    def holds(self) -> list[int]:
        return [one.hold_seconds for one in self.sets if one.hold_seconds is not None]

    @property
    def left(self) -> list[float]:
        return [one.reserve for one in self.sets if one.reserve is not None]

    @property
    def kg(self) -> float:
        return max((one.in_kg or 0.0 for one in self.sets), default=0.0)


class _Log:
    """What the log of a request says of exercises that were done without a load."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.numbers = case.catalog.numbers
        previous = case.request.previous
        self.log = () if previous is None else previous.log
        self.first_day = case.timeline.first_day

    def harder_than(self, exercise: Exercise) -> str | None:
        """The name of the variant that is due; None: the exercise stays."""
        above = self._next_rung(exercise)
        if above is None or any(p.exercise == exercise.id for p in self.case.request.pinned):
            return None
        last = max((entry.day for entry in self._entries(exercise)), default=None)
        if last is None or (self.first_day - last).days > self.numbers("time_off_days")[-1]:
            return None
        if self._was_missed_twice(above) or not self._is_at_its_top(exercise):
            return None
        return above.name

    def _next_rung(self, exercise: Exercise) -> Exercise | None:
        """The next variant of its ladder, if the athlete may do it somewhere this week."""
        found = self.case.catalog.next_rung(exercise.id)
        if found is None:
            return None
        above = self.case.catalog.exercises[found[0]]
        is_too_hard = LEVELS.index(above.level) > LEVELS.index(self.case.request.athlete.level)
        is_shut_out = any(injury.shuts_out(above) for injury in self.case.injuries)
        if is_too_hard or is_shut_out or above.only_for:
            return None
        places = [self.case.equipment_at(w.place) for w in self.case.request.availability]
        there = any(all(have.intersection(any_of) for any_of in above.equipment) for have in places)
        return above if there else None

    def _is_at_its_top(self, exercise: Exercise) -> bool:
        """The last two days that count had the top in every set, with enough left."""
        days = self._days_that_count(exercise)[-2:]
        dose = prescribed(self.case, exercise)
        found = self.case.catalog.next_rung(exercise.id)
        assert found is not None
        if dose.reps is None:
            longest = round(self.numbers("hold_step")[1])
            top = min(longest, dose.hold_seconds[1]) if dose.hold_seconds else longest
        else:
            top = min(dose.reps[1], max(found[1], dose.reps[0]))
        wanted = max(2, self._dose_of_last_week(exercise)[1][0])
        return len(days) == 2 and all(
            (amounts := day.holds if dose.reps is None else day.reps)
            and min(amounts) >= top
            and (dose.rir is None or (day.left and min(day.left) >= wanted))
            for day in days
        )

    def _was_missed_twice(self, exercise: Exercise) -> bool:
        days = self._days_that_count(exercise)[-2:]
        return len(days) == 2 and all(self._was_missed(exercise, day) for day in days)

    def _was_missed(self, exercise: Exercise, day: _Day) -> bool:
        dose = prescribed(self.case, exercise)
        (least, _), (wanted, _) = self._dose_of_last_week(exercise)
        if day.reps and min(day.reps) < least:
            return min(day.reps) + min(day.left, default=0) < least + wanted
        holds = dose.hold_seconds if dose.reps is None else None
        if day.holds and holds and min(day.holds) < holds[0]:
            return True
        mean = sum(day.left) / len(day.left) if day.left else None
        return mean is not None and dose.rir is not None and mean <= wanted - 2

    def _dose_of_last_week(self, exercise: Exercise) -> tuple[tuple[int, int], tuple[int, int]]:
        """Repetitions and reserve by which the log is judged: as they were planned, else as now."""
        dose = prescribed(self.case, exercise)
        item = self._item_of_last_week(exercise)
        reps = (None if item is None else item.reps) or dose.reps or (1, 1)
        rir = (None if item is None or item.effort is None else item.effort.rir) or dose.rir
        return reps, rir or (1, 3)

    def _item_of_last_week(self, exercise: Exercise) -> Item | None:
        previous = self.case.request.previous
        plans = () if previous is None else (previous.base, previous.plan)
        planned = [
            item
            for plan in plans
            for session in (() if plan is None else plan.sessions)
            for block in session.blocks
            for item in (block.items if block.is_work else ())
            if item.exercise == exercise.id and item.effort is not None
        ]
        as_else = [item for item in planned if not item.is_lighter]
        return next(iter([*as_else, *planned]), None)

    def _entries(self, exercise: Exercise) -> list[LogEntry]:
        return [
            entry
            for entry in self.log
            if entry.exercise == exercise.id and entry.tells_work and entry.day < self.first_day
        ]

    def _days_that_count(self, exercise: Exercise) -> list[_Day]:
        """In order, without those of a lighter week and those that a hard run explains; since the
        last break that was time off."""
        entries = self._entries(exercise)
        lighter_from = self._start_of_lighter_week()
        longest = self.numbers("time_off_days")[1]
        found: list[_Day] = []
        before: _Day | None = None
        for day in sorted({entry.day for entry in entries}):
            of_day = [entry for entry in entries if entry.day == day]
            sets = [one for entry in of_day for one in entry.work_sets]
            most = max((one.in_kg or 0.0 for one in sets), default=0.0)
            now = _Day(day, tuple(one for one in sets if (one.in_kg or 0.0) >= most * 0.95))
            is_lighter = lighter_from is not None and day >= lighter_from
            is_lighter = is_lighter or self._was_on_an_eve(exercise, of_day)
            if before is not None and (day - before.day).days > longest:
                found.clear()
            if not is_lighter and not self._is_bad_day(before, now, of_day):
                found.append(now)
            before = now
        return found

    def _was_on_an_eve(self, exercise: Exercise, entries: Sequence[LogEntry]) -> bool:
        """Last week's plan made it lighter in the session that some entry tells of."""
        previous = self.case.request.previous
        return previous is not None and any(
            item.exercise == exercise.id and item.is_lighter
            for entry in entries
            for session in previous.plan.sessions
            if entry.session in (None, session.id)
            if entry.session is not None or entry.date == session.start[:10]
            for block in session.blocks
            for item in block.items
        )

    def _start_of_lighter_week(self) -> date | None:
        previous = self.case.request.previous
        if previous is None or previous.base is None or previous.base == previous.plan:
            return None
        return min((one.starts_at.date() for one in previous.plan.sessions), default=None)

    def _is_bad_day(self, before: _Day | None, now: _Day, entries: Sequence[LogEntry]) -> bool:
        """Two repetitions fewer than the time before with the same load, soon after a hard run."""
        if before is None or not before.reps or not now.reps or before.kg != now.kg:
            return False
        if now.reps[0] > before.reps[0] - self.numbers("bad_day_load")[0]:
            return False
        [hours], [long_run] = self.numbers("bad_day"), self.numbers("long_run_minutes")
        start = self._start_minute(now.day, {entry.session for entry in entries})
        return any(
            0 <= start - run.end < hours * 60
            for run in self.case.timeline.runs
            if run.is_key or run.minutes >= long_run
        )

    def _start_minute(self, day: date, sessions: set[str | None]) -> int:
        """Of the plan's session that the log names; else noon."""
        previous = self.case.request.previous
        assert previous is not None
        for session in previous.plan.sessions:
            if session.id in sessions:
                return session.start_minute
        noon = datetime.combine(day, time(12), tzinfo=self.case.timeline.zone)
        return int(noon.timestamp()) // 60
