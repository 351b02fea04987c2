"""From the occurrences of a calendar to the runs of a request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from fnmatch import fnmatchcase
from math import ceil
from zoneinfo import ZoneInfo

from api.calendars.documents import CalendarOptions, EventReading, ReadFor, TakenAs
from api.calendars.events import CalendarEvent
from api.calendars.identity import SESSION_ENDING
from api.calendars.occurrences import Occurrence
from api.calendars.recognition import KIND_WORDS, NOTHING_NAMED, Recognised, recognised
from api.calendars.run_amounts import planned_km, planned_minutes
from optimizer.documents.request import Request, Run, RunKind
from optimizer.documents.wording import hours, quoted

MOST_MINUTES = 2880
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_USUAL_MINUTES: dict[RunKind, int] = {
    "easy": 60,
    "long": 120,
    "tempo": 60,
    "interval": 60,
    "race": 120,
}
"""Our own assumption for a run that says neither how long nor how far."""
_ALL_DAY_RUN_AT = "18:00"
"""Late rather than early: a session on the next day then stands far enough from either."""
_LONGEST_ID = 64


def names(pattern: str, event: CalendarEvent) -> bool:
    """Whether a person means ``event`` by a UID or a title, in which * stands for anything."""
    title, wanted = event.title.casefold(), pattern.casefold()
    # Square brackets are letters of a title here.
    return pattern == event.uid or fnmatchcase(title, wanted.replace("[", "[[]"))


@dataclass(frozen=True)
class Understood:
    """An occurrence as a run (``run``), or why it is none."""

    reading: EventReading
    run: Run | None = None
    start: datetime | None = None
    """Of the run, in UTC."""


class RunReader:
    """Understands the occurrences of one calendar."""

    def __init__(
        self, request: Request, options: CalendarOptions, calendar: str, *, in_training: bool
    ) -> None:
        self.zone = request.week.zone
        self.options = options
        self.calendar = calendar
        self.in_training = in_training

    def understood(self, occurrence: Occurrence) -> Understood:
        event = occurrence.event
        if event.uid.endswith(SESSION_ENDING):
            reason = "it is a strength session that runstrong wrote"
            return self._not_a_run(occurrence, "own_session", Recognised(None, reason))
        found = self._overruled(event) or recognised(event, in_training=self.in_training)
        if found.is_cancelled:
            return self._not_a_run(occurrence, "cancelled", found)
        kind = found.kind
        if kind is None:
            is_known = found.reason != NOTHING_NAMED and not found.is_doubtful
            return self._not_a_run(occurrence, "not_a_run" if is_known else "not_recognised", found)
        too_long = self._too_long(occurrence)
        if too_long is not None:
            return self._not_a_run(
                occurrence, "not_recognised", Recognised(None, too_long, is_doubtful=True)
            )
        if event.is_tentative and not found.is_doubtful:
            found = replace(found, reason=f"{found.reason}; it is tentative", is_doubtful=True)
        return self._run(occurrence, kind, found)

    def _overruled(self, event: CalendarEvent) -> Recognised | None:
        for pattern in self.options.not_runs:
            if names(pattern, event):
                return Recognised(None, f"{quoted(pattern)} is told to be no run")
        for pattern, kind in self.options.run_kinds.items():
            if names(pattern, event):
                return Recognised(kind, f"{quoted(pattern)} is told to be {KIND_WORDS[kind]}")
        return None

    def _too_long(self, occurrence: Occurrence) -> str | None:
        if occurrence.end is None:
            return None
        length = occurrence.end - occurrence.start
        if occurrence.day is not None:
            # A day on which the clocks go back has 25 hours.
            days = round(length / timedelta(days=1))
            if days > 1:
                return f"it would be a run, but lasts {days} days; give each run as its own event"
        elif length > timedelta(minutes=MOST_MINUTES):
            return "it would be a run, but lasts more than two days"
        return None

    def _run(self, occurrence: Occurrence, kind: RunKind, found: Recognised) -> Understood:
        event = occurrence.event
        assumed: list[str] = []
        start = occurrence.start
        if occurrence.day is not None:
            clock = self._clock_on(occurrence.day.weekday())
            at = time.fromisoformat(clock)
            start = datetime.combine(occurrence.day, at, self.zone).astimezone(UTC)
            assumed.append(f"It is of the whole day, and taken to start at {clock}.")
        start = start.replace(second=0, microsecond=0)
        distance = self._distance(event)
        minutes = self._minutes(occurrence, kind, distance, assumed)
        local = start.astimezone(self.zone)
        if local.fold:
            # A request's time that comes twice is the first; the run counts from there.
            minutes = min(minutes + 60, MOST_MINUTES)
            assumed.append("The clocks go back in that hour; the run counts in both.")
        run = Run(
            id=self._id(event, local),
            start=local.strftime("%Y-%m-%dT%H:%M"),
            minutes=minutes,
            kind=kind,
            distance_km=distance,
        )
        reason = found.reason + ("; it was moved to this time" if occurrence.is_moved else "")
        reading = self.reading(occurrence, "run", reason, found.is_doubtful)
        reading = reading.model_copy(update={"run": run, "assumed": tuple(assumed)})
        return Understood(reading, run, start)

    def _minutes(
        self, occurrence: Occurrence, kind: RunKind, km: float | None, assumed: list[str]
    ) -> int:
        if occurrence.day is None and occurrence.end is not None:
            begin = occurrence.start.replace(second=0, microsecond=0)
            length = ceil((occurrence.end - begin) / timedelta(minutes=1))
            if length > 0:
                return min(length, MOST_MINUTES)
        planned = planned_minutes(occurrence.event)
        if planned is not None:
            assumed.append(f"It has no length of its own; its text says {hours(planned)}.")
            return planned
        estimated = occurrence.event.estimated_minutes
        if estimated is not None:
            assumed.append(f"It has no length; its program expects {hours(estimated)}.")
            return estimated
        if km is not None:
            pace = self.options.minutes_per_km
            minutes = min(max(ceil(km * pace), 1), MOST_MINUTES)
            assumed.append(
                f"It says {km:g} km and no time; at {pace:g} min a kilometre that is"
                f" {hours(minutes)}."
            )
            return minutes
        usual = _USUAL_MINUTES[kind]
        assumed.append(f"It says neither how long nor how far; {hours(usual)} is assumed.")
        return usual

    def _distance(self, event: CalendarEvent) -> float | None:
        own = event.own.get("X-RUNSTRONG-DISTANCE-KM")
        if own is not None:
            try:
                value = float(own)
            except ValueError:
                return None
            return value if 0 < value <= 400 else None
        return None if "X-RUNSTRONG-KIND" in event.own else planned_km(event)

    def _clock_on(self, weekday: int) -> str:
        clock = _ALL_DAY_RUN_AT
        for text in self.options.all_day_run_at:
            day, _, at = text.rpartition(" ")
            if day == _WEEKDAYS[weekday]:
                return at
            if not day:
                clock = at
        return clock

    def _id(self, event: CalendarEvent, local: datetime) -> str | None:
        if event.own:
            return clean(event.own.get("X-RUNSTRONG-ID", ""), _LONGEST_ID) or None
        return f"{clean(event.title, 40) or 'run'} {local:%Y-%m-%d}"

    def _not_a_run(
        self, occurrence: Occurrence, taken_as: TakenAs, found: Recognised
    ) -> Understood:
        return Understood(self.reading(occurrence, taken_as, found.reason, found.is_doubtful))

    def reading(
        self, occurrence: Occurrence, taken_as: TakenAs, reason: str, is_doubtful: bool = False
    ) -> EventReading:
        reading = reading_of(occurrence, "runs", self.calendar, self.zone, taken_as, reason)
        return reading.model_copy(update={"is_doubtful": is_doubtful})


def reading_of(
    occurrence: Occurrence,
    read_for: ReadFor,
    calendar: str,
    zone: ZoneInfo,
    taken_as: TakenAs,
    reason: str,
) -> EventReading:
    """How an occurrence is told to a person; ``reason`` is a clause."""
    if occurrence.day is not None:
        start = occurrence.day.isoformat()
    else:
        start = occurrence.start.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
    return EventReading(
        calendar=calendar,
        read_for=read_for,
        event=occurrence.event.place,
        uid=clean(occurrence.event.uid, 300),
        title=clean(occurrence.event.title, 120),
        start=start,
        taken_as=taken_as,
        reason=f"{reason[:1].upper()}{reason[1:]}.",
    )


def clean(text: str, most: int) -> str:
    """``text`` on one line, without signs that cannot be printed, at most ``most`` of them."""
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(printable.split())[:most].strip()
