"""Rosters as programs save them and coaches write them: every row is read, or one sentence says
what the file is and what to do."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from api.club.answering import request_of
from api.club.csv_roster import own_columns
from api.club.entries import Entry
from api.club.roster import read_roster, roster_form
from catalog import load_catalog
from optimizer.documents.errors import UnusableInput
from tests.api.club.rosters import athlete
from tests.api.shell import call

HEADER = "athlete.id,athlete.level,week.start,week.timezone,runs,availability"
ANA = "ana,beginner,2026-11-23,Europe/Berlin,Mon 18:00 45,tue: Tue 19:00 60"
BEN = "ben,advanced,2026-11-23,Europe/Berlin,Sun 09:00 90 long,Fri 06:30 45"


def read(text: str | bytes, *columns: str, name: str = "club.csv") -> list[Entry]:
    data = text.encode() if isinstance(text, str) else text
    return [*read_roster(data, roster_form(data, name), own_columns(columns, "--column"))]


def documents(entries: list[Entry]) -> list[object]:
    assert [entry.problems for entry in entries] == [()] * len(entries)
    return [json.loads(entry.text) for entry in entries]


def test_all_cells_of_a_row_are_told_at_once() -> None:
    """Those that cannot be read, and those that can and say what cannot be."""
    header = (
        "athlete.id,athlete.level,week.start,week.timezone,runs,availability,places,"
        "athlete.injuries,limits.max_sessions"
    )
    row = (
        "ana,expert,03/04/2026,Mars/Base,Foo 10:00 45,Tue 18:00 60 at hom,home=dumbel; chair,"
        "knee,nine"
    )
    [entry] = read_roster(f"{header}\n{row}\n".encode(), "csv")
    with pytest.raises(UnusableInput) as error:
        request_of(entry, load_catalog())
    assert sorted(problem.field for problem in error.value.problems) == [
        "athlete.injuries[0]", "athlete.level", "limits.max_sessions", "places", "runs",
        "week.start", "week.timezone",
    ]  # fmt: skip


def test_words_of_lists_may_have_capitals_in_a_row() -> None:
    row = "ana,Beginner,2026-11-23,Europe/Berlin,Mon 18:00 45 Long,tue: Tue 19:00 60"
    [entry] = read_roster(f"{HEADER}\n{row}\n".encode(), "csv")
    request = request_of(entry, load_catalog())
    assert (request.athlete.level, request.runs[0].kind) == ("beginner", "long")


def refusal(text: str | bytes, *columns: str, name: str = "club.csv") -> str:
    """The one sentence with which a roster is refused."""
    with pytest.raises(UnusableInput) as caught:
        read(text, *columns, name=name)
    [problem] = caught.value.problems
    return str(problem)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_rows_end_as_any_system_ends_them(end: str, separator: str) -> None:
    lines = [line.replace(",", separator) for line in (HEADER, ANA, BEN)]
    plain = read("\n".join([HEADER, ANA, BEN]))
    found = read(end.join([*lines, ""]))
    assert documents(found) == documents(plain)
    assert [entry.row for entry in found] == [2, 3]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_quoted_cell_has_line_breaks_of_any_system(end: str) -> None:
    runs = f'"Mon 18:00 45{end}Sat 08:00 100 long"'
    [found] = documents(read(f"{HEADER}{end}{ANA.replace('Mon 18:00 45', runs)}{end}"))
    assert isinstance(found, dict)
    assert [run["start"] for run in found["runs"]] == ["Mon 18:00", "Sat 08:00"]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\r\r\n"])
def test_lines_of_json_end_as_any_system_ends_them(end: str) -> None:
    lines = [json.dumps(athlete(name)) for name in ("ana", "ben")]
    found = read(end.join(lines), name="club.jsonl")
    assert [entry.athlete_id for entry in found] == ["ana", "ben"]
    assert [entry.row for entry in found] == [1, 2]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_spreadsheet_may_mark_its_encoding(encoding: str) -> None:
    text = "\r\n".join([HEADER, ANA.replace("ana", "Zoë")])
    assert [entry.athlete_id for entry in read(text.encode(encoding))] == ["Zoë"]


@pytest.mark.parametrize(
    ("above", "row"),
    [
        (["sep=,"], 2),
        (['"sep=,"'], 2),
        (["Roster autumn 2026,,,,,"], 3),
        (["Table 1"], 3),
        (["Autumn; with notes", "", "made by the coach"], 5),
    ],
    ids=["separator", "quoted separator", "title", "name of a table", "several lines"],
)
def test_what_stands_above_the_header_is_passed_over(above: list[str], row: int) -> None:
    [found] = read("\n".join([*above, HEADER, ANA]))
    assert (found.athlete_id, found.row, found.problems) == ("ana", row, ())


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_a_line_that_names_the_separator_decides(sign: str) -> None:
    lines = [f"sep={sign}", HEADER.replace(",", sign), ANA.replace(",", sign)]
    assert documents(read("\r\n".join(lines))) == documents(read(f"{HEADER}\n{ANA}"))


@pytest.mark.parametrize(
    "header",
    [
        " Athlete.ID ,ATHLETE.LEVEL,week start,Timezone,Runs,Availability ",
        "athlete_id,Level,Week.Start,week-timezone,runs,availability",
    ],
)
def test_a_header_is_read_without_regard_to_capitals_and_blanks(header: str) -> None:
    assert documents(read(f"{header}\n{ANA}")) == documents(read(f"{HEADER}\n{ANA}"))


def test_a_column_of_the_coach_is_named_with_a_cure() -> None:
    sentence = refusal(f"{HEADER},Notes\n{ANA},knee ok")
    assert sentence.startswith("column 7: 'Notes' is no known column")
    assert "--column 'Notes='" in sentence


def test_columns_of_the_coach_are_mapped_or_left_out() -> None:
    text = f"Who,Can do,week.start,week.timezone,runs,When,Notes\n{ANA},knee ok"
    found = read(text, "who=athlete.id", "Can do=level", "When=availability", "Notes=")
    assert documents(found) == documents(read(f"{HEADER}\n{ANA}"))


@pytest.mark.parametrize(
    ("column", "says"),
    [
        ("Notes", "--column: 'Notes' names no column and field"),
        ("Notes=athlete.idd", "--column: 'athlete.idd' is no field of a roster"),
    ],
)
def test_a_mapping_that_says_nothing_is_refused(column: str, says: str) -> None:
    assert says in refusal(f"{HEADER}\n{ANA}", column)


def test_the_command_takes_the_mapping(tmp_path: Path) -> None:
    roster = tmp_path / "club.csv"
    roster.write_text("Who,level,week.start,availability,Notes\neve,expert,x,,knee ok\n")
    answer = call("club", roster, "--column", "Who=athlete.id", "--column", "Notes=")
    assert (answer.status, json.loads(answer.out)["athlete_id"]) == (2, "eve")


def test_a_roster_without_a_header_is_one_sentence() -> None:
    assert "a row with athlete.id, athlete.level, week.start and availability" in refusal(ANA)


@pytest.mark.parametrize("brackets", [("", ""), ("[", "]")], ids=["objects", "array"])
def test_json_over_several_lines_under_the_name_of_json_lines_is_one_sentence(
    brackets: tuple[str, str],
) -> None:
    comma = "," if brackets[0] else ""
    both = f"{comma}\n".join(json.dumps(athlete(name), indent=1) for name in ("ana", "ben"))
    sentence = refusal(f"{brackets[0]}{both}{brackets[1]}", name="club.jsonl")
    assert "JSON over several lines" in sentence
    assert ".json" in sentence


def test_one_athlete_over_several_lines_is_still_one_row() -> None:
    [found] = read(json.dumps(athlete("ana"), indent=1), name="club.jsonl")
    assert (found.athlete_id, found.problems) == ("ana", ())


def test_a_broken_first_line_spoils_no_other() -> None:
    lines = ['{"athlete": {', json.dumps(athlete("ben"))]
    assert [entry.athlete_id for entry in read("\n".join(lines), name="club.jsonl")] == [
        None,
        "ben",
    ]


def workbook() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"):
            archive.writestr(name, "<x/>" * 20_000)
    return file.getvalue()


def archive_of(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize("name", ["club.csv", "club.xlsx", "club.jsonl", "club.json"])
@pytest.mark.parametrize(
    ("data", "what", "cure"),
    [
        (workbook(), "an Excel workbook", "save it as CSV"),
        (archive_of("club.csv"), "a zip archive", "unpack it"),
        (gzip.compress(ANA.encode(), mtime=0), "packed with gzip", "unpack it"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF", "save it as CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "an old Excel", "save it as CSV"),
    ],
    ids=["xlsx", "zip", "gzip", "pdf", "xls"],
)
def test_a_file_of_another_kind_is_called_by_its_name(
    data: bytes, what: str, cure: str, name: str
) -> None:
    sentence = refusal(data, name=name)
    assert what in sentence
    assert cure in sentence


def test_a_web_page_is_called_so() -> None:
    assert "is a web page" in refusal("<!DOCTYPE html>\n<html><body>Sign in</body></html>")
