"""Runs and windows on one clock.

Local times end here: past this room there are only whole minutes of elapsed time (UTC), so a change
of the clocks counts as it should.  Lengths in minutes, instants in minutes since 1970-01-01T00:00Z.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from functools import cached_property
from zoneinfo import ZoneInfo

from optimizer.case.runs_before import DAYS_OF_RACES
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.request import KEY_RUN_KINDS, Request, Run, RunKind, run_id
from optimizer.documents.wording import quoted
from optimizer.documents.written_times import WEEKDAY_TIME, WEEKDAYS, written_moment, year_fault

GRID_MINUTES = 5
DAY_MINUTES = 24 * 60
DAYS_OF_A_WEEK = 7
MAX_DAYS_AWAY = 14


@dataclass(frozen=True)
class TimedRun:
    """A run from ``start`` to ``end``; ``marathon`` is told by distance, else by duration."""

    id: str
    kind: RunKind
    start: int
    end: int
    distance_km: float | None
    windows: tuple[tuple[int, int], ...] = ()
    """Of a placed run, the starts and ends between which it may be; none: its start is given."""
    free_minutes: int = 0
    """Before and after it, in which no session may be."""

    @property
    def is_placed(self) -> bool:
        return bool(self.windows)

    @property
    def minutes(self) -> int:
        return self.end - self.start

    @property
    def is_key(self) -> bool:
        return self.kind in KEY_RUN_KINDS

    @property
    def is_race(self) -> bool:
        return self.kind == "race"


@dataclass(frozen=True)
class RunToPlace:
    """A run that the plan places: inside one of ``windows``, each a start and an end."""

    index: int
    """Among the request's runs."""
    id: str
    kind: RunKind
    minutes: int
    distance_km: float | None
    windows: tuple[tuple[int, int], ...]

    def at(self, start: int, free_minutes: int) -> TimedRun:
        end = start + self.minutes
        return TimedRun(
            self.id, self.kind, start, end, self.distance_km, self.windows, free_minutes
        )


@dataclass(frozen=True)
class TimedWindow:
    id: str
    place: str | None
    start: int
    end: int


@dataclass(frozen=True)
class Timeline:
    """The athlete's runs, windows and pinned starts in order of time."""

    zone: ZoneInfo
    first_day: date
    runs: tuple[TimedRun, ...]
    windows: tuple[TimedWindow, ...]
    pinned_starts: tuple[int | None, ...] = ()
    """By index of the request's ``pinned``."""
    now: int | None = None
    """How far the week has gone, where the request tells it."""
    to_place: tuple[RunToPlace, ...] = ()
    """The runs that have no start yet, in the request's order."""
    taken_for_hard: frozenset[date] = frozenset()
    """Days of which it is taken for granted that an interval or tempo run is over, whatever
    ``runs`` has: asked of one run by itself."""

    def local(self, minute: int) -> datetime:
        return datetime.fromtimestamp(minute * 60, UTC).astimezone(self.zone)

    def iso(self, minute: int, seconds: int = 0) -> str:
        instant = datetime.fromtimestamp(minute * 60 + seconds, UTC).astimezone(self.zone)
        return instant.isoformat()

    def day(self, minute: int) -> date:
        found = self._day_by_minute.get(minute)
        if found is None:
            found = self._day_by_minute[minute] = self.local(minute).date()
        return found

    @cached_property
    def _day_by_minute(self) -> dict[int, date]:
        """Days asked for so far: runs to place ask for the same few thousand over and over."""
        return {}

    def clock(self, minute: int) -> str:
        """``Wed 19:00``: the local weekday and time, for sentences."""
        return f"{self.weekday(minute)} {self.local(minute):%H:%M}"

    def run_name(self, run: TimedRun) -> str:
        """``the interval run of Tue 19:00``."""
        kind = "race" if run.is_race else f"{run.kind} run"
        return f"the {kind} of {self.clock(run.start)}"

    def weekday(self, minute: int) -> str:
        return WEEKDAYS[self.local(minute).weekday()]

    @cached_property
    def midnights(self) -> tuple[int, ...]:
        """The starts of the week's days and of the two days after it."""
        days = (self.first_day + timedelta(days=n) for n in range(9))
        return tuple(_minute_of(datetime.combine(day, clock_time(), self.zone)) for day in days)

    def is_of_week(self, minute: int) -> bool:
        """True: on one of the week's seven days."""
        return 0 <= (self.day(minute) - self.first_day).days < DAYS_OF_A_WEEK

    def weeks_on(self, minute: int, weeks: int) -> int:
        """The same weekday and local time so many weeks later, or earlier where negative."""
        return _minute_of(self.local(minute) + timedelta(weeks=weeks))

    def window(self, name: str) -> TimedWindow:
        """The window of that id, which the request has."""
        return next(window for window in self.windows if window.id == name)

    def last_run_before(self, minute: int) -> TimedRun | None:
        """The run that ended last of those that had ended by ``minute``."""
        ended = [run for run in self.runs if run.end <= minute]
        return max(ended, key=lambda run: run.end, default=None)

    def free_until(self, minute: int) -> int | None:
        """The first minute from ``minute`` on that a run takes, or has free; None: there is no run.

        Of a ``minute`` at which ``running_at`` says nobody runs.
        """
        return min(
            (run.start - run.free_minutes for run in self.runs if run.start >= minute), default=None
        )

    def next_key_run_after(self, minute: int) -> TimedRun | None:
        return next((run for run in self.runs if run.is_key and run.start >= minute), None)

    def running_at(self, minute: int) -> bool:
        """True: of the minutes of a run, or those that are free before and after it."""
        return any(
            run.start - run.free_minutes <= minute < run.end + run.free_minutes for run in self.runs
        )


def hours_around(timeline: Timeline, start: int) -> tuple[float | None, float | None]:
    """Elapsed hours since the last run's end and to the next key run; None where none is known."""
    last, key_run = timeline.last_run_before(start), timeline.next_key_run_after(start)
    return (
        None if last is None else round((start - last.end) / 60, 2),
        None if key_run is None else round((key_run.start - start) / 60, 2),
    )


def timeline_of(request: Request) -> Timeline:
    """Place a request's runs and windows on one clock.

    Raises ``UnusableInput`` naming the field of every time that cannot be read, does not exist on
    that day, lies too far away, or overlaps.
    """
    reader = _Reader(request)
    runs = [reader.run(i, run) for i, run in enumerate(request.runs) if run.when is None]
    to_place = [reader.to_place(i, run) for i, run in enumerate(request.runs)]
    windows = [reader.window(index) for index in range(len(request.availability))]
    pinned_starts = tuple(
        None if pin.start is None else reader.time(pin.start, f"pinned[{index}].start", 1)
        for index, pin in enumerate(request.pinned)
    )
    current = request.current
    now = None
    if current is not None and current.now is not None:
        now = reader.time(current.now, "current.now", MAX_DAYS_AWAY)
    timeline = Timeline(
        zone=request.week.zone,
        first_day=reader.first_day,
        runs=tuple(sorted((r for r in runs if r), key=lambda run: (run.start, run.end, run.id))),
        windows=tuple(sorted((w for w in windows if w), key=lambda w: (w.start, w.id))),
        pinned_starts=pinned_starts,
        now=now,
        to_place=tuple(run for run in to_place if run is not None),
    )
    problems = [*reader.problems, *_overlaps(request, timeline), *_bad_pins(request, timeline)]
    if problems:
        raise UnusableInput(*problems)
    return timeline


def local_time(timeline: Timeline, minute: int, *, like: str) -> str:
    """An instant as a request writes it: by weekday where ``like`` is and the week has the day."""
    days = (timeline.day(minute) - timeline.first_day).days
    if WEEKDAY_TIME.fullmatch(like) and 0 <= days <= 6:
        return timeline.clock(minute)
    return timeline.local(minute).strftime("%Y-%m-%dT%H:%M")


def instant_of(request: Request, text: str, field: str, days_away: int = 1) -> int:
    """A local time of the request's week, written as in a request, in minutes.

    Raises ``UnusableInput`` naming ``field`` for what is no time at most ``days_away`` days off it.
    """
    reader = _Reader(request)
    instant = reader.time(text, field, days_away)
    if instant is None:
        raise UnusableInput(*reader.problems)
    return instant


def minute_of_week(text: str) -> float:
    """Minutes from Monday's midnight to a weekday and time, or to a date and time, as written.

    Raises ``ValueError`` for what is neither.
    """
    if WEEKDAY_TIME.fullmatch(text):
        name, clock = text.split(" ")
        day, time = WEEKDAYS.index(name), clock_time.fromisoformat(clock)
    else:
        moment = datetime.fromisoformat(text)
        day, time = moment.weekday(), moment.time()
    return day * DAY_MINUTES + time.hour * 60 + time.minute + time.second / 60


def _overlaps(request: Request, timeline: Timeline) -> Iterator[Problem]:
    index_of = {window.id: index for index, window in enumerate(request.availability)}
    for before, after in zip(timeline.windows, timeline.windows[1:], strict=False):
        if after.start < before.end and before.id != after.id:
            yield Problem(
                f"availability[{index_of[after.id]}]",
                "",
                f"windows {quoted(before.id)} and {quoted(after.id)} overlap: the first ends"
                f" {timeline.clock(before.end)}, the second starts {timeline.clock(after.start)};"
                " shorten one or join them",
            )


def _bad_pins(request: Request, timeline: Timeline) -> Iterator[Problem]:
    windows = {window.id: window for window in timeline.windows}
    for index, (pin, start) in enumerate(zip(request.pinned, timeline.pinned_starts, strict=True)):
        if start is None or pin.window is None or pin.window not in windows:
            continue
        window = windows[pin.window]
        if not window.start <= start < window.end:
            fault = f"is outside window {pin.window}"
        elif start % GRID_MINUTES:
            fault = "is not on a whole five minutes"
        else:
            continue
        yield Problem(f"pinned[{index}].start", quoted(pin.start), f"{fault}; move the pin")


def _minute_of(moment: datetime) -> int:
    return int(moment.timestamp()) // 60


class _Reader:
    """Reads the times of one request and collects what is wrong with them."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.zone = request.week.zone
        self.problems: list[Problem] = []
        self.first_day = request.week.first_day
        fault = year_fault(self.first_day)
        if fault:
            raise UnusableInput(Problem("week.start", quoted(request.week.start), fault))

    def run(self, index: int, run: Run) -> TimedRun | None:
        if run.start is None:
            return None
        before = DAYS_OF_RACES if run.kind == "race" else MAX_DAYS_AWAY
        start = self.time(run.start, f"runs[{index}].start", MAX_DAYS_AWAY, before)
        if start is None:
            return None
        name = run_id(index, run)
        return TimedRun(name, run.kind, start, start + run.minutes, run.distance_km)

    def to_place(self, index: int, run: Run) -> RunToPlace | None:
        if run.when is None:
            return None
        windows = []
        for number, window in enumerate(run.when):
            field = f"runs[{index}].when[{number}]"
            start = self.time(window.start, f"{field}.start", 0)
            if start is None:
                continue
            end = self._end_after(start, window.start, window.end, f"{field}.end")
            if end is None:
                continue
            if end - start < run.minutes:
                message = (
                    f"is {end - start} min after the start {quoted(window.start)}, and the run"
                    f" takes {run.minutes}; give a later end, or fewer minutes"
                )
                self.problems.append(Problem(f"{field}.end", quoted(window.end), message))
            windows.append((start, end))
        return RunToPlace(
            index, run_id(index, run), run.kind, run.minutes, run.distance_km, tuple(windows)
        )

    def window(self, index: int) -> TimedWindow | None:
        window = self.request.availability[index]
        field = f"availability[{index}]"
        start = self.time(window.start, f"{field}.start", 0)
        if start is None:
            return None
        if window.minutes is not None:
            return TimedWindow(window.id, window.place, start, start + window.minutes)
        assert window.end is not None  # the model demands one of the two
        end = self._end_after(start, window.start, window.end, f"{field}.end", ", or minutes")
        return None if end is None else TimedWindow(window.id, window.place, start, end)

    def _end_after(
        self, start: int, written_start: str, written_end: str, field: str, cure: str = ""
    ) -> int | None:
        """The end of a window from ``start``, or a noted problem."""
        end = self.time(written_end, field, 1)
        if end is None:
            return None
        if end <= start and WEEKDAY_TIME.fullmatch(written_end):
            # "Sun 23:00" to "Mon 00:30" runs over the edge of a week that starts on Monday.
            over_the_edge = self._weekday(written_end, weeks=1)
            if over_the_edge - start <= DAY_MINUTES:
                end = over_the_edge
        if end <= start:
            self.problems.append(
                Problem(
                    field,
                    quoted(written_end),
                    f"is not after the start {quoted(written_start)}; give a later end{cure}",
                )
            )
            return None
        return end

    def time(
        self, text: str, field: str, days_away: int, days_before: int | None = None
    ) -> int | None:
        """``text`` as an instant at most ``days_away`` days off the week, or ``days_before`` it
        where that is another number, or a noted problem."""
        try:
            normal = written_moment(text)
            if WEEKDAY_TIME.fullmatch(normal):
                return self._weekday(normal)
            moment = datetime.fromisoformat(normal)
            first, last = (
                self.first_day - timedelta(days=days_away if days_before is None else days_before),
                self.first_day + timedelta(days=6 + days_away),
            )
            if not first <= moment.date() <= last:
                raise ValueError(f"lies outside {first} to {last}; correct it or leave it out")
            return self._existing(moment)
        except ValueError as error:
            self.problems.append(Problem(field, quoted(text), str(error)))
            return None

    def _weekday(self, text: str, weeks: int = 0) -> int:
        name, clock = text.split(" ")
        days = (WEEKDAYS.index(name) - self.first_day.weekday()) % 7 + 7 * weeks
        hour, minute = (int(part) for part in clock.split(":"))
        day = self.first_day + timedelta(days=days)
        return self._existing(datetime.combine(day, clock_time(hour, minute)))

    def _existing(self, naive: datetime) -> int:
        moment = naive.replace(tzinfo=self.zone)
        if moment.astimezone(UTC).astimezone(self.zone).replace(tzinfo=None) != naive:
            raise ValueError(
                f"does not exist on {naive:%Y-%m-%d}: the clocks go forward; choose another time"
            )
        return _minute_of(moment)
