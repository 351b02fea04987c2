"""Local times become elapsed minutes: days, zones, changes of the clock, the week's edges."""

from __future__ import annotations

from datetime import date

import pytest

from optimizer.case.timeline import Timeline, timeline_of
from optimizer.documents.errors import UnusableInput
from optimizer.documents.request import Request, Window
from tests.optimizer.worlds import a_request, a_run, a_window

HOUR = 60
DAY = 24 * HOUR


def timeline(request: Request) -> Timeline:
    return timeline_of(request)


def week(start: str, timezone: str = "UTC") -> dict[str, object]:
    return {"start": start, "timezone": timezone}


def faults_of(request: Request) -> list[str]:
    with pytest.raises(UnusableInput) as caught:
        timeline_of(request)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("start", range(23, 30))
def test_a_weekday_is_the_one_of_seven_days_from_any_start(start: int) -> None:
    times = timeline(
        a_request(
            *(a_window(day, f"{day} 10:00") for day in ("Mon", "Wed", "Sun")),
            week=week(f"2026-11-{start}"),
        )
    )
    first = date(2026, 11, start)
    for window in times.windows:
        day = times.day(window.start)
        assert f"{day:%a}" == window.id
        assert 0 <= (day - first).days <= 6
    assert [w.start for w in times.windows] == sorted(w.start for w in times.windows)


def test_a_weekday_and_a_date_are_the_same_moment() -> None:
    times = timeline(a_request(runs=[a_run("Tue 07:00"), a_run("2026-11-24T07:00")]))
    assert times.runs[0].start == times.runs[1].start


@pytest.mark.parametrize(
    ("start", "zone", "before", "after", "hours"),
    [
        ("2026-03-23", "Europe/Berlin", "Sat 18:00", "Sun 18:00", 23),
        ("2026-10-19", "Europe/Berlin", "Sat 18:00", "Sun 18:00", 25),
        ("2026-03-02", "America/New_York", "Sat 18:00", "Sun 18:00", 23),
        ("2026-10-26", "America/New_York", "Sat 18:00", "Sun 18:00", 25),
        ("2026-11-23", "Europe/Berlin", "Sat 18:00", "Sun 18:00", 24),
    ],
)
def test_hours_are_elapsed_hours(
    start: str, zone: str, before: str, after: str, hours: int
) -> None:
    times = timeline(
        a_request(a_window("w", after, 30), runs=[a_run(before, 1)], week=week(start, zone))
    )
    assert times.windows[0].start - times.runs[0].start == hours * HOUR


def test_a_time_that_the_clocks_skip_does_not_exist() -> None:
    request = a_request(
        a_window("w", "Sun 02:30"), runs=[a_run("2026-03-29T02:10")],
        week=week("2026-03-23", "Europe/Berlin"),
    )  # fmt: skip
    run_fault, window_fault = faults_of(request)
    assert run_fault.startswith("runs[0].start: '2026-03-29T02:10' does not exist on 2026-03-29")
    assert window_fault.startswith("availability[0].start: 'Sun 02:30' does not exist")
    assert "choose another time" in window_fault


def test_a_time_that_comes_twice_is_the_first_of_the_two() -> None:
    times = timeline(
        a_request(a_window("w", "Sun 02:30", 120), week=week("2026-10-19", "Europe/Berlin"))
    )
    (window,) = times.windows
    assert times.iso(window.start) == "2026-10-25T02:30:00+02:00"
    assert times.iso(window.start + HOUR) == "2026-10-25T02:30:00+01:00"
    assert window.end - window.start == 120


def test_an_end_on_the_clock_counts_the_hour_that_comes_twice() -> None:
    window = Window(id="w", start="Sun 01:00", end="Sun 04:00")
    times = timeline(a_request(window, week=week("2026-10-19", "Europe/Berlin")))
    assert times.windows[0].end - times.windows[0].start == 4 * HOUR


def test_a_run_across_midnight_ends_on_the_next_day() -> None:
    times = timeline(a_request(runs=[a_run("Mon 23:30", 60)]))
    (run,) = times.runs
    assert times.iso(run.end) == "2026-11-24T00:30:00+00:00"
    assert times.last_run_before(run.end) == run
    assert times.last_run_before(run.end - 1) is None
    assert times.running_at(run.end - 1)
    assert not times.running_at(run.end)


def test_runs_outside_the_week_count() -> None:
    times = timeline(
        a_request(
            runs=[a_run("2026-11-09T06:00"), a_run("2026-12-13T06:00"), a_run("2026-11-22T23:50")]
        )
    )
    starts = [run.start for run in times.runs]
    assert starts == sorted(starts)
    assert times.iso(times.runs[1].end) == "2026-11-23T00:50:00+00:00"


@pytest.mark.parametrize("start", ["2026-11-08T23:59", "2026-12-14T00:00"])
def test_runs_more_than_two_weeks_away_are_refused(start: str) -> None:
    (fault,) = faults_of(a_request(runs=[a_run(start)]))
    assert fault.startswith(f"runs[0].start: '{start}' lies outside 2026-11-09 to 2026-12-13")


@pytest.mark.parametrize("start", ["2026-11-22T23:59", "2026-11-30T00:00"])
def test_windows_start_inside_the_week(start: str) -> None:
    (fault,) = faults_of(a_request(a_window("w", start)))
    assert "lies outside 2026-11-23 to 2026-11-29" in fault


def test_the_next_key_run_is_told_apart_from_the_next_run() -> None:
    times = timeline(
        a_request(runs=[a_run("Tue 07:00"), a_run("Wed 07:00", kind="tempo"), a_run("Fri 07:00")])
    )
    monday = times.midnights[0]
    assert times.free_until(monday) == times.runs[0].start
    assert times.next_key_run_after(monday) == times.runs[1]
    assert times.next_key_run_after(times.runs[1].start) == times.runs[1]
    assert times.next_key_run_after(times.runs[1].start + 1) is None


def test_the_run_that_ends_last_counts_and_not_the_one_that_starts_last() -> None:
    times = timeline(a_request(runs=[a_run("Mon 06:00", 300), a_run("Mon 07:00", 30)]))
    last = times.last_run_before(times.midnights[1])
    assert last is not None
    assert last.minutes == 300


def test_midnights_follow_the_clock() -> None:
    times = timeline(a_request(week=week("2026-03-23", "Europe/Berlin")))
    gaps = [b - a for a, b in zip(times.midnights, times.midnights[1:], strict=False)]
    assert gaps == [DAY] * 6 + [23 * HOUR] + [DAY]


# --- Windows --------------------------------------------------------------------------------------


def test_windows_may_touch_but_not_overlap() -> None:
    touching = a_window("a", "Tue 18:00", 60), a_window("b", "Tue 19:00", 60)
    assert len(timeline(a_request(*touching)).windows) == 2
    (fault,) = faults_of(a_request(a_window("a", "Tue 18:00", 61), a_window("b", "Tue 19:00", 60)))
    assert fault == (
        "availability[1]: windows 'a' and 'b' overlap: the first ends Tue 19:01, the second starts"
        " Tue 19:00; shorten one or join them"
    )


def test_a_window_may_run_over_the_edge_of_the_week() -> None:
    window = Window(id="late", start="Sun 23:00", end="Mon 00:30")
    times = timeline(a_request(window))
    assert times.windows[0].end - times.windows[0].start == 90


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("Tue 18:00", "Tue 17:00"),
        ("Tue 18:00", "Tue 18:00"),
        ("2026-11-24T18:00", "2026-11-24T18:00"),
        ("2026-11-24T18:00", "2026-11-23T18:00"),
        ("Sun 10:00", "Sat 10:00"),
    ],
)
def test_an_end_is_after_its_start(start: str, end: str) -> None:
    (fault,) = faults_of(a_request(Window(id="w", start=start, end=end)))
    assert fault.startswith(f"availability[0].end: '{end}' is not after the start '{start}'")


@pytest.mark.parametrize(
    "text", ["Tue 24:00", "Tue 18:60", "Tue 8", "18:00", "Tue 18:00:30",
             "2026-11-24T18:00+01:00", "2026-11-31T18:00"],
)  # fmt: skip
def test_what_is_no_time_is_refused(text: str) -> None:
    (fault,) = faults_of(a_request(runs=[a_run(text)]))
    assert fault.startswith("runs[0].start: ")


@pytest.mark.parametrize("start", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_week_lies_in_years_whose_clocks_are_known(start: str) -> None:
    (fault,) = faults_of(a_request(week=week(start)))
    assert "is outside the years 1900 to 2199" in fault


@pytest.mark.parametrize("start", ["1900-01-01", "2199-12-31"])
def test_the_first_and_the_last_known_day_are_fine(start: str) -> None:
    assert str(timeline_of(a_request(week=week(start))).first_day) == start


def test_every_fault_is_told_at_once() -> None:
    request = a_request(
        a_window("a", "Tue 25:00"), a_window("b", "2027-01-01T10:00"), runs=[a_run("Foo 10:00")]
    )
    assert [fault.split(":")[0] for fault in faults_of(request)] == [
        "runs[0].start", "availability[0].start", "availability[1].start",
    ]  # fmt: skip


def test_a_line_break_after_a_time_is_refused() -> None:
    assert faults_of(a_request(runs=[a_run("Tue 18:00\n")]))
