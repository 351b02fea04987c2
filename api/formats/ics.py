"""The sessions of a plan as an iCalendar file: importing it again updates them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.formats.format import File, Format, file_stem

if TYPE_CHECKING:
    from catalog import Catalog
    from optimizer.documents.request import Request
    from optimizer.documents.result import Result


def _write(request: Request, result: Result, catalog: Catalog) -> tuple[File, ...]:
    from api.calendars.sessions_out import sessions_calendar

    return (File(f"{file_stem(request)}.ics", sessions_calendar(request, result, catalog)),)


FORMAT = Format(
    name="ics",
    summary="the sessions as events of a calendar; importing it again updates them",
    media_type="text/calendar",
    extension=".ics",
    write=_write,
)
