"""Recurring rules: the days they name, and no more work than any calendar of a person takes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from icalendar import vRecur

from api.calendars.recurrence import Steps, TooMuchRepeated, UnreadableRule, occurrences

FIRST, LAST = datetime(2026, 11, 9), datetime(2026, 12, 13)  # noqa: DTZ001  (clock times)
START = datetime(2000, 1, 3, 7)  # noqa: DTZ001


def found(rule: str, start: datetime = START, steps: Steps | None = None) -> list[datetime]:
    read: vRecur = vRecur.from_ical(rule)
    return [*occurrences(read, start, FIRST, LAST, steps or Steps())]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYWEEKNO=60",
        "FREQ=DAILY;BYYEARDAY=400",
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=5",
        "FREQ=HOURLY;COUNT=3",
        "FREQ=DAILY;BYHOUR=1,2,3,4,5,6;BYMINUTE=0,10,20,30,40;BYSECOND=0",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=100000000",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=0",
        "FREQ=DAILY;BYDAY=" + ",".join(["MO"] * 200),
        "FREQ=DAILY;SKIP=OMIT",
        "COUNT=3",
    ],
)
def test_what_names_no_day_or_too_many_is_refused_with_a_reason(rule: str) -> None:
    with pytest.raises(UnreadableRule, match=r"^its rule "):
        found(rule)


def test_a_rule_without_days_takes_a_bounded_part_of_the_work() -> None:
    steps = Steps()
    before = steps.left
    with pytest.raises(UnreadableRule):
        found("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", steps=steps)
    assert before - steps.left < before / 2


def test_many_such_rules_end_the_reading() -> None:
    steps = Steps()

    def read_on() -> None:
        for _ in range(100):
            with pytest.raises(UnreadableRule):
                found("FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30", steps=steps)

    with pytest.raises(TooMuchRepeated):
        read_on()


def test_an_old_series_costs_no_more_than_a_young_one() -> None:
    old, young = Steps(), Steps()
    found("FREQ=DAILY", datetime(1901, 1, 1, 7), old)  # noqa: DTZ001
    found("FREQ=DAILY", datetime(2026, 11, 7, 7), young)  # noqa: DTZ001
    assert abs(old.left - young.left) < 10


def test_a_count_begins_at_the_start_of_the_series() -> None:
    start = datetime(2026, 11, 2, 7)  # noqa: DTZ001
    assert found("FREQ=WEEKLY;COUNT=3", start) == [
        datetime(2026, 11, 9, 7),  # noqa: DTZ001
        datetime(2026, 11, 16, 7),  # noqa: DTZ001
    ]


weekdays = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
rules = st.one_of(
    st.builds("FREQ=DAILY;INTERVAL={}".format, st.integers(1, 40)),
    st.builds(
        lambda interval, days: f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={','.join(sorted(days))}",
        st.integers(1, 9),
        st.sets(weekdays, min_size=1),
    ),
    st.builds(
        lambda interval, which, day: f"FREQ=MONTHLY;INTERVAL={interval};BYDAY={which}{day}",
        st.integers(1, 7),
        st.sampled_from([1, 2, 3, 4, -1, -2]),
        weekdays,
    ),
    st.builds(
        lambda interval, day: f"FREQ=MONTHLY;INTERVAL={interval};BYMONTHDAY={day}",
        st.integers(1, 7),
        st.sampled_from([1, 15, 28, 29, 30, 31, -1]),
    ),
    st.builds("FREQ=MONTHLY;INTERVAL={}".format, st.integers(1, 5)),
    st.builds("FREQ=YEARLY;INTERVAL={}".format, st.integers(1, 4)),
    st.builds("FREQ=YEARLY;BYMONTH={};BYDAY=4TH".format, st.sampled_from([11, 12])),
    st.builds("FREQ=YEARLY;BYWEEKNO={}".format, st.sampled_from([46, 47, 50])),
    st.just("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
)
begins = st.datetimes(datetime(1990, 1, 1), datetime(2026, 12, 20)).map(  # noqa: DTZ001
    lambda moment: moment.replace(second=0, microsecond=0)
)


@given(rules, begins)
def test_an_old_series_is_joined_where_it_would_be_anyway(rule: str, start: datetime) -> None:
    # The library walks through the whole series; only what may be seen of it is wanted.
    whole = rrulestr(rule, dtstart=start).between(FIRST, LAST, inc=True)
    assert found(rule, start) == whole


@given(begins, st.integers(1, 4000))
def test_counted_series_are_those_of_the_library(start: datetime, count: int) -> None:
    rule = f"FREQ=DAILY;COUNT={count}"
    whole = [
        start + timedelta(days=n)
        for n in range(count)
        if FIRST <= start + timedelta(days=n) <= LAST
    ]
    assert found(rule, start) == whole
