"""Runs that were given: weekly ones every week, dated ones in theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from catalog import Catalog
from catalog.models import Phase
from optimizer.documents.errors import Problem
from optimizer.documents.request import Run, RunWindow
from optimizer.documents.running import PlannedRun, RunsRequest, RunWeek
from optimizer.documents.wording import counted, listed, quoted
from optimizer.documents.written_times import WEEKDAY_TIME, WEEKDAYS
from optimizer.running.caps import Caps
from optimizer.running.sizes import Sought
from optimizer.running.times import that_exists

_NAMES = {
    "easy": "Easy run", "long": "Long run", "tempo": "Tempo run", "interval": "Intervals",
    "race": "Race",
}  # fmt: skip


def given_weeks(
    request: RunsRequest, sought: Sought, zone: ZoneInfo, catalog: Catalog
) -> tuple[tuple[RunWeek, ...], list[Problem]]:
    """Every week with its runs, and the runs whose time cannot be read."""
    problems: list[Problem] = []
    starts: list[tuple[int, Run, str]] = []
    placed: list[tuple[int, Run]] = []
    for index, run in enumerate(request.running.runs):
        if run.start is None:
            problems += _bad_windows(index, run, sought.start_of(1))
            placed.append((index, run))
            continue
        starts.append((index, run, run.start))
        try:
            _moment(run.start, sought.start_of(1))
        except ValueError:
            message = "is no time; write it as Tue 18:00, or 2026-11-24T18:00"
            problems.append(Problem(f"running.runs[{index}].start", quoted(run.start), message))
    if problems:
        return (), problems
    weeks = []
    for number in range(1, sought.weeks + 1):
        first = sought.start_of(number)
        runs = []
        for index, run, start in starts:
            at = _moment(start, first)
            if first <= at.date() < first + timedelta(days=7):
                runs.append(_run(number, index, run, at, zone))
        for index, run in placed:
            windows = [*_windows(run, first, zone)]
            if windows:
                earliest = min(start for start, _ in windows)
                when = tuple(RunWindow(start=_text(a), end=_text(b)) for a, b in windows)
                planned = _run(number, index, run, earliest, zone)
                runs.append(planned.model_copy(update={"when": when}))
        runs.sort(key=lambda one: one.start)
        plain = [run.minutes for run in runs if run.kind != "race"]
        phase: Phase = sought.phase(catalog, number)
        weeks.append(
            RunWeek(
                number=number,
                start=first.isoformat(),
                phase=phase,
                deload=False,
                minutes=sum(plain),
                longest_minutes=max(plain, default=0),
                runs=tuple(runs),
            )
        )
    return tuple(weeks), []


def _windows(run: Run, first: date, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """The windows of a run that begin in the week from ``first``, by the clock of ``zone``."""
    for window in run.when or ():
        moment = _moment(window.start, first)
        start = that_exists(moment, zone)
        end = that_exists(_moment(window.end, moment.date()), zone)
        # In the night in which the clocks go forward a window is shorter than it reads.
        least = (start.astimezone(UTC) + timedelta(minutes=run.minutes)).astimezone(zone)
        if end.astimezone(UTC) < least:
            end = least
        if first <= start.date() < first + timedelta(days=7):
            yield start.replace(tzinfo=None), end.replace(tzinfo=None)


def _bad_windows(index: int, run: Run, first: date) -> Iterator[Problem]:
    for number, window in enumerate(run.when or ()):
        field = f"running.runs[{index}].when[{number}]"
        try:
            start = _moment(window.start, first)
            end = _moment(window.end, start.date())
        except ValueError:
            message = "is no time; write it as Tue 18:00, or 2026-11-24T18:00"
            yield Problem(field, quoted(f"{window.start} to {window.end}"), message)
            continue
        if end < start + timedelta(minutes=run.minutes):
            message = (
                f"is too short after {quoted(window.start)} for a run of"
                f" {counted(run.minutes, 'minutes')}; give a later end, or fewer minutes"
            )
            yield Problem(f"{field}.end", quoted(window.end), message)


def _moment(text: str, first: date) -> datetime:
    """A weekday and time on or after ``first``, or a date and time."""
    if WEEKDAY_TIME.match(text) is None:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    day = first + timedelta(days=(WEEKDAYS.index(text[:3]) - first.weekday()) % 7)
    return datetime.fromisoformat(f"{day}T{text[-5:]}")


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def left_out(request: RunsRequest, weeks: tuple[RunWeek, ...]) -> Iterator[str]:
    """Dated runs that no week holds: said, since nobody would miss them."""
    if not weeks:
        return
    first, end = weeks[0].first_day, weeks[-1].first_day + timedelta(days=7)
    starts = (run.start for run in request.running.runs)
    dated = [start[:10] for start in starts if start is not None and start[:1].isdigit()]
    outside = sorted({day for day in dated if not first <= date.fromisoformat(day) < end})
    if outside:
        last = (end - timedelta(days=1)).isoformat()
        yield (
            f"Left out, as they are on no day from {first.isoformat()} to {last}: the runs of"
            f" {listed(outside)}."
        )


def _run(number: int, index: int, run: Run, at: datetime, zone: ZoneInfo) -> PlannedRun:
    return PlannedRun(
        id=f"w{number}{run.id or f'r{index + 1}'}",
        start=that_exists(at, zone).isoformat(),
        minutes=run.minutes,
        kind=run.kind,
        name=_NAMES[run.kind],
        distance_km=run.distance_km,
    )


def longer_than_before(
    weeks: tuple[RunWeek, ...], catalog: Catalog, longest_minutes: int | None
) -> Iterator[str]:
    """Runs far above the longest of the last days, or after days without any: said, not changed."""
    caps = Caps.of(catalog)
    history: list[tuple[date, int]] = []
    if weeks and longest_minutes is not None:
        history.append((weeks[0].first_day - timedelta(days=1), longest_minutes))
    for week in weeks:
        for run in week.runs:
            if run.kind == "race":
                continue
            before = [(day, minutes) for day, minutes in history if day < run.day]
            if before and run.minutes > caps.longest_on(run.day, before):
                yield f"The run of {run.day} has {counted(run.minutes, 'minutes')}; " + (
                    _why_too_long(run, before, caps, catalog)
                )
            history.append((run.day, run.minutes))


def _why_too_long(
    run: PlannedRun, before: list[tuple[date, int]], caps: Caps, catalog: Catalog
) -> str:
    days = counted(caps.longest_days, "days")
    done = [(day, minutes) for day, minutes in before if minutes]
    if not done:
        return f"there was none in the {days} before: begin as from the couch to 5 km."
    off = (run.day - max(day for day, _ in done)).days
    most = caps.longest_on(run.day, before)
    if off >= catalog.numbers("run_after_break")[1]:
        return f"it is the first in {counted(off, 'days')}: begin as from the couch to 5 km."
    if off > caps.longest_days:
        return (
            f"it is the first in {counted(off, 'days')}, and after so long"
            f" {counted(most, 'minutes')} are the most, {100 * caps.break_share:g} % of the longest"
            " before."
        )
    since = run.day - timedelta(days=caps.longest_days)
    longest = max(minutes for day, minutes in done if day >= since)
    return f"the longest of the {days} before has {longest}, and {most} are the most after it."
