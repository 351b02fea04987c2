"""A request with the runs and the busy times of calendars: files and uploads, never addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil

from api.calendars.busy_times import Busy, cut_windows
from api.calendars.documents import (
    CalendarOptions,
    CalendarReading,
    EventReading,
    FileReading,
    ReadFor,
    TakenAs,
    WindowReading,
)
from api.calendars.events import CalendarEvent, CalendarFile, read_calendar
from api.calendars.identity import PRODUCT, SESSION_ENDING, run_uid
from api.calendars.occurrences import Dated, Occurrence, Period, dated
from api.calendars.recognition import cancelled_by_title, is_training_calendar, recognised
from api.calendars.runs_in import RunReader, Understood, clean, names, reading_of
from api.calendars.zones import known_zone
from optimizer.case.current import minute_of
from optimizer.case.timeline import MAX_DAYS_AWAY, Timeline, instant_of, timeline_of
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.reading import read_request
from optimizer.documents.request import MAX_RUNS, MAX_WINDOWS, Request, Run, Window
from optimizer.documents.wording import counted, listed, quoted

_NOT_EVENTS = "to-do or journal entries"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Upload:
    """An iCalendar file as somebody gave it; ``name`` is what answers and problems call it."""

    name: str
    data: bytes


def with_calendars(
    request: Request,
    *,
    runs: Sequence[Upload] = (),
    busy: Sequence[Upload] = (),
    options: CalendarOptions | None = None,
) -> CalendarReading:
    """``request`` with the runs of some calendars and without the busy times of others.

    Runs are added to those of the request from 14 days before its week to 14 days after it.  One
    that the request has already, at the same time and as long, is not added again; one that was
    exported from this request, and has changed in the calendar since, is changed.
    Raises ``UnusableInput`` naming the file, or the part of the request that no longer holds.
    """
    options = options or CalendarOptions()
    timeline = timeline_of(request)
    reader = _Reading(request, timeline, options)
    for file in runs:
        reader.add_runs(file)
    for file in busy:
        reader.add_busy(file)
    return reader.reading()


class _Reading:
    """Goes through the calendars one by one and keeps what they say."""

    def __init__(self, request: Request, timeline: Timeline, options: CalendarOptions) -> None:
        self.request = request
        self.timeline = timeline
        self.options = options
        self.zone = request.week.zone
        self.runs: list[Run] = list(request.runs)
        self.calendars: list[FileReading] = []
        self.events: list[EventReading] = []
        self.busy: list[Busy] = []
        self._met: set[str] = set()
        self._own = {run_uid(request, index): index for index in range(len(request.runs))}
        self._known = {
            (self._instant(run.start, index), run.minutes): f"the request has it as {_named(run)}"
            for index, run in enumerate(request.runs)
            if run.start is not None
        }

    def reading(self) -> CalendarReading:
        windows, cut = self._windows()
        return CalendarReading(
            request=self._request(windows),
            calendars=tuple(self.calendars),
            events=tuple(self.events),
            windows=cut,
            notes=tuple(self._notes()),
        )

    def add_runs(self, upload: Upload) -> None:
        file = read_calendar(upload.data, upload.name)
        first = self.timeline.first_day
        away = timedelta(days=MAX_DAYS_AWAY)
        period = Period(first - away, first + timedelta(days=6) + away, self.zone)
        found = dated(file, period, upload.name)
        self._tell("runs", upload.name, file, found)
        reader = RunReader(
            self.request, self.options, upload.name, in_training=is_training_calendar(file)
        )
        met: list[tuple[Understood, CalendarEvent]] = []
        for occurrence in _in_order(file, found.occurrences):
            self._meet(occurrence.event)
            understood = reader.understood(occurrence)
            started = understood.start or occurrence.start
            if period.start <= started < period.end:
                met.append((understood, occurrence.event))
        own = [event.uid in self._own for _, event in met]
        for understood, event in met:
            if understood.run is not None and event.uid in self._own:
                # One that has moved leaves its place to another.
                index = self._own[event.uid]
                before = self.request.runs[index]
                if before.start is not None:
                    self._known.pop((self._instant(before.start, index), before.minutes), None)
        named = {
            place: self._with_run(*met[place])
            for is_own in (True, False)
            for place in range(len(met))
            if own[place] is is_own
        }
        self.events += [named[place] for place in range(len(met))]

    def add_busy(self, upload: Upload) -> None:
        file = read_calendar(upload.data, upload.name)
        first = self.timeline.first_day
        ends = [self.timeline.day(window.end) for window in self.timeline.windows]
        period = Period(first, max([first + timedelta(days=6), *ends]), self.zone)
        found = dated(file, period, upload.name)
        self._tell("busy", upload.name, file, found)
        in_training = is_training_calendar(file)
        for occurrence in found.occurrences:
            self._meet(occurrence.event)
            taken_as, reason = self._time_of(occurrence, in_training=in_training)
            if taken_as == "busy":
                assert occurrence.end is not None
                title = clean(occurrence.event.title, 60) or "an event without a title"
                self._block(occurrence.start, occurrence.end, title)
            read = reading_of(occurrence, "busy", upload.name, self.zone, taken_as, reason)
            is_doubtful = taken_as == "busy" and occurrence.event.is_tentative
            self.events.append(read.model_copy(update={"is_doubtful": is_doubtful}))
        for one in file.busy:
            self._block(one.start, one.end, "busy")

    def _with_run(self, understood: Understood, event: CalendarEvent) -> EventReading:
        """Put a run that was read into the request, unless it has it."""
        run, start = understood.run, understood.start
        if run is None or start is None:
            return understood.reading
        key = (_minute(start), run.minutes)
        own = self._own.pop(event.uid, None)
        if own is not None:
            before = self.runs[own]
            run = run.model_copy(update={"id": before.id})
            if before.start is not None and key == (
                self._instant(before.start, own),
                before.minutes,
            ):
                run = before.model_copy(update={"kind": run.kind})
            self.runs[own] = run
            self._known[key] = f"the request has it as {_named(run)}"
            return understood.reading.model_copy(update={"run": run})
        if key in self._known:
            return understood.reading.model_copy(
                update={
                    "taken_as": "run_already_told",
                    "reason": f"{understood.reading.reason[:-1]}, but {self._known[key]}.",
                    "run": None,
                    "assumed": (),
                }
            )
        run = run.model_copy(update={"id": self._free_id(run.id)})
        self._known[key] = f"an event before it is that run, {_named(run)}"
        self.runs.append(run)
        if len(self.runs) > MAX_RUNS:
            raise UnusableInput(
                Problem(
                    understood.reading.calendar,
                    "",
                    f"gives more than {counted(MAX_RUNS, 'runs')} from {MAX_DAYS_AWAY} days before"
                    f" the week to {MAX_DAYS_AWAY} days after it; take events out with --not-a-run",
                )
            )
        return understood.reading.model_copy(update={"run": run})

    def _time_of(self, occurrence: Occurrence, *, in_training: bool) -> tuple[TakenAs, str]:
        """Whether an event takes its time, with a clause that says why."""
        event = occurrence.event
        if event.uid.endswith(SESSION_ENDING):
            return "own_session", "it is a strength session that runstrong wrote"
        for pattern in self.options.not_busy:
            if names(pattern, event):
                return "free", f"{quoted(pattern)} is told to leave its time free"
        if word := cancelled_by_title(event.title):
            return "cancelled", f"its title says {quoted(word)}"
        if event.is_free:
            return "free", "it is marked as free"
        if occurrence.end is None or occurrence.end <= occurrence.start or event.has_no_length:
            return "free", "it has no length"
        if occurrence.day is None:
            return "busy", "its time is taken" + (", though only tentatively" * event.is_tentative)
        run = recognised(event, in_training=in_training)
        if run.kind is not None:
            return "free", "it is a run of the whole day; give the calendar with --runs too"
        if event.is_free is False:
            return "busy", "it takes whole days and is marked as busy"
        if self.options.all_day_is_busy:
            return "busy", "it takes whole days, which are told to be busy"
        return "free", "it is of whole days and does not say that it takes their time"

    def _block(self, start: datetime, end: datetime, title: str) -> None:
        last = ceil((end - _EPOCH) / timedelta(minutes=1))
        self.busy.append(Busy(_minute(start), last, title))

    def _windows(self) -> tuple[tuple[Window, ...], tuple[WindowReading, ...]]:
        starts_by_window: dict[str, list[int]] = {}
        for pin, start in zip(self.request.pinned, self.timeline.pinned_starts, strict=True):
            if pin.window is not None and start is not None:
                starts_by_window.setdefault(pin.window, []).append(start)
        if self.request.current is not None:
            for session in self.request.current.plan.sessions:
                start = minute_of(session.start, "current.plan")
                starts_by_window.setdefault(session.window, []).append(start)
        windows, cut = cut_windows(self.request, self.timeline, self.busy, starts_by_window)
        if len(windows) > MAX_WINDOWS:
            raise UnusableInput(
                Problem(
                    "availability",
                    "",
                    f"busy times cut it into {counted(len(windows), 'windows')}; at most"
                    f" {MAX_WINDOWS} are read, so give fewer or longer ones",
                )
            )
        self._refuse_lost_pins(windows, cut)
        return windows, cut

    def _refuse_lost_pins(self, windows: Sequence[Window], cut: Sequence[WindowReading]) -> None:
        left = {window.id for window in windows}
        because = {one.window: one.because_of for one in cut}
        problems = [
            Problem(
                f"pinned[{index}].window",
                quoted(pin.window),
                f"is taken up by {listed(quoted(title) for title in because[pin.window][:3])};"
                " drop the pin, or say --not-busy",
            )
            for index, pin in enumerate(self.request.pinned)
            if pin.window is not None and pin.window not in left
        ]
        if problems:
            raise UnusableInput(*problems)

    def _request(self, windows: tuple[Window, ...]) -> Request:
        changed = self.request.model_copy(
            update={"runs": tuple(self.runs), "availability": windows}
        )
        # Read again like any other request: no fault of a calendar gets past that.
        read = read_request(changed.model_dump_json())
        timeline_of(read)
        return read

    def _tell(self, read_for: ReadFor, name: str, file: CalendarFile, found: Dated) -> None:
        notes = []
        if found.unknown_zones:
            unknown = listed(quoted(clean(zone, 60)) for zone in found.unknown_zones[:3])
            notes.append(f"Nobody knows the time zone {unknown}; {self._default(file)} is taken.")
        if file.zone and known_zone(file.zone) is None:
            notes.append(
                f"Nobody knows the time zone {quoted(clean(file.zone, 60))} of its own;"
                f" {self.zone.key} is taken."
            )
        elif file.zone and file.zone != self.zone.key:
            notes.append(f"Times without a zone are of {file.zone}, as it says.")
        if found.replaced:
            notes.append(
                f"{counted(len(found.replaced), 'events')} stood there in a later revision."
            )
        if file.not_events:
            notes.append(
                f"{counted(file.not_events, _NOT_EVENTS, 'to-do or journal entry')} left out."
            )
        self.calendars.append(
            FileReading(
                calendar=name,
                read_for=read_for,
                title=clean(file.name, 120),
                events=len(file.events),
                outside=found.outside,
                notes=tuple(notes),
            )
        )
        for occurrence in found.cancelled:
            self._meet(occurrence.event)
            is_declined = occurrence.event.is_declined
            why = "its owner has declined it" if is_declined else "it is cancelled"
            self.events.append(reading_of(occurrence, read_for, name, self.zone, "cancelled", why))
        for one in found.not_read:
            self._meet(one.event)
            self.events.append(
                EventReading(
                    calendar=name,
                    read_for=read_for,
                    event=one.event.place,
                    uid=clean(one.event.uid, 300),
                    title=clean(one.event.title, 120),
                    start="",
                    taken_as="not_read",
                    reason=f"{one.reason[:1].upper()}{one.reason[1:]}.",
                    is_doubtful=True,
                )
            )

    def _default(self, file: CalendarFile) -> str:
        if file.zone and known_zone(file.zone) is not None:
            return file.zone
        return self.zone.key

    def _notes(self) -> Iterator[str]:
        named = (*self.options.run_kinds, *self.options.not_runs, *self.options.not_busy)
        for pattern in dict.fromkeys(named):
            if pattern not in self._met:
                yield f"{quoted(pattern)} is the UID or title of no event in these weeks."

    def _meet(self, event: CalendarEvent) -> None:
        named = (*self.options.run_kinds, *self.options.not_runs, *self.options.not_busy)
        self._met.update(pattern for pattern in named if names(pattern, event))

    def _instant(self, start: str, index: int) -> int:
        return instant_of(self.request, start, f"runs[{index}].start", MAX_DAYS_AWAY)

    def _free_id(self, wanted: str | None) -> str | None:
        taken = {run.id for run in self.runs}
        if wanted is None or wanted not in taken:
            return wanted
        number = 2
        while (name := f"{wanted[:58]} ({number})") in taken:
            number += 1
        return name


def _in_order(file: CalendarFile, found: Sequence[Occurrence]) -> Sequence[Occurrence]:
    """In the order of time; what was exported from a request comes back in the order it had."""
    if file.product != PRODUCT:
        return found
    return sorted(found, key=lambda one: one.event.place)


def _named(run: Run) -> str:
    return f"run {quoted(run.id)}" if run.id is not None else f"its run at {run.start}"


def _minute(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(minutes=1)
