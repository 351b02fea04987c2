"""What the log tells of one exercise: its workouts in order of time.

A set counts as work where it has nearly the most load of its workout; lighter ones led up to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from optimizer.case.case import Case
from optimizer.documents.request import PreviousWeek
from optimizer.documents.strength import LogEntry, LoggedSet, Units
from optimizer.dosing.logged_tool import logged_at_once, logged_tool

_SHARE_OF_WORK_SETS = 0.95
_NOON = time(12)
_WEIGHED = ("external", "heavy")


@dataclass(frozen=True)
class LoggedLoad:
    """A load as it was logged, of one of ``at_once`` weights."""

    kg: float
    at_once: int


@dataclass(frozen=True)
class Workout:
    """One exercise on one day, by its work sets."""

    day: date
    kg: float | None
    """The most load; None: there was none, or it was not told."""
    unit: Units = field(default="kg", kw_only=True)
    """In which the log has it."""
    is_weightless: bool = field(default=False, kw_only=True)
    """True: the log tells a load of 0."""
    reps: tuple[int, ...] = ()
    holds_seconds: tuple[int, ...] = ()
    reserves: tuple[float, ...] = ()
    """Of the sets that tell it, in their order."""
    pain: int | None = None
    is_judged: bool = True
    """False: so soon after a hard run that it says nothing, on the eve of one, or in a lighter
    week."""
    in_lighter_week: bool = False
    on_eve: bool = False
    """True: last week's plan, or that before a lighter week, made it lighter for a key run."""
    usual_kg: float | None = None
    """Of a workout ``on_eve`` the load that it was lighter of; None: it is not known."""
    as_done: Workout | None = None
    """What was done on an eve, where this is what it is worth on other days."""
    tool: str | None = None
    """The weight that the log names; None: it names none."""
    at_once: int | None = None
    """How many weights of ``kg`` shared the load; None: nothing tells it."""
    original: LoggedLoad | None = None
    """The load as the log has it, where ``kg`` is what it makes with another number of weights."""

    @property
    def least_reps(self) -> int:
        return min(self.reps, default=0)

    @property
    def mean_reserve(self) -> float | None:
        return sum(self.reserves) / len(self.reserves) if self.reserves else None

    @property
    def reserve(self) -> float | None:
        """Of the set that left the least; None: none tells it."""
        return min(self.reserves, default=None)


def workouts_of(case: Case, exercise: str) -> tuple[Workout, ...]:
    """The workouts of one exercise before this week, the earliest first."""
    return workouts_by_exercise(case).get(exercise, ())


def workouts_by_exercise(case: Case) -> Mapping[str, tuple[Workout, ...]]:
    return case.once("workouts", lambda: _workouts_by_exercise(case))


def _workouts_by_exercise(case: Case) -> dict[str, tuple[Workout, ...]]:
    previous = case.request.previous
    if previous is None:
        return {}
    first_day = case.timeline.first_day
    by_day: dict[str, dict[date, list[LogEntry]]] = {}
    for entry in previous.log:
        if entry.exercise is None or not entry.tells_work or entry.day >= first_day:
            continue
        days = by_day.setdefault(entry.exercise, {})
        days.setdefault(entry.day, []).append(entry)
    deload_from = _start_of_deload(case)
    lighter = frozenset(_lighter_on_an_eve(previous))
    found: dict[str, tuple[Workout, ...]] = {}
    for exercise, days in by_day.items():
        workouts: list[Workout] = []
        for day in sorted(days):
            workout = workout_of(day, days[day])
            known = case.catalog.exercises.get(exercise)
            if known is not None:
                tool = logged_tool(case.catalog, known, days[day])
                at_once = logged_at_once(known, tool, previous.plan, days[day])
                workout = replace(workout, tool=tool, at_once=at_once)
                if workout.is_weightless and known.load_class in _WEIGHED:
                    # It says nothing of the load that it should have told.
                    workout = replace(workout, is_judged=False)
            if deload_from is not None and day >= deload_from:
                workout = replace(workout, is_judged=False, in_lighter_week=True)
            elif any((one, exercise) in lighter for one in _places_of(days[day])):
                workout = replace(workout, is_judged=False, on_eve=True)
            elif workouts and _falls_short(case, workouts[-1], workout):
                workout = replace(
                    workout,
                    is_judged=workout.is_judged and not _follows_hard_run(case, days[day], day),
                )
            workouts.append(workout)
        found[exercise] = tuple(workouts)
    return found


def workout_of(day: date, entries: Sequence[LogEntry]) -> Workout:
    """What was done of one exercise on one day, by the entries that tell of it."""
    sets = [one for entry in entries for one in entry.work_sets]
    pain = max((entry.pain for entry in entries if entry.pain is not None), default=None)
    most = max((one.in_kg or 0.0 for one in sets), default=0.0)
    work: list[LoggedSet] = [
        one for one in sets if (one.in_kg or 0.0) >= most * _SHARE_OF_WORK_SETS
    ]
    return Workout(
        day=day,
        kg=most or None,
        unit="lb" if any(one.lb is not None and one.in_kg == most for one in sets) else "kg",
        is_weightless=not most and any(one.in_kg == 0 for one in work),
        reps=tuple(one.reps for one in work if one.reps is not None),
        holds_seconds=tuple(one.hold_seconds for one in work if one.hold_seconds is not None),
        reserves=tuple(one.reserve for one in work if one.reserve is not None),
        pain=pain,
    )


def _lighter_on_an_eve(previous: PreviousWeek) -> Iterator[tuple[str, str]]:
    """What the plans of last week and of that before a lighter one made lighter, since a key run
    was near: sessions, of last week by id too and else by day, with the exercise."""
    for plan in (previous.base, previous.plan):
        for session in () if plan is None else plan.sessions:
            for block in session.blocks:
                for item in block.items:
                    if not item.is_lighter:
                        continue
                    yield session.start[:10], item.exercise
                    if plan is previous.plan:
                        yield session.id, item.exercise


def _places_of(entries: Iterable[LogEntry]) -> Iterator[str]:
    """The sessions of last week's plan that the entries are of; their day, where they name none."""
    return (entry.date if entry.session is None else entry.session for entry in entries)


def shared_by(workout: Workout, at_once: int) -> Workout:
    """The workout with its load in so many weights, where it is known in how many it was."""
    if workout.kg is None or workout.at_once in (None, at_once):
        return workout
    assert workout.at_once is not None
    kg = round(workout.kg * workout.at_once / at_once, 3)
    return replace(
        workout, kg=kg, at_once=at_once, original=LoggedLoad(workout.kg, workout.at_once)
    )


def _start_of_deload(case: Case) -> date | None:
    """The first day of last week, where that was a lighter one: ``base`` names the week before."""
    previous = case.request.previous
    if previous is None or not case.follows_lighter_week:
        return None
    days = [session.starts_at.date() for session in previous.plan.sessions]
    return min(days, default=None)


def _falls_short(case: Case, before: Workout, now: Workout) -> bool:
    """Repetitions fewer in the first set with the same load, by the evidence ``bad_day_load``."""
    if not before.reps or not now.reps or before.kg != now.kg:
        return False
    return now.reps[0] <= before.reps[0] - case.catalog.numbers("bad_day_load")[0]


def _follows_hard_run(case: Case, entries: Sequence[LogEntry], day: date) -> bool:
    """True: a key run, or one as long as a long run, ended within the hours of ``bad_day``."""
    hours = case.catalog.number("bad_day")
    long_run = case.catalog.number("long_run_minutes")
    start = _start_of(case, entries, day)
    return any(
        (run.is_key or run.minutes >= long_run) and 0 <= start - run.end < hours * 60
        for run in case.timeline.runs
    )


def _start_of(case: Case, entries: Sequence[LogEntry], day: date) -> int:
    """In minutes: of the plan's session, or noon."""
    previous = case.request.previous
    assert previous is not None
    named = {entry.session for entry in entries}
    for session in previous.plan.sessions:
        if session.id in named:
            return session.start_minute
    noon = datetime.combine(day, _NOON, tzinfo=case.timeline.zone)
    return int(noon.timestamp()) // 60


def days_between(earlier: date, later: date) -> int:
    return (later - earlier) // timedelta(days=1)
