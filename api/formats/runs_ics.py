"""The runs of a request as an iCalendar file, which ``--runs`` reads back as the same runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.formats.format import File, Format, file_stem

if TYPE_CHECKING:
    from catalog import Catalog
    from optimizer.documents.request import Request
    from optimizer.documents.result import Result


def _write(request: Request, result: Result, _: Catalog) -> tuple[File, ...]:
    from api.calendars.runs_out import runs_calendar
    from optimizer.documents.placed_runs import with_placed_runs

    settled = with_placed_runs(request, result.plan)
    return (File(f"{file_stem(request)}-runs.ics", runs_calendar(settled)),)


FORMAT = Format(
    name="runs",
    summary="the runs of the request as events of a calendar, which --runs reads back",
    media_type="text/calendar",
    extension=".ics",
    write=_write,
    needs_plan=False,
    is_negotiable=False,
)
