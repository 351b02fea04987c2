"""Alarms of a calendar, on request, at every door that writes one."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import icalendar

from api.calendars.alarms import with_alarms
from api.calendars.sessions_out import sessions_calendar
from api.service.sample_bodies import WEEK
from catalog import load_catalog
from optimizer import plan, read_request
from tests.api.shell import call

CATALOG = load_catalog()
TINY: dict[str, object] = {
    **WEEK,
    "availability": [{"id": "tue", "start": "Tue 19:00", "minutes": 45}],
    "places": {},
}


def test_every_event_reminds_and_nothing_else_changes(tmp_path: Path) -> None:
    request = read_request(json.dumps(TINY))
    result = plan(request, catalog=CATALOG)
    without = sessions_calendar(request, result, CATALOG)
    alarmed = with_alarms(without, 30)
    calendar = icalendar.Calendar.from_ical(alarmed)
    for event in calendar.walk("VEVENT"):
        [alarm] = event.walk("VALARM")
        assert alarm.decoded("TRIGGER") == timedelta(minutes=-30)
        assert alarm["DESCRIPTION"] == event["SUMMARY"]
        event.subcomponents.clear()
    assert calendar.to_ical() == without

    (tmp_path / "week.json").write_text(json.dumps(TINY), encoding="utf-8")
    (tmp_path / "result.json").write_text(result.model_dump_json(), encoding="utf-8")
    inputs = (tmp_path / "week.json", tmp_path / "result.json")
    file = tmp_path / "week.ics"
    assert call("export", *inputs, "-o", file, "--alarm", "30").status == 0
    assert file.read_bytes() == alarmed
    refused = call("export", *inputs, "--format", "html", "--alarm", "30")
    assert refused.errors == ["error: --alarm: 30 is for a calendar; choose the format ics or runs"]


def test_what_is_cancelled_does_not_remind() -> None:
    events = b"".join(
        b"BEGIN:VEVENT\r\nUID:%d@x\r\nSUMMARY:s\r\nSTATUS:%s\r\nEND:VEVENT\r\n" % (at, status)
        for at, status in enumerate((b"CONFIRMED", b"CANCELLED"))
    )
    data = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + events + b"END:VCALENDAR\r\n"
    calendar = icalendar.Calendar.from_ical(with_alarms(data, 0))
    assert [len(event.walk("VALARM")) for event in calendar.walk("VEVENT")] == [1, 0]
