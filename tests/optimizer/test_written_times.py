"""Times, zones and windows as people write them, in a request and in the cells of a roster."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.calendars.documents import CalendarOptions
from api.club.csv_cells import READERS
from api.club.roster import read_roster
from optimizer import Request, UnusableInput, read_request
from optimizer.case.timeline import timeline_of
from optimizer.documents.strength import LogEntry

WINDOW = {"id": "w", "start": "Wed 06:00", "minutes": 45}


def request_with(run: str = "Tue 19:00", zone: str = "UTC", **window: Any) -> Request:
    document = {
        "athlete": {"id": "ana", "level": "beginner"},
        "week": {"start": "2026-11-23", "timezone": zone},
        "runs": [{"start": run, "minutes": 30}],
        "availability": [WINDOW | window],
    }
    return read_request(json.dumps(document))


UNDERSTOOD = {
    "Tue 7pm": "Tue 19:00",
    "tue 7 PM": "Tue 19:00",
    "Tue 7:30 p.m.": "Tue 19:30",
    "Tue 12am": "Tue 00:00",
    "Tue 12pm": "Tue 12:00",
    "Tuesday 19:00": "Tue 19:00",
    "Tuesdays at 7pm": "Tue 19:00",
    "on Tuesday, 19:00": "Tue 19:00",
    "Tue 7:05": "Tue 07:05",
    "Tue 1900": "Tue 19:00",
    "di 19:00": "Tue 19:00",
    "Di. 19 Uhr": "Tue 19:00",
    "dienstags um 19.30 Uhr": "Tue 19:30",
    "Sonnabend 8 Uhr": "Sat 08:00",
    "So 08:00": "Sun 08:00",
    "mardi 19h": "Tue 19:00",
    "mercredi à 19h30": "Wed 19:30",
    "dim. 9h": "Sun 09:00",
    "martes a las 19:00": "Tue 19:00",
    "miércoles 19:00": "Wed 19:00",
    "MIERCOLES 19:00": "Wed 19:00",
    "sáb 08:00": "Sat 08:00",
    "martedì alle 19:00": "Tue 19:00",
    "gio 6:30": "Thu 06:30",
    "dinsdag om 19:00": "Tue 19:00",
    "za 9 uur": "Sat 09:00",
    "di 19u": "Tue 19:00",
    "vrijdag 18u30": "Fri 18:30",
    "Di 7 Uhr abends": "Tue 19:00",
    "martes a las 7 de la tarde": "Tue 19:00",
    "mardi 7h du matin": "Tue 07:00",
    "dinsdag 7 uur 's avonds": "Tue 19:00",
    "19:00 Tue": "Tue 19:00",
    "7pm on Tuesday": "Tue 19:00",
    "19h, mardi": "Tue 19:00",
    "terça-feira às 19h": "Tue 19:00",
    "terça 18h30min": "Tue 18:30",
    "martedì alle ore 19:00": "Tue 19:00",
    "lu 19:00": "Mon 19:00",
    "me 19h": "Wed 19:00",
    "je 19h": "Thu 19:00",
    "ju 19:00": "Thu 19:00",
    "gi 19:00": "Thu 19:00",
    "ve 19h": "Fri 19:00",
    "vi 19:00": "Fri 19:00",
    "Tue noon": "Tue 12:00",
    "Tue at 12 noon": "Tue 12:00",
    "samedi à midi": "Sat 12:00",
    "sexta 06:30": "Fri 06:30",
    "2026-11-24 19:00": "2026-11-24T19:00",
    "2026-11-24T19:00:00": "2026-11-24T19:00",
    "2026/11/24 7pm": "2026-11-24T19:00",
    "24.11.2026 19:00": "2026-11-24T19:00",
    "Di, 24.11.2026, 19 Uhr": "2026-11-24T19:00",
    "Tue 24 Nov 2026 19:00": "2026-11-24T19:00",
    "Tue, Nov 24, 2026 7pm": "2026-11-24T19:00",
    "mardi 24 novembre 2026 à 19h": "2026-11-24T19:00",
    "11/24/2026 19:00": "2026-11-24T19:00",
}

DATES = {
    "2026-11-24": "2026-11-24",
    "2026/11/24": "2026-11-24",
    "24.11.2026": "2026-11-24",
    "Di, 24.11.2026": "2026-11-24",
    "Tue 24 Nov 2026": "2026-11-24",
    "Tuesday, November 24th, 2026": "2026-11-24",
    "Nov 24, 2026": "2026-11-24",
    "24-Nov-2026": "2026-11-24",
    "24. November 2026": "2026-11-24",
    "1er mars 2026": "2026-03-01",
    "mar 3 mars 2026": "2026-03-03",
    "24 de noviembre de 2026": "2026-11-24",
    "3 mrt 2026": "2026-03-03",
    "24/11/2026": "2026-11-24",
    "11/24/2026": "2026-11-24",
    "04/04/2026": "2026-04-04",
    " 24.11.2026 ": "2026-11-24",
}

NO_DATES = {
    "03/04/2026": "could be 2026-03-04 or 2026-04-03; write the one that is meant like that",
    "3-4-2026": "could be 2026-03-04 or 2026-04-03",
    "Tue 23 Nov 2026": "contradicts itself: 2026-11-23 is a Mon",
    "31 Nov 2026": "is no date; write it as 2026-11-23",
    "24 Jui 2026": "is no date",
    "24.11.26": "is no date",
    "24 Nov": "is no date",
    "Foo 24.11.2026": "is no date",
    "24.11.2026 19:00": "is no date",
    "13/13/2026": "is no date",
    "2026-02-30": "is no date",
    "\uff12\uff10\uff12\uff16-11-24": "is no date",
    "": "is empty; write something",
}


def the_start(text: str) -> str:
    document = {
        "athlete": {"id": "ana", "level": "beginner"},
        "week": {"start": text},
        "availability": [WINDOW],
    }
    return read_request(json.dumps(document)).week.start


@pytest.mark.parametrize(("text", "meant"), DATES.items())
def test_the_first_day_is_understood_as_people_write_it(text: str, meant: str) -> None:
    assert the_start(text) == meant
    assert LogEntry(date=text, exercise="goblet_squat", pain=0).date == meant


@pytest.mark.parametrize(("text", "says"), NO_DATES.items())
def test_a_first_day_that_could_be_another_is_refused(text: str, says: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        the_start(text)
    [problem] = caught.value.problems
    assert problem.field == "week.start"
    assert says in problem.message


def test_the_first_day_is_understood_in_a_roster() -> None:
    rows = "athlete.id,athlete.level,week.start,availability\nana,beginner,{},Wed 06:00 45\n"
    [entry] = read_roster(rows.format("24.11.2026").encode(), "csv")
    assert read_request(entry.text).week.start == "2026-11-24"
    [entry] = read_roster(rows.format("03/04/2026").encode(), "csv")
    with pytest.raises(UnusableInput, match="could be 2026-03-04 or 2026-04-03"):
        read_request(entry.text)


SPACED = {"lundi 18 h 30": "Mon 18:30", "Di 18 Uhr 30": "Tue 18:30"}
"""In the cell of a roster these could be 30 minutes."""


@pytest.mark.parametrize(("text", "meant"), [*UNDERSTOOD.items(), *SPACED.items()])
def test_a_time_is_understood_in_a_request(text: str, meant: str) -> None:
    assert request_with(text).runs[0].start == meant


@pytest.mark.parametrize(("text", "meant"), UNDERSTOOD.items())
def test_a_time_is_understood_in_the_cells_of_a_roster(text: str, meant: str) -> None:
    assert READERS["runs"]("runs", f"{text} 45 long") == [
        {"start": meant, "minutes": 45, "kind": "long"}
    ]
    assert READERS["windows"]("availability", f"a b: {text} 45 at home") == [
        {"id": "a b", "start": meant, "minutes": 45, "place": "home"}
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ma 19:00", "could be Monday in Dutch and Tuesday in French and Spanish"),
        ("Tue 7", "is no time; write 'Mon 18:00'"),
        ("19:00", "is no time"),
        ("Tue", "is no time"),
        ("Tues 19:00 or 20:00", "is no time"),
        ("Tue 13pm", "is no time"),
        ("Tue 19 Uhr morgens", "is no time"),
        ("7 Tuesday", "is no time"),
        ("Tue 24:00", "is no time of day"),
        ("Tue 19:75", "is no time of day"),
        ("Tue \uff11\uff19:00", "has digits that are not 0 to 9"),
        ("Tue \u0661\u0669:\u0660\u0660", "has digits that are not 0 to 9"),
        ("2026-11-24T19:00Z", "says an offset"),
        ("2026-11-24T19:00+01:00", "says an offset"),
        ("Wed 24.11.2026 19:00", "contradicts itself: 2026-11-24 is a Tue"),
        ("03/04/2026 19:00", "could be 2026-03-04 or 2026-04-03"),
        ("13/13/2026 19:00", "is no time"),
        ("Foo 19:00", "is no time"),
    ],
)
def test_a_time_that_could_be_mistaken_is_refused(text: str, says: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        timeline_of(request_with(text))
    [problem] = caught.value.problems
    assert problem.field == "runs[0].start"
    assert says in problem.message
    with pytest.raises(UnusableInput) as caught:
        READERS["runs"]("runs", f"{text} 45")
    if "is no time" not in says or "of day" in says:
        assert says in caught.value.problems[0].message


@pytest.mark.parametrize(
    "text",
    ["Tue 19:00-20:30", "Tue 09:00-10:30", "Tue 7-8pm", "Di 19 Uhr bis 20 Uhr", "mar 19h à 20h30",
     "2026-11-24T19:00-20:30", "2026-11-24 19:00-20:30"],
)  # fmt: skip
def test_an_end_beside_its_start_is_no_offset(text: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        timeline_of(request_with(text))
    [problem] = caught.value.problems
    assert problem.message == (
        "is no time; it is two: write the first alone, and the length as minutes"
    )


def test_an_offset_behind_a_date_is_no_end() -> None:
    with pytest.raises(UnusableInput, match="says an offset"):
        timeline_of(request_with("2026-11-24 19:00-05:00"))


@pytest.mark.parametrize(
    ("cell", "window"),
    [
        ("Tue 7-9pm", {"start": "Tue 19:00", "end": "Tue 21:00"}),
        ("Tue 11-1pm", {"start": "Tue 11:00", "end": "Tue 13:00"}),
        ("Tue 7:30pm to 9pm", {"start": "Tue 19:30", "end": "Tue 21:00"}),
        ("Di 19-21 Uhr", {"start": "Tue 19:00", "end": "Tue 21:00"}),
        ("Di 19 Uhr bis 21 Uhr", {"start": "Tue 19:00", "end": "Tue 21:00"}),
        ("Tue 19-21", {"start": "Tue 19:00", "end": "Tue 21:00"}),
        ("mar 19h-20h30", {"start": "Tue 19:00", "end": "Tue 20:30"}),
        ("Tue 21:00-06:00", {"start": "Tue 21:00", "end": "Wed 06:00"}),
        ("Tue 21:00-24:00", {"start": "Tue 21:00", "end": "Wed 00:00"}),
        ("Tue 21:00-Wed 6am", {"start": "Tue 21:00", "end": "Wed 06:00"}),
        ("2026-11-24 21:00-06:00", {"start": "2026-11-24T21:00", "end": "2026-11-25T06:00"}),
        ("Tue 19:00 1h30", {"start": "Tue 19:00", "minutes": 90}),
        ("Tue 19:00 60 min @ the gym", {"start": "Tue 19:00", "minutes": 60, "place": "the gym"}),
    ],
)
def test_a_window_of_a_roster_may_be_written_as_people_do(
    cell: str, window: dict[str, object]
) -> None:
    assert READERS["windows"]("availability", cell) == [window]


@pytest.mark.parametrize("cell", ["Tue 7-9", "Tue 19:00", "Tue 19:00 60 home", "Tue 19:00-"])
def test_a_window_that_could_be_mistaken_is_refused(cell: str) -> None:
    with pytest.raises(UnusableInput, match="is no window"):
        READERS["windows"]("availability", cell)


@pytest.mark.parametrize(
    ("start", "end", "meant"),
    [
        ("Tue 7pm", "20:30", "Tue 20:30"),
        ("Tue 7pm", "8:30pm", "Tue 20:30"),
        ("Tue 21:00", "06:00", "Wed 06:00"),
        ("Sun 21:00", "24:00", "Mon 00:00"),
        ("2026-11-29T21:00", "01:00", "2026-11-30T01:00"),
        ("Tue 21:00", "mercredi 6h", "Wed 06:00"),
        ("Di 19 Uhr", "20 Uhr 30", "Tue 20:30"),
        ("mardi 19h", "20 h 30", "Tue 20:30"),
        ("Tue 7am", "noon", "Tue 12:00"),
    ],
)
def test_an_end_may_be_a_time_alone(start: str, end: str, meant: str) -> None:
    read = request_with("Mon 08:00", start=start, end=end, minutes=None)
    assert read.availability[0].end == meant
    [window] = timeline_of(read).windows
    assert window.end > window.start


def windows(*given: dict[str, Any]) -> list[str]:
    document = {
        "athlete": {"id": "ana", "level": "beginner"},
        "week": {"start": "2026-11-23"},
        "availability": [{"minutes": 30, **one} for one in given],
    }
    return [window.id for window in read_request(json.dumps(document)).availability]


@pytest.mark.parametrize("start", ["Tue 19:00", "Tuesday 7pm", "2026-11-24T19:00", "di 19 Uhr"])
def test_an_id_that_is_left_out_is_made_of_weekday_and_start(start: str) -> None:
    assert windows({"start": start}) == ["tue-1900"]


def test_a_made_id_is_no_other_windows() -> None:
    assert windows({"id": "tue-1900", "start": "Wed 08:00"}, {"start": "Tue 19:00"}) == [
        "tue-1900",
        "tue-1900-2",
    ]


def test_a_made_id_can_be_pinned_and_stays_when_the_request_is_written() -> None:
    document = {
        "athlete": {"id": "ana", "level": "beginner"},
        "week": {"start": "2026-11-23"},
        "availability": [{"start": "Tue 19:00", "minutes": 30}],
        "pinned": [{"window": "tue-1900", "start": "Tue 7pm"}],
    }
    read = read_request(json.dumps(document))
    assert read_request(read.model_dump_json(exclude_defaults=True)) == read
    assert timeline_of(read).pinned_starts == (timeline_of(read).windows[0].start,)


def test_an_id_that_is_given_is_not_empty() -> None:
    with pytest.raises(UnusableInput, match=r"availability\[0\].id"):
        windows({"id": "", "start": "Tue 19:00"})


def test_the_same_week_in_other_words_is_the_same_request() -> None:
    ours = request_with("Tue 19:00", zone="Europe/Berlin")
    theirs = request_with("dienstags 19 Uhr", zone="europe/berlin")
    assert ours.model_dump_json() == theirs.model_dump_json()


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("europe/berlin", "Europe/Berlin"),
        ("AMERICA/NEW_YORK", "America/New_York"),
        ("America/New York", "America/New_York"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("pacific standard time", "America/Los_Angeles"),
        ("utc", "UTC"),
        ("Asia/Calcutta", "Asia/Calcutta"),
    ],
)
def test_a_zone_is_known_by_its_names(name: str, zone: str) -> None:
    assert request_with(zone=name).week.timezone == zone


@pytest.mark.parametrize("name", ["America/San_Francisco", "Mars"])
def test_a_zone_that_is_none_gets_no_wrong_hint(name: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        request_with(zone=name)
    [problem] = caught.value.problems
    says = "is no IANA time zone; name a place, as in Europe/Berlin"
    assert str(problem) == f"week.timezone: {name!r} {says}"


@pytest.mark.parametrize("name", ["+01:00", "UTC+1", "GMT-5"])
def test_an_offset_is_no_zone_and_gets_a_cure(name: str) -> None:
    with pytest.raises(UnusableInput, match="name a place, as in Europe/Berlin"):
        request_with(zone=name)


@pytest.mark.parametrize("name", ["Europe/Berln", "Europe/Berlin ", "Berlin", "europe/berln"])
def test_a_zone_that_is_nearly_one_gets_that_as_its_hint(name: str) -> None:
    try:
        assert request_with(zone=name).week.timezone == "Europe/Berlin"
    except UnusableInput as error:
        assert "did you mean 'Europe/Berlin'?" in str(error)  # noqa: PT017


@pytest.mark.parametrize(
    ("text", "meant"), [("6pm", "18:00"), ("6:30", "06:30"), ("samedi 9h", "Sat 09:00")]
)
def test_the_clock_of_runs_of_whole_days_is_understood_too(text: str, meant: str) -> None:
    assert CalendarOptions(all_day_run_at=(text,)).all_day_run_at == (meant,)


@pytest.mark.parametrize("column", ["injuries", "ids", "runs", "windows"])
@pytest.mark.parametrize("cell", ["none", "-", "n/a", "N/A", "keine", "–"])
def test_a_cell_may_say_that_there_is_nothing(column: Any, cell: str) -> None:
    assert READERS[column]("x", cell) == []


def test_digits_of_a_roster_are_ascii() -> None:
    with pytest.raises(UnusableInput, match="is no whole number"):
        READERS["whole number"]("week.number", "\uff14")
