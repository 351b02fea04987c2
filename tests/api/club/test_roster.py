"""From the bytes of a roster to its rows: three forms, and a bad row spoils no other."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given

from api.club.csv_roster import COLUMNS
from api.club.entries import Entry
from api.club.roster import Form, read_roster, roster_form
from optimizer.documents.errors import UnusableInput
from optimizer.documents.reading import read_request
from optimizer.documents.request import Request
from tests.api.club.rosters import athlete, json_lines
from tests.drawn import drawn
from tests.optimizer.athletes import athletes

HEADER = "athlete.id,athlete.level,week.start,runs,availability,places"


def read(data: bytes | str, name: str = "") -> list[Entry]:
    data = data.encode() if isinstance(data, str) else data
    return list(read_roster(data, roster_form(data, name)))


def of_csv(runs: str = "", availability: str = "Tue 19:00 30", places: str = "") -> Entry:
    out = io.StringIO()
    row = ["ana", "beginner", "2026-11-23", runs, availability, places]
    csv.writer(out).writerows([HEADER.split(","), row])
    (entry,) = read(out.getvalue())
    return entry


def document(entry: Entry) -> dict[str, Any]:
    assert entry.problems == ()
    found: dict[str, Any] = json.loads(entry.text)
    return found


@pytest.mark.parametrize(
    ("data", "name", "form"),
    [
        (b'[{"athlete": 1}]', "", "json array"),
        (b'\xef\xbb\xbf  [{"athlete": 1}]', "club.json", "json array"),
        (b'{"athlete": 1}', "", "json lines"),
        (b"athlete.id,level", "", "csv"),
        (b"[nonsense", "club.jsonl", "json lines"),
        (b"[nonsense", "club.CSV", "csv"),
    ],
)
def test_the_form_is_told_by_the_name_or_by_the_beginning(
    data: bytes, name: str, form: Form
) -> None:
    assert roster_form(data, name) == form


def test_a_line_is_counted_as_it_stands_in_the_file() -> None:
    data = b"\n" + json_lines(athlete("ana")) + b"  \r\n" + json_lines(athlete("ben"))
    assert [(one.row, one.athlete_id) for one in read(data)] == [(2, "ana"), (4, "ben")]


def test_a_bad_line_spoils_no_other() -> None:
    data = json_lines(athlete("ana")) + b"nonsense\n\xff\n[1]\n" + json_lines(athlete("ben"))
    found = read(data)
    assert [one.row for one in found] == [1, 2, 3, 4, 5]
    assert "not UTF-8" in str(found[2].problems[0])
    assert read_request(found[4].text).athlete.id == "ben"


def test_a_request_over_several_lines_is_one_athlete() -> None:
    (entry,) = read(json.dumps(athlete("ana"), indent=1))
    assert (entry.row, entry.athlete_id) == (1, "ana")


def test_each_athlete_of_an_array_has_its_own_text() -> None:
    data = b'[ {"athlete": {"id": "ana", "id": "ben"}} ,\n 3, ' + json_lines(athlete("cid")) + b"]"
    first, second, third = read(data)
    with pytest.raises(UnusableInput, match="written twice"):
        read_request(first.text)
    assert (second.text, second.athlete_id) == ("3", None)
    assert read_request(third.text).athlete.id == "cid"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("", "the roster is empty"),
        (" \n ", "the roster is empty"),
        ("[1,]", "row 2: is not JSON"),
        ("[1 2]", "row 1: is not JSON: expected ',' or ']' at line 1, column 4"),
        ("[1", "row 1: is not JSON"),
        ("[1] 2", "'2' follows the array"),
        ('# mine\n[[kit]]\nid = "x"', "the document is a catalog; a roster is wanted here"),
        ("ahtlete.id,level", "column 1: 'ahtlete.id' is no known column; did you mean"),
        ("id,level,id", "column 3: 'id' stands there twice"),
        ("id,level", "week.start: is no column of the first row"),
        (f'{HEADER}\nana,"x', "row 2: cannot be read as CSV"),
        (b"id,level\n\xff", "not UTF-8 (line 2)"),
    ],
)
def test_what_makes_all_rows_unreadable_is_said_once(data: bytes | str, says: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        read(data)
    assert says in str(caught.value)


def test_a_row_that_repeats_an_id_names_the_first() -> None:
    first, second, third = read(json_lines(athlete("ana"), athlete("ben"), athlete("ana")))
    assert first.problems == second.problems == ()
    assert str(third.problems[0]).startswith("athlete.id: 'ana' stands in row 1 already")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_row_is_counted_as_in_a_spreadsheet(separator: str) -> None:
    lines = [
        ["id", "Level", "week.start", "availability", "max_sessions", ""],
        ["ana", "beginner", "2026-11-23", "Tue 19:00 30", "2", ""],
        ["", "", "", "", "", ""],
        ["ben", "advanced", "2026-11-23", "fri: Fri 07:00-08:00", "", ""],
    ]
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(lines)
    ana, ben = read("\ufeff" + out.getvalue())
    assert (ana.row, ben.row) == (2, 4)
    assert document(ana) == {
        "athlete": {"id": "ana", "level": "beginner"},
        "week": {"start": "2026-11-23"},
        "availability": [{"start": "Tue 19:00", "minutes": 30}],
        "limits": {"max_sessions": 2},
    }
    assert document(ben)["availability"] == [
        {"id": "fri", "start": "Fri 07:00", "end": "Fri 08:00"}
    ]


@pytest.mark.parametrize(
    ("cell", "run"),
    [
        ("Mon 18:00 45", {"start": "Mon 18:00", "minutes": 45}),
        ("monday 9:00 45 min Long", {"start": "Mon 09:00", "minutes": 45, "kind": "long"}),
        (
            "r1: 2026-11-28 8:00 200 race 42.2km",
            {
                "id": "r1", "start": "2026-11-28T08:00", "minutes": 200, "kind": "race",
                "distance_km": 42.2,
            },
        ),
        ("2026-11-28T08:00 9 5 km", {"start": "2026-11-28T08:00", "minutes": 9, "distance_km": 5}),
        ('[{"start": "Mon 18:00", "minutes": 45}]', {"start": "Mon 18:00", "minutes": 45}),
        (
            "Wed 06:00-20:00 50 tempo",
            {"when": [{"start": "Wed 06:00", "end": "Wed 20:00"}], "minutes": 50, "kind": "tempo"},
        ),
        (
            "l: Sat 8:00-12:00 or Sun 9:00 to Sun 13:00 100 min long 16 km",
            {
                "id": "l", "minutes": 100, "kind": "long", "distance_km": 16,
                "when": [{"start": "Sat 08:00", "end": "Sat 12:00"},
                         {"start": "Sun 09:00", "end": "Sun 13:00"}],
            },
        ),
    ],
)  # fmt: skip
def test_a_run_as_people_write_it(cell: str, run: dict[str, Any]) -> None:
    assert document(of_csv(runs=cell))["runs"] == [run]


@pytest.mark.parametrize(
    ("cell", "window"),
    [
        ("Tue 19:00 30", {"start": "Tue 19:00", "minutes": 30}),
        (
            "t: Tue 7:00 – 8:30 at the gym",
            {"id": "t", "start": "Tue 07:00", "end": "Tue 08:30", "place": "the gym"},
        ),
        (
            "Tue 23:00-Wed 1:00",
            {"start": "Tue 23:00", "end": "Wed 01:00"},
        ),
        (
            "t: 2026-11-24T19:00-20:00",
            {"id": "t", "start": "2026-11-24T19:00", "end": "2026-11-24T20:00"},
        ),
    ],
)
def test_a_window_as_people_write_it(cell: str, window: dict[str, Any]) -> None:
    assert document(of_csv(availability=cell))["availability"] == [window]


def test_several_things_in_a_cell_are_parted_by_semicolons() -> None:
    entry = of_csv("Mon 18:00 45;Wed 18:00 30 ;", "Tue 19:00 30\nThu 19:00 30", "a=mat, step;b=")
    found = document(entry)
    assert [run["start"] for run in found["runs"]] == ["Mon 18:00", "Wed 18:00"]
    assert [window["start"] for window in found["availability"]] == ["Tue 19:00", "Thu 19:00"]
    assert found["places"] == {"a": ["mat", "step"], "b": []}


def test_an_injury_may_say_its_stage_and_its_site() -> None:
    header = "id,level,start,availability,injuries\n"
    injuries = "ankle_sprain; hamstring_strain:late; bone_stress_injury@foot"
    (entry,) = read(f"{header}ana,beginner,2026-11-23,Tue 19:00 30,{injuries}\n")
    assert document(entry)["athlete"]["injuries"] == [
        "ankle_sprain",
        {"id": "hamstring_strain", "stage": "late"},
        {"id": "bone_stress_injury", "site": "foot"},
    ]
    (entry,) = read(f"{header}ana,beginner,2026-11-23,Tue 19:00 30,ankle_sprain:\n")
    assert [problem.field for problem in entry.problems] == ["athlete.injuries"]
    assert "'ankle_sprain:' is no injury; write it as in" in str(entry.problems[0])


def test_every_bad_cell_of_a_row_is_told_and_the_next_row_is_read() -> None:
    bad = "ana,beginner,2026-11-23,Mon 18:00,Tue,gym,,surplus"
    good = "ben,beginner,2026-11-23,,Tue 19:00 30,"
    first, second = read(f"{HEADER}\n{bad}\n{good}\n")
    assert first.athlete_id == "ana"
    assert [problem.field for problem in first.problems] == [
        "runs", "availability", "places", "column 8",
    ]  # fmt: skip
    assert "'Mon 18:00' is no run; write" in str(first.problems[0])
    assert read_request(second.text).athlete.id == "ben"


def test_a_number_that_is_none_is_told() -> None:
    (entry,) = read("id,level,start,availability,max_sessions\nana,beginner,x,Tue 19:00 9,two\n")
    assert [str(problem) for problem in entry.problems] == [
        "limits.max_sessions: 'two' is no whole number; write digits only, such as 45"
    ]


def test_every_field_of_a_request_has_a_column() -> None:
    fields = set()
    for name, field in Request.model_fields.items():
        inner = getattr(field.annotation, "model_fields", None)
        alone = name in ("previous", "current") or inner is None
        fields |= {name} if alone else {f"{name}.{part}" for part in inner or ()}
    assert set(COLUMNS) == fields


@drawn(50)
@given(document=athletes())
def test_a_request_written_into_a_spreadsheet_is_read_back(document: dict[str, Any]) -> None:
    cells = {}
    for path in COLUMNS:
        first, _, second = path.partition(".")
        value = document.get(first) if not second else document.get(first, {}).get(second)
        if value is not None:
            cells[path] = value if isinstance(value, str | int) else json.dumps(value)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(COLUMNS))
    writer.writeheader()
    writer.writerow(cells)
    (entry,) = read(out.getvalue())
    assert read_request(entry.text) == read_request(json.dumps(document))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("cell", ["", "a1", '"quoted'])
def test_a_row_of_thousands_of_cells_spoils_no_other_and_says_so_once(
    separator: str, cell: str
) -> None:
    columns = separator.join(("id", "level", "start", "availability"))
    ana = separator.join(("ana", "beginner", "2026-11-23", "Tue 18:00 60"))
    wide = separator.join(("ben", *[cell] * 700_000))
    text = f"{columns}\n{wide}\n{ana}\n"
    first, second = read_roster(text.encode(), "csv")
    [problem] = first.problems
    assert "more than 200 columns" in problem.message
    assert len(first.text) < 5_000
    assert (second.row, second.athlete_id, second.problems) == (3, "ana", ())


@pytest.mark.parametrize(("hours", "after"), [("36,5", "TRUE"), ("36.5", "True"), ("36.5", "true")])
def test_numbers_and_truths_are_read_as_spreadsheets_write_them(hours: str, after: str) -> None:
    columns = "run_rules.hours_between_key_runs;run_rules.long_after_key_run"
    header = f"athlete.id;athlete.level;week.start;availability;{columns}"
    (entry,) = read(f"{header}\nana;beginner;2026-11-23;Tue 19:00 30;{hours};{after}\n")
    rules = read_request(entry.text).run_rules
    assert (rules.hours_between_key_runs, rules.long_after_key_run) == (36.5, True)


def test_a_word_in_place_of_a_number_or_a_truth_is_told_with_its_cure() -> None:
    columns = "run_rules.hours_between_key_runs;run_rules.long_after_key_run"
    header = f"athlete.id;athlete.level;week.start;availability;{columns}"
    (entry,) = read(f"{header}\nana;beginner;2026-11-23;Tue 19:00 30;36 h;perhaps\n")
    assert [(one.value, one.message) for one in entry.problems] == [
        ("'36 h'", "is no number; write digits only, such as 36 or 36.5"),
        ("'perhaps'", "is neither true nor false; write one of them"),
    ]
