"""Feeds as training programs, office calendars and phones send them.

Drawn after what such feeds are like; each case has the answer that a runner would expect.
"""

from __future__ import annotations

import gzip

import pytest

from api.calendars.documents import CalendarOptions, CalendarReading, EventReading
from api.calendars.reading import with_calendars
from optimizer.documents.errors import UnusableInput
from optimizer.documents.request import Run
from tests.api.calendars.files import calendar, event, file, request

DAY = ";VALUE=DATE:20261124"


def read(
    *parts: str, name: str = "", busy: bool = False, zone: str = "Europe/Berlin"
) -> CalendarReading:
    files = [file(calendar(*parts, name=name))]
    plain = request(zone=zone)
    options = CalendarOptions()
    if busy:
        return with_calendars(plain, busy=files, options=options)
    return with_calendars(plain, runs=files, options=options)


def the_event(*parts: str, name: str = "", busy: bool = False) -> EventReading:
    [found] = read(*parts, name=name, busy=busy).events
    return found


def the_run(title: str, description: str = "", *lines: str) -> Run:
    """The run of a whole day with this title and text."""
    text = description.replace("\n", "\\n").replace(",", "\\,")
    found = the_event(event(title, DAY, f"DESCRIPTION:{text}", *lines), name="Training")
    assert found.run is not None, found
    return found.run


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\r\r\n"])
def test_lines_end_as_any_system_ends_them(end: str) -> None:
    data = calendar(event("Easy run 40 min", DAY)).decode().replace("\r\n", end).encode()
    [run] = with_calendars(request(), runs=[file(data)]).request.runs
    assert run.minutes == 40


def test_lines_may_end_differently_in_one_file() -> None:
    data = calendar(event("Easy run 40 min", DAY), event("Tempo run", DAY)).decode()
    begin, rest = data[: len(data) // 2], data[len(data) // 2 :]
    mixed = begin.replace("\r\n", "\r") + rest.replace("\r\n", "\n")
    found = with_calendars(request(), runs=[file(mixed.encode())])
    assert [run.minutes for run in found.request.runs] == [40, 60]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (gzip.compress(calendar(), mtime=0), "runs.ics: is packed with gzip; unpack it"),
        (
            b"PK\x03\x04" + b"feed.ics" * 20,
            "runs.ics: is a zip archive; unpack it and give the .ics",
        ),
        (b"PK\x03\x04" + b"xl/workbook.xml" * 20, "an Excel workbook (.xlsx); export it as iCal"),
        (b"<!doctype html><html>Sign in", "runs.ics: is a web page; export it as iCalendar"),
    ],
)
def test_a_file_of_another_kind_is_called_by_its_name(data: bytes, says: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        with_calendars(request(), runs=[file(data)])
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("title", "description", "minutes"),
    [
        # The head of a text, part by part.
        ("🏃 Steps • 2.3km", "Walk Run • 2.3km • 20m - 25m\n\n5 mins walking warm up", 25),
        (
            "🏃 400s • 12 km",
            "Tempo • 12 km • 1h5m\n\n4km warm up, easy\n8x\n• 0.4km at 4:12/km",
            65,
        ),
        ("🏃 Long", "Long Run • 6.5mi • 50m - 1h5m\n\n6.5mi at a conversational pace", 65),
        # A line of its own.
        ("Easy Run", "Zone 2 aerobic run\n30-40 minutes\nKeep heart rate below 145", 40),
        ("Dauerlauf", "Dauer 75 min\nPuls unter 140", 75),
        ("Footing", "Durée : 50 min", 50),
        ("Lauf 1:15 h", "", 75),
        ("Lauf", "1:15 Stunden locker", 75),
        ("Run", "Rest 90 s between reps. Total 55 min.", 55),
        ("Run", "10 min easy\n20 min tempo\n10 min easy\n40 min in total", 40),
        ("Run", "Half an hour easy", 30),
        ("Footing", "Une heure et demie tranquille", 90),
        ("Carrera continua", "Duración: 1 h 10", 70),
        ("Duurloop", "45 minuten rustig", 45),
        # Prose that speaks of all of it.
        ("Run - Shakeout", "Easy 45 min.", 45),
        ("Run", "Run for about 50 minutes at an easy pace.", 50),
        ("Lauf", "Lockerer Lauf, 55 Minuten. Danach dehnen.", 55),
        ("Run", "60 min easy, with 6 x 20 s strides", 60),
        # Of a title.
        ("Run 1:15:00", "", 75),
        ("Run 0:45", "", 45),
        ("Run 1h 15", "", 75),
        ("Run 1.5 h", "", 90),
        ("Run 1 hr 20 mins", "", 80),
        ("Run 75'", "", 75),
        ("Run 50min @ 5:30/km", "", 50),
        ("Run 50 min (6 min/km)", "", 50),
        ("10 km run in 54:00", "", 54),
        ("Long run 2 h, last 30 min fast", "", 120),
    ],
)
def test_the_length_of_the_whole_run_is_read_in_the_words_of_feeds(
    title: str, description: str, minutes: int
) -> None:
    assert the_run(title, description).minutes == minutes


@pytest.mark.parametrize(
    ("title", "description"),
    [
        (
            "Easy Run with 400m Pickups",
            "Workout:\n• Warm Up: 5min\n• Train: 6km\n• Cool Down: 5min",
        ),
        ("Threshold Run", "• Warm Up: 15min\n• Training: 4 x 8min\n• Rest: 2min"),
        ("Run", "Take a gel every 30 minutes"),
        ("Lauf 7:30 h", ""),
        ("Run", "Eat half an hour before"),
        ("Run", "Drink 20 minutes before the start"),
        ("Run", "Meet 15 min early"),
        ("Run", "Parking is 10 minutes away"),
        ("Run", "10 min easy\n20 min tempo\n10 min easy"),
        ("Run", "10 min einlaufen, 25 min flott, 10 min auslaufen"),
        ("Run", "15 min échauffement puis 20 min rapide"),
        ("Run 12 km/h", ""),
        ("Run at 18:30", ""),
        ("Run 6:30 pm", ""),
    ],
)
def test_a_part_of_the_workout_is_no_length_of_it(title: str, description: str) -> None:
    found = the_event(
        event(title, DAY, "DESCRIPTION:" + description.replace("\n", "\\n").replace(",", "\\,")),
        name="Training",
    )
    assert found.run is not None
    assert found.run.minutes == 60
    assert "It says neither how long nor how far; 1 h is assumed." in found.assumed


@pytest.mark.parametrize(
    ("title", "description", "km"),
    [
        ("Long Run", "30 km steady on the river path", 30.0),
        ("Run 10,000 m", "", 10.0),
        ("Run 5000 m", "", 5.0),
        ("Run 13.1 mi", "", 21.08),
        ("Run", "Distanz 12 km", 12.0),
        ("Easy run with 400m pickups", "", None),
        ("Run", "4 km warm up\n3 x 1 km\n2 km cool down", None),
    ],
)
def test_the_distance_of_the_whole_run_is_read(
    title: str, description: str, km: float | None
) -> None:
    assert the_run(title, description).distance_km == km


@pytest.mark.parametrize(
    ("field", "minutes"),
    [
        ("X-WORKOUT-ESTIMATED-DURATION:3000", 50),
        ("X-PLANNED-DURATION:PT50M", 50),
        ("X-EXPECTED-DURATION:0:50:00", 50),
        ("X-TRAINING-DURATION-MINUTES:50", 50),
        ("X-APPLE-TRAVEL-DURATION;VALUE=DURATION:PT50M", 65),
        ("X-WORKOUT-ESTIMATED-DURATION:soon", 65),
    ],
)
def test_what_a_program_expects_counts_before_the_distance(field: str, minutes: int) -> None:
    assert the_run("Easy run • 10 km", "", field).minutes == minutes


def test_what_the_text_says_comes_before_what_a_program_expects() -> None:
    assert the_run("Easy run", "40 min", "X-WORKOUT-ESTIMATED-DURATION:3000").minutes == 40


MIDNIGHTS = [
    ("20261124T000000", "20261125T000000", ()),
    (";TZID=Europe/Berlin:20261124T000000", ";TZID=Europe/Berlin:20261125T000000", ()),
    (";TZID=Europe/Berlin:20261124T000000", ";TZID=Europe/Berlin:20261124T235900", ()),
    ("20261124T000000", "20261124T235959", ()),
    (":20261123T230000Z", ":20261124T230000Z", ()),
    (":20261123T230000Z", ":20261124T230000Z", ("X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",)),
    (":20261124T000000Z", ":20261125T000000Z", ("X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",)),
    (";TZID=America/New_York:20261124T000000", ";TZID=America/New_York:20261125T000000", ()),
    (";VALUE=DATE:20261124T000000", None, ()),
    (";VALUE=DATE:2026-11-24", None, ()),
]


@pytest.mark.parametrize(("start", "end", "lines"), MIDNIGHTS)
def test_whole_days_may_be_written_with_times(
    start: str, end: str | None, lines: tuple[str, ...]
) -> None:
    found = the_event(event("Easy run 40 min", start, *lines, end=end))
    assert found.start == "2026-11-24"
    assert found.run is not None
    assert (found.run.start, found.run.minutes) == ("2026-11-24T18:00", 40)


@pytest.mark.parametrize(("start", "end", "lines"), MIDNIGHTS)
@pytest.mark.parametrize(
    ("mark", "taken_as"),
    [((), "free"), (("TRANSP:OPAQUE",), "busy"), (("TRANSP:TRANSPARENT",), "free")],
)
def test_a_whole_day_written_with_times_is_busy_only_where_it_says_so(
    start: str, end: str | None, lines: tuple[str, ...], mark: tuple[str, ...], taken_as: str
) -> None:
    found = the_event(event("Birthday", start, *lines, *mark, end=end), busy=True)
    assert found.taken_as == taken_as


def test_a_series_of_whole_days_written_with_times_is_one_of_days() -> None:
    found = read(
        event(
            "Easy run 40 min",
            "20261123T230000Z",
            "RRULE:FREQ=WEEKLY;COUNT=2",
            end="20261124T230000Z",
        )
    )
    assert [run.start for run in found.request.runs] == ["2026-11-24T18:00", "2026-12-01T18:00"]


def test_a_day_on_which_the_clocks_change_is_a_whole_day_too() -> None:
    plain = request()
    plain = plain.model_copy(update={"week": plain.week.model_copy(update={"start": "2026-10-19"})})
    parts = event("Easy run 40 min", "20261025T000000", end="20261026T000000")
    [run] = with_calendars(plain, runs=[file(calendar(parts))]).request.runs
    assert (run.start, run.minutes) == ("2026-10-25T18:00", 40)


def test_a_run_at_night_is_no_whole_day() -> None:
    found = the_event(event("Night run", "20261124T000000", end="20261124T013000"))
    assert found.run is not None
    assert (found.run.start, found.run.minutes) == ("2026-11-24T00:00", 90)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-11-24T07:00:00", "2026-11-24T07:00"),
        ("20261124T0700", "2026-11-24T07:00"),
        (";TZID=Europe/Berlin:2026-11-24T07:00", "2026-11-24T07:00"),
        ("2026-11-24T06:00:00Z", "2026-11-24T07:00"),
        ("2026-11-24T01:00:00-05:00", "2026-11-24T07:00"),
        ("2026-11-24T07:00:00.000+0100", "2026-11-24T07:00"),
        ("2026/11/24 07:00", "2026-11-24T07:00"),
    ],
)
def test_times_may_have_dashes_and_no_seconds(start: str, expected: str) -> None:
    found = the_event(event("Tempo run 40 min", start))
    assert found.run is not None
    assert found.run.start == expected


@pytest.mark.parametrize(
    "title",
    [
        "Canceled: Club run", "CANCELLED - Tempo run 40 min", "[Cancelled] Long run",
        "Run cancelled (injury)", "Abgesagt: Lauftreff", "Lauftreff fällt aus", "Annulé : footing",
        "Sortie longue annulée", "Cancelado: carrera continua", "Annullata: corsa",
        "Geannuleerd: duurloop", "❌ Missed: Tempo Run", "(Skipped) Easy run 30 min",
        "🚫 Easy run", "~~Easy run~~", "Corrida cancelada",
    ],
)  # fmt: skip
def test_a_title_that_says_that_the_run_is_off_is_no_run(title: str) -> None:
    found = the_event(event(title, "20261124T190000", end="20261124T200000"), name="Training")
    assert (found.taken_as, found.run) == ("cancelled", None)


@pytest.mark.parametrize(
    "title",
    ["No run today", "No running", "No long run", "Kein Lauf heute", "Keine langen Läufe",
     "Nicht laufen", "Pas de course à pied", "Sin correr", "Niente corsa", "Geen duurloop",
     "Niet hardlopen", "Sem corrida", "Não correr", "Natation 45 min", "Día de descanso"],
)  # fmt: skip
def test_a_negated_run_is_none(title: str) -> None:
    found = the_event(event(title, "20261124T190000", end="20261124T200000"))
    assert (found.taken_as, found.run) == ("not_a_run", None)


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Run club committee meeting", ""),
        ("Running shoes shop", ""),
        ("Laufgruppe Stammtisch", ""),
        ("Marathon registration opens", ""),
        ("Running club 5k and dinner", ""),
        ("Easy run?", ""),
        ("Optional easy run 30 min", ""),
        ("Evtl. Lauf 40 min", ""),
        ("Hardlopen of rust", ""),
        ("Club run", "STATUS:TENTATIVE"),
        ("Club run", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"),
    ],
)
def test_what_may_be_no_run_is_doubtful(title: str, line: str) -> None:
    lines = [line] if line else []
    found = the_event(event(title, "20261124T190000", *lines, end="20261124T200000"))
    assert found.is_doubtful


@pytest.mark.parametrize(
    "title",
    ["✅ Easy Run 8 km", "Club run (meeting point: station)", "Easy run, no watch",
     "Easy run not too fast", "Long run without music", "Run no. 5", "Carrera 10 km",
     "Corrida leve 40 min", "Rodaje de 50 min", "Fondo lungo 20 km"],
)  # fmt: skip
def test_a_run_is_still_a_run(title: str) -> None:
    found = the_event(event(title, "20261124T190000", end="20261124T200000"))
    assert (found.taken_as, found.is_doubtful) == ("run", False)


def test_a_cancelled_meeting_leaves_its_time_free_and_a_tentative_one_is_doubtful() -> None:
    found = read(
        event("Canceled: Team call", "20261124T190000", "TRANSP:OPAQUE", end="20261124T200000"),
        event("Review of cancelled orders", "20261124T180000", end="20261124T190000"),
        event("Maybe drinks", "20261126T183000", "STATUS:TENTATIVE", end="20261126T190000"),
        busy=True,
    )
    taken = {one.title: (one.taken_as, one.is_doubtful) for one in found.events}
    assert taken == {
        "Canceled: Team call": ("cancelled", False),
        "Review of cancelled orders": ("busy", False),
        "Maybe drinks": ("busy", True),
    }


@pytest.mark.parametrize("end", [None, "20261124T000000"])
def test_midnight_without_a_length_is_a_day_of_a_run_and_takes_no_time(end: str | None) -> None:
    parts = event("Easy run 40 min", "20261124T000000", "TRANSP:OPAQUE", end=end)
    found = the_event(parts)
    assert found.run is not None
    assert (found.run.start, found.run.minutes) == ("2026-11-24T18:00", 40)
    assert the_event(parts, busy=True).taken_as == "free"


def test_what_the_owner_of_a_calendar_declined_is_cancelled_and_what_others_declined_is_not() -> (
    None
):
    invited = "ATTENDEE;CN=x;PARTSTAT=DECLINED;RSVP=TRUE:mailto:"
    for address, taken_as in (("ana@example.org", "cancelled"), ("ben@example.org", "busy")):
        found = the_event(
            event("Call", "20261124T190000", f"{invited}{address}", end="20261124T200000"),
            name="Ana@example.org",
            busy=True,
        )
        assert found.taken_as == taken_as
