"""Runs out to a calendar and in again: the same week."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from api.calendars.reading import with_calendars
from api.calendars.runs_out import runs_calendar
from api.catalog.example_requests import examples
from optimizer import plan, read_request
from optimizer.case.timeline import timeline_of
from optimizer.documents.request import Request, Run, RunKind
from tests.api.calendars.files import WEEK, file, request
from tests.drawn import drawn

FIRST = datetime.fromisoformat(WEEK)
kinds: st.SearchStrategy[RunKind] = st.sampled_from(["easy", "long", "tempo", "interval", "race"])
names = st.text(min_size=1, max_size=64).filter(
    lambda name: name.isprintable() and name.strip() == name and "  " not in name
)
zones = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "UTC", "Asia/Kathmandu", "Australia/Lord_Howe"]
)


@st.composite
def requests(draw: st.DrawFn) -> Request:
    zone = draw(zones)
    # Weeks in which some of the zones change their clocks are among them.
    week = draw(st.sampled_from([WEEK, "2026-10-19", "2026-03-23", "2026-11-02", "2026-10-02"]))
    runs = []
    ids = draw(st.lists(names, max_size=6, unique=True))
    for index in range(draw(st.integers(0, 6))):
        day = datetime.fromisoformat(week) + timedelta(days=draw(st.integers(-14, 20)))
        start = day + timedelta(minutes=draw(st.integers(0, 24 * 60 - 1)))
        there_and_back = start.replace(tzinfo=ZoneInfo(zone)).timestamp()
        if datetime.fromtimestamp(there_and_back, ZoneInfo(zone)).replace(tzinfo=None) != start:
            continue  # the clocks skip it
        runs.append(
            Run(
                id=ids[index] if index < len(ids) else None,
                start=start.strftime("%Y-%m-%dT%H:%M"),
                minutes=draw(st.integers(1, 2880)),
                kind=draw(kinds),
                distance_km=draw(st.none() | st.floats(0.1, 400)),
            )
        )
    before = request(zone=zone)
    return before.model_copy(
        update={"week": before.week.model_copy(update={"start": week}), "runs": tuple(runs)}
    )


@drawn(50)
@given(requests())
def test_runs_come_back_as_they_were(before: Request) -> None:
    data = runs_calendar(before)
    empty = before.model_copy(update={"runs": ()})
    again = with_calendars(empty, runs=[file(data)]).request
    unlike = {(r.start, r.minutes): r for r in reversed(before.runs)}
    # Two runs at one time and as long as each other are one.
    assert set(again.runs) <= set(before.runs)
    assert {(r.start, r.minutes) for r in again.runs} == set(unlike)
    if len(unlike) == len(before.runs):
        assert again == before


@pytest.mark.parametrize("minutes", [1439, 1440, 2879, 2880])
def test_a_run_from_midnight_to_the_end_of_a_day_is_no_event_of_whole_days(minutes: int) -> None:
    """Whatever a phone drops of it."""
    before = request(runs=(Run(start="2026-11-23T00:00", minutes=minutes, kind="long"),))
    calendar = Calendar.from_ical(runs_calendar(before))
    for event in calendar.events:
        for name in [name for name in event if name.startswith("X-") or name == "CATEGORIES"]:
            del event[name]
    for data in (runs_calendar(before), calendar.to_ical()):
        again = with_calendars(before.model_copy(update={"runs": ()}), runs=[file(data)]).request
        assert [(run.start, run.minutes) for run in again.runs] == [("2026-11-23T00:00", minutes)]


@given(requests())
def test_runs_that_a_request_has_are_not_added_again(before: Request) -> None:
    reading = with_calendars(before, runs=[file(runs_calendar(before))])
    assert reading.request == before
    assert {event.taken_as for event in reading.events} <= {"run", "run_already_told"}


@drawn(50)
@given(requests())
def test_titles_alone_keep_time_length_and_kind(before: Request) -> None:
    """A phone may drop what it does not know; titles, times and UIDs it keeps."""
    calendar = Calendar.from_ical(runs_calendar(before))
    for event in calendar.events:
        for name in [name for name in event if name.startswith("X-") or name == "CATEGORIES"]:
            del event[name]
    empty = before.model_copy(update={"runs": ()})
    again = with_calendars(empty, runs=[file(calendar.to_ical())]).request
    assert {(r.start, r.minutes, r.kind) for r in again.runs} <= {
        (r.start, r.minutes, r.kind) for r in before.runs
    }
    assert {(r.start, r.minutes) for r in again.runs} == {(r.start, r.minutes) for r in before.runs}


def test_a_run_that_was_moved_in_the_calendar_moves_in_the_request() -> None:
    before = request(
        runs=(
            Run(id="r1", start="Mon 18:00", minutes=45, kind="tempo"),
            Run(id="r2", start="Sat 08:00", minutes=100, kind="long"),
        )
    )
    data = (
        runs_calendar(before).replace(b"20261123T18", b"20261124T07").replace(b"20261123T184", b"")
    )
    data = data.replace(b"DTEND;TZID=Europe/Berlin:20261123T184500", b"DURATION:PT45M")
    moved = with_calendars(before, runs=[file(data)]).request
    assert [(run.id, run.start, run.minutes, run.kind) for run in moved.runs] == [
        ("r1", "2026-11-24T07:00", 45, "tempo"),
        ("r2", "Sat 08:00", 100, "long"),
    ]


@pytest.mark.parametrize("new_first", [True, False])
def test_a_run_that_has_moved_leaves_its_place_to_another(new_first: bool) -> None:
    """Monday's run is on Wednesday now, and a tempo run stands where it was."""
    before = request(runs=(Run(id="mon", start="Mon 18:00", minutes=45),))
    moved = runs_calendar(before).replace(b"20261123T", b"20261125T")
    begin, end = moved.index(b"BEGIN:VEVENT"), moved.index(b"END:VCALENDAR")
    own = moved[begin:end]
    new = (
        b"BEGIN:VEVENT\r\nUID:new\r\nDTSTAMP:20261120T000000Z\r\nSUMMARY:Tempo run\r\n"
        b"DTSTART;TZID=Europe/Berlin:20261123T180000\r\nDURATION:PT45M\r\nEND:VEVENT\r\n"
    )
    events = new + own if new_first else own + new
    runs = with_calendars(before, runs=[file(moved[:begin] + events + moved[end:])]).request.runs
    assert sorted((run.start, run.kind) for run in runs) == [
        ("2026-11-23T18:00", "tempo"), ("2026-11-25T18:00", "easy"),
    ]  # fmt: skip


def test_the_same_runs_give_the_same_plan() -> None:
    before = read_request(examples()[0].path.read_bytes())
    without_runs = before.model_copy(update={"runs": ()})
    again = with_calendars(without_runs, runs=[file(runs_calendar(before))]).request
    assert timeline_of(again) == timeline_of(before)
    planned, planned_again = plan(before), plan(again)
    assert planned_again.plan == planned.plan
    assert planned_again.objective == planned.objective
