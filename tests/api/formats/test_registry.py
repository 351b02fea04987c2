"""The registry of formats: what every format has to keep."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest

from api.formats.format import (
    ZIP_MEDIA_TYPE,
    File,
    NoPlanToWrite,
    as_one,
    athlete_stem,
    file_stem,
    written,
)
from api.formats.registry import FORMAT_NAMES, format_for_file, format_named, formats
from catalog import load_catalog
from optimizer.documents.errors import UnusableInput
from tests.api import weeks
from tests.api.shell import ROOT

CATALOG = load_catalog()


def test_the_first_format_of_a_media_type_is_the_one_that_it_stands_for() -> None:
    negotiable = [form.media_type for form in formats() if form.is_negotiable]
    assert len(negotiable) == len(set(negotiable))
    assert {form.media_type for form in formats()} == set(negotiable)


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_every_format_writes_the_same_bytes_again(name: str) -> None:
    form = format_named(name)
    first = written(form, weeks.request(), weeks.result(), CATALOG)
    assert first == written(form, weeks.request(), weeks.result(), CATALOG)
    assert first
    assert all(file.data and file.name.endswith(form.extension) for file in first)
    assert form.has_many_files or len(first) == 1
    if form.is_text:
        assert all(file.data.decode("utf-8") for file in first)


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_every_format_has_an_answer_for_a_week_without_a_plan(name: str) -> None:
    form = format_named(name)
    if form.needs_plan:
        with pytest.raises(NoPlanToWrite):
            written(form, weeks.request(), weeks.infeasible(), CATALOG)
    else:
        assert written(form, weeks.request(), weeks.infeasible(), CATALOG)


def test_an_unknown_name_is_refused_with_the_nearest_or_all_known() -> None:
    with pytest.raises(UnusableInput, match="'isc' is no format; did you mean 'ics'"):
        format_named("isc")
    with pytest.raises(UnusableInput, match=r"'\?' is no format; known: [a-z, ]*ics"):
        format_named("?")


def test_the_ending_of_a_file_says_the_format() -> None:
    assert format_for_file("week.ICS").name == "ics"
    assert format_for_file("a/b.json").name == "json"
    with pytest.raises(UnusableInput, match="end it as"):
        format_for_file("week.doc")


def test_many_files_travel_as_an_archive_with_the_same_bytes() -> None:
    many = replace(format_named("ics"), has_many_files=True)
    files = (File("a.ics", b"1"), File("b.ics", b"2"))
    media_type, archive = as_one(many, files, weeks.request())
    assert (media_type, archive.name) == (ZIP_MEDIA_TYPE, "ana-2026-11-23-ics.zip")
    assert archive == as_one(many, files, weeks.request())[1]
    with zipfile.ZipFile(io.BytesIO(archive.data)) as opened:
        assert {name: opened.read(name) for name in opened.namelist()} == {
            "a.ics": b"1",
            "b.ics": b"2",
        }


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b\\c", "Ä ö", "..."])
def test_a_file_name_is_safe_whatever_the_athlete_is_called(name: str) -> None:
    athlete = weeks.request().athlete.model_copy(update={"id": name})
    stem = file_stem(weeks.request().model_copy(update={"athlete": athlete}))
    assert stem.isascii()
    assert not set(stem) & set("/\\. :")


def test_asking_for_the_names_loads_no_format() -> None:
    code = (
        "import sys, api.formats.registry;"
        " sys.exit('icalendar' in sys.modules or 'ortools' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


ATHLETES = [
    "Jürgen", "Jörgen", "Ju\u0308rgen", "李雷", "韩梅梅", "Ана", "a/b", "a b", "a.b", "a-b", "a_b",
    "-a-b-",
    "🏃", "🚴", "..", "C:", "①", "x" * 64, "李" * 64, "𠀀" * 63 + "a", "𠀀" * 63 + "b",
]  # fmt: skip


def test_no_two_athletes_have_one_file() -> None:
    marked = [athlete_stem(name) for name in ATHLETES]
    stems = [athlete_stem(name) for name in (*ATHLETES, *marked)]
    assert len({stem.casefold() for stem in stems}) == len({*ATHLETES, *marked})
    assert max(map(len, stems)) <= 100


@pytest.mark.parametrize("name", ["ana", "Ana-Maria", "a_b-1"])
def test_a_name_of_plain_letters_stays_as_it_is(name: str) -> None:
    assert athlete_stem(name) == name


@pytest.mark.parametrize(
    ("name", "begin"),
    [("Ana Maria", "Ana-Maria"), ("Jürgen", "Jurgen"), ("🏃", "athlete"), ("李雷", "athlete")],
)
def test_a_name_that_loses_signs_keeps_what_it_can(name: str, begin: str) -> None:
    assert re.fullmatch(rf"{begin}-[0-9a-f]{{8}}", athlete_stem(name))


@pytest.mark.parametrize("name", ["fit", "ics", "markdown"])
def test_files_of_two_athletes_are_two_files(name: str) -> None:
    form, result = format_named(name), weeks.result()
    files = set()
    for athlete_id in ("Jürgen", "Jörgen", "李雷"):
        athlete = weeks.request().athlete.model_copy(update={"id": athlete_id})
        request = weeks.request().model_copy(update={"athlete": athlete})
        files |= {file.name for file in form.write(request, result, load_catalog())}
    assert len(files) == 3 * len(form.write(weeks.request(), result, load_catalog()))
