"""Calendars that nobody wrote: each gives a request that can be planned, or one clear sentence."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from api.calendars.documents import CalendarReading
from api.calendars.reading import with_calendars
from optimizer.case.timeline import timeline_of
from optimizer.documents.errors import UnusableInput
from tests.api.calendars.files import calendar, event, file, request
from tests.api.calendars.test_calendar_times import OUTLOOK_ZONE
from tests.api.calendars.test_reading import RUNNA, TRAININGPEAKS

pytestmark = pytest.mark.fuzz

zones = st.sampled_from(
    ["", ";TZID=Europe/Berlin", ";TZID=Customized Time Zone", ";TZID=Nowhere", ';TZID="a/b:c"',
     ";VALUE=DATE", ";VALUE=PERIOD", ";VALUE=DATE-TIME", ";TZID="]
)  # fmt: skip
times = st.one_of(
    st.sampled_from(
        ["20261124T180000", "20261124", "20261125T063000Z", "20261029T023000", "00010101T000000",
         "99991231T235959Z", "20261332T250000", "", "soon", "20261124T180000/PT1H",
         "20261124T180000,20261126", "20261124T18", "-1", "20260230"]
    ),
    st.datetimes().map(lambda moment: moment.strftime("%Y%m%dT%H%M%S").zfill(15)),
)  # fmt: skip
rules = st.builds(
    lambda frequency, parts: ";".join([f"FREQ={frequency}", *parts]),
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY", "SECONDLY", "X", ""]),
    st.lists(
        st.sampled_from(
            ["INTERVAL=2", "INTERVAL=0", "INTERVAL=-1", "COUNT=5", "COUNT=0", "COUNT=99999999",
             "UNTIL=20261201", "UNTIL=20261201T000000Z", "UNTIL=x", "BYDAY=MO,-1SU", "BYDAY=9TU",
             "BYMONTHDAY=31", "BYMONTHDAY=30", "BYMONTH=2", "BYMONTH=13", "BYSETPOS=-1",
             "BYWEEKNO=53", "BYYEARDAY=-366", "BYHOUR=0,6,12,18", "BYMINUTE=99", "WKST=SU",
             "WKST=XX", "RSCALE=HEBREW", "BYEASTER=1", "=", ""]
        ),
        max_size=4,
    ),
)  # fmt: skip
texts = st.one_of(
    st.sampled_from(["Run", "Tempo 5x1km", "Langer Lauf 20 km", "Team meeting", "Rest"]),
    st.text(max_size=40).map(lambda text: text.replace("\r", " ").replace("\n", " ")),
)
lines = st.one_of(
    st.builds(
        lambda name, zone, time: f"{name}{zone}:{time}",
        st.sampled_from(
            ["DTSTART", "DTEND", "EXDATE", "RDATE", "RECURRENCE-ID", "DUE", "EXRULE",
             "RECURRENCE-ID;RANGE=THISANDFUTURE", "FREEBUSY"]
        ),
        zones, times,
    ),
    st.builds("RRULE:{}".format, rules),
    st.builds("SUMMARY:{}".format, texts),
    st.builds("DESCRIPTION:{}".format, texts),
    st.builds("CATEGORIES:{}".format, texts),
    st.builds("DURATION:{}".format, st.sampled_from(["PT1H", "P1D", "-PT5M", "P99999999D", "x"])),
    st.sampled_from(
        ["UID:same", "UID:other", "SEQUENCE:3", "SEQUENCE:x", "STATUS:CANCELLED",
         "TRANSP:TRANSPARENT", "METHOD:CANCEL", "X-WR-TIMEZONE:Mars/Base", "TZOFFSETTO:+9999",
         "X-RUNSTRONG-KIND:race", "X-RUNSTRONG-ID:\u0000", "X-RUNSTRONG-DISTANCE-KM:nan",
         "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VALARM", "BEGIN:VTODO", "END:VTODO",
         "BEGIN:VTIMEZONE", "END:VTIMEZONE", "BEGIN:STANDARD", "END:STANDARD", "TZID:Nowhere",
         "BEGIN:VFREEBUSY", "END:VFREEBUSY", "END:VCALENDAR", "BEGIN:VCALENDAR", ";", ":", "A", ""]
    ),
    st.text(max_size=30).map(lambda text: text.replace("\r", " ").replace("\n", " ")),
)  # fmt: skip
events = st.lists(lines, max_size=8).map(
    lambda found: "\n".join(["BEGIN:VEVENT", "DTSTART:20261124T180000", *found, "END:VEVENT"])
)
files = st.lists(st.one_of(events, lines, st.just(OUTLOOK_ZONE)), max_size=6).map(
    lambda parts: calendar(*parts)
)


def read(data: bytes) -> CalendarReading | None:
    """The reading of a file for runs and for busy times; None: refused in one sentence."""
    try:
        reading = with_calendars(request(), runs=[file(data)], busy=[file(data, "busy.ics")])
    except UnusableInput as error:
        [problem] = error.problems
        assert problem.field in ("runs.ics", "busy.ics", "availability")
        assert str(problem).isprintable()
        assert len(str(problem)) < 400
        return None
    # What comes out is a request like any other.
    timeline_of(reading.request)
    assert CalendarReading.model_validate_json(reading.model_dump_json()) == reading
    return reading


@given(files)
@settings(max_examples=150)
@example(
    calendar("BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261124\nDURATION:-PT5M\nSUMMARY:Run\nEND:VEVENT")
)
def test_a_calendar_of_odd_parts_is_read_or_refused_in_a_sentence(data: bytes) -> None:
    read(data)


@given(st.data())
@settings(max_examples=60)
def test_a_damaged_calendar_is_read_or_refused_in_a_sentence(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([TRAININGPEAKS, RUNNA, WEEKLY]))
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        until = at + data.draw(st.integers(0, 20))
        damaged[at:until] = data.draw(st.binary(max_size=8))
    read(bytes(damaged))


@given(st.data())
@settings(max_examples=60)
def test_a_calendar_without_some_of_its_lines_is_read_or_refused(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([TRAININGPEAKS, RUNNA, WEEKLY])).splitlines(keepends=True)
    out = data.draw(st.sets(st.integers(0, len(whole) - 1), min_size=1, max_size=4))
    read(b"".join(line for index, line in enumerate(whole) if index not in out))


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_a_sentence(data: bytes) -> None:
    assert read(data) is None


WEEKLY = calendar(
    OUTLOOK_ZONE,
    event(
        "Long run", ";TZID=Customized Time Zone:20261101T080000", "RRULE:FREQ=WEEKLY;BYDAY=SU",
        "EXDATE;TZID=Customized Time Zone:20261122T080000",
        end=";TZID=Customized Time Zone:20261101T100000",
    ),
)  # fmt: skip


def test_what_the_damage_starts_from_is_whole() -> None:
    for data in (TRAININGPEAKS, RUNNA, WEEKLY):
        reading = read(data)
        assert reading is not None
        assert reading.request.runs
