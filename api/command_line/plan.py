"""``runstrong plan``: the best week for one request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import optimizer
from api.command_line.calendar_options import Calendars, read_calendars, tell_calendars
from api.command_line.option_groups import grouped
from api.command_line.options import AsJson, AsText, Folders, Limit, RequestFile, solve_options
from api.command_line.output import (
    AlarmMinutes,
    FormatName,
    OutputFile,
    output_of,
    refuse_to_overwrite,
    tell,
)
from api.command_line.plan_question import solved
from api.command_line.streams import read_document, show

if TYPE_CHECKING:
    from catalog import Catalog
    from optimizer.documents.request import Request
    from optimizer.documents.result import Result


@grouped
def plan(
    request: RequestFile,
    *,
    as_json: AsJson = False,
    as_text: AsText = False,
    format_name: FormatName = None,
    output: OutputFile = None,
    alarm: AlarmMinutes = None,
    calendars: Calendars,
    catalog: Folders = None,
    limit: Limit = None,
) -> int:
    """Plan the best strength week for one request."""
    wanted = output_of(as_json, as_text, format_name, output, alarm)
    refuse_to_overwrite(output, request, *calendars.files)
    from catalog import load_catalog
    from optimizer.operations.read import read_request

    data = read_document(request)
    known = load_catalog(*(catalog or ()))
    week_request = read_request(data, known)
    if calendars.are_given:
        reading = read_calendars(week_request, calendars)
        tell_calendars(reading, as_text=wanted.is_text)
        week_request = reading.request
    answer = planned_week(week_request, known, limit)

    def show_text() -> None:
        from api.command_line.views import Names, week_view

        show(week_view(week_request, answer, Names.of(known)))

    return tell(wanted, week_request, answer, known, show_text)


def planned_week(week_request: Request, known: Catalog, limit_seconds: float | None) -> Result:
    """Plan with progress on a terminal; raises ``UnusableInput``."""
    return solved(
        week_request,
        known,
        solve_options(limit_seconds),
        lambda catalog, options, on_progress: optimizer.plan(
            week_request, catalog=catalog, options=options, on_progress=on_progress
        ),
    )
