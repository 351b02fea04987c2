"""Alarms of a calendar, on request, at every door that writes one."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta
from pathlib import Path

import icalendar

from api.calendars.alarms import with_alarms
from api.calendars.sessions_out import sessions_calendar
from api.service.sample_bodies import RUNS, SEASON, WEEK
from catalog import load_catalog
from optimizer import plan, read_request
from tests.api.service.client import problem, serving
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


def alarms_of(calendar: bytes) -> list[int]:
    events = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
    return [len(event.walk("VALARM")) for event in events]


def test_runs_and_seasons_remind_too(tmp_path: Path) -> None:
    season: dict[str, object] = {**SEASON, "week": {"availability": []}}
    for command, request in (("runs", RUNS), ("season", season)):
        (tmp_path / "asked.json").write_text(json.dumps(request), encoding="utf-8")
        file = tmp_path / f"{command}.ics"
        assert call(command, tmp_path / "asked.json", "-o", file, "--alarm", "20").status == 0
        counts = alarms_of(file.read_bytes())
        assert set(counts) == {1}
        refused = call(command, tmp_path / "asked.json", "--alarm", "20", "--json")
        assert refused.errors == ["error: --alarm: 20 is for a calendar; choose the format ics"]
    (tmp_path / "log.json").write_text(json.dumps({"week": season["start"]}), encoding="utf-8")
    (tmp_path / "all.json").write_text(json.dumps(season), encoding="utf-8")
    seasons = tmp_path / "seasons.jsonl"
    assert call("season", "--all", tmp_path / "all.json", "-o", seasons).status == 0
    refused = call("season", "--all", tmp_path / "all.json", "-o", seasons, "--alarm", "20")
    assert refused.status == 2
    assert "--alarm" in refused.err
    one = tmp_path / "one.json"
    one.write_bytes(seasons.read_bytes())
    file = tmp_path / "next.ics"
    assert call("next", one, tmp_path / "log.json", "-o", file, "--alarm", "20").status == 0
    assert 1 in alarms_of(file.read_bytes())
    club = tmp_path / "club.zip"
    assert call("export", "--all", seasons, "-o", club, "--alarm", "20").status == 0
    with zipfile.ZipFile(club) as files:
        [calendar] = [name for name in files.namelist() if name.endswith(".ics")]
        assert set(alarms_of(files.read(calendar))) == {1}


def test_runs_and_seasons_remind_over_http() -> None:
    season: dict[str, object] = {**SEASON, "week": {"availability": []}}
    with serving() as client:
        planned = client.post("/v1/seasons", season).json()
        following = {"season": planned, "log": {"week": season["start"]}}
        for path, body in (
            ("/v1/runs", RUNS), ("/v1/seasons", season), ("/v1/seasons/next", following),
        ):  # fmt: skip
            answer = client.post(f"{path}?format=ics&alarm_minutes=20", body)
            assert 1 in alarms_of(answer.content), path
            refused = problem(client.post(f"{path}?alarm_minutes=20", body))
            [fault] = refused["problems"]
            assert (fault["field"], fault["value"]) == ("alarm_minutes", "20")


def test_what_is_cancelled_does_not_remind() -> None:
    events = b"".join(
        b"BEGIN:VEVENT\r\nUID:%d@x\r\nSUMMARY:s\r\nSTATUS:%s\r\nEND:VEVENT\r\n" % (at, status)
        for at, status in enumerate((b"CONFIRMED", b"CANCELLED"))
    )
    data = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + events + b"END:VCALENDAR\r\n"
    calendar = icalendar.Calendar.from_ical(with_alarms(data, 0))
    assert [len(event.walk("VALARM")) for event in calendar.walk("VEVENT")] == [1, 0]
