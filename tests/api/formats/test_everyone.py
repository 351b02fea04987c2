"""The files of a whole club: the same as each athlete's own, in one archive."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from api.club.result_lines import ErrorLine
from api.formats.everyone import FOR_EVERYONE, Everyone
from api.formats.registry import format_named
from catalog import load_catalog
from optimizer import read_request
from optimizer.documents.errors import UnusableInput
from optimizer.documents.request import Request
from optimizer.documents.versions import versions_of
from tests.answers import answer_to
from tests.api.club.rosters import own_csv
from tests.api.shell import ROOT, call

WEEK = (ROOT / "examples" / "p1_c25k.json").read_text(encoding="utf-8")


@pytest.fixture
def club(tmp_path: Path) -> tuple[Path, Path]:
    """A roster of two, of whom one has no line that is a result."""
    roster, results = tmp_path / "club.jsonl", tmp_path / "results.jsonl"
    one = " ".join(WEEK.split())
    roster.write_text(f"{one}\n{one.replace('p1_c25k', 'ben')}\n", encoding="utf-8")
    lost = ErrorLine(
        row=2,
        status="fault",
        athlete_id="ben",
        problems=(),
        versions=versions_of(load_catalog()),
        fingerprint="sha256:" + "0" * 64,
    )
    lines = [answer_to(the_week()).model_dump_json(), lost.model_dump_json()]
    results.write_text("\n".join(lines), encoding="utf-8")
    return roster, results


def the_week() -> Request:
    return read_request(WEEK)


def test_everyone_gets_what_each_alone_would(club: tuple[Path, Path]) -> None:
    roster, results = club
    everyone = Everyone(roster.read_bytes(), "json lines", results.read_bytes())
    found = {file.name: file.data for file in everyone.files(load_catalog())}
    alone = {
        f"p1_c25k/{file.name}": file.data
        for name in FOR_EVERYONE
        for file in format_named(name).write(the_week(), answer_to(the_week()), load_catalog())
    }
    assert found == alone
    assert everyone.without == ["ben"]


def test_a_result_of_another_week_is_not_used(club: tuple[Path, Path]) -> None:
    """Of one athlete's weeks each has the files of its own plan; an edited row has none."""
    other = answer_to(the_week()).model_copy(
        update={"plan": None, "fingerprint": "sha256:" + "1" * 64}
    )
    lines = f"{club[1].read_text()}\n{other.model_dump_json()}".encode()
    everyone = Everyone(club[0].read_bytes(), "json lines", lines)
    names = [file.name for file in everyone.files(load_catalog())]
    assert any(name.endswith(".ics") for name in names)
    edited = club[0].read_bytes().replace(b'"minutes": 30', b'"minutes": 35')
    with pytest.raises(UnusableInput, match="none of the 2 results"):
        list(Everyone(edited, "json lines", lines).files(load_catalog()))


def test_the_archive_at_the_command_line(club: tuple[Path, Path], tmp_path: Path) -> None:
    """Exit status 1 and a line for whoever has no plan; all faults of the call at once cured."""
    archive = tmp_path / "files.zip"
    done = call("export", "--all", *map(str, club), "-o", str(archive))
    assert done.status == 1
    assert "ben: has no plan" in done.err
    assert "p1_c25k/p1_c25k-2026-11-23.ics" in zipfile.ZipFile(archive).namelist()
    nothing = call("export", "--all")
    assert nothing.status == 2
    assert "needs the roster and its results" in nothing.err
    alone = call("export", "--all", str(club[0]), "-o", str(tmp_path / "alone.zip"))
    assert alone.status == 2
    assert "holds no season; give what" in alone.err
    assert "or the roster and its results" in alone.err


def test_a_roster_with_columns_of_its_own_and_long_results(
    club: tuple[Path, Path], tmp_path: Path
) -> None:
    """As the club was planned: its columns said again, and more bytes than one week may have."""
    roster = tmp_path / "club.csv"
    roster.write_text(own_csv(WEEK), encoding="utf-8")
    club[1].write_text(club[1].read_text(encoding="utf-8") + " " * 1_000_000, encoding="utf-8")
    archive = tmp_path / "files.zip"
    command = ("export", "--all", str(roster), str(club[1]), "-o", str(archive))
    done = call(*command, "--column", "Schützling=id")
    assert (done.status, done.err) == (0, "")
    assert "p1_c25k/p1_c25k-2026-11-23.ics" in zipfile.ZipFile(archive).namelist()


def test_lines_of_another_club_are_refused(club: tuple[Path, Path]) -> None:
    roster = WEEK.replace("p1_c25k", "eva").encode()
    everyone = Everyone(b"[" + roster + b"]", "json array", club[1].read_bytes())
    with pytest.raises(UnusableInput, match="none of the 1 result"):
        list(everyone.files(load_catalog()))
