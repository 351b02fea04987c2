"""The calendar of a plan: events that update, a complete time zone, text that a phone shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Timezone

from api.calendars.recurrence import Steps
from api.calendars.vtimezone import time_zone
from api.calendars.zones import Zones
from api.formats.format import NoPlanToWrite, as_one, written
from api.formats.registry import format_named
from catalog import load_catalog
from optimizer.documents.request import CurrentWeek, Request
from optimizer.documents.result import Plan, Result
from tests.api import weeks

CATALOG = load_catalog()
ICS = format_named("ics")


def again(definition: Timezone) -> Timezone:
    """A definition after it was written and read."""
    read_back = Timezone.from_ical(definition.to_ical())
    assert isinstance(read_back, Timezone)
    return read_back


def text(request: Request, result: Result) -> str:
    [file] = written(ICS, request, result, CATALOG)
    return file.data.decode()


def read(request: Request, result: Result) -> Calendar:
    return Calendar.from_ical(text(request, result))


def replanned(*, now: str | None = None) -> Request:
    return weeks.request().model_copy(update={"current": CurrentWeek(plan=weeks.plan(), now=now)})


def moved() -> Result:
    """The session of Tuesday on Friday."""
    [session] = weeks.plan().sessions
    session = session.model_copy(
        update={
            "window": "fri",
            "start": "2026-11-27T06:30:00+01:00",
            "end": "2026-11-27T06:51:30+01:00",
        }
    )
    return weeks.result(plan=Plan(sessions=(session,)))


def test_a_session_is_an_event_in_the_zone_of_the_week() -> None:
    [event] = read(weeks.request(), weeks.result()).events
    assert "DTSTART;TZID=Europe/Berlin:2026" in text(weeks.request(), weeks.result())
    assert event.start.isoformat() == "2026-11-24T19:00:00+01:00"
    # Half a minute more is a whole one in a calendar.
    assert event.end.isoformat() == "2026-11-24T19:22:00+01:00"
    assert event.summary == "Strength s1, 22 min"
    assert event.location == "gym"
    assert event.status == "CONFIRMED"


def test_the_description_says_what_each_exercise_is_for() -> None:
    """Where the heading says it, the line does not say it again."""
    [event] = read(weeks.request(), weeks.result(plan=weeks.plan_with_roles())).events
    lines = str(event.description).split("\n")
    assert lines[1] == "W1 Leg swing: 1 × 10 each side"
    assert lines[3:5] == [
        "RAMP SETS, 1 min 15 s",
        "R1 Goblet squat: 1 × 5, about 50 % of what you then find, rest 60 s",
    ]
    assert "1 Pogo hop (jumps, 24 contacts): 2 × 12, rest 60 s" in lines
    assert "1A Goblet squat (main lift): 3 × 8–12, then 15 s" in lines


def test_the_description_is_the_workout_in_order() -> None:
    [event] = read(weeks.request(), weeks.result()).events
    lines = str(event.description).split("\n")
    assert lines[:12] == [
        "WARM-UP, 5 min",
        "W1 Leg swing: 1 × 10 each side",
        "",
        "BLOCK 1, 3 rounds in turn",
        "1A Goblet squat: 3 × 8–12, then 15 s",
        "1B Bent-knee calf raise: 3 × 10–15, hold 2 s each side, then 75 s",
        "",
        "BLOCK 2",
        "2 Front plank: 2 × 20–40 s, rest 30 s",
        "",
        "24 h 15 min after the last run",
        "next key run 84 h 39 min after its start",
    ]
    assert any(line.startswith("Goblet squat: ") for line in lines[13:])


def test_lines_are_folded_and_end_as_the_standard_has_it() -> None:
    [file] = written(ICS, weeks.request(), weeks.result(), CATALOG)
    assert file.name == "ana-2026-11-23.ics"
    assert file.data.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in file.data.split(b"\r\n"))
    assert b"\n" not in file.data.replace(b"\r\n", b"")


def test_the_same_plan_gives_the_same_bytes() -> None:
    slower = weeks.result(stats=weeks.result().stats.model_copy(update={"total_ms": 99.0}))
    assert text(weeks.request(), weeks.result()) == text(weeks.request(), slower)


def test_importing_a_replanned_week_updates_the_event() -> None:
    [before] = read(weeks.request(), weeks.result()).events
    [after] = read(replanned(), moved()).events
    assert after.uid == before.uid
    assert after.start > before.start
    assert after.sequence > before.sequence
    assert after.DTSTAMP > before.DTSTAMP


def test_later_replans_have_later_revisions() -> None:
    found = [
        read(request, moved()).events[0]
        for request in (
            weeks.request(),
            replanned(),
            replanned(now="2026-11-20T08:00"),
            replanned(now="Tue 08:00"),
            replanned(now="Wed 08:00"),
        )
    ]
    sequences = [event.sequence for event in found]
    assert sequences == sorted(set(sequences))
    stamps = [event.DTSTAMP for event in found]
    assert stamps == sorted(set(stamps))


def test_a_session_that_was_dropped_is_cancelled() -> None:
    [event] = read(replanned(), weeks.result(plan=Plan(sessions=()))).events
    assert event.status == "CANCELLED"
    assert event.uid == read(weeks.request(), weeks.result()).events[0].uid


def test_athletes_weeks_and_sessions_have_uids_of_their_own() -> None:
    other_athlete = weeks.request().model_copy(
        update={"athlete": weeks.request().athlete.model_copy(update={"id": "anna"})}
    )
    other_week = weeks.request().model_copy(
        update={"week": weeks.request().week.model_copy(update={"start": "2026-11-24"})}
    )
    [session] = weeks.plan().sessions
    other = weeks.result(
        plan=Plan(sessions=(session, session.model_copy(update={"id": "s2", "window": "fri"})))
    )
    uids = [
        event.uid
        for request, result in (
            (weeks.request(), other),
            (other_athlete, weeks.result()),
            (other_week, weeks.result()),
        )
        for event in read(request, result).events
    ]
    assert len(set(uids)) == 4


def test_a_week_in_utc_needs_no_definition_of_its_zone() -> None:
    request = weeks.request().model_copy(
        update={"week": weeks.request().week.model_copy(update={"timezone": "UTC"})}
    )
    found = text(request, weeks.result())
    assert "VTIMEZONE" not in found
    assert "DTSTART:20261124T180000Z" in found


def test_without_a_plan_there_is_no_calendar() -> None:
    with pytest.raises(
        NoPlanToWrite, match="there is no plan to write as ics: the week is infeasible"
    ):
        written(ICS, weeks.request(), weeks.infeasible(), CATALOG)


def test_one_file_travels_as_it_is() -> None:
    files = written(ICS, weeks.request(), weeks.result(), CATALOG)
    assert as_one(ICS, files, weeks.request()) == ("text/calendar", files[0])


@pytest.mark.parametrize(
    "name",
    [
        "Europe/Berlin",
        "Europe/Dublin",
        "America/New_York",
        "America/Sao_Paulo",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "Asia/Kathmandu",
        "Pacific/Apia",
        "Etc/GMT+5",
    ],
)
def test_a_zone_is_written_whole(name: str) -> None:
    """What the definition says of a clock time is what the zone says, every half hour."""
    zone = ZoneInfo(name)
    written_down = again(time_zone(zone, 2026))
    around = datetime(2026, 6, 1)  # noqa: DTZ001  (a clock time)
    # Under another name, it can only be read by its definition.
    found = Zones({"Defined": written_down}, UTC, around, Steps()).of("Defined")
    moment = datetime(2025, 12, 1)  # noqa: DTZ001
    while moment < datetime(2027, 1, 15):  # noqa: DTZ001
        assert moment.replace(tzinfo=found).utcoffset() == moment.replace(tzinfo=zone).utcoffset()
        moment += timedelta(minutes=30)


def test_other_programs_read_the_zone_alike() -> None:
    zone = again(time_zone(ZoneInfo("Europe/Berlin"), 2026)).to_tz(lookup_tzid=False)
    for month in range(1, 13):
        moment = datetime(2026, month, 28, 12, tzinfo=zone)
        assert moment.utcoffset() == moment.replace(tzinfo=ZoneInfo("Europe/Berlin")).utcoffset()
