"""When events take place: zones, changes of the clocks, exceptions and moved occurrences."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from api.calendars.events import read_calendar
from api.calendars.occurrences import Dated, Period, dated
from optimizer.documents.errors import UnusableInput
from tests.api.calendars.files import calendar, event

BERLIN = ZoneInfo("Europe/Berlin")
PERIOD = Period(date(2026, 11, 9), date(2026, 12, 13), BERLIN)
WEEK = Period(date(2026, 11, 23), date(2026, 11, 29), BERLIN)


def read(*parts: str, period: Period = WEEK, head: str = "") -> Dated:
    return dated(read_calendar(calendar(head, *parts), "file.ics"), period, "file.ics")


def starts(*parts: str, period: Period = WEEK, head: str = "") -> list[str]:
    """Local starts, as ``Tue 18:00``."""
    found = read(*parts, period=period, head=head).occurrences
    return [f"{one.start.astimezone(BERLIN):%a %H:%M}" for one in found]


OUTLOOK_ZONE = """
BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
END:VTIMEZONE
"""


@pytest.mark.parametrize(
    ("start", "local"),
    [
        ("20261124T180000", "Tue 18:00"),  # floating: on the runner's own clock
        ("20261124T180000Z", "Tue 19:00"),
        (";TZID=Europe/Berlin:20261124T180000", "Tue 18:00"),
        (";TZID=europe/berlin:20261124T180000", "Tue 18:00"),
        (";TZID=America/New_York:20261124T120000", "Tue 18:00"),
        (";TZID=W. Europe Standard Time:20261124T180000", "Tue 18:00"),
        (';TZID="Eastern Standard Time":20261124T120000', "Tue 18:00"),
        (";TZID=/freeassociation.sourceforge.net/America/New_York:20261124T120000", "Tue 18:00"),
        (";TZID=/mozilla.org/20050126_1/Europe/Berlin:20261124T180000", "Tue 18:00"),
        (";TZID=GMT-0500:20261124T120000", "Tue 18:00"),
        (";TZID=Customized Time Zone:20261124T120000", "Tue 18:00"),
        (";TZID=Nowhere/Land:20261124T180000", "Tue 18:00"),  # unknown: the runner's own
        (";VALUE=DATE:20261124", "Tue 00:00"),
    ],
)
def test_a_time_is_read_in_its_zone(start: str, local: str) -> None:
    assert starts(OUTLOOK_ZONE, event("Run", start)) == [local]


def test_a_zone_that_the_file_defines_changes_its_clocks() -> None:
    # The United States go back a week after Europe: for that week New York is five hours behind.
    period = Period(date(2026, 10, 24), date(2026, 11, 8), BERLIN)
    series = event("Run", ";TZID=Customized Time Zone:20261024T120000", "RRULE:FREQ=WEEKLY;COUNT=3")
    assert starts(OUTLOOK_ZONE, series, period=period) == ["Sat 18:00", "Sat 17:00", "Sat 18:00"]


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("TZOFFSETTO:-0500", ""),
        ("TZOFFSETFROM:-0400", "TZOFFSETFROM:+9900"),
        ("DTSTART:16010101T030000", ""),
        ("DTSTART:16010101T030000", "DTSTART:soon"),
        ("RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", "RRULE:FREQ=SECONDLY"),
        ("RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
    ],
)
def test_a_zone_whose_definition_makes_no_sense_is_unknown(line: str, instead: str) -> None:
    assert line in OUTLOOK_ZONE
    found = read(
        OUTLOOK_ZONE.replace(line, instead),
        event("Run", ";TZID=Customized Time Zone:20261124T180000"),
    )
    assert found.unknown_zones == ("Customized Time Zone",)
    assert f"{found.occurrences[0].start:%H:%M}" == "17:00"


def test_an_unknown_zone_is_named() -> None:
    found = read(event("Run", ";TZID=Nowhere/Land:20261124T180000"))
    assert found.unknown_zones == ("Nowhere/Land",)


def test_a_calendar_may_name_the_zone_of_its_floating_times() -> None:
    head = "X-WR-TIMEZONE:America/New_York"
    assert starts(event("Run", "20261124T120000"), head=head) == ["Tue 18:00"]


def test_a_series_keeps_its_clock_time_when_the_clocks_change() -> None:
    period = Period(date(2026, 10, 24), date(2026, 10, 26), BERLIN)
    series = event("Run", ";TZID=Europe/Berlin:20261001T070000", "RRULE:FREQ=DAILY")
    assert starts(series, period=period) == ["Sat 07:00", "Sun 07:00", "Mon 07:00"]
    found = read(series, period=period).occurrences
    hours = [(b.start - a.start).total_seconds() / 3600 for a, b in pairwise(found)]
    assert hours == [25, 24]


def test_a_time_that_does_not_exist_is_an_hour_later() -> None:
    # RFC 5545: it is read with the offset before the gap.
    period = Period(date(2026, 3, 28), date(2026, 3, 29), BERLIN)
    series = event("Run", ";TZID=Europe/Berlin:20260301T023000", "RRULE:FREQ=DAILY")
    assert starts(series, period=period) == ["Sat 02:30", "Sun 03:30"]


SERIES = event(
    "Run", ";TZID=Europe/Berlin:20260105T063000", "RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR",
    end=";TZID=Europe/Berlin:20260105T073000", uid="series",
)  # fmt: skip


def exception(start: str, instead_of: str, *lines: str) -> str:
    return event("Run", start, f"RECURRENCE-ID{instead_of}", *lines, uid="series")


def test_a_series_has_its_days_in_the_week() -> None:
    assert starts(SERIES) == ["Mon 06:30", "Wed 06:30", "Fri 06:30"]


@pytest.mark.parametrize(
    "left_out",
    [
        "EXDATE;TZID=Europe/Berlin:20261125T063000",
        "EXDATE:20261125T053000Z",
        "EXDATE:20261125T063000",
        "EXDATE;VALUE=DATE:20261125",
        "EXDATE;TZID=W. Europe Standard Time:20261116T063000,20261125T063000",
    ],
)
def test_an_occurrence_can_be_left_out_in_any_notation(left_out: str) -> None:
    series = SERIES.replace("END:VEVENT", f"{left_out}\nEND:VEVENT")
    assert starts(series) == ["Mon 06:30", "Fri 06:30"]


@pytest.mark.parametrize(
    "instead_of",
    [";TZID=Europe/Berlin:20261125T063000", ":20261125T053000Z", ";VALUE=DATE:20261125"],
)
def test_a_moved_occurrence_stands_for_the_one_it_replaces(instead_of: str) -> None:
    moved = exception(";TZID=Europe/Berlin:20261126T190000", instead_of)
    assert starts(SERIES, moved) == ["Mon 06:30", "Thu 19:00", "Fri 06:30"]
    # The order in the file does not matter.
    assert starts(moved, SERIES) == ["Mon 06:30", "Thu 19:00", "Fri 06:30"]
    assert [one.is_moved for one in read(SERIES, moved).occurrences] == [False, True, False]


def test_an_occurrence_that_moves_into_the_week_counts_and_one_that_moves_out_does_not() -> None:
    into = exception("20261129T080000", ";TZID=Europe/Berlin:20261130T063000")
    out = exception("20261130T200000", ";TZID=Europe/Berlin:20261125T063000")
    assert starts(SERIES, into, out) == ["Mon 06:30", "Fri 06:30", "Sun 08:00"]


def test_a_moved_occurrence_counts_without_its_series() -> None:
    moved = exception("20261126T190000", ";TZID=Europe/Berlin:20261125T063000")
    assert starts(moved) == ["Thu 19:00"]


def test_a_series_can_go_on_otherwise_from_one_day_on() -> None:
    later = exception(
        ";TZID=Europe/Berlin:20261125T073000",
        ";RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261125T063000",
    )
    assert starts(SERIES, later) == ["Mon 06:30", "Wed 07:30", "Fri 07:30"]


def test_cancelled_ones_are_told_apart() -> None:
    cancelled = exception(
        ";TZID=Europe/Berlin:20261125T063000", ";TZID=Europe/Berlin:20261125T063000",
        "STATUS:CANCELLED",
    )  # fmt: skip
    found = read(SERIES, cancelled)
    assert [f"{one.start:%a}" for one in found.occurrences] == ["Mon", "Fri"]
    assert [f"{one.start:%a}" for one in found.cancelled] == ["Wed"]


def test_a_whole_file_can_be_cancelled() -> None:
    found = read(event("Run", "20261124T180000"), head="METHOD:CANCEL")
    assert (found.occurrences, len(found.cancelled)) == ((), 1)


def test_further_dates_are_added_once_and_with_their_own_length() -> None:
    extra = (
        "RDATE;TZID=Europe/Berlin:20261124T070000,20261125T063000\n"
        "RDATE;VALUE=PERIOD:20261126T060000Z/PT2H\nEND:VEVENT"
    )
    found = read(SERIES.replace("END:VEVENT", extra)).occurrences
    assert [
        (f"{one.start.astimezone(BERLIN):%a %H:%M}", str((one.end or one.start) - one.start))
        for one in found
    ] == [
        ("Mon 06:30", "1:00:00"),
        ("Tue 07:00", "1:00:00"),
        ("Wed 06:30", "1:00:00"),
        ("Thu 07:00", "2:00:00"),
        ("Fri 06:30", "1:00:00"),
    ]


@pytest.mark.parametrize(
    ("until", "last"),
    [("20261125T053000Z", "Wed"), ("20261125T052959Z", "Mon"), ("20261125", "Wed"),
     ("20261124", "Mon"), ("20261125T063000", "Wed")],
)  # fmt: skip
def test_until_is_meant_in_the_zone_of_the_series(until: str, last: str) -> None:
    series = SERIES.replace("BYDAY=MO,WE,FR", f"BYDAY=MO,WE,FR;UNTIL={until}")
    assert starts(series)[-1].startswith(last)


def test_a_series_of_whole_days_ends_with_its_day() -> None:
    series = event(
        "Run", ";VALUE=DATE:20261102", "RRULE:FREQ=WEEKLY;UNTIL=20261123",
        "EXDATE;VALUE=DATE:20261116",
    )  # fmt: skip
    found = read(series, period=PERIOD).occurrences
    assert [one.day for one in found] == [date(2026, 11, 9), date(2026, 11, 23)]
    assert {one.end and one.end - one.start for one in found} == {timedelta(days=1)}


def test_the_later_revision_counts() -> None:
    found = read(
        event("Old", "20261124T180000", "SEQUENCE:1", uid="same"),
        event("New", "20261125T180000", "SEQUENCE:2", uid="same"),
    )
    assert [one.event.title for one in found.occurrences] == ["New"]
    assert [one.title for one in found.replaced] == ["Old"]


def test_events_that_share_a_uid_by_mistake_are_all_read() -> None:
    assert starts(
        event("A", "20261124T180000", uid="same"), event("B", "20261125T180000", uid="same")
    ) == ["Tue 18:00", "Wed 18:00"]


def test_an_event_that_began_before_the_period_is_still_going_on() -> None:
    assert starts(event("Camp", "20261120T080000", end="20261123T120000")) == ["Fri 08:00"]
    assert starts(event("Camp", "20261120T080000", end="20261122T120000")) == []


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["DTSTART:20261124T180000", "RRULE:FREQ=SECONDLY"], "its rule repeats more than daily"),
        (["DTSTART:soon"], "it has no start that can be read"),
        ([], "it has no start that can be read"),
        (["DTSTART:99991231T235959", "DURATION:P9999D"], ""),
        (["DTSTART:20261124T180000", "DURATION:P99999999D"], "its times are at the end"),
    ],
)
def test_one_event_that_cannot_be_read_costs_itself_only(lines: list[str], reason: str) -> None:
    broken = "\n".join(["BEGIN:VEVENT", "UID:broken", *lines, "END:VEVENT"])
    found = read(broken, event("Run", "20261124T180000"))
    assert [one.event.title for one in found.occurrences] == ["Run"]
    assert [one.reason[: len(reason)] for one in found.not_read] == ([reason] if reason else [])


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is no calendar"),
        (b"hello", "is no calendar"),
        (b'{"athlete": 1}', "is no calendar"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "has no end"),
        (b"BEGIN:VCALENDAR\r\nSUMMARY:\xff\r\nEND:VCALENDAR", "is not UTF-8"),
        (b"END:VEVENT\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR", "cannot be read as a calendar"),
        (calendar(*["BEGIN:VEVENT\nEND:VEVENT"] * 20_001), "has 20,001 events"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 60_001, "has more than 60,000 parts"),
        (b" " * 5_000_001, "is longer than 5,000,000 bytes"),
    ],
)
def test_what_is_no_calendar_is_refused_in_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(UnusableInput) as refused:
        read_calendar(data, "mine.ics")
    [problem] = refused.value.problems
    assert problem.field == "mine.ics"
    assert says in problem.message
    assert len(str(problem)) < 400


def test_more_events_than_anybody_has_are_refused() -> None:
    # Twenty-four times a day for five weeks, three times over.
    hours = ",".join(str(hour) for hour in range(24))
    bombs = [
        event("Run", "20200101T000000", f"RRULE:FREQ=DAILY;BYHOUR={hours}", uid=f"bomb-{n}")
        for n in range(3)
    ]
    with pytest.raises(UnusableInput, match="has more than 2,000 events from 2026-11-09"):
        read(*bombs, period=PERIOD)


def test_rules_that_take_long_together_are_refused() -> None:
    bombs = [
        event("Run", "20200101T000000", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", uid=f"{n}")
        for n in range(10)
    ]
    with pytest.raises(UnusableInput, match="repeats more than can be followed"):
        read(*bombs)
