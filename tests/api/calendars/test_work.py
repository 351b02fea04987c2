"""Small files that ask for more work than any calendar of a person: read at once, or refused."""

from __future__ import annotations

from itertools import islice, product

import pytest

from api.calendars.events import read_calendar
from api.calendars.reading import with_calendars
from api.calendars.recurrence import Steps
from optimizer.documents.errors import UnusableInput
from tests.api.calendars.files import calendar, event, file, request

POSITIONS = ",".join(str(one) for one in range(1, 101))
HOURS = [
    f"2026{month:02}{day:02}T{hour:02}0000"
    for month, day, hour in product(range(1, 13), range(1, 29), range(24))
]


def lines(name: str, count: int, a_line: int = 100) -> list[str]:
    times = HOURS[:count]
    return [f"{name}:{','.join(times[at : at + a_line])}" for at in range(0, count, a_line)]


@pytest.mark.parametrize("frequency", ["DAILY", "MONTHLY", "YEARLY;BYYEARDAY=1,2,3"])
def test_positions_of_a_rule_are_counted_as_work(
    frequency: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = f"RRULE:FREQ={frequency};COUNT=49000;BYSETPOS={POSITIONS}"
    taken: list[int] = []
    take = Steps.take

    def counting(steps: Steps, work: int) -> None:
        taken.append(work)
        take(steps, work)

    monkeypatch.setattr(Steps, "take", counting)
    parts = [event(f"run {one}", "20000101T070000", rule) for one in range(5)]
    with_calendars(request(), runs=[file(calendar(*parts))])
    # Each step of such a rule costs what its positions do, so there are few of them.
    assert max(taken) >= 50
    assert len(taken) < 20_000


def test_categories_are_looked_at_up_to_a_most() -> None:
    many = "CATEGORIES:" + ",".join(f"c{one}" for one in range(15_000))
    [read] = read_calendar(calendar(event("run", "20261124T070000", many)), "a.ics").events
    assert len(read.categories) == 30


@pytest.mark.parametrize("name", ["CATEGORIES", "EXDATE", "RDATE"])
def test_lists_of_a_file_have_a_most_together(name: str) -> None:
    # Over several events, so that none has too many by itself.
    parts = [
        event(f"run {one}", "20261124T070000", *lines(name, 5_000), uid=str(one))
        for one in range(6)
    ]
    with pytest.raises(UnusableInput, match="more lines or dates than anybody's weeks"):
        with_calendars(request(), runs=[file(calendar(*parts))])


def test_a_series_that_changes_thousands_of_times_is_read() -> None:
    changes = [
        event("run", at, f"RECURRENCE-ID;RANGE=THISANDFUTURE:{at}", uid="series")
        for at in islice(HOURS, 2_000)
    ]
    series = event("run", "20260101T070000", *lines("RDATE", 8_000), uid="series")
    reading = with_calendars(request(), busy=[file(calendar(series, *changes))])
    assert reading.events


def test_a_zone_of_thousands_of_dates_is_right() -> None:
    """The offset alternates with each part; the last before a time counts."""
    zone = "\n".join(
        [
            "BEGIN:VTIMEZONE",
            "TZID:Own",
            "BEGIN:STANDARD",
            "DTSTART:19700101T000000",
            "TZOFFSETFROM:+0100",
            "TZOFFSETTO:+0100",
            *lines("RDATE", 7_000),
            "END:STANDARD",
            "BEGIN:DAYLIGHT",
            "DTSTART:20261120T000000",
            "TZOFFSETFROM:+0100",
            "TZOFFSETTO:+0200",
            "END:DAYLIGHT",
            "END:VTIMEZONE",
        ]
    )
    parts = [zone, event("run", ";TZID=Own:20261201T070000", end=";TZID=Own:20261201T080000")]
    reading = with_calendars(request(zone="UTC"), runs=[file(calendar(*parts))])
    assert [run.start for run in reading.request.runs] == ["2026-12-01T05:00"]


def test_more_lines_than_anybody_has_are_refused() -> None:
    many = "\n".join(["BEGIN:VEVENT", *["SEQUENCE:1"] * 200_001, "END:VEVENT"])
    with pytest.raises(UnusableInput, match="more lines or dates"):
        with_calendars(request(), runs=[file(calendar(many))])
