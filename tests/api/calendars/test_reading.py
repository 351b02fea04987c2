"""Requests with calendars: what each export gives, what is assumed, and what can be overruled."""

from __future__ import annotations

import pytest

from api.calendars.documents import CalendarOptions, CalendarReading
from api.calendars.identity import session_uid
from api.calendars.reading import Upload, with_calendars
from optimizer.case.timeline import timeline_of
from optimizer.documents.errors import UnusableInput
from optimizer.documents.request import Pin, Request, Run, Window
from tests.api.calendars.files import calendar, event, event_titled, file, request, starts


def read(*events: str, name: str = "", product: str = "x", **options: object) -> CalendarReading:
    """A request without runs after reading one calendar of runs."""
    data = calendar(*events, name=name, product=product)
    return with_calendars(
        request(), runs=[file(data)], options=CalendarOptions.model_validate(options)
    )


TRAININGPEAKS = calendar(
    r"""
BEGIN:VEVENT
UID:tp-1@trainingpeaks
DTSTART;VALUE=DATE:20261124
DTEND;VALUE=DATE:20261125
SUMMARY:Run: Threshold
DESCRIPTION:Type: Run\nPlanned Time: 1:10:00\nPlanned Distance: 13 km\n\n3 x 10 min at threshold
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:tp-2@trainingpeaks
DTSTART;VALUE=DATE:20261125
SUMMARY:Bike: Endurance
DESCRIPTION:Planned Time: 2:00:00
END:VEVENT
BEGIN:VEVENT
UID:tp-3@trainingpeaks
DTSTART;VALUE=DATE:20261126
SUMMARY:Day Off
END:VEVENT
""",
    product="-//TrainingPeaks//Workouts//EN",
)
RUNNA = calendar(
    r"""
BEGIN:VEVENT
UID:runna_1
DTSTART;VALUE=DATE:20261124
SUMMARY:🏃 6km Easy Run
DESCRIPTION:Conversational pace.\n\nEstimated time: 38m - 42m
END:VEVENT
BEGIN:VEVENT
UID:runna_2
DTSTART;VALUE=DATE:20261126
SUMMARY:1km Repeats • 9km
DESCRIPTION:5 x 1km with 90s walking rest
END:VEVENT
BEGIN:VEVENT
UID:runna_3
DTSTART;VALUE=DATE:20261129
SUMMARY:Long Run 18km
END:VEVENT
""",
    name="Runna",
)
FINAL_SURGE = calendar(
    r"""
BEGIN:VEVENT
UID:fs-1
DTSTART;VALUE=DATE:20261124
SUMMARY:Run - Easy Run
DESCRIPTION:Planned: 6.00 mi in 54:00
END:VEVENT
BEGIN:VEVENT
UID:fs-2
DTSTART;VALUE=DATE:20261126
SUMMARY:Strength - Core circuit
END:VEVENT
""",
    product="-//Final Surge//EN",
)
INTERVALS_ICU = calendar(
    r"""
BEGIN:VEVENT
UID:event1@intervals.icu
DTSTART:20261124T053000Z
DTEND:20261124T063000Z
SUMMARY:Tempo 2x15
CATEGORIES:Run
DESCRIPTION:- 15m Z2 HR\n2x\n- 15m Z3 Pace\n- 3m Z1
END:VEVENT
BEGIN:VEVENT
UID:event2@intervals.icu
DTSTART:20261125T053000Z
DTEND:20261125T070000Z
SUMMARY:Sweet spot 3x12
CATEGORIES:Ride
END:VEVENT
""",
    name="Intervals.icu",
)
GARMIN = calendar(
    r"""
BEGIN:VEVENT
UID:garmin-1
DTSTART;VALUE=DATE:20261124
SUMMARY:Base (Running)
DESCRIPTION:Duration: 45:00
END:VEVENT
BEGIN:VEVENT
UID:garmin-2
DTSTART;VALUE=DATE:20261128
SUMMARY:City 10K Race
END:VEVENT
""",
    product="-//Garmin//Connect//EN",
)


@pytest.mark.parametrize(
    ("data", "runs"),
    [
        (TRAININGPEAKS, [("2026-11-24T18:00", 70, "tempo", 13.0)]),
        (
            RUNNA,
            [
                ("2026-11-24T18:00", 42, "easy", 6.0),
                ("2026-11-26T18:00", 59, "interval", 9.0),
                ("2026-11-29T18:00", 117, "long", 18.0),
            ],
        ),
        (FINAL_SURGE, [("2026-11-24T18:00", 54, "easy", 9.66)]),
        (INTERVALS_ICU, [("2026-11-24T06:30", 60, "tempo", None)]),
        (
            GARMIN,
            [("2026-11-24T18:00", 45, "easy", None), ("2026-11-28T18:00", 65, "race", 10.0)],
        ),
    ],
    ids=["TrainingPeaks", "Runna", "Final Surge", "intervals.icu", "Garmin"],
)
def test_the_exports_of_training_programs_are_read(
    data: bytes, runs: list[tuple[str, int, str, float | None]]
) -> None:
    reading = with_calendars(request(), runs=[file(data)])
    found = [(run.start, run.minutes, run.kind, run.distance_km) for run in reading.request.runs]
    assert found == runs
    # Nothing is left out in silence.
    [told_of] = reading.calendars
    assert len(reading.events) == told_of.events
    assert all(one.reason.endswith(".") for one in reading.events)


def test_a_timed_run_is_as_long_as_its_event() -> None:
    reading = read(event("Run 30 min", "20261124T181530", end="20261124T190020"))
    [run] = reading.request.runs
    assert (run.start, run.minutes) == ("2026-11-24T18:15", 46)
    assert event_titled(reading, "Run 30 min").assumed == ()


def test_a_run_without_a_length_takes_that_of_its_text() -> None:
    reading = read(event("Run 40 min", "20261124T180000"))
    assert reading.request.runs[0].minutes == 40
    assert event_titled(reading, "Run 40 min").assumed == (
        "It has no length of its own; its text says 40 min.",
    )


def test_a_run_that_says_nothing_is_assumed_to_be_usual_and_that_is_said() -> None:
    reading = read(event("Run", "20261124T180000"), event("Long run", "20261129T080000"))
    assert [run.minutes for run in reading.request.runs] == [60, 120]
    assert event_titled(reading, "Run").assumed == (
        "It says neither how long nor how far; 1 h is assumed.",
    )


def test_the_clock_of_a_run_of_the_whole_day_is_stated_and_can_be_told() -> None:
    whole_days = [event("Run", ";VALUE=DATE:20261124"), event("Long run", ";VALUE=DATE:20261128")]
    assert starts(read(*whole_days)) == ["2026-11-24T18:00", "2026-11-28T18:00"]
    reading = read(*whole_days, all_day_run_at=("06:30", "Sat 09:00"))
    assert starts(reading) == ["2026-11-24T06:30", "2026-11-28T09:00"]
    assert (
        event_titled(reading, "Run").assumed[0]
        == "It is of the whole day, and taken to start at 06:30."
    )


def test_a_run_of_several_days_is_doubtful_and_no_run() -> None:
    reading = read(event("Running camp", ";VALUE=DATE:20261124", end=";VALUE=DATE:20261127"))
    assert reading.request.runs == ()
    found = event_titled(reading, "Running camp")
    assert (found.taken_as, found.is_doubtful) == ("not_recognised", True)
    assert "lasts 3 days" in found.reason


def test_runs_two_weeks_before_and_after_the_week_count() -> None:
    days = ["20261108", "20261109", "20261213", "20261214"]
    reading = read(*(event("Run", f"{day}T120000") for day in days))
    assert starts(reading) == ["2026-11-09T12:00", "2026-12-13T12:00"]
    assert reading.calendars[0].outside == 2
    timeline_of(reading.request)


def test_an_event_can_be_told_to_be_a_run_of_a_kind() -> None:
    club = event("Tuesday Club [A]", "20261124T190000", end="20261124T200000", uid="club@phone")
    assert read(club).request.runs == ()
    for name in ("Tuesday Club [A]", "tuesday club*", "club@phone"):
        reading = read(club, run_kinds={name: "interval"})
        assert [run.kind for run in reading.request.runs] == ["interval"]
        found = event_titled(reading, "Tuesday Club [A]")
        assert found.reason == f"{name!r} is told to be an interval run."
        assert reading.notes == ()


def test_an_event_can_be_told_to_be_no_run() -> None:
    reading = read(event("Run club committee", "20261124T190000"), not_runs=("*committee",))
    assert reading.request.runs == ()
    assert event_titled(reading, "Run club committee").taken_as == "not_a_run"


def test_an_overruling_that_meets_no_event_is_said() -> None:
    reading = read(event("Run", "20261124T190000"), not_runs=("Rum",), run_kinds={"x*": "easy"})
    assert reading.notes == (
        "'x*' is the UID or title of no event in these weeks.",
        "'Rum' is the UID or title of no event in these weeks.",
    )


def test_runs_are_added_to_those_of_the_request_and_none_counts_twice() -> None:
    plain = request(runs=(Run(id="r1", start="Tue 18:00", minutes=45, kind="tempo"),))
    data = calendar(
        event("Run", "20261124T180000", end="20261124T184500"),
        event("Run", "20261126T180000", end="20261126T184500"),
    )
    reading = with_calendars(plain, runs=[file(data), file(data, "again.ics")])
    assert [(run.start, run.kind) for run in reading.request.runs] == [
        ("Tue 18:00", "tempo"),
        ("2026-11-26T18:00", "easy"),
    ]
    assert [one.taken_as for one in reading.events] == [
        "run_already_told", "run", "run_already_told", "run_already_told",
    ]  # fmt: skip
    assert "the request has it as run 'r1'" in reading.events[0].reason


def test_runs_of_one_title_have_ids_of_their_own() -> None:
    twice = [
        event("Run", f"20261124T{hour}0000", end=f"20261124T{hour}3000") for hour in ("07", "19")
    ]
    reading = read(*twice)
    assert [run.id for run in reading.request.runs] == ["Run 2026-11-24", "Run 2026-11-24 (2)"]


def test_a_title_that_cannot_be_printed_is_no_fault() -> None:
    reading = read(event("\u200d\u0007 Run \u200d" + "x" * 200, "20261124T190000"))
    [run] = reading.request.runs
    assert run.id is not None
    assert run.id.isprintable()
    assert len(run.id) <= 64


def test_a_run_in_the_hour_that_comes_twice_counts_in_both() -> None:
    # 25 October 2026: 02:30 comes twice in Berlin; this is the second one.
    plain = request().model_copy(
        update={"week": request().week.model_copy(update={"start": "2026-10-19"})}
    )
    data = calendar(event("Run", "20261025T013000Z", end="20261025T020000Z"))
    reading = with_calendars(plain, runs=[file(data)])
    [run] = timeline_of(reading.request).runs
    assert run.minutes == 90
    assert timeline_of(reading.request).local(run.end).isoformat() == "2026-10-25T03:00:00+01:00"


def test_more_runs_than_a_request_may_have_are_refused() -> None:
    hours = ",".join(str(hour) for hour in range(0, 24, 2))
    rule = f"RRULE:FREQ=DAILY;BYHOUR={hours}"
    with pytest.raises(UnusableInput, match=r"runs\.ics: gives more than 200 runs"):
        read(event("Run", "20261101T000000", rule, "DURATION:PT10M"))


def busy(
    *events: str, plain: Request | None = None, options: dict[str, object] | None = None
) -> CalendarReading:
    return with_calendars(
        plain or request(),
        busy=[file(calendar(*events), "busy.ics")],
        options=CalendarOptions.model_validate(options or {}),
    )


def windows(reading: CalendarReading) -> list[tuple[str, str, int | None]]:
    return [(one.id, one.start, one.minutes) for one in reading.request.availability]


UNTOUCHED = [("tue", "Tue 18:00", 120), ("thu", "Thu 18:00", 60)]


def test_windows_that_nothing_touches_stay_as_they_were_written() -> None:
    reading = busy(
        event("Dinner", "20261124T200000", end="20261124T210000"),
        event("Work", "20261124T090000", end="20261124T180000"),
    )
    assert windows(reading) == UNTOUCHED
    assert reading.windows == ()
    assert [one.taken_as for one in reading.events] == ["busy", "busy"]


def test_a_busy_time_cuts_a_window() -> None:
    reading = busy(event("Call", "20261124T173000", end="20261124T183010"))
    assert windows(reading) == [("tue", "2026-11-24T18:31", 89), UNTOUCHED[1]]
    [cut] = reading.windows
    assert (cut.window, cut.lost_minutes, cut.because_of) == ("tue", 31, ("Call",))


def test_a_window_that_is_split_keeps_its_id_for_the_longest_piece() -> None:
    reading = busy(event("Call", "20261124T183000", end="20261124T190000"))
    assert windows(reading) == [
        ("tue-2", "2026-11-24T18:00", 30),
        ("tue", "2026-11-24T19:00", 60),
        UNTOUCHED[1],
    ]
    timeline_of(reading.request)


def test_the_piece_with_a_pinned_start_keeps_the_id() -> None:
    plain = request().model_copy(update={"pinned": (Pin(window="tue", start="Tue 18:00"),)})
    reading = busy(event("Call", "20261124T183000", end="20261124T190000"), plain=plain)
    assert windows(reading)[:2] == [
        ("tue", "2026-11-24T18:00", 30),
        ("tue-2", "2026-11-24T19:00", 60),
    ]


def test_a_new_id_is_one_that_no_window_has() -> None:
    long_name = "x" * 64
    plain = request(
        Window(id="tue", start="Tue 18:00", minutes=120),
        Window(id="tue-2", start="Wed 18:00", minutes=60),
        Window(id=long_name, start="Thu 18:00", minutes=60),
    )
    reading = busy(
        event("Call", "20261124T183000", end="20261124T190000"),
        event("Call", "20261126T182000", end="20261126T183000"),
        plain=plain,
    )
    names = [name for name, _, _ in windows(reading)]
    assert names == ["tue-3", "tue", "tue-2", f"{'x' * 62}-2", long_name]


def test_a_window_that_is_all_busy_goes_and_is_named() -> None:
    reading = busy(event("Trip", "20261124T100000", end="20261125T100000"))
    assert windows(reading) == [UNTOUCHED[1]]
    assert reading.windows[0].pieces == ()


def test_what_is_too_short_for_any_session_is_left_out() -> None:
    reading = busy(event("Call", "20261124T180500", end="20261124T193000"))
    assert windows(reading)[:1] == [("tue", "2026-11-24T19:30", 30)]


def test_a_pin_in_a_window_that_is_all_busy_is_refused_in_words() -> None:
    plain = request().model_copy(update={"pinned": (Pin(window="tue"),)})
    with pytest.raises(UnusableInput) as refused:
        busy(event("Trip", "20261124T100000", end="20261125T100000"), plain=plain)
    assert str(refused.value) == (
        "pinned[0].window: 'tue' is taken up by 'Trip'; drop the pin, or say --not-busy"
    )


@pytest.mark.parametrize(
    ("lines", "options", "taken_as"),
    [
        (["TRANSP:TRANSPARENT"], {}, "free"),
        (["TRANSP:OPAQUE"], {}, "busy"),
        (["X-MICROSOFT-CDO-BUSYSTATUS:FREE"], {}, "free"),
        (["TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:OOF"], {}, "busy"),
        (["STATUS:CANCELLED"], {}, "cancelled"),
        (["STATUS:TENTATIVE"], {}, "busy"),
        ([], {"not_busy": ("dent*",)}, "free"),
    ],
)
def test_an_event_takes_its_time_unless_it_says_otherwise(
    lines: list[str], options: dict[str, object], taken_as: str
) -> None:
    dentist = event("Dentist", "20261124T180000", *lines, end="20261124T190000")
    reading = busy(dentist, options=options)
    assert event_titled(reading, "Dentist").taken_as == taken_as
    assert bool(reading.windows) is (taken_as == "busy")


@pytest.mark.parametrize(
    ("lines", "options", "is_busy"),
    [
        ([], {}, False),
        (["TRANSP:OPAQUE"], {}, True),
        (["TRANSP:TRANSPARENT"], {"all_day_is_busy": True}, False),
        ([], {"all_day_is_busy": True}, True),
    ],
)
def test_a_whole_day_takes_time_only_if_it_says_so(
    lines: list[str], options: dict[str, object], is_busy: bool
) -> None:
    reading = busy(event("Birthday", ";VALUE=DATE:20261124", *lines), options=options)
    assert bool(reading.windows) is is_busy


def test_a_run_of_the_whole_day_does_not_make_the_day_busy() -> None:
    reading = busy(event("Run: easy", ";VALUE=DATE:20261124", "TRANSP:OPAQUE"))
    assert windows(reading) == UNTOUCHED
    assert "--runs" in event_titled(reading, "Run: easy").reason


def test_sessions_of_an_earlier_import_neither_run_nor_take_time() -> None:
    data = calendar(
        event("Strength s1, 30 min", "20261124T190000", end="20261124T193000",
              uid=session_uid(request(), "s1"))
    )  # fmt: skip
    reading = with_calendars(request(), runs=[file(data)], busy=[file(data)])
    assert windows(reading) == UNTOUCHED
    assert [one.taken_as for one in reading.events] == ["own_session", "own_session"]


def test_free_and_busy_times_without_events_are_read() -> None:
    data = calendar(
        "BEGIN:VFREEBUSY\nFREEBUSY:20261124T170000Z/20261124T180000Z\n"
        "FREEBUSY;FBTYPE=FREE:20261126T100000Z/PT12H\nEND:VFREEBUSY"
    )
    reading = with_calendars(request(), busy=[Upload("busy.ics", data)])
    assert windows(reading) == [("tue", "2026-11-24T19:00", 60), UNTOUCHED[1]]


def test_to_dos_and_unknown_zones_are_noted() -> None:
    reading = read(
        "BEGIN:VTODO\nUID:t\nSUMMARY:Run\nEND:VTODO",
        event("Run", ";TZID=Nowhere/Land:20261124T180000"),
    )
    assert reading.calendars[0].notes == (
        "Nobody knows the time zone 'Nowhere/Land'; Europe/Berlin is taken.",
        "1 to-do or journal entry left out.",
    )


def test_without_calendars_the_request_stays_as_it_is() -> None:
    plain = request(runs=(Run(start="Mon 18:00", minutes=45),))
    assert with_calendars(plain).request == plain


@pytest.mark.parametrize(
    ("zone", "start", "note"),
    [
        ("Europe/Berlin", "2026-11-24T18:00", ()),
        (
            "America/New_York",
            "2026-11-25T00:00",
            ("Times without a zone are of America/New_York, as it says.",),
        ),
        (
            "Mars/Base",
            "2026-11-24T18:00",
            ("Nobody knows the time zone 'Mars/Base' of its own; Europe/Berlin is taken.",),
        ),
    ],
)
def test_the_zone_of_floating_times_is_said_where_it_is_not_that_of_the_week(
    zone: str, start: str, note: tuple[str, ...]
) -> None:
    reading = read(f"X-WR-TIMEZONE:{zone}", event("Run", "20261124T180000"))
    assert starts(reading) == [start]
    assert reading.calendars[0].notes == note
