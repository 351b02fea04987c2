"""Calendars on the command line: the options that several commands share, and what they give."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from api.command_line.feeds import fetched, is_address, shown
from api.command_line.streams import read_document, show
from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.wording import quoted

if TYPE_CHECKING:
    from api.calendars.documents import CalendarOptions, CalendarReading
    from optimizer.documents.request import Request

Runs = Annotated[
    list[str] | None,
    typer.Option(
        "--runs",
        metavar="FILE.ics",
        help="A calendar with planned runs, which are added to those of the request, or its"
        " https:// address; may be given several times.",
    ),
]
Busy = Annotated[
    list[str] | None,
    typer.Option(
        "--busy",
        metavar="FILE.ics",
        help="A calendar whose times are taken out of the windows, or its https:// address; may be"
        " given several times.",
    ),
]
RunKinds = Annotated[
    list[str] | None,
    typer.Option(
        "--run-kind",
        metavar="EVENT=KIND",
        help="An event, by its title (* stands for anything) or UID, is a run of this kind: easy,"
        " long, tempo, interval or race.",
    ),
]
NotRuns = Annotated[
    list[str] | None,
    typer.Option("--not-a-run", metavar="EVENT", help="An event is no run."),
]
NotBusy = Annotated[
    list[str] | None,
    typer.Option("--not-busy", metavar="EVENT", help="An event leaves its time free."),
]
AllDayRunAt = Annotated[
    list[str] | None,
    typer.Option(
        "--all-day-run-at",
        metavar="TIME",
        help="When a run of a whole day is taken to start; 'Sat 09:00' tells it for one weekday."
        " Untold: 18:00.",
    ),
]
AllDayBusy = Annotated[
    bool,
    typer.Option(
        "--all-day-busy",
        help="Events of whole days take their time, also where they do not say so.",
    ),
]
MinutesPerKm = Annotated[
    float | None,
    typer.Option(
        "--minutes-per-km",
        metavar="MINUTES",
        help="For runs that say how far, but not how long. Untold: 6.5.",
    ),
]


_OPTIONS = {
    "run_kinds": "--run-kind",
    "not_runs": "--not-a-run",
    "not_busy": "--not-busy",
    "all_day_run_at": "--all-day-run-at",
    "minutes_per_km": "--minutes-per-km",
}


@dataclass(frozen=True)
class Calendars:
    """The options about calendars."""

    runs: Runs = None
    busy: Busy = None
    run_kind: RunKinds = None
    not_a_run: NotRuns = None
    not_busy: NotBusy = None
    all_day_run_at: AllDayRunAt = None
    all_day_busy: AllDayBusy = False
    minutes_per_km: MinutesPerKm = None

    @property
    def files(self) -> tuple[str, ...]:
        return (*(self.runs or ()), *(self.busy or ()))

    @property
    def are_given(self) -> bool:
        return bool(self.files)


def read_calendars(request: Request, calendars: Calendars) -> CalendarReading:
    """The request with its calendars; raises ``UnusableInput``."""
    from api.calendars.events import MAX_CALENDAR_BYTES
    from api.calendars.reading import Upload, with_calendars

    options = _options(calendars)

    def files(names: Sequence[str] | None) -> list[Upload]:
        return [_upload(name) for name in names or ()]

    def _upload(name: str) -> Upload:
        if is_address(name):
            return Upload(shown(name), fetched(name, MAX_CALENDAR_BYTES))
        return Upload(name, read_document(name, MAX_CALENDAR_BYTES))

    return with_calendars(
        request, runs=files(calendars.runs), busy=files(calendars.busy), options=options
    )


def tell_calendars(reading: CalendarReading, *, as_text: bool) -> None:
    """Say what the events were taken for: as text before the week, else on standard error."""
    from api.command_line.views.calendar import calendar_lines, calendar_view

    if as_text:
        show(calendar_view(reading))
        return
    for line in calendar_lines(reading):
        sys.stderr.write(f"{line}\n")


def _options(calendars: Calendars) -> CalendarOptions:
    from api.calendars.documents import CalendarOptions
    from optimizer.documents.reading import validated

    values: dict[str, object] = {
        "run_kinds": _kinds(calendars.run_kind or ()),
        "not_runs": list(calendars.not_a_run or ()),
        "not_busy": list(calendars.not_busy or ()),
        "all_day_is_busy": calendars.all_day_busy,
    }
    if calendars.all_day_run_at:
        values["all_day_run_at"] = list(calendars.all_day_run_at)
    if calendars.minutes_per_km is not None:
        values["minutes_per_km"] = calendars.minutes_per_km
    try:
        return validated(CalendarOptions, json.dumps(values))
    except UnusableInput as error:
        raise UnusableInput(*(replace(p, field=_option(p.field)) for p in error.problems)) from None


def _option(field: str) -> str:
    """The option that a field of ``CalendarOptions`` comes from."""
    name = re.match(r"\w*", field)
    return _OPTIONS.get(name.group() if name else "", field)


def _kinds(values: Sequence[str]) -> dict[str, str]:
    kinds = {}
    for one in values:
        name, sign, kind = one.rpartition("=")
        if not sign or not name:
            raise UnusableInput(
                Problem("--run-kind", quoted(one), "names no event and kind; write TITLE=tempo")
            )
        kinds[name] = kind
    return kinds
